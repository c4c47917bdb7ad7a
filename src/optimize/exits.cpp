// Exits: (call/cc (lambda (k) body)) where k is only called, and only while the receiver runs, captures nothing.
//
// k may be handed to procedures of the unit that do nothing else with it, if these get nothing but such continuations
// there; one that anybody may call gets a version for such calls.  It must not be mentioned by a closure that anybody might call later: what mentions it are receivers of call/cc
// and procedures of Fixes, which are only called, by such code again.  So whoever calls k runs on top of the frame of
// the receiver's call, whatever continuations were captured and entered again in between, for these bring that frame
// back to its address: k is that address (%call-with-exit), and calling it cuts the stack (%exit-to).
#include <algorithm>
#include <utility>
#include <vector>

#include "core/build.h"
#include "core/copy.h"
#include "core/walk.h"
#include "gen/primitives.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

constexpr size_t version_size_max = 300;  // nodes

// A lambda.
struct Scope {
  Scope* outer;
  Variable* procedure;  // of the Fix that binds it, or null
  bool escapes;         // somebody unknown may call it
};

// A mention of a variable as an operator, or as an argument that another variable gets.
struct Use {
  Scope* scope;
  Use* next;
};

// What is known of a variable; Variable::extra points here.
struct Facts {
  Scope* owner = nullptr;
  bool spoiled = false;     // of a group: one is mentioned otherwise, or gets something else
  bool versioned = false;   // of a group: procedures that anybody may call are in it, so all have versions for exits
  bool is_live = false;     // it holds an exit, and not what a procedure that has a version got from somebody
  bool has_exit = false;    // of a group: it gets continuations
  Facts* joined = nullptr;  // towards the group's first member
  Use* uses = nullptr;
  // Of a variable of a Fix:
  Lambda* lambda = nullptr;
  Scope* body = nullptr;
  bool mentioned = false;       // other than as an operator: anybody may call it
  bool late = false;            // may be called after what runs around its Fix has ended
  Variable* version = nullptr;  // for exits
  size_t position = 0;          // of its argument that is one
};

class ExitPass {
 public:
  explicit ExitPass(Unit* unit) : unit_(unit), build_(unit) {}

  void run() {
    Scope top{nullptr, nullptr, false};
    gather(unit_->body, &top);
    if (!any_exit_) return;
    spread_late();
    for (Variable* variable : candidates_) check(variable);
    for (Variable* procedure : procedures_) check_version(procedure);
    for (Variable* variable : candidates_)
      facts_of(variable).is_live = !group_of(variable)->versioned || !facts_of(variable).owner->procedure;
    for (Variable* procedure : procedures_) make_version(procedure);
    rewrite(unit_->body);
  }

 private:
  static Facts& facts_of(Variable* variable) { return *static_cast<Facts*>(variable->extra); }
  static Facts* group_of(Variable* variable) {
    Facts* last = &facts_of(variable);
    while (last->joined) last = last->joined;
    for (Facts* facts = &facts_of(variable); facts != last;) facts = std::exchange(facts->joined, last);
    return last;
  }
  static void spoil(Variable* variable) { group_of(variable)->spoiled = true; }
  static void join(Variable* a, Variable* b) {
    Facts *first = group_of(a), *second = group_of(b);
    if (first == second) return;
    second->joined = first;
    first->spoiled = first->spoiled || second->spoiled;
    first->has_exit = first->has_exit || second->has_exit;
  }
  static Lambda* procedure(Node* node) {
    auto* reference = if_a<LocalRef>(node);
    return reference ? facts_of(reference->variable).lambda : nullptr;
  }
  // The lambda that a call of call/cc has for a receiver, if it takes just the continuation.
  static Lambda* receiver_of(Node* node) {
    auto* call = if_a<PrimCall>(node);
    if (!call || (call->prim != Prim::call_cc && call->prim != Prim::call_with_current_continuation)) return nullptr;
    auto* lambda = if_a<Lambda>(call->arguments[0]);
    bool fits =
        lambda && lambda->clauses.size() == 1 && !lambda->clauses[0].rest && lambda->clauses[0].parameters.size() == 1;
    return fits ? lambda : nullptr;
  }

  Scope* scope_in(Scope* outer, Variable* of, bool escapes) { return build_.arena().make<Scope>(outer, of, escapes); }
  void open(Variable* variable, Scope* owner, bool spoiled) {
    variable->extra = build_.arena().make<Facts>(owner, spoiled || variable->assigned);
  }
  void use(Variable* variable, Scope* scope) {
    Facts& facts = facts_of(variable);
    facts.uses = build_.arena().make<Use>(scope, facts.uses);
  }

