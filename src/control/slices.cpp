// Capturing, saving, restoring: see slices.h for the scheme.
//
// Everything here reads and writes stack memory of other frames, so the functions that do are not instrumented by
// AddressSanitizer and copy with their own loop instead of an intercepted memcpy.
#include "control/slices.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "control/frame.h"
#include "object/allocate.h"
#include "heap/poison.h"
#include "object/barrier.h"

namespace tiercel {
namespace {

uintptr_t& word_at(uintptr_t address) { return *reinterpret_cast<uintptr_t*>(address); }

uintptr_t underflow_address() { return reinterpret_cast<uintptr_t>(&tiercel_underflow); }

using TwoWords [[gnu::vector_size(16), gnu::aligned(8), gnu::may_alias]] = uint64_t;

// `bytes` is a multiple of 16.
TIERCEL_RAW_STACK_PART void copy_words(void* to, const void* from, size_t bytes) {
  constexpr size_t bytes_few = 512;  // below, starting the string instruction takes longer than the copy
  if (bytes <= bytes_few) {
    auto* target = static_cast<TwoWords*>(to);
    auto* source = static_cast<const TwoWords*>(from);
    for (size_t i = 0; i < bytes / sizeof(TwoWords); i++) {
      target[i] = source[i];
      asm volatile("" ::: "memory");  // not to become a call of memcpy
    }
    return;
  }
  size_t words = bytes / 8;
  asm volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
}

// A return slot is at the high end of a frame; how far above the poll limit counts as having left the deep part.
uintptr_t reserve_exit(const ControlState& state) {
  return state.stack.lowest() + std::min(state.stack.limit() / 4, size_t{256} << 10);
}

// --- Making and linking ---------------------------------------------------------------------------------------------

TIERCEL_RAW_STACK_PART Value make_copy(Context* ctx, const void* bytes, size_t size) {
  StackCopy* copy;
  if (sizeof(StackCopy) + size < large_object_bytes) [[likely]] {
    copy = static_cast<StackCopy*>(allocate(ctx, sizeof(StackCopy) + size));
    copy->header = make_header(ObjectKind::stack_copy, size);
    ctx->heap->forbid_moving();
  } else {
    copy = make_stack_copy(ctx, size);
  }
  copy_words(copy->bytes, bytes, size);
  return value_of(copy);
}

Slice* make_slice(Context* ctx, uintptr_t low, uintptr_t high, uintptr_t return_address, uintptr_t frame, Value next) {
  auto* slice = static_cast<Slice*>(allocate(ctx, sizeof(Slice)));
  slice->header = make_header(ObjectKind::slice);
  slice->return_address = return_address;
  slice->frame = frame;
  slice->next = next;
  slice->low = low;
  slice->high = high;
  slice->copy = v_false;
  slice->older = v_false;
  slice->flags = 0;
  return slice;
}

TIERCEL_RAW_STACK_PART void push_in_place(Context* ctx, Slice* slice) {
  slice->flags |= slice_in_place;
  store_field(slice, &slice->older, ctx->in_place);
  ctx->in_place = link_to(slice);
}

TIERCEL_RAW_STACK_PART void pop_in_place(Context* ctx, Slice* slice) {
  assert(ctx->in_place == link_to(slice));
  ctx->in_place = slice->older;
  slice->flags &= ~slice_in_place;
  slice->older = v_false;
}

// --- The watermark --------------------------------------------------------------------------------------------------

// Puts back the return address that the watermark's patch displaced.
TIERCEL_RAW_STACK void unpatch_watermark(Context* ctx) {
  ControlState& state = control_of(ctx);
  if (state.watermark_return == 0) return;
  word_at(ctx->watermark - 8) = state.watermark_return;
  state.watermark_return = 0;
}

// Makes `boundary` the watermark.  It needs no patch of its own where control passes a barrier or the door anyway.
TIERCEL_RAW_STACK_PART void place_watermark(Context* ctx, uintptr_t boundary) {
  ControlState& state = control_of(ctx);
  assert(state.watermark_return == 0);
  ctx->watermark = boundary;
  uintptr_t& slot = word_at(boundary - 8);
  if (slot == underflow_address() || boundary >= state.door->base) return;
  state.watermark_return = slot;
  slot = underflow_address();
}

// The first boundary at least `bytes` above `boundary`, where `frame` is the frame pointer of the frame that starts
// there, but not beyond `limit`, which is itself a boundary.  `frame` becomes the frame pointer of the next one.  Never
// between an interpreter's handler and its entry: the handler goes on with the registers in the entry's frame without
// returning there first.
TIERCEL_RAW_STACK_PART uintptr_t boundary_above(uintptr_t boundary, uintptr_t& frame, size_t bytes, uintptr_t limit) {
  uintptr_t reached = boundary;
  bool inside;
  do {
    uintptr_t next = frame + 16;
    if (next >= limit || next <= reached) return limit;
    reached = next;
    inside = is_interpreter_entry(word_at(next - 8));
    frame = word_at(frame);
  } while (inside || reached - boundary < bytes);
  return reached;
}

// --- Saving and restoring -------------------------------------------------------------------------------------------

// Makes [boundary, high) a slice of its own, with its barrier.
TIERCEL_RAW_STACK Slice* split(Context* ctx, Slice* slice, uintptr_t boundary, uintptr_t frame) {
  ControlState& state = control_of(ctx);
  uintptr_t& slot = word_at(boundary - 8);
  uintptr_t return_address = slot;
  if (ctx->watermark == boundary && state.watermark_return != 0) {
    return_address = state.watermark_return;  // the barrier takes the slot over
    state.watermark_return = 0;
  }
  slot = underflow_address();
  Slice* rest = make_slice(ctx, boundary, slice->high, return_address, frame, slice->next);
  rest->flags |= slice->flags & slice_disposable;
  slice->high = boundary;
  store_field(slice, &slice->next, value_of(rest));
  return rest;
}

// Copies the slice's bytes to the heap.  The copy never holds the watermark's patch, for it outlives the watermark.
TIERCEL_RAW_STACK_PART void save_bytes(Context* ctx, Slice* slice) {
  ControlState& state = control_of(ctx);
  if (slice->flags & slice_disposable) return;
  size_t size = slice->high - slice->low;
  if (size != 0 || slice->copy == v_false) {
    Value copy = make_copy(ctx, reinterpret_cast<void*>(slice->low), size);
    if (state.watermark_return != 0 && ctx->watermark > slice->low && ctx->watermark < slice->high) {
      uint8_t* slot = as_stack_copy(copy)->bytes + (ctx->watermark - 8 - slice->low);
      memcpy(slot, &state.watermark_return, 8);
    }
    store_field(slice, &slice->copy, copy);
  }
  state.bytes_saved += size;
}

// Saves a slice whose stack memory is about to be used by others.  It is saved in pieces, so that calling its
// continuation again restores only as much as then runs, and what is captured after that shares the pieces above.  They
// grow upwards: frames further up are returned into more rarely.
TIERCEL_RAW_STACK void save_abandoned(Context* ctx, Slice* slice) {
  pop_in_place(ctx, slice);
  if (slice->flags & slice_disposable) return;
  for (size_t bytes = abandon_first_bytes;; bytes = std::min(2 * bytes, abandon_chunk_bytes)) {
    uintptr_t frame = frame_of(slice);
    uintptr_t boundary = boundary_above(slice->low, frame, bytes, slice->high);
    Slice* rest = boundary < slice->high ? split(ctx, slice, boundary, frame) : nullptr;
    save_bytes(ctx, slice);
    if (rest == nullptr) return;
    slice = rest;
  }
}

// Saves what is in place below `address`, except `kept`.
void save_in_place_below(Context* ctx, uintptr_t address, const Slice* kept) {
  for (Slice* slice; (slice = slice_or_null(ctx->in_place)) && slice != kept && slice->low < address;)
    save_abandoned(ctx, slice);
}

// The slice's first frames are about to run: saves them and moves the barrier above them.
TIERCEL_RAW_STACK_PART void save_running(Context* ctx, Slice* slice) {
  size_t& bytes = control_of(ctx).save_bytes;
  pop_in_place(ctx, slice);
  uintptr_t frame = frame_of(slice);
  uintptr_t boundary = boundary_above(slice->low, frame, bytes, slice->high);
  bytes = std::min(2 * bytes, save_chunk_bytes);
  if (boundary < slice->high) push_in_place(ctx, split(ctx, slice, boundary, frame));
  save_bytes(ctx, slice);
}

// Writes the slice's copy back to its place.  The caller runs below slice->low.
TIERCEL_RAW_STACK_PART void restore(Context* ctx, Slice* slice) {
  ControlState& state = control_of(ctx);
  // Above the restored range the watermark's slot may belong to a slice in place: put it right.  Inside the range it is
  // overwritten, below it is dead.
  if (ctx->watermark > slice->high) unpatch_watermark(ctx);
  state.watermark_return = 0;
  save_in_place_below(ctx, slice->high, nullptr);
  size_t size = slice->high - slice->low;
  unpoison_range(slice->low, size);
  copy_words(reinterpret_cast<void*>(slice->low), as_stack_copy(slice->copy)->bytes, size);
  state.bytes_restored += size;
  ctx->watermark = slice->high;
}

// Cuts a slice that is only a copy in two at `boundary`, and gives the part above.
Slice* split_copy(Context* ctx, Slice* slice, uintptr_t boundary, uintptr_t frame) {
  uint8_t* bytes = as_stack_copy(slice->copy)->bytes;
  size_t below = boundary - slice->low;
  uintptr_t return_address;
  memcpy(&return_address, bytes + below - 8, 8);
  Slice* rest = make_slice(ctx, boundary, slice->high, return_address, frame, slice->next);
  rest->copy = make_copy(ctx, bytes + below, slice->high - boundary);
  uintptr_t barrier = underflow_address();
  memcpy(bytes + below - 8, &barrier, 8);
  store_field(slice, &slice->copy, make_copy(ctx, bytes, below));
  slice->high = boundary;
  store_field(slice, &slice->next, value_of(rest));
  return rest;
}

}  // namespace

// --- Interface ------------------------------------------------------------------------------------------------------

// A barrier at `boundary`, below the top one, and the slice above it.
TIERCEL_RAW_STACK static Slice* slice_at(Context* ctx, uintptr_t boundary, uintptr_t frame) {
  ControlState& state = control_of(ctx);
  Slice* top = slice_or_null(ctx->slices);
  uintptr_t& slot = word_at(boundary - 8);
  uintptr_t return_address = slot;
  if (ctx->watermark == boundary && state.watermark_return != 0) {
    return_address = state.watermark_return;
    state.watermark_return = 0;
  }
  slot = underflow_address();
  uintptr_t high = top != nullptr ? top->low : state.door->base;
  Slice* slice = make_slice(ctx, boundary, high, return_address, frame, ctx->slices);
  push_in_place(ctx, slice);
  ctx->slices = value_of(slice);
  return slice;
}

void cut_to_slice(Context* ctx, Slice* target) {
  save_in_place_below(ctx, target->high, target);
  ctx->slices = link_to(target);
}

TIERCEL_RAW_STACK bool cut_to_boundary(Context* ctx, uintptr_t boundary, uintptr_t frame) {
  ControlState& state = control_of(ctx);
  Slice* top = slice_or_null(ctx->slices);
  if (top == nullptr || boundary < top->low) {
    if (ctx->watermark <= boundary) {
      state.watermark_return = 0;
      uintptr_t limit = top != nullptr ? top->low : state.door->base;
      place_watermark(ctx, boundary_above(boundary, frame, watermark_chunk_bytes, limit));
    }
    return false;
  }
  while (top->high <= boundary) top = slice_or_null(top->next);
  if (top->low < boundary) {
    Slice* rest;
    if (top->flags & slice_in_place) {
      save_in_place_below(ctx, top->low, nullptr);
      pop_in_place(ctx, top);
      rest = split(ctx, top, boundary, frame);
      push_in_place(ctx, rest);
      push_in_place(ctx, top);
    } else {
      rest = split_copy(ctx, top, boundary, frame);
    }
    top = rest;
  }
  cut_to_slice(ctx, top);
  return true;
}

TIERCEL_RAW_STACK uintptr_t stack_word(Context* ctx, uintptr_t address) {
  const Slice* slice = slice_or_null(ctx->slices);
  while (slice != nullptr && address >= slice->high) slice = slice_or_null(slice->next);
  if (slice == nullptr || address < slice->low || slice->flags & slice_in_place) return word_at(address);
  uintptr_t word;
  memcpy(&word, as_stack_copy(slice->copy)->bytes + (address - slice->low), sizeof word);
  return word;
}

void save_all_slices(Context* ctx) { save_in_place_below(ctx, ~uintptr_t{0}, nullptr); }

size_t bytes_to_save(Context* ctx, const Slice* target) {
  size_t bytes = 0;
  Slice* slice = slice_or_null(ctx->in_place);
  for (; slice != nullptr && slice != target && slice->low < target->high; slice = slice_or_null(slice->older))
    if (!(slice->flags & slice_disposable)) bytes += slice->high - slice->low;
  return bytes;
}

TIERCEL_RAW_STACK uintptr_t pass_barrier(Context* ctx, uintptr_t boundary, uintptr_t frame) {
  ControlState& state = control_of(ctx);
  Slice* top = slice_or_null(ctx->slices);
  if (state.in_reserve) leave_reserve(ctx, boundary);
  if (top->flags & slice_in_place) {
    if (!(top->flags & slice_captured)) top->frame = frame;
    save_running(ctx, top);
  } else {
    restore(ctx, top);
  }
  ctx->slices = top->next;
  if (ctx->watermark <= boundary) {
    state.watermark_return = 0;  // a patch below the boundary is in dead stack
    ctx->watermark = top->high;  // where the next barrier is, or the door
  }
  if (state.in_reserve) guard_reserve(ctx, frame);
  return return_address_of(top);
}

// Called by tiercel_underflow: control has returned to a patched slot.  Gives the address to go on at.  Never collects.
TIERCEL_RAW_STACK uintptr_t control_underflow(uintptr_t boundary, uintptr_t frame) {
  Context* ctx = running_context;
  ControlState& state = control_of(ctx);
  ++state.underflows;
  Slice* top = slice_or_null(ctx->slices);
  if (top == nullptr || top->low != boundary) {
    leave_reserve(ctx, boundary);
    assert(ctx->watermark == boundary && state.watermark_return != 0);
    uintptr_t target = state.watermark_return;
    state.watermark_return = 0;
    uintptr_t limit = top != nullptr ? top->low : state.door->base;
    place_watermark(ctx, boundary_above(boundary, frame, watermark_chunk_bytes, limit));
    return target;
  }
  uintptr_t target = pass_barrier(ctx, boundary, frame);
  uintptr_t redirect = state.redirect;
  state.redirect = 0;
  return redirect != 0 ? redirect : target;
}

TIERCEL_RAW_STACK void guard_reserve(Context* ctx, uintptr_t frame) {
  ControlState& state = control_of(ctx);
  Slice* top = slice_or_null(ctx->slices);
  uintptr_t limit = top != nullptr ? top->low : state.door->base;
  uintptr_t start = frame + 16;
  if (start >= limit) return;
  uintptr_t above = word_at(frame);
  uintptr_t wanted = reserve_exit(state);
  uintptr_t boundary = start >= wanted ? start : boundary_above(start, above, wanted - start, limit);
  if (boundary >= limit) return;
  slice_at(ctx, boundary, above)->flags |= slice_disposable;
}

void leave_reserve(Context* ctx, uintptr_t stack_pointer) {
  ControlState& state = control_of(ctx);
  if (!state.in_reserve || stack_pointer < reserve_exit(state)) return;
  state.in_reserve = false;
  uintptr_t low_limit = state.stack.reserve_limit();
  ctx->stack_limit.compare_exchange_strong(low_limit, state.stack.lowest());  // ~0 stays: a request is waiting
  // The frames of whoever calls this are in use; beyond them some stack is kept, because clearing its pages again takes
  // ten times as long as recursing through them does.
  constexpr uintptr_t kept = uintptr_t{64} << 20;
  uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  state.stack.release_below(std::min(stack_pointer, here) - kept);
}

void set_watermark_above(Context* ctx, uintptr_t frame) {
  unpatch_watermark(ctx);
  place_watermark(ctx, frame + 16);
}

}  // namespace tiercel
