// Calls of library procedures whose bodies are at hand (core.h, StoredProcedure).
//
// A small one is inlined as a procedure of the unit would be.  One that calls a procedure which it is given is inlined
// where the call says which procedure that is: `map` with a lambda becomes a loop with the lambda's body inside.
#include "optimize/inline.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

// The place among the clauses of the one that takes `count` arguments; `clauses.size()` if there is none.
size_t place_of_accepting(std::span<const StoredProcedure::Clause> clauses, size_t count) {
  size_t i = 0;
  for (; i < clauses.size(); i++)
    if (clauses[i].rest ? count + 1 >= clauses[i].parameters : count == clauses[i].parameters) break;
  return i;
}

}  // namespace

Node* Inliner::call_stored(Call* call, StoredProcedure& procedure, Context context) {
  std::span<const StoredProcedure::Clause> clauses = procedure.clauses();
  size_t index = place_of_accepting(clauses, call->arguments.size());
  Lambda* lambda = nullptr;
  if (index < clauses.size() && worth_inlining(call, procedure, clauses[index])) lambda = decoded(procedure, index);
  if (!lambda) {
    simplify_all(call->arguments);
    return call;
  }
  procedure.inlining = true;
  depth_++;
  mark_spans(lambda->clauses[0].body, lambda, call->span);
  Node* result = call_lambda(call, lambda, context);
  depth_--;
  procedure.inlining = false;
  return result;
}

bool Inliner::worth_inlining(Call* call, const StoredProcedure& procedure, const StoredProcedure::Clause& clause) {
  if (options_.level < 2 || clause.size == 0 || procedure.inlining || depth_ >= nesting_limit) return false;
  bool pays = clause.size <= size_limit(call);
  size_t fixed = clause.parameters - (clause.rest ? 1 : 0);
  for (size_t i = 0; i < fixed && !pays; i++) {
    if (!(clause.called >> i & 1)) continue;
    Node* argument = resolved(call->arguments[i]);
    pays = argument->kind == Kind::lambda || argument->kind == Kind::prim_ref;
  }
  if (!pays || effort_ < clause.size) return false;
  effort_ -= clause.size;
  return true;
}

// The clause as the passes before this one would have left it.
Lambda* Inliner::decoded(StoredProcedure& procedure, size_t clause) {
  Lambda* lambda = procedure.decode(clause, unit_);
  if (!lambda) return nullptr;
  if (options_.fuel && procedure.charges_fuel) insert_fuel(unit_, lambda);
  convert_letrec(unit_, lambda);
  int64_t effort = effort_;
  count(lambda);
  effort_ = effort;
  return lambda;
}

}  // namespace tiercel::core