  // --- Who gets what
  void gather(Node* node, Scope* scope) {
    if (auto* lambda = if_a<Lambda>(node)) {
      Scope* inner = scope_in(scope, nullptr, true);
      for_each_binding(lambda, [&](Variable* variable) { open(variable, inner, true); });
      for (Clause& clause : lambda->clauses) gather(clause.body, inner);
      return;
    }
    if (auto* fix = if_a<Fix>(node)) return gather_fix(fix, scope);
    for_each_binding(node, [&](Variable* variable) { open(variable, scope, true); });
    if (auto* reference = if_a<LocalRef>(node)) {
      Facts& facts = facts_of(reference->variable);
      facts.mentioned = facts.late = true;
      return spoil(reference->variable);
    }
    if (Lambda* receiver = receiver_of(node)) {
      Scope* inner = scope_in(scope, nullptr, false);
      Variable* continuation = receiver->clauses[0].parameters[0];
      open(continuation, inner, false);
      facts_of(continuation).has_exit = any_exit_ = true;
      candidates_.push_back(continuation);
      return gather(receiver->clauses[0].body, inner);
    }
    if (auto* call = if_a<Call>(node)) return gather_call(call, scope);
    for_each_child(node, [&](Node*& child) { gather(child, scope); });
  }

  void gather_fix(Fix* fix, Scope* scope) {
    for (size_t i = 0; i < fix->variables.size(); i++) {
      Variable* variable = fix->variables[i];
      open(variable, scope, true);
      Facts& facts = facts_of(variable);
      facts.lambda = fix->lambdas[i];
      facts.body = scope_in(scope, variable, false);
      procedures_.push_back(variable);
      for (Clause& clause : facts.lambda->clauses) {
        for (Variable* parameter : clause.parameters) {
          open(parameter, facts.body, clause.rest && parameter == clause.parameters.back());
          candidates_.push_back(parameter);
        }
      }
    }
    for (Variable* variable : fix->variables)
      for (Clause& clause : facts_of(variable).lambda->clauses) gather(clause.body, facts_of(variable).body);
    gather(fix->body, scope);
  }

  void gather_call(Call* call, Scope* scope) {
    auto* callee = if_a<LocalRef>(call->callee);
    Lambda* known = procedure(call->callee);
    if (callee) use(callee->variable, scope);
    else gather(call->callee, scope);
    const Clause* clause = known ? fitting(known, call->arguments.size()) : nullptr;
    for (size_t i = 0; i < call->arguments.size(); i++) {
      Variable* parameter = clause ? clause->parameters[i] : nullptr;
      auto* given = if_a<LocalRef>(call->arguments[i]);
      if (parameter && given && !procedure(given)) {
        use(given->variable, scope);
        join(parameter, given->variable);
      } else {
        if (parameter) spoil(parameter);
        gather(call->arguments[i], scope);
      }
    }
  }

  // The clause that so many arguments go to, one for each parameter.
  static const Clause* fitting(const Lambda* lambda, size_t count) {
    for (const Clause& clause : lambda->clauses) {
      if (clause.rest) return nullptr;
      if (clause.parameters.size() == count) return &clause;
    }
    return nullptr;
  }

  // --- Who may be called later
  // Whether only what is certain to run inside `owner`, as long as that runs, is between it and `scope`.
  static bool is_contained(Scope* scope, const Scope* owner) {
    for (; scope != owner; scope = scope->outer)
      if (scope->escapes || (scope->procedure && facts_of(scope->procedure).late)) return false;
    return true;
  }

  static bool is_used_inside(const Facts& facts) {
    for (const Use* use = facts.uses; use; use = use->next)
      if (!is_contained(use->scope, facts.owner)) return false;
    return true;
  }

  void spread_late() {
    for (bool changed = true; changed;) {
      changed = false;
      for (Variable* variable : procedures_) {
        Facts& facts = facts_of(variable);
        if (facts.late || is_used_inside(facts)) continue;
        facts.late = changed = true;
      }
    }
  }

  void check(Variable* variable) {
    const Facts& facts = facts_of(variable);
    if (!is_used_inside(facts)) spoil(variable);
    if (facts.owner->procedure && facts_of(facts.owner->procedure).mentioned) group_of(variable)->versioned = true;
  }

  // --- Versions for exits
  // The first parameter of a procedure that gets exits, null if there is none, and how many there are.
  static Variable* exit_parameter(Variable* procedure, size_t* count = nullptr) {
    Variable* first = nullptr;
    for (Clause& clause : facts_of(procedure).lambda->clauses) {
      for (Variable* parameter : clause.parameters) {
        if (!is_exit(parameter)) continue;
        if (!first) first = parameter;
        if (count) ++*count;
      }
    }
    return first;
  }

  static size_t size_of(Node* node) {
    size_t size = 1;
    for_each_child(node, [&size](Node*& child) { size += size_of(child); });
    return size;
  }

