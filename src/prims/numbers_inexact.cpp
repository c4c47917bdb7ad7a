// Primitives on numbers: exponential, logarithm, trigonometry, on real and complex numbers.
//
// Where the exact answer is known for an exact argument (the value at 0 or 1), it is given exactly.  Branch cuts are those
// of R7RS section 6.2.6, which the C++ library's complex functions follow.
#include <cmath>
#include <complex>

#include "gen/primitive_bodies.h"
#include "number/arithmetic.h"
#include "number/complex.h"
#include "number/integer.h"
#include "number/pending.h"
#include "number/ratio.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

using Complex = std::complex<double>;

Complex to_complex(Value v) { return {number_to_double(real_part(v)), number_to_double(imaginary_part(v))}; }
Value from_complex(Context* ctx, Complex z) { return make_rectangular(ctx, z.real(), z.imag()); }

// The natural logarithm of a positive exact integer that may be beyond the doubles.
double log_of_integer(Value integer) {
  double d = integer_to_double(integer);
  if (std::isfinite(d)) return std::log(d);
  IntegerMpz z(integer);
  long exponent = 0;
  double fraction = mpz_get_d_2exp(&exponent, z);
  return std::log(fraction) + static_cast<double>(exponent) * 0.693147180559945309417;
}

double log_of_positive(Value number) {
  if (is_float(number)) return std::log(float_value(number));
  if (is_exact_integer(number)) return log_of_integer(number);
  double d = number_to_double(number);
  if (std::isfinite(d) && d > 0) return std::log(d);
  return log_of_integer(ratio_numerator(number)) - log_of_integer(ratio_denominator(number));
}

Value natural_log(Context* ctx, Value number) {
  if (number == make_fixnum(1)) return make_fixnum(0);
  if (number == make_fixnum(0)) return raise_error(ctx, ErrorCode::T3006, {intern(ctx, "log")});
  if (is_compnum(number)) return from_complex(ctx, std::log(to_complex(number)));
  bool negative = is_float(number) ? std::signbit(float_value(number)) && !std::isnan(float_value(number)) &&
                                         float_value(number) != 0
                                   : number_sign(number) < 0;
  if (!negative) return make_flonum(ctx, log_of_positive(number));
  TIERCEL_VALUE(positive, number_negate(ctx, number));
  return make_rectangular(ctx, log_of_positive(positive), M_PI);
}

}  // namespace

Value prim_exp(Context* ctx, Value number) {
  if (number == make_fixnum(0)) return make_fixnum(1);
  return is_compnum(number) ? from_complex(ctx, std::exp(to_complex(number)))
                            : make_flonum(ctx, std::exp(number_to_double(number)));
}

// Base 2 and 10 have their own functions, which are exact on powers.
Value prim_log(Context* ctx, Value number, Value base) {
  if (base == v_default) return natural_log(ctx, number);
  bool plain = !is_compnum(number) && number_sign(number) > 0;
  double d = plain ? number_to_double(number) : 0;
  if (plain && std::isfinite(d) && d > 0 && number != make_fixnum(1)) {
    if (base == make_fixnum(2)) return make_flonum(ctx, std::log2(d));
    if (base == make_fixnum(10)) return make_flonum(ctx, std::log10(d));
  }
  TIERCEL_VALUE(above, natural_log(ctx, number));
  TIERCEL_VALUE(below, natural_log(ctx, base));
  return number_divide(ctx, above, below);
}

Value prim_sin(Context* ctx, Value number) {
  if (number == make_fixnum(0)) return number;
  return is_compnum(number) ? from_complex(ctx, std::sin(to_complex(number)))
                            : make_flonum(ctx, std::sin(number_to_double(number)));
}

Value prim_cos(Context* ctx, Value number) {
  if (number == make_fixnum(0)) return make_fixnum(1);
  return is_compnum(number) ? from_complex(ctx, std::cos(to_complex(number)))
                            : make_flonum(ctx, std::cos(number_to_double(number)));
}

Value prim_tan(Context* ctx, Value number) {
  if (number == make_fixnum(0)) return number;
  return is_compnum(number) ? from_complex(ctx, std::tan(to_complex(number)))
                            : make_flonum(ctx, std::tan(number_to_double(number)));
}

// Outside [-1, 1] the answer is complex.  On the branch cut itself R7RS takes the side that the formulas of section 6.2.6
// give: for x > 1, asin(x) = pi/2 + i log(x + sqrt(x*x - 1)), which is the C++ function's value from above.
Value prim_asin(Context* ctx, Value number) {
  if (number == make_fixnum(0)) return number;
  if (is_compnum(number)) return from_complex(ctx, std::asin(to_complex(number)));
  double x = number_to_double(number);
  if (!(std::fabs(x) > 1)) return make_flonum(ctx, std::asin(x));
  return from_complex(ctx, std::asin(Complex(x, x > 1 ? 0.0 : -0.0)));
}

Value prim_acos(Context* ctx, Value number) {
  if (number == make_fixnum(1)) return make_fixnum(0);
  if (is_compnum(number)) return from_complex(ctx, std::acos(to_complex(number)));
  double x = number_to_double(number);
  if (!(std::fabs(x) > 1)) return make_flonum(ctx, std::acos(x));
  return from_complex(ctx, std::acos(Complex(x, x > 1 ? 0.0 : -0.0)));
}

Value prim_atan(Context* ctx, Value y, Value x) {
  if (x == v_default) {
    if (y == make_fixnum(0)) return y;
    if (!is_compnum(y)) return make_flonum(ctx, std::atan(number_to_double(y)));
    return from_complex(ctx, std::atan(to_complex(y)));
  }
  if (is_compnum(y)) return raise_error(ctx, ErrorCode::T3030, {intern(ctx, "atan"), intern(ctx, "a real number"), y});
  if (y == make_fixnum(0) && !is_float(x)) {
    if (number_sign(x) > 0) return make_fixnum(0);
    if (number_sign(x) == 0) return raise_error(ctx, ErrorCode::T3006, {intern(ctx, "atan")});
  }
  return make_flonum(ctx, std::atan2(number_to_double(y), number_to_double(x)));
}

}  // namespace tiercel
