// How interpreted code raises: it calls the isolate's Scheme procedure `raise` from the place of the error, so that
// handlers run in its context and a backtrace shows it.
#pragma once

#include "interp/handler.h"
#include "object/isolate.h"

namespace tiercel {

inline Procedure* raise_procedure(Context* ctx) { return procedure_pointer(ctx->isolate->root(Root::raise)); }

// Calls `raise` with the pending condition.  What a handler returns, if `raise` allows that, is the result.
// Inline, because no frame but the handler's may lie between the interpreter and Scheme.
__attribute__((always_inline)) inline Value raise_pending_scheme(Context* ctx) {
  Value condition = ctx->pending;
  ctx->pending = v_false;
  Procedure* raise = raise_procedure(ctx);
  return raise->entry(ctx, raise, 1, condition, v_default, v_default);
}

// After a primitive answered v_pending: raise, and go on with what comes back in register a, or drop it.
HANDLER(raise_into_a);
HANDLER(raise_and_drop);

}  // namespace tiercel
