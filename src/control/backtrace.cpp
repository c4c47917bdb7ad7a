// Walks the stack, partly in place and partly in slices that are only copies.
#include "control/backtrace.h"

#include <algorithm>
#include <cstring>

#include "bytecode/instruction.h"
#include "bytecode/span_table.h"
#include "control/frame.h"
#include "control/library_code.h"
#include "control/native_code.h"
#include "control/slices.h"
#include "gen/errors.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

constexpr int64_t counted_max = 1'000'000;  // frames beyond the wanted ones: then counting stops
constexpr size_t cycle_max = 16;            // frames of a mutual recursion that is told as one
constexpr size_t outermost_kept = 5;        // frames at the other end

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
      if (slice->low == boundary) return return_address_of(slice);
    const ControlState& state = control_of(ctx_);
    return ctx_->watermark == boundary ? state.watermark_return : 0;
  }

 private:
  Context* ctx_;
  Slice* slice_;
};

bool is_heap_address(const Context* ctx, uintptr_t address) {
  return address % 8 == 0 && ctx->heap->space().find(address) != nullptr;
}

// Whether the words of a possible FrameHeader make sense together.  Words that were never written since the frame was
// made may hold a header of an earlier frame at the same address, whose objects may be gone.
bool is_live_frame(const Context* ctx, uintptr_t procedure_address, uintptr_t pc, LiveFrame* live) {
  if (!is_heap_address(ctx, procedure_address)) return false;
  auto* procedure = reinterpret_cast<Procedure*>(procedure_address);
  if (header_kind(procedure->header) != ObjectKind::procedure) return false;
  Value function = procedure->function;
  if (!is_object(function) || !is_heap_address(ctx, function.bits - tag_object) || !is_function(function)) return false;
  live->function = as_function(function);
  if (!is_code_block(live->function->code_block)) return false;
  const CodeBlock* code = as_code_block(live->function->code_block);
  auto first = reinterpret_cast<uintptr_t>(code->bytes);
  if (pc < first || pc >= first + header_length(code->header)) return false;
  live->instruction = reinterpret_cast<const Instruction*>(pc) - live->function->code;
  return live->instruction >= 0;
}

// An interpreter frame, where it was found on the stack.
struct FoundFrame {
  LiveFrame live;
  Value procedure;
  uintptr_t registers;  // address
  const Instruction* pc;
};

// The interpreter frame between the handler frame at `frame` and its entry's frame at `end`.
bool read_frame(const Context* ctx, const StackReader& stack, uintptr_t frame, uintptr_t end, FoundFrame* found) {
  uintptr_t return_address = stack.return_address(frame + 16);
  if (!is_interpreter_entry(return_address)) {
    found->procedure = v_false;  // nothing says which closure it is
    found->pc = nullptr;
    return native_ranges(ctx->isolate).find(return_address, &found->live) ||
           find_in_library_code(ctx, return_address, &found->live);
  }
  for (uintptr_t at = frame + 16; at + sizeof(FrameHeader) <= end; at += 8) {
    if (stack.word(at) != at + sizeof(FrameHeader)) continue;
    uintptr_t procedure = stack.word(at + 8), pc = stack.word(at + 16);
    if (!is_live_frame(ctx, procedure, pc, &found->live)) continue;
    found->procedure = value_of(reinterpret_cast<Procedure*>(procedure));
    found->registers = at + sizeof(FrameHeader);
    found->pc = reinterpret_cast<const Instruction*>(pc);
    return true;
  }
  return false;
}

