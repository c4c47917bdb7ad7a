// Walks the stack, partly in place and partly in slices that are only copies.
#include "control/backtrace.h"

#include <cstring>

#include "bytecode/instruction.h"
#include "bytecode/span_table.h"
#include "control/frame.h"
#include "control/slices.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

constexpr int64_t omitted_max = 1'000'000;  // then counting stops

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

// The interpreter frame between the handler frame at `frame` and its entry's frame at `end`.
bool read_frame(const Context* ctx, const StackReader& stack, uintptr_t frame, uintptr_t end, LiveFrame* live) {
  if (!is_interpreter_entry(stack.return_address(frame + 16))) return false;
  for (uintptr_t at = frame + 16; at + sizeof(FrameHeader) <= end; at += 8) {
    if (stack.word(at) != at + sizeof(FrameHeader)) continue;
    if (is_live_frame(ctx, stack.word(at + 8), stack.word(at + 16), live)) return true;
  }
  return false;
}

// The unit of `raise`: frames of the kernel on top say how the error was raised, not where.
Value kernel_unit(const Context* ctx) {
  Value raise = ctx->isolate->root(Root::raise);
  return is_procedure(raise) ? function_of(as_procedure(raise))->unit : v_false;
}

}  // namespace

Backtrace live_frames(Context* ctx, size_t wanted, int64_t counted) {
  Backtrace trace;
  StackReader stack(ctx);
  Value kernel = kernel_unit(ctx);
  bool outside = false;
  auto frame = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  while (trace.omitted <= counted && frame % 8 == 0 && stack.reach(frame)) {
    uintptr_t next = stack.word(frame);
    if (next <= frame) break;
    LiveFrame live;
    if (read_frame(ctx, stack, frame, next, &live) && (outside || kernel == v_false || live.function->unit != kernel)) {
      outside = true;
      if (trace.frames.size() < wanted) trace.frames.push_back(live);
      else if (counted == 0) break;
      else trace.omitted++;
    }
    frame = next;
  }
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

std::vector<LiveFrame> frames_of(const Condition* condition) {
  std::vector<LiveFrame> frames;
  if (!is_vector(condition->backtrace)) return frames;
  const Vector* words = as_vector(condition->backtrace);
  for (int64_t i = 0; i + 1 < vector_length(words); i += 2)
    frames.push_back({as_function(words->elements[i]), fixnum_value(words->elements[i + 1])});
  return frames;
}

void describe_condition(Context* ctx, Condition* condition) {
  constexpr size_t frames_kept = 24;
  const ControlState& state = control_of(ctx);
  if (state.door == nullptr) return;
  Backtrace trace = live_frames(ctx, frames_kept, 0);
  if (trace.frames.empty()) return;
  Value words = make_vector(ctx, static_cast<int64_t>(trace.frames.size()) * 2, v_false);
  if (words == v_pending) return;
  Value* word = as_vector(words)->elements;
  for (const LiveFrame& frame : trace.frames) {
    *word++ = value_of(frame.function);
    *word++ = make_fixnum(frame.instruction);
  }
  condition->backtrace = words;
  if (Span span = span_of(trace.frames[0]); span.known())
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
  auto* noted = new Backtrace(live_frames(ctx, frames_noted, omitted_max));
  if (is_condition(object)) {
    std::vector<LiveFrame> frames = frames_of(as_condition(object));
    bool raised_elsewhere = !frames.empty() && (noted->frames.empty() || !(frames[0] == noted->frames[0]));
    if (raised_elsewhere) *noted = {frames, 0};
  }
  delete state.noted;
  state.noted = noted;
  return v_unspecified;
}

}  // namespace tiercel
