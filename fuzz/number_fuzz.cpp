// Any bytes as a number in any radix.  What is read prints as text that reads back to the same number, in radix 10 and in
// the radix it was read in; no part of it is out of normal form.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <string>
#include <string_view>

#include "number/literal.h"

using namespace tiercel;

namespace {

using Kind = NumberLiteral::Kind;

void demand(bool condition) {
  if (!condition) std::abort();
}

bool is_integer(const NumberLiteral& n) { return n.kind == Kind::fixnum || n.kind == Kind::bignum; }

// Lowest terms, no bignum that is a fixnum, no exact zero imaginary part, parts of one exactness.
void check_form(const NumberLiteral& n) {
  switch (n.kind) {
    case Kind::fixnum: demand(n.fixnum >= -(int64_t{1} << 60) && n.fixnum < int64_t{1} << 60); break;
    case Kind::flonum: break;
    case Kind::bignum:
      demand(n.limbs.size > 0 && n.limbs.data[n.limbs.size - 1] != 0);
      demand(n.limbs.size > 1 || n.limbs.data[0] > uint64_t{1} << 60 ||
             (n.limbs.data[0] == uint64_t{1} << 60 && !n.negative));
      break;
    case Kind::ratio: {
      const NumberLiteral &top = *n.parts.first, &bottom = *n.parts.second;
      demand(is_integer(top) && is_integer(bottom));
      check_form(top);
      check_form(bottom);
      demand(bottom.kind == Kind::bignum ? !bottom.negative : bottom.fixnum > 1);
      if (top.kind == Kind::fixnum && bottom.kind == Kind::fixnum) demand(std::gcd(top.fixnum, bottom.fixnum) == 1);
      break;
    }
    case Kind::complex: {
      const NumberLiteral &real = *n.parts.first, &imaginary = *n.parts.second;
      check_form(real);
      check_form(imaginary);
      demand(real.kind != Kind::complex && imaginary.kind != Kind::complex);
      demand((real.kind == Kind::flonum) == (imaginary.kind == Kind::flonum));
      demand(imaginary.kind != Kind::fixnum || imaginary.fixnum != 0);
    }
  }
}

// Text in `radix` that reads back as what prints the same.
void check_text(const NumberLiteral& number, int radix) {
  Arena arena;
  NumberLiteral again;
  std::string written, rewritten;
  append_number(written, number, radix);
  NumberSyntax syntax = parse_number(written, radix, arena, &again);
  if (syntax == NumberSyntax::too_large) return;
  demand(syntax == NumberSyntax::number);
  demand(again.kind == number.kind);
  append_number(rewritten, again, radix);
  demand(written == rewritten);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1 || size > 4000) return 0;
  int radix = 2 + data[0] % 35;
  Arena arena;
  NumberLiteral number;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (parse_number(text, radix, arena, &number) != NumberSyntax::number) return 0;
  check_form(number);
  check_text(number, 10);
  // From radix 19 on the `i` of a complex number, from 24 on the letters of +inf.0, are digits.
  if (radix <= 18 || number.kind != Kind::complex) check_text(number, radix);
  return 0;
}
