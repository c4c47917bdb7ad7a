// Shared helpers of the primitives' bodies.
#include "prims/arguments.h"

#include "control/list_walk.h"

#include "object/allocate.h"
#include "object/barrier.h"
#include "object/isolate.h"

namespace tiercel {

Value primitive_name(Context* ctx, core::Prim prim) { return intern(ctx, primitive_info(prim).name); }

Value raise_immutable_error(Context* ctx, core::Prim prim, Value object) {
  return raise_error(ctx, ErrorCode::T3007, {primitive_name(ctx, prim), object});
}

Value raise_not_a_list(Context* ctx, core::Prim prim, int argument, Value found) {
  const char* name = primitive_info(prim).name;
  // `%member` is what `member` is without a predicate.
  return raise_wrong_type(ctx, name[0] == '%' ? name + 1 : name, "a list", argument, found);
}

namespace {

// A bound given by the program: an exact integer between `low` and `high`, or the default.
bool read_bound(Context* ctx, core::Prim prim, Value given, int64_t standard, int64_t low, int64_t high, int64_t length,
                int64_t* result) {
  if (given == v_default) {
    *result = standard;
    return true;
  }
  if (!is_fixnum(given) || fixnum_value(given) < low || fixnum_value(given) > high) {
    (void)raise_index_error(ctx, prim, given, length);
    return false;
  }
  *result = fixnum_value(given);
  return true;
}

}  // namespace

bool read_range(Context* ctx, core::Prim prim, Value start, Value end, int64_t length, Range* range) {
  return read_bound(ctx, prim, end, length, 0, length, length, &range->end) &&
         read_bound(ctx, prim, start, 0, 0, range->end, length, &range->start);
}

bool read_target(Context* ctx, core::Prim prim, Value at, int64_t count, int64_t length, int64_t* result) {
  return read_bound(ctx, prim, at, 0, 0, length - count, length, result);
}

namespace {}  // namespace

// Brent's cycle finding, as in control/list_walk.h.
int64_t list_length(Value list) {
  int64_t count = 0, checkpoint = 1;
  Value marked = v_empty;
  for (; is_pair(list) && list != marked; list = as_pair(list)->cdr) {
    if (++count == checkpoint) {
      checkpoint *= 2;
      marked = list;
    }
  }
  return is_null(list) ? count : -1;
}

int64_t list_length(Context* ctx, Value list) {
  ListWalk walk(ctx);
  for (; is_pair(list); list = as_pair(list)->cdr)
    if (walk.has_come_round(list)) break;
  return is_null(list) ? walk.count() : -1;
}

}  // namespace tiercel
