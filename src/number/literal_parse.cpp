// Text to number.  A number is scanned into its parts first (signs, digit runs, exponent), then evaluated exactly or
// inexactly, because only the end of the text tells whether `1.5` was the beginning of `1.5+2i`.
#include <bit>
#include <charconv>
#include <cmath>

#include "number/literal.h"
#include "number/literal_huge.h"
#include "number/literal_mpz.h"

namespace tiercel {
namespace {

enum class Exactness : uint8_t { as_written, exact, inexact };

// One real number as written.
struct RealText {
  enum class Form : uint8_t { integer, ratio, decimal, infinity, nan } form = Form::integer;
  bool negative = false;
  bool has_sign = false;
  std::string_view first;    // digits of the integer, the numerator, or before the point
  std::string_view second;   // digits of the denominator, or after the point
  std::string_view decimal;  // the decimal without its sign, exponent included
  int64_t exponent = 0;      // saturated
};

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); i++)
    if (lower(a[i]) != b[i]) return false;
  return true;
}

class NumberParser {
 public:
  NumberParser(std::string_view text, int radix, Arena& arena, const NumberLimits& limits)
      : text_(text), radix_(radix), arena_(arena), limits_(limits) {}

  NumberSyntax parse(NumberLiteral* out) {
    if (!scan_prefixes()) return NumberSyntax::not_a_number;
    RealText real;
    if (at_end() || !scan_real(&real)) return NumberSyntax::not_a_number;
    if (at_end())
      return real.form == RealText::Form::integer && real.first.empty() ? NumberSyntax::not_a_number
                                                                        : evaluate(real, exactness_, out);
    if (peek() == '@') return parse_polar(real, out);
    return parse_rectangular(real, out);
  }

 private:
  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  // #x, #e and so on: at most one of each sort, in either order.
  bool scan_prefixes() {
    bool seen_radix = false, seen_exactness = false;
    while (peek() == '#') {
      if (at_ + 1 >= text_.size()) return false;
      char c = lower(text_[at_ + 1]);
      at_ += 2;
      int radix = c == 'b' ? 2 : c == 'o' ? 8 : c == 'd' ? 10 : c == 'x' ? 16 : 0;
      if (radix != 0 && !seen_radix) {
        radix_ = radix;
        seen_radix = true;
      } else if ((c == 'e' || c == 'i') && !seen_exactness) {
        exactness_ = c == 'e' ? Exactness::exact : Exactness::inexact;
        seen_exactness = true;
      } else {
        return false;
      }
    }
    return true;
  }

  std::string_view scan_digits() {
    size_t begin = at_;
    while (!at_end() && digit_value(text_[at_]) < radix_) at_++;
    return text_.substr(begin, at_ - begin);
  }

  // A real number.  A sign alone is accepted with empty digits: it may be the sign of `+i`.
  bool scan_real(RealText* real) {
    if (peek() == '+' || peek() == '-') {
      real->has_sign = true;
      real->negative = peek() == '-';
      at_++;
      if (scan_special(real)) return true;
    }
    size_t begin = at_;
    real->first = scan_digits();
    if (!real->first.empty() && peek() == '/') {
      at_++;
      real->form = RealText::Form::ratio;
      real->second = scan_digits();
      return !real->second.empty();
    }
    if (!scan_decimal_rest(real, begin)) return false;
    return !real->first.empty() || real->form == RealText::Form::decimal || real->has_sign;
  }

  // Where letters are digits, +inf.0 and +nan.0 are these words and +inf.05 is a decimal.
  bool scan_special(RealText* real) {
    std::string_view word = text_.substr(at_).substr(0, 5);
    bool infinity = equal_ignoring_case(word, "inf.0"), nan = equal_ignoring_case(word, "nan.0");
    if (!infinity && !nan) return false;
    if (radix_ >= 24 && at_ + 5 < text_.size() && digit_value(text_[at_ + 5]) < radix_) return false;
    real->form = infinity ? RealText::Form::infinity : RealText::Form::nan;
    at_ += 5;
    return true;
  }

