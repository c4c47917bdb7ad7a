// Jumps, loops, calls, returns and multiple values.
#include "control/assembly.h"
#include "control/poll.h"
#include "interp/arguments.h"
#include "interp/entry.h"
#include "interp/handlers.h"
#include "interp/hooks.h"
#include "interp/raise.h"
#include "object/allocate.h"
#include "object/errors.h"

namespace tiercel {

// --- Raising --------------------------------------------------------------------------------------------------------

COLD_HANDLER(raise_into_a) {
  store_pc(pc, registers);
  registers[pc->a] = raise_pending_scheme(ctx);
  TIERCEL_NEXT;
}

COLD_HANDLER(raise_and_drop) {
  store_pc(pc, registers);
  raise_pending_scheme(ctx);
  TIERCEL_NEXT;
}

// --- Jumps ----------------------------------------------------------------------------------------------------------

HANDLER(handle_jump) { TIERCEL_GO_TO(jump_target(pc)); }

#define BRANCH_IF(condition)                     \
  if (condition) TIERCEL_GO_TO(jump_target(pc)); \
  TIERCEL_NEXT

HANDLER(handle_jump_if_false) { BRANCH_IF(is_false(registers[pc->a])); }
HANDLER(handle_jump_if_true) { BRANCH_IF(is_truthy(registers[pc->a])); }
HANDLER(handle_jump_if_false_or_empty) { BRANCH_IF(is_false_or_empty(registers[pc->a])); }
HANDLER(handle_jump_unless_false_or_empty) { BRANCH_IF(!is_false_or_empty(registers[pc->a])); }
HANDLER(handle_jump_unless_null) { BRANCH_IF(!is_null(registers[pc->a])); }
HANDLER(handle_jump_unless_pair) { BRANCH_IF(!is_pair(registers[pc->a])); }
HANDLER(handle_jump_unless_eq) { BRANCH_IF(registers[pc->a] != registers[pc->b]); }

#undef BRANCH_IF

// --- Polls ----------------------------------------------------------------------------------------------------------

namespace {

// The register frame is the lowest thing of this function on the stack, so its address stands for the stack pointer.
bool must_poll(const Context* ctx, const Value* registers) {
  return reinterpret_cast<uintptr_t>(registers) <= ctx->stack_limit.load(std::memory_order_relaxed);
}

COLD_HANDLER(poll_and_go_on) {
  store_pc(pc, registers);
  poll_scheme(ctx, reinterpret_cast<uintptr_t>(registers));
  TIERCEL_NEXT;
}

COLD_HANDLER(fuel_is_out) {
  ctx->requests.fetch_or(request_fuel, std::memory_order_relaxed);
  TIERCEL_CONTINUE(poll_and_go_on);
}

}  // namespace

namespace {

// The loop has gone round as often as asks for promotion: native code takes over what remains of the call, if it is there.
COLD_HANDLER(promote_loop) {
  InterpreterHooks* hooks = interpreter_hooks(ctx);
  Function* function = function_of(self);
  if (!hooks || !hooks->promote_loop) {
    function->loop_trigger = UINT64_MAX;
    TIERCEL_NEXT;
  }
  store_pc(pc, registers);
  LoopCode code = hooks->promote_loop(ctx, function, pc - function->code, registers);
  if (code) return tiercel_call_loop(ctx, self, registers, code);
  TIERCEL_NEXT;
}

}  // namespace

HANDLER(handle_loop_head) {
  if (++function_of(self)->loops >= function_of(self)->loop_trigger) [[unlikely]]
    TIERCEL_CONTINUE(promote_loop);
  if (must_poll(ctx, registers)) [[unlikely]]
    TIERCEL_CONTINUE(poll_and_go_on);
  TIERCEL_NEXT;
}

HANDLER(handle_fuel) {
  ctx->fuel -= pc->wide();
  if (ctx->fuel < 0) [[unlikely]]
    TIERCEL_CONTINUE(fuel_is_out);
  TIERCEL_NEXT;
}

// --- Calls ----------------------------------------------------------------------------------------------------------

namespace {

// The callee in register b is no procedure.
COLD_HANDLER(call_of_other) {
  store_pc(pc, registers);
  (void)raise_error(ctx, ErrorCode::T3003, {registers[pc->b]});
  registers[pc->a] = raise_pending_scheme(ctx);
  TIERCEL_NEXT;
}

// The same in tail position: called from here, so that the place of the error is still on the stack.
COLD_HANDLER(tail_call_of_other) {
  store_pc(pc, registers);
  (void)raise_error(ctx, ErrorCode::T3003, {registers[pc->a]});
  return raise_pending_scheme(ctx);
}

// Primitives that call nothing: a tail call would gain nothing and lose the frame that a message wants to show.
bool is_direct_primitive(const Procedure* callee) {
  int64_t primitive = function_of(callee)->primitive;
  return primitive >= 0 && is_direct(static_cast<core::Prim>(primitive));
}

template <int argc>
__attribute__((always_inline)) inline Value call_with(Context* ctx, Procedure* callee, const Value* arguments) {
  Value a0 = argc > 0 ? arguments[0] : v_default;
  Value a1 = argc > 1 ? arguments[1] : v_default;
  Value a2 = argc > 2 ? arguments[2] : v_default;
  return callee->entry(ctx, callee, argc, a0, a1, a2);
}

}  // namespace

template <int argc>
HANDLER(handle_call_of) {
  Value callee = registers[pc->b];
  if (!is_procedure(callee)) [[unlikely]]
    TIERCEL_CONTINUE(call_of_other);
  store_pc(pc, registers);
  registers[pc->a] = call_with<argc>(ctx, procedure_pointer(callee), registers + pc->b + 1);
  TIERCEL_NEXT;
}

template <int argc>
HANDLER(handle_call_known_of) {
  store_pc(pc, registers);
  registers[pc->a] = call_with<argc>(ctx, procedure_pointer(registers[pc->b]), registers + pc->b + 1);
  TIERCEL_NEXT;
}

HANDLER(handle_call) {
  Value callee = registers[pc->b];
  if (!is_procedure(callee)) [[unlikely]]
    TIERCEL_CONTINUE(call_of_other);
  store_pc(pc, registers);
  const Value* arguments = registers + pc->b + 1;
  place_extra_arguments(ctx, pc->c, arguments);
  Procedure* procedure = procedure_pointer(callee);
  registers[pc->a] = procedure->entry(ctx, procedure, pc->c, arguments[0], arguments[1], arguments[2]);
  TIERCEL_NEXT;
}

HANDLER(handle_call_known) { TIERCEL_CONTINUE(handle_call); }

// A tail call leaves the frame: the entry makes it.
template <int argc>
HANDLER(leave_by_tail_call) {
  const Value* arguments = registers + pc->a + 1;
  ctx->tail_procedure = registers[pc->a];
  ctx->tail_argc = argc;
  for (int i = 0; i < argc; i++) ctx->tail_arguments[i] = arguments[i];
  return v_tail_call;
}

// A wrong number of arguments is raised here, where the call is, and not by a callee that has taken over the frame.
COLD_HANDLER(tail_call_with_wrong_count) {
  store_pc(pc, registers);
  (void)raise_arity_error(ctx, registers[pc->a], pc->b);
  return raise_pending_scheme(ctx);
}

// Primitives, and procedures with rest parameters or several clauses.
template <int argc>
HANDLER(tail_call_unusual) {
  Procedure* callee = procedure_pointer(registers[pc->a]);
  if (is_direct_primitive(callee)) {
    store_pc(pc, registers);
    return call_with<argc>(ctx, callee, registers + pc->a + 1);
  }
  if (!accepts(function_of(callee), argc)) [[unlikely]]
    TIERCEL_CONTINUE(tail_call_with_wrong_count);
  TIERCEL_CONTINUE(leave_by_tail_call<argc>);
}

template <int argc>
HANDLER(handle_tail_call_of) {
  Value callee = registers[pc->a];
  if (!is_procedure(callee)) [[unlikely]]
    TIERCEL_CONTINUE(tail_call_of_other);
  const Function* function = function_of(procedure_pointer(callee));
  if (function->arity != argc << 1 || function->primitive >= 0) [[unlikely]]
    TIERCEL_CONTINUE(tail_call_unusual<argc>);
  TIERCEL_CONTINUE(leave_by_tail_call<argc>);
}

HANDLER(handle_tail_call) {
  Value callee = registers[pc->a];
  if (!is_procedure(callee)) [[unlikely]]
    TIERCEL_CONTINUE(tail_call_of_other);
  Procedure* procedure = procedure_pointer(callee);
  if (!accepts(function_of(procedure), pc->b)) [[unlikely]]
    TIERCEL_CONTINUE(tail_call_with_wrong_count);
  const Value* arguments = registers + pc->a + 1;
  place_extra_arguments(ctx, pc->b, arguments);
  if (is_direct_primitive(procedure)) {
    store_pc(pc, registers);
    return procedure->entry(ctx, procedure, pc->b, arguments[0], arguments[1], arguments[2]);
  }
  ctx->tail_procedure = callee;
  ctx->tail_argc = pc->b;
  for (int i = 0; i < register_arguments; i++) ctx->tail_arguments[i] = arguments[i];
  return v_tail_call;
}

HANDLER(handle_tail_call_known) { TIERCEL_CONTINUE(handle_tail_call); }

namespace {

// A tail call within one frame to a function at its trigger leaves the frame after all: its entry knows what to do.
COLD_HANDLER(restart_at_trigger) {
  function_of(self)->calls--;
  ctx->tail_procedure = value_of(self);
  ctx->tail_argc = function_of(self)->arity >> 1;
  for (int i = 0; i < register_arguments; i++) ctx->tail_arguments[i] = registers[i];
  return v_tail_call;
}

// The rest of a tail call within one frame.
HANDLER(restart) {
  Function* function = function_of(self);
  if (++function->calls >= function->trigger) [[unlikely]]
    TIERCEL_CONTINUE(restart_at_trigger);
  frame_header(registers)->procedure = self;
  const Instruction* first = function->code;
  if (must_poll(ctx, registers)) [[unlikely]] {
    store_pc(first, registers);
    poll_scheme(ctx, reinterpret_cast<uintptr_t>(registers));
  }
  TIERCEL_GO_TO(first);
}

}  // namespace

// A tail call whose callee has the entry of the running function, and so the same arity and frame: it takes the frame
// over.  The loader chooses this only where the running function's own entry takes exactly `argc` in registers.
template <int argc>
HANDLER(handle_tail_call_within_of) {
  Value callee = registers[pc->a];
  if (!is_procedure(callee)) [[unlikely]]
    TIERCEL_CONTINUE(tail_call_of_other);
  Procedure* procedure = procedure_pointer(callee);
  if (procedure->entry != self->entry) TIERCEL_CONTINUE(handle_tail_call_of<argc>);
  const Value* arguments = registers + pc->a + 1;
  for (int i = 0; i < argc; i++) registers[i] = arguments[i];  // upwards: arguments lie above their parameters
  self = procedure;
  TIERCEL_CONTINUE(restart);
}

const Handler call_handlers[] = {handle_call_of<0>, handle_call_of<1>, handle_call_of<2>, handle_call_of<3>};
const Handler call_known_handlers[] = {handle_call_known_of<0>, handle_call_known_of<1>, handle_call_known_of<2>,
                                       handle_call_known_of<3>};
const Handler tail_call_handlers[] = {handle_tail_call_of<0>, handle_tail_call_of<1>, handle_tail_call_of<2>,
                                      handle_tail_call_of<3>};
const Handler tail_call_within_handlers[] = {handle_tail_call_within_of<0>, handle_tail_call_within_of<1>,
                                             handle_tail_call_within_of<2>, handle_tail_call_within_of<3>};

HANDLER(handle_return_) { return registers[pc->a]; }

// --- Multiple values ------------------------------------------------------------------------------------------------

HANDLER(handle_return_values) { return return_values(ctx, pc->b, registers + pc->a); }

namespace {

// A list of the values in ctx from `first` on, in front of ctx->more_values (which is nobody else's).
Value list_of_values(Context* ctx, int64_t first) {
  Value list = ctx->more_values;
  for (int64_t i = argument_slots; i < first; i++) list = as_pair(list)->cdr;
  int64_t direct = ctx->nvalues < argument_slots ? ctx->nvalues : argument_slots;
  for (int64_t i = direct - 1; i >= first; i--) list = cons(ctx, ctx->values[i], list);
  return list;
}

COLD_HANDLER(wrong_number_of_values) {
  store_pc(pc, registers);
  int64_t found = registers[pc->a] == v_multiple ? ctx->nvalues : 1;
  (void)raise_values_error(ctx, pc->c, pc->d != 0, found);
  raise_pending_scheme(ctx);
  for (int i = 0; i < pc->c; i++) registers[pc->b + i] = v_unspecified;
  if (pc->d) registers[pc->b + pc->c] = v_empty;
  TIERCEL_NEXT;
}

HANDLER(bind_one_value) {
  Value value = registers[pc->a];
  if (pc->c == 1) {
    registers[pc->b] = value;
    if (pc->d) registers[pc->b + 1] = v_empty;
    TIERCEL_NEXT;
  }
  if (pc->c == 0 && pc->d) {
    registers[pc->b] = cons(ctx, value, v_empty);
    TIERCEL_NEXT;
  }
  TIERCEL_CONTINUE(wrong_number_of_values);
}

}  // namespace

HANDLER(handle_bind_values) {
  if (registers[pc->a] != v_multiple) TIERCEL_CONTINUE(bind_one_value);
  int64_t count = pc->c;
  if (pc->d ? ctx->nvalues < count : ctx->nvalues != count) [[unlikely]]
    TIERCEL_CONTINUE(wrong_number_of_values);
  Value rest = pc->d ? list_of_values(ctx, count) : v_empty;
  Value* target = registers + pc->b;
  Value more = ctx->more_values;
  for (int64_t i = 0; i < count; i++) {
    if (i < argument_slots) {
      target[i] = ctx->values[i];
      continue;
    }
    target[i] = as_pair(more)->car;
    more = as_pair(more)->cdr;
  }
  if (pc->d) target[count] = rest;
  TIERCEL_NEXT;
}

}  // namespace tiercel