  // Spoils what would need a version that is not made.
  void check_version(Variable* procedure) {
    Facts& facts = facts_of(procedure);
    size_t count = 0;
    Variable* parameter = exit_parameter(procedure, &count);
    if (!parameter) return;
    bool is_inside = false, versioned = false;
    for (Scope* scope = facts.owner; scope; scope = scope->outer)
      is_inside = is_inside || (scope->procedure && exit_parameter(scope->procedure));
    for (Clause& clause : facts.lambda->clauses)
      for (Variable* each : clause.parameters) versioned = versioned || (is_exit(each) && group_of(each)->versioned);
    if (!versioned) return;
    if (count == 1 && !is_inside && facts.lambda->clauses.size() == 1 && size_of(facts.lambda) <= version_size_max)
      return;
    for (Clause& clause : facts.lambda->clauses)
      for (Variable* each : clause.parameters)
        if (is_exit(each)) spoil(each);
  }

  void make_version(Variable* procedure) {
    Facts& facts = facts_of(procedure);
    Variable* parameter = exit_parameter(procedure);
    if (!parameter || !group_of(parameter)->versioned) return;
    std::span<Variable*> parameters = facts.lambda->clauses[0].parameters;
    facts.position =
        static_cast<size_t>(std::find(parameters.begin(), parameters.end(), parameter) - parameters.begin());
    facts.version = build_.variable(procedure->name, procedure->span);
    facts.version->top_level = procedure->top_level;
    open(facts.version, facts.owner, true);
    Lambda* lambda = facts_of(facts.version).lambda = copy_lambda(unit_, facts.lambda);
    Facts* taken = build_.arena().make<Facts>();
    taken->owner = facts.body;
    taken->joined = group_of(parameter);
    taken->is_live = true;
    lambda->clauses[0].parameters[facts.position]->extra = taken;
  }

  void add_versions(Fix* fix) {
    size_t count = fix->variables.size(), more = 0;
    for (Variable* variable : fix->variables) more += facts_of(variable).version ? 1 : 0;
    if (more == 0) return;
    std::span<Variable*> variables = build_.arena().array<Variable*>(count + more);
    std::span<Lambda*> lambdas = build_.arena().array<Lambda*>(count + more);
    std::copy(fix->variables.begin(), fix->variables.end(), variables.begin());
    std::copy(fix->lambdas.begin(), fix->lambdas.end(), lambdas.begin());
    for (size_t i = 0, next = count; i < count; i++) {
      Variable* version = facts_of(variables[i]).version;
      if (!version) continue;
      variables[next] = version;
      lambdas[next++] = facts_of(version).lambda;
    }
    fix->variables = variables;
    fix->lambdas = lambdas;
  }

  static bool is_exit(Variable* variable) {
    const Facts* group = group_of(variable);
    return group->has_exit && !group->spoiled;
  }
  static bool is_live_exit(Variable* variable) { return facts_of(variable).is_live && is_exit(variable); }

  // --- The new calls
  void rewrite(Node*& node) {
    if (auto* fix = if_a<Fix>(node)) add_versions(fix);
    for_each_child(node, [this](Node*& child) { rewrite(child); });
    if (Lambda* receiver = receiver_of(node)) {
      Variable* continuation = receiver->clauses[0].parameters[0];
      if (is_exit(continuation)) rewrite_capture(as<PrimCall>(node), receiver, node);
      return;
    }
    auto* call = if_a<Call>(node);
    auto* callee = call ? if_a<LocalRef>(call->callee) : nullptr;
    if (!callee) return;
    const Facts& facts = facts_of(callee->variable);
    if (facts.version && fitting(facts.lambda, call->arguments.size())) {
      auto* given = if_a<LocalRef>(call->arguments[facts.position]);
      if (given && is_live_exit(given->variable)) callee->variable = facts.version;
    }
    if (facts.lambda || !is_live_exit(callee->variable)) return;
    std::span<Node*> arguments = build_.arena().array<Node*>(call->arguments.size() + 1);
    arguments[0] = callee;
    std::copy(call->arguments.begin(), call->arguments.end(), arguments.begin() + 1);
    node = build_.make<PrimCall>(call->span, Prim::exit_to, arguments);
  }

  // A continuation that nobody mentions is not captured at all.
  void rewrite_capture(PrimCall* call, Lambda* receiver, Node*& node) {
    Clause& clause = receiver->clauses[0];
    if (facts_of(clause.parameters[0]).uses) {
      call->prim = Prim::call_with_exit;
      return;
    }
    std::span<Node*> values = build_.arena().array<Node*>(1);
    values[0] = build_.unspecified(call->span);
    node = build_.let(call->span, clause.parameters, values, clause.body);
  }

  Unit* unit_;
  Builder build_;
  bool any_exit_ = false;
  std::vector<Variable*> candidates_, procedures_;
};

}  // namespace

void find_exits(Unit* unit) { ExitPass(unit).run(); }

}  // namespace tiercel::core
