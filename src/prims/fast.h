// The bodies of the primitives that have an opcode, inline.
//
// `fast_<opcode>` tests its arguments itself: the common case is a few instructions, everything else (errors included)
// goes to its cold twin `slow_<opcode>`, out of line.  The interpreter includes this header and native code will inline
// it, so it must stay free of anything that calls Scheme, and small.  The arithmetic opcodes are number/arithmetic.h's.
#pragma once

#include "object/allocate.h"
#include "object/barrier.h"
#include "object/layouts.h"
#include "text/string.h"

namespace tiercel {

// Cold twins: they raise, or handle what is rare.
[[nodiscard, gnu::cold]] Value slow_car(Context*, Value pair);
[[nodiscard, gnu::cold]] Value slow_cdr(Context*, Value pair);
[[nodiscard, gnu::cold]] Value slow_cadr(Context*, Value pair);
[[nodiscard, gnu::cold]] Value slow_cddr(Context*, Value pair);
[[nodiscard, gnu::cold]] Value slow_set_car(Context*, Value pair, Value value);
[[nodiscard, gnu::cold]] Value slow_set_cdr(Context*, Value pair, Value value);
[[nodiscard, gnu::cold]] Value slow_vector_ref(Context*, Value vector, Value k);
[[nodiscard, gnu::cold]] Value slow_vector_set(Context*, Value vector, Value k, Value value);
[[nodiscard, gnu::cold]] Value slow_vector_length(Context*, Value vector);
[[nodiscard, gnu::cold]] Value slow_string_ref(Context*, Value string, Value k);
[[nodiscard, gnu::cold]] Value slow_string_length(Context*, Value string);
[[nodiscard, gnu::cold]] Value slow_bytevector_u8_ref(Context*, Value bytevector, Value k);
[[nodiscard, gnu::cold]] Value slow_record_ref(Context*, Value record, Value type, int64_t k);
[[nodiscard, gnu::cold]] Value slow_record_set(Context*, Value record, Value type, int64_t k, Value value);
// eqv? of two objects with a header that are not the same word: equal only as numbers.
bool slow_is_eqv(Value x, Value y);
// Whether `type` is `ancestor` or descends from it.
bool record_type_descends(Value type, Value ancestor);

inline Value fast_cons(Context* ctx, Value first, Value second) { return cons(ctx, first, second); }

inline Value fast_car(Context* ctx, Value pair) {
  if (!is_pair(pair)) [[unlikely]]
    return slow_car(ctx, pair);
  return as_pair(pair)->car;
}

inline Value fast_cdr(Context* ctx, Value pair) {
  if (!is_pair(pair)) [[unlikely]]
    return slow_cdr(ctx, pair);
  return as_pair(pair)->cdr;
}

inline Value fast_cadr(Context* ctx, Value pair) {
  if (!is_pair(pair)) [[unlikely]]
    return slow_cadr(ctx, pair);
  Value rest = as_pair(pair)->cdr;
  if (!is_pair(rest)) [[unlikely]]
    return slow_cadr(ctx, pair);
  return as_pair(rest)->car;
}

inline Value fast_cddr(Context* ctx, Value pair) {
  if (!is_pair(pair)) [[unlikely]]
    return slow_cddr(ctx, pair);
  Value rest = as_pair(pair)->cdr;
  if (!is_pair(rest)) [[unlikely]]
    return slow_cddr(ctx, pair);
  return as_pair(rest)->cdr;
}

inline Value fast_set_car(Context* ctx, Value pair, Value value) {
  if (!is_pair(pair) || is_constant_pair(pair)) [[unlikely]]
    return slow_set_car(ctx, pair, value);
  store_field(as_pair(pair), &as_pair(pair)->car, value);
  return v_unspecified;
}

inline Value fast_set_cdr(Context* ctx, Value pair, Value value) {
  if (!is_pair(pair) || is_constant_pair(pair)) [[unlikely]]
    return slow_set_cdr(ctx, pair, value);
  store_field(as_pair(pair), &as_pair(pair)->cdr, value);
  return v_unspecified;
}

inline Value fast_is_eq(Context*, Value x, Value y) { return boolean(x == y); }
inline bool values_are_eqv(Value x, Value y) { return x == y || (is_object(x) && is_object(y) && slow_is_eqv(x, y)); }
inline Value fast_is_eqv(Context*, Value x, Value y) { return boolean(values_are_eqv(x, y)); }
inline Value fast_is_pair(Context*, Value object) { return boolean(is_pair(object)); }
inline Value fast_is_null(Context*, Value object) { return boolean(is_null(object)); }
inline Value fast_not(Context*, Value object) { return boolean(is_false(object)); }  // not in the consair dialect

// Whether `k` is a fixnum in [0, length): a negative one is huge when read as unsigned.
inline bool is_index_below(Value k, uint64_t length) {
  return is_fixnum(k) && static_cast<uint64_t>(fixnum_value(k)) < length;
}

inline Value fast_vector_ref(Context* ctx, Value vector, Value k) {
  if (!is_vector(vector) || !is_index_below(k, header_length(as_vector(vector)->header))) [[unlikely]]
    return slow_vector_ref(ctx, vector, k);
  return as_vector(vector)->elements[fixnum_value(k)];
}

inline Value fast_vector_set(Context* ctx, Value vector, Value k, Value value) {
  if (!is_vector(vector) || !is_index_below(k, header_length(as_vector(vector)->header)) ||
      (as_vector(vector)->header & vector_flag_immutable)) [[unlikely]]
    return slow_vector_set(ctx, vector, k, value);
  store_field(as_vector(vector), &as_vector(vector)->elements[fixnum_value(k)], value);
  return v_unspecified;
}

inline Value fast_vector_length(Context* ctx, Value vector) {
  if (!is_vector(vector)) [[unlikely]]
    return slow_vector_length(ctx, vector);
  return make_fixnum(static_cast<int64_t>(header_length(as_vector(vector)->header)));
}

inline Value fast_string_ref(Context* ctx, Value string, Value k) {
  if (!is_string(string) || !is_index_below(k, header_length(as_string(string)->header))) [[unlikely]]
    return slow_string_ref(ctx, string, k);
  return make_char(string_scalar(as_string(string), fixnum_value(k)));
}

inline Value fast_string_length(Context* ctx, Value string) {
  if (!is_string(string)) [[unlikely]]
    return slow_string_length(ctx, string);
  return make_fixnum(string_length(as_string(string)));
}

inline Value fast_bytevector_u8_ref(Context* ctx, Value bytevector, Value k) {
  if (!is_bytevector(bytevector) || !is_index_below(k, header_length(as_bytevector(bytevector)->header))) [[unlikely]]
    return slow_bytevector_u8_ref(ctx, bytevector, k);
  return make_fixnum(as_bytevector(bytevector)->bytes[fixnum_value(k)]);
}

inline bool is_record_of(Value object, Value type) {
  return is_record(object) && (as_record(object)->type == type || record_type_descends(as_record(object)->type, type));
}
inline Value fast_is_record(Context*, Value object, Value type) { return boolean(is_record_of(object, type)); }

// `k` is in range for `type`: the compiler took it from the definition of the type.
inline Value fast_record_ref(Context* ctx, Value record, Value type, int64_t k) {
  if (!is_record(record) || as_record(record)->type != type) [[unlikely]]
    return slow_record_ref(ctx, record, type, k);
  return as_record(record)->elements[k];
}

inline Value fast_record_set(Context* ctx, Value record, Value type, int64_t k, Value value) {
  if (!is_record(record) || as_record(record)->type != type) [[unlikely]]
    return slow_record_set(ctx, record, type, k, value);
  store_field(as_record(record), &as_record(record)->elements[k], value);
  return v_unspecified;
}

}  // namespace tiercel