  // The point, the digits after it and the exponent, if there are any.  False: cannot be a number.  R7RS has the point in
  // radix 10 only; here it is in every radix, so that number->string of a flonum reads back.  The exponent stays with 10.
  bool scan_decimal_rest(RealText* real, size_t begin) {
    bool point = peek() == '.';
    if (point) {
      at_++;
      real->second = scan_digits();
      if (real->first.empty() && real->second.empty()) return false;
    }
    bool exponent = radix_ == 10 && !(real->first.empty() && real->second.empty()) && lower(peek()) == 'e';
    if (exponent) {
      at_++;
      bool negative = peek() == '-';
      if (peek() == '+' || peek() == '-') at_++;
      std::string_view digits = scan_digits();
      if (digits.empty()) return false;
      for (char c : digits)
        if (real->exponent < int64_t{1} << 40) real->exponent = real->exponent * 10 + (c - '0');
      if (negative) real->exponent = -real->exponent;
    }
    if (point || exponent) {
      real->form = RealText::Form::decimal;
      real->decimal = text_.substr(begin, at_ - begin);
    }
    return true;
  }

  NumberSyntax parse_polar(const RealText& magnitude_text, NumberLiteral* out) {
    if (magnitude_text.form == RealText::Form::integer && magnitude_text.first.empty())
      return NumberSyntax::not_a_number;
    at_++;
    RealText angle_text;
    bool scanned = scan_real(&angle_text) && at_end();
    if (!scanned || (angle_text.form == RealText::Form::integer && angle_text.first.empty()))
      return NumberSyntax::not_a_number;
    NumberLiteral magnitude, angle;
    if (NumberSyntax s = evaluate(magnitude_text, Exactness::as_written, &magnitude); s != NumberSyntax::number)
      return s;
    if (NumberSyntax s = evaluate(angle_text, Exactness::as_written, &angle); s != NumberSyntax::number) return s;
    if (is_exact_zero(angle)) return evaluate(magnitude_text, exactness_, out);
    if (is_exact_zero(magnitude))
      return *out = exactness_ == Exactness::inexact ? flonum(0) : magnitude, NumberSyntax::number;
    double m = to_double(magnitude), a = to_double(angle);
    NumberLiteral real = flonum(m * std::cos(a)), imaginary = flonum(m * std::sin(a));
    if (exactness_ == Exactness::exact) {
      if (!make_exact(&real) || !make_exact(&imaginary)) return NumberSyntax::not_a_number;
    }
    return make_complex(real, imaginary, out), NumberSyntax::number;
  }

  // `real` was scanned; what follows is `i`, or a second real and `i`.
  NumberSyntax parse_rectangular(const RealText& first, NumberLiteral* out) {
    RealText real_text, imaginary_text = first;
    bool has_real = lower(peek()) != 'i';
    if (has_real) {
      if (first.form == RealText::Form::integer && first.first.empty()) return NumberSyntax::not_a_number;
      if (peek() != '+' && peek() != '-') return NumberSyntax::not_a_number;
      real_text = first;
      imaginary_text = RealText{};
      if (!scan_real(&imaginary_text)) return NumberSyntax::not_a_number;
    }
    if (!imaginary_text.has_sign || lower(peek()) != 'i' || at_ + 1 != text_.size()) return NumberSyntax::not_a_number;
    if (imaginary_text.form == RealText::Form::integer && imaginary_text.first.empty()) imaginary_text.first = "1";
    NumberLiteral real, imaginary;
    if (has_real)
      if (NumberSyntax s = evaluate(real_text, exactness_, &real); s != NumberSyntax::number) return s;
    if (NumberSyntax s = evaluate(imaginary_text, exactness_, &imaginary); s != NumberSyntax::number) return s;
    return make_complex(real, imaginary, out), NumberSyntax::number;
  }

