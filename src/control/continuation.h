// Continuations as Scheme sees them: procedures that are the slice of stack that begins at the capture (slices.h) and
// keep its dynamic state.
//
// A continuation belongs to one activation of a door.  Called inside that activation it throws; called inside a door
// that was opened from there, the inner doors first return `escaping` to their C++ callers; called after its door has
// returned it raises T4003.  Winders are the business of the Scheme procedure at Root::rewind.
#pragma once

#include "object/context.h"
#include "object/layouts.h"

namespace tiercel {

// Fills the roots that control/ needs in the isolate of `ctx`, once.
void make_control_roots(Context* ctx);

// The winders that were in force when a continuation was captured, or an exit made.
Value continuation_winders(Context* ctx, Value target);

// A Function for procedures whose entry is C++; `arity` as in the Function.
Function* make_native_function(Context* ctx, const char* name, int64_t arity, Code entry);

// The procedure that Scheme calls to raise what is pending, or an escape through doors (see door.h), for a place that
// may call Scheme.
Value take_pending(Context* ctx);

}  // namespace tiercel
