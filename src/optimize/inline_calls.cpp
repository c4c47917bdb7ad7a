// Calls: which procedure it is, whether its body comes here, and copies with fresh names.
#include "optimize/inline.h"

#include <algorithm>

namespace tiercel::core {

Clause* Inliner::accepting(Lambda* lambda, size_t count) {
  for (Clause& clause : lambda->clauses) {
    size_t parameters = clause.parameters.size();
    if (clause.rest ? count + 1 >= parameters : count == parameters) return &clause;
  }
  return nullptr;
}

Node* Inliner::simplify_call(Call* call, Context context) {
  // ((let (...) f) e ...) and ((fix (...) f) e ...): what surrounds the operator is evaluated first anyway.
  if (call->callee->kind == Kind::let || call->callee->kind == Kind::fix) {
    Node* outer = call->callee;
    Node*& inside = outer->kind == Kind::let ? as<Let>(outer)->body : as<Fix>(outer)->body;
    call->callee = inside;
    inside = call;
    return simplify(outer, context);
  }
  if (auto* lambda = if_a<Lambda>(call->callee)) return call_lambda(call, lambda, context);
  call->callee = simplify(call->callee, Context::value);
  if (auto* primitive = if_a<PrimRef>(call->callee))
    if (accepts(primitive->prim, static_cast<int64_t>(call->arguments.size())))
      return simplify_prim_call(build_.make<PrimCall>(call->span, primitive->prim, call->arguments), context);
  if (auto* reference = if_a<LocalRef>(call->callee)) return call_variable(call, reference->variable, context);
  if (auto* reference = if_a<GlobalRef>(call->callee))
    if (reference->global->stored) return call_stored(call, *reference->global->stored, context);
  simplify_all(call->arguments);
  return call;
}

// The lambda belongs to this call alone.
Node* Inliner::call_lambda(Call* call, Lambda* lambda, Context context) {
  Clause* clause = accepting(lambda, call->arguments.size());
  if (!clause) {  // a run-time error, kept as it is
    simplify_lambda(lambda);
    simplify_all(call->arguments);
    return call;
  }
  for (Clause& other : lambda->clauses)
    if (&other != clause) forget(other.body);
  return simplify(bind_arguments(call, *clause), context);
}

Node* Inliner::bind_arguments(Call* call, Clause& clause) {
  std::span<Node*> values = call->arguments;
  if (clause.rest) {
    size_t required = clause.parameters.size() - 1;
    values = build_.arena().array<Node*>(required + 1);
    for (size_t i = 0; i < required; i++) values[i] = call->arguments[i];
    values[required] = build_.make<PrimCall>(call->span, Prim::list, call->arguments.subspan(required));
  }
  return build_.let(call->span, clause.parameters, values, clause.body);
}

Node* Inliner::call_variable(Call* call, Variable* variable, Context context) {
  Known& fact = known(variable);
  auto* lambda = fact.value ? if_a<Lambda>(fact.value) : nullptr;
  Clause* clause = lambda && !variable->assigned ? accepting(lambda, call->arguments.size()) : nullptr;
  if (clause && !fact.recursive) {
    if (fact.pending && variable->references == 1) {
      fact.pending = false;
      fact.moved = true;
      fact.value = nullptr;
      variable->references = 0;
      mark_spans(clause->body, lambda, call->span);
      return call_lambda(call, lambda, context);
    }
    if (worth_inlining(call, fact, lambda, *clause)) {
      variable->references--;
      fact.inlining++;
      depth_++;
      Lambda* fresh = copy_lambda(lambda);
      mark_spans(accepting(fresh, call->arguments.size())->body, fresh, call->span);
      Node* result = call_lambda(call, fresh, context);
      depth_--;
      fact.inlining--;
      return result;
    }
  }
  simplify_all(call->arguments);
  return call;
}

// Backtraces show the procedure and the call although the stack will not (core.h, InlinedCall).  Lambdas inside are marked
// too, since their bodies may move here yet; lowering drops what lies around a lambda that stays one.
// A procedure without a name has a frame only where a library called it; others the expander made itself.
void Inliner::mark_spans(Node* node, const Lambda* lambda, Span call) {
  if (!call.known() || (!lambda->name && !(call.file & inlined_file_bit))) return;
  if (node->span.known()) {
    FileId file = without_calls_around(node->span.file, lambda->span.file);
    node->span.file = inlined_file(file, lambda->name, call);
  }
  for_each_child(node, [&](Node*& child) { mark_spans(child, lambda, call); });
}

// A lambda's body was marked together with it when what is around it was inlined, and that is over when the body runs.
FileId Inliner::without_calls_around(FileId file, FileId lambda) {
  while (file & lambda & inlined_file_bit) {
    const InlinedCall& inner = unit_->inlined[file & ~inlined_file_bit];
    const InlinedCall& around = unit_->inlined[lambda & ~inlined_file_bit];
    if (inner.procedure != around.procedure || inner.call != around.call) break;
    file = inner.file;
    lambda = around.file;
  }
  return file;
}

FileId Inliner::inlined_file(FileId file, Name procedure, Span call) {
  std::span<InlinedCall>& all = unit_->inlined;
  size_t size = all.size(), first = std::max(size, size_t{4}) - 4;
  for (size_t i = size; i-- > first;)  // nearly always the last one: most bodies lie in one file
    if (all[i].file == file && all[i].procedure == procedure && all[i].call == call)
      return inlined_file_bit | static_cast<FileId>(i);
  if (size == inlined_capacity_) {
    inlined_capacity_ = size * 2 + 8;
    std::span<InlinedCall> grown = build_.arena().array<InlinedCall>(inlined_capacity_);
    std::copy(all.begin(), all.end(), grown.begin());
    all = grown.first(size);
  }
  all = {all.data(), size + 1};
  all[size] = {file, procedure, call};
  return inlined_file_bit | static_cast<FileId>(size);
}

bool Inliner::worth_inlining(Call* call, Known& fact, Lambda* lambda, Clause& clause) {
  if (options_.level < 2 || fact.pending || fact.inlining > 0 || depth_ >= nesting_limit) return false;
  uint32_t limit = size_limit(call);
  uint32_t size = size_of(clause.body, limit + 1);
  if (lambda->clauses.size() > 1) fact.size = size_of(lambda, 4 * limit);
  else fact.size = size;
  if (size > limit || fact.size >= 4 * limit || effort_ < fact.size) return false;
  effort_ -= fact.size;
  return true;
}

// A body of up to this many nodes is inlined; constants and lambdas among the arguments promise that it will shrink.
uint32_t Inliner::size_limit(Call* call) {
  constexpr uint32_t limit_of_any = 16, limit_for_constant = 4, limit_for_lambda = 16, level_3_factor = 3;
  uint32_t limit = limit_of_any + static_cast<uint32_t>(call->arguments.size());
  for (Node* argument : call->arguments) {
    argument = resolved(argument);
    if (argument->kind == Kind::constant) limit += limit_for_constant;
    if (argument->kind == Kind::lambda || argument->kind == Kind::prim_ref) limit += limit_for_lambda;
  }
  return options_.level >= 3 ? limit * level_3_factor : limit;
}

// What the argument is known to be.
Node* Inliner::resolved(Node* argument) {
  auto* reference = if_a<LocalRef>(argument);
  if (!reference || reference->variable->assigned || !known(reference->variable).value) return argument;
  return known(reference->variable).value;
}

// Nodes in the tree, at most `limit`.
uint32_t Inliner::size_of(Node* node, uint32_t limit) {
  uint32_t size = 1;
  for_each_child(node, [&](Node*& child) {
    if (size < limit) size += size_of(child, limit - size);
  });
  return size;
}

Lambda* Inliner::copy_lambda(Lambda* lambda) {
  stamp_++;
  return as<Lambda>(copy(lambda));
}

Variable* Inliner::copy_binding(Variable* variable) {
  Variable* fresh = build_.copy(variable);
  add_known(fresh);
  known(variable).copy = fresh;
  known(variable).copy_stamp = stamp_;
  return fresh;
}

std::span<Variable*> Inliner::copy_bindings(std::span<Variable*> variables) {
  std::span<Variable*> fresh = build_.arena().array<Variable*>(variables.size());
  for (size_t i = 0; i < variables.size(); i++) fresh[i] = copy_binding(variables[i]);
  return fresh;
}

Variable* Inliner::copied(Variable* variable) {
  Known& fact = known(variable);
  return fact.copy_stamp == stamp_ ? fact.copy : variable;
}

std::span<Node*> Inliner::copy_all(std::span<Node*> nodes) {
  std::span<Node*> fresh = build_.arena().array<Node*>(nodes.size());
  for (size_t i = 0; i < nodes.size(); i++) fresh[i] = copy(nodes[i]);
  return fresh;
}

Node* Inliner::copy(Node* node) {
  Span span = node->span;
  switch (node->kind) {
    case Kind::constant: return build_.constant(span, as<Constant>(node)->datum);
    case Kind::prim_ref: return build_.make<PrimRef>(span, as<PrimRef>(node)->prim);
    case Kind::global_ref: return build_.make<GlobalRef>(span, as<GlobalRef>(node)->global);
    case Kind::fuel: return build_.make<Fuel>(span, as<Fuel>(node)->amount);
    case Kind::local_ref: {
      Variable* variable = copied(as<LocalRef>(node)->variable);
      variable->references++;
      return build_.local_ref(span, variable);
    }
    case Kind::local_set: {
      Variable* variable = copied(as<LocalSet>(node)->variable);
      return build_.local_set(span, variable, copy(as<LocalSet>(node)->value));
    }
    case Kind::global_set:
      return build_.make<GlobalSet>(span, as<GlobalSet>(node)->global, copy(as<GlobalSet>(node)->value));
    case Kind::global_define:
      return build_.make<GlobalDefine>(span, as<GlobalDefine>(node)->global, copy(as<GlobalDefine>(node)->value));
    case Kind::if_: {
      auto* choice = as<If>(node);
      return build_.if_(span, copy(choice->test), copy(choice->then), copy(choice->otherwise));
    }
    case Kind::seq: return build_.make<Seq>(span, copy_all(as<Seq>(node)->body));
    case Kind::call: {
      Node* callee = copy(as<Call>(node)->callee);
      return build_.make<Call>(span, callee, copy_all(as<Call>(node)->arguments));
    }
    case Kind::prim_call:
      return build_.make<PrimCall>(span, as<PrimCall>(node)->prim, copy_all(as<PrimCall>(node)->arguments));
    case Kind::values: return build_.make<Values>(span, copy_all(as<Values>(node)->values));
    case Kind::lambda:
    case Kind::let:
    case Kind::fix:
    case Kind::bind_values: return copy_binder(node);
    case Kind::letrec:
    case Kind::loop:
    case Kind::again: break;
  }
  return node;  // not there between the letrec pass and the loop pass
}

Node* Inliner::copy_binder(Node* node) {
  Span span = node->span;
  if (auto* lambda = if_a<Lambda>(node)) {
    auto* fresh = build_.make<Lambda>(span);
    fresh->name = lambda->name;
    fresh->documentation = lambda->documentation;
    fresh->clauses = build_.arena().array<Clause>(lambda->clauses.size());
    for (size_t i = 0; i < lambda->clauses.size(); i++) {
      Clause& clause = lambda->clauses[i];
      std::span<Variable*> parameters = copy_bindings(clause.parameters);
      fresh->clauses[i] = {parameters, clause.rest, copy(clause.body)};
    }
    return fresh;
  }
  if (auto* let = if_a<Let>(node)) {
    std::span<Node*> values = copy_all(let->values);
    std::span<Variable*> variables = copy_bindings(let->variables);
    return build_.make<Let>(span, variables, values, copy(let->body));
  }
  if (auto* bind = if_a<BindValues>(node)) {
    Node* producer = copy(bind->producer);
    std::span<Variable*> variables = copy_bindings(bind->variables);
    return build_.make<BindValues>(span, producer, variables, bind->rest, copy(bind->body));
  }
  auto* fix = as<Fix>(node);
  std::span<Variable*> variables = copy_bindings(fix->variables);
  std::span<Lambda*> lambdas = build_.arena().array<Lambda*>(fix->lambdas.size());
  for (size_t i = 0; i < lambdas.size(); i++) {
    lambdas[i] = as<Lambda>(copy(fix->lambdas[i]));
    variables[i]->known = lambdas[i];
    lambdas[i]->self = variables[i];
    known(variables[i]).recursive = known(fix->variables[i]).recursive;
  }
  Node* body = copy(fix->body);
  for (Variable* variable : variables) known(variable).outside = 1;
  return build_.make<Fix>(span, variables, lambdas, body);
}

}  // namespace tiercel::core
