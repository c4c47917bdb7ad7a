// See literal_huge.h.  Sizes are in bits; halves are cut at multiples of 64, which GMP copies whole.
#include "number/literal_huge.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace tiercel {
namespace {

uint64_t bit_count(const Mpz& a) { return a.sign() == 0 ? 0 : mpz_sizeinbase(a, 2); }
uint64_t round_to_limbs(uint64_t bits) { return (bits + 63) & ~uint64_t{63}; }

// a = high * 2^bits + low, both with the sign of a.
struct Halves {
  Halves(const Mpz& a, uint64_t bits) {
    mpz_tdiv_q_2exp(high, a, bits);
    mpz_tdiv_r_2exp(low, a, bits);
  }
  Mpz high, low;
};

// to = to * 2^bits + low
void append_low(Mpz& to, uint64_t bits, const Mpz& low) {
  mpz_mul_2exp(to, to, bits);
  mpz_add(to, to, low);
}

}  // namespace

// --- Multiplication -------------------------------------------------------------------------------------------------

bool HugeArithmetic::multiply(Mpz& product, const Mpz& a, const Mpz& b) const {
  if (patience_.is_over()) return false;
  uint64_t a_bits = bit_count(a), b_bits = bit_count(b);
  if (a_bits < b_bits) return multiply(product, b, a);
  if (a_bits <= step_bits_) return mpz_mul(product, a, b), true;
  if (b_bits > a_bits / 2 + 64) return multiply_halves(product, a, b, a_bits);
  uint64_t cut = round_to_limbs(a_bits / 2);
  Halves x(a, cut);
  Mpz low;
  if (!multiply(product, x.high, b) || !multiply(low, x.low, b)) return false;
  append_low(product, cut, low);
  return true;
}

// Karatsuba: (p + q)(r + s) = pr + (pr + qs + (p - q)(s - r)) + qs, each at its power of 2^cut.
bool HugeArithmetic::multiply_halves(Mpz& product, const Mpz& a, const Mpz& b, uint64_t a_bits) const {
  uint64_t cut = round_to_limbs(a_bits / 2);
  Halves x(a, cut);
  Mpz low, middle;
  if (&a == &b) {
    if (!multiply(product, x.high, x.high) || !multiply(low, x.low, x.low)) return false;
    mpz_sub(x.high, x.high, x.low);
    if (!multiply(middle, x.high, x.high)) return false;
    mpz_neg(middle, middle);
  } else {
    Halves y(b, cut);
    if (!multiply(product, x.high, y.high) || !multiply(low, x.low, y.low)) return false;
    mpz_sub(x.high, x.high, x.low);
    mpz_sub(y.low, y.low, y.high);
    if (!multiply(middle, x.high, y.low)) return false;
  }
  mpz_add(middle, middle, product);
  mpz_add(middle, middle, low);
  append_low(product, cut, middle);
  append_low(product, cut, low);
  return true;
}

// --- Division -------------------------------------------------------------------------------------------------------

bool HugeArithmetic::divide(Mpz& quotient, Mpz& rest, const Mpz& a, const Mpz& b) const {
  if (patience_.is_over()) return false;
  uint64_t a_bits = bit_count(a), b_bits = bit_count(b);
  if (a_bits <= step_bits_ || a_bits < b_bits || b_bits <= 64) return mpz_tdiv_qr(quotient, rest, a, b), true;
  uint64_t quotient_bits = a_bits - b_bits;
  if (quotient_bits > b_bits) return divide_chunks(quotient, rest, a, b);
  if (b_bits - quotient_bits > b_bits / 8 + 128)
    return divide_truncated(quotient, rest, a, b, (b_bits - quotient_bits - 64) & ~uint64_t{63});
  return divide_halves(quotient, rest, a, b);
}

// Long division, a digit being as long as the divisor or as one step allows.
bool HugeArithmetic::divide_chunks(Mpz& quotient, Mpz& rest, const Mpz& a, const Mpz& b) const {
  uint64_t chunk_bits = std::max(bit_count(b), step_bits_ / 2) & ~uint64_t{63};  // no longer than b: see `divide`
  mpz_set_ui(quotient, 0);
  Mpz remaining, chunk, digit;
  for (uint64_t i = (bit_count(a) + chunk_bits - 1) / chunk_bits; i-- > 0;) {
    mpz_tdiv_q_2exp(chunk, a, i * chunk_bits);
    mpz_tdiv_r_2exp(chunk, chunk, chunk_bits);
    append_low(remaining, chunk_bits, chunk);
    if (!divide(digit, rest, remaining, b)) return false;
    append_low(quotient, chunk_bits, digit);
    mpz_swap(remaining, rest);
  }
  mpz_swap(rest, remaining);
  return true;
}

