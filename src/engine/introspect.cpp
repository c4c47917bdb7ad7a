// Bodies of the primitives that measure the running machine.
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/types.h"

namespace tiercel {

Value prim_stack_depth(Context* ctx) {
  return make_fixnum(static_cast<int64_t>(ctx->stack_base - reinterpret_cast<uintptr_t>(__builtin_frame_address(0))));
}

Value prim_handler_depth(Context* ctx) {
  int64_t depth = 0;
  for (Value list = ctx->handlers; is_pair(list); list = as_pair(list)->cdr) depth++;
  return make_fixnum(depth);
}

}  // namespace tiercel
