// The templates of function.h: forms whose body goes towards the destination that the caller has in hand.
#pragma once

#include "lower/function.h"

namespace tiercel::lower {

// Lowers what a binding form binds, then `rest(body)` in its scope.  False if `node` binds nothing.
template <class Rest>
bool FunctionLowering::bind_and(Node* node, Rest&& rest) {
  Mark mark(this);
  switch (node->kind) {
    case core::Kind::let:
      let_variables(core::as<core::Let>(node));
      rest(core::as<core::Let>(node)->body);
      return true;
    case core::Kind::fix:
      fix_variables(core::as<core::Fix>(node));
      rest(core::as<core::Fix>(node)->body);
      return true;
    case core::Kind::bind_values:
      bind_values_variables(core::as<core::BindValues>(node));
      rest(core::as<core::BindValues>(node)->body);
      return true;
    case core::Kind::loop: loop(core::as<core::Loop>(node), rest); return true;
    default: return false;
  }
}

template <class Rest>
void FunctionLowering::loop(core::Loop* node, Rest&& rest) {
  if (!node->entry) {
    loop_variables(node);
    rest(node->body);
  } else {
    Label end = code_->make_label();
    join_variables(node);
    rest(node->entry);
    jump(end);
    join_head(node);
    rest(node->body);
    bind(end);
  }
  loops_.pop_back();
}

// Both arms towards one destination; `joins` unless each arm leaves the function.
template <class Rest>
void FunctionLowering::choose(core::If* node, bool joins, Rest&& rest) {
  Label on_true = code_->make_label(), on_false = code_->make_label();
  branch(node->test, on_true, on_false, true);
  bind(on_true);
  rest(node->then);
  if (!joins) {
    bind(on_false);
    rest(node->otherwise);
    return;
  }
  Label end = code_->make_label();
  jump(end);
  bind(on_false);
  rest(node->otherwise);
  bind(end);
}

}  // namespace tiercel::lower
