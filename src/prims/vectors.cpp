// Vectors and boxes.
#include "control/list_walk.h"
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "prims/arguments.h"

namespace tiercel {

using core::Prim;

Value prim_is_vector(Context*, Value object) { return boolean(is_vector(object)); }

Value prim_make_vector(Context* ctx, Value length, Value fill) {
  return make_vector(ctx, fixnum_value(length), fill == v_default ? v_unspecified : fill);
}

namespace {

// A new vector of `count` values found at `items`.
Value vector_of(Context* ctx, const Value* items, int64_t count) {
  Value result = make_vector(ctx, count, v_false);
  if (result != v_pending && count > 0)
    std::memcpy(as_vector(result)->elements, items, static_cast<size_t>(count) * sizeof(Value));
  return result;
}

Value copy_range(Context* ctx, Prim prim, Value vector, Value start, Value end) {
  Range range;
  if (!read_range(ctx, prim, start, end, vector_length(as_vector(vector)), &range)) return v_pending;
  return vector_of(ctx, as_vector(vector)->elements + range.start, range.size());
}

}  // namespace

Value prim_vector(Context* ctx, int64_t argc, const Value* argv) { return vector_of(ctx, argv, argc); }

Value prim_vector_to_list(Context* ctx, Value vector, Value start, Value end) {
  const Vector* v = as_vector(vector);
  Range range;
  if (!read_range(ctx, Prim::vector_to_list, start, end, vector_length(v), &range)) return v_pending;
  Value list = v_empty;
  for (int64_t i = range.end; i-- > range.start;) {
    if (i % elements_between_polls == 0) (void)poll_if_requested(ctx);
    list = cons(ctx, as_vector(vector)->elements[i], list);
  }
  return list;
}

Value prim_list_to_vector(Context* ctx, Value list) {
  int64_t length = list_length(ctx, list);
  if (length < 0) return raise_not_a_list(ctx, Prim::list_to_vector, 0, list);
  Value result = make_vector(ctx, length, v_false);
  if (result == v_pending) return result;
  Vector* to = as_vector(result);
  // What runs in a poll may have made the list shorter or longer.
  for (int64_t i = 0; i < length && is_pair(list); i++, list = as_pair(list)->cdr) {
    if (i < elements_between_polls) {
      to->elements[i] = as_pair(list)->car;
      continue;
    }
    if (i % elements_between_polls == 0) (void)poll_if_requested(ctx);
    store_field(to, &to->elements[i], as_pair(list)->car);
  }
  return result;
}

Value prim_vector_fill(Context* ctx, int64_t argc, const Value* argv) {
  Vector* vector = as_vector(argv[0]);
  Range range;
  if (!read_range(ctx, Prim::vector_fill, argument_or_default(argc, argv, 2), argument_or_default(argc, argv, 3),
                  vector_length(vector), &range))
    return v_pending;
  if (vector->header & vector_flag_immutable) return raise_immutable_error(ctx, Prim::vector_fill, argv[0]);
  for (int64_t i = range.start; i < range.end; i++) store_field(vector, &vector->elements[i], argv[1]);
  return v_unspecified;
}

Value prim_vector_copy(Context* ctx, Value vector, Value start, Value end) {
  return copy_range(ctx, Prim::vector_copy, vector, start, end);
}
Value prim_subvector(Context* ctx, Value vector, Value start, Value end) {
  return copy_range(ctx, Prim::subvector, vector, start, end);
}

Value prim_vector_copy_to(Context* ctx, int64_t argc, const Value* argv) {
  Vector *to = as_vector(argv[0]), *from = as_vector(argv[2]);
  Range range;
  int64_t at;
  if (!read_range(ctx, Prim::vector_copy_to, argument_or_default(argc, argv, 3), argument_or_default(argc, argv, 4),
                  vector_length(from), &range) ||
      !read_target(ctx, Prim::vector_copy_to, argv[1], range.size(), vector_length(to), &at))
    return v_pending;
  if (to->header & vector_flag_immutable) return raise_immutable_error(ctx, Prim::vector_copy_to, argv[0]);
  // Overlapping ranges: from the end that is not yet overwritten.
  if (at <= range.start) {
    for (int64_t i = 0; i < range.size(); i++) store_field(to, &to->elements[at + i], from->elements[range.start + i]);
  } else {
    for (int64_t i = range.size(); i-- > 0;) store_field(to, &to->elements[at + i], from->elements[range.start + i]);
  }
  return v_unspecified;
}

Value prim_vector_append(Context* ctx, int64_t argc, const Value* argv) {
  int64_t length = 0;
  for (int64_t i = 0; i < argc; i++) length += vector_length(as_vector(argv[i]));
  Value result = make_vector(ctx, length, v_false);
  if (result == v_pending) return result;
  Value* to = as_vector(result)->elements;
  for (int64_t i = 0; i < argc; i++)
    for (int64_t k = 0; k < vector_length(as_vector(argv[i])); k++) *to++ = as_vector(argv[i])->elements[k];
  return result;
}

Value prim_box(Context* ctx, Value content) { return make_box(ctx, content); }
Value prim_is_box(Context*, Value object) { return boolean(is_box(object)); }
Value prim_unbox(Context*, Value box) { return as_box(box)->content; }
Value prim_set_box(Context*, Value box, Value content) {
  store_field(as_box(box), &as_box(box)->content, content);
  return v_unspecified;
}

}  // namespace tiercel
