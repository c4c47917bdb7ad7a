// Loops and joins: a procedure of a Fix that is only called where it might as well be jumped to becomes a Loop.
//
// - It is called from one place, and otherwise only in tail position of itself: its body moves to where its one caller
//   returns to, wherever in the scope of the Fix that is, another procedure of the same Fix included (contification with
//   a single return point: Fluet and Weeks, "Contification using dominators", 2001).  Its calls of itself become Again;
//   without such calls it becomes a Let.
// - It is called several times, always in tail position of the Fix or of itself: a Loop with the Fix's body as its entry,
//   a join point.
//
// What a Let binds to a lambda is such a procedure too.
//
// A region is a place of the program from which control returns to one other place: the body of a lambda, or an
// expression whose value something waits for.  Being in tail position is being at an end of a region.  When a procedure's
// body moves, its region becomes part of the region that it moved to; inner procedures are decided first.
#include "core/build.h"
#include "core/walk.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

struct Region {
  Region* outer;             // the region around it; for a lambda's body that of the lambda
  Region* merged = nullptr;  // where it went
};

// Chains of merged regions are cut short, so that a long one is walked once.
Region* resolve(Region* region) {
  Region* last = region;
  while (last->merged) last = last->merged;
  while (region->merged) region = std::exchange(region->merged, last);
  return last;
}

// Whether `region` lies in `outer`, through whatever moved.
bool is_inside(Region* region, const Region* outer) {
  for (; region; region = region->merged ? region->merged : region->outer)
    if (region == outer) return true;
  return false;
}

struct CallSite {
  Call* call;
  Region* region;  // at whose end it stands
  CallSite* next;
};

// What is known of a Fix variable; Variable::extra points here.
struct Candidate {
  Lambda* lambda = nullptr;
  Region* body = nullptr;
  bool escapes = false;  // mentioned other than as the operator of a fitting call
  CallSite* calls = nullptr;
};

class LoopPass {
 public:
  explicit LoopPass(Unit* unit) : build_(unit) {}

  void run(Unit* unit) {
    Region top{nullptr};
    unit->body = visit(unit->body, &top);
  }

 private:
  static Candidate* candidate_of(Variable* variable) { return static_cast<Candidate*>(variable->extra); }

  Region* inner(Region* outer) { return build_.arena().make<Region>(outer); }
  // `end` is the region at whose end `node` stands.
  Node* visit(Node* node, Region* end);
  Node* visit_value(Node* node, Region* outer) { return visit(node, inner(outer)); }
  void visit_all(std::span<Node*> nodes, Region* outer) {
    for (Node*& node : nodes) node = visit_value(node, outer);
  }
  Fix* procedures_of(Let* let);
  Node* visit_call(Call* call, Region* end);
  Node* visit_fix(Fix* fix, Region* end);
  void visit_lambda(Lambda* lambda, Region* body) {
    for_each_binding(lambda, [](Variable* parameter) { parameter->extra = nullptr; });
    for (Clause& clause : lambda->clauses) clause.body = visit(clause.body, body);
  }
  bool try_loop(Variable* variable);
  bool try_join(Variable* variable, Fix* fix, Region* end);
  static void make_again(CallSite* site, Loop* loop) {
    new (static_cast<void*>(site->call)) Again{Node{Kind::again, site->call->span}, loop, site->call->arguments};
  }

  Builder build_;
};

Node* LoopPass::visit(Node* node, Region* end) {
  for_each_binding(node, [](Variable* variable) { variable->extra = nullptr; });
  switch (node->kind) {
    case Kind::local_ref:
      if (Candidate* candidate = candidate_of(as<LocalRef>(node)->variable)) candidate->escapes = true;
      return node;
    case Kind::lambda: visit_lambda(as<Lambda>(node), inner(end)); return node;
    case Kind::call: return visit_call(as<Call>(node), end);
    case Kind::fix: return visit_fix(as<Fix>(node), end);
    case Kind::if_: {
      auto* choice = as<If>(node);
      choice->test = visit_value(choice->test, end);
      choice->then = visit(choice->then, end);
      choice->otherwise = visit(choice->otherwise, end);
      return node;
    }
    case Kind::seq: {
      std::span<Node*> body = as<Seq>(node)->body;
      visit_all(body.first(body.size() - 1), end);
      body.back() = visit(body.back(), end);
      return node;
    }
    case Kind::let:
      if (Fix* fix = procedures_of(as<Let>(node))) return visit(fix, end);
      visit_all(as<Let>(node)->values, end);
      as<Let>(node)->body = visit(as<Let>(node)->body, end);
      return node;
    case Kind::bind_values:
      as<BindValues>(node)->producer = visit_value(as<BindValues>(node)->producer, end);
      as<BindValues>(node)->body = visit(as<BindValues>(node)->body, end);
      return node;
    case Kind::loop:
      visit_all(as<Loop>(node)->values, end);
      if (as<Loop>(node)->entry) as<Loop>(node)->entry = visit(as<Loop>(node)->entry, end);
      as<Loop>(node)->body = visit(as<Loop>(node)->body, end);
      return node;
    case Kind::constant:
    case Kind::local_set:
    case Kind::global_ref:
    case Kind::global_set:
    case Kind::global_define:
    case Kind::prim_ref:
    case Kind::prim_call:
    case Kind::letrec:
    case Kind::values:
    case Kind::again:
    case Kind::fuel: for_each_child(node, [&](Node*& child) { child = visit_value(child, end); }); return node;
  }
  return node;
}

