// Number syntax: what is a number, how it prints, and round trips against strtod and GMP.
#include "number/literal.h"

#include <gmp.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <random>

namespace tiercel {
namespace {

std::string parsed(std::string_view text, int radix = 10) {
  Arena arena;
  NumberLiteral n;
  switch (parse_number(text, radix, arena, &n)) {
    case NumberSyntax::number: break;
    case NumberSyntax::not_a_number: return "none";
    case NumberSyntax::division_by_zero: return "zero";
    case NumberSyntax::too_large: return "large";
    case NumberSyntax::given_up: return "given up";
  }
  std::string out;
  append_number(out, n);
  return out;
}

TEST(Literal, Integers) {
  EXPECT_EQ(parsed("0"), "0");
  EXPECT_EQ(parsed("-0"), "0");
  EXPECT_EQ(parsed("+17"), "17");
  EXPECT_EQ(parsed("1152921504606846975"), "1152921504606846975");
  EXPECT_EQ(parsed("-1152921504606846977"), "-1152921504606846977");
  EXPECT_EQ(parsed("123456789012345678901234567890"), "123456789012345678901234567890");
  EXPECT_EQ(parsed("#xFFFFffffFFFFffffFFFF"), "1208925819614629174706175");
  EXPECT_EQ(parsed("#b-1010"), "-10");
  EXPECT_EQ(parsed("#o777"), "511");
  EXPECT_EQ(parsed("#e#x10"), "16");
  EXPECT_EQ(parsed("#x#e10"), "16");
  EXPECT_EQ(parsed("#i10"), "10.0");
  EXPECT_EQ(parsed("zz", 36), "1295");
}

TEST(Literal, Decimals) {
  EXPECT_EQ(parsed("1."), "1.0");
  EXPECT_EQ(parsed(".5"), "0.5");
  EXPECT_EQ(parsed("-.5e1"), "-5.0");
  EXPECT_EQ(parsed("+1E3"), "1000.0");
  EXPECT_EQ(parsed("1e400"), "+inf.0");
  EXPECT_EQ(parsed("-1e-400"), "-0.0");
  EXPECT_EQ(parsed("0e999999999999999999999"), "0.0");
  EXPECT_EQ(parsed("1e-7"), "1e-7");
  EXPECT_EQ(parsed("1e21"), "1e21");
  EXPECT_EQ(parsed("123456789012345678901.0"), "123456789012345680000.0");
  EXPECT_EQ(parsed("#e.5"), "1/2");
  EXPECT_EQ(parsed("#e1.25e2"), "125");
  EXPECT_EQ(parsed("#e1e-2"), "1/100");
  EXPECT_EQ(parsed("#i1/3"), "0.3333333333333333");
  EXPECT_EQ(parsed("+inf.0"), "+inf.0");
  EXPECT_EQ(parsed("-Inf.0"), "-inf.0");
  EXPECT_EQ(parsed("+nan.0"), "+nan.0");
}

TEST(Literal, RatiosAndComplex) {
  EXPECT_EQ(parsed("6/4"), "3/2");
  EXPECT_EQ(parsed("-4/2"), "-2");
  EXPECT_EQ(parsed("1/0"), "zero");
  EXPECT_EQ(parsed("#i1/0"), "+inf.0");
  EXPECT_EQ(parsed("+i"), "+i");
  EXPECT_EQ(parsed("-i"), "-i");
  EXPECT_EQ(parsed("1+2i"), "1+2i");
  EXPECT_EQ(parsed("1/2-3/4i"), "1/2-3/4i");
  EXPECT_EQ(parsed("1.5-i"), "1.5-1.0i");
  EXPECT_EQ(parsed("+inf.0-nan.0i"), "+inf.0+nan.0i");
  EXPECT_EQ(parsed("1+0i"), "1");
  EXPECT_EQ(parsed("+inf.0i"), "0.0+inf.0i");
  EXPECT_EQ(parsed("2@0"), "2");
  EXPECT_EQ(parsed("#xa+bi"), "10+11i");
}

TEST(Literal, NotNumbers) {
  for (const char* text : {"",      "+",    "-",   ".",     "...",   "1+",    "-1+",      "e5",    ".e5",   "1e",
                           "1e+",   "1/",   "/2",  "1/2/3", "1.2.3", "i",     "2i",       "1+2",   "1+2ix", "+5ii",
                           "#",     "#x",   "#xg", "#b2",   "#x#x1", "#e#i1", "#e+inf.0", "1@",    "@1",    "+@1",
                           "inf.0", "+inf", "1..", "--1",   "+-1",   "1 ",    " 1",       "1/2.5", "#b1.5", "1/-2"})
    EXPECT_EQ(parsed(text), "none") << text;
}

TEST(Literal, Limits) {
  EXPECT_EQ(parsed("#e1e100000000"), "large");
  EXPECT_EQ(parsed("#e1e-99999999999999999999"), "large");
  EXPECT_EQ(parsed(std::string(1'000'001, '7')), "large");
  EXPECT_EQ(parsed("#e0e100000000"), "0");
  EXPECT_EQ(parsed(std::string(100'000, '7')).size(), 100'000u);
}

TEST(Literal, OtherRadixes) {
  auto in_radix = [](double d, int radix) {
    std::string out;
    append_flonum(out, d, radix);
    return out;
  };
  EXPECT_EQ(in_radix(0.5, 2), "0.1");
  EXPECT_EQ(in_radix(-255.5, 16), "-ff.8");
  EXPECT_EQ(in_radix(1024, 2), "10000000000.0");
  EXPECT_EQ(in_radix(0.1, 3).substr(0, 8), "0.002200");
  std::string out;
  append_fixnum(out, -255, 16);
  EXPECT_EQ(out, "-ff");
}

// From radix 24 on -inf.0 and -nan.0 could be finite numbers: they never are, and what prints reads back.
TEST(Literal, WordsMadeOfDigits) {
  auto back = [](const std::string& text, int radix) {
    Arena arena;
    NumberLiteral n;
    EXPECT_EQ(parse_number(text, radix, arena, &n), NumberSyntax::number) << text;
    EXPECT_EQ(n.kind, NumberLiteral::Kind::flonum) << text;
    return n.flonum;
  };
  for (int radix = 24; radix <= 36; radix++) {
    for (std::string text : {"-inf.", "-nan.", "-inf.05", "-nan.0001", "inf.", "nan.", "-inf.1"}) {
      double number = back(text, radix);
      ASSERT_TRUE(std::isfinite(number)) << text;
      std::string written;
      append_flonum(written, number, radix);
      EXPECT_EQ(back(written, radix), number) << text << " in radix " << radix << " is written " << written;
    }
    EXPECT_TRUE(std::isinf(back("-inf.0", radix)));
    EXPECT_TRUE(std::isnan(back("+nan.0", radix)));
  }
}

// Floats read back as the same bits, and reading agrees with strtod.
// proves: E16
TEST(LiteralProperty, FloatsRoundTrip) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; i++) {
    auto d = std::bit_cast<double>(random());
    if (!std::isfinite(d)) continue;
    std::string text;
    append_flonum(text, d);
    Arena arena;
    NumberLiteral n;
    ASSERT_EQ(parse_number(text, 10, arena, &n), NumberSyntax::number) << text;
    ASSERT_EQ(n.kind, NumberLiteral::Kind::flonum) << text;
    ASSERT_EQ(std::bit_cast<uint64_t>(n.flonum), std::bit_cast<uint64_t>(d)) << text;
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*e", static_cast<int>(random() % 30), d);
    ASSERT_EQ(parse_number(buffer, 10, arena, &n), NumberSyntax::number);
    ASSERT_EQ(n.flonum, std::strtod(buffer, nullptr)) << buffer;
  }
}

// Exact decimals and ratios made inexact are the nearest double: the same as strtod finds.
TEST(LiteralProperty, ExactToInexactIsCorrectlyRounded) {
  std::mt19937_64 random(2);
  auto limbs_of = [](const NumberLiteral& n, uint64_t* small) -> std::span<const uint64_t> {
    if (n.kind == NumberLiteral::Kind::bignum) return {n.limbs.data, n.limbs.size};
    *small = static_cast<uint64_t>(std::llabs(n.fixnum));
    return {small, *small ? 1u : 0u};
  };
  for (int i = 0; i < 20'000; i++) {
    auto d = std::bit_cast<double>(random());
    if (!std::isfinite(d)) continue;
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*e", static_cast<int>(random() % 25), d);
    Arena arena;
    NumberLiteral exact;
    ASSERT_EQ(parse_number(std::string("#e") + buffer, 10, arena, &exact), NumberSyntax::number);
    uint64_t a, b;
    double converted = exact.kind == NumberLiteral::Kind::ratio
                           ? ratio_to_double(limbs_of(*exact.parts.first, &a), limbs_of(*exact.parts.second, &b))
                           : limbs_to_double(limbs_of(exact, &a));
    ASSERT_EQ(converted, std::fabs(std::strtod(buffer, nullptr))) << buffer;
  }
}

TEST(LiteralProperty, IntegersAgainstGmp) {
  gmp_randstate_t state;
  gmp_randinit_default(state);
  std::mt19937_64 random(3);
  mpz_t z;
  mpz_init(z);
  for (int i = 0; i < 2'000; i++) {
    mpz_rrandomb(z, state, 1 + random() % 2'000);
    int radix = 2 + static_cast<int>(random() % 35);
    char* digits = mpz_get_str(nullptr, radix, z);
    Arena arena;
    NumberLiteral n;
    ASSERT_EQ(parse_number(digits, radix, arena, &n), NumberSyntax::number);
    std::string out;
    append_number(out, n, radix);
    ASSERT_EQ(out, digits);
    std::free(digits);
  }
  mpz_clear(z);
  gmp_randclear(state);
}

}  // namespace
}  // namespace tiercel
