// Lambda lifting: a procedure of a Fix that is only ever called gets the variables it needs from its callers, as further
// parameters, where the registers for arguments suffice; so it is no closure, and nothing is allocated for it.
//
// What a procedure needs are its free variables and, for each procedure that it calls or mentions, what that one needs if
// it is lifted, or itself if it stays a closure: a least fixed point.  Whoever needs too much is not lifted; that changes
// what its callers need, so it is computed again (Johnsson, "Lambda lifting", 1985; which ones to lift: Graf and Peyton
// Jones, "Selective lambda lifting", 2019).
// Boxes are not passed: a variable that is assigned keeps its procedures from being lifted.
#include <algorithm>
#include <utility>
#include <vector>

#include "core/build.h"
#include "core/walk.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

constexpr size_t parameters_max = 4;  // that travel in registers between known procedures
constexpr int rounds_max = 8;

// A lambda; Variable::extra of what it binds points here, Lambda::extra of the lambda too.
struct Scope {
  Lambda* lambda = nullptr;
  Scope* outer = nullptr;
  Variable* variable = nullptr;  // of the Fix that binds it; else null
  bool lifts = false;
  bool needs_too_much = false;
  std::vector<Variable*> free;      // plain variables it mentions
  std::vector<Variable*> mentions;  // procedures of Fixes outside of it
  std::vector<Variable*> needs;
};

void add(std::vector<Variable*>& set, Variable* variable) {
  if (std::find(set.begin(), set.end(), variable) == set.end()) set.push_back(variable);
}

class LiftingPass {
 public:
  explicit LiftingPass(Unit* unit) : unit_(unit), build_(unit) {}
  ~LiftingPass() {
    for (Scope* scope : scopes_) delete scope;
  }
  LiftingPass(const LiftingPass&) = delete;
  LiftingPass& operator=(const LiftingPass&) = delete;

  void run() {
    clear(unit_->body);
    gather(unit_->body);
    if (!settle()) return;
    forget(unit_->body);
    rewrite(unit_->body);
  }

 private:
  static void clear(Node* node) {
    if (auto* lambda = if_a<Lambda>(node)) lambda->extra = nullptr;
    for_each_child(node, [](Node*& child) { clear(child); });
  }

  static Scope* procedure_of(Variable* variable) {
    return variable->known ? static_cast<Scope*>(variable->known->extra) : nullptr;
  }

  void gather(Node* node) {
    if (auto* lambda = if_a<Lambda>(node)) return gather_lambda(lambda);
    for_each_binding(node, [this](Variable* variable) {
      variable->extra = current_;
      variable->known = nullptr;
    });
    if (auto* fix = if_a<Fix>(node)) open_fix(fix);
    if (auto* reference = if_a<LocalRef>(node)) return mention(reference->variable, false);
    if (auto* set = if_a<LocalSet>(node)) mention(set->variable, false);
    auto* call = if_a<Call>(node);
    auto* callee = call ? if_a<LocalRef>(call->callee) : nullptr;
    if (!callee) return for_each_child(node, [this](Node*& child) { gather(child); });
    Lambda* known = callee->variable->known;
    mention(callee->variable, known && known->clauses[0].parameters.size() == call->arguments.size());
    for (Node* argument : call->arguments) gather(argument);
  }

  void open_fix(Fix* fix) {
    for (size_t i = 0; i < fix->variables.size(); i++) {
      Lambda* lambda = fix->lambdas[i];
      Scope* scope = new_scope(lambda);
      scope->variable = fix->variables[i];
      scope->lifts = lambda->clauses.size() == 1 && !lambda->clauses[0].rest;
      lambda->extra = scope;
      fix->variables[i]->known = lambda;
    }
  }

  Scope* new_scope(Lambda* lambda) {
    auto* scope = new Scope{.lambda = lambda, .outer = current_};
    scopes_.push_back(scope);
    return scope;
  }

  void gather_lambda(Lambda* lambda) {
    auto* scope = static_cast<Scope*>(lambda->extra);
    if (!scope) lambda->extra = scope = new_scope(lambda);
    Scope* outer = std::exchange(current_, scope);
    for_each_binding(lambda, [&](Variable* parameter) {
      parameter->extra = scope;
      parameter->known = nullptr;
    });
    for (Clause& clause : lambda->clauses) gather(clause.body);
    current_ = outer;
  }

  void mention(Variable* variable, bool called) {
    Scope* procedure = procedure_of(variable);
    if (procedure && !called) procedure->lifts = false;
    auto* owner = static_cast<Scope*>(variable->extra);
    for (Scope* scope = current_; scope != owner; scope = scope->outer) {
      if (!procedure) need(scope->free, scope, variable);
      else if (scope != procedure) add(scope->mentions, variable);
    }
  }

