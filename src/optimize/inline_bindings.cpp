// Bindings: what a variable is known to be, which bindings can go, and where a value is wanted first.
#include "optimize/inline.h"

#include <cstring>

namespace tiercel::core {
namespace {

// Peels Let, Fix and Seq off a value that is evaluated first of all, so that what it ends in becomes known.
// (let ((x (let ((y e)) v))) body) => (let ((y e)) (let ((x v)) body))
struct Wrapper {
  Node* outer = nullptr;    // outermost peeled form
  Node** inside = nullptr;  // where the rest goes

  Node* peel(Node* value) {
    while (true) {
      Node** body;
      if (value->kind == Kind::let) body = &as<Let>(value)->body;
      else if (value->kind == Kind::fix) body = &as<Fix>(value)->body;
      else if (value->kind == Kind::seq) body = &as<Seq>(value)->body.back();
      else return value;
      if (!outer) outer = value;
      else *inside = value;
      inside = body;
      value = *body;
    }
  }
  Node* wrap(Node* node) {
    if (!outer) return node;
    *inside = node;
    return outer;
  }
};

}  // namespace

void Inliner::learn(Variable* variable, Node* value) {
  if (variable->assigned) return;
  switch (value->kind) {
    case Kind::constant:
    case Kind::prim_ref:
    case Kind::lambda: known(variable).value = value; return;
    case Kind::local_ref:
      if (!as<LocalRef>(value)->variable->assigned) known(variable).value = value;
      return;
    case Kind::prim_call:
      known(variable).boolean = std::strcmp(primitive_info(as<PrimCall>(value)->prim).result_type, "boolean") == 0;
      return;
    default: return;
  }
}

Node* Inliner::simplify_let(Let* let, Context context) {
  Wrapper wrapper;
  for (size_t i = 0; i < let->variables.size(); i++) {
    Variable* variable = let->variables[i];
    Node*& value = let->values[i];
    if (variable->assigned) {
      value = simplify(value, Context::value);
    } else if (variable->references == 0) {
      value = simplify(value, Context::effect);
    } else if (variable->references == 1 && value->kind == Kind::lambda) {
      known(variable).pending = true;
    } else {
      value = simplify(value, Context::value);
    }
    if (i == 0) value = wrapper.peel(value);
  }
  return wrapper.wrap(finish_let(let, context));
}

// The values are simplified, except lambdas that are pending.
Node* Inliner::finish_let(Let* let, Context context) {
  for (size_t i = 0; i < let->variables.size(); i++) learn(let->variables[i], let->values[i]);
  let->body = simplify(let->body, context);
  for (Variable* variable : let->variables) simplify_pending(variable);
  return drop_unused(let, context);
}

void Inliner::simplify_pending(Variable* variable) {
  Known& fact = known(variable);
  if (!fact.pending) return;
  fact.pending = false;
  if (variable->references > 0) simplify_lambda(as<Lambda>(fact.value));
}

// Bindings that nobody mentions: pure ones go, others are evaluated for their effect, at the same point of the order.
Node* Inliner::drop_unused(Let* let, Context context) {
  size_t count = let->variables.size(), kept = 0;
  Node* before = nullptr;
  for (size_t i = 0; i < count; i++) {
    Variable* variable = let->variables[i];
    Node* value = let->values[i];
    if (!variable->assigned && variable->references == 0) {
      if (known(variable).moved) continue;
      if (is_droppable(value)) {
        forget(value);
        continue;
      }
      if (kept == 0) {
        before = before ? build_.seq(let->span, {before, value}) : value;
        continue;
      }
    }
    let->variables[kept] = variable;
    let->values[kept++] = value;
  }
  let->variables = let->variables.first(kept);
  let->values = let->values.first(kept);
  Node* result = place_first_uses(let);
  if (!before) return result;
  if (context == Context::effect && result->kind == Kind::constant) return before;
  return build_.seq(let->span, {before, result});
}

// (let ((x e)) (if x a b)) => (if e a b): the only mention of the last variable is what is evaluated next anyway.
Node* Inliner::place_first_uses(Let* let) {
  size_t count = let->variables.size();
  while (count > 0) {
    Variable* variable = let->variables[count - 1];
    if (variable->assigned) break;
    int budget = 40;
    Node** slot = variable->references == 1 ? first_evaluated(&let->body, variable, &budget) : nullptr;
    if (variable->references == 0) {
      let->body = build_.seq(let->span, {let->values[count - 1], let->body});
    } else if (slot) {
      *slot = let->values[count - 1];
      variable->references = 0;
    } else {
      break;
    }
    count--;
  }
  let->variables = let->variables.first(count);
  let->values = let->values.first(count);
  return count == 0 ? let->body : let;
}

// The place inside `*slot` that holds `variable`, if nothing that could notice is evaluated before it.
Node** Inliner::first_evaluated(Node** slot, Variable* variable, int* budget) {
  if (--*budget < 0) return nullptr;
  Node* node = *slot;
  bool passed = false;
  switch (node->kind) {
    case Kind::local_ref: return as<LocalRef>(node)->variable == variable ? slot : nullptr;
    case Kind::if_: return first_evaluated(&as<If>(node)->test, variable, budget);
    case Kind::seq: return first_evaluated(&as<Seq>(node)->body[0], variable, budget);
    case Kind::fix: return first_evaluated(&as<Fix>(node)->body, variable, budget);
    case Kind::bind_values: return first_evaluated(&as<BindValues>(node)->producer, variable, budget);
    case Kind::local_set: return first_evaluated(&as<LocalSet>(node)->value, variable, budget);
    case Kind::global_set: return first_evaluated(&as<GlobalSet>(node)->value, variable, budget);
    case Kind::global_define: return first_evaluated(&as<GlobalDefine>(node)->value, variable, budget);
    case Kind::prim_call: return first_evaluated_of(as<PrimCall>(node)->arguments, variable, budget, &passed);
    case Kind::values: return first_evaluated_of(as<Values>(node)->values, variable, budget, &passed);
    case Kind::let: {
      Node** found = first_evaluated_of(as<Let>(node)->values, variable, budget, &passed);
      return found || !passed ? found : first_evaluated(&as<Let>(node)->body, variable, budget);
    }
    case Kind::call: {
      Node* callee = as<Call>(node)->callee;
      Node** found = first_evaluated_of({&as<Call>(node)->callee, 1}, variable, budget, &passed);
      if (found || !passed || callee->kind == Kind::lambda) return found;
      return first_evaluated_of(as<Call>(node)->arguments, variable, budget, &passed);
    }
    case Kind::constant:
    case Kind::global_ref:
    case Kind::prim_ref:
    case Kind::lambda:
    case Kind::letrec:
    case Kind::loop:
    case Kind::again:
    case Kind::fuel: return nullptr;
  }
  return nullptr;
}

// `passed`: none of them is the place, and none does anything.
Node** Inliner::first_evaluated_of(std::span<Node*> nodes, Variable* variable, int* budget, bool* passed) {
  *passed = false;
  for (Node*& node : nodes) {
    bool trivial = node->kind == Kind::constant || node->kind == Kind::prim_ref || node->kind == Kind::lambda;
    if (auto* reference = if_a<LocalRef>(node))
      trivial = reference->variable != variable && !reference->variable->assigned;
    if (!trivial) return first_evaluated(&node, variable, budget);
  }
  *passed = true;
  return nullptr;
}

Node* Inliner::simplify_fix(Fix* fix, Context context) {
  size_t count = fix->variables.size();
  bool used = false;
  for (size_t i = 0; i < count; i++) {
    Known& fact = known(fix->variables[i]);
    used = used || fact.outside > 0;
    fact.value = fix->lambdas[i];
    fact.pending = !fact.recursive && fix->variables[i]->references == 1;
  }
  if (!used) {
    for (Lambda* lambda : fix->lambdas) forget(lambda);
    return simplify(fix->body, context);
  }
  for (size_t i = 0; i < count; i++)
    if (!known(fix->variables[i]).pending) simplify_lambda(fix->lambdas[i]);
  fix->body = simplify(fix->body, context);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    Variable* variable = fix->variables[i];
    simplify_pending(variable);
    if (!known(variable).recursive && variable->references == 0) {
      if (!known(variable).moved) forget(fix->lambdas[i]);
      continue;
    }
    fix->variables[kept] = variable;
    fix->lambdas[kept++] = fix->lambdas[i];
  }
  if (kept == 0) return fix->body;
  fix->variables = fix->variables.first(kept);
  fix->lambdas = fix->lambdas.first(kept);
  return fix;
}

