// The C++ halves of capture and throw; the assembly halves are in assembly.cpp.
#include "control/continuation.h"

#include <utility>

#include "control/assembly.h"
#include "control/slices.h"
#include "control/values.h"
#include "heap/poison.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

uint64_t door_flags(const ControlState& state) { return state.door->serial << continuation_door_shift; }
uint64_t door_of(Continuation* continuation) {
  return reinterpret_cast<Slice*>(continuation)->flags >> continuation_door_shift;
}

// Tail-calls what the context says.
constexpr Departure tail_call_instead{0, 0};

// The frames from here up to `end` are left without returning: what AddressSanitizer has marked between their variables would
// stay marked.
__attribute__((always_inline)) inline void leave_frames_below(uintptr_t end) {
  auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (end > here) unpoison_range(here, end - here);
}

Departure depart(const Jump& jump) {
  leave_frames_below(jump.stack_pointer);
  return {reinterpret_cast<uint64_t>(&jump), 0};
}

// Makes the assembly tail-call Scheme's `raise` with the pending condition.
Departure raise_instead(Context* ctx) {
  Value condition = take_pending(ctx);
  set_tail_call(ctx, ctx->isolate->root(Root::raise), 1, condition);
  return tail_call_instead;
}

Departure refuse(Context* ctx, const char* reason) {
  (void)raise_error(ctx, ErrorCode::T4003, {intern(ctx, reason)});
  return raise_instead(ctx);
}

bool is_open_outside(const ControlState& state, uint64_t serial) {
  for (const Door* door = state.door->outer; door != nullptr; door = door->outer)
    if (door->serial == serial) return true;
  return false;
}

// Leaves the innermost door; its C++ caller returns, and the Scheme below throws again from there.
Departure escape_through_door(Context* ctx, Continuation* continuation, Value values) {
  ControlState& state = control_of(ctx);
  state.door->status = DoorStatus::escaping;
  Jump& jump = state.jump;
  jump = {};
  jump.stack_pointer = state.door->base;
  jump.target = reinterpret_cast<uintptr_t>(&tiercel_door_return);
  jump.result = cons(ctx, value_of(continuation), values).bits;
  return depart(jump);
}

void restore_dynamic_state(Context* ctx, const Continuation* continuation) {
  ctx->winders = continuation->winders;
  ctx->handlers = continuation->handlers;
  ctx->parameters = continuation->parameters;
}

bool has_dynamic_state(const Context* ctx, const Continuation* continuation) {
  return ctx->winders == continuation->winders && ctx->handlers == continuation->handlers &&
         ctx->parameters == continuation->parameters;
}

// Goes on behind the call that captured, with `result` as its result.
Departure return_to(Context* ctx, Continuation* continuation, Value result) {
  auto* slice = reinterpret_cast<Slice*>(continuation);
  restore_dynamic_state(ctx, continuation);
  leave_frames_below(slice->low);
  if (ctx->in_place == value_of(continuation)) {  // nothing to save, and all that runs now lies below
    ctx->slices = ctx->in_place;
    pass_barrier(ctx, slice->low, capture_frame(slice->low));
    return {result.bits, slice->low};
  }
  cut_to_slice(ctx, slice);
  return {result.bits, slice->low + 1};
}

Value exit_word(Context* ctx, uintptr_t frame, ptrdiff_t place) {
  return {stack_word(ctx, frame - static_cast<uintptr_t>(place))};
}

void restore_exit_state(Context* ctx, uintptr_t frame) {
  ctx->handlers = exit_word(ctx, frame, exit_handlers);
  ctx->parameters = exit_word(ctx, frame, exit_parameters);
}

// Goes on in an exit frame with `result`, through the barrier at it if there is one.
Departure exit_jump(Context* ctx, uintptr_t frame, Value result, bool has_barrier) {
  ControlState& state = control_of(ctx);
  Jump& jump = state.jump;
  jump = {};
  jump.frame = frame;
  jump.stack_pointer = frame - exit_frame_bytes;
  jump.target = reinterpret_cast<uintptr_t>(&tiercel_exit_return);
  jump.result = result.bits;
  if (has_barrier) state.redirect = std::exchange(jump.target, reinterpret_cast<uintptr_t>(&tiercel_underflow));
  return depart(jump);
}

