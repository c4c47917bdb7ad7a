// Inlining and folding in the manner of cp0 (Waddell and Dybvig, "Fast and effective procedure inlining", 1997).
//
// Kept from there: contexts, one pass that inlines, folds and drops at once, limits on size and effort.  Left out:
// attempts that are abandoned half-way.  Whether a call is inlined is decided from the measured size of the lambda and
// its arguments before it is copied, so that no work is thrown away.  Never changed: the order in which effects
// happen, how often anything is evaluated, and which variable a continuation that is entered twice sees.
#include "optimize/inline.h"

#include <utility>

#include "optimize/passes.h"

namespace tiercel::core {

void inline_and_fold(Unit* unit, const OptimizeOptions& options) {
  Inliner inliner(unit, options);
  inliner.round();
  if (options.level >= 2) inliner.round();
}

void Inliner::round() {
  effort_ = 0;
  count(unit_->body);
  effort_ = 200 + 2 * effort_;
  unit_->body = simplify(unit_->body, Context::value);
}

// Mentions of each variable, and how many nodes there are.
void Inliner::count(Node* node) {
  effort_++;
  if (auto* reference = if_a<LocalRef>(node)) {
    reference->variable->references++;
    return;
  }
  for_each_binding(node, [this](Variable* variable) {
    variable->references = 0;
    add_known(variable);
  });
  if (auto* fix = if_a<Fix>(node)) return count_fix(fix);
  for_each_child(node, [this](Node*& child) { count(child); });
}

// What the lambdas of a Fix mention of each other makes them recursive; the letrec pass left no larger groups than that.
void Inliner::count_fix(Fix* fix) {
  for (Lambda* lambda : fix->lambdas) count(lambda);
  for (Variable* variable : fix->variables) {
    known(variable).recursive = variable->references > 0;
    variable->references = 0;
  }
  count(fix->body);
  for (Variable* variable : fix->variables) {
    known(variable).outside = variable->references;
    // The exact number of inner mentions does not matter: a recursive lambda is neither moved nor dropped singly.
    if (known(variable).recursive) variable->references++;
  }
}

Node* Inliner::simplify(Node* node, Context context) {
  switch (node->kind) {
    case Kind::constant:
    case Kind::prim_ref: return constant_in(node, context);
    case Kind::local_ref: return simplify_reference(as<LocalRef>(node), context);
    case Kind::local_set: as<LocalSet>(node)->value = simplify(as<LocalSet>(node)->value, Context::value); return node;
    case Kind::global_ref:
      if (context == Context::effect && as<GlobalRef>(node)->global->imported) return nothing(node->span);
      return node;
    case Kind::global_set:
      as<GlobalSet>(node)->value = simplify(as<GlobalSet>(node)->value, Context::value);
      return node;
    case Kind::global_define:
      as<GlobalDefine>(node)->value = simplify(as<GlobalDefine>(node)->value, Context::value);
      return node;
    case Kind::if_: return simplify_if(as<If>(node), context);
    case Kind::seq: return simplify_seq(as<Seq>(node), context);
    case Kind::lambda:
      if (context != Context::value) {
        forget(node);
        return constant_in(build_.boolean(node->span, true), context);
      }
      simplify_lambda(as<Lambda>(node));
      return node;
    case Kind::call: return simplify_call(as<Call>(node), context);
    case Kind::prim_call: return simplify_prim_call(as<PrimCall>(node), context);
    case Kind::let: return simplify_let(as<Let>(node), context);
    case Kind::fix: return simplify_fix(as<Fix>(node), context);
    case Kind::bind_values: return simplify_bind_values(as<BindValues>(node), context);
    case Kind::values: return simplify_values(as<Values>(node), context);
    case Kind::letrec:  // gone since the letrec pass
    case Kind::loop:    // not there before the loop pass
    case Kind::again:
    case Kind::fuel: return node;
  }
  return node;
}

Node* Inliner::constant_in(Node* node, Context context) {
  if (context == Context::effect) return nothing(node->span);
  if (context == Context::value) return node;
  auto* constant = if_a<Constant>(node);
  if (constant && !has_known_truth(constant->datum)) return node;
  return build_.boolean(node->span, !constant || !is_false_constant(constant->datum));
}

Node* Inliner::simplify_reference(LocalRef* reference, Context context) {
  Variable* variable = reference->variable;
  if (variable->assigned) return reference;  // it may be undefined, which is an error
  Known& fact = known(variable);
  if (context == Context::effect) {
    variable->references--;
    return nothing(reference->span);
  }
  if (fact.truth_known && fact.boolean) {
    variable->references--;
    return build_.boolean(reference->span, fact.truth);
  }
  if (context == Context::test && (fact.truth_known || (fact.value && fact.value->kind == Kind::lambda))) {
    variable->references--;
    return build_.boolean(reference->span, !fact.truth_known || fact.truth);
  }
  if (!fact.value || fact.value->kind == Kind::lambda) return reference;
  variable->references--;
  if (auto* other = if_a<LocalRef>(fact.value)) {
    other->variable->references++;
    return simplify_reference(as<LocalRef>(build_.local_ref(reference->span, other->variable)), context);
  }
  if (auto* constant = if_a<Constant>(fact.value))
    return constant_in(build_.constant(reference->span, constant->datum), context);
  return constant_in(build_.make<PrimRef>(reference->span, as<PrimRef>(fact.value)->prim), context);
}

void Inliner::simplify_all(std::span<Node*> nodes) {
  for (Node*& node : nodes) node = simplify(node, Context::value);
}

void Inliner::simplify_lambda(Lambda* lambda) {
  for (Clause& clause : lambda->clauses) clause.body = simplify(clause.body, Context::value);
}

// Within the arm, the tested variable is known to be true or false.
Node* Inliner::simplify_arm(Node* arm, Node* test, bool truth, Context context) {
  auto* reference = if_a<LocalRef>(test);
  if (!reference || reference->variable->assigned || known(reference->variable).truth_known)
    return simplify(arm, context);
  Known& fact = known(reference->variable);
  fact.truth_known = true;
  fact.truth = truth;
  arm = simplify(arm, context);
  fact.truth_known = false;
  return arm;
}

Node* Inliner::simplify_if(If* node, Context context) {
  Node* test = simplify(node->test, Context::test);
  auto* seq = if_a<Seq>(test);  // (if (seq e ... t) a b) => (seq e ... (if t a b))
  node->test = seq ? seq->body.back() : test;
  while (auto* call = if_a<PrimCall>(node->test)) {
    if (primitive_info(call->prim).opcode != static_cast<int32_t>(Opcode::not_)) break;
    node->test = call->arguments[0];
    std::swap(node->then, node->otherwise);
  }
  Node* result = finish_if(node, context);
  if (!seq) return result;
  seq->body.back() = result;
  return flatten(seq);
}

// The test is simplified, the arms are not.
Node* Inliner::finish_if(If* node, Context context) {
  auto* constant = if_a<Constant>(node->test);
  if (constant && has_known_truth(constant->datum)) {
    bool truth = !is_false_constant(constant->datum);
    forget(truth ? node->otherwise : node->then);
    return simplify(truth ? node->then : node->otherwise, context);
  }
  node->then = simplify_arm(node->then, node->test, true, context);
  node->otherwise = simplify_arm(node->otherwise, node->test, false, context);
  auto* then = if_a<Constant>(node->then);
  auto* otherwise = if_a<Constant>(node->otherwise);
  if (!then || !otherwise || context == Context::value) return node;
  if (context == Context::effect) {
    if (!is_droppable(node->test)) return node->test;
    forget(node->test);
    return nothing(node->span);
  }
  if (!has_known_truth(then->datum) || !has_known_truth(otherwise->datum)) return node;
  bool first = !is_false_constant(then->datum), second = !is_false_constant(otherwise->datum);
  return first && !second ? node->test : node;
}

Node* Inliner::simplify_seq(Seq* seq, Context context) {
  size_t count = seq->body.size(), kept = 0;
  bool nested = false;
  for (size_t i = 0; i < count; i++) {
    bool last = i + 1 == count;
    Node* part = simplify(seq->body[i], last ? context : Context::effect);
    if (!last && part->kind == Kind::constant) continue;
    nested = nested || part->kind == Kind::seq;
    seq->body[kept++] = part;
  }
  if (kept == 1) return seq->body[0];
  seq->body = seq->body.first(kept);
  return nested ? flatten(seq) : seq;
}

// Without Seqs directly inside.
Seq* Inliner::flatten(Seq* seq) {
  size_t total = 0;
  for (Node* part : seq->body) total += part->kind == Kind::seq ? as<Seq>(part)->body.size() : 1;
  if (total == seq->body.size()) return seq;
  std::span<Node*> flat = build_.arena().array<Node*>(total);
  size_t next = 0;
  for (Node* part : seq->body) {
    if (auto* inner = if_a<Seq>(part)) {
      for (Node* node : inner->body) flat[next++] = node;
    } else {
      flat[next++] = part;
    }
  }
  seq->body = flat;
  return seq;
}

}  // namespace tiercel::core
