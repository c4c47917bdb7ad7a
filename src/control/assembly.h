// The few routines that the C++ language cannot express: changing stacks, reading and setting callee-saved registers,
// and being returned to.  Their contracts are here, one implementation for each processor in assembly.cpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "control/state.h"
#include "object/context.h"

namespace tiercel {

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

// Takes a capture frame off the stack, whose registers it puts back, and returns the result register to the caller of
// call/cc.  A capture frame is, from its boundary up: a word, r15, r14, r13, r12, rbx, rbp, the return address.
void tiercel_captured_return();

// Clears 4 KiB of the stack below the caller's frame (TIERCEL_CLEAR_BELOW).
void tiercel_clear_below();

// The code of a loop, called where nothing is left of the frames that were here before (TIERCEL_CLEAR_BELOW).
Value tiercel_call_loop(Context* ctx, Procedure* self, Value* registers, Value (*code)(Context*, Procedure*, Value*));

// Calls function(argument) on another stack and comes back.
void tiercel_call_on(uintptr_t stack_pointer, void (*function)(void*), void* argument);

// In C++ (slices.cpp, continuation.cpp), called by the assembly only.
uintptr_t control_underflow(uintptr_t boundary, uintptr_t frame);
struct Captured {
  uint64_t continuation;
  uintptr_t return_slot;  // what the receiver returns to; 0 if the capture frame shall go
};
Captured control_capture(Context*, uintptr_t boundary);
// How a throw goes on: `place` is the boundary of a capture frame to go on in, one more than that to enter through its
// barrier, and the word the result; or `place` is 0 and the word a Jump or null, for a tail call.
struct Departure {
  uint64_t word;
  uintptr_t place;
};
Departure control_throw_procedure(Context*, Procedure* self, int64_t argc, Value a0, Value a1, Value a2);
Departure control_throw(Context*, Procedure*, int64_t, Value continuation, Value values, Value);
Departure control_call_in(Context*, Procedure*, int64_t, Value continuation, Value thunk, Value);
Departure control_escape(Context*, Procedure*, int64_t, Value escape, Value thunk, Value);
// The same, but that a place is the frame pointer of the exit frame to return from.
Departure control_exit(Context*, Procedure*, int64_t argc, Value exit, Value value, Value);

// Where the receiver of %call-with-exit returns to, and exits continue, with the frame pointer of its frame.
void tiercel_exit_return();

}  // extern "C"

// Assembly that clears 4 KiB below the stack pointer and uses one register.  A frame that is made there and does not write all
// of its words keeps nothing alive by what others left in them (as Boehm's collector clears, "Space efficient conservative
// garbage collection", 1993, section 3.1).
#define TIERCEL_CLEAR_BELOW(register) \
  "mov $-4096, " register "\n" \
  "1:\n\t" \
  "movq $0, (%%rsp, " register ")\n\t" \
  "add $8, " register "\n\t" \
  "jne 1b\n\t"

constexpr size_t capture_frame_bytes = 64;
// The frame pointer of the capture frame at a boundary.
constexpr uintptr_t capture_frame(uintptr_t boundary) { return boundary + capture_frame_bytes - 16; }

// Where an escape to %call-with-escape continues, in the frame of that call.
void tiercel_escape_landing();
constexpr uintptr_t escape_frame_bytes = 48;  // from the frame pointer down to the stack pointer during the call

// The same of %call-with-exit, and where below the frame pointer the dynamic state is kept.
constexpr uintptr_t exit_frame_bytes = 64;
constexpr ptrdiff_t exit_winders = 48, exit_handlers = 56, exit_parameters = 64;

// The entry of the procedures that call/cc makes.
Value continuation_entry(Context*, Procedure* self, int64_t argc, Value a0, Value a1, Value a2);

// The bodies of call/cc, %call-with-exit, %exit-to, %throw, %call-in-continuation, %call-with-escape and %escape-to are here too; gen/
// primitive_bodies.h declares them.  A capture spills the callee-saved registers, has control_capture make the
// continuation and tail-calls the receiver with it.  Whatever may throw asks a C++ function for a Departure and performs
// it; if there is no place to go, it tail-calls what the context's tail_* fields say.

// The tail call that a Code in assembly performs for C++: whom and with what.
inline void set_tail_call(Context* ctx, Value procedure, int64_t argc, Value a0 = {}, Value a1 = {}, Value a2 = {}) {
  ctx->tail_procedure = procedure;
  ctx->tail_argc = argc;
  ctx->tail_arguments[0] = a0;
  ctx->tail_arguments[1] = a1;
  ctx->tail_arguments[2] = a2;
}

}  // namespace tiercel
