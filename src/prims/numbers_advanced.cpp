// Primitives on numbers: powers, roots, exactness, text, complex parts, bits.  Transcendental functions are in
// numbers_inexact.cpp.
#include <cmath>

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
  if (radix == 0) return v_pending;
  const String* text = as_string(string);
  std::optional<std::string_view> ascii = ascii_characters(text, 0, string_length(text));
  return ascii ? text_to_number(ctx, *ascii, radix) : text_to_number(ctx, string_to_utf8(text), radix);
}

// --- Simplest rational ----------------------------------------------------------------------------------------------

namespace {

// The convergents of a continued fraction whose terms come one by one: top / bottom is always in lowest terms.
struct Convergents {
  Convergents() {
    mpz_set_ui(top, 1);
    mpz_set_ui(bottom_before, 1);
  }
  void append(const Mpz& term) {
    mpz_addmul(top_before, top, term);
    mpz_swap(top, top_before);
    mpz_addmul(bottom_before, bottom, term);
    mpz_swap(bottom, bottom_before);
  }
  Mpz top, bottom, top_before, bottom_before;
};

// The simplest rational in [low, high], 0 < low <= high, exact: walk down the continued fractions of both bounds while
// they agree (Stern-Brocot tree).  Outside the heap, where a million steps would leave as many integers behind.
Value simplest_between(Context* ctx, Value low, Value high) {
  IntegerMpz low_top(ratio_numerator(low)), low_bottom(ratio_denominator(low));
  IntegerMpz high_top(ratio_numerator(high)), high_bottom(ratio_denominator(high));
  Mpz whole, high_whole;
  Convergents result;
  for (Patience patience = patience_of(ctx);;) {
    if (patience.is_over()) return raise_given_up(ctx);
    mpz_fdiv_qr(whole, low_top, low_top, low_bottom);
    mpz_fdiv_qr(high_whole, high_top, high_top, high_bottom);
    bool is_whole = low_top.sign() == 0, differ = mpz_cmp(whole, high_whole) < 0;
    if (!is_whole && differ) mpz_add_ui(whole, whole, 1);
    result.append(whole);
    if (is_whole || differ) break;
    // What is left of both, upside down: the low bound becomes the high one.
    mpz_swap(low_top, high_bottom);
    mpz_swap(low_bottom, high_top);
  }
  TIERCEL_VALUE(top, make_integer_of(ctx, result.top));
  TIERCEL_VALUE(bottom, make_integer_of(ctx, result.bottom));
  return make_coprime_ratio(ctx, top, bottom);
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
