// Properties of exact arithmetic: every operation on random integers, rationals and complex numbers against GMP.
#include "gen/primitive_bodies.h"
#include "number/complex.h"
#include "property.h"

namespace tiercel::property {
namespace {

class Exact : public NumberProperties {
 protected:
  Mpq p, q, r, s;
  Mpz a, b, c, d;
};

TEST_F(Exact, IntegerArithmetic) {
  for_all([&] {
    draw(a);
    draw(b);
    Value x = value(a), y = value(b);
    mpz_add(c, a, b);
    ASSERT_TRUE(same(number_add(ctx, x, y), value(c)));
    mpz_sub(c, a, b);
    ASSERT_TRUE(same(number_subtract(ctx, x, y), value(c)));
    mpz_mul(c, a, b);
    ASSERT_TRUE(same(number_multiply(ctx, x, y), value(c)));
    mpz_neg(c, a);
    ASSERT_TRUE(same(number_negate(ctx, x), value(c)));
    int order = mpz_cmp(a, b);
    ASSERT_EQ(compare_reals(x, y), static_cast<Order>(order < 0 ? -1 : order > 0));
    ASSERT_EQ(number_equal(ctx, x, y), boolean(order == 0));
    ASSERT_EQ(number_less(ctx, x, y), boolean(order < 0));
    ASSERT_EQ(number_greater_equal(ctx, x, y), boolean(order >= 0));
  });
}

TEST_F(Exact, IntegerDivision) {
  for_all([&] {
    draw(a);
    do draw(b);
    while (b.sign() == 0);
    Value x = value(a), y = value(b);
    mpz_tdiv_qr(c, d, a, b);
    ASSERT_TRUE(same(number_quotient(ctx, x, y), value(c)));
    ASSERT_TRUE(same(prim_truncate_quotient(ctx, x, y), value(c)));
    ASSERT_TRUE(same(number_remainder(ctx, x, y), value(d)));
    ASSERT_EQ(prim_truncate_divide(ctx, x, y), v_multiple);
    ASSERT_TRUE(same(ctx->values[0], value(c)));
    ASSERT_TRUE(same(ctx->values[1], value(d)));
    mpz_fdiv_qr(c, d, a, b);
    ASSERT_TRUE(same(prim_floor_quotient(ctx, x, y), value(c)));
    ASSERT_TRUE(same(number_modulo(ctx, x, y), value(d)));
    ASSERT_EQ(prim_floor_divide(ctx, x, y), v_multiple);
    ASSERT_TRUE(same(ctx->values[0], value(c)));
    ASSERT_TRUE(same(ctx->values[1], value(d)));
    mpz_gcd(c, a, b);
    ASSERT_TRUE(same(integer_gcd(ctx, x, y), value(c)));
    mpz_lcm(c, a, b);
    ASSERT_TRUE(same(integer_lcm(ctx, x, y), value(c)));
  });
}

TEST_F(Exact, Bits) {
  for_all([&] {
    draw(a);
    draw(b);
    Value x = value(a), y = value(b);
    mpz_and(c, a, b);
    ASSERT_TRUE(same(integer_bitwise(ctx, BitOperation::and_, x, y), value(c)));
    mpz_ior(c, a, b);
    ASSERT_TRUE(same(integer_bitwise(ctx, BitOperation::or_, x, y), value(c)));
    mpz_xor(c, a, b);
    ASSERT_TRUE(same(integer_bitwise(ctx, BitOperation::xor_, x, y), value(c)));
    mpz_com(c, a);
    ASSERT_TRUE(same(integer_bitwise_not(ctx, x), value(c)));
    ASSERT_EQ(prim_bit_count(ctx, x), make_fixnum(static_cast<int64_t>(mpz_popcount(a.sign() < 0 ? c : a))));
    auto count = static_cast<int64_t>(pick(300));
    mpz_mul_2exp(c, a, static_cast<mp_bitcnt_t>(count));
    ASSERT_TRUE(same(integer_shift(ctx, x, make_fixnum(count)), value(c)));
    mpz_fdiv_q_2exp(c, a, static_cast<mp_bitcnt_t>(count));
    ASSERT_TRUE(same(integer_shift(ctx, x, make_fixnum(-count)), value(c)));
  });
}

TEST_F(Exact, PowersAndRoots) {
  for_all([&] {
    draw(a);
    mpz_abs(b, a);
    mpz_sqrtrem(c, d, b);
    ASSERT_EQ(prim_exact_integer_sqrt(ctx, value(b)), v_multiple);
    ASSERT_TRUE(same(ctx->values[0], value(c)));
    ASSERT_TRUE(same(ctx->values[1], value(d)));
    mpz_mul(b, a, a);
    mpz_abs(c, a);
    ASSERT_TRUE(same(prim_sqrt(ctx, value(b)), value(c)));
    auto n = pick(7);
    mpz_pow_ui(b, a, n);
    ASSERT_TRUE(same(prim_expt(ctx, value(a), make_fixnum(static_cast<int64_t>(n))), value(b)));
  });
}

TEST_F(Exact, RationalArithmetic) {
  for_all([&] {
    draw(p);
    draw(q);
    Value x = value(p), y = value(q);
    mpq_add(r, p, q);
    ASSERT_TRUE(same(number_add(ctx, x, y), value(r)));
    mpq_sub(r, p, q);
    ASSERT_TRUE(same(number_subtract(ctx, x, y), value(r)));
    mpq_mul(r, p, q);
    ASSERT_TRUE(same(number_multiply(ctx, x, y), value(r)));
    mpq_neg(r, p);
    ASSERT_TRUE(same(number_negate(ctx, x), value(r)));
    int order = mpq_cmp(p, q);
    ASSERT_EQ(compare_reals(x, y), static_cast<Order>(order < 0 ? -1 : order > 0));
    if (mpq_sgn(static_cast<mpq_ptr>(q)) == 0) return;
    mpq_div(r, p, q);
    ASSERT_TRUE(same(number_divide(ctx, x, y), value(r)));
  });
}

TEST_F(Exact, RationalRounding) {
  for_all([&] {
    draw(p);
    Value x = value(p);
    mpz_fdiv_q(a, p.top(), p.bottom());
    ASSERT_TRUE(same(prim_floor(ctx, x), value(a)));
    mpz_cdiv_q(b, p.top(), p.bottom());
    ASSERT_TRUE(same(prim_ceiling(ctx, x), value(b)));
    mpz_tdiv_q(c, p.top(), p.bottom());
    ASSERT_TRUE(same(prim_truncate(ctx, x), value(c)));
    // Twice the distance to the floor against 1 decides; half goes to the even one.
    mpq_set_z(q, a);
    mpq_sub(q, p, q);
    mpq_mul_2exp(q, q, 1);
    int order = mpz_cmp(q.top(), q.bottom());
    bool up = order > 0 || (order == 0 && mpz_odd_p(static_cast<mpz_srcptr>(a)));
    ASSERT_TRUE(same(prim_round(ctx, x), value(up ? b : a)));
    ASSERT_TRUE(same(prim_numerator(ctx, x), value(p.top())));
    ASSERT_TRUE(same(prim_denominator(ctx, x), value(p.bottom())));
  });
}

TEST_F(Exact, RationalTextInEveryRadix) {
  for_all([&] {
    draw(p);
    int radix = 2 + static_cast<int>(pick(35));
    Value x = value(p);
    std::string text = number_text(x, radix);
    char* wanted = mpq_get_str(nullptr, radix, p);
    ASSERT_EQ(text, wanted);
    std::free(wanted);
    ASSERT_TRUE(same(text_to_number(ctx, text, radix), x));
  });
}

// Exact complex numbers: against the four rationals, and division against multiplication.
TEST_F(Exact, Complex) {
  Mpq u, v;
  for_all([&] {
    for (Mpq* part : {&p, &q, &r, &s}) {
      draw(*part);
      mpz_tdiv_r_2exp(part->top(), part->top(), 100);
      mpz_set_ui(part->bottom(), 1 + pick(1000));
      mpq_canonicalize(*part);
    }
    Value x = make_rectangular(ctx, value(p), value(q)), y = make_rectangular(ctx, value(r), value(s));
    mpq_mul(u, p, r);
    mpq_mul(v, q, s);
    mpq_sub(u, u, v);
    Value real = value(u);
    mpq_mul(u, p, s);
    mpq_mul(v, q, r);
    mpq_add(u, u, v);
    Value product = make_rectangular(ctx, real, value(u));
    ASSERT_TRUE(same(number_multiply(ctx, x, y), product));
    mpq_add(u, p, r);
    mpq_sub(v, q, s);
    ASSERT_TRUE(same(real_part(number_add(ctx, x, y)), value(u)));
    ASSERT_TRUE(same(imaginary_part(number_subtract(ctx, x, y)), value(v)));
    if (y != make_fixnum(0)) ASSERT_TRUE(same(number_divide(ctx, product, y), x));
    ASSERT_TRUE(same(text_to_number(ctx, number_text(x)), x));
    Value square = number_multiply(ctx, x, x), root = prim_sqrt(ctx, square);
    ASSERT_TRUE(number_eqv(root, x) || number_eqv(root, number_negate(ctx, x))) << show(x);
  });
}

// The simplest rational in an interval: nothing with a smaller denominator, or the same and a smaller numerator, is in it.
TEST_F(Exact, Rationalize) {
  for_all([&] {
    auto top = static_cast<int64_t>(pick(2000)) - 1000, bottom = static_cast<int64_t>(pick(300)) + 1;
    auto width_top = static_cast<int64_t>(pick(100)), width_bottom = static_cast<int64_t>(pick(1000)) + 1;
    Value x = make_ratio(ctx, make_fixnum(top), make_fixnum(bottom));
    Value y = make_ratio(ctx, make_fixnum(width_top), make_fixnum(width_bottom));
    Value simplest = prim_rationalize(ctx, x, y);
    Value low = number_subtract(ctx, x, y), high = number_add(ctx, x, y);
    ASSERT_TRUE(ratio_compare(low, simplest) <= 0 && ratio_compare(simplest, high) <= 0);
    int64_t denominator = fixnum_value(ratio_denominator(simplest));
    for (int64_t n = 1; n < denominator; n++) {
      // Is there an integer m with low <= m / n <= high?
      Value least = prim_ceiling(ctx, number_multiply(ctx, low, make_fixnum(n)));
      ASSERT_GT(ratio_compare(make_ratio(ctx, least, make_fixnum(n)), high), 0) << show(x) << " " << show(y);
    }
  });
}

}  // namespace
}  // namespace tiercel::property
