// Primitives on numbers: kinds, comparison, arithmetic, integer division, rounding.  The work is done in number/.
//
// Declared types are checked before a body runs, so the bodies do not check them again.
#include <cmath>

#include "gen/primitive_bodies.h"
#include "number/arithmetic.h"
#include "number/complex.h"
#include "number/integer.h"
#include "number/pending.h"
#include "number/ratio.h"
#include "object/errors.h"
#include "object/isolate.h"
#include "object/types.h"

namespace tiercel {

// --- Kinds ----------------------------------------------------------------------------------------------------------

namespace {

bool any_part(Value number, bool (*test)(double)) {
  auto holds = [test](Value part) { return is_float(part) && test(float_value(part)); };
  return holds(real_part(number)) || holds(imaginary_part(number));
}

bool is_zero(Value number) {
  return !is_compnum(number) ? number_sign(number) == 0 && !any_part(number, [](double d) { return std::isnan(d); })
                             : is_float(real_part(number)) && float_value(real_part(number)) == 0 &&
                                   float_value(imaginary_part(number)) == 0;
}

bool is_inexact(Value number) { return is_float(real_part(number)); }

bool is_odd_integer(Value integer) {
  return is_float(integer) ? std::fmod(float_value(integer), 2) != 0 : integer_is_odd(integer);
}

}  // namespace

Value prim_is_number(Context*, Value v) { return boolean(number_kind(v) != NumberKind::none); }
Value prim_is_complex(Context*, Value v) { return boolean(number_kind(v) != NumberKind::none); }
Value prim_is_real(Context*, Value v) { return boolean(type_is_real(v)); }
Value prim_is_rational(Context*, Value v) { return boolean(type_is_rational(v)); }
Value prim_is_integer(Context*, Value v) { return boolean(type_is_integer(v)); }
Value prim_is_exact_integer(Context*, Value v) { return boolean(is_exact_integer(v)); }
Value prim_is_exact_rational(Context*, Value v) { return boolean(is_exact_rational(v)); }
Value prim_is_fixnum(Context*, Value v) { return boolean(is_fixnum(v)); }
Value prim_is_flonum(Context*, Value v) { return boolean(is_float(v)); }
Value prim_is_exact(Context*, Value number) { return boolean(!is_inexact(number)); }
Value prim_is_inexact(Context*, Value number) { return boolean(is_inexact(number)); }
Value prim_is_finite(Context*, Value number) {
  return boolean(!any_part(number, [](double d) { return !std::isfinite(d); }));
}
Value prim_is_infinite(Context*, Value number) {
  return boolean(any_part(number, [](double d) { return std::isinf(d); }));
}
Value prim_is_nan(Context*, Value number) {
  return boolean(any_part(number, [](double d) { return std::isnan(d); }));
}
Value prim_is_zero(Context*, Value number) { return boolean(is_zero(number)); }
Value prim_is_positive(Context*, Value number) { return boolean(number_sign(number) > 0); }
Value prim_is_negative(Context*, Value number) { return boolean(number_sign(number) < 0); }
Value prim_is_odd(Context*, Value integer) { return boolean(is_odd_integer(integer)); }
Value prim_is_even(Context*, Value integer) { return boolean(!is_odd_integer(integer)); }

// --- Comparison -----------------------------------------------------------------------------------------------------

namespace {

using BinaryOperation = Value (*)(Context*, Value, Value);

// Whether the relation holds between all neighbours.
Value compare_all(Context* ctx, int64_t argc, const Value* argv, BinaryOperation relation) {
  for (int64_t i = 0; i + 1 < argc; i++) {
    Value holds = relation(ctx, argv[i], argv[i + 1]);
    if (holds != v_true) return holds;
  }
  return v_true;
}

// `wanted`: the order in which the next argument replaces the one kept.
Value extreme(Context* ctx, int64_t argc, const Value* argv, Order wanted) {
  Value kept = argv[0];
  bool inexact = is_float(kept);
  for (int64_t i = 1; i < argc; i++) {
    inexact = inexact || is_float(argv[i]);
    if (is_float(kept) && std::isnan(float_value(kept))) continue;
    Order order = compare_reals(argv[i], kept);
    if (order == wanted || order == Order::unordered) kept = argv[i];
  }
  return inexact ? number_to_inexact(ctx, kept) : kept;
}

}  // namespace

Value prim_equal(Context* ctx, int64_t argc, const Value* argv) { return compare_all(ctx, argc, argv, number_equal); }
Value prim_less(Context* ctx, int64_t argc, const Value* argv) { return compare_all(ctx, argc, argv, number_less); }
Value prim_greater(Context* ctx, int64_t argc, const Value* argv) {
  return compare_all(ctx, argc, argv, number_greater);
}
Value prim_less_equal(Context* ctx, int64_t argc, const Value* argv) {
  return compare_all(ctx, argc, argv, number_less_equal);
}
Value prim_greater_equal(Context* ctx, int64_t argc, const Value* argv) {
  return compare_all(ctx, argc, argv, number_greater_equal);
}
Value prim_max(Context* ctx, int64_t argc, const Value* argv) { return extreme(ctx, argc, argv, Order::greater); }
Value prim_min(Context* ctx, int64_t argc, const Value* argv) { return extreme(ctx, argc, argv, Order::less); }

// --- Arithmetic -----------------------------------------------------------------------------------------------------

namespace {

// From the left, beginning with `start`.
Value fold(Context* ctx, Value start, int64_t argc, const Value* argv, BinaryOperation operation) {
  Value result = start;
  for (int64_t i = 0; i < argc && result != v_pending; i++) result = operation(ctx, result, argv[i]);
  return result;
}

}  // namespace

// A single argument is the result itself: 0 + x would lose the sign of -0.0.
Value prim_add(Context* ctx, int64_t argc, const Value* argv) {
  return argc == 0 ? make_fixnum(0) : fold(ctx, argv[0], argc - 1, argv + 1, number_add);
}

Value prim_multiply(Context* ctx, int64_t argc, const Value* argv) {
  return argc == 0 ? make_fixnum(1) : fold(ctx, argv[0], argc - 1, argv + 1, number_multiply);
}

Value prim_subtract(Context* ctx, int64_t argc, const Value* argv) {
  return argc == 1 ? number_negate(ctx, argv[0]) : fold(ctx, argv[0], argc - 1, argv + 1, number_subtract);
}

Value prim_divide(Context* ctx, int64_t argc, const Value* argv) {
  return argc == 1 ? number_divide(ctx, make_fixnum(1), argv[0])
                   : fold(ctx, argv[0], argc - 1, argv + 1, number_divide);
}

Value prim_abs(Context* ctx, Value number) {
  if (is_float(number)) return make_flonum(ctx, std::fabs(float_value(number)));
  return number_sign(number) < 0 ? number_negate(ctx, number) : number;
}

Value prim_square(Context* ctx, Value number) { return number_multiply(ctx, number, number); }

// --- Integer division -----------------------------------------------------------------------------------------------

namespace {

Value division_by_zero(Context* ctx, const char* name) {
  return raise_error(ctx, ErrorCode::T3006, {intern(ctx, name)});
}

// Quotient rounded down, of two integers of any exactness.
Value floor_quotient(Context* ctx, const char* name, Value a, Value b) {
  return number_sign(b) == 0 ? division_by_zero(ctx, name) : number_floor_quotient(ctx, a, b);
}

Value two_values(Context* ctx, Value first, Value second) {
  ctx->values[0] = first;
  ctx->values[1] = second;
  ctx->nvalues = 2;
  return v_multiple;
}

}  // namespace

Value prim_quotient(Context* ctx, Value a, Value b) { return number_quotient(ctx, a, b); }
Value prim_remainder(Context* ctx, Value a, Value b) { return number_remainder(ctx, a, b); }
Value prim_modulo(Context* ctx, Value a, Value b) { return number_modulo(ctx, a, b); }
Value prim_truncate_quotient(Context* ctx, Value a, Value b) {
  return number_sign(b) == 0 ? division_by_zero(ctx, "truncate-quotient") : number_quotient(ctx, a, b);
}
Value prim_truncate_remainder(Context* ctx, Value a, Value b) {
  return number_sign(b) == 0 ? division_by_zero(ctx, "truncate-remainder") : number_remainder(ctx, a, b);
}
Value prim_floor_quotient(Context* ctx, Value a, Value b) { return floor_quotient(ctx, "floor-quotient", a, b); }
Value prim_floor_remainder(Context* ctx, Value a, Value b) {
  return number_sign(b) == 0 ? division_by_zero(ctx, "floor-remainder") : number_modulo(ctx, a, b);
}

Value prim_floor_divide(Context* ctx, Value a, Value b) {
  TIERCEL_VALUE(quotient, floor_quotient(ctx, "floor/", a, b));
  TIERCEL_VALUE(rest, number_modulo(ctx, a, b));
  return two_values(ctx, quotient, rest);
}

Value prim_truncate_divide(Context* ctx, Value a, Value b) {
  if (number_sign(b) == 0) return division_by_zero(ctx, "truncate/");
  TIERCEL_VALUE(quotient, number_quotient(ctx, a, b));
  TIERCEL_VALUE(rest, number_remainder(ctx, a, b));
  return two_values(ctx, quotient, rest);
}

// gcd and lcm on integers of any exactness: in exact numbers, then back if an argument was inexact.
namespace {

Value fold_integers(Context* ctx, Value start, int64_t argc, const Value* argv, BinaryOperation operation) {
  Value result = start;
  bool inexact = false;
  for (int64_t i = 0; i < argc; i++) {
    inexact = inexact || is_float(argv[i]);
    TIERCEL_VALUE(exact, number_to_exact(ctx, argv[i]));
    result = operation(ctx, result, exact);
    if (result == v_pending) return v_pending;
  }
  return inexact ? number_to_inexact(ctx, result) : result;
}

}  // namespace

Value prim_gcd(Context* ctx, int64_t argc, const Value* argv) {
  return fold_integers(ctx, make_fixnum(0), argc, argv, integer_gcd);
}
Value prim_lcm(Context* ctx, int64_t argc, const Value* argv) {
  return fold_integers(ctx, make_fixnum(1), argc, argv, integer_lcm);
}

// --- Ratios and rounding --------------------------------------------------------------------------------------------

Value prim_numerator(Context* ctx, Value number) {
  if (!is_float(number)) return ratio_numerator(number);
  TIERCEL_VALUE(exact, number_to_exact(ctx, number));
  return number_to_inexact(ctx, ratio_numerator(exact));
}

Value prim_denominator(Context* ctx, Value number) {
  if (!is_float(number)) return ratio_denominator(number);
  TIERCEL_VALUE(exact, number_to_exact(ctx, number));
  return number_to_inexact(ctx, ratio_denominator(exact));
}

Value prim_floor(Context* ctx, Value number) {
  return is_float(number) ? make_flonum(ctx, std::floor(float_value(number)))
                          : ratio_round(ctx, number, IntegerRounding::floor);
}
Value prim_ceiling(Context* ctx, Value number) {
  return is_float(number) ? make_flonum(ctx, std::ceil(float_value(number)))
                          : ratio_round(ctx, number, IntegerRounding::ceiling);
}
Value prim_truncate(Context* ctx, Value number) {
  return is_float(number) ? make_flonum(ctx, std::trunc(float_value(number)))
                          : ratio_round(ctx, number, IntegerRounding::truncate);
}
// The rounding mode is always to nearest even, so nearbyint rounds as R7RS wants.
Value prim_round(Context* ctx, Value number) {
  return is_float(number) ? make_flonum(ctx, std::nearbyint(float_value(number)))
                          : ratio_round(ctx, number, IntegerRounding::round);
}

}  // namespace tiercel
