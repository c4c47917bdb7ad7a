// Rational arithmetic as in Knuth, The Art of Computer Programming, volume 2, section 4.5.1, with the plain formulas: one
// reduction at the end.  Numerators and denominators are mostly fixnums, whose gcd is cheap.
#include "number/ratio.h"

#include "number/pending.h"

namespace tiercel {

Value make_ratio(Context* ctx, Value numerator, Value denominator) {
  TIERCEL_VALUE(divisor, integer_gcd(ctx, numerator, denominator));
  Value top = numerator, bottom = denominator;
  if (divisor != make_fixnum(1)) {
    if (!integer_divide(ctx, numerator, divisor, Rounding::truncate, &top, nullptr)) return v_pending;
    if (!integer_divide(ctx, denominator, divisor, Rounding::truncate, &bottom, nullptr)) return v_pending;
  }
  return make_coprime_ratio(ctx, top, bottom);
}

Value make_coprime_ratio(Context* ctx, Value numerator, Value denominator) {
  Value top = numerator, bottom = denominator;
  if (integer_sign(bottom) < 0) {
    TIERCEL_VALUE(negated_top, integer_negate(ctx, top));
    TIERCEL_VALUE(negated_bottom, integer_negate(ctx, bottom));
    top = negated_top;
    bottom = negated_bottom;
  }
  if (bottom == make_fixnum(1)) return top;
  auto* ratio = static_cast<Ratnum*>(allocate(ctx, sizeof(Ratnum)));
  ratio->header = make_header(ObjectKind::ratnum);
  ratio->numerator = top;
  ratio->denominator = bottom;
  return value_of(ratio);
}

namespace {

using IntegerOperation = Value (*)(Context*, Value, Value);

// a.numerator * b.denominator OP b.numerator * a.denominator, over the product of the denominators.
Value cross(Context* ctx, Value a, Value b, IntegerOperation operation) {
  TIERCEL_VALUE(left, integer_multiply(ctx, ratio_numerator(a), ratio_denominator(b)));
  TIERCEL_VALUE(right, integer_multiply(ctx, ratio_numerator(b), ratio_denominator(a)));
  TIERCEL_VALUE(top, operation(ctx, left, right));
  TIERCEL_VALUE(bottom, integer_multiply(ctx, ratio_denominator(a), ratio_denominator(b)));
  return make_ratio(ctx, top, bottom);
}

}  // namespace

Value ratio_add(Context* ctx, Value a, Value b) { return cross(ctx, a, b, integer_add); }
Value ratio_subtract(Context* ctx, Value a, Value b) { return cross(ctx, a, b, integer_subtract); }

Value ratio_multiply(Context* ctx, Value a, Value b) {
  TIERCEL_VALUE(top, integer_multiply(ctx, ratio_numerator(a), ratio_numerator(b)));
  TIERCEL_VALUE(bottom, integer_multiply(ctx, ratio_denominator(a), ratio_denominator(b)));
  return make_ratio(ctx, top, bottom);
}

Value ratio_divide(Context* ctx, Value a, Value b) {
  TIERCEL_VALUE(top, integer_multiply(ctx, ratio_numerator(a), ratio_denominator(b)));
  TIERCEL_VALUE(bottom, integer_multiply(ctx, ratio_denominator(a), ratio_numerator(b)));
  return make_ratio(ctx, top, bottom);
}

namespace {

// 2^(m - 1) < |a| < 2^(m + 1)
int64_t binary_magnitude(Value a) {
  return static_cast<int64_t>(integer_bit_count(ratio_numerator(a))) -
         static_cast<int64_t>(integer_bit_count(ratio_denominator(a)));
}

}  // namespace

int ratio_compare(Value a, Value b) {
  if (is_exact_integer(a) && is_exact_integer(b)) return integer_compare(a, b);
  // Signs and sizes decide most comparisons without a multiplication.
  int sign = integer_sign(ratio_numerator(a)), other_sign = integer_sign(ratio_numerator(b));
  if (sign != other_sign) return sign < other_sign ? -1 : 1;
  int64_t difference = binary_magnitude(a) - binary_magnitude(b);
  if (difference > 1 || difference < -1) return (difference > 0) == (sign > 0) ? 1 : -1;
  IntegerMpz a_top(ratio_numerator(a)), a_bottom(ratio_denominator(a)), b_top(ratio_numerator(b)),
      b_bottom(ratio_denominator(b));
  mpz_mul(a_top, a_top, b_bottom);
  mpz_mul(b_top, b_top, a_bottom);
  int order = mpz_cmp(a_top, b_top);
  return order < 0 ? -1 : order > 0;
}

double ratio_value_to_double(Value a) {
  if (is_exact_integer(a)) return integer_to_double(a);
  IntegerView top(ratio_numerator(a)), bottom(ratio_denominator(a));
  double magnitude = ratio_to_double(top.limbs(), bottom.limbs());
  return top.negative() ? -magnitude : magnitude;
}

// floor(n / d), and whether the rest is below, at, or above one half decides the others.
Value ratio_round(Context* ctx, Value a, IntegerRounding rounding) {
  if (is_exact_integer(a)) return a;
  Value top = ratio_numerator(a), bottom = ratio_denominator(a), quotient = v_false, rest = v_false;
  if (!integer_divide(ctx, top, bottom, Rounding::floor, &quotient, &rest)) return v_pending;
  bool up = false;
  switch (rounding) {
    case IntegerRounding::floor: break;
    case IntegerRounding::ceiling: up = true; break;
    case IntegerRounding::truncate: up = integer_sign(top) < 0; break;
    case IntegerRounding::round: {
      TIERCEL_VALUE(twice, integer_add(ctx, rest, rest));
      int order = integer_compare(twice, bottom);
      up = order > 0 || (order == 0 && integer_is_odd(quotient));
      break;
    }
  }
  return up ? integer_add(ctx, quotient, make_fixnum(1)) : quotient;
}

}  // namespace tiercel
