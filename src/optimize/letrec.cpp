// letrec → fix: after this pass no Letrec is left.
//
// Bindings are split into strongly connected components of "the initialiser of a mentions b", with one more edge from
// each binding that is not a plain lambda to the one before it, so that initialisers run in their written order
// (Ghuloum and Dybvig, "Fixing letrec (reloaded)", 2009; Waddell, Sarkar and Dybvig, "Fixing letrec", 2005).
// Unassigned lambdas become Fix, a component of one other binding becomes Let, and a variable that may be read before
// its initialiser ran becomes an assigned variable that starts as the undefined marker: reading that is error T3008.
// Stricter than the papers: the written order holds for all initialisers, pure ones too, so that
// (letrec ((a b) (b 1)) a) is an error at every optimisation level.
//
// It also turns ((lambda (x ...) body) e ...) into Let, since named let arrives as such calls, and call-with-values of
// two lambdas into BindValues.
#include <algorithm>
#include <vector>

#include "core/build.h"
#include "core/walk.h"
#include "gen/primitives.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

struct Binding;

struct Edge {
  Binding* target;
  Edge* next;
};

// One letrec variable while its Letrec is converted; Variable::extra points here.
struct Binding {
  Letrec* scope;
  Binding* enclosing;  // the initialiser around this Letrec, in an outer Letrec
  uint32_t index;      // position in the scope
  Variable* variable;
  Node* value;
  Edge* edges = nullptr;  // bindings of the same scope that the initialiser mentions
  Binding* last_mentioned_by = nullptr;
  bool lambda = false;          // an unassigned variable bound to a lambda
  bool early = false;           // may be read before its initialiser ran
  uint32_t order = 0, low = 0;  // Tarjan
  bool on_stack = false;
};

class LetrecPass {
 public:
  explicit LetrecPass(Unit* unit) : build_(unit) {}

  Node* convert(Node* node) {
    switch (node->kind) {
      case Kind::local_ref: mention(as<LocalRef>(node)->variable); return node;
      case Kind::local_set: mention(as<LocalSet>(node)->variable); break;
      case Kind::letrec: return convert_letrec(as<Letrec>(node));
      default: break;
    }
    for_each_binding(node, [](Variable* variable) { variable->extra = nullptr; });
    for_each_child(node, [this](Node*& child) { child = convert(child); });
    if (auto* call = if_a<Call>(node)) return simplify_call(call);
    if (auto* call = if_a<PrimCall>(node)) return simplify_values_call(call);
    if (auto* fix = if_a<Fix>(node)) name_lambdas(fix);
    return node;
  }

 private:
  // The initialiser that is being converted, of the same Letrec as `variable`, depends on it.
  void mention(Variable* variable) {
    auto* target = static_cast<Binding*>(variable->extra);
    if (!target) return;
    Binding* source = current_;
    while (source && source->scope != target->scope) source = source->enclosing;
    if (!source || target->last_mentioned_by == source) return;
    target->last_mentioned_by = source;
    source->edges = build_.arena().make<Edge>(target, source->edges);
  }

  Node* convert_letrec(Letrec* letrec) {
    size_t count = letrec->variables.size();
    std::span<Binding> bindings = build_.arena().array<Binding>(count);
    for (uint32_t i = 0; i < count; i++) {
      Variable* variable = letrec->variables[i];
      Node* value = letrec->values[i];
      bindings[i] = {.scope = letrec,
                     .enclosing = current_,
                     .index = i,
                     .variable = variable,
                     .value = value,
                     .lambda = value->kind == Kind::lambda && !variable->assigned};
      variable->extra = &bindings[i];
    }
    Binding* outer = current_;
    for (Binding& binding : bindings) {
      current_ = &binding;
      binding.value = convert(binding.value);
    }
    current_ = outer;
    Node* body = convert(letrec->body);
    for (Variable* variable : letrec->variables) variable->extra = nullptr;
    keep_order(bindings);
    return rebuild(letrec->span, bindings, body);
  }

  void keep_order(std::span<Binding> bindings) {
    Binding* previous = nullptr;
    for (Binding& binding : bindings) {
      if (binding.lambda) continue;
      if (previous) binding.edges = build_.arena().make<Edge>(previous, binding.edges);
      previous = &binding;
    }
  }

  // Components come out of Tarjan's algorithm with what they depend on first, so the first one is outermost.
  Node* rebuild(Span span, std::span<Binding> bindings, Node* body) {
    std::vector<Binding*> members, stack;
    std::vector<size_t> ends;
    uint32_t order = 0;
    for (Binding& binding : bindings)
      if (binding.order == 0) find_components(&binding, order, stack, members, ends);
    for (size_t i = ends.size(); i-- > 0;) {
      size_t begin = i == 0 ? 0 : ends[i - 1];
      body = wrap(span, {members.data() + begin, ends[i] - begin}, body);
    }
    return body;
  }

