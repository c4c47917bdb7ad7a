// Arithmetic on Scheme numbers: the fast paths inline, everything else behind a call.
//
// Exact results are exact whatever their size: fixnum → bignum → ratnum, never lossy.  A flonum operand makes the result
// a flonum, a compnum operand makes it a compnum.  Functions take any Value: what is no number of the right kind is an
// error, so the interpreter may call them without a check.  Those that return [[nodiscard]] Value give v_pending on error.
// `number_*` names are the generic operations of R7RS; helpers on known kinds are in integer.h, ratio.h and complex.h.
#pragma once

#include <cstdint>
#include <string>

#include "number/literal.h"
#include "object/allocate.h"
#include "object/context.h"
#include "object/layouts.h"
#include "object/value.h"
#include "reader/datum.h"

namespace tiercel {

enum class NumberKind : uint8_t { fixnum, bignum, ratio, flonum, complex, none };
NumberKind number_kind(Value v);

constexpr bool both_immediate_floats(Value a, Value b) { return is_immediate_float(a) && is_immediate_float(b); }

// --- Slow paths -----------------------------------------------------------------------------------------------------
[[nodiscard]] Value number_add_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_subtract_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_multiply_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_quotient_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_remainder_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_modulo_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_equal_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_less_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_greater_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_less_equal_slow(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_greater_equal_slow(Context* ctx, Value a, Value b);

// --- Binary operations with fast paths ------------------------------------------------------------------------------
[[nodiscard]] inline Value number_add(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b)) [[likely]] {
    int64_t sum;
    if (!__builtin_add_overflow(static_cast<int64_t>(a.bits), static_cast<int64_t>(b.bits - tag_fixnum), &sum))
        [[likely]]
      return {static_cast<uint64_t>(sum)};
  } else if (both_immediate_floats(a, b)) {
    Value sum{rotate_float(immediate_float_value(a) + immediate_float_value(b))};
    if (is_immediate_float(sum)) [[likely]]
      return sum;
  }
  return number_add_slow(ctx, a, b);
}

[[nodiscard]] inline Value number_subtract(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b)) [[likely]] {
    int64_t difference;
    if (!__builtin_sub_overflow(static_cast<int64_t>(a.bits), static_cast<int64_t>(b.bits - tag_fixnum), &difference))
        [[likely]]
      return {static_cast<uint64_t>(difference)};
  } else if (both_immediate_floats(a, b)) {
    Value difference{rotate_float(immediate_float_value(a) - immediate_float_value(b))};
    if (is_immediate_float(difference)) [[likely]]
      return difference;
  }
  return number_subtract_slow(ctx, a, b);
}

[[nodiscard]] inline Value number_multiply(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b)) [[likely]] {
    int64_t product;
    if (!__builtin_mul_overflow(fixnum_value(a), static_cast<int64_t>(b.bits - tag_fixnum), &product)) [[likely]]
      return {static_cast<uint64_t>(product) + tag_fixnum};
  } else if (both_immediate_floats(a, b)) {
    Value product{rotate_float(immediate_float_value(a) * immediate_float_value(b))};
    if (is_immediate_float(product)) [[likely]]
      return product;
  }
  return number_multiply_slow(ctx, a, b);
}

// Fixnum division overflows only for a divisor of -1; that and 0 take the slow path.
constexpr bool is_easy_divisor(Value b) { return b.bits != make_fixnum(0).bits && b.bits != make_fixnum(-1).bits; }

[[nodiscard]] inline Value number_quotient(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b) && is_easy_divisor(b)) [[likely]]
    return make_fixnum(fixnum_value(a) / fixnum_value(b));
  return number_quotient_slow(ctx, a, b);
}

[[nodiscard]] inline Value number_remainder(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b) && is_easy_divisor(b)) [[likely]]
    return make_fixnum(fixnum_value(a) % fixnum_value(b));
  return number_remainder_slow(ctx, a, b);
}

[[nodiscard]] inline Value number_modulo(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b) && is_easy_divisor(b)) [[likely]] {
    int64_t divisor = fixnum_value(b), rest = fixnum_value(a) % divisor;
    return make_fixnum(rest != 0 && (rest ^ divisor) < 0 ? rest + divisor : rest);
  }
  return number_modulo_slow(ctx, a, b);
}

// The comparisons give #t or #f.
#define TIERCEL_NUMBER_COMPARISON(name, operator_)                                                                \
  [[nodiscard]] inline Value name(Context* ctx, Value a, Value b) {                                               \
    if (both_fixnums(a, b)) [[likely]]                                                                            \
      return boolean(static_cast<int64_t>(a.bits) operator_ static_cast<int64_t>(b.bits));                        \
    if (both_immediate_floats(a, b)) return boolean(immediate_float_value(a) operator_ immediate_float_value(b)); \
    return name##_slow(ctx, a, b);                                                                                \
  }
TIERCEL_NUMBER_COMPARISON(number_equal, ==)
TIERCEL_NUMBER_COMPARISON(number_less, <)
TIERCEL_NUMBER_COMPARISON(number_greater, >)
TIERCEL_NUMBER_COMPARISON(number_less_equal, <=)
TIERCEL_NUMBER_COMPARISON(number_greater_equal, >=)
#undef TIERCEL_NUMBER_COMPARISON

// The quotient rounded down, of two integers of any exactness; `b` is not zero.
[[nodiscard]] Value number_floor_quotient(Context* ctx, Value a, Value b);

[[nodiscard]] Value number_divide(Context* ctx, Value a, Value b);
[[nodiscard]] Value number_negate(Context* ctx, Value a);

// --- Questions that any Value may be asked, without error -----------------------------------------------------------
// eqv? on two numbers: same exactness and value; flonums bit for bit, so 0.0 and -0.0 differ and a NaN is itself.
bool number_eqv(Value a, Value b);
// Agrees with number_eqv.
uint64_t number_hash(Value number);

enum class Order : int8_t { less = -1, equal = 0, greater = 1, unordered = 2 };
// Exact across exactness.  Both are real numbers.
Order compare_reals(Value a, Value b);
// -1, 0, 1; 0 for a NaN.  `a` is real.
int number_sign(Value a);

// --- Conversion -----------------------------------------------------------------------------------------------------
// How many bits the exact integers in a number have; 0 if there are none but fixnums.
uint64_t number_bit_count(Value number);
// The nearest double of a real number.
double number_to_double(Value real);
[[nodiscard]] Value number_to_exact(Context* ctx, Value number);
[[nodiscard]] Value number_to_inexact(Context* ctx, Value number);
// A heap number of a literal or a number Datum.
[[nodiscard]] Value make_number(Context* ctx, const NumberLiteral& number);
[[nodiscard]] Value make_number(Context* ctx, const Datum& number);
// The number's text, as number->string gives it.  `number` is any number.
// False if patience ended first.
bool append_number_text(std::string& out, Value number, int radix = 10, Patience patience = {});
std::string number_text(Value number, int radix = 10);
// The number that `text` denotes; v_false if it denotes none; v_pending if it is too large, or T4007 after an interrupt.
[[nodiscard]] Value text_to_number(Context* ctx, std::string_view text, int radix = 10);

// An exact integer of any 64 or 128 bit value.
[[nodiscard]] Value make_integer(Context* ctx, __int128 n);
inline Value make_integer_64(Context* ctx, int64_t n) { return fits_fixnum(n) ? make_fixnum(n) : make_integer(ctx, n); }
[[nodiscard]] Value make_integer_unsigned(Context* ctx, uint64_t n);

}  // namespace tiercel
