// Content identity: BLAKE2b with 32 bytes of result (RFC 7693).
//
// Two contents with the same digest are taken for the same content, so this is a cryptographic hash; tables inside one
// process use hash.h.  BLAKE2b because it is as strong as SHA-2 and three times as fast without special instructions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tiercel {

struct Digest {
  std::array<uint8_t, 32> bytes{};
  bool operator==(const Digest&) const = default;
  auto operator<=>(const Digest&) const = default;
};

// Lower-case hexadecimal of the first `count` bytes.
std::string hex(const Digest& digest, size_t count = 32);

class Hasher {
 public:
  Hasher();
  void update(const void* data, size_t size);
  void update(std::string_view bytes) { update(bytes.data(), bytes.size()); }
  void update(std::span<const uint8_t> bytes) { update(bytes.data(), bytes.size()); }
  void update(const Digest& digest) { update(digest.bytes.data(), digest.bytes.size()); }
  // Fields of which one must not run into the next: a number, a text with its length.
  void number(uint64_t value);
  void text(std::string_view value) {
    number(value.size());
    update(value);
  }
  Digest finish();  // once

 private:
  static constexpr size_t block_bytes = 128;
  void compress(const uint8_t* block, bool last);

  uint64_t state_[8];
  uint64_t total_ = 0;
  uint8_t block_[block_bytes];
  size_t filled_ = 0;
};

Digest digest_of(std::string_view bytes);
Digest digest_of(std::span<const uint8_t> bytes);

}  // namespace tiercel
