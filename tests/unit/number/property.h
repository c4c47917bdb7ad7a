// What the property tests of numbers share: how many cases, random operands near the borders of representations, and the
// way from GMP's numbers to Values.
//
// The quick run takes 20,000 cases of each property; TIERCEL_PROPERTY_CASES sets another number (`tools/test.py --all`
// sets 10^6).  Nothing is collected while a test runs, so it moves to a new isolate from time to time.
#pragma once

#include <gmp.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>

#include "number/integer.h"
#include "number/ratio.h"
#include "object/isolate.h"

namespace tiercel::property {

inline int64_t case_count() {
  const char* wanted = std::getenv("TIERCEL_PROPERTY_CASES");
  return wanted ? std::atoll(wanted) : 20'000;
}

// A GMP rational that is an integer where its denominator is 1.
class Mpq {
 public:
  Mpq() { mpq_init(q_); }
  Mpq(const Mpq&) = delete;
  Mpq& operator=(const Mpq&) = delete;
  ~Mpq() { mpq_clear(q_); }
  operator mpq_ptr() { return q_; }
  mpz_ptr top() { return mpq_numref(q_); }
  mpz_ptr bottom() { return mpq_denref(q_); }

 private:
  mpq_t q_;
};

class NumberProperties : public testing::Test {
 protected:
  NumberProperties() {
    gmp_randinit_default(state_);
    renew();
  }
  ~NumberProperties() override { gmp_randclear(state_); }

  // Calls `body` for each case until one has failed.
  template <class Body>
  void for_all(Body body) {
    for (int64_t i = 0, count = case_count(); i < count && !HasFatalFailure(); i++) {
      if (i % 20'000 == 19'999) renew();
      body();
    }
  }

  uint64_t pick(uint64_t below) { return random() % below; }

  // Sizes around the borders: small, fixnum and limb boundaries, a few limbs, many; values with long runs of equal bits,
  // where carries travel far.
  void draw(mpz_ptr z) {
    static constexpr unsigned sizes[] = {1,  8,  52,  53,  54,  59,  60,  61,   62,  63,
                                         64, 65, 127, 128, 129, 200, 400, 1100, 2100};
    unsigned bits = sizes[pick(std::size(sizes))];
    if (pick(2) == 0) mpz_rrandomb(z, state_, bits);
    else mpz_urandomb(z, state_, bits);
    if (pick(16) == 0) mpz_set_ui(z, pick(3));
    if (pick(2) == 0) mpz_neg(z, z);
  }
  void draw(Mpq& q) {
    draw(q.top());
    do draw(q.bottom());
    while (mpz_sgn(q.bottom()) == 0);
    if (pick(4) == 0) mpz_set_ui(q.bottom(), 1);
    mpq_canonicalize(q);
  }
  // Any double that is not NaN: any bits, or an integer, or a neighbour of a power of two or ten.
  double draw_double() {
    for (;;) {
      double d = 0;
      switch (pick(5)) {
        case 0:
        case 1: d = std::bit_cast<double>(random()); break;
        case 2: d = static_cast<double>(static_cast<int64_t>(random()) >> pick(64)); break;
        case 3: d = std::ldexp(1.0, static_cast<int>(pick(2100)) - 1076); break;
        default: d = std::pow(10.0, static_cast<double>(pick(640)) - 325);
      }
      if (pick(3) == 0) d = std::nextafter(d, pick(2) ? HUGE_VAL : -HUGE_VAL);
      if (!std::isnan(d)) return pick(2) ? d : -d;
    }
  }

  Value value(mpz_srcptr z) {
    return make_integer_of(ctx, {reinterpret_cast<const uint64_t*>(mpz_limbs_read(z)), mpz_size(z)}, mpz_sgn(z) < 0);
  }
  Value value(Mpq& q) { return make_coprime_ratio(ctx, value(q.top()), value(q.bottom())); }
  Value value(double d) { return make_flonum(ctx, d); }

  std::string show(Value v) {
    return v == v_pending ? "error" : v == v_true ? "#t" : v == v_false ? "#f" : number_text(v);
  }
  testing::AssertionResult same(Value found, Value wanted) {
    if (found != v_pending && number_eqv(found, wanted)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << show(found) << ", wanted " << show(wanted);
  }

  std::mt19937_64 random{20261121};
  std::unique_ptr<Isolate> isolate;
  Context* ctx = nullptr;
  gmp_randstate_t state_;

 private:
  void renew() {
    isolate = std::make_unique<Isolate>(IsolateOptions{});
    ctx = &isolate->main;
  }
};

}  // namespace tiercel::property