Node* Inliner::simplify_values(Values* values, Context context) {
  if (values->values.size() == 1) return simplify(values->values[0], context);
  if (context == Context::effect && !values->values.empty()) {
    auto* seq = build_.make<Seq>(values->span, values->values);
    return simplify_seq(seq, context);
  }
  simplify_all(values->values);
  return values;
}

Node* Inliner::simplify_bind_values(BindValues* node, Context context) {
  Node* producer = simplify(node->producer, Context::value);
  Wrapper wrapper;
  Node* result = wrapper.peel(producer);
  size_t count = node->variables.size();
  bool one = result->kind == Kind::constant || result->kind == Kind::lambda || result->kind == Kind::local_ref ||
             (result->kind == Kind::prim_call && is_direct(as<PrimCall>(result)->prim));
  auto* values = if_a<Values>(result);
  bool fits = !node->rest && (values ? values->values.size() == count : one && count == 1);
  if (!fits) {
    node->producer = producer;
    node->body = simplify(node->body, context);
    return node;
  }
  std::span<Node*> parts = values ? values->values : build_.arena().array<Node*>(1);
  if (!values) parts[0] = result;
  if (count == 0) return wrapper.wrap(simplify(node->body, context));
  auto* let = build_.make<Let>(node->span, node->variables, parts, node->body);
  return wrapper.wrap(finish_let(let, context));
}

}  // namespace tiercel::core
