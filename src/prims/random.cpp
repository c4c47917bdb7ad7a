// Pseudo-random numbers: xoshiro256++ (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS
// 2021).  Its state is the bytevector that the program holds; a state of zeros only, which the generator never leaves,
// is replaced.  Not for secrets.
#include <sys/random.h>

#include <cstring>

#include "base/hash.h"
#include "gen/primitive_bodies.h"
#include "number/arithmetic.h"
#include "number/integer.h"
#include "object/outside.h"
#include "prims/arguments.h"

namespace tiercel {
namespace {

constexpr int64_t state_bytes = 32;

uint64_t rotate_left(uint64_t word, int bits) { return word << bits | word >> (64 - bits); }

// The generator of a call; its state goes back into the bytevector when the call ends.
class Generator {
 public:
  explicit Generator(Bytevector* bytes) : bytes_(bytes) {
    std::memcpy(state_, bytes->bytes, state_bytes);
    if ((state_[0] | state_[1] | state_[2] | state_[3]) == 0) state_[0] = 1;
  }
  ~Generator() { std::memcpy(bytes_->bytes, state_, state_bytes); }
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;

  uint64_t next() {
    uint64_t result = rotate_left(state_[0] + state_[3], 23) + state_[0], shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate_left(state_[3], 45);
    return result;
  }

  // From 0 to bound - 1, without bias: the upper half of a product, with the few products drawn again that would make
  // some results likelier (Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 2019).
  uint64_t below(uint64_t bound) {
    for (;;) {
      unsigned __int128 product = static_cast<unsigned __int128>(next()) * bound;
      auto low = static_cast<uint64_t>(product);
      if (low >= bound || low >= -bound % bound) return static_cast<uint64_t>(product >> 64);
    }
  }

 private:
  Bytevector* bytes_;
  uint64_t state_[4];
};

// False, with T3005 or T3007 pending, if the bytevector cannot be a state.
bool check_state(Context* ctx, core::Prim prim, Value state) {
  Bytevector* bytes = as_bytevector(state);
  if (bytevector_length(bytes) != state_bytes) {
    (void)raise_index_error(ctx, prim, make_fixnum(state_bytes), bytevector_length(bytes));
    return false;
  }
  if (bytes->header & bytevector_flag_immutable) {
    (void)raise_immutable_error(ctx, prim, state);
    return false;
  }
  return true;
}

// As many bits as the largest result has, drawn until they are less than the bound: in the mean fewer than two draws.
Value random_bignum(Context* ctx, Generator& generator, Value bound) {
  IntegerView view(bound);
  bool is_power = mpn_popcount(view.data(), static_cast<mp_size_t>(view.size())) == 1;
  uint64_t bits = integer_bit_count(bound) - is_power;
  size_t size = (bits + 63) / 64;
  uint64_t top_mask = ~uint64_t{0} >> (64 * size - bits);
  LimbBuffer drawn(size);
  do {
    for (size_t i = 0; i < size; i++) drawn.data()[i] = generator.next();
    drawn.data()[size - 1] &= top_mask;
  } while (!is_power && mpn_cmp(drawn.data(), view.data(), static_cast<mp_size_t>(size)) >= 0);
  return make_integer_of(ctx, drawn.limbs(size), false);
}

uint64_t hash_integer(Value number, uint64_t seed) {
  IntegerView view(number);
  uint64_t hash = combine_hash(seed, view.negative());
  for (uint64_t limb : view.limbs()) hash = combine_hash(hash, limb);
  return hash;
}

}  // namespace

Value prim_random_integer(Context* ctx, Value state, Value bound) {
  if (!check_state(ctx, core::Prim::random_integer, state)) return v_pending;
  if (!is_exact_integer(bound) || integer_sign(bound) <= 0)
    return raise_wrong_type(ctx, "random-integer", "a positive exact integer", 0, bound);
  Generator generator(as_bytevector(state));
  if (is_fixnum(bound))
    return make_fixnum(static_cast<int64_t>(generator.below(static_cast<uint64_t>(fixnum_value(bound)))));
  return random_bignum(ctx, generator, bound);
}

// The middles of 2^52 equal parts of the interval: neither 0 nor 1 is among them, and each is a float.
Value prim_random_real(Context* ctx, Value state) {
  if (!check_state(ctx, core::Prim::random_real, state)) return v_pending;
  Generator generator(as_bytevector(state));
  return make_flonum(ctx, (static_cast<double>(generator.next() >> 12) + 0.5) * 0x1p-52);
}

Value prim_random_seed(Context* ctx, Value state, Value i, Value j) {
  if (!check_state(ctx, core::Prim::random_seed, state)) return v_pending;
  uint64_t words[4];
  for (uint64_t k = 0; k < 4; k++) words[k] = hash_integer(j, hash_integer(i, k + 1));
  std::memcpy(as_bytevector(state)->bytes, words, state_bytes);
  return v_unspecified;
}

Value prim_random_entropy(Context* ctx, Value state) {
  if (!check_state(ctx, core::Prim::random_entropy, state)) return v_pending;
  note_outside(ctx->isolate, Outside::chance);
  uint8_t bytes[state_bytes];
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
    return raise_error(ctx, ErrorCode::T4004,
                       {primitive_name(ctx, core::Prim::random_entropy), make_string_utf8(ctx, "getrandom"),
                        make_string_utf8(ctx, std::strerror(errno))});
  std::memcpy(as_bytevector(state)->bytes, bytes, sizeof bytes);
  return v_unspecified;
}

}  // namespace tiercel
