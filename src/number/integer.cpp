// Exact integers over GMP.  Results are computed outside the heap and copied in, so that a heap object never holds limbs
// it does not need.
#include "number/integer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

#include "number/arithmetic.h"
#include "number/literal_huge.h"
#include "object/errors.h"

namespace tiercel {

// --- Results --------------------------------------------------------------------------------------------------------

Value raise_too_large(Context* ctx) {
  return raise_error(ctx, ErrorCode::T4006, {make_fixnum(static_cast<int64_t>(integer_limbs_max * 64))});
}

Value raise_given_up(Context* ctx) { return raise_error(ctx, ErrorCode::T4007, {}); }

Value make_integer_of(Context* ctx, std::span<const uint64_t> limbs, bool negative) {
  while (!limbs.empty() && limbs.back() == 0) limbs = limbs.first(limbs.size() - 1);
  if (limbs.empty()) return make_fixnum(0);
  if (limbs.size() == 1) {
    uint64_t magnitude = limbs[0];
    if (magnitude <= static_cast<uint64_t>(fixnum_max)) {
      auto n = static_cast<int64_t>(magnitude);
      return make_fixnum(negative ? -n : n);
    }
    if (negative && magnitude == uint64_t{1} << 60) return make_fixnum(fixnum_min);
  }
  if (limbs.size() > integer_limbs_max) return raise_too_large(ctx);
  return make_bignum(ctx, limbs, negative);
}

Value make_integer_of(Context* ctx, const Mpz& z) { return make_integer_of(ctx, z.limbs(), z.negative()); }

Value make_integer(Context* ctx, __int128 n) {
  if (n >= fixnum_min && n <= fixnum_max) return make_fixnum(static_cast<int64_t>(n));
  bool negative = n < 0;
  auto magnitude = negative ? -static_cast<unsigned __int128>(n) : static_cast<unsigned __int128>(n);
  uint64_t limbs[2] = {static_cast<uint64_t>(magnitude), static_cast<uint64_t>(magnitude >> 64)};
  return make_integer_of(ctx, limbs, negative);
}

Value make_integer_unsigned(Context* ctx, uint64_t n) { return make_integer_of(ctx, {&n, 1}, false); }

// --- Sizes from which an operation goes in steps --------------------------------------------------------------------

namespace {

constexpr size_t step_limbs = HugeArithmetic::default_step_bits / 64;
constexpr size_t gcd_step_limbs = step_limbs / 16;
constexpr size_t thin_limbs = 128;  // GMP is fast enough when one operand, or the quotient, is shorter than this

HugeArithmetic huge(Context* ctx) { return HugeArithmetic(patience_of(ctx)); }

}  // namespace

// --- Addition and multiplication ------------------------------------------------------------------------------------

namespace {

// -1, 0, 1 of the magnitudes.
int compare_magnitudes(const IntegerView& a, const IntegerView& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  if (a.size() == 0) return 0;
  int order = mpn_cmp(a.data(), b.data(), static_cast<mp_size_t>(a.size()));
  return order < 0 ? -1 : order > 0;
}

// |a| + |b|, with the given sign.
Value add_magnitudes(Context* ctx, const IntegerView& a, const IntegerView& b, bool negative) {
  const IntegerView &large = a.size() >= b.size() ? a : b, &small = a.size() >= b.size() ? b : a;
  LimbBuffer sum(large.size() + 1);
  auto n = static_cast<mp_size_t>(large.size()), m = static_cast<mp_size_t>(small.size());
  if (m == 0) return make_integer_of(ctx, large.limbs(), negative);
  sum.data()[n] = mpn_add(sum.data(), large.data(), n, small.data(), m);
  return make_integer_of(ctx, sum.limbs(large.size() + 1), negative);
}

// |a| - |b| where a has `negative` as the sign of the result if |a| > |b|.
Value subtract_magnitudes(Context* ctx, const IntegerView& a, const IntegerView& b, bool negative) {
  int order = compare_magnitudes(a, b);
  if (order == 0) return make_fixnum(0);
  const IntegerView &large = order > 0 ? a : b, &small = order > 0 ? b : a;
  bool sign = order > 0 ? negative : !negative;
  auto n = static_cast<mp_size_t>(large.size()), m = static_cast<mp_size_t>(small.size());
  if (m == 0) return make_integer_of(ctx, large.limbs(), sign);
  LimbBuffer difference(large.size());
  mpn_sub(difference.data(), large.data(), n, small.data(), m);
  return make_integer_of(ctx, difference.limbs(large.size()), sign);
}

}  // namespace

Value integer_add(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b)) return make_integer(ctx, static_cast<__int128>(fixnum_value(a)) + fixnum_value(b));
  IntegerView x(a), y(b);
  return x.negative() == y.negative() ? add_magnitudes(ctx, x, y, x.negative())
                                      : subtract_magnitudes(ctx, x, y, x.negative());
}

