// The live frames of interpreted procedures, innermost first.
//
// Frames are found by following saved frame pointers and recognised by control/frame.h.  Frames of a continuation that
// was entered again and has not been returned into yet are read from its slices.  A tail call leaves no frame; primitives
// have none.
#pragma once

#include <cstdint>
#include <vector>

#include "object/context.h"
#include "object/layouts.h"

namespace tiercel {

struct LiveFrame {
  Function* function;
  int64_t instruction;  // index in the function's code of the instruction that called or raised
};

struct Backtrace {
  std::vector<LiveFrame> frames;
  int64_t omitted = 0;  // further frames beyond the wanted number
};

// Valid until the next collection, except that Functions do not move.  Counting what is omitted stops at a million.
Backtrace live_frames(Context* ctx, size_t wanted);

// What %note-backtrace! recorded last; the handler of an uncaught object looks here.
const Backtrace& noted_backtrace(Context* ctx);

}  // namespace tiercel
