// Interruptible arithmetic against GMP's own, with steps so short that small operands take every path; and its patience.
#include "number/literal_huge.h"

#include "property.h"

namespace tiercel::property {
namespace {

class Huge : public NumberProperties {
 protected:
  // Up to `most` bits, of any shape.
  void draw_huge(Mpz& z, uint64_t most) {
    uint64_t bits = pick(most) + 1;
    if (pick(2)) mpz_rrandomb(z, state_, bits);
    else mpz_urandomb(z, state_, bits);
  }
  int64_t cases() { return std::max<int64_t>(case_count() / 20, 1); }

  HugeArithmetic huge{Patience(), 512};
  Mpz a, b, c, d, e, f;
};

TEST_F(Huge, Multiply) {
  for (int64_t i = 0; i < cases(); i++) {
    draw_huge(a, 20'000);
    draw_huge(b, pick(2) ? 20'000 : 2'000);
    if (pick(2)) mpz_neg(a, a);
    if (pick(2)) mpz_neg(b, b);
    mpz_mul(c, a, b);
    ASSERT_TRUE(huge.multiply(d, a, b));
    ASSERT_EQ(mpz_cmp(c, d), 0);
    mpz_mul(c, a, a);
    ASSERT_TRUE(huge.multiply(d, a, a));
    ASSERT_EQ(mpz_cmp(c, d), 0);
  }
}

TEST_F(Huge, Divide) {
  for (int64_t i = 0; i < cases(); i++) {
    draw_huge(a, 20'000);
    draw_huge(b, pick(2) ? 20'000 : 2'000);
    if (b.sign() == 0) continue;
    if (pick(4) == 0) {  // a quotient that is exact, or just not
      draw_huge(c, 10'000);
      mpz_mul(a, b, c);
      if (pick(2) && a.sign() > 0) mpz_sub_ui(a, a, 1);
    }
    mpz_tdiv_qr(c, d, a, b);
    ASSERT_TRUE(huge.divide(e, f, a, b));
    ASSERT_EQ(mpz_cmp(c, e), 0);
    ASSERT_EQ(mpz_cmp(d, f), 0);
  }
}

TEST_F(Huge, SquareRoot) {
  for (int64_t i = 0; i < cases(); i++) {
    draw_huge(a, 20'000);
    if (pick(4) == 0) {
      mpz_mul(a, a, a);
      if (pick(2) && a.sign() > 0) mpz_sub_ui(a, a, 1);
    }
    mpz_sqrtrem(c, d, a);
    ASSERT_TRUE(huge.square_root(e, f, a));
    ASSERT_EQ(mpz_cmp(c, e), 0);
    ASSERT_EQ(mpz_cmp(d, f), 0);
  }
}

TEST_F(Huge, Gcd) {
  for (int64_t i = 0; i < cases() / 4 + 1; i++) {
    draw_huge(a, 20'000);
    draw_huge(b, pick(2) ? 20'000 : 2'000);
    if (pick(2)) {
      draw_huge(c, 5'000);
      mpz_mul(a, a, c);
      mpz_mul(b, b, c);
    }
    if (pick(2)) mpz_neg(a, a);
    mpz_gcd(c, a, b);
    ASSERT_TRUE(huge.gcd(d, a, b));
    ASSERT_EQ(mpz_cmp(c, d), 0);
  }
}

TEST_F(Huge, Power) {
  for (int64_t i = 0; i < cases(); i++) {
    draw_huge(a, 100);
    uint64_t n = pick(200);
    mpz_pow_ui(c, a, n);
    ASSERT_TRUE(huge.power(d, a, n));
    ASSERT_EQ(mpz_cmp(c, d), 0);
  }
}

TEST_F(Huge, Text) {
  for (int64_t i = 0; i < cases(); i++) {
    draw_huge(a, 20'000);
    if (pick(8) == 0) mpz_ui_pow_ui(a, 10, pick(5'000));  // long runs of zeros
    if (pick(2)) mpz_neg(a, a);
    int radix = pick(2) ? 10 : 2 + static_cast<int>(pick(35));
    char* wanted = mpz_get_str(nullptr, radix, a);
    std::string text;
    ASSERT_TRUE(huge.append_text(text, a, radix));
    ASSERT_EQ(text, wanted);
    std::free(wanted);
    std::string_view digits = text;
    if (a.sign() < 0) digits.remove_prefix(1);
    ASSERT_TRUE(huge.read_text(b, digits, radix));
    ASSERT_EQ(mpz_cmpabs(a, b), 0);
  }
}

// With the real length of a step: the answers are right, and a request ends each operation soon.
TEST_F(Huge, PatienceEnds) {
  std::atomic<uint32_t> requests{0};
  HugeArithmetic patient(Patience(requests, 2));
  mpz_urandomb(a, state_, 1 << 24);
  mpz_urandomb(b, state_, 1 << 23);
  ASSERT_TRUE(patient.divide(c, d, a, b));
  ASSERT_TRUE(patient.multiply(e, c, b));
  mpz_add(e, e, d);
  ASSERT_EQ(mpz_cmp(a, e), 0);
  requests = 1;
  EXPECT_TRUE(patient.multiply(c, a, b));
  requests = 2;
  std::string text;
  EXPECT_FALSE(patient.multiply(c, a, b));
  EXPECT_FALSE(patient.divide(c, d, a, b));
  EXPECT_FALSE(patient.square_root(c, d, a));
  EXPECT_FALSE(patient.gcd(c, a, b));
  EXPECT_FALSE(patient.power(c, b, 5));
  EXPECT_FALSE(patient.append_text(text, a, 10));
  EXPECT_FALSE(patient.read_text(c, std::string(1'000'000, '7'), 10));
}

// What a program sees of that: with an interrupt waiting, a long operation raises T4007; a short one is done.
TEST_F(Huge, InterruptEndsOperation) {
  Value x = integer_expt(ctx, make_fixnum(7), make_fixnum(4'000'000));
  Value y = integer_expt(ctx, make_fixnum(5), make_fixnum(2'000'000)), small = make_fixnum(7);
  ctx->requests = request_interrupt;
  std::string text;
  Value root = v_false, rest = v_false;
  EXPECT_EQ(number_multiply(ctx, x, y), v_pending);
  EXPECT_EQ(number_quotient(ctx, x, y), v_pending);
  EXPECT_EQ(number_divide(ctx, x, y), v_pending);
  EXPECT_EQ(integer_gcd(ctx, x, y), v_pending);
  EXPECT_EQ(integer_expt(ctx, small, make_fixnum(4'000'000)), v_pending);
  EXPECT_FALSE(integer_square_root(ctx, x, &root, &rest));
  EXPECT_FALSE(append_number_text(text, x, 10, patience_of(ctx)));
  EXPECT_EQ(text_to_number(ctx, std::string(1'000'000, '7')), v_pending);
  EXPECT_NE(number_add(ctx, x, y), v_pending);
  EXPECT_NE(number_multiply(ctx, x, small), v_pending);
  EXPECT_NE(number_quotient(ctx, x, small), v_pending);
  ctx->requests = 0;
}

}  // namespace
}  // namespace tiercel::property
