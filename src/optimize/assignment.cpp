// Assignment conversion: after this pass an assigned variable is marked `boxed` where anybody could tell a box from a
// register, so that closures copy the box and a continuation that is entered twice sees one variable, not two copies.
//
// A register does (from level 1) for a variable of a Let or a procedure that no inner procedure mentions, if nothing that
// runs in its scope could capture a continuation: only primitives and quiet procedures are called there, except where the
// scope ends with the call.  A procedure of a Fix is quiet if it only calls primitives and quiet procedures (a greatest
// fixed point).  A continuation that is captured while a primitive raises an error never comes back into the scope; an
// interrupt handler (with-interrupt-handler) that enters one twice sees two copies.
//
// The nodes stay as they are: lowering makes the box where a boxed variable is bound and goes through it at each
// LocalRef and LocalSet.  The walk also drops the Seqs of one part that the loop pass leaves.
#include <cstring>
#include <vector>

#include "core/walk.h"
#include "gen/primitives.h"
#include "optimize/optimize.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

// What is known of a lambda; Lambda::extra points here.
struct Procedure {
  struct Caller {
    Procedure* procedure;
    Caller* next;
  };
  bool quiet = true;
  Caller* callers = nullptr;
};

// Primitives that call no procedure of the program.  A hash table may have an equivalence of the program's own.
bool is_quiet(Prim prim) {
  const PrimitiveInfo& info = primitive_info(prim);
  if (prim != Prim::values && !is_direct(prim)) return false;
  for (int i = 0; i < info.parameter_count; i++)
    if (std::strcmp(info.parameters[i].type, "hash-table") == 0) return false;
  return true;
}

class QuietProcedures {
 public:
  explicit QuietProcedures(Arena& arena) : arena_(arena) {}

  void find(Node* body) {
    forget(body);
    Procedure top;
    gather(body, &top);
    while (!noisy_.empty()) {
      Procedure* procedure = noisy_.back();
      noisy_.pop_back();
      for (auto* caller = procedure->callers; caller; caller = caller->next) lose_quiet(caller->procedure);
    }
  }

  // The procedure that is called; null if that is not one of a Fix which takes so many arguments.
  Procedure* known(Call* call) {
    auto* callee = if_a<LocalRef>(call->callee);
    Lambda* lambda = callee ? callee->variable->known : nullptr;
    if (!lambda) return nullptr;
    for (Clause& clause : lambda->clauses) {
      size_t parameters = clause.parameters.size(), count = call->arguments.size();
      if (clause.rest ? count + 1 >= parameters : count == parameters) return procedure_of(lambda);
    }
    return nullptr;
  }

 private:
  static void forget(Node* node) {
    if (auto* lambda = if_a<Lambda>(node)) lambda->extra = nullptr;
    for_each_binding(node, [](Variable* variable) { variable->known = nullptr; });
    for_each_child(node, [](Node*& child) { forget(child); });
    if (auto* fix = if_a<Fix>(node))
      for (size_t i = 0; i < fix->variables.size(); i++) fix->variables[i]->known = fix->lambdas[i];
  }

  Procedure* procedure_of(Lambda* lambda) {
    if (!lambda->extra) lambda->extra = arena_.make<Procedure>();
    return static_cast<Procedure*>(lambda->extra);
  }

  void lose_quiet(Procedure* procedure) {
    if (!procedure->quiet) return;
    procedure->quiet = false;
    noisy_.push_back(procedure);
  }

  void gather(Node* node, Procedure* procedure) {
    if (auto* lambda = if_a<Lambda>(node)) procedure = procedure_of(lambda);
    if (auto* call = if_a<PrimCall>(node); call && !is_quiet(call->prim)) lose_quiet(procedure);
    if (auto* call = if_a<Call>(node)) {
      if (Procedure* callee = known(call)) callee->callers = arena_.make<Procedure::Caller>(procedure, callee->callers);
      else lose_quiet(procedure);
    }
    for_each_child(node, [&](Node*& child) { gather(child, procedure); });
  }

  Arena& arena_;
  std::vector<Procedure*> noisy_;  // whose callers do not know yet
};

// Boxes what needs a box.  Scopes of variables that may do without are a stack, one for each lambda; a place of the program
// is at the end of those scopes from `ends` on, so that nothing of them runs after it.
class Boxes {
 public:
  Boxes(Arena& arena, QuietProcedures& procedures) : arena_(arena), procedures_(procedures) {}

