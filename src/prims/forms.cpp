// What `match` and `for` need at run time.
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/layouts.h"
#include "object/isolate.h"
#include "prims/fast.h"

namespace tiercel {

Value prim_match_failed(Context* ctx, Value object) { return raise_error(ctx, ErrorCode::T3040, {object}); }

Value prim_match_record(Context* ctx, Value object, Value type, Value count) {
  if (!is_record_type(type)) return raise_wrong_type(ctx, "match", "a record type", 0, type);
  int64_t fields = vector_length(as_vector(as_record_type(type)->fields));
  if (fixnum_value(count) > fields) {
    return raise_error(ctx, ErrorCode::T3041, {count, as_record_type(type)->name, make_fixnum(fields)});
  }
  return boolean(is_record_of(object, type));
}

// Brent's cycle detection: the marked pair moves to the front whenever a power of two of pairs has passed.
Value prim_match_count(Context*, Value object) {
  Value marked = v_false;
  int64_t count = 0, next_mark = 1;
  for (; is_pair(object); object = as_pair(object)->cdr) {
    if (object == marked) return make_fixnum(-1);
    if (++count == next_mark) {
      marked = object;
      next_mark *= 2;
    }
  }
  return make_fixnum(count);
}

Value prim_for_step(Context* ctx, Value step) {
  bool zero = is_fixnum(step) ? fixnum_value(step) == 0 : is_immediate_float(step) && immediate_float_value(step) == 0;
  if (!zero) return step;
  return raise_error(ctx, ErrorCode::T3030, {intern(ctx, "for"), intern(ctx, "a step other than 0"), step});
}

}  // namespace tiercel