  void find_components(Binding* binding, uint32_t& order, std::vector<Binding*>& stack, std::vector<Binding*>& members,
                       std::vector<size_t>& ends) {
    binding->order = binding->low = ++order;
    binding->on_stack = true;
    stack.push_back(binding);
    for (Edge* edge = binding->edges; edge; edge = edge->next) {
      if (edge->target->order == 0) {
        find_components(edge->target, order, stack, members, ends);
        binding->low = std::min(binding->low, edge->target->low);
      } else if (edge->target->on_stack) {
        binding->low = std::min(binding->low, edge->target->order);
      }
    }
    if (binding->low != binding->order) return;
    Binding* member;
    do {
      member = stack.back();
      stack.pop_back();
      member->on_stack = false;
      member->low = binding->order;  // from here on: the component's number
      members.push_back(member);
    } while (member != binding);
    ends.push_back(members.size());
  }

  Node* wrap(Span span, std::span<Binding*> component, Node* body) {
    std::sort(component.begin(), component.end(), [](Binding* a, Binding* b) { return a->index < b->index; });
    mark_early(component);
    for (size_t i = component.size(); i-- > 0;) {
      Binding* binding = component[i];
      if (binding->lambda) continue;
      if (binding->early) {
        binding->variable->assigned = true;
        Span where = binding->value->span;
        body = build_.seq(span, {build_.local_set(where, binding->variable, binding->value), body});
      } else {
        body = let_one(span, binding->variable, binding->value, body);
      }
    }
    body = wrap_lambdas(span, component, body);
    for (Binding* binding : component) {
      if (!binding->early) continue;
      body = let_one(span, binding->variable, build_.constant(span, &datum_undefined), body);
    }
    return body;
  }

  // A value may be read early when a lambda of its component mentions it (an initialiser of the component calls that
  // lambda, or it would be another component) or when an initialiser that runs no later than its own does.
  static void mark_early(std::span<Binding*> component) {
    for (Binding* source : component)
      for (Edge* edge = source->edges; edge; edge = edge->next) {
        Binding* target = edge->target;
        if (target->lambda || target->low != source->low) continue;
        if (source->lambda || source->index <= target->index) target->early = true;
      }
  }

  Node* wrap_lambdas(Span span, std::span<Binding*> component, Node* body) {
    size_t count =
        static_cast<size_t>(std::count_if(component.begin(), component.end(), [](Binding* b) { return b->lambda; }));
    if (count == 0) return body;
    std::span<Variable*> variables = build_.arena().array<Variable*>(count);
    std::span<Lambda*> lambdas = build_.arena().array<Lambda*>(count);
    size_t next = 0;
    for (Binding* binding : component) {
      if (!binding->lambda) continue;
      variables[next] = binding->variable;
      lambdas[next++] = as<Lambda>(binding->value);
    }
    auto* fix = build_.make<Fix>(span, variables, lambdas, body);
    name_lambdas(fix);
    return fix;
  }

  static void name_lambdas(Fix* fix) {
    for (size_t i = 0; i < fix->variables.size(); i++) {
      fix->variables[i]->known = fix->lambdas[i];
      fix->lambdas[i]->self = fix->variables[i];
    }
  }

  Node* let_one(Span span, Variable* variable, Node* value, Node* body) {
    std::span<Variable*> variables = build_.arena().array<Variable*>(1);
    std::span<Node*> values = build_.arena().array<Node*>(1);
    variables[0] = variable;
    values[0] = value;
    return build_.let(span, variables, values, body);
  }

  Node* simplify_call(Call* call) {
    if (auto* fix = if_a<Fix>(call->callee)) {  // ((letrec ((loop ...)) loop) e ...): making closures commutes with e
      call->callee = fix->body;
      fix->body = simplify_call(call);
      return fix;
    }
    if (auto* primitive = if_a<PrimRef>(call->callee))
      if (accepts(primitive->prim, static_cast<int64_t>(call->arguments.size())))
        return simplify_values_call(build_.make<PrimCall>(call->span, primitive->prim, call->arguments));
    auto* lambda = if_a<Lambda>(call->callee);
    if (!lambda || lambda->clauses.size() != 1 || lambda->clauses[0].rest) return call;
    Clause& clause = lambda->clauses[0];
    if (clause.parameters.size() != call->arguments.size()) return call;
    return build_.let(call->span, clause.parameters, call->arguments, clause.body);
  }

  // (values e ...), and (call-with-values (lambda () producer) (lambda formals body)); here, not in the inliner, so that
  // an error is the same at each level.
  Node* simplify_values_call(PrimCall* call) {
    if (call->prim == Prim::values) {
      if (call->arguments.size() == 1) return call->arguments[0];
      return build_.make<Values>(call->span, call->arguments);
    }
    if (call->prim != Prim::call_with_values) return call;
    auto* producer = if_a<Lambda>(call->arguments[0]);
    auto* consumer = if_a<Lambda>(call->arguments[1]);
    if (!producer || !consumer || producer->clauses.size() != 1 || consumer->clauses.size() != 1) return call;
    if (!producer->clauses[0].parameters.empty()) return call;
    Clause& clause = consumer->clauses[0];
    return build_.make<BindValues>(call->span, producer->clauses[0].body, clause.parameters, clause.rest, clause.body);
  }

  Builder build_;
  Binding* current_ = nullptr;
};

}  // namespace

void convert_letrec(Unit* unit) { unit->body = LetrecPass(unit).convert(unit->body); }

void convert_letrec(Unit* unit, Lambda* lambda) { (void)LetrecPass(unit).convert(lambda); }

}  // namespace tiercel::core