// Whether the continuation can be entered from here; if not, `*instead` is what to do.
bool may_enter(Context* ctx, Continuation* continuation, Departure* instead) {
  if (door_of(continuation) != control_of(ctx).door->serial) {
    *instead = refuse(ctx, "the call from C that it was captured in has returned");
    return false;
  }
  if (ctx->in_place == value_of(continuation)) return true;
  size_t bytes = bytes_to_save(ctx, reinterpret_cast<Slice*>(continuation));
  if (bytes == 0 || ctx->heap->has_room(bytes)) return true;
  (void)raise_error(ctx, ErrorCode::T4002, {make_fixnum(static_cast<int64_t>(ctx->heap->limit()))});
  *instead = raise_instead(ctx);
  return false;
}

}  // namespace

// --- Called by the assembly -----------------------------------------------------------------------------------------

Captured control_capture(Context* ctx, uintptr_t boundary) {
  ControlState& state = control_of(ctx);
  const Slice* top = slice_or_null(ctx->slices);
  if (top != nullptr && top->low == boundary + capture_frame_bytes && top->flags & slice_captured &&
      top->flags >> continuation_door_shift == state.door->serial &&
      has_dynamic_state(ctx, as_continuation(ctx->slices)))
    return {ctx->slices.bits, 0};
  Continuation* made = capture_slices(ctx, boundary, door_flags(state));
  auto* function = as_function(ctx->isolate->root(Root::continuation_function));
  made->header = make_header(ObjectKind::continuation);
  made->entry = continuation_entry;
  made->function = value_of(function);
  made->winders = ctx->winders;
  made->handlers = ctx->handlers;
  made->parameters = ctx->parameters;
  return {value_of(made).bits, reinterpret_cast<uintptr_t>(&tiercel_underflow)};
}

Departure control_throw_procedure(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  auto* continuation = reinterpret_cast<Continuation*>(self);
  bool here = door_of(continuation) == control_of(ctx).door->serial;
  if (--ctx->fuel < 0) request(ctx, request_fuel);
  // A loop may consist of throws alone, so a throw is a poll: where something is requested, Scheme's `rewind` throws,
  // whose entry polls.
  bool requested = ctx->requests.load(std::memory_order_relaxed) != 0;
  if (ctx->winders != continuation->winders || !here || requested) {
    set_tail_call(ctx, ctx->isolate->root(Root::rewind), 2, value_of(continuation),
                  arguments_list(ctx, argc, a0, a1, a2));
    return tail_call_instead;
  }
  Departure instead;
  if (!may_enter(ctx, continuation, &instead)) return instead;
  return return_to(ctx, continuation, argc == 1 ? a0 : set_values(ctx, argc, a0, a1, a2));
}

TIERCEL_RAW_STACK Departure control_exit(Context* ctx, Procedure*, int64_t argc, Value exit, Value value, Value a2) {
  auto frame = static_cast<uintptr_t>(fixnum_value(exit));
  if (--ctx->fuel < 0) request(ctx, request_fuel);
  constexpr int64_t with_one_value = 2;
  const Slice* top = slice_or_null(ctx->slices);
  const auto* words = reinterpret_cast<const Value*>(frame);  // if no barrier is between here and there
  uintptr_t boundary = frame - exit_frame_bytes;
  bool is_near = (top == nullptr || boundary < top->low) && boundary < ctx->watermark;
  if (is_near && argc == with_one_value && ctx->winders == words[-exit_winders / 8]) {
    ctx->handlers = words[-exit_handlers / 8];
    ctx->parameters = words[-exit_parameters / 8];
    leave_frames_below(boundary);
    return {value.bits, frame};
  }
  if (ctx->winders != continuation_winders(ctx, exit)) {
    Value values = as_pair(arguments_list(ctx, argc, exit, value, a2))->cdr;
    set_tail_call(ctx, ctx->isolate->root(Root::rewind), 2, exit, values);
    return tail_call_instead;
  }
  if (argc != with_one_value)
    value = set_values_from_list(ctx, as_pair(arguments_list(ctx, argc, exit, value, a2))->cdr);
  restore_exit_state(ctx, frame);
  if (cut_to_boundary(ctx, boundary, frame)) return exit_jump(ctx, frame, value, true);
  leave_frames_below(boundary);
  return {value.bits, frame};
}

