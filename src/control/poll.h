// The slow path of a poll: what entry code does when its stack pointer is at or below ctx->stack_limit.
//
// In this order: collect garbage if that was requested, put finished native code in place, end the evaluation if its fuel is
// used up, deliver a stack overflow, an out-of-memory condition or an interrupt.  The last three call Scheme procedures, one
// for each poll, from the place of the poll; the procedure that polled goes on when they return.
#pragma once

#include <cstddef>

#include "object/context.h"

namespace tiercel {

// `lowest` is the lowest stack address that the polling frame uses or will use.  May collect and may run Scheme code,
// which may capture the frames in between: they must hold nothing but words.
void poll_scheme(Context* ctx, uintptr_t lowest);

// The same in the middle of a primitive, whose frame and all C++ frames around it hold nothing but words.
void poll_from_primitive_scheme(Context* ctx);

// The same for what takes long, if something is requested and this is Scheme's stack; tells whether it polled.
bool serve_requests_scheme(Context* ctx);
inline bool poll_if_requested(Context* ctx) {
  return ctx->requests.load(std::memory_order_relaxed) != 0 && serve_requests_scheme(ctx);
}

// Whether so much more, and what the bodies of primitives need, fits on the stack that runs.
bool has_stack_room(Context* ctx, size_t bytes);

// Ends the innermost evaluation because fuel ran out: DoorStatus::out_of_fuel, winders are not run (they would need
// fuel).
[[noreturn]] void leave_out_of_fuel(Context* ctx);

// Test mode: every poll is an interrupt.
void set_interrupt_every_poll(Context* ctx, bool on);

}  // namespace tiercel
