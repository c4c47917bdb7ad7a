// The few routines that the C++ language cannot express: changing stacks, reading and setting callee-saved registers,
// and being returned to.  Their contracts are here, one implementation for each processor in assembly.cpp.
#pragma once

#include <cstdint>

#include "control/state.h"
#include "object/context.h"

namespace tiercel {

// The callee-saved registers of the caller of a capturing primitive, in the order in which assembly.cpp stores them.
struct SavedRegisters {
  uintptr_t rbx, r12, r13, r14, r15, rbp;
};

// How to continue somewhere else on the stack: registers, stack pointer, and where to go with which argument words.
struct Jump {
  SavedRegisters registers;
  uintptr_t stack_pointer;
  uintptr_t target;
  uint64_t result;        // the result register, for a target that is returned to
  uint64_t arguments[6];  // the argument registers, for a target that is called
};

extern "C" {

// Calls `self` on the Scheme stack at `stack_pointer` (0: here, below the caller) and returns its result.  Sets
// door->base and, if the stack changes, ctx->c_stack_low.
Value tiercel_enter(Context* ctx, Procedure* self, int64_t argc, Value a0, Value a1, Value a2, uintptr_t stack_pointer,
                    Door* door);

// Leaves through the innermost door: tiercel_enter returns `result` to its caller.
[[noreturn]] void tiercel_leave(Value result, uintptr_t door_base);

// Where tiercel_enter's callee returns to.
void tiercel_door_return();

// What patched return addresses hold.  Entered by a return; asks control_underflow where to go on, and goes there with
// the result register and the callee-saved registers unchanged.
void tiercel_underflow();

// Code of %call/cc: spills the callee-saved registers, control_capture makes the continuation, then tail-calls what
// the context's tail_* fields say.
Value tiercel_call_cc(Context*, Procedure* self, int64_t argc, Value a0, Value a1, Value a2);

// Code shared by everything that may throw: asks `control_throw` for a Jump and performs it, or tail-calls what the
// context's tail_* fields say if it gives none.
Value tiercel_throw(Context*, Procedure* self, int64_t argc, Value a0, Value a1, Value a2);

// Calls function(argument) on another stack and comes back.
void tiercel_call_on(uintptr_t stack_pointer, void (*function)(void*), void* argument);

// In C++ (slices.cpp, continuation.cpp), called by the assembly only.
uintptr_t control_underflow(uintptr_t boundary, uintptr_t frame);
void control_capture(Context*, const SavedRegisters*, uintptr_t boundary, int64_t argc, Value receiver);
const Jump* control_throw(Context*, Procedure* self, int64_t argc, Value a0, Value a1, Value a2);

}  // extern "C"

// The tail call that a Code in assembly performs for C++: whom and with what.
inline void set_tail_call(Context* ctx, Value procedure, int64_t argc, Value a0 = {}, Value a1 = {}, Value a2 = {}) {
  ctx->tail_procedure = procedure;
  ctx->tail_argc = argc;
  ctx->tail_arguments[0] = a0;
  ctx->tail_arguments[1] = a1;
  ctx->tail_arguments[2] = a2;
}

}  // namespace tiercel
