// See poll.h.  The functions through which Scheme is called keep no state but words in registers and their frames.
#include "control/poll.h"

#include "control/assembly.h"
#include "control/continuation.h"
#include "control/door.h"
#include "control/fuel.h"
#include "control/slices.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {

namespace {

// A condition and the procedure that raises it, or neither.
struct Delivery {
  Value procedure;
  Value argument;
};
constexpr Delivery nothing{v_false, v_false};

// Uncaught by definition when Scheme's half of the runtime is not there yet.
[[noreturn]] void leave_with(Context* ctx, DoorStatus status, Value value) {
  Door* door = control_of(ctx).door;
  door->status = status;
  tiercel_leave(value, door->base);
}

Delivery deliver(Context* ctx, Root root, ErrorCode code, size_t bytes) {
  Value condition = make_condition(ctx, code, {make_fixnum(static_cast<int64_t>(bytes))});
  Value procedure = ctx->isolate->root(root);
  if (!is_procedure(procedure)) leave_with(ctx, DoorStatus::condition, condition);
  return {procedure, condition};
}

// The stack pointer is below the limit in force.  The first time, handlers get the reserve to run in; when that is used
// up too, the evaluation ends.
Delivery overflow(Context* ctx, uintptr_t frame) {
  ControlState& state = control_of(ctx);
  Delivery delivery = deliver(ctx, Root::stack_overflow, ErrorCode::T4001, state.stack.limit());
  if (state.in_reserve) leave_with(ctx, DoorStatus::condition, delivery.argument);
  state.in_reserve = true;
  ctx->stack_limit.store(state.stack.reserve_limit());
  guard_reserve(ctx, frame);
  return delivery;
}

// Collects if that was requested.  The frames above the polling one have not run since, until control returns to them.
__attribute__((noinline)) void collect_if_requested(Context* ctx, uint32_t requests, uintptr_t frame) {
  if (!(requests & request_collect)) return;
  collect_gc(ctx, false);
  set_watermark_above(ctx, frame);
}

// What the poll has to deliver after the collection.
__attribute__((noinline)) Delivery next_delivery(Context* ctx, uintptr_t lowest, uintptr_t frame) {
  ControlState& state = control_of(ctx);
  ctx->stack_limit.store(normal_stack_limit(state));
  uint32_t requests = ctx->requests.exchange(0);
  collect_if_requested(ctx, requests, frame);
  if ((requests & request_publish) && ctx->isolate->publish_code) ctx->isolate->publish_code(ctx->isolate);
  if ((requests & request_fuel_watch) && charge_processor_time(ctx)) leave_out_of_fuel(ctx);
  if (requests & request_fuel) leave_out_of_fuel(ctx);
  Delivery delivery = nothing;
  uint32_t later = requests & (request_out_of_memory | request_interrupt);
  if (lowest <= normal_stack_limit(state)) {
    delivery = overflow(ctx, frame);
  } else if (requests & request_out_of_memory) {
    // The heap asks once for each time that a full collection did not help, or when an injected failure is due.
    delivery = deliver(ctx, Root::out_of_memory, ErrorCode::T4002, ctx->heap->limit());
    later &= ~request_out_of_memory;
  }
  if (delivery.procedure != v_false) {
    if (later & request_out_of_memory) request(ctx, request_out_of_memory);
    if (later & request_interrupt) request(ctx, request_interrupt);
    return delivery;
  }
  Value interrupt = ctx->isolate->root(Root::interrupt);
  if (requests & request_interrupt) {
    if (!is_procedure(interrupt)) leave_with(ctx, DoorStatus::interrupted, v_unspecified);
    return {interrupt, v_false};
  }
  if (state.interrupt_every_poll && is_procedure(interrupt)) return {interrupt, v_true};
  return nothing;
}

}  // namespace

__attribute__((noinline)) void poll_scheme(Context* ctx, uintptr_t lowest) {
  Delivery delivery = next_delivery(ctx, lowest, reinterpret_cast<uintptr_t>(__builtin_frame_address(0)));
  bool test_mode = control_of(ctx).interrupt_every_poll;
  if (delivery.procedure != v_false) {
    if (test_mode) control_of(ctx).interrupt_every_poll = false;  // not inside the handler
    Procedure* procedure = as_procedure(delivery.procedure);
    int64_t argc = delivery.argument != v_false ? 1 : 0;
    procedure->entry(ctx, procedure, argc, delivery.argument, v_default, v_default);
  }
  if (test_mode) set_interrupt_every_poll(ctx, true);
}

void poll_from_primitive_scheme(Context* ctx) {
  constexpr uintptr_t own_frame_bytes = 512;
  poll_scheme(ctx, reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - own_frame_bytes);
}

bool has_stack_room(Context* ctx, size_t bytes) {
  if (bytes < stack_headroom_bytes / 4) return true;  // what every body may use
  auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  const ControlState& state = control_of(ctx);
  if (!state.stack.contains(here)) return bytes < c_stack_room();
  uintptr_t limit = normal_stack_limit(state);
  return here > limit && bytes < here - limit;
}

bool serve_requests_scheme(Context* ctx) {
  auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (ctx->control == nullptr || !control_of(ctx).stack.contains(here)) return false;
  poll_from_primitive_scheme(ctx);
  return true;
}

void leave_out_of_fuel(Context* ctx) { leave_with(ctx, DoorStatus::out_of_fuel, v_unspecified); }

void set_interrupt_every_poll(Context* ctx, bool on) {
  control_of(ctx).interrupt_every_poll = on;
  if (on) ctx->stack_limit.store(~uintptr_t{0});
}

}  // namespace tiercel
