// Walks the stack, partly in place and partly in slices that are only copies.
#include "control/backtrace.h"

#include <cstring>

#include "bytecode/instruction.h"
#include "control/frame.h"
#include "control/slices.h"
#include "gen/primitive_bodies.h"

namespace tiercel {
namespace {

constexpr int64_t omitted_max = 1'000'000;

// Reads words of the logical stack: addresses must not decrease from one frame to the next.
class StackReader {
 public:
  explicit StackReader(Context* ctx) : ctx_(ctx), slice_(slice_or_null(ctx->slices)) {}

  // Moves on to the slice that holds `address`.  False if nothing is known about that address.
  bool reach(uintptr_t address) {
    while (slice_ != nullptr && address >= slice_->high) slice_ = slice_or_null(slice_->next);
    return control_of(ctx_).stack.contains(address);
  }

  TIERCEL_RAW_STACK uintptr_t word(uintptr_t address) const {
    for (Slice* slice = slice_; slice != nullptr && address >= slice->low; slice = slice_or_null(slice->next)) {
      if (address >= slice->high) continue;
      if (slice->copy == v_false || slice->flags & slice_in_place) break;
      uintptr_t word;
      memcpy(&word, as_stack_copy(slice->copy)->bytes + (address - slice->low), sizeof word);
      return word;
    }
    return *reinterpret_cast<const uintptr_t*>(address);
  }

  uintptr_t return_address(uintptr_t boundary) const {
    uintptr_t address = word(boundary - 8);
    if (address != reinterpret_cast<uintptr_t>(&tiercel_underflow)) return address;
    for (Slice* slice = slice_; slice != nullptr && slice->low <= boundary; slice = slice_or_null(slice->next))
      if (slice->low == boundary) return slice->return_address;
    const ControlState& state = control_of(ctx_);
    return ctx_->watermark == boundary ? state.watermark_return : 0;
  }

 private:
  Context* ctx_;
  Slice* slice_;
};

// The interpreter frame between the handler frame at `frame` and its entry's frame at `end`.
bool read_frame(const StackReader& stack, uintptr_t frame, uintptr_t end, LiveFrame* live) {
  if (!is_interpreter_entry(stack.return_address(frame + 16))) return false;
  for (uintptr_t at = frame + 16; at + sizeof(FrameHeader) <= end; at += 8) {
    if (stack.word(at) != at + sizeof(FrameHeader)) continue;
    auto* procedure = reinterpret_cast<Procedure*>(stack.word(at + 8));
    auto* pc = reinterpret_cast<const Instruction*>(stack.word(at + 16));
    live->function = function_of(procedure);
    live->instruction = pc - live->function->code;
    return true;
  }
  return false;
}

}  // namespace

Backtrace live_frames(Context* ctx, size_t wanted) {
  Backtrace trace;
  StackReader stack(ctx);
  auto frame = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  while (trace.omitted < omitted_max && frame % 8 == 0 && stack.reach(frame)) {
    uintptr_t next = stack.word(frame);
    if (next <= frame) break;
    LiveFrame live;
    if (read_frame(stack, frame, next, &live)) {
      if (trace.frames.size() < wanted) trace.frames.push_back(live);
      else trace.omitted++;
    }
    frame = next;
  }
  return trace;
}

const Backtrace& noted_backtrace(Context* ctx) {
  static const Backtrace none;
  const Backtrace* noted = control_of(ctx).noted;
  return noted != nullptr ? *noted : none;
}

Value prim_note_backtrace(Context* ctx) {
  constexpr size_t frames_noted = 50;
  ControlState& state = control_of(ctx);
  delete state.noted;
  state.noted = new Backtrace(live_frames(ctx, frames_noted));
  return v_unspecified;
}

}  // namespace tiercel