Value integer_subtract(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b)) return make_integer(ctx, static_cast<__int128>(fixnum_value(a)) - fixnum_value(b));
  IntegerView x(a), y(b);
  return x.negative() != y.negative() ? add_magnitudes(ctx, x, y, x.negative())
                                      : subtract_magnitudes(ctx, x, y, x.negative());
}

namespace {

Value multiply_huge(Context* ctx, const IntegerView& x, const IntegerView& y, bool square) {
  Mpz a(x.limbs()), product;
  bool done = square ? huge(ctx).multiply(product, a, a) : huge(ctx).multiply(product, a, Mpz(y.limbs()));
  return done ? make_integer_of(ctx, product.limbs(), x.negative() != y.negative()) : raise_given_up(ctx);
}

}  // namespace

Value integer_multiply(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b)) return make_integer(ctx, static_cast<__int128>(fixnum_value(a)) * fixnum_value(b));
  IntegerView x(a), y(b);
  if (x.size() == 0 || y.size() == 0) return make_fixnum(0);
  if (x.size() + y.size() > integer_limbs_max + 1) return raise_too_large(ctx);
  if (x.size() + y.size() > 2 * step_limbs && std::min(x.size(), y.size()) > thin_limbs)
    return multiply_huge(ctx, x, y, a == b);
  const IntegerView &large = x.size() >= y.size() ? x : y, &small = x.size() >= y.size() ? y : x;
  LimbBuffer product(x.size() + y.size());
  mpn_mul(product.data(), large.data(), static_cast<mp_size_t>(large.size()), small.data(),
          static_cast<mp_size_t>(small.size()));
  return make_integer_of(ctx, product.limbs(x.size() + y.size()), x.negative() != y.negative());
}

Value integer_negate(Context* ctx, Value a) {
  if (is_fixnum(a)) return make_integer(ctx, -static_cast<__int128>(fixnum_value(a)));
  IntegerView x(a);
  return make_integer_of(ctx, x.limbs(), !x.negative());
}

// --- Division -------------------------------------------------------------------------------------------------------

namespace {

bool divide_fixnums(Context* ctx, int64_t a, int64_t b, Rounding rounding, Value* quotient, Value* remainder) {
  int64_t q = a / b, r = a % b;
  if (rounding == Rounding::floor && r != 0 && (r ^ b) < 0) {
    q--;
    r += b;
  }
  if (quotient) *quotient = make_integer(ctx, q);  // fixnum_min / -1
  if (remainder) *remainder = make_fixnum(r);
  return !quotient || *quotient != v_pending;
}

// The truncated quotient and remainder.
bool divide_huge(Context* ctx, const IntegerView& x, const IntegerView& y, Value* quotient, Value* remainder) {
  Mpz q, r;
  if (!huge(ctx).divide(q, r, Mpz(x.limbs()), Mpz(y.limbs()))) return (void)raise_given_up(ctx), false;
  *quotient = make_integer_of(ctx, q.limbs(), x.negative() != y.negative());
  *remainder = make_integer_of(ctx, r.limbs(), x.negative());
  return *quotient != v_pending && *remainder != v_pending;
}

}  // namespace

