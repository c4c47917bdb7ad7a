// The out-of-line bodies of the primitives of fast.h, and their cold twins.
#include "prims/fast.h"

#include "base/identity_bits.h"
#include "gen/primitive_bodies.h"
#include "object/isolate.h"
#include "object/types.h"
#include "prims/arguments.h"

namespace tiercel {

using core::Prim;

Value slow_car(Context* ctx, Value pair) { return raise_type_error(ctx, Prim::car, 0, pair); }
Value slow_cdr(Context* ctx, Value pair) { return raise_type_error(ctx, Prim::cdr, 0, pair); }
Value slow_cadr(Context* ctx, Value pair) { return raise_type_error(ctx, Prim::cadr, 0, pair); }
Value slow_cddr(Context* ctx, Value pair) { return raise_type_error(ctx, Prim::cddr, 0, pair); }

namespace {

Value raise_on_set(Context* ctx, Prim prim, Value pair) {
  return is_pair(pair) ? raise_immutable_error(ctx, prim, pair) : raise_type_error(ctx, prim, 0, pair);
}

}  // namespace

Value slow_set_car(Context* ctx, Value pair, Value) { return raise_on_set(ctx, Prim::set_car, pair); }
Value slow_set_cdr(Context* ctx, Value pair, Value) { return raise_on_set(ctx, Prim::set_cdr, pair); }

Value slow_vector_ref(Context* ctx, Value vector, Value k) {
  if (!is_vector(vector)) return raise_type_error(ctx, Prim::vector_ref, 0, vector);
  if (!type_is_exact_integer(k)) return raise_type_error(ctx, Prim::vector_ref, 1, k);
  return raise_index_error(ctx, Prim::vector_ref, k, static_cast<int64_t>(header_length(as_vector(vector)->header)));
}

Value slow_vector_set(Context* ctx, Value vector, Value k, Value) {
  if (!is_vector(vector)) return raise_type_error(ctx, Prim::vector_set, 0, vector);
  if (!type_is_exact_integer(k)) return raise_type_error(ctx, Prim::vector_set, 1, k);
  uint64_t length = header_length(as_vector(vector)->header);
  if (!is_index_below(k, length)) return raise_index_error(ctx, Prim::vector_set, k, static_cast<int64_t>(length));
  return raise_immutable_error(ctx, Prim::vector_set, vector);
}

Value slow_vector_length(Context* ctx, Value vector) { return raise_type_error(ctx, Prim::vector_length, 0, vector); }

Value slow_string_ref(Context* ctx, Value string, Value k) {
  if (!is_string(string)) return raise_type_error(ctx, Prim::string_ref, 0, string);
  if (!type_is_exact_integer(k)) return raise_type_error(ctx, Prim::string_ref, 1, k);
  return raise_index_error(ctx, Prim::string_ref, k, string_length(as_string(string)));
}

Value slow_string_length(Context* ctx, Value string) { return raise_type_error(ctx, Prim::string_length, 0, string); }

Value slow_bytevector_u8_ref(Context* ctx, Value bytevector, Value k) {
  if (!is_bytevector(bytevector)) return raise_type_error(ctx, Prim::bytevector_u8_ref, 0, bytevector);
  if (!type_is_exact_integer(k)) return raise_type_error(ctx, Prim::bytevector_u8_ref, 1, k);
  return raise_index_error(ctx, Prim::bytevector_u8_ref, k,
                           static_cast<int64_t>(header_length(as_bytevector(bytevector)->header)));
}

bool slow_is_eqv(Value x, Value y) {
  ObjectKind kind = object_kind(x);
  if (kind != object_kind(y)) return false;
  switch (kind) {
    case ObjectKind::flonum: return identity_bits(as_flonum(x)->number) == identity_bits(as_flonum(y)->number);
    case ObjectKind::bignum: {
      const Bignum *a = as_bignum(x), *b = as_bignum(y);
      return a->header == b->header &&
             std::memcmp(a->words, b->words, header_length(a->header) * sizeof(uint64_t)) == 0;
    }
    case ObjectKind::ratnum:
      return values_are_eqv(as_ratnum(x)->numerator, as_ratnum(y)->numerator) &&
             values_are_eqv(as_ratnum(x)->denominator, as_ratnum(y)->denominator);
    case ObjectKind::compnum:
      return values_are_eqv(as_compnum(x)->real, as_compnum(y)->real) &&
             values_are_eqv(as_compnum(x)->imaginary, as_compnum(y)->imaginary);
    default: return false;
  }
}

Value prim_car(Context* ctx, Value pair) { return fast_car(ctx, pair); }
Value prim_cdr(Context* ctx, Value pair) { return fast_cdr(ctx, pair); }
Value prim_cadr(Context* ctx, Value pair) { return fast_cadr(ctx, pair); }
Value prim_cddr(Context* ctx, Value pair) { return fast_cddr(ctx, pair); }
Value prim_cons(Context* ctx, Value first, Value second) { return fast_cons(ctx, first, second); }
Value prim_set_car(Context* ctx, Value pair, Value value) { return fast_set_car(ctx, pair, value); }
Value prim_set_cdr(Context* ctx, Value pair, Value value) { return fast_set_cdr(ctx, pair, value); }
Value prim_is_eq(Context* ctx, Value x, Value y) { return fast_is_eq(ctx, x, y); }
Value prim_is_eqv(Context* ctx, Value x, Value y) { return fast_is_eqv(ctx, x, y); }
Value prim_is_pair(Context* ctx, Value object) { return fast_is_pair(ctx, object); }
Value prim_is_null(Context* ctx, Value object) { return fast_is_null(ctx, object); }
Value prim_not(Context* ctx, Value object) { return boolean(ctx->isolate->is_false_here(object)); }
Value prim_vector_ref(Context* ctx, Value vector, Value k) { return fast_vector_ref(ctx, vector, k); }
Value prim_vector_set(Context* ctx, Value vector, Value k, Value value) {
  return fast_vector_set(ctx, vector, k, value);
}
Value prim_vector_length(Context* ctx, Value vector) { return fast_vector_length(ctx, vector); }
Value prim_string_ref(Context* ctx, Value string, Value k) { return fast_string_ref(ctx, string, k); }
Value prim_string_length(Context* ctx, Value string) { return fast_string_length(ctx, string); }
Value prim_bytevector_u8_ref(Context* ctx, Value bytevector, Value k) {
  return fast_bytevector_u8_ref(ctx, bytevector, k);
}

}  // namespace tiercel
