// The way into every primitive: the checked body, which tests the types of the arguments, and the Code of its procedure,
// which counts them first.  Both are made from the rows of the table.
#include "control/poll.h"
#include "control/state.h"
#include "gen/errors.h"
#include "gen/primitive_checks.h"
#include "number/arithmetic.h"
#include "object/errors.h"
#include "object/isolate.h"
#include "object/types.h"

namespace tiercel {

#include "gen/primitive_checks.inc"

// A Code that goes on in Scheme's `raise`, in the context of the call of the primitive.  Machine code has no mark of its
// type before its entry, where -fsanitize=function would look for one.
[[clang::no_sanitize("function")]] static Value entry_raise_pending(Context* ctx, Procedure*, int64_t, Value, Value,
                                                                    Value) {
  Value condition = ctx->pending;
  ctx->pending = v_false;
  Procedure* raise = as_procedure(ctx->isolate->root(Root::raise));
  [[clang::musttail]] return raise->entry(ctx, raise, 1, condition, v_default, v_default);
}

static void entry_wrong_arity(Context* ctx, core::Prim prim, int64_t argc) {
  (void)raise_arity_error(ctx, ctx->isolate->primitives[static_cast<size_t>(prim)], argc);
}

// A body's arguments are on the stack: many of them may not fit.
static bool entry_has_room(Context* ctx, int64_t argc) {
  if (has_stack_room(ctx, static_cast<size_t>(argc) * sizeof(Value))) return true;
  (void)raise_error(ctx, ErrorCode::T4001, {make_fixnum(static_cast<int64_t>(control_of(ctx).stack.limit()))});
  return false;
}

#include "gen/primitive_entries.inc"

}  // namespace tiercel
