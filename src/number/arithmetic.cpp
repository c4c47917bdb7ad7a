// The generic operations: find the kinds of the operands, take the more general one, and do it there.
#include "number/arithmetic.h"

#include <cmath>

#include "gen/primitives.h"
#include "number/complex.h"
#include "number/integer.h"
#include "number/pending.h"
#include "number/ratio.h"
#include "object/errors.h"
#include "object/isolate.h"

namespace tiercel {

NumberKind number_kind(Value v) {
  if (is_fixnum(v)) return NumberKind::fixnum;
  if (is_immediate_float(v)) return NumberKind::flonum;
  if (!is_object(v)) return NumberKind::none;
  switch (object_kind(v)) {
    case ObjectKind::flonum: return NumberKind::flonum;
    case ObjectKind::bignum: return NumberKind::bignum;
    case ObjectKind::ratnum: return NumberKind::ratio;
    case ObjectKind::compnum: return NumberKind::complex;
    default: return NumberKind::none;
  }
}

namespace {

// The kind in which two operands meet: the kinds are in the order of generality.
NumberKind common_kind(Value a, Value b) {
  NumberKind x = number_kind(a), y = number_kind(b);
  return x > y ? x : y;
}

Value not_a_number(Context* ctx, core::Prim prim, Value a, Value b) {
  bool first = number_kind(a) == NumberKind::none;
  return raise_type_error(ctx, prim, first ? 0 : 1, first ? a : b);
}

Value not_real(Context* ctx, core::Prim prim, Value a, Value b) {
  bool first = number_kind(a) >= NumberKind::complex;
  return raise_type_error(ctx, prim, first ? 0 : 1, first ? a : b);
}

}  // namespace

Value number_add_slow(Context* ctx, Value a, Value b) {
  switch (common_kind(a, b)) {
    case NumberKind::fixnum:
    case NumberKind::bignum: return integer_add(ctx, a, b);
    case NumberKind::ratio: return ratio_add(ctx, a, b);
    case NumberKind::flonum: return make_flonum(ctx, number_to_double(a) + number_to_double(b));
    case NumberKind::complex: return complex_add(ctx, a, b);
    case NumberKind::none: break;
  }
  return not_a_number(ctx, core::Prim::add, a, b);
}

Value number_subtract_slow(Context* ctx, Value a, Value b) {
  switch (common_kind(a, b)) {
    case NumberKind::fixnum:
    case NumberKind::bignum: return integer_subtract(ctx, a, b);
    case NumberKind::ratio: return ratio_subtract(ctx, a, b);
    case NumberKind::flonum: return make_flonum(ctx, number_to_double(a) - number_to_double(b));
    case NumberKind::complex: return complex_subtract(ctx, a, b);
    case NumberKind::none: break;
  }
  return not_a_number(ctx, core::Prim::subtract, a, b);
}

Value number_multiply_slow(Context* ctx, Value a, Value b) {
  switch (common_kind(a, b)) {
    case NumberKind::fixnum:
    case NumberKind::bignum: return integer_multiply(ctx, a, b);
    case NumberKind::ratio: return ratio_multiply(ctx, a, b);
    case NumberKind::flonum: return make_flonum(ctx, number_to_double(a) * number_to_double(b));
    case NumberKind::complex: return complex_multiply(ctx, a, b);
    case NumberKind::none: break;
  }
  return not_a_number(ctx, core::Prim::multiply, a, b);
}

Value number_divide(Context* ctx, Value a, Value b) {
  NumberKind kind = common_kind(a, b);
  if (b == make_fixnum(0) && kind != NumberKind::none) return raise_error(ctx, ErrorCode::T3006, {intern(ctx, "/")});
  switch (kind) {
    case NumberKind::fixnum:
    case NumberKind::bignum: return make_ratio(ctx, a, b);
    case NumberKind::ratio: return ratio_divide(ctx, a, b);
    case NumberKind::flonum: return make_flonum(ctx, number_to_double(a) / number_to_double(b));
    case NumberKind::complex: return complex_divide(ctx, a, b);
    case NumberKind::none: break;
  }
  return not_a_number(ctx, core::Prim::divide, a, b);
}

// Not 0 - a: that would make 0.0 of 0.0.
Value number_negate(Context* ctx, Value a) {
  switch (number_kind(a)) {
    case NumberKind::fixnum:
    case NumberKind::bignum: return integer_negate(ctx, a);
    case NumberKind::ratio: return ratio_subtract(ctx, make_fixnum(0), a);
    case NumberKind::flonum: return make_flonum(ctx, -number_to_double(a));
    case NumberKind::complex: {
      TIERCEL_VALUE(real, number_negate(ctx, real_part(a)));
      TIERCEL_VALUE(imaginary, number_negate(ctx, imaginary_part(a)));
      return make_rectangular(ctx, real, imaginary);
    }
    case NumberKind::none: break;
  }
  return raise_type_error(ctx, core::Prim::subtract, 0, a);
}

// --- Integer division -----------------------------------------------------------------------------------------------

namespace {

bool is_integral(Value v) {
  if (is_exact_integer(v)) return true;
  return is_float(v) && std::isfinite(float_value(v)) && std::floor(float_value(v)) == float_value(v);
}

enum class Wanted : uint8_t { quotient, floor_quotient, remainder, modulo };

Value divide_exact(Context* ctx, Value a, Value b, Wanted wanted) {
  Value result = v_false;
  bool down = wanted == Wanted::modulo || wanted == Wanted::floor_quotient;
  bool is_quotient = wanted == Wanted::quotient || wanted == Wanted::floor_quotient;
  bool done = integer_divide(ctx, a, b, down ? Rounding::floor : Rounding::truncate, is_quotient ? &result : nullptr,
                             is_quotient ? nullptr : &result);
  return done ? result : v_pending;
}

// At least one operand is a flonum.  Below 2^53 every step here is exact; beyond, the exact result is rounded once.
Value divide_inexact(Context* ctx, Value a, Value b, Wanted wanted) {
  double x = number_to_double(a), y = number_to_double(b), rest = std::fmod(x, y);
  bool exact = is_float(a) && is_float(b);
  if (exact && wanted == Wanted::remainder) return make_flonum(ctx, rest);
  if (exact && std::fabs(x) < 0x1p53 && std::fabs(y) < 0x1p53) {
    bool adjust = rest != 0 && (rest < 0) != (y < 0);
    if (wanted == Wanted::modulo) return make_flonum(ctx, adjust ? rest + y : rest);
    double quotient = (x - rest) / y;
    return make_flonum(ctx, adjust && wanted == Wanted::floor_quotient ? quotient - 1 : quotient);
  }
  TIERCEL_VALUE(exact_a, number_to_exact(ctx, a));
  TIERCEL_VALUE(exact_b, number_to_exact(ctx, b));
  TIERCEL_VALUE(result, divide_exact(ctx, exact_a, exact_b, wanted));
  return number_to_inexact(ctx, result);
}

Value divide_integers(Context* ctx, core::Prim prim, const char* name, Value a, Value b, Wanted wanted) {
  if (!is_integral(a)) return raise_type_error(ctx, prim, 0, a);
  if (!is_integral(b)) return raise_type_error(ctx, prim, 1, b);
  if (number_sign(b) == 0) return raise_error(ctx, ErrorCode::T3006, {intern(ctx, name)});
  return is_float(a) || is_float(b) ? divide_inexact(ctx, a, b, wanted) : divide_exact(ctx, a, b, wanted);
}

}  // namespace

Value number_floor_quotient(Context* ctx, Value a, Value b) {
  return is_float(a) || is_float(b) ? divide_inexact(ctx, a, b, Wanted::floor_quotient)
                                    : divide_exact(ctx, a, b, Wanted::floor_quotient);
}
Value number_quotient_slow(Context* ctx, Value a, Value b) {
  return divide_integers(ctx, core::Prim::quotient, "quotient", a, b, Wanted::quotient);
}
Value number_remainder_slow(Context* ctx, Value a, Value b) {
  return divide_integers(ctx, core::Prim::remainder, "remainder", a, b, Wanted::remainder);
}
Value number_modulo_slow(Context* ctx, Value a, Value b) {
  return divide_integers(ctx, core::Prim::modulo, "modulo", a, b, Wanted::modulo);
}

// --- Comparison -----------------------------------------------------------------------------------------------------

namespace {

Order order_of(int sign) { return static_cast<Order>(sign); }

// An exact rational against a double, without rounding either.
Order compare_exact_with_double(Value a, double d) {
  if (std::isnan(d)) return Order::unordered;
  if (std::isinf(d)) return d < 0 ? Order::greater : Order::less;
  if (is_fixnum(a)) {
    // |a| < 2^60; a double below 2^62 has an integer part that fits.
    int64_t n = fixnum_value(a);
    if (std::fabs(d) >= 0x1p62) return d < 0 ? Order::greater : Order::less;
    auto whole = static_cast<int64_t>(d);
    if (n != whole) return n < whole ? Order::less : Order::greater;
    double fraction = d - static_cast<double>(whole);
    return fraction > 0 ? Order::less : fraction < 0 ? Order::greater : Order::equal;
  }
  if (is_bignum(a)) {
    int order = mpz_cmp_d(static_cast<mpz_srcptr>(IntegerMpz(a)), d);
    return order_of(order < 0 ? -1 : order > 0);
  }
  // numerator : d * denominator, both scaled by the power of two that makes d's significand an integer.
  int exponent = 0;
  double significand = std::ldexp(std::frexp(d, &exponent), 53);
  exponent -= 53;
  IntegerMpz left(ratio_numerator(a)), right(ratio_denominator(a));
  Mpz scaled;
  mpz_set_d(scaled, significand);
  mpz_mul(right, right, scaled);
  if (exponent >= 0) mpz_mul_2exp(right, right, static_cast<mp_bitcnt_t>(exponent));
  else mpz_mul_2exp(left, left, static_cast<mp_bitcnt_t>(-exponent));
  int order = mpz_cmp(left, right);
  return order_of(order < 0 ? -1 : order > 0);
}

Order reversed(Order order) {
  return order == Order::less ? Order::greater : order == Order::greater ? Order::less : order;
}

}  // namespace

Order compare_reals(Value a, Value b) {
  bool a_float = is_float(a), b_float = is_float(b);
  if (a_float && b_float) {
    double x = float_value(a), y = float_value(b);
    return x < y ? Order::less : x > y ? Order::greater : x == y ? Order::equal : Order::unordered;
  }
  if (a_float) return reversed(compare_exact_with_double(b, float_value(a)));
  if (b_float) return compare_exact_with_double(a, float_value(b));
  return order_of(ratio_compare(a, b));
}

Value number_equal_slow(Context* ctx, Value a, Value b) {
  switch (common_kind(a, b)) {
    case NumberKind::none: return not_a_number(ctx, core::Prim::equal, a, b);
    case NumberKind::complex: return boolean(complex_equal(a, b));
    case NumberKind::fixnum:
    case NumberKind::bignum:
    case NumberKind::ratio:
    case NumberKind::flonum: break;
  }
  return boolean(compare_reals(a, b) == Order::equal);
}

Value number_less_slow(Context* ctx, Value a, Value b) {
  if (common_kind(a, b) >= NumberKind::complex) return not_real(ctx, core::Prim::less, a, b);
  return boolean(compare_reals(a, b) == Order::less);
}

Value number_greater_slow(Context* ctx, Value a, Value b) {
  if (common_kind(a, b) >= NumberKind::complex) return not_real(ctx, core::Prim::greater, a, b);
  return boolean(compare_reals(a, b) == Order::greater);
}

Value number_less_equal_slow(Context* ctx, Value a, Value b) {
  if (common_kind(a, b) >= NumberKind::complex) return not_real(ctx, core::Prim::less_equal, a, b);
  Order order = compare_reals(a, b);
  return boolean(order == Order::less || order == Order::equal);
}

Value number_greater_equal_slow(Context* ctx, Value a, Value b) {
  if (common_kind(a, b) >= NumberKind::complex) return not_real(ctx, core::Prim::greater_equal, a, b);
  Order order = compare_reals(a, b);
  return boolean(order == Order::greater || order == Order::equal);
}

int number_sign(Value a) {
  if (is_float(a)) return float_value(a) < 0 ? -1 : float_value(a) > 0;
  return integer_sign(ratio_numerator(a));
}

}  // namespace tiercel
