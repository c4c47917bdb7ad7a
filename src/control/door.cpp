// Opening and closing doors: the parts of the context that belong to one activation are set aside and put back.
#include "control/door.h"

#include <pthread.h>

#include "control/assembly.h"
#include "control/backtrace.h"
#include "control/continuation.h"
#include "control/fuel.h"
#include "control/scan.h"
#include "control/slices.h"
#include "control/values.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {

constinit thread_local Context* running_context = nullptr;

namespace {

struct CStack {
  uintptr_t low, high;
};

// Of this thread.  Asked of the system once: for the main thread the answer is a file to be read.
const CStack& c_stack() {
  static thread_local CStack stack = [] {
    pthread_attr_t attributes;
    void* lowest = nullptr;
    size_t bytes = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return CStack{0, 0};
    pthread_attr_getstack(&attributes, &lowest, &bytes);
    pthread_attr_destroy(&attributes);
    auto low = reinterpret_cast<uintptr_t>(lowest);
    return CStack{low, low + bytes};
  }();
  return stack;
}

size_t room_below(uintptr_t address) {
  const CStack& stack = c_stack();
  return address > stack.low && address <= stack.high ? address - stack.low : 0;
}

enum class DoorKind : uint8_t { ordinary, session };

void open_door(Context* ctx, Door& door, DoorKind kind) {
  ControlState& state = control_of(ctx);
  door = {};
  door.outer = state.door;
  door.previous = running_context;
  door.serial = kind == DoorKind::session && door.outer == nullptr ? state.session_serial : ++state.last_serial;
  door.status = DoorStatus::value;
  if (door.outer == nullptr) {
    ctx->c_stack_high = c_stack().high;  // the isolate may have come from another thread
    state.fuel_seen = -1;
  }
  door.slices = ctx->slices;
  door.in_place = ctx->in_place;
  door.winders = ctx->winders;
  door.handlers = ctx->handlers;
  door.parameters = ctx->parameters;
  door.watermark = ctx->watermark;
  door.watermark_return = state.watermark_return;
  door.c_stack_low = ctx->c_stack_low;
  door.scheme_stack_pointer = state.scheme_stack_pointer;
  state.door = &door;
  running_context = ctx;
  ctx->slices = v_false;
  ctx->in_place = v_false;
  ctx->handlers = v_empty;
  // Outer frames stay unscanned up to the outer watermark until a collection inside has moved it here.
  state.watermark_return = 0;
}

// What an evaluation that was cut short leaves in place is saved for those that hold its continuations; if there is no
// room for that, continuations of the session so far become invalid.
void keep_session(Context* ctx) {
  ControlState& state = control_of(ctx);
  const Slice* lowest = slice_or_null(ctx->in_place);
  if (lowest == nullptr) return;
  if (has_room(ctx, state.stack.base() - lowest->low)) save_all_slices(ctx);
  else state.session_serial = ++state.last_serial;
}

void close_door(Context* ctx, Door& door) {
  ControlState& state = control_of(ctx);
  if (door.serial == state.session_serial) keep_session(ctx);
  state.door = door.outer;
  running_context = door.previous;
  ctx->slices = door.slices;
  ctx->in_place = door.in_place;
  ctx->winders = door.winders;
  ctx->handlers = door.handlers;
  ctx->parameters = door.parameters;
  ctx->watermark = door.watermark;
  state.watermark_return = door.watermark_return;
  state.scheme_stack_pointer = door.scheme_stack_pointer;
  ctx->c_stack_low = door.c_stack_low;
  state.redirect = 0;
  leave_reserve(ctx, door.base);
}

// Where the entered procedure's stack begins: 0 means right below the caller.
uintptr_t starting_point(Context* ctx) {
  ControlState& state = control_of(ctx);
  if (state.stack.contains(reinterpret_cast<uintptr_t>(__builtin_frame_address(0)))) return 0;
  return state.scheme_stack_pointer != 0 ? state.scheme_stack_pointer : state.stack.base();
}

}  // namespace

bool create_control(Context* ctx, size_t stack_limit) {
  auto* state = new ControlState;
  if (!state->stack.map(stack_limit)) {
    delete state;
    return false;
  }
  ctx->control = state;
  ctx->stack_base = state->stack.base();
  ctx->stack_lowest = state->stack.lowest();
  ctx->watermark = ctx->stack_base;
  ctx->c_stack_low = 0;
  ctx->c_stack_high = c_stack().high;
  ctx->slices = v_false;
  ctx->in_place = v_false;
  ctx->winders = v_empty;
  ctx->handlers = v_empty;
  ctx->parameters = v_empty;
  uintptr_t unlimited = 0;
  if (!ctx->stack_limit.compare_exchange_strong(unlimited, state->stack.lowest()) && unlimited != ~uintptr_t{0})
    ctx->stack_limit.store(state->stack.lowest());
  make_control_roots(ctx);
  ctx->isolate->scan_stacks = scan_stacks;
  ctx->isolate->describe_condition = describe_condition;
  return true;
}

void destroy_control(Context* ctx) {
  auto* state = static_cast<ControlState*>(ctx->control);
  end_fuel_watch(*state);
  delete state->noted;
  delete state;
  ctx->control = nullptr;
}

namespace {

DoorResult enter(Context* ctx, Value procedure, std::span<const Value> arguments, DoorKind kind) {
  if (!is_procedure(procedure)) {
    (void)raise_error(ctx, ErrorCode::T3003, {procedure});
    return {DoorStatus::condition, take_pending(ctx)};
  }
  Door door;
  open_door(ctx, door, kind);
  Value registers[register_arguments];
  place_arguments(ctx, arguments, registers);
  uintptr_t start = starting_point(ctx);
  Value result = tiercel_enter(ctx, as_procedure(procedure), static_cast<int64_t>(arguments.size()), registers[0],
                               registers[1], registers[2], start, &door);
  close_door(ctx, door);
  return {door.status, result};
}

}  // namespace

DoorResult enter_scheme(Context* ctx, Value procedure, std::span<const Value> arguments) {
  return enter(ctx, procedure, arguments, DoorKind::ordinary);
}

DoorResult enter_session(Context* ctx, Value procedure, std::span<const Value> arguments) {
  return enter(ctx, procedure, arguments, DoorKind::session);
}

Value pending_from(Context* ctx, DoorResult result) {
  if (result.status == DoorStatus::value) return result.value;
  ctx->pending = result.value;
  return v_pending;
}

size_t c_stack_room() { return room_below(reinterpret_cast<uintptr_t>(__builtin_frame_address(0))); }
size_t c_stack_room(const Context* ctx) { return room_below(ctx->c_stack_low); }

void call_on_c_stack(Context* ctx, void (*function)(void*), void* argument) {
  ControlState& state = control_of(ctx);
  auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (!state.stack.contains(here)) return function(argument);
  uintptr_t outer = state.scheme_stack_pointer;
  constexpr uintptr_t frames_below = 256;  // of this function and tiercel_call_on
  state.scheme_stack_pointer = here - frames_below;
  constexpr uintptr_t red_zone = 128;
  tiercel_call_on(ctx->c_stack_low - red_zone, function, argument);
  state.scheme_stack_pointer = outer;
}

// --- Leaving --------------------------------------------------------------------------------------------------------

Value prim_leave_door(Context* ctx, Procedure*, int64_t, Value status, Value object, Value) {
  Door* door = control_of(ctx).door;
  door->status = static_cast<DoorStatus>(fixnum_value(status));
  tiercel_leave(object, door->base);
}

}  // namespace tiercel
