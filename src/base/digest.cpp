// BLAKE2b as RFC 7693 describes it: sections 2.5 (constants), 3.1 (mixing), 3.2 (compression), 3.3 (padding).
#include "base/digest.h"

#include <bit>
#include <cstring>

namespace tiercel {
namespace {

constexpr uint64_t initial[8] = {0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
                                 0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179};

constexpr uint8_t schedule[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};
constexpr int rounds = 12;

inline void mix(uint64_t& a, uint64_t& b, uint64_t& c, uint64_t& d, uint64_t x, uint64_t y) {
  a += b + x;
  d = std::rotr(d ^ a, 32);
  c += d;
  b = std::rotr(b ^ c, 24);
  a += b + y;
  d = std::rotr(d ^ a, 16);
  c += d;
  b = std::rotr(b ^ c, 63);
}

}  // namespace

Hasher::Hasher() {
  std::memcpy(state_, initial, sizeof state_);
  state_[0] ^= 0x01010000 ^ sizeof(Digest);  // no key, sequential, length of the result
}

void Hasher::compress(const uint8_t* block, bool last) {
  uint64_t m[16], v[16];
  std::memcpy(m, block, sizeof m);
  std::memcpy(v, state_, sizeof state_);
  std::memcpy(v + 8, initial, sizeof initial);
  v[12] ^= total_;
  if (last) v[14] = ~v[14];
  for (int round = 0; round < rounds; round++) {
    const uint8_t* s = schedule[round % 10];
    mix(v[0], v[4], v[8], v[12], m[s[0]], m[s[1]]);
    mix(v[1], v[5], v[9], v[13], m[s[2]], m[s[3]]);
    mix(v[2], v[6], v[10], v[14], m[s[4]], m[s[5]]);
    mix(v[3], v[7], v[11], v[15], m[s[6]], m[s[7]]);
    mix(v[0], v[5], v[10], v[15], m[s[8]], m[s[9]]);
    mix(v[1], v[6], v[11], v[12], m[s[10]], m[s[11]]);
    mix(v[2], v[7], v[8], v[13], m[s[12]], m[s[13]]);
    mix(v[3], v[4], v[9], v[14], m[s[14]], m[s[15]]);
  }
  for (int i = 0; i < 8; i++) state_[i] ^= v[i] ^ v[i + 8];
}

// The last block is compressed by finish(), even if it is full.
void Hasher::update(const void* data, size_t size) {
  auto bytes = static_cast<const uint8_t*>(data);
  while (size > 0) {
    if (filled_ == block_bytes) {
      total_ += block_bytes;
      compress(block_, false);
      filled_ = 0;
    }
    if (filled_ == 0 && size > block_bytes) {
      total_ += block_bytes;
      compress(bytes, false);
      bytes += block_bytes;
      size -= block_bytes;
      continue;
    }
    size_t count = std::min(size, block_bytes - filled_);
    std::memcpy(block_ + filled_, bytes, count);
    filled_ += count;
    bytes += count;
    size -= count;
  }
}

void Hasher::number(uint64_t value) { update(&value, sizeof value); }

Digest Hasher::finish() {
  std::memset(block_ + filled_, 0, block_bytes - filled_);
  total_ += filled_;
  compress(block_, true);
  Digest digest;
  std::memcpy(digest.bytes.data(), state_, digest.bytes.size());
  return digest;
}

Digest digest_of(std::string_view bytes) {
  Hasher hasher;
  hasher.update(bytes);
  return hasher.finish();
}

Digest digest_of(std::span<const uint8_t> bytes) {
  Hasher hasher;
  hasher.update(bytes);
  return hasher.finish();
}

std::string hex(const Digest& digest, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; i++) {
    text += "0123456789abcdef"[digest.bytes[i] >> 4];
    text += "0123456789abcdef"[digest.bytes[i] & 15];
  }
  return text;
}

}  // namespace tiercel