Departure control_throw(Context* ctx, Procedure*, int64_t, Value target, Value values, Value) {
  if (is_fixnum(target)) {
    auto frame = static_cast<uintptr_t>(fixnum_value(target));
    restore_exit_state(ctx, frame);
    Value result = set_values_from_list(ctx, values);
    return exit_jump(ctx, frame, result, cut_to_boundary(ctx, frame - exit_frame_bytes, frame));
  }
  Continuation* continuation = as_continuation(target);
  if (is_open_outside(control_of(ctx), door_of(continuation))) return escape_through_door(ctx, continuation, values);
  Departure instead;
  if (!may_enter(ctx, continuation, &instead)) return instead;
  return return_to(ctx, continuation, set_values_from_list(ctx, values));
}

Departure control_call_in(Context* ctx, Procedure*, int64_t, Value target, Value thunk, Value) {
  Continuation* continuation = as_continuation(target);
  Departure instead;
  if (!may_enter(ctx, continuation, &instead)) return instead;
  auto* slice = reinterpret_cast<Slice*>(continuation);
  cut_to_slice(ctx, slice);
  restore_dynamic_state(ctx, continuation);
  Jump& jump = control_of(ctx).jump;
  Procedure* callee = as_procedure(thunk);
  jump = {};
  jump.frame = capture_frame(slice->low);
  jump.stack_pointer = slice->low;
  jump.return_slot = reinterpret_cast<uintptr_t>(&tiercel_underflow);
  jump.target = reinterpret_cast<uintptr_t>(callee->entry);
  jump.arguments[0] = reinterpret_cast<uint64_t>(ctx);
  jump.arguments[1] = reinterpret_cast<uint64_t>(callee);
  return depart(jump);
}

Departure control_escape(Context* ctx, Procedure*, int64_t, Value escape, Value thunk, Value) {
  ControlState& state = control_of(ctx);
  auto frame = static_cast<uintptr_t>(fixnum_value(escape));
  uintptr_t boundary = frame - escape_frame_bytes;
  Jump& jump = state.jump;
  jump = {};
  jump.frame = frame;
  jump.stack_pointer = boundary;
  jump.target = reinterpret_cast<uintptr_t>(&tiercel_escape_landing);
  if (cut_to_boundary(ctx, boundary, frame)) {
    state.redirect = jump.target;
    jump.target = reinterpret_cast<uintptr_t>(&tiercel_underflow);
  }
  set_tail_call(ctx, thunk, 0);
  return depart(jump);
}

Value continuation_winders(Context* ctx, Value target) {
  if (is_fixnum(target)) return exit_word(ctx, static_cast<uintptr_t>(fixnum_value(target)), exit_winders);
  return as_continuation(target)->winders;
}

// --- Roots ----------------------------------------------------------------------------------------------------------

Function* make_native_function(Context* ctx, const char* name, int64_t arity, Code entry) {
  Function* function = make_function(ctx);
  function->entry = entry;
  function->name = intern(ctx, name);
  function->arity = arity;
  return function;
}

void make_control_roots(Context* ctx) {
  constexpr int64_t any_number = 1;  // required count << 1 | has_rest
  Isolate* isolate = ctx->isolate;
  if (isolate->root(Root::continuation_function) != v_false) return;
  isolate->set_root(Root::continuation_function,
                    value_of(make_native_function(ctx, "continuation", any_number, continuation_entry)));
  // Called with nothing or with a new value: two clauses, see objects.scm.
  Function* parameter = make_native_function(ctx, "parameter", -1, parameter_entry);
  Value clauses = make_vector(ctx, 6, make_fixnum(0));  // (0 no-rest 0) (1 no-rest 0)
  as_vector(clauses)->elements[3] = make_fixnum(1);
  parameter->clauses = clauses;
  isolate->set_root(Root::parameter_function, value_of(parameter));
}

Value take_pending(Context* ctx) {
  Value pending = ctx->pending;
  ctx->pending = v_false;
  return pending;
}

}  // namespace tiercel
