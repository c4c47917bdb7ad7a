// Primitives on numbers: powers, roots, exactness, text, complex parts, bits.  Transcendental functions are in
// numbers_inexact.cpp.
#include <cmath>
#include <complex>
#include <vector>

#include "gen/primitive_bodies.h"
#include "gen/primitives.h"
#include "number/arithmetic.h"
#include "number/complex.h"
#include "number/integer.h"
#include "number/pending.h"
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

std::complex<double> to_complex(Value v) {
  return {number_to_double(real_part(v)), number_to_double(imaginary_part(v))};
}

// --- Roots ----------------------------------------------------------------------------------------------------------

// The exact root of a non-negative exact rational, or v_false if it has none.
Value exact_root(Context* ctx, Value number) {
  Value top = v_false, bottom = v_false, rest = v_false;
  if (!integer_square_root(ctx, ratio_numerator(number), &top, &rest)) return v_pending;
  if (rest != make_fixnum(0)) return v_false;
  if (!integer_square_root(ctx, ratio_denominator(number), &bottom, &rest)) return v_pending;
  if (rest != make_fixnum(0)) return v_false;
  return make_ratio(ctx, top, bottom);
}

// The root of a non-negative exact rational that is no square.  A number beyond the doubles is scaled by a power of 4.
double inexact_root(Context* ctx, Value number) {
  double d = number_to_double(number);
  if (std::isfinite(d) && d > 0) return std::sqrt(d);
  auto top_bits = static_cast<int64_t>(integer_bit_count(ratio_numerator(number)));
  auto bottom_bits = static_cast<int64_t>(integer_bit_count(ratio_denominator(number)));
  int64_t half = (top_bits - bottom_bits) / 2;
  Value power = integer_shift(ctx, make_fixnum(1), make_fixnum(2 * (half < 0 ? -half : half)));
  if (power == v_pending) return HUGE_VAL;
  Value scaled = half < 0 ? ratio_multiply(ctx, number, power) : ratio_divide(ctx, number, power);
  if (scaled == v_pending) return HUGE_VAL;
  return std::ldexp(std::sqrt(number_to_double(scaled)), static_cast<int>(half));
}

// The root of a non-negative real number.
Value real_root(Context* ctx, Value number) {
  if (is_float(number)) return make_flonum(ctx, std::sqrt(float_value(number)));
  TIERCEL_VALUE(root, exact_root(ctx, number));
  return root != v_false ? root : make_flonum(ctx, inexact_root(ctx, number));
}

}  // namespace

Value prim_sqrt(Context* ctx, Value number) {
  if (is_compnum(number)) {
    std::complex<double> root = std::sqrt(to_complex(number));
    Value result = make_rectangular(ctx, root.real(), root.imag());
    if (!is_exact(number) || !is_compnum(result)) return result;
    // An exact number keeps an exact root if it has one: try the rounded parts.
    double re = std::nearbyint(root.real()), im = std::nearbyint(root.imag());
    if (std::fabs(re) > 0x1p26 || std::fabs(im) > 0x1p26) return result;
    TIERCEL_VALUE(guess,
                  make_rectangular(ctx, make_fixnum(static_cast<int64_t>(re)), make_fixnum(static_cast<int64_t>(im))));
    TIERCEL_VALUE(square, number_multiply(ctx, guess, guess));
    return number_eqv(square, number) ? guess : result;
  }
  if (number_sign(number) >= 0) return real_root(ctx, number);
  TIERCEL_VALUE(positive, number_negate(ctx, number));
  TIERCEL_VALUE(root, real_root(ctx, positive));
  return make_rectangular(ctx, make_fixnum(0), root);
}

Value prim_exact_integer_sqrt(Context* ctx, Value number) {
  if (integer_sign(number) < 0)
    return out_of_domain(ctx, "exact-integer-sqrt", "an integer that is not negative", number);
  if (!integer_square_root(ctx, number, &ctx->values[0], &ctx->values[1])) return v_pending;
  ctx->nvalues = 2;
  return v_multiple;
}

// --- Powers ---------------------------------------------------------------------------------------------------------

