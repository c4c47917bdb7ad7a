// Core: the small language between the expander and bytecode.
//
// The expander makes it, each optimizer pass maps Core to Core, `lower` turns it into bytecode.  Nodes live in an arena.
// All names are resolved: a Variable is a lexical binding, a Global a top-level one, a primitive a row of the tables.
// Core knows no scopes, no syntax and no heap.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/names.h"
#include "reader/datum.h"
#include "source/span.h"

namespace tiercel::core {

enum class Prim : uint16_t;  // rows of tables/primitives, numbered by the generator (gen/primitives.h)

struct Lambda;
class StoredProcedure;

// A lexical binding.  `assigned` is settled by the expander (it sees every set!); the counts belong to whichever pass
// recomputes them (analysis.h) and are stale otherwise.
struct Variable {
  Name name;
  uint32_t id;               // unique in the unit
  bool assigned = false;
  bool top_level = false;    // a procedure that a unit defines: it keeps frames of its own in backtraces
  bool boxed = false;        // set by assignment conversion: holds a box from its binding on
  uint32_t references = 0;
  Lambda* known = nullptr;   // bound by Fix to this lambda
  Span span{};
  void* extra = nullptr;     // the pass at work; stale otherwise
};

// A top-level binding as the compiler sees it.  `slot` says where it lives at run time.
struct Global {
  Name name;                 // as printed in messages
  enum class Storage : uint8_t {
    cell,                    // `handle` names a Cell object of the engine: constants[k]
    table,                   // `handle` is an index into ctx->cells: image libraries
  } storage;
  uint64_t handle;
  // Defined exactly once in this closed unit, never assigned: may be treated as a constant once its definition ran.
  bool constant = false;
  bool defined_here = false; // this unit holds its definition
  bool imported = false;     // from a library whose body has already run: never unbound
  bool never_returns = false;  // a procedure that its library declares never to return
  StoredProcedure* stored = nullptr;  // constant && a procedure of a library whose body may be inlined
  const void* origin = nullptr;       // what the front knows it as
  void* extra = nullptr;              // the pass at work
};

enum class Kind : uint8_t {
  constant,       // a quoted datum
  local_ref, local_set,
  global_ref, global_set, global_define,
  prim_ref,       // a primitive as a value
  if_, seq, lambda, call, prim_call,
  let,            // parallel binding
  letrec,         // letrec* order; only until the letrec pass
  fix,            // lambdas only, mutually recursive, never assigned
  bind_values,    // (call-with-values (lambda () producer) (lambda formals body)), formals known
  values,         // (values e ...), count is not 1
  loop,           // a join point that is called only in tail position of its own body and of its entry
  again,          // jump to an enclosing loop with new values
  fuel,           // charges the run's fuel; inserted before inlining so that counts agree at every level
};

struct Node {
  Kind kind;
  Span span;
};

struct Constant : Node { const Datum* datum; };
struct LocalRef : Node { Variable* variable; };
struct LocalSet : Node { Variable* variable; Node* value; };
struct GlobalRef : Node { Global* global; };
struct GlobalSet : Node { Global* global; Node* value; };
struct GlobalDefine : Node { Global* global; Node* value; };   // value: unspecified
struct PrimRef : Node { Prim prim; };
struct If : Node { Node* test; Node* then; Node* otherwise; };
struct Seq : Node { std::span<Node*> body; };                   // not empty
struct Clause {
  std::span<Variable*> parameters;                             // the rest parameter last
  bool rest;
  Node* body;
};
struct Lambda : Node {
  std::span<Clause> clauses;         // one for lambda, several for case-lambda
  Name name;                         // for messages; may be null
  std::string_view documentation;    // empty if none
  // Filled by closure conversion:
  std::span<Variable*> captures;     // free variables in fixed order
  Variable* self = nullptr;          // the Fix variable that names this lambda, if any
  uint32_t index = 0;                // number in the unit, set by lower
  void* extra = nullptr;             // the pass at work; stale otherwise
};
struct Call : Node {
  Node* callee;
  std::span<Node*> arguments;
  bool known = false;                // callee is a closure that accepts this many arguments: skip the check
};
struct PrimCall : Node { Prim prim; std::span<Node*> arguments; };  // the argument count is accepted by the row
struct Let : Node { std::span<Variable*> variables; std::span<Node*> values; Node* body; };
struct Letrec : Node { std::span<Variable*> variables; std::span<Node*> values; Node* body; };
struct Fix : Node { std::span<Variable*> variables; std::span<Lambda*> lambdas; Node* body; };
struct BindValues : Node { Node* producer; std::span<Variable*> variables; bool rest; Node* body; };
struct Values : Node { std::span<Node*> values; };
// Entered with `values`; or, if there is an `entry`, that runs first, outside of the variables' scope, and where it
// ends in an Again the body is entered.  The body may hold Again nodes too, unless it does not go round.
struct Loop : Node { std::span<Variable*> variables; std::span<Node*> values; Node* body; Node* entry = nullptr; bool goes_round = true; };
struct Again : Node { Loop* loop; std::span<Node*> arguments; };
struct Fuel : Node { int32_t amount; };                         // value: unspecified

// A call that was replaced by the procedure's body.  A span whose file has the top bit set lies in such a body: the other
// bits are an index in Unit::inlined, which says the real file and where the call was.  Both may be such spans again.
struct InlinedCall {
  FileId file;                       // of the span inside the procedure
  Name procedure;
  Span call;
};
constexpr FileId inlined_file_bit = 0x8000'0000;

// Everything that is compiled at once: a whole program, a library body, or one form at the REPL.
struct Unit {
  Arena* arena;
  Node* body;                        // value of the last form is the unit's value
  std::string_view name;             // file as diagnostics show it
  uint32_t next_variable = 0;
  std::span<InlinedCall> inlined;    // a prefix of an array with room for more
  bool closed = false;               // names defined once here are constants (DESIGN.md §1, "Redefinition")
  bool whole = false;                // of a program that nothing is added to at run time: definitions need not be kept
  bool tail_of_caller = false;       // what `eval` compiled: its last call is a tail call (R7RS 3.5)
};

// A procedure of another library, whose body the optimizer may put in the place of a call.  The front keeps it in a form
// of its own and makes Core of a clause when it is wanted.
class StoredProcedure {
 public:
  struct Clause {
    uint32_t parameters;
    bool rest;
    uint32_t size;    // nodes; 0: this clause is not there
    uint64_t called;  // bit i: the parameter i is called, maybe by another stored procedure that gets it
  };
  // In the order in which a call tries them.
  virtual std::span<const Clause> clauses() = 0;
  // A lambda of that one clause, with names of its own, as the expander would have made it in this unit.  Null if what
  // was stored is damaged.
  virtual Lambda* decode(size_t clause, Unit*) = 0;