  // One more than may be passed is enough to know.
  static void need(std::vector<Variable*>& set, Scope* scope, Variable* variable) {
    if (variable->boxed || set.size() > parameters_max) scope->needs_too_much = true;
    add(set, variable);
    if (set.size() > parameters_max + 1) set.pop_back();
  }

  // Who is lifted.  False: nobody.
  bool settle() {
    for (Scope* scope : scopes_) scope->lifts = scope->lifts && !scope->needs_too_much;
    for (int round = 0; round < rounds_max; round++) {
      find_needs();
      bool settled = true, some = false;
      for (Scope* scope : scopes_) {
        if (!scope->lifts) continue;
        size_t parameters = scope->lambda->clauses[0].parameters.size() + scope->needs.size();
        if (scope->needs_too_much || (!scope->needs.empty() && parameters > parameters_max))
          scope->lifts = settled = false;
        else some = some || !scope->needs.empty();
      }
      if (settled) return some;
    }
    return false;
  }

  void find_needs() {
    for (Scope* scope : scopes_) {
      scope->needs = scope->free;
      if (scope->lifts) scope->needs_too_much = false;
    }
    for (bool progress = true; progress;) {
      progress = false;
      for (size_t i = scopes_.size(); i-- > 0;) progress = inherit(scopes_[i]) || progress;
    }
  }

  bool inherit(Scope* scope) {
    size_t before = scope->needs.size();
    for (Variable* variable : scope->mentions) {
      Scope* procedure = procedure_of(variable);
      if (procedure->needs.empty()) continue;
      if (!procedure->lifts) {
        scope->needs_too_much = true;  // a closure that came as an argument would not be a known procedure any more
        need(scope->needs, scope, variable);
        continue;
      }
      for (Variable* needed : procedure->needs)
        if (is_outside(needed, scope)) need(scope->needs, scope, needed);
    }
    return scope->needs.size() != before;
  }

  static bool is_outside(Variable* variable, const Scope* scope) {
    for (auto* owner = static_cast<Scope*>(variable->extra); owner; owner = owner->outer)
      if (owner == scope) return false;
    return true;
  }

  // From here on Variable::extra is the variable's name in the lambda at work, if that is another.
  static void forget(Node* node) {
    for_each_binding(node, [](Variable* variable) { variable->extra = nullptr; });
    for_each_child(node, [](Node*& child) { forget(child); });
  }

  static Variable* name_here(Variable* variable) {
    return variable->extra ? static_cast<Variable*>(variable->extra) : variable;
  }

  void rewrite(Node* node) {
    if (auto* reference = if_a<LocalRef>(node)) {
      reference->variable = name_here(reference->variable);
      return;
    }
    if (auto* lambda = if_a<Lambda>(node)) return rewrite_lambda(lambda);
    if (auto* call = if_a<Call>(node)) pass_needs(call);
    for_each_child(node, [this](Node*& child) { rewrite(child); });
  }

  void pass_needs(Call* call) {
    auto* callee = if_a<LocalRef>(call->callee);
    Scope* procedure = callee ? procedure_of(callee->variable) : nullptr;
    if (!procedure || !procedure->lifts || procedure->needs.empty()) return;
    std::span<Node*> given = call->arguments;
    call->arguments = build_.arena().array<Node*>(given.size() + procedure->needs.size());
    std::copy(given.begin(), given.end(), call->arguments.begin());
    for (size_t i = 0; i < procedure->needs.size(); i++)
      call->arguments[given.size() + i] = build_.local_ref(call->span, procedure->needs[i]);
  }

  void rewrite_lambda(Lambda* lambda) {
    auto* scope = static_cast<Scope*>(lambda->extra);
    if (!scope->lifts || scope->needs.empty()) {
      for (Clause& clause : lambda->clauses) rewrite(clause.body);
      return;
    }
    Clause& clause = lambda->clauses[0];
    std::span<Variable*> given = clause.parameters;
    clause.parameters = build_.arena().array<Variable*>(given.size() + scope->needs.size());
    std::copy(given.begin(), given.end(), clause.parameters.begin());
    std::vector<void*> outer;
    for (size_t i = 0; i < scope->needs.size(); i++) {
      Variable* parameter = build_.copy(scope->needs[i]);
      clause.parameters[given.size() + i] = parameter;
      outer.push_back(std::exchange(scope->needs[i]->extra, parameter));
    }
    rewrite(clause.body);
    for (size_t i = 0; i < scope->needs.size(); i++) scope->needs[i]->extra = outer[i];
  }

  Unit* unit_;
  Builder build_;
  Scope top_;
  Scope* current_ = &top_;
  std::vector<Scope*> scopes_;
};

}  // namespace

void lift_procedures(Unit* unit) { LiftingPass(unit).run(); }

}  // namespace tiercel::core
