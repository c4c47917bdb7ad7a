// Between exact and inexact, and between numbers and text.  Identity of numbers (eqv?, hashing) is here too, because it
// is about representation.
#include <bit>
#include <cmath>
#include <optional>

#include "base/hash.h"
#include "base/identity_bits.h"
#include "number/arithmetic.h"
#include "number/complex.h"
#include "number/integer.h"
#include "number/pending.h"
#include "number/ratio.h"
#include "object/errors.h"

namespace tiercel {

double number_to_double(Value real) {
  if (is_fixnum(real)) return static_cast<double>(fixnum_value(real));
  if (is_float(real)) return float_value(real);
  return ratio_value_to_double(real);
}

Value number_to_inexact(Context* ctx, Value number) {
  if (is_compnum(number))
    return make_rectangular(ctx, number_to_double(real_part(number)), number_to_double(imaginary_part(number)));
  return is_float(number) ? number : make_flonum(ctx, number_to_double(number));
}

namespace {

// The exact value of a double: an integer, or a ratio whose denominator is a power of two.
Value exact_of_double(Context* ctx, Value number) {
  double d = float_value(number);
  if (!std::isfinite(d)) return raise_error(ctx, ErrorCode::T3031, {number});
  if (std::fabs(d) < 0x1p59 && std::floor(d) == d) return make_fixnum(static_cast<int64_t>(d));
  int exponent = 0;
  auto significand = static_cast<int64_t>(std::ldexp(std::frexp(d, &exponent), 53));
  exponent -= 53;
  int zeros = std::countr_zero(static_cast<uint64_t>(significand));
  significand >>= zeros;
  exponent += zeros;
  Value top = make_fixnum(significand);
  if (exponent >= 0) return integer_shift(ctx, top, make_fixnum(exponent));
  TIERCEL_VALUE(bottom, integer_shift(ctx, make_fixnum(1), make_fixnum(-exponent)));
  return make_ratio(ctx, top, bottom);
}

}  // namespace

Value number_to_exact(Context* ctx, Value number) {
  if (is_float(number)) return exact_of_double(ctx, number);
  if (!is_compnum(number)) return number;
  TIERCEL_VALUE(real, number_to_exact(ctx, real_part(number)));
  TIERCEL_VALUE(imaginary, number_to_exact(ctx, imaginary_part(number)));
  return make_rectangular(ctx, real, imaginary);
}

// --- Identity -------------------------------------------------------------------------------------------------------

bool number_eqv(Value a, Value b) {
  if (a == b) return true;
  NumberKind kind = number_kind(a);
  if (kind != number_kind(b)) return false;
  switch (kind) {
    case NumberKind::fixnum:
    case NumberKind::none: return false;
    case NumberKind::flonum: return identity_bits(float_value(a)) == identity_bits(float_value(b));
    case NumberKind::bignum: return integer_compare(a, b) == 0;
    case NumberKind::ratio:
      return integer_compare(ratio_numerator(a), ratio_numerator(b)) == 0 &&
             integer_compare(ratio_denominator(a), ratio_denominator(b)) == 0;
    case NumberKind::complex:
      return number_eqv(real_part(a), real_part(b)) && number_eqv(imaginary_part(a), imaginary_part(b));
  }
  return false;
}

uint64_t number_hash(Value number) {
  switch (number_kind(number)) {
    case NumberKind::fixnum:
    case NumberKind::none: return mix_hash(number.bits);
    case NumberKind::flonum: return mix_hash(identity_bits(float_value(number)) ^ 0xF1);
    case NumberKind::bignum: {
      const Bignum* bignum = as_bignum(number);
      std::string_view bytes(reinterpret_cast<const char*>(bignum->words), header_length(bignum->header) * 8);
      return hash_bytes(bytes, bignum->header & bignum_flag_negative);
    }
    case NumberKind::ratio:
      return combine_hash(number_hash(ratio_numerator(number)), number_hash(ratio_denominator(number)));
    case NumberKind::complex:
      return combine_hash(number_hash(real_part(number)), number_hash(imaginary_part(number)) + 1);
  }
  return 0;
}

uint64_t number_bit_count(Value number) {
  switch (number_kind(number)) {
    case NumberKind::bignum: return integer_bit_count(number);
    case NumberKind::ratio:
      return number_bit_count(ratio_numerator(number)) + number_bit_count(ratio_denominator(number));
    case NumberKind::complex: return number_bit_count(real_part(number)) + number_bit_count(imaginary_part(number));
    case NumberKind::fixnum:
    case NumberKind::flonum:
    case NumberKind::none: break;
  }
  return 0;
}

// --- Text -----------------------------------------------------------------------------------------------------------

namespace {

// A literal that refers to the limbs of a heap number; at most four parts (two ratios) need a place.
struct LiteralView {
  NumberLiteral parts[6];
  size_t used = 0;

