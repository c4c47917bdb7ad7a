// Entries of interpreted functions: plain functions of the one calling convention, which build a frame and run the
// handler chain in it.
//
// The usual function (fixed arity, small frame) has an entry specialised by both, so that checking the arity is a
// compare with a constant and the frame is a local array; every other function has the generic one.
#pragma once

#include "object/context.h"
#include "object/layouts.h"

namespace tiercel {

// What decides a function's entry.
struct EntryShape {
  int64_t arity;       // required << 1 | has_rest; -1: several clauses
  int64_t frame_size;  // registers
};

// Never null.
Code entry_for(EntryShape shape);

// Whether every function that shares this function's entry takes exactly `argc` arguments in registers: then a tail
// call between two functions with one entry may reuse the frame.
bool entry_takes_exactly(EntryShape shape, int64_t argc);

}  // namespace tiercel
