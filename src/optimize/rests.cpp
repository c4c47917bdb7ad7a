// Rest lists that are handed on: (apply f a ... rest), where `rest` is the rest list of the procedure around it and f one
// of the unit that takes a rest list too, passes the list on, instead of taking it apart and making another one.
//
// For that the clause of f becomes a procedure of its own, with the list as an ordinary parameter, which f calls.  What
// is left of `apply` is to take as many elements from the list as f has parameters before its own.
//
// Two lists become one.  Nobody can tell if both are only *read*: asked for elements or whether there are any, bound to
// variables of which the same holds, or handed on.  Then nothing changes their pairs, and nothing compares them.
#include <algorithm>

#include "core/build.h"
#include "core/walk.h"
#include "gen/primitives.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

constexpr size_t taken_max = 4;  // elements that a call takes from the list

struct Facts;

struct Source {
  Facts* facts;
  Source* next;
};

// What is known of a variable; Variable::extra points here.
struct Facts {
  bool only_read = true;
  bool is_rest = false;       // a rest parameter
  Source* sources = nullptr;  // of variables whose lists it may get
  // Of a variable of a Fix:
  Lambda* lambda = nullptr;
  const Clause* rest_clause = nullptr;  // whose list may be another's
  bool wanted = false;                  // some `apply` could do with this:
  Variable* direct = nullptr;           // the procedure that takes the list
  size_t required = 0;                  // and so many arguments before it
};

class RestPass {
 public:
  explicit RestPass(Unit* unit) : unit_(unit), build_(unit) {}

  void run() {
    gather(unit_->body);
    mark(unit_->body);
    if (any_wanted_) rewrite(unit_->body);
  }

 private:
  static Facts& facts_of(Variable* variable) { return *static_cast<Facts*>(variable->extra); }
  static Lambda* procedure(Node* node) {
    auto* reference = if_a<LocalRef>(node);
    return reference ? facts_of(reference->variable).lambda : nullptr;
  }

  // --- What is only read
  void open(Variable* variable) {
    auto* facts = build_.arena().make<Facts>();
    facts->only_read = !variable->assigned;
    variable->extra = facts;
  }

  void escape(Facts* facts) {
    if (!facts->only_read) return;
    facts->only_read = false;
    for (Source* source = facts->sources; source; source = source->next) escape(source->facts);
  }

  // The value of `node` is only read.
  void look(Node* node) {
    if (node->kind == Kind::local_ref) return;
    auto* call = if_a<PrimCall>(node);
    if (call && call->prim == Prim::cdr) return look(call->arguments[0]);
    gather(node);
  }

  // `target` gets the value of `node`.
  void flow(Node* node, Variable* target) {
    if (auto* reference = if_a<LocalRef>(node)) {
      Facts *from = &facts_of(reference->variable), *to = &facts_of(target);
      if (!to->only_read) return escape(from);
      to->sources = build_.arena().make<Source>(from, to->sources);
      return;
    }
    auto* call = if_a<PrimCall>(node);
    if (call && call->prim == Prim::cdr) return flow(call->arguments[0], target);
    gather(node);
  }

  void gather(Node* node) {
    for_each_binding(node, [this](Variable* variable) { open(variable); });
    switch (node->kind) {
      case Kind::local_ref: return escape(&facts_of(as<LocalRef>(node)->variable));
      case Kind::prim_call: return gather_primitive(as<PrimCall>(node));
      case Kind::call: return gather_call(as<Call>(node));
      case Kind::if_:
        look(as<If>(node)->test);
        gather(as<If>(node)->then);
        return gather(as<If>(node)->otherwise);
      case Kind::let: {
        auto* let = as<Let>(node);
        for (size_t i = 0; i < let->values.size(); i++) flow(let->values[i], let->variables[i]);
        return gather(let->body);
      }
      case Kind::lambda:
        for (Clause& clause : as<Lambda>(node)->clauses)
          if (clause.rest) facts_of(clause.parameters.back()).is_rest = true;
        break;
      case Kind::fix: {
        auto* fix = as<Fix>(node);
        for (size_t i = 0; i < fix->variables.size(); i++) facts_of(fix->variables[i]).lambda = fix->lambdas[i];
        // The parameters of all are known before the first body is looked at.
        for (Lambda* lambda : fix->lambdas) for_each_binding(lambda, [this](Variable* variable) { open(variable); });
        for (Lambda* lambda : fix->lambdas) gather_clauses(lambda);
        return gather(fix->body);
      }
      case Kind::constant:
      case Kind::local_set:
      case Kind::global_ref:
      case Kind::global_set:
      case Kind::global_define:
      case Kind::prim_ref:
      case Kind::seq:
      case Kind::letrec:
      case Kind::bind_values:
      case Kind::values:
      case Kind::loop:
      case Kind::again:
      case Kind::fuel: break;
    }
    for_each_child(node, [this](Node*& child) { gather(child); });
  }

