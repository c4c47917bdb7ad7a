// Exact integers: fixnums and bignums.  Everything here takes exact integers only; callers have checked.
//
// Addition, multiplication, division and comparison work on GMP's mpn layer over limbs in our heap; what is rarer goes
// through an Mpz.  Sizes are checked before GMP is called, because GMP ends the process when it runs out of memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "number/literal_mpz.h"
#include "number/literal_patience.h"
#include "object/allocate.h"
#include "object/context.h"
#include "object/layouts.h"
#include "object/value.h"

namespace tiercel {

// The largest exact integer: 2^26 bits, 20 million digits.  Operations that take long on such numbers go in steps
// (literal_huge.h), and an interrupt between two steps ends the operation with T4007.
constexpr uint64_t integer_limbs_max = uint64_t{1} << 20;
constexpr uint64_t integer_bits_max = integer_limbs_max * 64;

inline bool is_exact_integer(Value v) { return is_fixnum(v) || is_bignum(v); }

// Sign and magnitude of an exact integer, a fixnum's limb kept inside.
class IntegerView {
 public:
  explicit IntegerView(Value v) {
    if (is_fixnum(v)) {
      int64_t n = fixnum_value(v);
      negative_ = n < 0;
      small_ = negative_ ? -static_cast<uint64_t>(n) : static_cast<uint64_t>(n);
      limbs_ = &small_;
      size_ = small_ != 0;
    } else {
      const Bignum* bignum = as_bignum(v);
      negative_ = bignum->header & bignum_flag_negative;
      limbs_ = bignum->words;
      size_ = header_length(bignum->header);
    }
  }
  IntegerView(const IntegerView&) = delete;
  IntegerView& operator=(const IntegerView&) = delete;

  bool negative() const { return negative_; }
  size_t size() const { return size_; }
  const mp_limb_t* data() const { return reinterpret_cast<const mp_limb_t*>(limbs_); }
  std::span<const uint64_t> limbs() const { return {limbs_, size_}; }

 private:
  const uint64_t* limbs_;
  size_t size_;
  bool negative_;
  uint64_t small_ = 0;
};

// Room for the limbs of a result: on the C stack while it is small.
class LimbBuffer {
 public:
  explicit LimbBuffer(size_t size) : size_(size) {
    if (size > inline_limbs) large_.resize(size);
  }
  mp_limb_t* data() { return size_ > inline_limbs ? large_.data() : small_; }
  std::span<const uint64_t> limbs(size_t size) { return {reinterpret_cast<const uint64_t*>(data()), size}; }

 private:
  static constexpr size_t inline_limbs = 32;
  size_t size_;
  mp_limb_t small_[inline_limbs];
  std::vector<mp_limb_t> large_;
};

class IntegerMpz : public Mpz {
 public:
  explicit IntegerMpz(Value v) {
    IntegerView view(v);
    set(view);
  }

 private:
  void set(const IntegerView& view) {
    mpz_ptr z = *this;
    if (view.size() != 0) {
      mp_limb_t* to = mpz_limbs_write(z, static_cast<mp_size_t>(view.size()));
      for (size_t i = 0; i < view.size(); i++) to[i] = view.data()[i];
    }
    auto size = static_cast<mp_size_t>(view.size());
    mpz_limbs_finish(z, view.negative() ? -size : size);
  }
};

// --- Results: normalised, T4006 if too large ------------------------------------------------------------------------
[[nodiscard]] Value make_integer_of(Context* ctx, std::span<const uint64_t> limbs, bool negative);
[[nodiscard]] Value make_integer_of(Context* ctx, const Mpz& z);
// T4006: the result of an operation would exceed integer_limbs_max.
[[nodiscard]] Value raise_too_large(Context* ctx);
// T4007: an interrupt came in the middle of an operation, which has been given up.
[[nodiscard]] Value raise_given_up(Context* ctx);

inline Patience patience_of(Context* ctx) { return {ctx->requests, request_interrupt}; }

// --- Operations -----------------------------------------------------------------------------------------------------
[[nodiscard]] Value integer_add(Context* ctx, Value a, Value b);
[[nodiscard]] Value integer_subtract(Context* ctx, Value a, Value b);
[[nodiscard]] Value integer_multiply(Context* ctx, Value a, Value b);
[[nodiscard]] Value integer_negate(Context* ctx, Value a);

enum class Rounding : uint8_t { truncate, floor };
// Quotient and remainder; `b` is not 0.  Either pointer may be null.  False: a condition is pending.
[[nodiscard]] bool integer_divide(Context* ctx, Value a, Value b, Rounding rounding, Value* quotient, Value* remainder);

int integer_compare(Value a, Value b);
int integer_sign(Value a);
bool integer_is_odd(Value a);
[[nodiscard]] Value integer_gcd(Context* ctx, Value a, Value b);
[[nodiscard]] Value integer_lcm(Context* ctx, Value a, Value b);
// `base` to the power of a non-negative integer.
[[nodiscard]] Value integer_expt(Context* ctx, Value base, Value exponent);
// Root and rest of a non-negative integer.  False: a condition is pending.
[[nodiscard]] bool integer_square_root(Context* ctx, Value a, Value* root, Value* rest);
double integer_to_double(Value a);
// Bits of the magnitude.
uint64_t integer_bit_count(Value a);

enum class BitOperation : uint8_t { and_, or_, xor_ };
[[nodiscard]] Value integer_bitwise(Context* ctx, BitOperation operation, Value a, Value b);
[[nodiscard]] Value integer_bitwise_not(Context* ctx, Value a);
// a * 2^count, rounded down.
[[nodiscard]] Value integer_shift(Context* ctx, Value a, Value count);

}  // namespace tiercel