bool integer_divide(Context* ctx, Value a, Value b, Rounding rounding, Value* quotient, Value* remainder) {
  if (both_fixnums(a, b)) return divide_fixnums(ctx, fixnum_value(a), fixnum_value(b), rounding, quotient, remainder);
  IntegerView x(a), y(b);
  Value q = make_fixnum(0), r = a;
  if (x.size() > step_limbs && y.size() > thin_limbs && x.size() > y.size() + thin_limbs) {
    if (!divide_huge(ctx, x, y, &q, &r)) return false;
  } else if (x.size() >= y.size()) {
    size_t quotient_size = x.size() - y.size() + 1;
    LimbBuffer quotient_limbs(quotient_size), remainder_limbs(y.size());
    mpn_tdiv_qr(quotient_limbs.data(), remainder_limbs.data(), 0, x.data(), static_cast<mp_size_t>(x.size()), y.data(),
                static_cast<mp_size_t>(y.size()));
    q = make_integer_of(ctx, quotient_limbs.limbs(quotient_size), x.negative() != y.negative());
    r = make_integer_of(ctx, remainder_limbs.limbs(y.size()), x.negative());
    if (q == v_pending || r == v_pending) return false;
  }
  if (rounding == Rounding::floor && r != make_fixnum(0) && x.negative() != y.negative()) {
    q = integer_subtract(ctx, q, make_fixnum(1));
    r = integer_add(ctx, r, b);
    if (q == v_pending || r == v_pending) return false;
  }
  if (quotient) *quotient = q;
  if (remainder) *remainder = r;
  return true;
}

Value integer_gcd(Context* ctx, Value a, Value b) {
  if (both_fixnums(a, b)) return make_integer(ctx, std::gcd(fixnum_value(a), fixnum_value(b)));
  IntegerMpz x(a), y(b);
  bool is_huge = std::max(mpz_size(x), mpz_size(y)) > gcd_step_limbs && std::min(mpz_size(x), mpz_size(y)) > thin_limbs;
  if (!is_huge) {
    mpz_gcd(x, x, y);
    return make_integer_of(ctx, x);
  }
  Mpz divisor;
  return huge(ctx).gcd(divisor, x, y) ? make_integer_of(ctx, divisor) : raise_given_up(ctx);
}

Value integer_lcm(Context* ctx, Value a, Value b) {
  if (integer_sign(a) == 0 || integer_sign(b) == 0) return make_fixnum(0);
  Value divisor = integer_gcd(ctx, a, b), quotient = v_false;
  if (divisor == v_pending || !integer_divide(ctx, a, divisor, Rounding::truncate, &quotient, nullptr))
    return v_pending;
  Value product = integer_multiply(ctx, quotient, b);
  if (product == v_pending) return v_pending;
  return integer_sign(product) < 0 ? integer_negate(ctx, product) : product;
}

// --- Questions ------------------------------------------------------------------------------------------------------

int integer_compare(Value a, Value b) {
  if (both_fixnums(a, b)) return fixnum_value(a) < fixnum_value(b) ? -1 : fixnum_value(a) > fixnum_value(b);
  IntegerView x(a), y(b);
  if (x.negative() != y.negative()) return x.negative() ? -1 : 1;
  int order = compare_magnitudes(x, y);
  return x.negative() ? -order : order;
}

int integer_sign(Value a) {
  if (is_fixnum(a)) return fixnum_value(a) < 0 ? -1 : fixnum_value(a) > 0;
  return as_bignum(a)->header & bignum_flag_negative ? -1 : 1;
}

bool integer_is_odd(Value a) { return is_fixnum(a) ? fixnum_value(a) & 1 : as_bignum(a)->words[0] & 1; }

