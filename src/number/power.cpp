// See power.h.  Exact rationals are treated in GMP's integers, everything inexact by the C library.
#include "number/power.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "number/complex.h"
#include "number/integer.h"
#include "number/pending.h"
#include "number/ratio.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

using Complex = std::complex<double>;

constexpr Value exact_zero = make_fixnum(0), exact_one = make_fixnum(1);

Complex to_complex(Value v) { return {number_to_double(real_part(v)), number_to_double(imaginary_part(v))}; }
bool is_exact(Value number) { return !is_float(real_part(number)); }
Value division_by_zero(Context* ctx) { return raise_error(ctx, ErrorCode::T3006, {intern(ctx, "expt")}); }

// log2 of a positive exact rational, rounded to an integer in some way.
int64_t binary_magnitude(Value number) {
  return static_cast<int64_t>(integer_bit_count(ratio_numerator(number))) -
         static_cast<int64_t>(integer_bit_count(ratio_denominator(number)));
}

// --- Square roots of exact numbers ----------------------------------------------------------------------------------

// The integer part of the root of a fixnum that is not negative.
int64_t root_of_fixnum(int64_t n) {
  auto root = static_cast<int64_t>(std::sqrt(static_cast<double>(n)));
  while (root * root > n) root--;
  while ((root + 1) * (root + 1) <= n) root++;
  return root;
}

// The root of a non-negative exact integer, or v_false if it is no square.
Value exact_integer_root(Context* ctx, Value integer) {
  if (is_fixnum(integer)) {
    int64_t root = root_of_fixnum(fixnum_value(integer));
    return root * root == fixnum_value(integer) ? make_fixnum(root) : v_false;
  }
  // A square is 0, 1, 4 or 9 modulo 16; that spares most numbers the root.
  constexpr uint64_t squares_modulo_16 = 1 << 0 | 1 << 1 | 1 << 4 | 1 << 9;
  if (!(squares_modulo_16 >> (IntegerView(integer).limbs()[0] % 16) & 1)) return v_false;
  Value root = v_false, rest = v_false;
  if (!integer_square_root(ctx, integer, &root, &rest)) return v_pending;
  return rest == exact_zero ? root : v_false;
}

Value exact_root(Context* ctx, Value number) {
  TIERCEL_VALUE(top, exact_integer_root(ctx, ratio_numerator(number)));
  if (top == v_false || is_exact_integer(number)) return top;
  TIERCEL_VALUE(bottom, exact_integer_root(ctx, ratio_denominator(number)));
  return bottom == v_false ? v_false : make_ratio(ctx, top, bottom);
}

// Correctly rounded: the root of `number`, scaled by a power of 4 to 126 to 128 bits, as an integer of 63 or 64 bits.
double rounded_root(Value number) {
  IntegerMpz top(ratio_numerator(number)), bottom(ratio_denominator(number));
  int64_t shift = 126 - binary_magnitude(number);
  shift += shift & 1;
  if (shift >= 0) mpz_mul_2exp(top, top, static_cast<mp_bitcnt_t>(shift));
  else mpz_mul_2exp(bottom, bottom, static_cast<mp_bitcnt_t>(-shift));
  Mpz quotient, rest, root, root_rest;
  mpz_tdiv_qr(quotient, rest, top, bottom);
  mpz_sqrtrem(root, root_rest, quotient);
  return scaled_to_double(mpz_get_ui(root), rest.sign() != 0 || root_rest.sign() != 0, -shift / 2);
}

Value real_root(Context* ctx, Value number) {
  if (is_float(number)) return make_flonum(ctx, std::sqrt(float_value(number)));
  TIERCEL_VALUE(root, exact_root(ctx, number));
  if (root != v_false) return root;
  if (is_fixnum(number) && fixnum_value(number) < int64_t{1} << 53)
    return make_flonum(ctx, std::sqrt(static_cast<double>(fixnum_value(number))));
  return make_flonum(ctx, rounded_root(number));
}

// The exact root of an exact complex number, or v_false: sqrt(a + bi) = u + b / (2u) i with u = sqrt((|a + bi| + a) / 2).
Value exact_complex_root(Context* ctx, Value number) {
  Value a = real_part(number), b = imaginary_part(number);
  TIERCEL_VALUE(a_square, ratio_multiply(ctx, a, a));
  TIERCEL_VALUE(b_square, ratio_multiply(ctx, b, b));
  TIERCEL_VALUE(norm, ratio_add(ctx, a_square, b_square));
  TIERCEL_VALUE(magnitude, exact_root(ctx, norm));
  if (magnitude == v_false) return v_false;
  TIERCEL_VALUE(sum, ratio_add(ctx, magnitude, a));
  TIERCEL_VALUE(half, ratio_divide(ctx, sum, make_fixnum(2)));
  TIERCEL_VALUE(u, exact_root(ctx, half));
  if (u == v_false) return v_false;
  TIERCEL_VALUE(twice, ratio_add(ctx, u, u));
  TIERCEL_VALUE(v, ratio_divide(ctx, b, twice));
  return make_rectangular(ctx, u, v);
}

