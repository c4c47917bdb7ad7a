#include "syntax/loops.h"

#include <algorithm>

namespace tiercel::syntax {

using namespace core;

bool JumpResolver::is_jump(Node* node, Variable* target) {
  auto* call = if_a<Call>(node);
  auto* callee = call ? if_a<LocalRef>(call->callee) : nullptr;
  return callee && callee->variable == target;
}

// The part of a binding form that what follows may move into: names are unique in a unit, so nothing is captured.
static Node** body_of(Node* node) {
  if (auto* let = if_a<Let>(node)) return &let->body;
  if (auto* letrec = if_a<Letrec>(node)) return &letrec->body;
  if (auto* bind = if_a<BindValues>(node)) return &bind->body;
  return nullptr;
}

int JumpResolver::reachable_continues(Node* node) {
  if (is_jump(node, jumps_->next)) return 1;
  if (auto* choice = if_a<If>(node)) return reachable_continues(choice->then) + reachable_continues(choice->otherwise);
  if (auto* sequence = if_a<Seq>(node)) {
    int count = 0;
    for (Node* part : sequence->body) count += reachable_continues(part);
    return count;
  }
  Node** body = body_of(node);
  return body ? reachable_continues(*body) : 0;
}

JumpResolver::Ends JumpResolver::ends_of(Node* node) {
  if (is_jump(node, jumps_->leave) || is_jump(node, jumps_->next)) return {true, 0};
  if (auto* choice = if_a<If>(node)) {
    Ends then = ends_of(choice->then), otherwise = ends_of(choice->otherwise);
    return {then.jumps || otherwise.jumps, then.falls + otherwise.falls};
  }
  if (auto* sequence = if_a<Seq>(node)) {
    Ends result;
    for (Node* part : sequence->body) {
      Ends ends = ends_of(part);
      result = {result.jumps || ends.jumps, result.falls == 0 ? 0 : ends.falls};
    }
    return result;
  }
  Node** body = body_of(node);
  return body ? ends_of(*body) : Ends{};
}

Node* JumpResolver::resolve(Node* body) { return statement(body, {nullptr, go_on_}); }

// A rest that several ends reach is bound to a name first.
Node* JumpResolver::statement(Node* node, Rest rest) {
  Ends ends = ends_of(node);
  if (!ends.jumps) return build_.seq(node->span, {node, rest.take()});
  if (ends.falls <= 1 || !rest.once) return place(node, rest);
  Span span = rest.once->span;
  auto names = build_.arena().array<Variable*>(1);
  auto values = build_.arena().array<Node*>(1);
  auto clauses = build_.arena().array<Clause>(1);
  names[0] = build_.variable(join_name_, span);
  clauses[0] = {{}, false, rest.once};
  values[0] = build_.make<Lambda>(span, clauses, join_name_, std::string_view{});
  Variable* join = names[0];
  Rest call{nullptr,
            [this, span, join] { return build_.make<Call>(span, build_.local_ref(span, join), std::span<Node*>{}); }};
  return build_.make<Letrec>(span, names, values, place(node, call));
}

// `node` with `rest` at each end that falls through.
Node* JumpResolver::place(Node* node, const Rest& rest) {
  if (is_jump(node, jumps_->next)) {
    jumps_->next_calls--;
    return go_on_();
  }
  if (is_jump(node, jumps_->leave)) {
    jumps_->leave_calls--;
    return leave_(as<Call>(node)->arguments[0]);
  }
  if (auto* choice = if_a<If>(node)) {
    if (!ends_of(node).jumps) return build_.seq(node->span, {node, rest.take()});
    choice->then = place(choice->then, rest);
    choice->otherwise = place(choice->otherwise, rest);
    return choice;
  }
  if (auto* sequence = if_a<Seq>(node)) {
    Rest following = rest;
    for (size_t i = sequence->body.size(); i-- > 0;) following = {statement(sequence->body[i], following), nullptr};
    return following.once;
  }
  if (Node** body = body_of(node)) {
    *body = place(*body, rest);
    return node;
  }
  return build_.seq(node->span, {node, rest.take()});
}

}  // namespace tiercel::syntax
