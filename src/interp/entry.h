// Entries of interpreted functions: plain functions of the one calling convention, which build a frame and run the
// handler chain in it.
//
// The usual function (fixed arity, small frame) has an entry specialised by both, so that checking the arity is a
// compare with a constant and the frame is a local array; every other function has the generic one.
#pragma once

#include <vector>

#include "bytecode/unit.h"
#include "object/context.h"
#include "object/layouts.h"

namespace tiercel {

// What decides a function's entry.
struct EntryShape {
  int64_t arity;       // required << 1 | has_rest; -1: several clauses
  int64_t frame_size;  // registers
};

inline EntryShape shape_of(const bytecode::FunctionCode& code) {
  if (code.clauses.size() != 1) return {-1, code.frame_size};
  const bytecode::Clause& only = code.clauses[0];
  bool begins_at_start = only.first == 0;  // a lone clause that does not is treated like one of several
  return {begins_at_start ? int64_t{only.required} << 1 | only.rest : -1, code.frame_size};
}

// Never null.
Code entry_for(EntryShape shape);

// How many registers the frame has that this entry makes: its function's, rounded up.
int64_t frame_slots(EntryShape shape);

// Where an entry's frames have their FrameHeader.
struct EntryLayout {
  uintptr_t start;            // address of the entry's code; it ends where the next one's begins
  uintptr_t header_distance;  // from the frame pointer down to the header; 0: not the same in every frame
};

// Of all entries, by address.  Found out by calling each of them, because only the compiler knows.
std::vector<EntryLayout> entry_layouts();

// Whether every function that shares this function's entry takes exactly `argc` arguments in registers: then a tail
// call between two functions with one entry may reuse the frame.
bool entry_takes_exactly(EntryShape shape, int64_t argc);

// Whether a function takes `argc` arguments, interpreted or machine code; true for a primitive, which looks for itself.
bool accepts(const Function* function, int64_t argc);

}  // namespace tiercel
