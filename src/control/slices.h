// Slices: ranges of the stack that belong to captured continuations, and the barriers between them.
//
// A *boundary* is the stack pointer just after a frame has returned; the word below it is that frame's return slot.  A
// slice [low, high) lies between two boundaries.  Its *barrier* is the return slot below `low`: it holds the address of
// tiercel_underflow, and the slice keeps the return address that was there.
//
// Capturing makes a slice of everything above the return slot of the capturing call down to the next barrier: constant
// work, nothing is copied.  When control comes back to a barrier, the frame above it is about to run, hence to change:
// control_underflow first saves it (and a few more, up to `save_chunk_bytes`), makes what remains a slice of its own
// with a barrier further up, and goes on.  So a frame is copied at most once for each time it is captured and run, and
// a million nested captures copy each frame once.  Calling a continuation points the stack at its barrier and returns
// into it: if the bytes are still in place nothing is restored, else the slice's copy is written back to the same
// addresses, and the next slice follows when control gets there.
//
// The collector's watermark is one more patched return slot, with its own displaced return address in ControlState.
// This file knows nothing of winders, handlers or values.
#pragma once

#include <cstddef>
#include <cstdint>

#include "control/assembly.h"
#include "control/state.h"
#include "object/layouts.h"

namespace tiercel {

// For functions that read or write other functions' frames.
#define TIERCEL_RAW_STACK __attribute__((no_sanitize("address", "hwaddress", "memory", "thread"), noinline))

constexpr size_t save_chunk_bytes = 256;  // saved at once when frames are about to run
constexpr size_t abandon_chunk_bytes =
    4096;  // the largest piece when frames are saved because others will overwrite them
constexpr size_t watermark_chunk_bytes = 4096;  // how far the watermark moves at once

// Captures everything from `boundary` up.  `registers` are the callee-saved registers at that boundary.
Value capture_slices(Context* ctx, uintptr_t boundary, const SavedRegisters& registers);

// Saves every slice in place that a jump to `target` would overwrite or leave behind.  Afterwards the stack below
// target's low is free, and ctx->slices is `target`.
void cut_to_slice(Context* ctx, Slice* target);

// Makes `boundary`, which belongs to the frame with frame pointer `frame`, the place where control may go on next, as
// cut_to_slice does for a slice's low.  True if a slice begins there now, so that control must enter through its
// barrier; false if nothing captured is involved.
[[nodiscard]] bool cut_to_boundary(Context* ctx, uintptr_t boundary, uintptr_t frame);

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

inline Slice* slice_or_null(Value v) { return is_slice(v) ? as_slice(v) : nullptr; }

}  // namespace tiercel
