// The live frames of interpreted procedures, innermost first.
//
// Frames are found by following saved frame pointers and recognised by control/frame.h.  Frames of a continuation that
// was entered again and has not been returned into yet are read from its slices.  A tail call leaves no frame, but the
// frame below it says so: its last instruction called another procedure than the one that runs.  Primitives have no
// frames; frames of the kernel library on top are left out, since they say how something was raised, not where.
#pragma once

#include <cstdint>
#include <vector>

#include "object/context.h"
#include "object/layouts.h"
#include "source/span.h"

namespace tiercel {

struct LiveFrame {
  Function* function;
  int64_t instruction;  // index in the function's code of the instruction that called or raised
  // What the frame below called, if that reached this procedure by tail calls; else null.  A procedure that came back
  // to itself by tail calls is not told from one that was called.
  Function* called = nullptr;
  friend bool operator==(LiveFrame, LiveFrame) = default;
};

struct Backtrace {
  std::vector<LiveFrame> frames;
  // Of the further frames, `cyclic` go on as the last `cycle` of `frames` do; then `omitted` others; then `outermost`.
  int64_t cycle = 0, cyclic = 0, omitted = 0;
  std::vector<LiveFrame> outermost;
  bool complete = true;  // false: there are still more, not counted
};

// The first `wanted` frames; of the further ones up to `counted` are looked at.
Backtrace live_frames(Context* ctx, size_t wanted, int64_t counted);

// Where in the source the frame is; unknown if its unit does not say.
Span span_of(LiveFrame frame);

// The frames that a condition recorded when it was made.
std::vector<LiveFrame> frames_of(const Condition* condition);

// Fills in the location and the backtrace of a condition that is being made (Isolate::describe_condition).
void describe_condition(Context* ctx, Condition* condition);

// What %note-backtrace! recorded last; the handler of an uncaught object looks here.
const Backtrace& noted_backtrace(Context* ctx);

}  // namespace tiercel