// The quotient is much shorter than the divisor: it follows from the high bits, but for a correction.
bool HugeArithmetic::divide_truncated(Mpz& quotient, Mpz& rest, const Mpz& a, const Mpz& b, uint64_t dropped) const {
  Halves x(a, dropped), y(b, dropped);
  Mpz product;
  if (!divide(quotient, rest, x.high, y.high) || !multiply(product, quotient, y.low)) return false;
  append_low(rest, dropped, x.low);
  mpz_sub(rest, rest, product);
  while (rest.sign() < 0) {
    mpz_sub_ui(quotient, quotient, 1);
    mpz_add(rest, rest, b);
  }
  return true;
}

// Brent and Zimmermann, Modern Computer Arithmetic, algorithm 1.8 (RecursiveDivRem): the high half of the quotient from the
// high part of the divisor, then the low half in the same way.
bool HugeArithmetic::divide_halves(Mpz& quotient, Mpz& rest, const Mpz& a, const Mpz& b) const {
  // Rounded down: a low half longer than half of the divisor would need many corrections.
  uint64_t cut = (bit_count(a) - bit_count(b)) / 2 & ~uint64_t{63};
  Halves divisor(b, cut);
  Mpz product, shifted, high_rest, low_quotient;
  {
    Halves x(a, 2 * cut);
    if (!divide(quotient, high_rest, x.high, divisor.high) || !multiply(product, quotient, divisor.low)) return false;
    append_low(high_rest, 2 * cut, x.low);
  }
  mpz_mul_2exp(product, product, cut);
  mpz_sub(high_rest, high_rest, product);
  mpz_mul_2exp(shifted, b, cut);
  while (high_rest.sign() < 0) {
    mpz_sub_ui(quotient, quotient, 1);
    mpz_add(high_rest, high_rest, shifted);
  }
  Halves x(high_rest, cut);
  if (!divide(low_quotient, rest, x.high, divisor.high) || !multiply(product, low_quotient, divisor.low)) return false;
  append_low(rest, cut, x.low);
  mpz_sub(rest, rest, product);
  while (rest.sign() < 0) {
    mpz_sub_ui(low_quotient, low_quotient, 1);
    mpz_add(rest, rest, b);
  }
  append_low(quotient, cut, low_quotient);
  return true;
}

// --- Square root ----------------------------------------------------------------------------------------------------

// Zimmermann, Karatsuba Square Root (INRIA RR-3805).  The operand is made to have 4 * cut bits, or one less, by a shift.
bool HugeArithmetic::square_root(Mpz& root, Mpz& rest, const Mpz& a) const {
  if (patience_.is_over()) return false;
  uint64_t bits = bit_count(a);
  if (bits <= step_bits_) return mpz_sqrtrem(root, rest, a), true;
  uint64_t cut = round_to_limbs((bits + 3) / 4), shift = (4 * cut - bits) & ~uint64_t{1};
  Mpz number, high_rest, doubled, quotient, square;
  mpz_mul_2exp(number, a, shift);
  Halves halves(number, 2 * cut), low(halves.low, cut);
  if (!square_root(root, high_rest, halves.high)) return false;
  append_low(high_rest, cut, low.high);
  mpz_mul_2exp(doubled, root, 1);
  if (!divide(quotient, rest, high_rest, doubled) || !multiply(square, quotient, quotient)) return false;
  append_low(root, cut, quotient);
  append_low(rest, cut, low.low);
  mpz_sub(rest, rest, square);
  if (rest.sign() < 0) {
    mpz_addmul_ui(rest, root, 2);
    mpz_sub_ui(rest, rest, 1);
    mpz_sub_ui(root, root, 1);
  }
  if (shift == 0) return true;
  mpz_tdiv_q_2exp(root, root, shift / 2);
  if (!multiply(square, root, root)) return false;
  mpz_sub(rest, a, square);
  return true;
}

// --- Greatest common divisor ----------------------------------------------------------------------------------------

// A matrix of determinant 1 with entries that are not negative: (a, b) before = matrix * (a, b) after.
struct HugeArithmetic::Reduction {
  Reduction() {
    mpz_set_ui(entries[0][0], 1);
    mpz_set_ui(entries[1][1], 1);
  }
  bool is_identity() const { return entries[0][1].sign() == 0 && entries[1][0].sign() == 0; }
  // a := a - q b, or b := b - q a.
  void subtract_from_first(const Mpz& q) {
    for (auto& row : entries) mpz_addmul(row[1], row[0], q);
  }
  void subtract_from_second(const Mpz& q) {
    for (auto& row : entries) mpz_addmul(row[0], row[1], q);
  }
  Mpz entries[2][2];
};