uint64_t integer_bit_count(Value a) {
  IntegerView x(a);
  return x.size() == 0 ? 0 : x.size() * 64 - static_cast<uint64_t>(std::countl_zero(x.limbs().back()));
}

double integer_to_double(Value a) {
  if (is_fixnum(a)) return static_cast<double>(fixnum_value(a));
  IntegerView x(a);
  double magnitude = limbs_to_double(x.limbs());
  return x.negative() ? -magnitude : magnitude;
}

// --- Powers and roots -----------------------------------------------------------------------------------------------

Value integer_expt(Context* ctx, Value base, Value exponent) {
  if (exponent == make_fixnum(0)) return make_fixnum(1);
  if (base == make_fixnum(0) || base == make_fixnum(1)) return base;
  if (base == make_fixnum(-1)) return make_fixnum(integer_is_odd(exponent) ? -1 : 1);
  // |base| >= 2^(bits - 1), so the result has at least (bits - 1) * exponent bits.
  uint64_t bits = integer_bit_count(base), bits_max = integer_limbs_max * 64;
  if (!is_fixnum(exponent)) return raise_too_large(ctx);
  auto n = static_cast<uint64_t>(fixnum_value(exponent));
  if (n > bits_max || (bits - 1) * n > bits_max) return raise_too_large(ctx);
  if (base == make_fixnum(2)) return integer_shift(ctx, make_fixnum(1), exponent);
  Mpz power;
  return huge(ctx).power(power, IntegerMpz(base), n) ? make_integer_of(ctx, power) : raise_given_up(ctx);
}

bool integer_square_root(Context* ctx, Value a, Value* root, Value* rest) {
  IntegerMpz z(a);
  Mpz s, r;
  if (!huge(ctx).square_root(s, r, z)) return (void)raise_given_up(ctx), false;
  *root = make_integer_of(ctx, s);
  *rest = make_integer_of(ctx, r);
  return *root != v_pending && *rest != v_pending;
}

// --- Bits, in two's complement --------------------------------------------------------------------------------------

Value integer_bitwise(Context* ctx, BitOperation operation, Value a, Value b) {
  if (both_fixnums(a, b)) {
    int64_t x = fixnum_value(a), y = fixnum_value(b);
    switch (operation) {
      case BitOperation::and_: return make_fixnum(x & y);
      case BitOperation::or_: return make_fixnum(x | y);
      case BitOperation::xor_: return make_fixnum(x ^ y);
    }
  }
  IntegerMpz x(a), y(b);
  switch (operation) {
    case BitOperation::and_: mpz_and(x, x, y); break;
    case BitOperation::or_: mpz_ior(x, x, y); break;
    case BitOperation::xor_: mpz_xor(x, x, y); break;
  }
  return make_integer_of(ctx, x);
}

Value integer_bitwise_not(Context* ctx, Value a) {
  if (is_fixnum(a)) return make_fixnum(~fixnum_value(a));
  return integer_subtract(ctx, make_fixnum(-1), a);
}

Value integer_shift(Context* ctx, Value a, Value count) {
  if (a == make_fixnum(0)) return a;
  if (!is_fixnum(count))
    return integer_sign(count) > 0 ? raise_too_large(ctx) : make_fixnum(integer_sign(a) < 0 ? -1 : 0);
  int64_t n = fixnum_value(count);
  if (is_fixnum(a) && n <= 0) return make_fixnum(n <= -63 ? fixnum_value(a) >> 63 : fixnum_value(a) >> -n);
  if (n > static_cast<int64_t>(integer_limbs_max * 64)) return raise_too_large(ctx);
  if (is_fixnum(a) && n < 64) return make_integer(ctx, static_cast<__int128>(fixnum_value(a)) << n);
  IntegerMpz z(a);
  if (n >= 0) mpz_mul_2exp(z, z, static_cast<mp_bitcnt_t>(n));
  else mpz_fdiv_q_2exp(z, z, static_cast<mp_bitcnt_t>(-n));
  return make_integer_of(ctx, z);
}

}  // namespace tiercel
