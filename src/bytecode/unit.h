// What the compiler hands to every back end: the bytecode of one compilation, without a heap pointer.
//
// A Unit is a list of functions and one vector of constants that they share.  Running the unit means calling its
// function 0 without arguments.  Names are Names, quoted data are Datums; interp/load.h turns both into heap objects,
// serialize.h into bytes.  A Unit knows nothing of files beyond the ids in its spans, and nothing of cells beyond
// their handles.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/names.h"
#include "bytecode/instruction.h"
#include "reader/datum.h"
#include "source/span.h"

namespace tiercel::bytecode {

// One way to call a function.  A `lambda` has one, a `case-lambda` several, tried in order.
struct Clause {
  uint16_t required = 0;  // parameters before the rest list; they are registers 0..required-1
  bool rest = false;      // register `required` receives a list of the other arguments
  uint32_t first = 0;     // index of its first instruction
};

// From instruction `pc` up to the next entry's, the code comes from `span`.  Entries are sorted by pc.
struct SpanEntry {
  uint32_t pc = 0;
  Span span;
  uint32_t inlined = 0;  // 0, or 1 + the index of the innermost inlined call that the code belongs to
};

// A call that the optimizer replaced by the procedure's body: a frame of backtraces that is not on the stack.
struct InlinedCall {
  Name procedure = nullptr;
  Span call;
  uint32_t outer = 0;  // 0, or 1 + the index of the inlined call around this one, which has a smaller index
};

struct FunctionCode {
  Name name = nullptr;              // for messages; null if anonymous
  Span span;                        // of the whole lambda expression
  std::string documentation;        // empty if none
  std::vector<Clause> clauses;      // none for (case-lambda)
  uint16_t frame_size = 0;          // registers, parameters included
  uint16_t captures = 0;            // captured values of its closures
  std::vector<Name> capture_names;  // empty, or one for each captured value: for introspection only
  std::vector<Instruction> instructions;
  std::vector<SpanEntry> spans;
  std::vector<InlinedCall> inlined;
};

enum class ConstantKind : uint8_t {
  datum,      // a quoted constant: becomes an immutable heap value
  cell,       // a global variable of user code: becomes a Cell through the CellResolver
  primitive,  // a primitive as a value: becomes the isolate's procedure object
  closure,    // a function without captures: becomes one static procedure object
};

struct Constant {
  ConstantKind kind = ConstantKind::datum;
  union {
    const Datum* datum = nullptr;
    uint64_t handle;     // cell
    uint16_t primitive;  // number of a core::Prim
    uint32_t function;   // closure: index in Unit::functions
  };
  Name name = nullptr;  // cell: the variable's name
};

// A file that spans of this unit mention.  Only deserialised units list their files (serialize.h).
struct UnitFile {
  FileId id = 0;
  std::string name;
};

struct Unit {
  std::string name;                     // file as diagnostics show it
  std::vector<FunctionCode> functions;  // function 0 runs the unit: no parameters, no captures
  std::vector<Constant> constants;
  std::vector<UnitFile> files;
  std::unique_ptr<Arena> arena;  // owns the Datums of a deserialised unit; null if they live elsewhere
};

// The span of the code at `pc`, or an unknown one.
Span span_at(const FunctionCode& function, uint32_t pc);

}  // namespace tiercel::bytecode
