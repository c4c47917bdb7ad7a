// Doors: where C++ calls Scheme.
//
// A door runs a procedure on the Scheme stack, with no exception handlers, and tells how that ended.  Doors nest: C++
// that Scheme called may open another one.  Nothing of Scheme ever unwinds C++; what has to get past it comes back as a
// status:
//   condition    nothing inside caught it; winders have been run by `raise`
//   escaping     a continuation of an outer door was called.  The caller must return to the Scheme that called it, with
//                v_pending and `value` in ctx->pending; the generated entry then calls `raise`, which throws again.
// A continuation captured inside a door cannot be entered after the door has returned (T4003), except in a session:
// there the rest of a form that has been evaluated is done again, and its value becomes that of the form under way, as
// at the prompt of any Scheme.
#pragma once

#include <span>

#include "control/state.h"
#include "object/context.h"

namespace tiercel {

struct DoorResult {
  DoorStatus status;
  Value value;
};

// Calls `procedure`.  For the status `value`, a value of v_multiple means that ctx->values holds the values.
DoorResult enter_scheme(Context* ctx, Value procedure, std::span<const Value> arguments);

// The same for one form, unit or library of a session.  Inside another door it is an ordinary door.
DoorResult enter_session(Context* ctx, Value procedure, std::span<const Value> arguments);

// For C++ that Scheme called: turns a result that is not `value` into what its caller expects of a primitive.
[[nodiscard]] Value pending_from(Context* ctx, DoorResult result);

// How much of this thread's own stack is left: below the caller; below where Scheme was entered.  0 for a caller, or a door,
// that is not on that stack.
size_t c_stack_room();
size_t c_stack_room(const Context* ctx);

// Calls function(argument) on the thread's C stack, from C++ that Scheme called.  For primitives that need much stack.
// Directly if it runs there already.
void call_on_c_stack(Context* ctx, void (*function)(void*), void* argument);

}  // namespace tiercel