  // Both parts are exact or both are flonums; an exact zero imaginary part leaves a real number.
  void make_complex(NumberLiteral real, NumberLiteral imaginary, NumberLiteral* out) {
    if (is_exact_zero(imaginary)) return void(*out = real);
    if (imaginary.kind == NumberLiteral::Kind::flonum && real.kind != NumberLiteral::Kind::flonum)
      real = flonum(to_double(real));
    if (real.kind == NumberLiteral::Kind::flonum && imaginary.kind != NumberLiteral::Kind::flonum)
      imaginary = flonum(to_double(imaginary));
    out->kind = NumberLiteral::Kind::complex;
    out->parts = {arena_.make<NumberLiteral>(real), arena_.make<NumberLiteral>(imaginary)};
  }

  static bool is_exact_zero(const NumberLiteral& n) { return n.kind == NumberLiteral::Kind::fixnum && n.fixnum == 0; }

  static NumberLiteral flonum(double d) {
    NumberLiteral n;
    n.kind = NumberLiteral::Kind::flonum;
    n.flonum = d;
    return n;
  }

  static double to_double(const NumberLiteral& n) {
    switch (n.kind) {
      case NumberLiteral::Kind::fixnum: return static_cast<double>(n.fixnum);
      case NumberLiteral::Kind::flonum: return n.flonum;
      case NumberLiteral::Kind::bignum: {
        double magnitude = limbs_to_double({n.limbs.data, n.limbs.size});
        return n.negative ? -magnitude : magnitude;
      }
      case NumberLiteral::Kind::ratio: {
        uint64_t small[2];
        std::span<const uint64_t> top = magnitude_of(*n.parts.first, &small[0]),
                                  bottom = magnitude_of(*n.parts.second, &small[1]);
        double magnitude = ratio_to_double(top, bottom);
        return is_negative(*n.parts.first) ? -magnitude : magnitude;
      }
      case NumberLiteral::Kind::complex: break;
    }
    return 0;
  }

  static bool is_negative(const NumberLiteral& n) {
    return n.kind == NumberLiteral::Kind::fixnum ? n.fixnum < 0 : n.negative;
  }

  static std::span<const uint64_t> magnitude_of(const NumberLiteral& n, uint64_t* small) {
    if (n.kind == NumberLiteral::Kind::bignum) return {n.limbs.data, n.limbs.size};
    *small = n.fixnum < 0 ? -static_cast<uint64_t>(n.fixnum) : static_cast<uint64_t>(n.fixnum);
    return {small, *small == 0 ? 0u : 1u};
  }

  NumberSyntax evaluate(const RealText& real, Exactness exactness, NumberLiteral* out) {
    using Form = RealText::Form;
    if (real.form == Form::infinity || real.form == Form::nan) {
      if (exactness == Exactness::exact) return NumberSyntax::not_a_number;
      double d = real.form == Form::infinity ? HUGE_VAL : std::bit_cast<double>(uint64_t{0x7FF8000000000000});
      return *out = flonum(real.negative ? -d : d), NumberSyntax::number;
    }
    bool inexact =
        exactness == Exactness::inexact || (real.form == Form::decimal && exactness == Exactness::as_written);
    if (inexact && radix_ == 10 && real.form != Form::ratio) {
      std::string_view digits = real.form == Form::decimal ? real.decimal : real.first;
      double d = decimal_to_double(digits, real);
      return *out = flonum(real.negative ? -d : d), NumberSyntax::number;
    }
    if (inexact && real.form == Form::decimal) return inexact_fraction(real, out);
    if (NumberSyntax s = evaluate_exact(real, inexact, out); s != NumberSyntax::number) return s;
    if (inexact && out->kind != NumberLiteral::Kind::flonum) {
      double d = to_double(*out);
      *out = flonum(d == 0 && real.negative ? -0.0 : d);
    }
    return NumberSyntax::number;
  }

  static double decimal_to_double(std::string_view digits, const RealText& real) {
    double d = 0;
    std::from_chars_result parsed = std::from_chars(digits.data(), digits.data() + digits.size(), d);
    if (parsed.ec != std::errc::result_out_of_range) return d;
    // Too large or too small: the decimal exponent of the first digit that is not 0 tells which.
    int64_t scale = real.exponent + static_cast<int64_t>(real.first.size()) - 1;
    for (std::string_view part : {real.first, real.second})
      for (char c : part) {
        if (c != '0') return scale > 0 ? HUGE_VAL : 0.0;
        scale--;
      }
    return 0.0;
  }

