// Arithmetic on integers so large that one operation of GMP would be felt as a pause.
//
// GMP cannot be interrupted, and at 2^26 bits a division takes half a second, a conversion to text five.  So here the
// subquadratic algorithms stand once more above GMP's: they divide an operation into steps of at most some 10 ms, each done
// by GMP, and look between steps whether an interrupt is wanted.  This is part of the heap-free half of number/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "number/literal_mpz.h"
#include "number/literal_patience.h"

namespace tiercel {

// All operations give false if patience ended before the result was there.  Results are no operands.
class HugeArithmetic {
 public:
  static constexpr uint64_t default_step_bits = uint64_t{1} << 21;

  // Operands of at most `step_bits` are left to GMP (the costlier operations: a fraction of that).  At least 512.
  explicit HugeArithmetic(Patience patience, uint64_t step_bits = default_step_bits)
      : patience_(patience), step_bits_(step_bits) {}

  [[nodiscard]] bool multiply(Mpz& product, const Mpz& a, const Mpz& b) const;
  // a >= 0, b > 0.
  [[nodiscard]] bool divide(Mpz& quotient, Mpz& rest, const Mpz& a, const Mpz& b) const;
  // a >= 0.
  [[nodiscard]] bool square_root(Mpz& root, Mpz& rest, const Mpz& a) const;
  [[nodiscard]] bool gcd(Mpz& divisor, const Mpz& a, const Mpz& b) const;
  [[nodiscard]] bool power(Mpz& result, const Mpz& base, uint64_t exponent) const;
  // Digits as number->string gives them.
  [[nodiscard]] bool append_text(std::string& out, const Mpz& a, int radix) const;
  // `digits`: at least one, all below the radix.
  [[nodiscard]] bool read_text(Mpz& a, std::string_view digits, int radix) const;

 private:
  struct Reduction;
  struct Powers;

  bool multiply_halves(Mpz& product, const Mpz& a, const Mpz& b, uint64_t a_bits) const;
  bool divide_chunks(Mpz& quotient, Mpz& rest, const Mpz& a, const Mpz& b) const;
  bool divide_truncated(Mpz& quotient, Mpz& rest, const Mpz& a, const Mpz& b, uint64_t dropped) const;
  bool divide_halves(Mpz& quotient, Mpz& rest, const Mpz& a, const Mpz& b) const;
  bool reduce(Mpz& a, Mpz& b, Reduction& reduction) const;
  bool reduce_top(Mpz& a, Mpz& b, Reduction& reduction, uint64_t low_bits) const;
  bool make_powers(Powers& powers, int radix, uint64_t digits) const;
  bool append_digits(std::string& out, const Mpz& a, const Powers& powers, size_t level, uint64_t width) const;
  bool read_digits(Mpz& a, std::string_view digits, const Powers& powers) const;

  Patience patience_;
  uint64_t step_bits_;
};

}  // namespace tiercel
