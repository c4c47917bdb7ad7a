// Closure conversion: after this pass every Lambda lists its captures, in the order of their first mention.
//
// A closure whose lambda captures nothing is static: one object for the whole run, mentioned as a constant and never
// captured by others.  Whether a procedure of a Fix is static depends on the procedures it mentions, so all of them
// count as static until a lambda is found to mention a variable that is not a procedure of a Fix; from there the
// loss spreads to whoever mentions it (a greatest fixed point: Shao and Appel, "Efficient and safe-for-space closure
// conversion", 2000, section 4, keep known functions apart in the same spirit).
// A procedure that mentions itself does not capture itself: lowering uses the running closure.
// Calls of Fix procedures with an accepted number of arguments are marked `known`.
#include <vector>

#include "core/walk.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

struct Scope;

struct Dependent {
  Scope* scope;
  Dependent* next;
};

// What is gathered of one lambda; Lambda::extra points here.
struct Scope {
  Lambda* lambda;
  Scope* enclosing;
  std::vector<Variable*> free;      // mentioned inside, bound outside, maybe more than once until it is finished
  Dependent* dependents = nullptr;  // scopes that mention this lambda's Fix variable
  bool is_static = true;
};

class ClosurePass {
 public:
  explicit ClosurePass(Unit* unit) : unit_(unit), seen_(unit->next_variable, 0) {}

  void run() {
    gather(unit_->body);
    for (Scope* scope : scopes_) find_dependents(scope);
    for (Scope* scope : scopes_)
      if (mentions_plain_variable(scope)) lose_static(scope);
    for (Scope* scope : scopes_) list_captures(scope);
    for (Scope* scope : scopes_) delete scope;
  }

 private:
  void gather(Node* node) {
    switch (node->kind) {
      case Kind::local_ref: return mention(as<LocalRef>(node)->variable);
      case Kind::local_set: mention(as<LocalSet>(node)->variable); break;
      case Kind::lambda: return gather_lambda(as<Lambda>(node));
      case Kind::fix: {
        auto* fix = as<Fix>(node);
        for (size_t i = 0; i < fix->variables.size(); i++) {
          fix->variables[i]->known = fix->lambdas[i];
          fix->lambdas[i]->self = fix->variables[i];
        }
        break;
      }
      case Kind::call: mark_known(as<Call>(node)); break;
      default: break;
    }
    for_each_binding(node, [this](Variable* variable) { variable->extra = current_; });
    for_each_child(node, [this](Node*& child) { gather(child); });
  }

  static void mark_known(Call* call) {
    auto* callee = if_a<LocalRef>(call->callee);
    call->known = callee && callee->variable->known && accepts(callee->variable->known, call->arguments.size());
  }

  static bool accepts(const Lambda* lambda, size_t count) {
    for (const Clause& clause : lambda->clauses)
      if (clause.rest ? count + 1 >= clause.parameters.size() : count == clause.parameters.size()) return true;
    return false;
  }

  void mention(Variable* variable) {
    if (variable->extra != current_) current_->free.push_back(variable);
  }

  void gather_lambda(Lambda* lambda) {
    auto* scope = new Scope{.lambda = lambda, .enclosing = current_};
    scopes_.push_back(scope);
    lambda->extra = scope;
    current_ = scope;
    for (Clause& clause : lambda->clauses) {
      for (Variable* parameter : clause.parameters) parameter->extra = scope;
      gather(clause.body);
    }
    finish(scope);
    current_ = scope->enclosing;
    if (!current_) return;
    for (Variable* variable : scope->free) mention(variable);
  }

  // Leaves each free variable once, without the procedure's own name.
  void finish(Scope* scope) {
    stamp_++;
    size_t kept = 0;
    for (Variable* variable : scope->free) {
      if (seen_[variable->id] == stamp_ || variable == scope->lambda->self) continue;
      seen_[variable->id] = stamp_;
      scope->free[kept++] = variable;
    }
    scope->free.resize(kept);
  }

  static Scope* scope_of(Variable* variable) {
    return variable->known ? static_cast<Scope*>(variable->known->extra) : nullptr;
  }

  void find_dependents(Scope* scope) {
    for (Variable* variable : scope->free)
      if (Scope* target = scope_of(variable))
        target->dependents = unit_->arena->make<Dependent>(scope, target->dependents);
  }

  static bool mentions_plain_variable(Scope* scope) {
    for (Variable* variable : scope->free)
      if (!scope_of(variable)) return true;
    return false;
  }

  void lose_static(Scope* first) {
    std::vector<Scope*> pending{first};
    while (!pending.empty()) {
      Scope* scope = pending.back();
      pending.pop_back();
      if (!scope->is_static) continue;
      scope->is_static = false;
      for (Dependent* dependent = scope->dependents; dependent; dependent = dependent->next)
        pending.push_back(dependent->scope);
    }
  }

  void list_captures(Scope* scope) {
    size_t kept = 0;
    for (Variable* variable : scope->free) {
      Scope* target = scope_of(variable);
      if (!target || !target->is_static) scope->free[kept++] = variable;
    }
    scope->free.resize(kept);
    scope->lambda->captures = unit_->arena->copy(std::span<Variable* const>(scope->free));
  }

  Unit* unit_;
  Scope top_{.lambda = nullptr, .enclosing = nullptr};
  Scope* current_ = &top_;
  std::vector<Scope*> scopes_;
  std::vector<uint32_t> seen_;  // by variable id: the last stamp that saw it
  uint32_t stamp_ = 0;
};

}  // namespace

void convert_closures(Unit* unit) { ClosurePass(unit).run(); }

}  // namespace tiercel::core