  void gather_clauses(Lambda* lambda) {
    for (Clause& clause : lambda->clauses) {
      if (clause.rest) facts_of(clause.parameters.back()).is_rest = true;
      gather(clause.body);
    }
  }

  void gather_primitive(PrimCall* call) {
    bool reads = call->prim == Prim::is_null || call->prim == Prim::is_pair || call->prim == Prim::car ||
                 call->prim == Prim::length;
    size_t count = call->arguments.size();
    bool hands_on = call->prim == Prim::apply && count > 1;
    for (size_t i = 0; i < count; i++) {
      if (reads || (hands_on && i == count - 1)) look(call->arguments[i]);
      else gather(call->arguments[i]);
    }
  }

  void gather_call(Call* call) {
    Lambda* lambda = procedure(call->callee);
    const Clause* clause = nullptr;
    size_t count = call->arguments.size();
    for (size_t i = 0; lambda && !clause && i < lambda->clauses.size(); i++) {
      const Clause& tried = lambda->clauses[i];
      if (tried.rest ? count + 1 >= tried.parameters.size() : count == tried.parameters.size()) clause = &tried;
    }
    if (!lambda) gather(call->callee);
    size_t required = clause ? clause->parameters.size() - (clause->rest ? 1 : 0) : 0;
    for (size_t i = 0; i < count; i++) {
      if (i < required) flow(call->arguments[i], clause->parameters[i]);
      else gather(call->arguments[i]);
    }
  }

  // --- What is handed on
  // The clause that takes whatever no earlier one takes, if a list with fewer or more elements than it has parameters
  // is all that there is to be told apart.
  static const Clause* rest_clause_of(const Lambda* lambda) {
    size_t most = 0;
    for (const Clause& clause : lambda->clauses) {
      if (!clause.rest) {
        most = std::max(most, clause.parameters.size());
        continue;
      }
      bool fits = most <= clause.parameters.size() - 1 && facts_of(clause.parameters.back()).only_read;
      return fits ? &clause : nullptr;
    }
    return nullptr;
  }

  // The procedure that `apply` hands a list on to, if that can be done.
  Facts* receiver_of(PrimCall* apply) {
    size_t count = apply->arguments.size();
    if (apply->prim != Prim::apply || count < 2 || !procedure(apply->arguments[0])) return nullptr;
    auto* list = if_a<LocalRef>(apply->arguments.back());
    if (!list || !list->variable->extra) return nullptr;
    const Facts& handed = facts_of(list->variable);
    if (!handed.is_rest || !handed.only_read) return nullptr;
    Facts& facts = facts_of(as<LocalRef>(apply->arguments[0])->variable);
    if (!facts.direct) {
      facts.rest_clause = rest_clause_of(facts.lambda);
      if (!facts.rest_clause) return nullptr;
      facts.required = facts.rest_clause->parameters.size() - 1;
    }
    size_t given = count - 2;
    return given <= facts.required && facts.required - given <= taken_max ? &facts : nullptr;
  }

  void mark(Node* node) {
    if (auto* call = if_a<PrimCall>(node))
      if (Facts* receiver = receiver_of(call)) receiver->wanted = any_wanted_ = true;
    for_each_child(node, [this](Node*& child) { mark(child); });
  }

  void rewrite(Node*& node) {
    if (auto* fix = if_a<Fix>(node)) split_clauses(fix);
    for_each_child(node, [this](Node*& child) { rewrite(child); });
    auto* call = if_a<PrimCall>(node);
    if (Facts* receiver = call ? receiver_of(call) : nullptr) node = hand_on(call, *receiver);
  }

