// Number syntax without a heap: text to number and number to text.
//
// This is the half of number/ that the compiler uses.  The reader turns a NumberLiteral into a Datum, the runtime turns
// one into a heap number or makes one as a view of a heap number to print it.  It knows neither Datum nor Value.
// All syntax of R7RS section 7.1.1 is recognised, in every radix from 2 to 36 that a caller names.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "number/literal_patience.h"

namespace tiercel {

struct NumberLiteral {
  enum class Kind : uint8_t { fixnum, flonum, bignum, ratio, complex };

  Kind kind = Kind::fixnum;
  bool negative = false;  // bignum only
  union {
    int64_t fixnum = 0;  // in fixnum range
    double flonum;
    struct {
      const uint64_t* data;
      uint64_t size;
    } limbs;  // bignum magnitude, never in fixnum range
    struct {
      const NumberLiteral* first;
      const NumberLiteral* second;
    } parts;  // numerator, denominator; real, imaginary
  };
};

enum class NumberSyntax : uint8_t {
  number,
  not_a_number,      // no number by R7RS; perhaps an identifier
  division_by_zero,  // an exact ratio with denominator 0
  too_large,         // more digits, or a larger exponent of an exact number, than the limit
  given_up,          // patience ended
};

// The limits of DESIGN.md §11: they keep a short text from asking for an enormous number.
constexpr int64_t literal_digits_max = 1'000'000;
constexpr int64_t literal_exact_exponent_max = 1'000'000;
struct NumberLimits {
  int64_t digits = literal_digits_max;
  Patience patience;
};

// Reads the whole text as one number.  Prefixes such as #x override `radix`.  What does not fit the NumberLiteral itself
// goes to the arena.
[[nodiscard]] NumberSyntax parse_number(std::string_view text, int radix, Arena& arena, NumberLiteral* out,
                                        const NumberLimits& limits = {});

// External representation: flonums shortest and round-tripping, exact numbers in `radix` (2 to 36).  False if patience
// ended first; then what was appended is of no use.
bool append_number(std::string& out, const NumberLiteral& number, int radix = 10, Patience patience = {});
void append_flonum(std::string& out, double number, int radix = 10);
void append_fixnum(std::string& out, int64_t number, int radix = 10);
bool append_limbs(std::string& out, std::span<const uint64_t> limbs, bool negative, int radix = 10,
                  Patience patience = {});

// Correctly rounded (to nearest, ties to even) conversions; overflow gives an infinity.
double limbs_to_double(std::span<const uint64_t> limbs);
double ratio_to_double(std::span<const uint64_t> numerator,
                       std::span<const uint64_t> denominator);  // denominator not 0

// (magnitude + a fraction of a unit if `sticky`) * 2^exponent, rounded once to the precision that the result has, which is
// less than 53 bits for subnormal numbers.  With `sticky` the magnitude needs 55 bits or more.
double scaled_to_double(uint64_t magnitude, bool sticky, int64_t exponent);

}  // namespace tiercel