Value scaled_by(Context* ctx, Value exact, int64_t power) {
  TIERCEL_VALUE(factor, integer_shift(ctx, exact_one, make_fixnum(power < 0 ? -power : power)));
  return power < 0 ? ratio_divide(ctx, exact, factor) : ratio_multiply(ctx, exact, factor);
}

// Parts far beyond or below the doubles are scaled by a power of 4 first.
Value rounded_complex_root(Context* ctx, Value number) {
  Value a = real_part(number), b = imaginary_part(number);
  int64_t magnitude = binary_magnitude(b);
  if (a != exact_zero) magnitude = std::max(magnitude, binary_magnitude(a));
  int64_t half = magnitude > 1000 || magnitude < -900 ? magnitude / 2 : 0;
  if (half != 0) {
    TIERCEL_VALUE(scaled_a, scaled_by(ctx, a, -2 * half));
    TIERCEL_VALUE(scaled_b, scaled_by(ctx, b, -2 * half));
    a = scaled_a;
    b = scaled_b;
  }
  Complex root = std::sqrt(Complex(number_to_double(a), number_to_double(b)));
  int exponent = static_cast<int>(std::clamp<int64_t>(half, -5000, 5000));
  return make_rectangular(ctx, std::ldexp(root.real(), exponent), std::ldexp(root.imag(), exponent));
}

}  // namespace

Value number_square_root(Context* ctx, Value number) {
  if (is_compnum(number)) {
    if (is_exact(number)) {
      TIERCEL_VALUE(root, exact_complex_root(ctx, number));
      return root != v_false ? root : rounded_complex_root(ctx, number);
    }
    Complex root = std::sqrt(to_complex(number));
    return make_rectangular(ctx, root.real(), root.imag());
  }
  if (number_sign(number) >= 0) return real_root(ctx, number);
  TIERCEL_VALUE(positive, number_negate(ctx, number));
  TIERCEL_VALUE(root, real_root(ctx, positive));
  return make_rectangular(ctx, exact_zero, root);
}

// --- Logarithms -----------------------------------------------------------------------------------------------------

double binary_log_of_positive(Value number) {
  double d = number_to_double(number);
  if (is_float(number) || (std::isfinite(d) && d > 0)) return std::log2(d);
  long top_exponent = 0, bottom_exponent = 0;
  double top = mpz_get_d_2exp(&top_exponent, IntegerMpz(ratio_numerator(number)));
  double bottom = mpz_get_d_2exp(&bottom_exponent, IntegerMpz(ratio_denominator(number)));
  return std::log2(top / bottom) + static_cast<double>(top_exponent - bottom_exponent);
}

double natural_log_of_positive(Value number) {
  double d = number_to_double(number);
  if (is_float(number) || (std::isfinite(d) && d > 0)) return std::log(d);
  return binary_log_of_positive(number) * M_LN2;
}

// --- Powers ---------------------------------------------------------------------------------------------------------

