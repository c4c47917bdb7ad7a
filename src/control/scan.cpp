// Reports the stacks' words to the collector, and leaves out the dead registers of interpreter frames.
//
// The frames are found by the chain of frame pointers, as in a backtrace (frame.h).  Where the chain leads out of the
// range, or into a part of the stack that is only a copy in the heap, what remains is reported whole: a word too many
// keeps garbage, a word too few would lose an object.
#include "control/scan.h"

#include "control/assembly.h"
#include "control/frame.h"
#include "control/slices.h"
#include "control/state.h"
#include "object/layouts.h"

namespace tiercel {
namespace {

// The return addresses of frames that are in place, also behind barriers and the watermark.  To be asked upwards.
class ReturnAddresses {
 public:
  explicit ReturnAddresses(Context* ctx) : ctx_(ctx), slice_(slice_or_null(ctx->slices)) {}

  // Whether the words around `boundary` are what is to be returned into, and not left over beside a copy.
  bool in_place(uintptr_t boundary) {
    while (slice_ != nullptr && boundary >= slice_->high) slice_ = slice_or_null(slice_->next);
    return slice_ == nullptr || boundary < slice_->low || slice_->flags & slice_in_place;
  }

  // Of the frame that ends at `boundary`; 0 if that is not known.
  TIERCEL_RAW_STACK uintptr_t at(uintptr_t boundary) const {
    auto address = *reinterpret_cast<const uintptr_t*>(boundary - 8);
    if (address != reinterpret_cast<uintptr_t>(&tiercel_underflow)) return address;
    if (slice_ != nullptr && slice_->low == boundary) return return_address_of(slice_);
    return ctx_->watermark == boundary ? control_of(ctx_).watermark_return : 0;
  }

 private:
  Context* ctx_;
  const Slice* slice_;
};

// The FrameHeader in [low, high), which holds one for certain; null if a stale word looks like another.
TIERCEL_RAW_STACK const FrameHeader* only_header(uintptr_t low, uintptr_t high) {
  const FrameHeader* found = nullptr;
  for (uintptr_t at = low; at + sizeof(FrameHeader) <= high; at += 8) {
    auto* header = reinterpret_cast<const FrameHeader*>(at);
    if (reinterpret_cast<uintptr_t>(header->registers) != at + sizeof(FrameHeader)) continue;
    if (found != nullptr) return nullptr;
    found = header;
  }
  return found;
}

class FrameScan {
 public:
  FrameScan(Context* ctx, StackSink& sink) : ctx_(ctx), sink_(sink), map_(ctx->isolate->frame_map.get()) {}

  // [frame, high), where `frame` is the lowest frame pointer.
  TIERCEL_RAW_STACK void scan(uintptr_t frame, uintptr_t high) {
    ReturnAddresses addresses(ctx_);
    reported_ = frame;
    while (map_ != nullptr) {
      auto next = *reinterpret_cast<const uintptr_t*>(frame);
      uintptr_t boundary = frame + 16;
      if (next % 8 != 0 || next < boundary || next >= high || !addresses.in_place(boundary)) break;
      uintptr_t return_address = addresses.at(boundary);
      if (is_interpreter_entry(return_address)) scan_frame(return_address, frame, next);
      frame = next;
    }
    sink_.ambiguous(reported_, high);
  }

 private:
  // The interpreter frame between its handler's frame and its entry's.
  TIERCEL_RAW_STACK void scan_frame(uintptr_t return_address, uintptr_t handler, uintptr_t entry) {
    if (return_address != return_address_) {
      return_address_ = return_address;
      distance_ = map_->header_distance(return_address);
    }
    const FrameHeader* header =
        distance_ != 0 ? reinterpret_cast<const FrameHeader*>(entry - distance_) : only_header(handler + 16, entry);
    FrameShape shape;
    if (header == nullptr || !map_->find(function_of(header->procedure), header->pc, &shape)) return;
    auto registers = reinterpret_cast<uintptr_t>(header->registers);
    // Between two interpreter frames lie what the lower entry saved of the upper one's state, and return addresses: the
    // procedure apart, no value but left-over ones.
    bool right_above = shape.calling && handler == caller_;
    auto procedure = reinterpret_cast<uintptr_t>(&header->procedure);
    sink_.ambiguous(right_above ? procedure : reported_, procedure + sizeof header->procedure);
    report_runs(registers, shape.live);
    reported_ = registers + static_cast<uintptr_t>(shape.slots) * 8;
    caller_ = *reinterpret_cast<const uintptr_t*>(entry);
  }

