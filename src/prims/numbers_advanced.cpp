// Primitives on numbers: powers, roots, exactness, text, complex parts, bits.  Transcendental functions are in
// numbers_inexact.cpp.
#include <cmath>
#include <vector>

#include "gen/primitive_bodies.h"
#include "gen/primitives.h"
#include "number/arithmetic.h"
#include "number/complex.h"
#include "number/integer.h"
#include "number/pending.h"
#include "number/power.h"
#include "number/ratio.h"
#include "object/errors.h"
#include "object/isolate.h"
#include "text/string.h"

namespace tiercel {
namespace {

Value out_of_domain(Context* ctx, const char* procedure, const char* expected, Value found) {
  return raise_error(ctx, ErrorCode::T3030, {intern(ctx, procedure), intern(ctx, expected), found});
}

bool is_exact(Value number) { return !is_float(real_part(number)); }

}  // namespace

// --- Roots and powers -----------------------------------------------------------------------------------------------

Value prim_sqrt(Context* ctx, Value number) { return number_square_root(ctx, number); }
Value prim_expt(Context* ctx, Value base, Value exponent) { return number_power(ctx, base, exponent); }

Value prim_exact_integer_sqrt(Context* ctx, Value number) {
  if (integer_sign(number) < 0)
    return out_of_domain(ctx, "exact-integer-sqrt", "an integer that is not negative", number);
  if (!integer_square_root(ctx, number, &ctx->values[0], &ctx->values[1])) return v_pending;
  ctx->nvalues = 2;
  return v_multiple;
}

// --- Exactness and text ---------------------------------------------------------------------------------------------

Value prim_exact(Context* ctx, Value number) { return number_to_exact(ctx, number); }
Value prim_inexact(Context* ctx, Value number) { return number_to_inexact(ctx, number); }
Value prim_inexact_to_exact(Context* ctx, Value number) { return number_to_exact(ctx, number); }
Value prim_exact_to_inexact(Context* ctx, Value number) { return number_to_inexact(ctx, number); }

namespace {

// The radix argument, 10 if absent; 0 with a condition pending if it is none.
int read_radix(Context* ctx, const char* procedure, Value radix) {
  if (radix == v_default) return 10;
  if (is_fixnum(radix) && fixnum_value(radix) >= 2 && fixnum_value(radix) <= 36)
    return static_cast<int>(fixnum_value(radix));
  (void)out_of_domain(ctx, procedure, "a radix from 2 to 36", radix);
  return 0;
}

}  // namespace

Value prim_number_to_string(Context* ctx, Value number, Value radix_argument) {
  int radix = read_radix(ctx, "number->string", radix_argument);
  if (radix == 0) return v_pending;
  std::string text;
  return append_number_text(text, number, radix, patience_of(ctx)) ? make_string_utf8(ctx, text) : raise_given_up(ctx);
}

Value prim_string_to_number(Context* ctx, Value string, Value radix_argument) {
  int radix = read_radix(ctx, "string->number", radix_argument);
  return radix == 0 ? v_pending : text_to_number(ctx, string_to_utf8(as_string(string)), radix);
}

// --- Simplest rational ----------------------------------------------------------------------------------------------

namespace {

// The simplest rational in [low, high], 0 < low <= high, exact: walk down the continued fractions of both bounds while
// they agree (Stern-Brocot tree).  Allocation never collects, so the values may wait in a vector.
Value simplest_between(Context* ctx, Value low, Value high) {
  Value low_top = ratio_numerator(low), low_bottom = ratio_denominator(low);
  Value high_top = ratio_numerator(high), high_bottom = ratio_denominator(high);
  std::vector<Value> quotients;
  Value top = v_false, bottom = make_fixnum(1);
  for (Patience patience = patience_of(ctx); top == v_false;) {
    if (patience.is_over()) return raise_given_up(ctx);
    Value whole = v_false, rest = v_false, high_whole = v_false, high_rest = v_false;
    if (!integer_divide(ctx, low_top, low_bottom, Rounding::floor, &whole, &rest) ||
        !integer_divide(ctx, high_top, high_bottom, Rounding::floor, &high_whole, &high_rest))
      return v_pending;
    if (rest == make_fixnum(0)) {
      top = whole;
    } else if (integer_compare(whole, high_whole) < 0) {
      top = integer_add(ctx, whole, make_fixnum(1));
    } else {  // what is left of both, upside down: the low bound becomes the high one
      quotients.push_back(whole);
      low_top = high_bottom;
      high_top = low_bottom;
      low_bottom = high_rest;
      high_bottom = rest;
    }
  }
  for (size_t i = quotients.size(); i-- > 0 && top != v_pending;) {  // quotient + bottom / top
    TIERCEL_VALUE(product, integer_multiply(ctx, quotients[i], top));
    TIERCEL_VALUE(sum, integer_add(ctx, product, bottom));
    bottom = top;
    top = sum;
  }
  return top == v_pending ? v_pending : make_coprime_ratio(ctx, top, bottom);
}

Value rationalize_exact(Context* ctx, Value number, Value tolerance) {
  TIERCEL_VALUE(width, number_sign(tolerance) < 0 ? number_negate(ctx, tolerance) : tolerance);
  TIERCEL_VALUE(low, ratio_subtract(ctx, number, width));
  TIERCEL_VALUE(high, ratio_add(ctx, number, width));
  if (number_sign(low) > 0) return simplest_between(ctx, low, high);
  if (number_sign(high) >= 0) return make_fixnum(0);
  TIERCEL_VALUE(low_magnitude, number_negate(ctx, high));
  TIERCEL_VALUE(high_magnitude, number_negate(ctx, low));
  TIERCEL_VALUE(simplest, simplest_between(ctx, low_magnitude, high_magnitude));
  return number_negate(ctx, simplest);
}

}  // namespace

Value prim_rationalize(Context* ctx, Value number, Value tolerance) {
  if (!is_float(number) && !is_float(tolerance)) return rationalize_exact(ctx, number, tolerance);
  double x = number_to_double(number), y = number_to_double(tolerance);
  if (std::isnan(x) || std::isnan(y) || (std::isinf(x) && std::isinf(y))) return make_flonum(ctx, NAN);
  if (std::isinf(x)) return make_flonum(ctx, x);
  if (std::isinf(y)) return make_flonum(ctx, 0);
  TIERCEL_VALUE(exact_number, number_to_exact(ctx, number));
  TIERCEL_VALUE(exact_tolerance, number_to_exact(ctx, tolerance));
  TIERCEL_VALUE(result, rationalize_exact(ctx, exact_number, exact_tolerance));
  return number_to_inexact(ctx, result);
}

// --- Complex parts --------------------------------------------------------------------------------------------------

Value prim_make_rectangular(Context* ctx, Value real, Value imaginary) {
  return make_rectangular(ctx, real, imaginary);
}
Value prim_make_polar(Context* ctx, Value magnitude, Value angle) { return make_polar(ctx, magnitude, angle); }
Value prim_real_part(Context*, Value number) { return real_part(number); }
Value prim_imag_part(Context*, Value number) { return imaginary_part(number); }

Value prim_magnitude(Context* ctx, Value number) {
  if (!is_compnum(number)) return prim_abs(ctx, number);
  if (!is_exact(number))
    return make_flonum(ctx, std::hypot(float_value(real_part(number)), float_value(imaginary_part(number))));
  TIERCEL_VALUE(real, number_multiply(ctx, real_part(number), real_part(number)));
  TIERCEL_VALUE(imaginary, number_multiply(ctx, imaginary_part(number), imaginary_part(number)));
  TIERCEL_VALUE(sum, number_add(ctx, real, imaginary));
  return number_square_root(ctx, sum);
}

Value prim_angle(Context* ctx, Value number) {
  if (!is_compnum(number) && !is_float(number) && number_sign(number) >= 0) return make_fixnum(0);
  return make_flonum(ctx, std::atan2(number_to_double(imaginary_part(number)), number_to_double(real_part(number))));
}

// --- Bits -----------------------------------------------------------------------------------------------------------

namespace {

Value fold_bits(Context* ctx, BitOperation operation, Value start, int64_t argc, const Value* argv) {
  Value result = start;
  for (int64_t i = 0; i < argc && result != v_pending; i++) result = integer_bitwise(ctx, operation, result, argv[i]);
  return result;
}

}  // namespace

Value prim_bitwise_and(Context* ctx, int64_t argc, const Value* argv) {
  return fold_bits(ctx, BitOperation::and_, make_fixnum(-1), argc, argv);
}
Value prim_bitwise_ior(Context* ctx, int64_t argc, const Value* argv) {
  return fold_bits(ctx, BitOperation::or_, make_fixnum(0), argc, argv);
}
Value prim_bitwise_xor(Context* ctx, int64_t argc, const Value* argv) {
  return fold_bits(ctx, BitOperation::xor_, make_fixnum(0), argc, argv);
}
Value prim_bitwise_not(Context* ctx, Value number) { return integer_bitwise_not(ctx, number); }
Value prim_arithmetic_shift(Context* ctx, Value number, Value count) { return integer_shift(ctx, number, count); }

Value prim_bit_count(Context*, Value number) {
  if (is_fixnum(number)) {
    int64_t n = fixnum_value(number);
    return make_fixnum(__builtin_popcountll(static_cast<uint64_t>(n < 0 ? ~n : n)));
  }
  IntegerMpz z(number);
  if (z.negative()) mpz_com(z, z);
  return make_fixnum(static_cast<int64_t>(mpz_popcount(static_cast<mpz_srcptr>(z))));
}

Value prim_integer_length(Context* ctx, Value number) {
  if (integer_sign(number) >= 0) return make_fixnum(static_cast<int64_t>(integer_bit_count(number)));
  TIERCEL_VALUE(inverted, integer_bitwise_not(ctx, number));
  return make_fixnum(static_cast<int64_t>(integer_bit_count(inverted)));
}

}  // namespace tiercel
