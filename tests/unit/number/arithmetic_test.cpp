// Arithmetic on heap numbers: R7RS examples, and random operands against GMP's rationals.
#include "number/arithmetic.h"

#include <gmp.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "gen/primitive_bodies.h"
#include "number/integer.h"
#include "object/isolate.h"

namespace tiercel {
namespace {

class Arithmetic : public testing::Test {
 protected:
  Arithmetic() : isolate(IsolateOptions{}), ctx(&isolate.main) {}

  Value read(std::string_view text) {
    Value v = text_to_number(ctx, text);
    EXPECT_TRUE(v != v_false && v != v_pending) << text;
    return v;
  }
  std::string show(Value v) {
    return v == v_pending ? "error" : v == v_true ? "#t" : v == v_false ? "#f" : number_text(v);
  }
  using Binary = Value (*)(Context*, Value, Value);
  using Unary = Value (*)(Context*, Value);
  std::string apply(Binary f, std::string_view a, std::string_view b) { return show(f(ctx, read(a), read(b))); }
  std::string apply(Unary f, std::string_view a) { return show(f(ctx, read(a))); }

  Isolate isolate;
  Context* ctx;
};

// proves: C5
TEST_F(Arithmetic, Basics) {
  EXPECT_EQ(apply(number_add, "2", "3"), "5");
  EXPECT_EQ(apply(number_add, "1", "2.5"), "3.5");
  EXPECT_EQ(apply(number_divide, "1", "3"), "1/3");
  EXPECT_EQ(apply(number_divide, "10", "2"), "5");
  EXPECT_EQ(apply(number_divide, "1", "0"), "error");
  EXPECT_EQ(apply(number_divide, "1", "0.0"), "+inf.0");
  EXPECT_EQ(apply(number_divide, "1.0", "0"), "error");
  EXPECT_EQ(apply(number_add, "1152921504606846975", "1"), "1152921504606846976");
  EXPECT_EQ(apply(number_subtract, "-1152921504606846976", "1"), "-1152921504606846977");
  EXPECT_EQ(apply(number_subtract, "1152921504606846976", "1"), "1152921504606846975");
  EXPECT_TRUE(is_fixnum(number_subtract(ctx, read("1152921504606846976"), make_fixnum(1))));
  EXPECT_EQ(apply(number_multiply, "1152921504606846975", "1152921504606846975"),
            "1329227995784915870597964051066650625");
  EXPECT_EQ(apply(number_quotient, "-1152921504606846976", "-1"), "1152921504606846976");
  EXPECT_EQ(apply(number_negate, "-1152921504606846976"), "1152921504606846976");
  EXPECT_EQ(apply(number_negate, "0.0"), "-0.0");
  EXPECT_EQ(number_add(ctx, make_fixnum(1), v_true), v_pending);
  EXPECT_EQ(apply(number_add, "1e300", "1e300"), "2e300");
  EXPECT_EQ(apply(number_multiply, "1e-300", "1e-300"), "0.0");
}

TEST_F(Arithmetic, Division) {
  struct {
    const char *a, *b, *q, *r, *m;
  } rows[] = {{"7", "2", "3", "1", "1"},
              {"-7", "2", "-3", "-1", "1"},
              {"7", "-2", "-3", "1", "-1"},
              {"-7", "-2", "3", "-1", "-1"},
              {"-7.0", "2", "-3.0", "-1.0", "1.0"},
              {"100000000000000000000", "-7", "-14285714285714285714", "2", "-5"}};
  for (auto& row : rows) {
    EXPECT_EQ(apply(number_quotient, row.a, row.b), row.q);
    EXPECT_EQ(apply(number_remainder, row.a, row.b), row.r);
    EXPECT_EQ(apply(number_modulo, row.a, row.b), row.m);
  }
  EXPECT_EQ(apply(number_quotient, "1", "0"), "error");
  EXPECT_EQ(apply(number_modulo, "1.5", "1"), "error");
}

TEST_F(Arithmetic, ComparisonIsExact) {
  EXPECT_EQ(apply(number_equal, "9007199254740993", "9007199254740992.0"), "#f");
  EXPECT_EQ(apply(number_greater, "9007199254740993", "9007199254740992.0"), "#t");
  EXPECT_EQ(apply(number_equal, "1/3", "0.3333333333333333"), "#f");
  EXPECT_EQ(apply(number_greater, "1/3", "0.3333333333333333"), "#t");
  EXPECT_EQ(apply(number_equal, "1/2", "0.5"), "#t");
  EXPECT_EQ(apply(number_less, "100000000000000000000000", "+inf.0"), "#t");
  EXPECT_EQ(apply(number_greater, "1/2", "-inf.0"), "#t");
  EXPECT_EQ(apply(number_less, "1", "+nan.0"), "#f");
  EXPECT_EQ(apply(number_greater_equal, "1", "+nan.0"), "#f");
  EXPECT_EQ(apply(number_equal, "+nan.0", "+nan.0"), "#f");
  EXPECT_EQ(apply(number_equal, "1+2i", "1.0+2.0i"), "#t");
  EXPECT_EQ(apply(number_less, "1", "+i"), "error");
  EXPECT_EQ(apply(number_less, "1/3", "1e-320"), "#f");
}

TEST_F(Arithmetic, Identity) {
  EXPECT_FALSE(number_eqv(read("0.0"), read("-0.0")));
  EXPECT_TRUE(number_eqv(read("+nan.0"), read("+nan.0")));
  EXPECT_FALSE(number_eqv(read("2"), read("2.0")));
  EXPECT_TRUE(number_eqv(read("100000000000000000000"), read("100000000000000000000")));
  EXPECT_TRUE(number_eqv(read("1/3"), read("1/3")));
  EXPECT_EQ(number_hash(read("100000000000000000000")), number_hash(read("100000000000000000000")));
  EXPECT_EQ(number_hash(read("1e300")), number_hash(read("1e300")));
}

TEST_F(Arithmetic, Rounding) {
  EXPECT_EQ(apply(prim_round, "5/2"), "2");
  EXPECT_EQ(apply(prim_round, "7/2"), "4");
  EXPECT_EQ(apply(prim_round, "-5/2"), "-2");
  EXPECT_EQ(apply(prim_round, "-3.5"), "-4.0");
  EXPECT_EQ(apply(prim_floor, "-7/2"), "-4");
  EXPECT_EQ(apply(prim_ceiling, "-7/2"), "-3");
  EXPECT_EQ(apply(prim_truncate, "-7/2"), "-3");
  EXPECT_EQ(apply(prim_rationalize, "3/10", "1/10"), "1/3");
  EXPECT_EQ(apply(prim_rationalize, ".3", "1/10"), "0.3333333333333333");
  EXPECT_EQ(apply(prim_rationalize, "-3/10", "1/10"), "-1/3");
  EXPECT_EQ(apply(prim_rationalize, "1/10", "1"), "0");
}

TEST_F(Arithmetic, Exactness) {
  EXPECT_EQ(apply(prim_exact, "2.5"), "5/2");
  EXPECT_EQ(apply(prim_exact, "1e18"), "1000000000000000000");
  EXPECT_EQ(apply(prim_exact, "1e20"), "100000000000000000000");
  EXPECT_EQ(apply(prim_exact, "-0.0"), "0");
  EXPECT_EQ(apply(prim_exact, "5e-324").size(), std::string("1/").size() + 324);
  EXPECT_EQ(apply(prim_exact, "+inf.0"), "error");
  EXPECT_EQ(apply(prim_inexact, "1/3"), "0.3333333333333333");
}

TEST_F(Arithmetic, PowersAndRoots) {
  EXPECT_EQ(apply(prim_expt, "2", "100"), "1267650600228229401496703205376");
  EXPECT_EQ(apply(prim_expt, "2/3", "-3"), "27/8");
  EXPECT_EQ(apply(prim_expt, "0", "0"), "1");
  EXPECT_EQ(apply(prim_expt, "0.0", "0"), "1");
  EXPECT_EQ(apply(prim_expt, "-1", "100000000000000000001"), "-1");
  EXPECT_EQ(apply(prim_expt, "7", "1000000000000"), "error");
  EXPECT_EQ(apply(prim_expt, "4", "1/2"), "2");
  EXPECT_EQ(apply(prim_expt, "+i", "2"), "-1");
  EXPECT_EQ(apply(prim_expt, "2", "0.5"), "1.4142135623730951");
  EXPECT_EQ(apply(prim_sqrt, "16"), "4");
  EXPECT_EQ(apply(prim_sqrt, "1/4"), "1/2");
  EXPECT_EQ(apply(prim_sqrt, "-1"), "+i");
  EXPECT_EQ(apply(prim_sqrt, "-3+4i"), "1+2i");
  EXPECT_EQ(apply(prim_sqrt, "2"), "1.4142135623730951");
  auto power_of_ten = [this](int n) { return prim_expt(ctx, make_fixnum(10), make_fixnum(n)); };
  EXPECT_EQ(show(prim_sqrt(ctx, power_of_ten(701))), "+inf.0");
  EXPECT_EQ(show(prim_sqrt(ctx, power_of_ten(600))), "1" + std::string(300, '0'));
  EXPECT_EQ(show(prim_sqrt(ctx, power_of_ten(401))).substr(0, 12), "3.1622776601");
  Value root = prim_exact_integer_sqrt(ctx, read("17"));
  EXPECT_EQ(root, v_multiple);
  EXPECT_EQ(show(ctx->values[0]) + show(ctx->values[1]), "41");
}

TEST_F(Arithmetic, Inexact) {
  EXPECT_EQ(apply(prim_exp, "0"), "1");
  EXPECT_EQ(show(prim_log(ctx, read("1"), v_default)), "0");
  EXPECT_EQ(show(prim_log(ctx, read("8"), read("2"))), "3.0");
  EXPECT_EQ(show(prim_log(ctx, prim_expt(ctx, make_fixnum(10), make_fixnum(1000)), v_default)).substr(0, 10),
            "2302.58509");
  EXPECT_EQ(show(prim_log(ctx, read("-1"), v_default)), "0.0+3.141592653589793i");
  EXPECT_EQ(show(prim_atan(ctx, read("1"), read("0"))), "1.5707963267948966");
  EXPECT_EQ(apply(prim_magnitude, "3+4i"), "5");
  EXPECT_EQ(apply(prim_angle, "-1.0"), "3.141592653589793");
  EXPECT_EQ(apply(prim_asin, "2").substr(0, 18), "1.5707963267948966");
}

TEST_F(Arithmetic, Complex) {
  EXPECT_EQ(apply(number_multiply, "1+2i", "3-i"), "5+5i");
  EXPECT_EQ(apply(number_divide, "1+2i", "3-4i"), "-1/5+2/5i");
  EXPECT_EQ(apply(number_add, "1+2i", "1-2i"), "2");
  EXPECT_EQ(apply(number_add, "1+2i", "0.5"), "1.5+2.0i");
}

TEST_F(Arithmetic, Bits) {
  EXPECT_EQ(show(integer_shift(ctx, read("-5"), read("-1"))), "-3");
  EXPECT_EQ(show(integer_shift(ctx, read("1"), read("70"))), "1180591620717411303424");
  EXPECT_EQ(show(integer_shift(ctx, read("-1180591620717411303425"), read("-70"))), "-2");
  EXPECT_EQ(show(integer_shift(ctx, read("1"), read("100000000000"))), "error");
  EXPECT_EQ(show(integer_bitwise(ctx, BitOperation::and_, read("-1"), read("1180591620717411303425"))),
            "1180591620717411303425");
  EXPECT_EQ(apply(prim_bit_count, "1180591620717411303425"), "2");
  EXPECT_EQ(apply(prim_integer_length, "-256"), "8");
}

// --- Against GMP ----------------------------------------------------------------------------------------------------

class Oracle : public Arithmetic {
 protected:
  Oracle() {
    gmp_randinit_default(state);
    for (mpz_t* z : {&a, &b, &c, &d}) mpz_init(*z);
  }
  ~Oracle() override {
    for (mpz_t* z : {&a, &b, &c, &d}) mpz_clear(*z);
    gmp_randclear(state);
  }
  // Sizes around the borders: small, 60 and 64 bits, a few limbs, many.
  void draw(mpz_t z) {
    static constexpr unsigned sizes[] = {1, 8, 59, 60, 61, 62, 63, 64, 65, 120, 128, 129, 400, 3000};
    unsigned bits = sizes[random() % std::size(sizes)];
    if (random() % 2) mpz_rrandomb(z, state, bits);
    else mpz_urandomb(z, state, bits);
    if (random() % 8 == 0) mpz_set_ui(z, random() % 3);
    if (random() % 2) mpz_neg(z, z);
  }
  Value value(const mpz_t z) {
    return make_integer_of(ctx, {reinterpret_cast<const uint64_t*>(mpz_limbs_read(z)), mpz_size(z)}, mpz_sgn(z) < 0);
  }
  ::testing::AssertionResult same(Value v, const mpz_t z) {
    if (number_eqv(v, value(z))) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << show(v) << " for " << show(value(a)) << " and " << show(value(b));
  }
  mpz_t a, b, c, d;
  gmp_randstate_t state;
  std::mt19937_64 random{7};
};

TEST_F(Oracle, Integers) {
  for (int i = 0; i < 30'000; i++) {
    draw(a);
    draw(b);
    Value x = value(a), y = value(b);
    mpz_add(c, a, b);
    ASSERT_TRUE(same(number_add(ctx, x, y), c));
    mpz_sub(c, a, b);
    ASSERT_TRUE(same(number_subtract(ctx, x, y), c));
    mpz_mul(c, a, b);
    ASSERT_TRUE(same(number_multiply(ctx, x, y), c));
    int order = mpz_cmp(a, b);
    ASSERT_EQ(compare_reals(x, y), static_cast<Order>(order < 0 ? -1 : order > 0));
    mpz_gcd(c, a, b);
    ASSERT_TRUE(same(integer_gcd(ctx, x, y), c));
    mpz_and(c, a, b);
    ASSERT_TRUE(same(integer_bitwise(ctx, BitOperation::and_, x, y), c));
    if (mpz_sgn(b) == 0) continue;
    mpz_tdiv_qr(c, d, a, b);
    ASSERT_TRUE(same(number_quotient(ctx, x, y), c));
    ASSERT_TRUE(same(number_remainder(ctx, x, y), d));
    mpz_fdiv_qr(c, d, a, b);
    ASSERT_TRUE(same(number_modulo(ctx, x, y), d));
    ASSERT_TRUE(same(prim_floor_quotient(ctx, x, y), c));
  }
}

TEST_F(Oracle, Rationals) {
  mpq_t p, q, r;
  for (mpq_t* n : {&p, &q, &r}) mpq_init(*n);
  auto draw_rational = [&](mpq_t n) {
    draw(mpq_numref(n));
    do draw(mpq_denref(n));
    while (mpz_sgn(mpq_denref(n)) == 0);
    mpq_canonicalize(n);
  };
  auto to_value = [&](const mpq_t n) { return number_divide(ctx, value(mpq_numref(n)), value(mpq_denref(n))); };
  for (int i = 0; i < 5'000; i++) {
    draw_rational(p);
    draw_rational(q);
    Value x = to_value(p), y = to_value(q);
    mpq_add(r, p, q);
    ASSERT_TRUE(number_eqv(number_add(ctx, x, y), to_value(r)));
    mpq_sub(r, p, q);
    ASSERT_TRUE(number_eqv(number_subtract(ctx, x, y), to_value(r)));
    mpq_mul(r, p, q);
    ASSERT_TRUE(number_eqv(number_multiply(ctx, x, y), to_value(r)));
    int order = mpq_cmp(p, q);
    ASSERT_EQ(compare_reals(x, y), static_cast<Order>(order < 0 ? -1 : order > 0));
    ASSERT_TRUE(number_eqv(text_to_number(ctx, number_text(x, 7), 7), x));
    // The nearest double is less than one unit of the last place away, so its neighbours lie on either side.
    double nearest = number_to_double(x);
    if (std::fpclassify(nearest) == FP_NORMAL) {
      Value low = make_flonum(ctx, std::nextafter(nearest, -INFINITY)),
            high = make_flonum(ctx, std::nextafter(nearest, INFINITY));
      ASSERT_EQ(compare_reals(low, x), Order::less);
      ASSERT_EQ(compare_reals(high, x), Order::greater);
      ASSERT_EQ(compare_reals(number_to_exact(ctx, low), low), Order::equal);
    }
    if (mpq_sgn(q) == 0) continue;
    mpq_div(r, p, q);
    ASSERT_TRUE(number_eqv(number_divide(ctx, x, y), to_value(r)));
  }
  for (mpq_t* n : {&p, &q, &r}) mpq_clear(*n);
}

}  // namespace
}  // namespace tiercel