// What `caller` called, if that is not `callee`, whose frame lies directly on it: then tail calls led from one to the
// other.  Primitives such as `apply` always do that, and there is nothing to say about it.  A frame of native code does
// not tell the closure that runs, and what it called only as far as the code says it.
Function* tail_caller(const Context* ctx, const StackReader& stack, const FoundFrame& caller,
                      const FoundFrame& callee) {
  if (!caller.pc) {
    if (!ctx->isolate->called_function) return nullptr;
    Function* function = ctx->isolate->called_function(caller.live.function, caller.live.instruction);
    return function != callee.live.function ? function : nullptr;
  }
  if (!ctx->isolate->callee_register) return nullptr;
  int index = ctx->isolate->callee_register(caller.pc);
  if (index < 0) return nullptr;
  Value called{stack.word(caller.registers + static_cast<uintptr_t>(index) * sizeof(Value))};
  if (called == callee.procedure || !is_procedure(called)) return nullptr;
  Function* function = function_of(as_procedure(called));
  if (callee.procedure == v_false && function == callee.live.function) return nullptr;
  return is_code_unit(function->unit) ? function : nullptr;
}

// Walks the frames from the innermost on.
class FrameWalk {
 public:
  explicit FrameWalk(Context* ctx)
      : ctx_(ctx), stack_(ctx), frame_(reinterpret_cast<uintptr_t>(__builtin_frame_address(0))) {
    ahead_ = find();
  }

  bool next(LiveFrame* frame) {
    if (!ahead_) return false;
    FoundFrame current = found_;
    // Where the frame of whoever called this one directly is recognised: native code calls from its own frame, the
    // interpreter from that of a handler.
    uintptr_t native_caller = entry_frame_, caller = stack_.word(entry_frame_);
    ahead_ = find();
    if (ahead_ && handler_frame_ == (found_.pc ? caller : native_caller))
      current.live.called = tail_caller(ctx_, stack_, found_, current);
    *frame = current.live;
    return true;
  }

 private:
  bool find() {
    while (frame_ % 8 == 0 && stack_.reach(frame_)) {
      uintptr_t end = stack_.word(frame_);
      if (end <= frame_) return false;
      // A loop that went on in native code has its frame where the handler's was: both frames are one call.
      bool continued = native_frame_ == frame_ && is_interpreter_entry(stack_.return_address(frame_ + 16));
      handler_frame_ = frame_;
      entry_frame_ = frame_ = end;
      if (continued || !read_frame(ctx_, stack_, handler_frame_, end, &found_)) continue;
      native_frame_ = found_.pc ? 0 : end;
      return stack_.reach(end);
    }
    return false;
  }

  Context* ctx_;
  StackReader stack_;
  uintptr_t frame_, handler_frame_ = 0, entry_frame_ = 0;
  uintptr_t native_frame_ = 0;  // of the frame found last, if that is one of native code
  FoundFrame found_{};
  bool ahead_;
};

// The smallest number of frames that the end of `frames` repeats at least once; 0 if there is none.
size_t cycle_at_end(const std::vector<LiveFrame>& frames) {
  for (size_t cycle = 1; cycle <= cycle_max && 2 * cycle <= frames.size(); cycle++) {
    auto from = frames.end() - static_cast<ptrdiff_t>(cycle);
    if (std::equal(from, frames.end(), from - static_cast<ptrdiff_t>(cycle))) return cycle;
  }
  return 0;
}

// Frames of the kernel on top say how the error was raised, not where.  The kernel is the unit of `raise`, or a part of it.
bool is_kernel(const Context* ctx, const Function* function) {
  Value raise = ctx->isolate->root(Root::raise);
  if (!is_procedure(raise) || function_of(as_procedure(raise))->unit != function->unit) return false;
  std::string_view hidden = ctx->isolate->hidden_functions;
  return hidden.empty() ||
         (static_cast<size_t>(function->index) < hidden.size() && hidden[static_cast<size_t>(function->index)]);
}

}  // namespace

