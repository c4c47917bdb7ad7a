// The one place that knows which children a node has, and in which order they are evaluated.
//
// Passes that treat most kinds alike visit children through this.  Trees may be as deep as programs are nested; the
// walkers recurse: the expander refuses programs nested deeper than 10,000 expansions, each of which adds a few levels here,
// and a level costs a pass a few hundred bytes of stack.  verify.h checks the bound in test builds.
#pragma once

#include "core/core.h"

namespace tiercel::core {

// Calls visit(Node*& child) for each direct child in evaluation order.  A lambda in a Fix may be visited but not
// replaced by another kind of node.
template <class Visit>
void for_each_child(Node* node, Visit&& visit) {
  auto all = [&](std::span<Node*> children) {
    for (Node*& child : children) visit(child);
  };
  switch (node->kind) {
    case Kind::constant:
    case Kind::local_ref:
    case Kind::global_ref:
    case Kind::prim_ref:
    case Kind::fuel: return;
    case Kind::local_set: return visit(as<LocalSet>(node)->value);
    case Kind::global_set: return visit(as<GlobalSet>(node)->value);
    case Kind::global_define: return visit(as<GlobalDefine>(node)->value);
    case Kind::if_: {
      auto* choice = as<If>(node);
      visit(choice->test);
      visit(choice->then);
      return visit(choice->otherwise);
    }
    case Kind::seq: return all(as<Seq>(node)->body);
    case Kind::lambda:
      for (Clause& clause : as<Lambda>(node)->clauses) visit(clause.body);
      return;
    case Kind::call: visit(as<Call>(node)->callee); return all(as<Call>(node)->arguments);
    case Kind::prim_call: return all(as<PrimCall>(node)->arguments);
    case Kind::let: all(as<Let>(node)->values); return visit(as<Let>(node)->body);
    case Kind::letrec: all(as<Letrec>(node)->values); return visit(as<Letrec>(node)->body);
    case Kind::fix: {
      auto* fix = as<Fix>(node);
      for (Lambda*& lambda : fix->lambdas) {
        Node* child = lambda;
        visit(child);
        lambda = as<Lambda>(child);
      }
      return visit(fix->body);
    }
    case Kind::bind_values: visit(as<BindValues>(node)->producer); return visit(as<BindValues>(node)->body);
    case Kind::values: return all(as<Values>(node)->values);
    case Kind::loop:
      all(as<Loop>(node)->values);
      if (as<Loop>(node)->entry) visit(as<Loop>(node)->entry);
      return visit(as<Loop>(node)->body);
    case Kind::again: return all(as<Again>(node)->arguments);
  }
}

// The variables that `node` itself binds, clause by clause for a lambda.
template <class Visit>
void for_each_binding(Node* node, Visit&& visit) {
  auto all = [&](std::span<Variable*> variables) {
    for (Variable* variable : variables) visit(variable);
  };
  switch (node->kind) {
    case Kind::lambda:
      for (Clause& clause : as<Lambda>(node)->clauses) all(clause.parameters);
      return;
    case Kind::let: return all(as<Let>(node)->variables);
    case Kind::letrec: return all(as<Letrec>(node)->variables);
    case Kind::fix: return all(as<Fix>(node)->variables);
    case Kind::bind_values: return all(as<BindValues>(node)->variables);
    case Kind::loop: return all(as<Loop>(node)->variables);
    case Kind::constant:
    case Kind::local_ref:
    case Kind::local_set:
    case Kind::global_ref:
    case Kind::global_set:
    case Kind::global_define:
    case Kind::prim_ref:
    case Kind::if_:
    case Kind::seq:
    case Kind::call:
    case Kind::prim_call:
    case Kind::values:
    case Kind::again:
    case Kind::fuel: return;
  }
}

}  // namespace tiercel::core