  void report_runs(uintptr_t registers, uint64_t live) {
    while (live != 0) {
      int first = __builtin_ctzll(live);
      uint64_t from_first = live >> first;
      int count = ~from_first == 0 ? 64 - first : __builtin_ctzll(~from_first);
      uintptr_t run = registers + static_cast<uintptr_t>(first) * 8;
      sink_.ambiguous(run, run + static_cast<uintptr_t>(count) * 8);
      live = first + count < 64 ? live & ~uint64_t{0} << (first + count) : 0;
    }
  }

  Context* ctx_;
  StackSink& sink_;
  FrameMap* map_;
  uintptr_t reported_ = 0;                       // everything below was
  uintptr_t return_address_ = 0, distance_ = 0;  // what was asked last
  uintptr_t caller_ = 0;  // frame pointer of the handler that called the interpreter frame met last
};

// Where the part of the context's Scheme stack that is in use begins; 0 if none is.  A context whose Scheme waits for
// another one's left its stack where that one's door was opened.
uintptr_t used_from(Context* ctx, uintptr_t collector_frame) {
  const ControlState& state = control_of(ctx);
  if (state.stack.contains(collector_frame)) return collector_frame;
  if (state.scheme_stack_pointer != 0) return state.scheme_stack_pointer;
  uintptr_t lowest = 0;
  for (const Context* other : ctx->isolate->contexts) {
    uintptr_t left_at = other->c_stack_low;
    if (state.stack.contains(left_at) && (lowest == 0 || left_at < lowest)) lowest = left_at;
  }
  return lowest;
}

bool on_a_scheme_stack(const Isolate* isolate, uintptr_t address) {
  for (const Context* ctx : isolate->contexts)
    if (ctx->control != nullptr && control_of(const_cast<Context*>(ctx)).stack.contains(address)) return true;
  return false;
}

// A program under AddressSanitizer may keep local variables in frames beside the stack, which then holds their addresses.
extern "C" __attribute__((weak)) void* __asan_get_current_fake_stack();
extern "C" __attribute__((weak)) void* __asan_addr_is_in_fake_stack(void* fake_stack, void* address, void** low,
                                                                    void** high);

TIERCEL_RAW_STACK void report_c_stack(StackSink& sink, uintptr_t low, uintptr_t high) {
  sink.ambiguous(low, high);
  void* fake_stack = __asan_get_current_fake_stack ? __asan_get_current_fake_stack() : nullptr;
  if (fake_stack == nullptr) return;
  for (uintptr_t at = low; at < high; at += 8) {
    void *frame_low, *frame_high;
    if (__asan_addr_is_in_fake_stack(fake_stack, *reinterpret_cast<void**>(at), &frame_low, &frame_high))
      sink.ambiguous(reinterpret_cast<uintptr_t>(frame_low), reinterpret_cast<uintptr_t>(frame_high));
  }
}

}  // namespace

// The C stack is short and has no watermark.
void scan_stacks(Context* ctx, StackSink& sink, uintptr_t collector_frame, bool full) {
  if (ctx->control == nullptr) return;
  if (full && ctx->isolate->frame_map) ctx->isolate->frame_map->forget();
  if (uintptr_t low = used_from(ctx, collector_frame)) {
    uintptr_t high = full ? ctx->stack_base : ctx->watermark;
    if (low == collector_frame && low < high) FrameScan(ctx, sink).scan(low, high);
    else if (low < high) sink.ambiguous(low, high);
  }
  auto displaced = reinterpret_cast<uintptr_t>(&control_of(ctx).watermark_return);
  sink.ambiguous(displaced, displaced + sizeof(uintptr_t));
  uintptr_t c_low = ctx->c_stack_low;
  if (collector_frame < ctx->c_stack_high && !on_a_scheme_stack(ctx->isolate, collector_frame) &&
      (c_low == 0 || collector_frame < c_low))
    c_low = collector_frame;
  if (c_low != 0 && !on_a_scheme_stack(ctx->isolate, c_low)) report_c_stack(sink, c_low, ctx->c_stack_high);
}

}  // namespace tiercel