Backtrace live_frames(Context* ctx, size_t wanted, int64_t counted) {
  Backtrace trace;
  FrameWalk walk(ctx);
  bool outside = false, in_cycle = false;
  int64_t further = 0;
  LiveFrame frame{};
  while (walk.next(&frame)) {
    outside = outside || !is_kernel(ctx, frame.function);
    if (!outside) continue;
    if (trace.frames.size() < wanted) {
      trace.frames.push_back(frame);
      continue;
    }
    if (further == 0) trace.cycle = static_cast<int64_t>(cycle_at_end(trace.frames)), in_cycle = trace.cycle > 0;
    if (further++ == counted) {
      trace.complete = false;
      break;
    }
    in_cycle =
        in_cycle && frame == trace.frames[wanted - static_cast<size_t>(trace.cycle - trace.cyclic % trace.cycle)];
    if (in_cycle) {
      trace.cyclic++;
      continue;
    }
    if (trace.outermost.size() == outermost_kept) trace.outermost.erase(trace.outermost.begin()), trace.omitted++;
    trace.outermost.push_back(frame);
  }
  if (trace.complete) return trace;
  trace.omitted += static_cast<int64_t>(trace.outermost.size());
  trace.outermost.clear();
  return trace;
}

Span span_of(LiveFrame frame) {
  if (!is_code_unit(frame.function->unit)) return {};
  const CodeUnit* unit = as_code_unit(frame.function->unit);
  if (!is_bytevector(unit->spans)) return {};
  const Bytevector* table = as_bytevector(unit->spans);
  return bytecode::find_span({table->bytes, header_length(table->header)}, static_cast<uint32_t>(frame.function->index),
                             static_cast<uint32_t>(frame.instruction));
}

// A recursion that found no room for one more call has not begun that call.
static void leave_out_call_without_room(const Condition* condition, std::vector<LiveFrame>& frames) {
  bool overflow = condition->code == make_fixnum(static_cast<int64_t>(ErrorCode::T4001));
  if (overflow && frames.size() > 1 && frames[0].instruction == 0) frames.erase(frames.begin());
}

std::vector<LiveFrame> frames_of(const Condition* condition) {
  std::vector<LiveFrame> frames;
  if (!is_vector(condition->backtrace)) return frames;
  const Vector* words = as_vector(condition->backtrace);
  for (int64_t i = 0; i + 2 < vector_length(words); i += 3) {
    Value called = words->elements[i + 2];
    frames.push_back({as_function(words->elements[i]), fixnum_value(words->elements[i + 1]),
                      is_function(called) ? as_function(called) : nullptr});
  }
  return frames;
}

void describe_condition(Context* ctx, Condition* condition) {
  constexpr size_t frames_kept = 24;
  const ControlState& state = control_of(ctx);
  if (state.door == nullptr) return;
  std::vector<LiveFrame> frames = live_frames(ctx, frames_kept, 0).frames;
  leave_out_call_without_room(condition, frames);
  if (frames.empty()) return;
  Value words = make_vector(ctx, static_cast<int64_t>(frames.size()) * 3, v_false);
  if (words == v_pending) return;
  Value* word = as_vector(words)->elements;
  for (const LiveFrame& frame : frames) {
    *word++ = value_of(frame.function);
    *word++ = make_fixnum(frame.instruction);
    *word++ = frame.called ? value_of(frame.called) : v_false;
  }
  condition->backtrace = words;
  if (Span span = span_of(frames[0]); span.known())
    condition->location = cons(ctx, make_fixnum(span.file),
                               cons(ctx, make_fixnum(span.begin), cons(ctx, make_fixnum(span.end), v_empty)));
}

const Backtrace& noted_backtrace(Context* ctx) {
  static const Backtrace none;
  const Backtrace* noted = control_of(ctx).noted;
  return noted != nullptr ? *noted : none;
}

// The frames where the object was made, if it is a condition that knows them, else where it was raised.
Value prim_note_backtrace(Context* ctx, Value object) {
  constexpr size_t frames_noted = 50;
  ControlState& state = control_of(ctx);
  auto* noted = new Backtrace(live_frames(ctx, frames_noted, counted_max));
  if (is_condition(object)) {
    leave_out_call_without_room(as_condition(object), noted->frames);
    std::vector<LiveFrame> frames = frames_of(as_condition(object));
    bool raised_elsewhere = !frames.empty() && (noted->frames.empty() || !(frames[0] == noted->frames[0]));
    if (raised_elsewhere) *noted = {.frames = frames};
  }
  delete state.noted;
  state.noted = noted;
  return v_unspecified;
}

}  // namespace tiercel
