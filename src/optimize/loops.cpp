// Loops: a procedure of a Fix that is called from one place, and otherwise only in tail position of itself, becomes a
// Loop at that place; its calls of itself become Again.  Without such calls it becomes a Let.
//
// The place may be anywhere in the scope of the Fix, another procedure of the same Fix included: the body moves to where
// its one caller returns to, which is contification with a single return point (Fluet and Weeks, "Contification using
// dominators", 2001).  An inner loop that is in tail position of an outer one may go round the outer one, so inner
// procedures are decided first and a call counts as being in the procedure that its own procedure moved into.
#include "core/build.h"
#include "core/walk.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

// One lambda of the unit and, once it became a loop, where it went.
struct Home {
  Lambda* lambda;
  Home* parent;           // the lambda around this one
  Home* moved = nullptr;  // the home of the call that it was moved to
  bool moved_tail = false;
};

struct CallSite {
  Call* call;
  Home* home;  // where it stands
  bool tail;   // in tail position of that lambda
  CallSite* next;
};

// What is known of a Fix variable; Variable::extra points here.
struct Candidate {
  Home* home = nullptr;
  bool escapes = false;  // mentioned other than as the operator of a fitting call
  CallSite* calls = nullptr;
};

class LoopPass {
 public:
  explicit LoopPass(Unit* unit) : build_(unit) {}

  void run(Unit* unit) {
    Home top{nullptr, nullptr};
    home_ = &top;
    unit->body = visit(unit->body, true);
  }

 private:
  static Candidate* candidate_of(Variable* variable) { return static_cast<Candidate*>(variable->extra); }

  Node* visit(Node* node, bool tail);
  void visit_all(std::span<Node*> nodes) {
    for (Node*& node : nodes) node = visit(node, false);
  }
  Node* visit_call(Call* call, bool tail);
  Node* visit_fix(Fix* fix, bool tail);
  void visit_lambda(Lambda* lambda) {
    Home home{lambda, home_};
    visit_in(&home);
  }
  void visit_in(Home* home) {
    Home* outer = home_;
    home_ = home;
    for_each_binding(home->lambda, [](Variable* parameter) { parameter->extra = nullptr; });
    for (Clause& clause : home->lambda->clauses) clause.body = visit(clause.body, true);
    home_ = outer;
  }
  bool try_loop(Variable* variable);
  static void resolve(CallSite* site) {
    while (site->home->moved) {
      site->tail = site->tail && site->home->moved_tail;
      site->home = site->home->moved;
    }
  }
  static bool is_inside(Home* home, const Home* outer) {
    for (; home; home = home->moved ? home->moved : home->parent)
      if (home == outer) return true;
    return false;
  }

  Builder build_;
  Home* home_ = nullptr;
};

Node* LoopPass::visit(Node* node, bool tail) {
  for_each_binding(node, [](Variable* variable) { variable->extra = nullptr; });
  switch (node->kind) {
    case Kind::local_ref:
      if (Candidate* candidate = candidate_of(as<LocalRef>(node)->variable)) candidate->escapes = true;
      return node;
    case Kind::lambda: visit_lambda(as<Lambda>(node)); return node;
    case Kind::call: return visit_call(as<Call>(node), tail);
    case Kind::fix: return visit_fix(as<Fix>(node), tail);
    case Kind::if_: {
      auto* choice = as<If>(node);
      choice->test = visit(choice->test, false);
      choice->then = visit(choice->then, tail);
      choice->otherwise = visit(choice->otherwise, tail);
      return node;
    }
    case Kind::seq: {
      std::span<Node*> body = as<Seq>(node)->body;
      visit_all(body.first(body.size() - 1));
      body.back() = visit(body.back(), tail);
      return node;
    }
    case Kind::let:
      visit_all(as<Let>(node)->values);
      as<Let>(node)->body = visit(as<Let>(node)->body, tail);
      return node;
    case Kind::bind_values:
      as<BindValues>(node)->producer = visit(as<BindValues>(node)->producer, false);
      as<BindValues>(node)->body = visit(as<BindValues>(node)->body, tail);
      return node;
    case Kind::loop:
      visit_all(as<Loop>(node)->values);
      as<Loop>(node)->body = visit(as<Loop>(node)->body, tail);
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
    case Kind::fuel: for_each_child(node, [this](Node*& child) { child = visit(child, false); }); return node;
  }
  return node;
}

Node* LoopPass::visit_call(Call* call, bool tail) {
  auto* callee = if_a<LocalRef>(call->callee);
  Candidate* candidate = callee ? candidate_of(callee->variable) : nullptr;
  if (!candidate) {
    call->callee = visit(call->callee, false);
  } else if (candidate->home->lambda->clauses[0].parameters.size() != call->arguments.size()) {
    candidate->escapes = true;  // a run-time error, kept as it is
  } else {
    candidate->calls = build_.arena().make<CallSite>(call, home_, tail, candidate->calls);
  }
  visit_all(call->arguments);
  return call;
}

Node* LoopPass::visit_fix(Fix* fix, bool tail) {
  size_t count = fix->variables.size();
  for (size_t i = 0; i < count; i++) {
    Lambda* lambda = fix->lambdas[i];
    if (lambda->clauses.size() != 1 || lambda->clauses[0].rest) continue;
    Home* home = build_.arena().make<Home>(lambda, home_);
    fix->variables[i]->extra = build_.arena().make<Candidate>(home);
  }
  for (size_t i = 0; i < count; i++) {
    Candidate* candidate = candidate_of(fix->variables[i]);
    if (candidate) visit_in(candidate->home);
    else visit_lambda(fix->lambdas[i]);
  }
  fix->body = visit(fix->body, tail);
  // A procedure that moves into another may turn that one's calls into tail calls of itself, so look again.
  size_t kept = count;
  for (bool progress = true; progress && kept > 0;) {
    size_t before = kept;
    kept = 0;
    for (size_t i = 0; i < before; i++) {
      if (try_loop(fix->variables[i])) continue;
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
    resolve(site);
    if (site->home == candidate->home) {
      if (!site->tail) return false;
    } else {
      if (entry || is_inside(site->home, candidate->home)) return false;
      entry = site;
    }
  }
  if (!entry) return false;
  Clause& clause = candidate->home->lambda->clauses[0];
  Span span = entry->call->span;
  bool goes_round = candidate->calls->next != nullptr;
  Node* replacement;
  if (goes_round) {
    auto* loop = build_.make<Loop>(span, clause.parameters, entry->call->arguments, clause.body);
    replacement = loop;
    for (CallSite* site = candidate->calls; site; site = site->next)
      if (site != entry)
        new (static_cast<void*>(site->call)) Again{Node{Kind::again, site->call->span}, loop, site->call->arguments};
  } else {
    replacement = build_.let(span, clause.parameters, entry->call->arguments, clause.body);
  }
  // The call is overwritten in place, because who points at it may have moved; assignment.cpp drops the Seq of one part.
  std::span<Node*> body = build_.arena().array<Node*>(1);
  body[0] = replacement;
  new (static_cast<void*>(entry->call)) Seq{Node{Kind::seq, span}, body};
  candidate->home->moved = entry->home;
  candidate->home->moved_tail = entry->tail;
  variable->known = nullptr;
  return true;
}

static_assert(sizeof(Again) <= sizeof(Call) && sizeof(Seq) <= sizeof(Call));

}  // namespace

void find_loops(Unit* unit) { LoopPass(unit).run(unit); }

}  // namespace tiercel::core
