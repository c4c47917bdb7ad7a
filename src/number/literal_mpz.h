// GMP's mpz as a C++ object, for the places where limbs outside the heap are wanted.
//
// GMP ends the process when a size overflows or memory is exhausted, so whoever makes large numbers checks sizes first.
#pragma once

#include <gmp.h>

#include <cstdint>
#include <span>

namespace tiercel {

static_assert(GMP_LIMB_BITS == 64 && GMP_NAIL_BITS == 0 && sizeof(mp_limb_t) == 8);

class Mpz {
 public:
  Mpz() { mpz_init(z_); }
  explicit Mpz(std::span<const uint64_t> limbs) {
    mpz_init(z_);
    if (limbs.empty()) return;
    mp_limb_t* to = mpz_limbs_write(z_, static_cast<mp_size_t>(limbs.size()));
    for (size_t i = 0; i < limbs.size(); i++) to[i] = limbs[i];
    mpz_limbs_finish(z_, static_cast<mp_size_t>(limbs.size()));
  }
  Mpz(const Mpz&) = delete;
  Mpz& operator=(const Mpz&) = delete;
  ~Mpz() { mpz_clear(z_); }

  operator mpz_ptr() { return z_; }
  operator mpz_srcptr() const { return z_; }

  int sign() const { return mpz_sgn(z_); }
  bool negative() const { return sign() < 0; }
  // The magnitude; valid until the number changes.
  std::span<const uint64_t> limbs() const {
    static_assert(sizeof(mp_limb_t) == sizeof(uint64_t));
    return {reinterpret_cast<const uint64_t*>(mpz_limbs_read(z_)), mpz_size(z_)};
  }

 private:
  mpz_t z_;
};

}  // namespace tiercel
