// One walk with the set of variables in scope and the loops for which the walk is in tail position.
#include "core/verify.h"

#include <vector>

#include "core/walk.h"
#include "gen/primitives.h"

namespace tiercel::core {
namespace {

enum class Scope : uint8_t { never_bound, open, closed };

class Verifier {
 public:
  Verifier(const Unit* unit, Properties properties)
      : properties_(properties),
        scopes_(unit->next_variable, Scope::never_bound),
        owners_(unit->next_variable, nullptr) {}

  void check(Node* node, size_t tail_loops);
  std::string take_error() { return std::move(error_); }

 private:
  void fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }
  static std::string describe(const Variable* variable) {
    return std::string(variable->name ? variable->name->text : "_") + "." + std::to_string(variable->id);
  }

  void open(Variable* variable) {
    if (variable->id >= scopes_.size()) return fail("number out of range: " + describe(variable));
    if (scopes_[variable->id] != Scope::never_bound) fail("bound twice: " + describe(variable));
    scopes_[variable->id] = Scope::open;
    owners_[variable->id] = lambda_;
  }
  void open(std::span<Variable*> variables) {
    for (Variable* variable : variables) open(variable);
  }
  void close(std::span<Variable*> variables) {
    for (Variable* variable : variables)
      if (variable->id < scopes_.size()) scopes_[variable->id] = Scope::closed;
  }
  void mention(Variable* variable) {
    if (variable->id >= scopes_.size() || scopes_[variable->id] != Scope::open)
      return fail("mentioned out of scope: " + describe(variable));
    if (properties_.assigned_are_boxed && variable->assigned && !variable->boxed && owners_[variable->id] != lambda_)
      fail("assigned and captured, but not boxed: " + describe(variable));
    if (properties_.captures_listed && owners_[variable->id] != lambda_) check_captured(variable);
  }
  void check_captured(Variable* variable) {
    bool is_static = variable->known && variable->known->captures.empty();
    if (is_static || variable == lambda_->self) return;
    for (Variable* captured : lambda_->captures)
      if (captured == variable) return;
    fail("not in the captures: " + describe(variable));
  }
  void check_all(std::span<Node*> nodes) {
    for (Node* node : nodes) check(node, 0);
  }
  void counts(size_t expected, size_t found, const char* what) {
    if (expected != found)
      fail(std::string(what) + ": " + std::to_string(expected) + " expected, " + std::to_string(found) + " found");
  }
  void check_lambda(Lambda*);
  void check_bindings(Node*, size_t tail_loops);
  void check_again(Again*, size_t tail_loops);

  Properties properties_;
  std::vector<Scope> scopes_;    // by variable id
  std::vector<Lambda*> owners_;  // by variable id: the lambda that binds it
  std::vector<Loop*> loops_;     // enclosing; the last `tail_loops` of them are in reach of an Again
  Lambda* lambda_ = nullptr;
  uint32_t depth_ = 0;
  std::string error_;
};

void Verifier::check_lambda(Lambda* lambda) {
  Lambda* outer = lambda_;
  lambda_ = lambda;
  for (Clause& clause : lambda->clauses) {
    open(clause.parameters);
    check(clause.body, 0);
    close(clause.parameters);
  }
  lambda_ = outer;
  if (!properties_.captures_listed) return;
  for (Variable* captured : lambda->captures) mention(captured);
}

void Verifier::check_bindings(Node* node, size_t tail_loops) {
  if (auto* let = if_a<Let>(node)) {
    counts(let->variables.size(), let->values.size(), "values of a let");
    check_all(let->values);
    open(let->variables);
    check(let->body, tail_loops);
    close(let->variables);
  } else if (auto* letrec = if_a<Letrec>(node)) {
    if (properties_.no_letrec) fail("a Letrec is left");
    counts(letrec->variables.size(), letrec->values.size(), "values of a letrec");
    open(letrec->variables);
    check_all(letrec->values);
    check(letrec->body, tail_loops);
    close(letrec->variables);
  } else if (auto* fix = if_a<Fix>(node)) {
    counts(fix->variables.size(), fix->lambdas.size(), "lambdas of a fix");
    open(fix->variables);
    for (size_t i = 0; i < fix->lambdas.size(); i++) {
      if (fix->variables[i]->assigned) fail("assigned, but bound by a fix: " + describe(fix->variables[i]));
      check(fix->lambdas[i], 0);
    }
    check(fix->body, tail_loops);
    close(fix->variables);
  } else if (auto* bind = if_a<BindValues>(node)) {
    check(bind->producer, 0);
    open(bind->variables);
    check(bind->body, tail_loops);
    close(bind->variables);
  } else if (auto* loop = if_a<Loop>(node)) {
    counts(loop->entry ? 0 : loop->variables.size(), loop->values.size(), "values of a loop");
    check_all(loop->values);
    loops_.push_back(loop);
    if (loop->entry) check(loop->entry, tail_loops + 1);
    open(loop->variables);
    check(loop->body, tail_loops + 1);
    loops_.pop_back();
    close(loop->variables);
  }
}

void Verifier::check_again(Again* again, size_t tail_loops) {
  bool found = false;
  for (size_t i = 0; i < tail_loops; i++) found = found || loops_[loops_.size() - 1 - i] == again->loop;
  if (!found) return fail("an Again that is not in tail position of its loop");
  counts(again->loop->variables.size(), again->arguments.size(), "arguments of an Again");
  check_all(again->arguments);
}

void Verifier::check(Node* node, size_t tail_loops) {
  if (!node) return fail("a missing node");
  if (++depth_ > depth_limit) {
    fail("nested too deeply");
    depth_--;
    return;
  }
  switch (node->kind) {
    case Kind::constant:
    case Kind::prim_ref:
    case Kind::global_ref:
    case Kind::fuel: break;
    case Kind::local_ref: mention(as<LocalRef>(node)->variable); break;
    case Kind::local_set: {
      auto* set = as<LocalSet>(node);
      mention(set->variable);
      if (!set->variable->assigned) fail("assigned, but not marked: " + describe(set->variable));
      check(set->value, 0);
      break;
    }
    case Kind::if_:
      check(as<If>(node)->test, 0);
      check(as<If>(node)->then, tail_loops);
      check(as<If>(node)->otherwise, tail_loops);
      break;
    case Kind::seq: {
      std::span<Node*> body = as<Seq>(node)->body;
      if (body.empty()) fail("an empty Seq");
      for (size_t i = 0; i < body.size(); i++) check(body[i], i + 1 == body.size() ? tail_loops : 0);
      break;
    }
    case Kind::lambda: check_lambda(as<Lambda>(node)); break;
    case Kind::prim_call: {
      auto* call = as<PrimCall>(node);
      if (!accepts(call->prim, static_cast<int64_t>(call->arguments.size())))
        fail(std::string("number of arguments of ") + primitive_info(call->prim).name);
      check_all(call->arguments);
      break;
    }
    case Kind::again: check_again(as<Again>(node), tail_loops); break;
    case Kind::let:
    case Kind::letrec:
    case Kind::fix:
    case Kind::bind_values:
    case Kind::loop: check_bindings(node, tail_loops); break;
    case Kind::global_set:
    case Kind::global_define:
    case Kind::call:
    case Kind::values: for_each_child(node, [this](Node*& child) { check(child, 0); }); break;
  }
  depth_--;
}

}  // namespace

std::string verify(const Unit* unit, Properties properties) {
  Verifier verifier(unit, properties);
  verifier.check(unit->body, 0);
  return verifier.take_error();
}

}  // namespace tiercel::core
