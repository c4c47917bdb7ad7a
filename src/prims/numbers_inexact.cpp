// Primitives on numbers: exponential, logarithm, trigonometry, on real and complex numbers.
//
// Where the exact answer is known for an exact argument (the value at 0 or 1), it is given exactly.  Branch cuts are those
// of R7RS section 6.2.6, which the C++ library's complex functions follow.
#include <cmath>
#include <complex>

#include "gen/primitive_bodies.h"
#include "number/arithmetic.h"
#include "number/complex.h"
#include "number/pending.h"
#include "number/power.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

using Complex = std::complex<double>;

Complex to_complex(Value v) { return {number_to_double(real_part(v)), number_to_double(imaginary_part(v))}; }
Value from_complex(Context* ctx, Complex z) { return make_rectangular(ctx, z.real(), z.imag()); }

// log z = log |z| + i angle(z); so a negative number, also -0.0, has the imaginary part pi.
Value natural_log(Context* ctx, Value number) {
  if (number == make_fixnum(1)) return make_fixnum(0);
  if (number == make_fixnum(0)) return raise_error(ctx, ErrorCode::T3006, {intern(ctx, "log")});
  if (is_compnum(number)) return from_complex(ctx, std::log(to_complex(number)));
  bool negative = is_float(number) ? std::signbit(float_value(number)) && !std::isnan(float_value(number))
                                   : number_sign(number) < 0;
  if (!negative) return make_flonum(ctx, natural_log_of_positive(number));
  TIERCEL_VALUE(positive, number_negate(ctx, number));
  return make_rectangular(ctx, natural_log_of_positive(positive), M_PI);
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
  bool positive = !is_compnum(number) && number_sign(number) > 0 && number != make_fixnum(1);
  if (positive && base == make_fixnum(2)) return make_flonum(ctx, binary_log_of_positive(number));
  if (positive && base == make_fixnum(10) && std::isfinite(number_to_double(number)) && number_to_double(number) > 0)
    return make_flonum(ctx, std::log10(number_to_double(number)));
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

namespace {

// Outside [-1, 1] the answer is complex.  A real argument has an exact zero imaginary part, for which the formula of R7RS
// section 6.2.6, asin(z) = -i log(iz + sqrt(1 - z * z)), takes the side below the cut right of 1 and the side above the cut
// left of -1.  acos(z) = pi/2 - asin(z) follows.  A complex flonum chooses its side by the sign of its zero.
Complex on_cut(double x) { return {x, x > 1 ? -0.0 : 0.0}; }

}  // namespace

Value prim_asin(Context* ctx, Value number) {
  if (number == make_fixnum(0)) return number;
  if (is_compnum(number)) return from_complex(ctx, std::asin(to_complex(number)));
  double x = number_to_double(number);
  return std::fabs(x) > 1 ? from_complex(ctx, std::asin(on_cut(x))) : make_flonum(ctx, std::asin(x));
}

Value prim_acos(Context* ctx, Value number) {
  if (number == make_fixnum(1)) return make_fixnum(0);
  if (is_compnum(number)) return from_complex(ctx, std::acos(to_complex(number)));
  double x = number_to_double(number);
  return std::fabs(x) > 1 ? from_complex(ctx, std::acos(on_cut(x))) : make_flonum(ctx, std::acos(x));
}

Value prim_atan(Context* ctx, Value y, Value x) {
  if (x == v_default) {
    if (y == make_fixnum(0)) return y;
    if (!is_compnum(y)) return make_flonum(ctx, std::atan(number_to_double(y)));
    // atan(z) = (log(1 + iz) - log(1 - iz)) / 2i.  On the cuts, above i and below -i, an exact zero real part is on the
    // side of the sign of the imaginary part.
    Complex z = to_complex(y);
    if (real_part(y) == make_fixnum(0)) z.real(std::copysign(0.0, z.imag()));
    return from_complex(ctx, std::atan(z));
  }
  if (is_compnum(y)) return raise_error(ctx, ErrorCode::T3030, {intern(ctx, "atan"), intern(ctx, "a real number"), y});
  if (y == make_fixnum(0) && !is_float(x)) {
    if (number_sign(x) > 0) return make_fixnum(0);
    if (number_sign(x) == 0) return raise_error(ctx, ErrorCode::T3006, {intern(ctx, "atan")});
  }
  return make_flonum(ctx, std::atan2(number_to_double(y), number_to_double(x)));
}

}  // namespace tiercel