// The procedures that a Let binds, as a Fix around the rest of it; null if there are none.
Fix* LoopPass::procedures_of(Let* let) {
  auto is_procedure = [&](size_t i) { return !let->variables[i]->assigned && let->values[i]->kind == Kind::lambda; };
  size_t count = let->variables.size(), procedures = 0, kept = 0;
  for (size_t i = 0; i < count; i++) procedures += is_procedure(i);
  if (procedures == 0) return nullptr;
  std::span<Variable*> variables = build_.arena().array<Variable*>(procedures);
  std::span<Lambda*> lambdas = build_.arena().array<Lambda*>(procedures);
  for (size_t i = 0, next = 0; i < count; i++) {
    if (is_procedure(i)) {
      variables[next] = let->variables[i];
      lambdas[next++] = as<Lambda>(let->values[i]);
    } else {
      let->variables[kept] = let->variables[i];
      let->values[kept++] = let->values[i];
    }
  }
  Node* rest = build_.let(let->span, let->variables.first(kept), let->values.first(kept), let->body);
  return build_.make<Fix>(let->span, variables, lambdas, rest);
}

Node* LoopPass::visit_call(Call* call, Region* end) {
  auto* callee = if_a<LocalRef>(call->callee);
  Candidate* candidate = callee ? candidate_of(callee->variable) : nullptr;
  if (!candidate) {
    call->callee = visit_value(call->callee, end);
  } else if (candidate->lambda->clauses[0].parameters.size() != call->arguments.size()) {
    candidate->escapes = true;  // a run-time error, kept as it is
  } else {
    candidate->calls = build_.arena().make<CallSite>(call, end, candidate->calls);
  }
  visit_all(call->arguments, end);
  return call;
}

Node* LoopPass::visit_fix(Fix* fix, Region* end) {
  size_t count = fix->variables.size();
  for (size_t i = 0; i < count; i++) {
    Lambda* lambda = fix->lambdas[i];
    if (lambda->clauses.size() != 1 || lambda->clauses[0].rest || fix->variables[i]->top_level) continue;
    fix->variables[i]->extra = build_.arena().make<Candidate>(lambda, inner(end));
  }
  for (size_t i = 0; i < count; i++) {
    Candidate* candidate = candidate_of(fix->variables[i]);
    visit_lambda(fix->lambdas[i], candidate ? candidate->body : inner(end));
  }
  fix->body = visit(fix->body, end);
  // A procedure that moves into another may turn that one's calls into tail calls of itself, so look again.
  size_t kept = count;
  for (bool progress = true; progress && kept > 0;) {
    size_t before = kept;
    kept = 0;
    for (size_t i = 0; i < before; i++) {
      if (try_loop(fix->variables[i]) || try_join(fix->variables[i], fix, end)) continue;
      fix->variables[kept] = fix->variables[i];
      fix->lambdas[kept++] = fix->lambdas[i];
    }
    progress = kept < before && before <= 16;
  }
  if (kept == 0) return fix->body;
  fix->variables = fix->variables.first(kept);
  fix->lambdas = fix->lambdas.first(kept);
  return fix;
}

bool LoopPass::try_loop(Variable* variable) {
  Candidate* candidate = candidate_of(variable);
  if (!candidate || candidate->escapes) return false;
  CallSite* entry = nullptr;
  for (CallSite* site = candidate->calls; site; site = site->next) {
    site->region = resolve(site->region);
    if (site->region == candidate->body) continue;
    if (entry || is_inside(site->region, candidate->body)) return false;
    entry = site;
  }
  if (!entry) return false;
  Clause& clause = candidate->lambda->clauses[0];
  Span span = entry->call->span;
  bool goes_round = candidate->calls->next != nullptr;
  Node* replacement;
  if (goes_round) {
    auto* loop = build_.make<Loop>(span, clause.parameters, entry->call->arguments, clause.body);
    replacement = loop;
    for (CallSite* site = candidate->calls; site; site = site->next)
      if (site != entry) make_again(site, loop);
  } else {
    replacement = build_.let(span, clause.parameters, entry->call->arguments, clause.body);
  }
  // The call is overwritten in place, because who points at it may have moved; assignment.cpp drops the Seq of one part.
  std::span<Node*> body = build_.arena().array<Node*>(1);
  body[0] = replacement;
  new (static_cast<void*>(entry->call)) Seq{Node{Kind::seq, span}, body};
  candidate->body->merged = entry->region;
  variable->known = nullptr;
  return true;
}

// What is left of the Fix may be mentioned by the procedure, never the other way round, so its Loop goes inside.
bool LoopPass::try_join(Variable* variable, Fix* fix, Region* end) {
  Candidate* candidate = candidate_of(variable);
  if (!candidate || candidate->escapes || !candidate->calls) return false;
  Region* here = resolve(end);
  bool goes_round = false;
  for (CallSite* site = candidate->calls; site; site = site->next) {
    site->region = resolve(site->region);
    if (site->region == candidate->body) goes_round = true;
    else if (site->region != here) return false;
  }
  Clause& clause = candidate->lambda->clauses[0];
  auto* loop = build_.make<Loop>(candidate->lambda->span, clause.parameters, std::span<Node*>{}, clause.body, fix->body,
                                 goes_round);
  for (CallSite* site = candidate->calls; site; site = site->next) make_again(site, loop);
  fix->body = loop;
  candidate->body->merged = here;
  variable->known = nullptr;
  return true;
}

static_assert(sizeof(Again) <= sizeof(Call) && sizeof(Seq) <= sizeof(Call));

}  // namespace

void find_loops(Unit* unit) { LoopPass(unit).run(unit); }

}  // namespace tiercel::core