  // An inexact number with a point in a radix other than 10.
  NumberSyntax inexact_fraction(const RealText& real, NumberLiteral* out) {
    if (static_cast<int64_t>(real.first.size() + real.second.size()) > limits_.digits) return NumberSyntax::too_large;
    Mpz top, bottom;
    if (!set_digits(top, real.first, real.second)) return NumberSyntax::given_up;
    mpz_ui_pow_ui(bottom, static_cast<unsigned long>(radix_), real.second.size());
    double d = ratio_to_double(top.limbs(), bottom.limbs());
    return *out = flonum(real.negative ? -d : d), NumberSyntax::number;
  }

  NumberSyntax evaluate_exact(const RealText& real, bool inexact, NumberLiteral* out) {
    if (static_cast<int64_t>(real.first.size() + real.second.size()) > limits_.digits) return NumberSyntax::too_large;
    if (real.form == RealText::Form::integer && real.first.size() <= small_digits()) return small_integer(real, out);
    Mpz top;
    if (real.form == RealText::Form::decimal) return exact_decimal(real, top, out);
    if (!set_digits(top, real.first)) return NumberSyntax::given_up;
    if (real.form == RealText::Form::ratio) {
      Mpz bottom;
      if (!set_digits(bottom, real.second)) return NumberSyntax::given_up;
      if (bottom.sign() == 0) {
        if (!inexact) return NumberSyntax::division_by_zero;
        double d = top.sign() == 0 ? std::bit_cast<double>(uint64_t{0x7FF8000000000000}) : HUGE_VAL;
        return *out = flonum(real.negative ? -d : d), NumberSyntax::number;
      }
      if (real.negative) mpz_neg(top, top);
      return make_ratio(top, bottom, out) ? NumberSyntax::number : NumberSyntax::given_up;
    }
    if (real.negative) mpz_neg(top, top);
    return make_integer(top, out), NumberSyntax::number;
  }

  NumberSyntax exact_decimal(const RealText& real, Mpz& top, NumberLiteral* out) {
    if (static_cast<int64_t>(real.first.size() + real.second.size()) > literal_digits_max)
      return NumberSyntax::too_large;  // in any case: the power of the radix is not made in steps
    if (!set_digits(top, real.first, real.second)) return NumberSyntax::given_up;
    int64_t exponent = real.exponent - static_cast<int64_t>(real.second.size());
    if (top.sign() == 0) return *out = NumberLiteral{}, NumberSyntax::number;
    if (real.exponent > literal_exact_exponent_max || real.exponent < -literal_exact_exponent_max)
      return NumberSyntax::too_large;
    if (real.negative) mpz_neg(top, top);
    auto count = static_cast<unsigned long>(exponent < 0 ? -exponent : exponent);
    constexpr size_t factors_bits_max = 1 << 17;  // beyond, repeated division by 5 takes longer than a gcd in steps
    if (exponent < 0 && mpz_sizeinbase(top, 2) <= factors_bits_max)
      return divide_by_power(top, count, out), NumberSyntax::number;
    Mpz scale;
    mpz_ui_pow_ui(scale, static_cast<unsigned long>(radix_), count);
    if (exponent < 0) return make_ratio(top, scale, out) ? NumberSyntax::number : NumberSyntax::given_up;
    mpz_mul(top, top, scale);
    return make_integer(top, out), NumberSyntax::number;
  }

  // top / radix^count in lowest terms.  Only the primes of the radix can be common; that spares a gcd with a large power.
  void divide_by_power(Mpz& top, unsigned long count, NumberLiteral* out) {
    Mpz bottom, power;
    mpz_set_ui(bottom, 1);
    auto rest = static_cast<unsigned long>(radix_);
    for (unsigned long prime = 2; rest > 1; prime++) {
      unsigned long wanted = 0;
      for (; rest % prime == 0; rest /= prime) wanted += count;
      if (wanted == 0) continue;
      mpz_set_ui(power, prime);
      unsigned long found = mpz_remove(top, top, power);
      mpz_ui_pow_ui(power, prime, found > wanted ? found - wanted : wanted - found);
      if (found > wanted) mpz_mul(top, top, power);
      else mpz_mul(bottom, bottom, power);
    }
    make_reduced_ratio(top, bottom, out);
  }

