// Shared helpers of the primitives' bodies.
#include "prims/arguments.h"

#include "object/allocate.h"
#include "object/barrier.h"
#include "object/isolate.h"

namespace tiercel {

Value primitive_name(Context* ctx, core::Prim prim) { return intern(ctx, primitive_info(prim).name); }

Value raise_immutable_error(Context* ctx, core::Prim prim, Value object) {
  return raise_error(ctx, ErrorCode::T3007, {primitive_name(ctx, prim), object});
}

Value raise_not_a_list(Context* ctx, core::Prim prim, int argument, Value found) {
  return raise_wrong_type(ctx, primitive_info(prim).name, "a list", argument, found);
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

namespace {

// Walks the pairs of `list`: their number and what ends them, which is a pair met before if they never end.  Brent's
// cycle finding (1980, "An improved Monte Carlo factorization algorithm", section 2): one comparison a pair.
struct Walk {
  int64_t count;
  Value end;
};
Walk walk_list(Value list) {
  int64_t count = 0, checkpoint = 1;
  Value marked = v_empty;
  for (; is_pair(list) && list != marked; list = as_pair(list)->cdr) {
    if (++count == checkpoint) {
      checkpoint *= 2;
      marked = list;
    }
  }
  return {count, list};
}

}  // namespace

int64_t list_length(Value list) {
  Walk walk = walk_list(list);
  return is_null(walk.end) ? walk.count : -1;
}

bool list_is_circular(Value list) { return is_pair(walk_list(list).end); }

}  // namespace tiercel