namespace {

// Exact rational to an exact integer power.
Value power_of_rational(Context* ctx, Value base, Value exponent) {
  bool negative = integer_sign(exponent) < 0;
  Value count = exponent;
  if (negative) {
    if (base == make_fixnum(0)) return raise_error(ctx, ErrorCode::T3006, {intern(ctx, "expt")});
    count = integer_negate(ctx, exponent);
    if (count == v_pending) return v_pending;
  }
  TIERCEL_VALUE(top, integer_expt(ctx, ratio_numerator(base), count));
  if (is_exact_integer(base) && !negative) return top;
  TIERCEL_VALUE(bottom, integer_expt(ctx, ratio_denominator(base), count));
  return negative ? make_ratio(ctx, bottom, top) : make_ratio(ctx, top, bottom);
}

// Any number to a fixnum power by repeated squaring.
Value power_by_squaring(Context* ctx, Value base, int64_t exponent) {
  Value result = make_fixnum(1), square = base;
  for (int64_t n = exponent < 0 ? -exponent : exponent; n > 0; n >>= 1) {
    if (n & 1) {
      result = number_multiply(ctx, result, square);
      if (result == v_pending) return v_pending;
    }
    if (n > 1) {
      square = number_multiply(ctx, square, square);
      if (square == v_pending) return v_pending;
    }
  }
  return exponent < 0 ? number_divide(ctx, make_fixnum(1), result) : result;
}

Value inexact_power(Context* ctx, Value base, Value exponent) {
  if (!is_compnum(base) && !is_compnum(exponent)) {
    double x = number_to_double(base), y = number_to_double(exponent);
    if (x >= 0 || std::isnan(x) || std::floor(y) == y) return make_flonum(ctx, std::pow(x, y));
  }
  std::complex<double> power = std::pow(to_complex(base), to_complex(exponent));
  return make_rectangular(ctx, power.real(), power.imag());
}

}  // namespace

Value prim_expt(Context* ctx, Value base, Value exponent) {
  if (is_exact_integer(exponent)) {
    if (is_exact_rational(base)) return power_of_rational(ctx, base, exponent);
    if (is_compnum(base) && is_fixnum(exponent)) return power_by_squaring(ctx, base, fixnum_value(exponent));
    if (exponent == make_fixnum(0)) return make_fixnum(1);
    return inexact_power(ctx, base, exponent);
  }
  if (base == make_fixnum(0)) {  // R7RS: 0 to a power with a positive real part is 0
    if (number_sign(real_part(exponent)) > 0) return is_exact(exponent) ? make_fixnum(0) : make_flonum(ctx, 0);
    return raise_error(ctx, ErrorCode::T3006, {intern(ctx, "expt")});
  }
  if (is_ratnum(exponent) && is_exact_rational(base) && ratio_denominator(exponent) == make_fixnum(2)) {
    TIERCEL_VALUE(root, prim_sqrt(ctx, base));
    if (is_exact(root)) return prim_expt(ctx, root, ratio_numerator(exponent));
  }
  return inexact_power(ctx, base, exponent);
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
  return radix == 0 ? v_pending : make_string_utf8(ctx, number_text(number, radix));
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
  std::vector<Value> quotients;
  Value last = v_false;
  for (;;) {
    TIERCEL_VALUE(whole, ratio_round(ctx, low, IntegerRounding::floor));
    if (ratio_compare(whole, low) == 0) {
      last = whole;
      break;
    }
    TIERCEL_VALUE(high_whole, ratio_round(ctx, high, IntegerRounding::floor));
    if (integer_compare(whole, high_whole) < 0) {
      last = integer_add(ctx, whole, make_fixnum(1));
      break;
    }
    quotients.push_back(whole);
    TIERCEL_VALUE(low_rest, ratio_subtract(ctx, low, whole));
    TIERCEL_VALUE(high_rest, ratio_subtract(ctx, high, whole));
    TIERCEL_VALUE(next_low, ratio_divide(ctx, make_fixnum(1), high_rest));
    TIERCEL_VALUE(next_high, ratio_divide(ctx, make_fixnum(1), low_rest));
    low = next_low;
    high = next_high;
  }
  for (size_t i = quotients.size(); i-- > 0 && last != v_pending;) {
    TIERCEL_VALUE(reciprocal, ratio_divide(ctx, make_fixnum(1), last));
    last = ratio_add(ctx, quotients[i], reciprocal);
  }
  return last;
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
  if (!is_exact(number)) return make_flonum(ctx, std::abs(to_complex(number)));
  TIERCEL_VALUE(real, number_multiply(ctx, real_part(number), real_part(number)));
  TIERCEL_VALUE(imaginary, number_multiply(ctx, imaginary_part(number), imaginary_part(number)));
  TIERCEL_VALUE(sum, number_add(ctx, real, imaginary));
  return prim_sqrt(ctx, sum);
}

Value prim_angle(Context* ctx, Value number) {
  if (!is_compnum(number) && !is_float(number) && number_sign(number) >= 0) return make_fixnum(0);
  return make_flonum(ctx, std::arg(to_complex(number)));
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
