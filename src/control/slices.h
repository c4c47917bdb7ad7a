// Slices: ranges of the stack that belong to captured continuations, and the barriers between them.
//
// A *boundary* is the stack pointer just after a frame has returned; the word below it is that frame's return slot.  A
// slice [low, high) lies between two boundaries.  Its *barrier* is the return slot below `low`: it holds the address of
// tiercel_underflow, and the slice keeps the return address that was there.
//
// Capturing pushes a frame with the callee-saved registers (`capture_frame_bytes`) and makes a slice of everything from
// there up to the next barrier: constant work, nothing is copied.  This slice is the continuation itself, one object
// (slice_captured, a Continuation); what is below says Slice and means both.
//
// When control comes back to a barrier, the frame above it is about to run, hence to change: control_underflow first
// saves it, makes what remains a slice of its own with a barrier further up, and goes on.  After a capture one frame is
// saved, and twice as much each time that control returns to the next barrier without another capture.  So a frame is
// copied at most once for each time it is captured and run, and a million nested captures copy each frame once.
// Calling a continuation points the stack at its barrier and returns into it: if the bytes are still in place nothing
// is restored, else the slice's copy is written back to the same addresses, and the next slice follows when control
// gets there.
//
// The collector's watermark is one more patched return slot, with its own displaced return address in ControlState.
// This file knows nothing of winders, handlers or values.
#pragma once

#include <cstddef>
#include <cstdint>

#include "control/assembly.h"
#include "control/state.h"
#include "object/allocate.h"
#include "object/layouts.h"

namespace tiercel {

// For functions that read or write other functions' frames.
#define TIERCEL_NOT_INSTRUMENTED no_sanitize("address", "hwaddress", "memory", "thread")
#define TIERCEL_RAW_STACK __attribute__((TIERCEL_NOT_INSTRUMENTED, noinline))
// The same for parts of such functions.
#define TIERCEL_RAW_STACK_PART __attribute__((TIERCEL_NOT_INSTRUMENTED, always_inline)) inline

// Saved at once when frames are about to run, after a capture and at most.  The first is more than a capture frame.
constexpr size_t save_first_bytes = capture_frame_bytes + 8, save_chunk_bytes = 1024;
// The same when frames are saved because others will overwrite them.
constexpr size_t abandon_first_bytes = 256, abandon_chunk_bytes = 4096;
constexpr size_t watermark_chunk_bytes = 4096;  // how far the watermark moves at once

// Goes on at the top barrier, which is at `boundary`: saves or restores what runs next.  Gives the address to go on at.
uintptr_t pass_barrier(Context* ctx, uintptr_t boundary, uintptr_t frame);

// Saves every slice in place that a jump to `target` would overwrite or leave behind.  Afterwards the stack below
// target's low is free, and ctx->slices is `target`.
void cut_to_slice(Context* ctx, Slice* target);

// Makes `boundary`, which belongs to the frame with frame pointer `frame`, the place where control may go on next, as
// cut_to_slice does for a slice's low.  True if a slice begins there now, so that control must enter through its
// barrier; false if nothing captured is involved.
[[nodiscard]] bool cut_to_boundary(Context* ctx, uintptr_t boundary, uintptr_t frame);

// What a frame holds at `address`, which may be in a slice that is only a copy.
uintptr_t stack_word(Context* ctx, uintptr_t address);

// Saves everything still in place: the door is about to be left.
void save_all_slices(Context* ctx);

// The bytes that cut_to_slice would copy to the heap.
size_t bytes_to_save(Context* ctx, const Slice* target);

// The collector has scanned the stack; the function with frame pointer `frame` is running.  Frames above it count as
// scanned until control returns to them.
void set_watermark_above(Context* ctx, uintptr_t frame);

// While an overflow is handled: puts a barrier far enough up that control passes it when the deep part has been left.
void guard_reserve(Context* ctx, uintptr_t frame);

// Control goes on at `stack_pointer`: ends the state of overflow if that is far enough up.
void leave_reserve(Context* ctx, uintptr_t stack_pointer);

static_assert(offsetof(Slice, next) == offsetof(Continuation, next) &&
              offsetof(Slice, flags) == offsetof(Continuation, flags));

// A slice or a continuation as a slice; null for #f.  The fields that they share are accessed as a slice's only.
inline Slice* slice_or_null(Value v) { return v == v_false ? nullptr : static_cast<Slice*>(untagged(v)); }
inline Value link_to(const Slice* slice) {
  return {reinterpret_cast<uint64_t>(slice) + (slice->flags & slice_captured ? tag_procedure : tag_object)};
}

// The slice part of a continuation, of the call whose capture frame begins at `boundary`; the caller fills in the rest.
inline Continuation* capture_slices(Context* ctx, uintptr_t boundary, uint64_t flags) {
  ControlState& state = control_of(ctx);
  ++state.captures;
  state.save_bytes = save_first_bytes;
  Slice* above = slice_or_null(ctx->slices);
  auto* made = static_cast<Continuation*>(allocate(ctx, sizeof(Continuation)));
  auto* slice = reinterpret_cast<Slice*>(made);
  slice->next = ctx->slices;
  slice->low = boundary;
  slice->high = above != nullptr ? above->low : state.door->base;
  slice->copy = v_false;
  slice->older = ctx->in_place;
  slice->flags = slice_in_place | slice_captured | flags;
  // Disposable slices lie together at the top.
  for (; above != nullptr && above->flags & slice_disposable; above = slice_or_null(above->next))
    above->flags &= ~slice_disposable;
  ctx->slices = ctx->in_place = value_of(made);
  return made;
}

inline uintptr_t return_address_of(const Slice* slice) {
  return slice->flags & slice_captured ? reinterpret_cast<uintptr_t>(&tiercel_captured_return) : slice->return_address;
}
inline uintptr_t frame_of(const Slice* slice) {
  return slice->flags & slice_captured ? capture_frame(slice->low) : slice->frame;
}

}  // namespace tiercel
