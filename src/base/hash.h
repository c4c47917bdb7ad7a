// Small hash functions for tables inside one process.  Not for content identity and not for trust: see DESIGN on XXH3.
//
// The mixer is the finaliser of MurmurHash3 (Appleby), the string hash folds products of eight bytes at a time; callers pass
// a seed where an attacker may choose the keys.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace tiercel {

constexpr uint64_t mix_hash(uint64_t x) {
  x ^= x >> 33;
  x *= 0xFF51AFD7ED558CCDu;
  x ^= x >> 33;
  x *= 0xC4CEB9FE1A85EC53u;
  x ^= x >> 33;
  return x;
}

// 2 to the 64th divided by the golden ratio.
constexpr uint64_t golden_factor = 0x9E3779B97F4A7C15u;

// Both halves of a product, folded: every bit of the result depends on every bit of the word (as in Wang Yi's wyhash).
// One multiplication where mix_hash has two.
constexpr uint64_t fold_hash(uint64_t hash, uint64_t word) {
  auto product = static_cast<unsigned __int128>(hash ^ word) * golden_factor;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

constexpr uint64_t combine_hash(uint64_t seed, uint64_t x) { return mix_hash(seed * golden_factor + x); }

// A word that holds each of 1 to 8 bytes somewhere: pieces that may overlap are read without a loop.
inline uint64_t word_of_bytes(const char* bytes, size_t count) {
  if (count >= 4) {
    uint32_t first, last;
    std::memcpy(&first, bytes, 4);
    std::memcpy(&last, bytes + count - 4, 4);
    return uint64_t{last} << 32 | first;
  }
  auto byte = [bytes](size_t i) { return uint64_t{static_cast<unsigned char>(bytes[i])}; };
  return byte(count - 1) << 16 | byte(count / 2) << 8 | byte(0);
}

inline uint64_t hash_bytes(std::string_view bytes, uint64_t seed = 0) {
  uint64_t hash = fold_hash(seed ^ 0xCBF29CE484222325u, bytes.size());
  size_t i = 0;
  for (; i + 8 < bytes.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + i, 8);
    hash = fold_hash(hash, word);
  }
  if (i < bytes.size()) hash = fold_hash(hash, word_of_bytes(bytes.data() + i, bytes.size() - i));
  return fold_hash(hash, 0xE7037ED1A0B428DBu);
}

}  // namespace tiercel
