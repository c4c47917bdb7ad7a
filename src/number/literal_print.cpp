// Number to text, and the correctly rounded way from exact integers and ratios to doubles.
#include <gmp.h>

#define FMT_HEADER_ONLY
#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <vector>

#include "number/literal.h"
#include "number/literal_huge.h"
#include "number/literal_mpz.h"

namespace tiercel {
namespace {

// Decimal layout as in ECMAScript's Number::toString: plain digits from 1e-6 up to 1e21, scientific beyond.
constexpr int plain_exponent_max = 21, plain_exponent_min = -6;

// `digits` without point, the first one before the point, times 10^exponent.
void append_decimal(std::string& out, std::string_view digits, int exponent) {
  if (exponent >= plain_exponent_max || exponent < plain_exponent_min) {
    out += digits[0];
    if (digits.size() > 1) out.append(".").append(digits.substr(1));
    out += "e" + std::to_string(exponent);
  } else if (exponent < 0) {
    out.append("0.").append(static_cast<size_t>(-exponent - 1), '0').append(digits);
  } else {
    auto whole = static_cast<size_t>(exponent) + 1;
    if (digits.size() <= whole) {
      out.append(digits).append(whole - digits.size(), '0').append(".0");
    } else {
      out.append(digits.substr(0, whole)).append(".").append(digits.substr(whole));
    }
  }
}

// The shortest digits in a radix other than 10 that read back as the same double (Steele and White, "How to Print
// Floating-Point Numbers Accurately", free-format algorithm with exact integers).
struct RadixDigits {
  std::string digits;
  int64_t point = 0;  // digits before the point; may be negative
};

RadixDigits shortest_digits(double number, int radix) {
  auto bits = std::bit_cast<uint64_t>(number);
  uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  auto biased = static_cast<int>(bits >> 52);
  int exponent = (biased == 0 ? 1 : biased) - 1075;
  uint64_t mantissa = biased == 0 ? fraction : fraction | uint64_t{1} << 52;
  bool even = mantissa % 2 == 0;              // then the midpoints to the neighbours read back as `number`
  bool narrow = fraction == 0 && biased > 1;  // the gap below a power of two is half as wide
  Mpz r, s, above, below;  // number = r / s; half the gaps to the neighbours are above / s and below / s
  auto up = static_cast<unsigned>(std::max(exponent, 0)), down = static_cast<unsigned>(std::max(-exponent, 0));
  mpz_set_ui(r, mantissa);
  mpz_mul_2exp(r, r, up + 1 + narrow);
  mpz_set_ui(s, 1);
  mpz_mul_2exp(s, s, down + 1 + narrow);
  mpz_set_ui(below, 1);
  mpz_mul_2exp(below, below, up);
  mpz_mul_2exp(above, below, narrow);
  RadixDigits result;
  auto base = static_cast<unsigned>(radix);
  Mpz high;
  // The upper end of the interval reaches `limit`, or belongs to it.
  auto reaches = [&](const Mpz& limit) {
    mpz_add(high, r, above);
    return even ? mpz_cmp(high, limit) >= 0 : mpz_cmp(high, limit) > 0;
  };
  for (; reaches(s); result.point++) mpz_mul_ui(s, s, base);
  auto multiply = [&] {
    for (Mpz* n : {&r, &above, &below}) mpz_mul_ui(*n, *n, base);
  };
  for (multiply(); !reaches(s); multiply()) result.point--;
  Mpz digit;
  for (;; multiply()) {
    mpz_fdiv_qr(digit, r, r, s);
    auto value = static_cast<int>(mpz_get_ui(digit));
    int low_order = mpz_cmp(r, below);
    bool low = even ? low_order <= 0 : low_order < 0, close = reaches(s);
    if (low || close) {
      mpz_mul_2exp(r, r, 1);
      if (close && (!low || mpz_cmp(r, s) >= 0)) value++;
    }
    result.digits += "0123456789abcdefghijklmnopqrstuvwxyz"[value];
    if (low || close) return result;
  }
}

void append_radix_flonum(std::string& out, double magnitude, int radix) {
  if (magnitude == 0) return void(out += "0.0");
  RadixDigits d = shortest_digits(magnitude, radix);
  auto size = static_cast<int64_t>(d.digits.size());
  if (d.point <= 0) {
    out.append("0.").append(static_cast<size_t>(-d.point), '0').append(d.digits);
  } else if (d.point >= size) {
    out.append(d.digits).append(static_cast<size_t>(d.point - size), '0').append(".0");
  } else {
    out.append(d.digits, 0, static_cast<size_t>(d.point)).append(".").append(d.digits, static_cast<size_t>(d.point));
  }
}

// From radix 24 on the letters of inf and nan are digits, and with a sign the word wins.  Without the last 0 it is none.
void append_negative_radix_flonum(std::string& out, double magnitude, int radix) {
  std::string text = "-";
  append_radix_flonum(text, magnitude, radix);
  if (text == "-inf.0" || text == "-nan.0") text.pop_back();
  out += text;
}

}  // namespace

void append_flonum(std::string& out, double number, int radix) {
  if (std::isnan(number)) return void(out += "+nan.0");  // whatever its sign bit: inf - inf has one on x86
  if (std::isinf(number)) return void(out += number < 0 ? "-inf.0" : "+inf.0");
  double magnitude = std::fabs(number);
  if (radix != 10)
    return std::signbit(number) ? append_negative_radix_flonum(out, magnitude, radix)
                                : append_radix_flonum(out, magnitude, radix);
  if (std::signbit(number)) out += '-';
  if (magnitude == 0) return void(out += "0.0");
  // Not std::to_chars: its tables for digits beyond the shortest are 100 KB of every built program.
  auto shortest = fmt::detail::dragonbox::to_decimal(magnitude);
  std::string digits = std::to_string(shortest.significand);
  append_decimal(out, digits, shortest.exponent + static_cast<int>(digits.size()) - 1);
}

void append_fixnum(std::string& out, int64_t number, int radix) {
  char buffer[72];
  std::to_chars_result end = std::to_chars(buffer, buffer + sizeof buffer, number, radix);
  out.append(buffer, end.ptr);
}

bool append_limbs(std::string& out, std::span<const uint64_t> limbs, bool negative, int radix, Patience patience) {
  if (limbs.empty()) return out += '0', true;
  if (negative) out += '-';
  constexpr size_t plain_limbs = 512;
  if (limbs.size() > plain_limbs) return HugeArithmetic(patience).append_text(out, Mpz(limbs), radix);
  // mpn_get_str destroys its argument and wants room for one digit more than there are.
  std::vector<mp_limb_t> copy(limbs.begin(), limbs.end());
  auto size = static_cast<mp_size_t>(limbs.size());
  std::vector<unsigned char> digits(mpn_sizeinbase(copy.data(), size, radix) + 2);
  size_t count = mpn_get_str(digits.data(), radix, copy.data(), size);
  size_t first = 0;
  while (first + 1 < count && digits[first] == 0) first++;
  out.reserve(out.size() + count);
  for (size_t i = first; i < count; i++) out += "0123456789abcdefghijklmnopqrstuvwxyz"[digits[i]];
  return true;
}

bool append_number(std::string& out, const NumberLiteral& number, int radix, Patience patience) {
  switch (number.kind) {
    case NumberLiteral::Kind::fixnum: return append_fixnum(out, number.fixnum, radix), true;
    case NumberLiteral::Kind::flonum: return append_flonum(out, number.flonum, radix), true;
    case NumberLiteral::Kind::bignum:
      return append_limbs(out, {number.limbs.data, number.limbs.size}, number.negative, radix, patience);
    case NumberLiteral::Kind::ratio:
      if (!append_number(out, *number.parts.first, radix, patience)) return false;
      out += '/';
      return append_number(out, *number.parts.second, radix, patience);
    case NumberLiteral::Kind::complex: {
      const NumberLiteral &real = *number.parts.first, &imaginary = *number.parts.second;
      bool is_zero = real.kind == NumberLiteral::Kind::fixnum && real.fixnum == 0;
      if (!is_zero && !append_number(out, real, radix, patience)) return false;
      std::string text;
      if (!append_number(text, imaginary, radix, patience)) return false;
      if (text[0] != '-' && text[0] != '+') text.insert(text.begin(), '+');
      if (text == "+1" || text == "-1") text.resize(1);
      out += text + "i";
    }
  }
  return true;
}

double scaled_to_double(uint64_t magnitude, bool sticky, int64_t exponent) {
  if (magnitude == 0) return 0;
  int64_t excess = std::bit_width(magnitude) - 53;
  int64_t drop = std::max(excess, -1074 - exponent);
  if (drop <= 0) return std::ldexp(static_cast<double>(magnitude), static_cast<int>(std::min<int64_t>(exponent, 2000)));
  if (drop > 64) return 0;
  uint64_t half = uint64_t{1} << (drop - 1);
  uint64_t rest = drop == 64 ? magnitude : magnitude & (2 * half - 1);
  uint64_t kept = drop == 64 ? 0 : magnitude >> drop;
  if (rest > half || (rest == half && (sticky || (kept & 1)))) kept++;
  return std::ldexp(static_cast<double>(kept), static_cast<int>(std::min<int64_t>(exponent + drop, 2000)));
}

double limbs_to_double(std::span<const uint64_t> limbs) {
  size_t n = limbs.size();
  if (n == 0) return 0;
  if (n == 1) return static_cast<double>(limbs[0]);
  if (n > 17) return HUGE_VAL;  // above 2^1088
  int shift = std::countl_zero(limbs[n - 1]);
  uint64_t top = limbs[n - 1] << shift, below = limbs[n - 2];
  if (shift > 0) top |= below >> (64 - shift);
  bool sticky = (below << shift) != 0;
  for (size_t i = 0; i + 2 < n && !sticky; i++) sticky = limbs[i] != 0;
  return scaled_to_double(top, sticky, static_cast<int64_t>(n - 1) * 64 - shift);
}

double ratio_to_double(std::span<const uint64_t> numerator, std::span<const uint64_t> denominator) {
  Mpz top(numerator), bottom(denominator), quotient, rest;
  if (top.sign() == 0) return 0;
  // Scaled so that the quotient has 63 or 64 bits.
  auto exponent = static_cast<int64_t>(mpz_sizeinbase(top, 2)) - static_cast<int64_t>(mpz_sizeinbase(bottom, 2)) - 63;
  if (exponent < -1300) return 0;
  if (exponent > 1100) return HUGE_VAL;
  if (exponent < 0) mpz_mul_2exp(top, top, static_cast<unsigned long>(-exponent));
  else mpz_mul_2exp(bottom, bottom, static_cast<unsigned long>(exponent));
  mpz_tdiv_qr(quotient, rest, top, bottom);
  return scaled_to_double(mpz_get_ui(quotient), rest.sign() != 0, exponent);
}

}  // namespace tiercel