namespace {

// One division of the larger by the smaller that leaves both above 2^floor_bits; false if there is none.
template <class Reduction>
bool divide_once(Mpz& a, Mpz& b, Reduction& reduction, uint64_t floor_bits) {
  bool first = mpz_cmp(a, b) >= 0;
  Mpz &large = first ? a : b, &small = first ? b : a, quotient, rest;
  mpz_tdiv_qr(quotient, rest, large, small);
  if (bit_count(rest) <= floor_bits) {
    mpz_sub_ui(quotient, quotient, 1);
    mpz_add(rest, rest, small);
  }
  if (quotient.sign() == 0) return false;
  mpz_swap(large, rest);
  if (first) reduction.subtract_from_first(quotient);
  else reduction.subtract_from_second(quotient);
  return true;
}

}  // namespace

// Reduces the parts of a and b above 2^low_bits and applies the same reduction to all of them.
bool HugeArithmetic::reduce_top(Mpz& a, Mpz& b, Reduction& reduction, uint64_t low_bits) const {
  Halves x(a, low_bits), y(b, low_bits);
  if (!reduce(x.high, y.high, reduction)) return false;
  if (reduction.is_identity()) return true;
  auto& m = reduction.entries;
  Mpz p, q;
  if (!multiply(p, m[1][1], x.low) || !multiply(q, m[0][1], y.low)) return false;
  mpz_sub(p, p, q);
  append_low(x.high, low_bits, p);
  if (!multiply(p, m[0][0], y.low) || !multiply(q, m[1][0], x.low)) return false;
  mpz_sub(p, p, q);
  append_low(y.high, low_bits, p);
  mpz_swap(a, x.high);
  mpz_swap(b, y.high);
  return true;
}

// Half of the way to the gcd: Möller, "On Schönhage's algorithm and subquadratic integer gcd computation", Mathematics of
// Computation 77 (2008), algorithm HGCD.  a and b end above 2^(n/2 + 1), and their difference below it.
bool HugeArithmetic::reduce(Mpz& a, Mpz& b, Reduction& reduction) const {
  if (patience_.is_over()) return false;
  uint64_t size = std::max(bit_count(a), bit_count(b)), floor_bits = size / 2 + 1;
  if (std::min(bit_count(a), bit_count(b)) <= floor_bits) return true;
  constexpr uint64_t recursion_bits = 400;  // below, single divisions are faster
  if (size > recursion_bits && std::min(bit_count(a), bit_count(b)) > size * 3 / 4 + 2)
    if (!reduce_top(a, b, reduction, size / 2)) return false;
  while (std::max(bit_count(a), bit_count(b)) > size * 3 / 4 + 1)
    if (!divide_once(a, b, reduction, floor_bits)) return true;
  uint64_t now = std::max(bit_count(a), bit_count(b));
  if (size > recursion_bits && std::min(bit_count(a), bit_count(b)) > floor_bits + 2) {
    Reduction second;
    if (!reduce_top(a, b, second, 2 * floor_bits - now + 1)) return false;
    Reduction product;
    for (int i = 0; i < 2; i++)
      for (int j = 0; j < 2; j++) {
        Mpz p, q;
        if (!multiply(p, reduction.entries[i][0], second.entries[0][j]) ||
            !multiply(q, reduction.entries[i][1], second.entries[1][j]))
          return false;
        mpz_add(product.entries[i][j], p, q);
      }
    for (int i = 0; i < 2; i++)
      for (int j = 0; j < 2; j++) mpz_swap(reduction.entries[i][j], product.entries[i][j]);
  }
  while (divide_once(a, b, reduction, floor_bits)) {}
  return true;
}

bool HugeArithmetic::gcd(Mpz& divisor, const Mpz& a, const Mpz& b) const {
  Mpz large, small, quotient, rest;
  mpz_abs(large, a);
  mpz_abs(small, b);
  for (;;) {
    if (patience_.is_over()) return false;
    if (mpz_cmp(large, small) < 0) mpz_swap(large, small);
    if (bit_count(large) <= step_bits_ / 16 || small.sign() == 0) return mpz_gcd(divisor, large, small), true;
    if (bit_count(large) - bit_count(small) < 64) {
      Reduction reduction;
      if (!reduce_top(large, small, reduction, bit_count(large) / 2)) return false;
      mpz_abs(large, large);  // a reduction is right for any numbers; only its progress is a matter of their size
      mpz_abs(small, small);
      if (mpz_cmp(large, small) < 0) mpz_swap(large, small);
      if (small.sign() == 0) continue;
    }
    if (!divide(quotient, rest, large, small)) return false;
    mpz_swap(large, small);
    mpz_swap(small, rest);
  }
}

