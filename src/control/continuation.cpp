// The C++ halves of capture and throw; the assembly halves are in assembly.cpp.
#include "control/continuation.h"

#include <cassert>
#include <cstring>

#include "control/assembly.h"
#include "control/slices.h"
#include "control/values.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

Continuation* make_continuation(Context* ctx, Value slices) {
  auto* made = static_cast<Continuation*>(allocate(ctx, sizeof(Continuation)));
  made->header = make_header(ObjectKind::continuation);
  made->slices = slices;
  made->winders = ctx->winders;
  made->handlers = ctx->handlers;
  made->parameters = ctx->parameters;
  made->stack = control_of(ctx).door->serial;
  return made;
}

// Makes the assembly tail-call Scheme's `raise` with the pending condition.
const Jump* raise_instead(Context* ctx) {
  Value condition = take_pending(ctx);
  set_tail_call(ctx, ctx->isolate->root(Root::raise), 1, condition);
  return nullptr;
}

const Jump* refuse(Context* ctx, const char* reason) {
  (void)raise_error(ctx, ErrorCode::T4003, {intern(ctx, reason)});
  return raise_instead(ctx);
}

bool is_open_outside(const ControlState& state, uint64_t serial) {
  for (const Door* door = state.door->outer; door != nullptr; door = door->outer)
    if (door->serial == serial) return true;
  return false;
}

// Leaves the innermost door; its C++ caller returns, and the Scheme below throws again from there.
const Jump* escape_through_door(Context* ctx, Continuation* continuation, Value values) {
  ControlState& state = control_of(ctx);
  state.door->status = DoorStatus::escaping;
  Jump& jump = state.jump;
  jump = {};
  jump.stack_pointer = state.door->base;
  jump.target = reinterpret_cast<uintptr_t>(&tiercel_door_return);
  jump.result = cons(ctx, value_of(continuation), values).bits;
  return &jump;
}

// Points the jump at the continuation's barrier and restores the dynamic state.
Jump& aim(Context* ctx, Continuation* continuation) {
  ControlState& state = control_of(ctx);
  Slice* slice = as_slice(continuation->slices);
  cut_to_slice(ctx, slice);
  ctx->winders = continuation->winders;
  ctx->handlers = continuation->handlers;
  ctx->parameters = continuation->parameters;
  Jump& jump = state.jump;
  jump = {};
  jump.registers = {slice->rbx, slice->r12, slice->r13, slice->r14, slice->r15, slice->frame};
  jump.stack_pointer = slice->low;
  jump.target = reinterpret_cast<uintptr_t>(&tiercel_underflow);
  return jump;
}

// Whether the continuation can be entered from here; if not, `*instead` is what to do.
bool may_enter(Context* ctx, Continuation* continuation, const Jump** instead) {
  if (continuation->stack != control_of(ctx).door->serial) {
    *instead = refuse(ctx, "the call from C that it was captured in has returned");
    return false;
  }
  size_t bytes = bytes_to_save(ctx, as_slice(continuation->slices));
  if (bytes == 0 || ctx->heap->has_room(bytes)) return true;
  (void)raise_error(ctx, ErrorCode::T4002, {make_fixnum(static_cast<int64_t>(ctx->heap->limit()))});
  *instead = raise_instead(ctx);
  return false;
}

void aim_at_procedure(Jump& jump, Context* ctx, Value procedure) {
  jump.return_slot = jump.target;
  Procedure* callee = as_procedure(procedure);
  jump.target = reinterpret_cast<uintptr_t>(callee->entry);
  jump.arguments[0] = reinterpret_cast<uint64_t>(ctx);
  jump.arguments[1] = reinterpret_cast<uint64_t>(callee);
}

}  // namespace

// --- Called by the assembly -----------------------------------------------------------------------------------------

void control_capture(Context* ctx, const SavedRegisters* registers, uintptr_t boundary, int64_t, Value receiver) {
  Continuation* continuation = make_continuation(ctx, capture_slices(ctx, boundary, *registers));
  Procedure* procedure = make_closure(ctx, as_function(ctx->isolate->root(Root::continuation_function)), 1);
  procedure->elements[0] = value_of(continuation);
  set_tail_call(ctx, receiver, 1, value_of(procedure));
}

const Jump* control_throw_procedure(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2) {
  Continuation* continuation = as_continuation(self->elements[0]);
  bool here = continuation->stack == control_of(ctx).door->serial;
  if (--ctx->fuel < 0) request(ctx, request_fuel);
  // A loop may consist of throws alone, so a throw is a poll: where something is requested, Scheme's `rewind` throws,
  // whose entry polls.
  bool requested = ctx->requests.load(std::memory_order_relaxed) != 0;
  if (ctx->winders != continuation->winders || !here || requested) {
    set_tail_call(ctx, ctx->isolate->root(Root::rewind), 2, value_of(continuation),
                  arguments_list(ctx, argc, a0, a1, a2));
    return nullptr;
  }
  const Jump* instead;
  if (!may_enter(ctx, continuation, &instead)) return instead;
  uint64_t result = (argc == 1 ? a0 : set_values(ctx, argc, a0, a1, a2)).bits;
  Jump& jump = aim(ctx, continuation);
  jump.result = result;
  return &jump;
}

const Jump* control_throw(Context* ctx, Procedure*, int64_t, Value target, Value values, Value) {
  Continuation* continuation = as_continuation(target);
  if (is_open_outside(control_of(ctx), continuation->stack)) return escape_through_door(ctx, continuation, values);
  const Jump* instead;
  if (!may_enter(ctx, continuation, &instead)) return instead;
  Value result = set_values_from_list(ctx, values);
  Jump& jump = aim(ctx, continuation);
  jump.result = result.bits;
  return &jump;
}

const Jump* control_call_in(Context* ctx, Procedure*, int64_t, Value target, Value thunk, Value) {
  Continuation* continuation = as_continuation(target);
  const Jump* instead;
  if (!may_enter(ctx, continuation, &instead)) return instead;
  Jump& jump = aim(ctx, continuation);
  aim_at_procedure(jump, ctx, thunk);
  return &jump;
}

const Jump* control_escape(Context* ctx, Procedure*, int64_t, Value escape, Value thunk, Value) {
  ControlState& state = control_of(ctx);
  auto frame = static_cast<uintptr_t>(fixnum_value(escape));
  uintptr_t boundary = frame - escape_frame_bytes;
  Jump& jump = state.jump;
  jump = {};
  jump.registers.rbp = frame;
  jump.stack_pointer = boundary;
  jump.target = reinterpret_cast<uintptr_t>(&tiercel_escape_landing);
  if (cut_to_boundary(ctx, boundary, frame)) {
    state.redirect = jump.target;
    jump.target = reinterpret_cast<uintptr_t>(&tiercel_underflow);
  }
  set_tail_call(ctx, thunk, 0);
  return &jump;
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