namespace {

// Exact rational to an exact integer power.
Value power_of_rational(Context* ctx, Value base, Value exponent) {
  bool negative = integer_sign(exponent) < 0;
  Value count = exponent;
  if (negative) {
    if (base == exact_zero) return division_by_zero(ctx);
    count = integer_negate(ctx, exponent);
    if (count == v_pending) return v_pending;
  }
  TIERCEL_VALUE(top, integer_expt(ctx, ratio_numerator(base), count));
  if (is_exact_integer(base) && !negative) return top;
  TIERCEL_VALUE(bottom, integer_expt(ctx, ratio_denominator(base), count));
  return negative ? make_coprime_ratio(ctx, bottom, top) : make_coprime_ratio(ctx, top, bottom);
}

// Any number to a fixnum power by repeated squaring.
Value power_by_squaring(Context* ctx, Value base, int64_t exponent) {
  Value result = exact_one, square = base;
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
  return exponent < 0 ? number_divide(ctx, exact_one, result) : result;
}

// An exact complex number to an exact integer power.  The norm of the result is the power of the norm; where the norm is 1
// only the common denominator grows.  So a result that cannot be held is refused before it is computed.
Value power_of_exact_complex(Context* ctx, Value base, Value exponent) {
  TIERCEL_VALUE(a_square, ratio_multiply(ctx, real_part(base), real_part(base)));
  TIERCEL_VALUE(b_square, ratio_multiply(ctx, imaginary_part(base), imaginary_part(base)));
  TIERCEL_VALUE(norm, ratio_add(ctx, a_square, b_square));
  uint64_t bits = std::max({integer_bit_count(ratio_numerator(norm)), integer_bit_count(ratio_denominator(norm)),
                            integer_bit_count(ratio_denominator(real_part(base)))});
  if (bits == 1) {  // +i or -i
    Value rest = v_false;
    if (!integer_divide(ctx, exponent, make_fixnum(4), Rounding::floor, nullptr, &rest)) return v_pending;
    return power_by_squaring(ctx, base, fixnum_value(rest));
  }
  if (!is_fixnum(exponent)) return raise_too_large(ctx);
  auto count = static_cast<uint64_t>(std::abs(fixnum_value(exponent)));
  if (count > integer_bits_max * 4 / (bits - 1)) return raise_too_large(ctx);
  return power_by_squaring(ctx, base, fixnum_value(exponent));
}

// A flonum to an exact integer power; the sign follows from the integer, not from its rounded value.
double power_of_double(double base, Value exponent) {
  double magnitude = std::pow(std::fabs(base), number_to_double(exponent));
  return std::signbit(base) && integer_is_odd(exponent) ? -magnitude : magnitude;
}

Value integer_power(Context* ctx, Value base, Value exponent) {
  if (is_exact_rational(base)) return power_of_rational(ctx, base, exponent);
  if (exponent == exact_zero) return exact_one;
  if (is_float(base)) return make_flonum(ctx, power_of_double(float_value(base), exponent));
  if (is_exact(base)) return power_of_exact_complex(ctx, base, exponent);
  if (is_fixnum(exponent)) return power_by_squaring(ctx, base, fixnum_value(exponent));
  Complex power = std::pow(to_complex(base), to_complex(exponent));
  return make_rectangular(ctx, power.real(), power.imag());
}

// R7RS: 0^z is 1 if z is 0, 0 if z has a positive real part, and an error otherwise.  `exponent` is no exact integer.
Value power_of_zero(Context* ctx, Value base, Value exponent) {
  Value real = real_part(exponent);
  if (is_float(real) && std::isnan(float_value(real))) return make_flonum(ctx, NAN);
  if (number_sign(real) > 0) return is_exact(base) && is_exact(exponent) ? exact_zero : make_flonum(ctx, 0);
  if (to_complex(exponent) == Complex(0, 0)) return make_flonum(ctx, 1);
  return division_by_zero(ctx);
}

// The root of a positive exact rational of which both halves are perfect powers, or v_false; GMP cannot be interrupted in
// it, so of numbers of a million bits it is not looked for.
Value exact_nth_root(Context* ctx, Value base, Value degree) {
  constexpr uint64_t bits_max = 1 << 20;
  if (!is_fixnum(degree) || number_sign(base) < 0) return v_false;
  if (std::max(integer_bit_count(ratio_numerator(base)), integer_bit_count(ratio_denominator(base))) > bits_max)
    return v_false;
  auto n = static_cast<unsigned long>(fixnum_value(degree));
  IntegerMpz top(ratio_numerator(base)), bottom(ratio_denominator(base));
  if (!mpz_root(top, top, n) || !mpz_root(bottom, bottom, n)) return v_false;
  TIERCEL_VALUE(top_root, make_integer_of(ctx, top));
  TIERCEL_VALUE(bottom_root, make_integer_of(ctx, bottom));
  return make_ratio(ctx, top_root, bottom_root);
}

// An exact rational that no finite double other than zero is near to.
bool is_beyond_doubles(Value number) {
  if (!is_exact_rational(number)) return false;
  double d = number_to_double(number);
  return d == 0 || std::isinf(d);
}

Value inexact_power(Context* ctx, Value base, Value exponent) {
  if (!is_compnum(base) && !is_compnum(exponent)) {
    double y = number_to_double(exponent);
    if (number_sign(base) >= 0)
      return make_flonum(ctx, is_beyond_doubles(base) ? std::exp2(y * binary_log_of_positive(base))
                                                      : std::pow(number_to_double(base), y));
    if (std::floor(y) == y || std::isnan(y)) return make_flonum(ctx, std::pow(number_to_double(base), y));
    // |base|^y at the angle pi * y
    double magnitude = std::pow(-number_to_double(base), y), angle = std::fmod(y, 2) * M_PI;
    return make_rectangular(ctx, magnitude * std::cos(angle), magnitude * std::sin(angle));
  }
  Complex power = std::pow(to_complex(base), to_complex(exponent));
  return make_rectangular(ctx, power.real(), power.imag());
}

}  // namespace

Value number_power(Context* ctx, Value base, Value exponent) {
  if (is_exact_integer(exponent)) return integer_power(ctx, base, exponent);
  if (base == exact_one && is_exact(exponent)) return exact_one;
  bool zero = to_complex(base) == Complex(0, 0) && !is_beyond_doubles(base);
  if (base == exact_zero || (zero && (is_compnum(base) || is_compnum(exponent))))
    return power_of_zero(ctx, base, exponent);
  if (is_ratnum(exponent) && is_exact(base)) {
    bool half = ratio_denominator(exponent) == make_fixnum(2);
    if (half || !is_compnum(base)) {
      TIERCEL_VALUE(root,
                    half ? number_square_root(ctx, base) : exact_nth_root(ctx, base, ratio_denominator(exponent)));
      if (root != v_false && is_exact(root)) return integer_power(ctx, root, ratio_numerator(exponent));
    }
  }
  if (is_float(exponent) && float_value(exponent) == 0.5) {
    TIERCEL_VALUE(root, number_square_root(ctx, base));
    return number_to_inexact(ctx, root);
  }
  return inexact_power(ctx, base, exponent);
}

}  // namespace tiercel