// --- Powers ---------------------------------------------------------------------------------------------------------

bool HugeArithmetic::power(Mpz& result, const Mpz& base, uint64_t exponent) const {
  uint64_t bits = bit_count(base);
  if (exponent <= step_bits_ && bits * exponent <= step_bits_) {
    if (patience_.is_over()) return false;
    mpz_pow_ui(result, base, exponent);
    return true;
  }
  Mpz root, square;
  if (!power(root, base, exponent / 2)) return false;
  if (exponent % 2 == 0) return multiply(result, root, root);
  return multiply(square, root, root) && multiply(result, square, base);
}

// --- Text -----------------------------------------------------------------------------------------------------------

// powers[i] = radix^(digits * 2^i)
struct HugeArithmetic::Powers {
  int radix = 10;
  uint64_t digits = 1;
  std::vector<Mpz> powers;
};

// Powers for numbers of so many digits.
bool HugeArithmetic::make_powers(Powers& result, int radix, uint64_t digits) const {
  result.radix = radix;
  result.digits = static_cast<uint64_t>(static_cast<double>(step_bits_ / 4) / std::log2(radix));
  size_t count = 0;
  while (result.digits << count < digits) count++;
  result.powers = std::vector<Mpz>(count);
  for (size_t i = 0; i < count; i++) {
    if (i == 0) mpz_ui_pow_ui(result.powers[0], static_cast<unsigned>(radix), result.digits);
    else if (!multiply(result.powers[i], result.powers[i - 1], result.powers[i - 1])) return false;
  }
  return true;
}

// a < powers[level], or GMP's to convert at level 0.  Zeros fill up to `width` digits.
bool HugeArithmetic::append_digits(std::string& out, const Mpz& a, const Powers& powers, size_t level,
                                   uint64_t width) const {
  if (patience_.is_over()) return false;
  if (level == 0) {
    char* text = mpz_get_str(nullptr, powers.radix, a);
    std::string_view digits = a.sign() == 0 ? std::string_view() : std::string_view(text);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
    std::free(text);
    return true;
  }
  Mpz high, low;
  uint64_t low_width = powers.digits << (level - 1);
  if (!divide(high, low, a, powers.powers[level - 1])) return false;
  if (width == 0 && high.sign() == 0) return append_digits(out, low, powers, level - 1, 0);
  return append_digits(out, high, powers, level - 1, width == 0 ? 0 : width - low_width) &&
         append_digits(out, low, powers, level - 1, low_width);
}

bool HugeArithmetic::append_text(std::string& out, const Mpz& a, int radix) const {
  uint64_t bits = bit_count(a);
  if (a.sign() == 0) return out += '0', true;
  if (a.sign() < 0) out += '-';
  Mpz magnitude;
  mpz_abs(magnitude, a);
  Powers powers;
  bool linear = (radix & (radix - 1)) == 0;  // GMP only regroups the bits
  uint64_t digits = linear ? 0 : static_cast<uint64_t>(static_cast<double>(bits) / std::log2(radix)) + 2;
  out.reserve(out.size() + digits);
  return make_powers(powers, radix, digits) && append_digits(out, magnitude, powers, powers.powers.size(), 0);
}

bool HugeArithmetic::read_digits(Mpz& a, std::string_view digits, const Powers& powers) const {
  if (patience_.is_over()) return false;
  size_t level = 0;
  while (level < powers.powers.size() && powers.digits << level < digits.size()) level++;
  if (level == 0) return mpz_set_str(a, std::string(digits).c_str(), powers.radix), true;
  size_t low_width = powers.digits << (level - 1);
  Mpz high, low;
  if (!read_digits(high, digits.substr(0, digits.size() - low_width), powers) ||
      !read_digits(low, digits.substr(digits.size() - low_width), powers) ||
      !multiply(a, high, powers.powers[level - 1]))
    return false;
  mpz_add(a, a, low);
  return true;
}

bool HugeArithmetic::read_text(Mpz& a, std::string_view digits, int radix) const {
  if ((radix & (radix - 1)) == 0) return mpz_set_str(a, std::string(digits).c_str(), radix), true;
  Powers powers;
  return make_powers(powers, radix, digits.size()) && read_digits(a, digits, powers);
}

}  // namespace tiercel