  bool charges_fuel = false;  // its library was compiled with what the program's options ask for: not one of the executable's
  bool inlining = false;      // a call of it is being inlined around the place at work

 protected:
  ~StoredProcedure() = default;
};

template <class T>
inline constexpr Kind kind_of = [] { static_assert(sizeof(T) == 0, "not a node"); return Kind{}; }();
template <> inline constexpr Kind kind_of<Constant> = Kind::constant;
template <> inline constexpr Kind kind_of<LocalRef> = Kind::local_ref;
template <> inline constexpr Kind kind_of<LocalSet> = Kind::local_set;
template <> inline constexpr Kind kind_of<GlobalRef> = Kind::global_ref;
template <> inline constexpr Kind kind_of<GlobalSet> = Kind::global_set;
template <> inline constexpr Kind kind_of<GlobalDefine> = Kind::global_define;
template <> inline constexpr Kind kind_of<PrimRef> = Kind::prim_ref;
template <> inline constexpr Kind kind_of<If> = Kind::if_;
template <> inline constexpr Kind kind_of<Seq> = Kind::seq;
template <> inline constexpr Kind kind_of<Lambda> = Kind::lambda;
template <> inline constexpr Kind kind_of<Call> = Kind::call;
template <> inline constexpr Kind kind_of<PrimCall> = Kind::prim_call;
template <> inline constexpr Kind kind_of<Let> = Kind::let;
template <> inline constexpr Kind kind_of<Letrec> = Kind::letrec;
template <> inline constexpr Kind kind_of<Fix> = Kind::fix;
template <> inline constexpr Kind kind_of<BindValues> = Kind::bind_values;
template <> inline constexpr Kind kind_of<Values> = Kind::values;
template <> inline constexpr Kind kind_of<Loop> = Kind::loop;
template <> inline constexpr Kind kind_of<Again> = Kind::again;
template <> inline constexpr Kind kind_of<Fuel> = Kind::fuel;

template <class T> T* as(Node* node) { return static_cast<T*>(node); }
template <class T> T* if_a(Node* node) { return node->kind == kind_of<T> ? static_cast<T*>(node) : nullptr; }

}  // namespace tiercel::core