  void split_clauses(Fix* fix) {
    size_t count = fix->variables.size(), more = 0;
    for (Variable* variable : fix->variables) more += facts_of(variable).wanted ? 1 : 0;
    if (more == 0) return;
    std::span<Variable*> variables = build_.arena().array<Variable*>(count + more);
    std::span<Lambda*> lambdas = build_.arena().array<Lambda*>(count + more);
    size_t next = count;
    for (size_t i = 0; i < count; i++) {
      variables[i] = fix->variables[i];
      lambdas[i] = fix->lambdas[i];
      if (!facts_of(variables[i]).wanted) continue;
      lambdas[next] = split(variables[i]);
      variables[next++] = facts_of(variables[i]).direct;
    }
    fix->variables = variables;
    fix->lambdas = lambdas;
  }

  // Moves the clause with the rest list to a procedure of its own.
  Lambda* split(Variable* variable) {
    Facts& facts = facts_of(variable);
    Lambda* lambda = facts.lambda;
    auto* clause = const_cast<Clause*>(facts.rest_clause);
    std::span<Clause> clauses = build_.arena().array<Clause>(1);
    clauses[0] = {clause->parameters, false, clause->body};
    auto* made = build_.make<Lambda>(lambda->span, clauses, lambda->name);
    facts.direct = build_.variable(variable->name, variable->span);
    facts.direct->top_level = variable->top_level;
    open(facts.direct);
    size_t count = clause->parameters.size();
    std::span<Variable*> parameters = build_.arena().array<Variable*>(count);
    for (size_t i = 0; i < count; i++) {
      parameters[i] = build_.variable(clause->parameters[i]->name, clause->parameters[i]->span);
      open(parameters[i]);
    }
    clause->parameters = parameters;
    clause->body = call(lambda->span, facts.direct, parameters);
    return made;
  }

  Node* call(Span span, Variable* callee, std::span<Variable*> arguments, Variable* last = nullptr) {
    std::span<Node*> nodes = build_.arena().array<Node*>(arguments.size() + (last ? 1 : 0));
    for (size_t i = 0; i < arguments.size(); i++) nodes[i] = build_.local_ref(span, arguments[i]);
    if (last) nodes.back() = build_.local_ref(span, last);
    return build_.make<Call>(span, build_.local_ref(span, callee), nodes);
  }

  Node* read(Span span, Prim prim, Variable* list) {
    std::span<Node*> argument = build_.arena().array<Node*>(1);
    argument[0] = build_.local_ref(span, list);
    return build_.make<PrimCall>(span, prim, argument);
  }

  Node* hand_on(PrimCall* apply, const Facts& receiver) {
    size_t given = apply->arguments.size() - 2;
    std::span<Variable*> arguments = build_.arena().array<Variable*>(receiver.required);
    for (size_t i = 0; i < arguments.size(); i++) {
      arguments[i] = build_.variable(receiver.rest_clause->parameters[i]->name);
      open(arguments[i]);
    }
    Variable* list = as<LocalRef>(apply->arguments.back())->variable;
    Variable* callee = as<LocalRef>(apply->arguments[0])->variable;
    return build_.let(apply->span, arguments.first(given), apply->arguments.subspan(1, given),
                      take(apply->span, callee, arguments, given, list));
  }

  // The call of `callee` with the first `count` arguments and those that `list` holds.
  Node* take(Span span, Variable* callee, std::span<Variable*> arguments, size_t count, Variable* list) {
    const Facts& receiver = facts_of(callee);
    if (count == receiver.required) {
      Node* rest = call(span, receiver.direct, arguments, list);
      if (&receiver.lambda->clauses[0] == receiver.rest_clause) return rest;  // no other clause takes so many
      return build_.if_(span, read(span, Prim::is_pair, list), rest, call(span, callee, arguments));
    }
    std::span<Variable*> variables = build_.arena().array<Variable*>(2);
    std::span<Node*> values = build_.arena().array<Node*>(2);
    variables[0] = arguments[count];
    variables[1] = build_.variable(list->name);
    open(variables[1]);
    values[0] = read(span, Prim::car, list);
    values[1] = read(span, Prim::cdr, list);
    Node* more = build_.let(span, variables, values, take(span, callee, arguments, count + 1, variables[1]));
    return build_.if_(span, read(span, Prim::is_pair, list), more, call(span, callee, arguments.first(count)));
  }

  Unit* unit_;
  Builder build_;
  bool any_wanted_ = false;
};

}  // namespace

void hand_on_rests(Unit* unit) { RestPass(unit).run(); }

}  // namespace tiercel::core