  void visit(Node*& node, size_t ends) {
    while (node->kind == Kind::seq && as<Seq>(node)->body.size() == 1) node = as<Seq>(node)->body[0];
    switch (node->kind) {
      case Kind::local_ref: return mention(as<LocalRef>(node)->variable);
      case Kind::local_set:
        mention(as<LocalSet>(node)->variable);
        return visit(as<LocalSet>(node)->value, stack_.size());
      case Kind::lambda: return visit_lambda(as<Lambda>(node));
      case Kind::let: return visit_let(as<Let>(node), ends);
      case Kind::if_:
        visit(as<If>(node)->test, stack_.size());
        visit(as<If>(node)->then, ends);
        return visit(as<If>(node)->otherwise, ends);
      case Kind::seq: {
        std::span<Node*> body = as<Seq>(node)->body;
        for (Node*& part : body.first(body.size() - 1)) visit(part, stack_.size());
        return visit(body.back(), ends);
      }
      case Kind::fix:
        for (Lambda* lambda : as<Fix>(node)->lambdas) visit_lambda(lambda);
        return visit(as<Fix>(node)->body, ends);
      case Kind::loop:
        box(as<Loop>(node)->variables);
        for (Node*& value : as<Loop>(node)->values) visit(value, stack_.size());
        if (as<Loop>(node)->entry) visit(as<Loop>(node)->entry, ends);
        return visit(as<Loop>(node)->body, ends);
      case Kind::call: {
        for_each_child(node, [&](Node*& child) { visit(child, stack_.size()); });
        Procedure* callee = procedures_.known(as<Call>(node));
        if (!callee || !callee->quiet) box_below(ends);
        return;
      }
      case Kind::prim_call:
        for_each_child(node, [&](Node*& child) { visit(child, stack_.size()); });
        if (!is_quiet(as<PrimCall>(node)->prim)) box_below(ends);
        return;
      default:
        for_each_binding(node, [](Variable* variable) { box({&variable, 1}); });
        for_each_child(node, [&](Node*& child) { visit(child, stack_.size()); });
    }
  }

 private:
  struct Scope {
    Lambda* lambda;
  };

  static void box(std::span<Variable*> variables) {
    for (Variable* variable : variables) {
      variable->boxed = variable->assigned;
      variable->extra = nullptr;
    }
  }

  void mention(Variable* variable) {
    auto* scope = static_cast<Scope*>(variable->assigned ? variable->extra : nullptr);
    if (scope && scope->lambda != lambda_) variable->boxed = true;
  }

  void box_below(size_t ends) {
    for (size_t i = 0; i < ends; i++) stack_[i]->boxed = true;
  }

  void open(Variable* variable) {
    variable->boxed = false;
    variable->extra = arena_.make<Scope>(lambda_);
    stack_.push_back(variable);
  }

  void visit_let(Let* let, size_t ends) {
    for (Node*& value : let->values) visit(value, stack_.size());
    size_t outer = stack_.size();
    for (size_t i = 0; i < let->variables.size(); i++) {
      Variable* variable = let->variables[i];
      auto* constant = if_a<Constant>(let->values[i]);
      bool early = constant && constant->datum->kind == DatumKind::undefined;
      if (variable->assigned && !early) open(variable);
      else box({&variable, 1});
    }
    visit(let->body, ends);
    stack_.resize(outer);
  }

  void visit_lambda(Lambda* lambda) {
    std::vector<Variable*> outer = std::exchange(stack_, {});
    Lambda* outer_lambda = std::exchange(lambda_, lambda);
    for (Clause& clause : lambda->clauses) {
      for (Variable* parameter : clause.parameters) {
        if (parameter->assigned) open(parameter);
        else box({&parameter, 1});
      }
      visit(clause.body, 0);
      stack_.clear();
    }
    stack_ = std::move(outer);
    lambda_ = outer_lambda;
  }

  Arena& arena_;
  QuietProcedures& procedures_;
  Lambda* lambda_ = nullptr;
  std::vector<Variable*> stack_;
};

void box_assigned(Node*& node) {
  while (node->kind == Kind::seq && as<Seq>(node)->body.size() == 1) node = as<Seq>(node)->body[0];
  for_each_binding(node, [](Variable* variable) { variable->boxed = variable->assigned; });
  for_each_child(node, [](Node*& child) { box_assigned(child); });
}

}  // namespace

void convert_assignments(Unit* unit, const OptimizeOptions& options) {
  if (options.level == 0) return box_assigned(unit->body);
  QuietProcedures procedures(*unit->arena);
  procedures.find(unit->body);
  Boxes(*unit->arena, procedures).visit(unit->body, 0);
}

}  // namespace tiercel::core