  NumberLiteral* make(Value v) {
    NumberLiteral* literal = &parts[used++];
    switch (number_kind(v)) {
      case NumberKind::fixnum:
        literal->kind = NumberLiteral::Kind::fixnum;
        literal->fixnum = fixnum_value(v);
        break;
      case NumberKind::flonum:
        literal->kind = NumberLiteral::Kind::flonum;
        literal->flonum = float_value(v);
        break;
      case NumberKind::bignum: {
        const Bignum* bignum = as_bignum(v);
        literal->kind = NumberLiteral::Kind::bignum;
        literal->negative = bignum->header & bignum_flag_negative;
        literal->limbs = {bignum->words, header_length(bignum->header)};
        break;
      }
      case NumberKind::ratio:
        literal->kind = NumberLiteral::Kind::ratio;
        literal->parts = {make(ratio_numerator(v)), make(ratio_denominator(v))};
        break;
      case NumberKind::complex:
      case NumberKind::none: assert(false && "not a real number");
    }
    return literal;
  }
};

}  // namespace

bool append_number_text(std::string& out, Value number, int radix, Patience patience) {
  if (is_fixnum(number)) {
    append_fixnum(out, fixnum_value(number), radix);
    return true;
  }
  NumberLiteral literal;
  LiteralView view;
  if (is_compnum(number)) {
    literal.kind = NumberLiteral::Kind::complex;
    NumberLiteral* real = view.make(real_part(number));
    literal.parts = {real, view.make(imaginary_part(number))};
    return append_number(out, literal, radix, patience);
  }
  return append_number(out, *view.make(number), radix, patience);
}

std::string number_text(Value number, int radix) {
  std::string out;
  append_number_text(out, number, radix);
  return out;
}

Value make_number(Context* ctx, const NumberLiteral& number) {
  switch (number.kind) {
    case NumberLiteral::Kind::fixnum: return make_fixnum(number.fixnum);
    case NumberLiteral::Kind::flonum: return make_flonum(ctx, number.flonum);
    case NumberLiteral::Kind::bignum:
      return make_integer_of(ctx, {number.limbs.data, number.limbs.size}, number.negative);
    case NumberLiteral::Kind::ratio:
    case NumberLiteral::Kind::complex: break;
  }
  TIERCEL_VALUE(first, make_number(ctx, *number.parts.first));
  TIERCEL_VALUE(second, make_number(ctx, *number.parts.second));
  return number.kind == NumberLiteral::Kind::ratio ? make_ratio(ctx, first, second)
                                                   : make_rectangular(ctx, first, second);
}

Value make_number(Context* ctx, const Datum& number) {
  switch (number.kind) {
    case DatumKind::fixnum: return make_fixnum(number.fixnum);
    case DatumKind::flonum: return make_flonum(ctx, number.flonum);
    case DatumKind::bignum: return make_integer_of(ctx, {number.limbs.data, number.limbs.size}, number.negative);
    case DatumKind::ratio:
    case DatumKind::complex: break;
    default: assert(false && "not a number"); return v_false;
  }
  TIERCEL_VALUE(first, make_number(ctx, *number.pair.first));
  TIERCEL_VALUE(second, make_number(ctx, *number.pair.second));
  return number.kind == DatumKind::ratio ? make_ratio(ctx, first, second) : make_rectangular(ctx, first, second);
}

namespace {

// A sign or none and so few decimal digits that every such number is a fixnum: what most numbers in texts are.
std::optional<int64_t> short_decimal(std::string_view text) {
  constexpr size_t digits_max = 17;
  bool negative = !text.empty() && text[0] == '-';
  std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > digits_max) return std::nullopt;
  int64_t number = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return negative ? -number : number;
}

}  // namespace

Value text_to_number(Context* ctx, std::string_view text, int radix) {
  if (radix == 10) {
    if (std::optional<int64_t> number = short_decimal(text)) return make_fixnum(*number);
  }
  Arena arena;
  NumberLiteral literal;
  // Text may come from number->string, so only the size of the result limits it; its digits are at least a bit each.
  NumberLimits limits{.patience = patience_of(ctx)};
  if (text.size() > static_cast<size_t>(limits.digits))
    limits.digits = static_cast<int64_t>(static_cast<double>(integer_bits_max) / std::log2(radix)) + 1;
  switch (parse_number(text, radix, arena, &literal, limits)) {
    case NumberSyntax::number: return make_number(ctx, literal);
    case NumberSyntax::not_a_number:
    case NumberSyntax::division_by_zero: return v_false;
    case NumberSyntax::given_up: return raise_given_up(ctx);
    case NumberSyntax::too_large: break;
  }
  return raise_too_large(ctx);
}

}  // namespace tiercel