  // So many digits that 60 bits hold them in this radix.
  size_t small_digits() const { return radix_ == 10 ? 17 : radix_ <= 16 ? 15 : 11; }

  NumberSyntax small_integer(const RealText& real, NumberLiteral* out) {
    int64_t n = 0;
    for (char c : real.first) n = n * radix_ + digit_value(c);
    out->kind = NumberLiteral::Kind::fixnum;
    out->fixnum = real.negative ? -n : n;
    return NumberSyntax::number;
  }

  [[nodiscard]] bool set_digits(Mpz& to, std::string_view first, std::string_view second = {}) {
    std::string digits;
    digits.reserve(first.size() + second.size() + 1);
    digits.append(first).append(second);
    if (digits.empty()) digits = "0";
    return HugeArithmetic(limits_.patience).read_text(to, digits, radix_);
  }

  void make_integer(const Mpz& z, NumberLiteral* out) {
    if (mpz_fits_slong_p(z)) {
      long n = mpz_get_si(z);
      if (n >= -(1L << 60) && n < 1L << 60) {
        out->kind = NumberLiteral::Kind::fixnum;
        out->fixnum = n;
        return;
      }
    }
    std::span<const uint64_t> limbs = arena_.copy(z.limbs());
    out->kind = NumberLiteral::Kind::bignum;
    out->negative = z.negative();
    out->limbs = {limbs.data(), limbs.size()};
  }

  [[nodiscard]] bool make_ratio(Mpz& top, Mpz& bottom, NumberLiteral* out) {
    HugeArithmetic huge(limits_.patience);
    Mpz divisor, reduced_top, reduced_bottom, rest;
    bool negative = top.negative();
    mpz_abs(top, top);
    if (!huge.gcd(divisor, top, bottom) || !huge.divide(reduced_top, rest, top, divisor) ||
        !huge.divide(reduced_bottom, rest, bottom, divisor))
      return false;
    if (negative) mpz_neg(reduced_top, reduced_top);
    make_reduced_ratio(reduced_top, reduced_bottom, out);
    return true;
  }

  void make_reduced_ratio(const Mpz& top, const Mpz& bottom, NumberLiteral* out) {
    if (mpz_cmp_ui(static_cast<mpz_srcptr>(bottom), 1) == 0) return make_integer(top, out);
    auto* numerator = arena_.make<NumberLiteral>();
    auto* denominator = arena_.make<NumberLiteral>();
    make_integer(top, numerator);
    make_integer(bottom, denominator);
    out->kind = NumberLiteral::Kind::ratio;
    out->parts = {numerator, denominator};
  }

  // The exact value of a flonum (for #e with a polar number); false for infinities and NaN.
  bool make_exact(NumberLiteral* n) {
    if (!std::isfinite(n->flonum)) return false;
    int exponent = 0;
    double fraction = std::frexp(n->flonum, &exponent);
    Mpz top, bottom;
    mpz_set_d(top, std::ldexp(fraction, 53));
    mpz_set_ui(bottom, 1);
    if (exponent >= 53) mpz_mul_2exp(top, top, static_cast<unsigned>(exponent - 53));
    else mpz_mul_2exp(bottom, bottom, static_cast<unsigned>(53 - exponent));
    return make_ratio(top, bottom, n);
  }

  std::string_view text_;
  size_t at_ = 0;
  int radix_;
  Arena& arena_;
  const NumberLimits& limits_;
  Exactness exactness_ = Exactness::as_written;
};

}  // namespace

NumberSyntax parse_number(std::string_view text, int radix, Arena& arena, NumberLiteral* out,
                          const NumberLimits& limits) {
  *out = NumberLiteral{};
  return NumberParser(text, radix, arena, limits).parse(out);
}

}  // namespace tiercel
