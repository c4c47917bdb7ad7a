// Complex arithmetic by parts: the parts are numbers, so exact stays exact.
#include "number/complex.h"

#include <cmath>
#include <complex>

#include "number/pending.h"

namespace tiercel {
namespace {

bool has_floats(Value v) { return is_float(real_part(v)) || is_float(imaginary_part(v)); }

std::complex<double> to_complex(Value v) {
  return {number_to_double(real_part(v)), number_to_double(imaginary_part(v))};
}

// An exact zero part, which a real number has, is no number to calculate with: it would turn an infinite part into a
// NaN, and -0.0 into 0.0.
constexpr Value exact_zero = make_fixnum(0);

Value add_parts(Context* ctx, Value a, Value b) {
  return a == exact_zero ? b : b == exact_zero ? a : number_add(ctx, a, b);
}

Value subtract_parts(Context* ctx, Value a, Value b) {
  return b == exact_zero ? a : a == exact_zero ? number_negate(ctx, b) : number_subtract(ctx, a, b);
}

Value multiply_parts(Context* ctx, Value a, Value b) {
  return a == exact_zero || b == exact_zero ? exact_zero : number_multiply(ctx, a, b);
}

}  // namespace

Value make_rectangular(Context* ctx, Value real, Value imaginary) {
  if (imaginary == make_fixnum(0)) return real;
  if (is_float(real) != is_float(imaginary)) {
    real = make_flonum(ctx, number_to_double(real));
    imaginary = make_flonum(ctx, number_to_double(imaginary));
  }
  auto* number = static_cast<Compnum*>(allocate(ctx, sizeof(Compnum)));
  number->header = make_header(ObjectKind::compnum);
  number->real = real;
  number->imaginary = imaginary;
  return value_of(number);
}

Value make_rectangular(Context* ctx, double real, double imaginary) {
  return make_rectangular(ctx, make_flonum(ctx, real), make_flonum(ctx, imaginary));
}

Value make_polar(Context* ctx, Value magnitude, Value angle) {
  if (angle == make_fixnum(0) || magnitude == make_fixnum(0)) return magnitude;
  double m = number_to_double(magnitude), a = number_to_double(angle);
  return make_rectangular(ctx, m * std::cos(a), m * std::sin(a));
}

Value complex_add(Context* ctx, Value a, Value b) {
  TIERCEL_VALUE(real, add_parts(ctx, real_part(a), real_part(b)));
  TIERCEL_VALUE(imaginary, add_parts(ctx, imaginary_part(a), imaginary_part(b)));
  return make_rectangular(ctx, real, imaginary);
}

Value complex_subtract(Context* ctx, Value a, Value b) {
  TIERCEL_VALUE(real, subtract_parts(ctx, real_part(a), real_part(b)));
  TIERCEL_VALUE(imaginary, subtract_parts(ctx, imaginary_part(a), imaginary_part(b)));
  return make_rectangular(ctx, real, imaginary);
}

// (p + qi)(r + si) = (pr - qs) + (ps + qr)i
Value complex_multiply(Context* ctx, Value a, Value b) {
  Value p = real_part(a), q = imaginary_part(a), r = real_part(b), s = imaginary_part(b);
  TIERCEL_VALUE(pr, multiply_parts(ctx, p, r));
  TIERCEL_VALUE(qs, multiply_parts(ctx, q, s));
  TIERCEL_VALUE(ps, multiply_parts(ctx, p, s));
  TIERCEL_VALUE(qr, multiply_parts(ctx, q, r));
  TIERCEL_VALUE(real, subtract_parts(ctx, pr, qs));
  TIERCEL_VALUE(imaginary, add_parts(ctx, ps, qr));
  return make_rectangular(ctx, real, imaginary);
}

// By a real number: part by part.  Exact: multiply by the conjugate and divide by the norm.  Inexact: the C library's
// division, which scales.
Value complex_divide(Context* ctx, Value a, Value b) {
  if (!is_compnum(b)) {
    TIERCEL_VALUE(real, number_divide(ctx, real_part(a), b));
    TIERCEL_VALUE(imaginary, number_divide(ctx, imaginary_part(a), b));
    return make_rectangular(ctx, real, imaginary);
  }
  if (has_floats(a) || has_floats(b)) {
    std::complex<double> quotient = to_complex(a) / to_complex(b);
    return make_rectangular(ctx, quotient.real(), quotient.imag());
  }
  Value r = real_part(b), s = imaginary_part(b);
  TIERCEL_VALUE(rr, number_multiply(ctx, r, r));
  TIERCEL_VALUE(ss, number_multiply(ctx, s, s));
  TIERCEL_VALUE(norm, number_add(ctx, rr, ss));
  TIERCEL_VALUE(minus_s, number_negate(ctx, s));
  TIERCEL_VALUE(conjugate, make_rectangular(ctx, r, minus_s));
  TIERCEL_VALUE(product, number_multiply(ctx, a, conjugate));
  TIERCEL_VALUE(real, number_divide(ctx, real_part(product), norm));
  TIERCEL_VALUE(imaginary, number_divide(ctx, imaginary_part(product), norm));
  return make_rectangular(ctx, real, imaginary);
}

bool complex_equal(Value a, Value b) {
  return compare_reals(real_part(a), real_part(b)) == Order::equal &&
         compare_reals(imaginary_part(a), imaginary_part(b)) == Order::equal;
}

}  // namespace tiercel
