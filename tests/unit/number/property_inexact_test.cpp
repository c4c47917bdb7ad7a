// Properties of inexact numbers: text against std::to_chars, and every conversion, comparison and function against MPFR.
#include <mpfr.h>

#include <charconv>

#include "gen/primitive_bodies.h"
#include "property.h"

namespace tiercel::property {
namespace {

class Mpfr {
 public:
  explicit Mpfr(mpfr_prec_t precision) { mpfr_init2(f_, precision); }
  Mpfr(const Mpfr&) = delete;
  Mpfr& operator=(const Mpfr&) = delete;
  ~Mpfr() { mpfr_clear(f_); }
  operator mpfr_ptr() { return f_; }
  operator mpfr_srcptr() const { return f_; }

 private:
  mpfr_t f_;
};

class Inexact : public NumberProperties {
 protected:
  // IEEE's binary64, subnormal numbers included.
  Inexact() {
    mpfr_set_emin(-1073);
    mpfr_set_emax(1024);
  }
  ~Inexact() override {
    mpfr_set_emin(mpfr_get_emin_min());
    mpfr_set_emax(mpfr_get_emax_max());
  }
  double rounded(int ternary) {
    int exact = mpfr_check_range(f, ternary, MPFR_RNDN);
    mpfr_subnormalize(f, exact, MPFR_RNDN);
    return mpfr_get_d(f, MPFR_RNDN);
  }
  Mpfr f{53};
  Mpq p, q;
};

TEST_F(Inexact, TextIsShortest) {
  for_all([&] {
    double d = draw_double();
    std::string text = number_text(value(d));
    ASSERT_TRUE(same(text_to_number(ctx, text), value(d))) << text;
    if (std::isinf(d)) return;
    // The digits are those of to_chars, wherever the point is.
    char buffer[40];
    std::to_chars_result end = std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::scientific);
    std::string wanted(buffer, end.ptr), digits;
    wanted.resize(wanted.find('e'));
    auto significant = [](std::string_view from) {
      std::string result;
      for (char c : from.substr(0, from.find('e')))
        if (c >= '0' && c <= '9' && !(c == '0' && result.empty())) result += c;
      while (!result.empty() && result.back() == '0') result.pop_back();
      return result;
    };
    ASSERT_EQ(significant(text), significant(wanted));
    ASSERT_EQ(text[0] == '-', std::signbit(d));
  });
}

TEST_F(Inexact, TextInEveryRadixReadsBack) {
  for_all([&] {
    double d = draw_double();
    int radix = 2 + static_cast<int>(pick(35));
    std::string text = number_text(value(d), radix);
    ASSERT_TRUE(same(text_to_number(ctx, text, radix), value(d))) << text << " " << radix;
  });
}

// A shorter text than the one that is written would denote another double.
TEST_F(Inexact, TextInEveryRadixIsShortest) {
  for_all([&] {
    double d = std::fabs(std::ldexp(draw_double(), -static_cast<int>(pick(100))));
    if (std::isinf(d) || d > 1e6 || d < 1e-6) d = 1 + std::ldexp(static_cast<double>(random() >> 11), -53);
    int radix = 2 + static_cast<int>(pick(35));
    std::string text = number_text(value(d), radix);
    size_t point = text.find('.');
    if (text.size() - point <= 2) return;
    text.pop_back();
    double below = float_value(text_to_number(ctx, text, radix));
    ASSERT_NE(below, d) << text << " " << radix;
  });
}

TEST_F(Inexact, ReadingDecimalsIsCorrectlyRounded) {
  for_all([&] {
    std::string text;
    auto digits = [&](uint64_t most) {
      for (uint64_t n = pick(most) + 1; n > 0; n--) text += static_cast<char>('0' + pick(10));
    };
    digits(pick(20) == 0 ? 400 : 20);
    if (pick(2)) {
      text += '.';
      digits(pick(20) == 0 ? 800 : 20);
    }
    if (pick(2)) text += "e" + std::to_string(static_cast<int>(pick(700)) - 350);
    double d = rounded(mpfr_strtofr(f, text.c_str(), nullptr, 10, MPFR_RNDN));
    Value found = text_to_number(ctx, "#i" + text);
    ASSERT_TRUE(same(found, value(d))) << text;
    // A halfway case: the exact decimal of the midpoint between two doubles.
    double x = std::fabs(draw_double());
    if (std::isinf(x) || std::isinf(std::nextafter(x, HUGE_VAL))) return;
    Mpfr middle(60);
    mpfr_set_emin(-1200);
    mpfr_set_emax(1200);
    mpfr_set_d(middle, x, MPFR_RNDN);
    Mpfr next(60);
    mpfr_set_d(next, std::nextafter(x, HUGE_VAL), MPFR_RNDN);
    mpfr_add(middle, middle, next, MPFR_RNDN);
    mpfr_div_2ui(middle, middle, 1, MPFR_RNDN);
    mpfr_exp_t exponent = 0;
    char* exact = mpfr_get_str(nullptr, &exponent, 10, 800, middle, MPFR_RNDN);
    std::string decimal = "0." + std::string(exact) + "e" + std::to_string(exponent);
    mpfr_free_str(exact);
    mpfr_set_emin(-1073);
    mpfr_set_emax(1024);
    bool even = (std::bit_cast<uint64_t>(x) & 1) == 0;
    ASSERT_TRUE(same(text_to_number(ctx, decimal), value(even ? x : std::nextafter(x, HUGE_VAL)))) << decimal;
  });
}

TEST_F(Inexact, ExactToInexactIsCorrectlyRounded) {
  for_all([&] {
    draw(p);
    double d = rounded(mpfr_set_q(f, p, MPFR_RNDN));
    ASSERT_TRUE(same(prim_inexact(ctx, value(p)), value(d)));
    std::string text = "#i" + number_text(value(p));
    if (mpq_sgn(static_cast<mpq_ptr>(p)) != 0 && d != 0) ASSERT_TRUE(same(text_to_number(ctx, text), value(d))) << text;
    d = rounded(mpfr_set_z(f, p.top(), MPFR_RNDN));
    ASSERT_TRUE(same(prim_inexact(ctx, value(p.top())), value(d)));
  });
}

TEST_F(Inexact, InexactToExactIsExact) {
  for_all([&] {
    double d = draw_double();
    if (std::isinf(d)) return;
    mpq_set_d(p, d);
    Value exact = prim_exact(ctx, value(d));
    ASSERT_TRUE(same(exact, value(p)));
    if (d != 0) ASSERT_TRUE(same(prim_inexact(ctx, exact), value(d)));
  });
}

TEST_F(Inexact, ComparisonWithExactIsExact) {
  for_all([&] {
    double d = draw_double();
    if (std::isinf(d)) return;
    if (pick(2)) draw(p);
    else mpq_set_d(p, d);
    if (pick(4) == 0) mpz_add_ui(p.top(), p.top(), 1);
    mpq_canonicalize(p);
    mpq_set_d(q, d);
    int order = mpq_cmp(p, q);
    ASSERT_EQ(compare_reals(value(p), value(d)), static_cast<Order>(order < 0 ? -1 : order > 0));
    ASSERT_EQ(compare_reals(value(d), value(p)), static_cast<Order>(order > 0 ? -1 : order < 0));
    ASSERT_EQ(number_equal(ctx, value(p), value(d)), boolean(order == 0));
  });
}

TEST_F(Inexact, RoundingAndIntegerDivision) {
  Mpz a;
  for_all([&] {
    double d = draw_double(), e = std::floor(draw_double());
    if (std::isinf(d)) return;
    mpq_set_d(p, d);
    Value exact = value(p);
    ASSERT_EQ(number_equal(ctx, prim_floor(ctx, value(d)), prim_floor(ctx, exact)), v_true);
    ASSERT_EQ(number_equal(ctx, prim_ceiling(ctx, value(d)), prim_ceiling(ctx, exact)), v_true);
    ASSERT_EQ(number_equal(ctx, prim_truncate(ctx, value(d)), prim_truncate(ctx, exact)), v_true);
    ASSERT_EQ(number_equal(ctx, prim_round(ctx, value(d)), prim_round(ctx, exact)), v_true);
    d = std::floor(d);
    if (std::isinf(e) || e == 0) return;
    Value x = value(d), y = value(e), exact_x = prim_exact(ctx, x), exact_y = prim_exact(ctx, y);
    struct {
      Value (*operation)(Context*, Value, Value);
    } rows[] = {{prim_quotient},          {prim_remainder},       {prim_modulo},
                {prim_floor_quotient},    {prim_floor_remainder}, {prim_truncate_quotient},
                {prim_truncate_remainder}};
    for (auto& row : rows) {
      Value found = row.operation(ctx, x, y), wanted = row.operation(ctx, exact_x, exact_y);
      ASSERT_EQ(number_equal(ctx, found, prim_inexact(ctx, wanted)), v_true)
          << show(x) << " " << show(y) << ": " << show(found) << ", wanted " << show(wanted);
    }
  });
}

TEST_F(Inexact, RootsAreCorrectlyRounded) {
  for_all([&] {
    draw(p);
    mpq_abs(p, p);
    Value root = prim_sqrt(ctx, value(p));
    if (!is_float(root)) {
      ASSERT_TRUE(same(number_multiply(ctx, root, root), value(p)));
      return;
    }
    // The true root lies between the midpoints to the neighbours: compare squares, exactly.
    double d = float_value(root);
    if (d == 0 || std::isinf(d)) return;
    mpq_set_d(q, std::nextafter(d, HUGE_VAL));
    Mpq middle;
    mpq_set_d(middle, d);
    mpq_add(q, q, middle);
    mpq_div_2exp(q, q, 1);
    mpq_mul(q, q, q);
    ASSERT_GE(mpq_cmp(q, p), 0);
    mpq_set_d(q, std::nextafter(d, 0));
    mpq_add(q, q, middle);
    mpq_div_2exp(q, q, 1);
    mpq_mul(q, q, q);
    ASSERT_LE(mpq_cmp(q, p), 0);
  });
}

// The C library's functions are within one unit in the last place; so must ours be, which shows that none is mistaken for
// another and that exact arguments arrive whole.
TEST_F(Inexact, FunctionsAreNearMpfr) {
  using Unary = Value (*)(Context*, Value);
  using Oracle = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
  struct {
    Unary function;
    Oracle oracle;
    double low, high;
  } rows[] = {{prim_exp, mpfr_exp, -700, 700},
              {prim_sin, mpfr_sin, -1e6, 1e6},
              {prim_cos, mpfr_cos, -1e6, 1e6},
              {prim_tan, mpfr_tan, -1e6, 1e6},
              {prim_asin, mpfr_asin, -1, 1},
              {prim_acos, mpfr_acos, -1, 1},
              {[](Context* ctx, Value v) { return prim_atan(ctx, v, v_default); }, mpfr_atan, -1e300, 1e300},
              {[](Context* ctx, Value v) { return prim_log(ctx, v, v_default); }, mpfr_log, 1e-300, 1e300}};
  Mpfr x(53), y(200);
  for_all([&] {
    for (auto& row : rows) {
      double argument = draw_double();
      if (!(argument > row.low && argument < row.high) || argument == 0)
        argument = row.low + (row.high - row.low) * static_cast<double>(random() >> 11) * 0x1p-53;
      mpfr_set_d(x, argument, MPFR_RNDN);
      double wanted = rounded((mpfr_set_emin(-1073), row.oracle(f, x, MPFR_RNDN)));
      double found = number_to_double(row.function(ctx, value(argument)));
      bool near = found == wanted || std::nextafter(found, wanted) == wanted;
      ASSERT_TRUE(near) << &row - rows << ": " << show(value(argument)) << " " << found << " " << wanted;
    }
  });
}

// (expt x y) of inexact numbers, and with an exact integer exponent.
TEST_F(Inexact, PowersAreNearMpfr) {
  Mpfr x(53), y(53);
  for_all([&] {
    double base = std::ldexp(1 + static_cast<double>(random() >> 11) * 0x1p-53, static_cast<int>(pick(40)) - 20);
    double exponent = static_cast<double>(static_cast<int64_t>(random())) * 0x1p-58;
    bool whole = pick(2) == 0;
    if (whole) {
      exponent = std::floor(exponent);
      if (pick(2)) base = -base;
    }
    mpfr_set_d(x, base, MPFR_RNDN);
    mpfr_set_d(y, exponent, MPFR_RNDN);
    double wanted = rounded(mpfr_pow(f, x, y, MPFR_RNDN));
    Value power = whole ? make_fixnum(static_cast<int64_t>(exponent)) : value(exponent);
    if (power == make_fixnum(0)) return;
    double found = number_to_double(prim_expt(ctx, value(base), power));
    ASSERT_TRUE(found == wanted || std::nextafter(found, wanted) == wanted) << base << " " << exponent;
  });
}

}  // namespace
}  // namespace tiercel::property
