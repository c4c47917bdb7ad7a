// The inliner's state; shared by the inline_*.cpp.
//
// One walk over the unit simplifies each expression for its context: wanted for its value, only for its effect, or only
// for being true or false.  Names are unique, so a name stands for the same thing wherever it is mentioned and no
// environment is needed; a lambda is copied with fresh names before its body is put in another place, unless that place
// is the only one.
#pragma once

#include "core/build.h"
#include "core/walk.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"
#include "optimize/optimize.h"

namespace tiercel::core {

enum class Context : uint8_t { value, effect, test };

// What is known of a variable in the round at work; Variable::extra points here.
struct Known {
  Node* value = nullptr;     // unassigned and bound to this: a constant, a mention, a primitive, or a lambda
  bool recursive = false;    // a Fix lambda that reaches itself within its group
  bool pending = false;      // its lambda waits for the only mention before it is simplified
  bool moved = false;        // its lambda was moved to the only call
  bool boolean = false;      // is #t or #f
  bool truth_known = false;  // inside an arm of an `if` on this variable
  bool truth = false;
  uint32_t outside = 0;     // mentions of a Fix variable from outside its group
  uint32_t inlining = 0;    // calls of it that are being inlined around this place
  uint32_t size = 0;        // of its lambda, 0 if not measured
  uint32_t copy_stamp = 0;  // the copy that `copy` belongs to
  Variable* copy = nullptr;
};
constexpr uint32_t nesting_limit = 24;  // of calls that are being inlined around a place

inline Known& known(Variable* variable) { return *static_cast<Known*>(variable->extra); }

class Inliner {
 public:
  Inliner(Unit* unit, const OptimizeOptions& options) : unit_(unit), options_(options), build_(unit) {}
  void round();

 private:
  // --- inline.cpp
  void count(Node*);
  void count_fix(Fix*);
  void add_known(Variable* variable) { variable->extra = build_.arena().make<Known>(); }
  Node* simplify(Node*, Context);
  Node* simplify_reference(LocalRef*, Context);
  Node* simplify_if(If*, Context);
  Node* finish_if(If*, Context);
  Node* simplify_arm(Node* arm, Node* test, bool truth, Context);
  Node* simplify_seq(Seq*, Context);
  Seq* flatten(Seq*);
  Node* constant_in(Node* constant, Context);
  void simplify_lambda(Lambda*);
  void simplify_all(std::span<Node*>);
  Node* nothing(Span span) { return build_.unspecified(span); }

  // --- inline_bindings.cpp
  Node* simplify_let(Let*, Context);
  Node* finish_let(Let*, Context);
  void simplify_pending(Variable*);
  Node* simplify_fix(Fix*, Context);
  Node* simplify_bind_values(BindValues*, Context);
  Node* simplify_values(Values*, Context);
  void learn(Variable*, Node* value);
  Node* drop_unused(Let*, Context);
  Node* place_first_uses(Let*);
  Node** first_evaluated(Node** slot, Variable*, int* budget);
  Node** first_evaluated_of(std::span<Node*> nodes, Variable*, int* budget, bool* passed);

  // --- inline_calls.cpp
  Node* simplify_call(Call*, Context);
  Node* call_lambda(Call*, Lambda*, Context);
  Node* call_variable(Call*, Variable*, Context);
  Node* bind_arguments(Call*, Clause&);
  FileId inlined_file(FileId file, Name procedure, Span call);
  void mark_spans(Node*, const Lambda*, Span call);
  FileId without_calls_around(FileId file, FileId lambda);
  Clause* accepting(Lambda*, size_t count);
  bool worth_inlining(Call*, Known&, Lambda*, Clause&);
  uint32_t size_limit(Call*);
  Node* resolved(Node* argument);
  uint32_t size_of(Node*, uint32_t limit);
  Lambda* copy_lambda(Lambda*);
  Node* copy(Node*);
  Node* copy_binder(Node*);
  Variable* copied(Variable*);
  Variable* copy_binding(Variable*);
  std::span<Variable*> copy_bindings(std::span<Variable*>);
  std::span<Node*> copy_all(std::span<Node*>);

  // --- inline_stored.cpp
  Node* call_stored(Call*, StoredProcedure&, Context);
  bool worth_inlining(Call*, const StoredProcedure&, const StoredProcedure::Clause&);
  Lambda* decoded(StoredProcedure&, size_t clause);

  // --- inline_primitives.cpp
  Node* simplify_prim_call(PrimCall*, Context);
  bool elements_of(Node* list, std::span<Node*>* elements);
  Call* call_of_apply(PrimCall*);
  Node* fold(PrimCall*);
  Node* fold_trivially(PrimCall*, Opcode);

  // --- inline_facts.cpp
  // May be left out if its value is not wanted: it has no effect, raises nothing and ends.
  bool is_droppable(Node*, int depth = 0);
  void forget(Node*);  // the tree is dropped: its mentions no longer count

  Unit* unit_;
  const OptimizeOptions& options_;
  Builder build_;
  uint32_t stamp_ = 0;
  int64_t effort_ = 0;           // nodes that copies may still make in this unit
  size_t inlined_capacity_ = 0;  // of the array that Unit::inlined is a prefix of
  uint32_t depth_ = 0;           // calls that are being inlined around this place
};

// Whether the empty list is true is a matter of the dialect, and compiled code serves both.
inline bool has_known_truth(const Datum* datum) { return datum->kind != DatumKind::empty; }
// #f and nil are false.
inline bool is_false_constant(const Datum* datum) {
  return datum->kind == DatumKind::false_ || datum->kind == DatumKind::nil;
}

}  // namespace tiercel::core
