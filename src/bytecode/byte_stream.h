// LEB128 numbers and byte strings, written to a vector and read from a span with every bound checked.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace tiercel::bytecode {

class ByteWriter {
 public:
  void byte(uint8_t value) { bytes_.push_back(value); }
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<uint8_t>(value | 0x80));
    byte(static_cast<uint8_t>(value));
  }
  void signed_number(int64_t value) {  // zigzag: small magnitudes are short
    number(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63));
  }
  void word(uint64_t value) {
    for (int i = 0; i < 8; i++) byte(static_cast<uint8_t>(value >> 8 * i));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  std::vector<uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<uint8_t> bytes_;
};

// After a failure every further read gives 0 and `failed` stays set, so callers may check once per record.
class ByteReader {
 public:
  explicit ByteReader(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  bool failed() const { return failed_; }
  bool at_end() const { return position_ == bytes_.size(); }
  size_t remaining() const { return bytes_.size() - position_; }
  void fail() { failed_ = true; }

  uint8_t byte() {
    if (failed_ || position_ >= bytes_.size()) return fail(), 0;
    return bytes_[position_++];
  }
  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      uint8_t next = byte();
      uint64_t payload = next & 0x7F;
      if (shift == 63 && payload > 1) return fail(), 0;
      value |= payload << shift;
      if (!(next & 0x80)) return failed_ ? 0 : value;
    }
    return fail(), 0;
  }
  int64_t signed_number() {
    uint64_t value = number();
    return static_cast<int64_t>(value >> 1 ^ (0 - (value & 1)));
  }
  uint64_t word() {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value |= uint64_t{byte()} << 8 * i;
    return value;
  }
  // A number that is at most `max`.
  uint64_t number_up_to(uint64_t max) {
    uint64_t value = number();
    if (value > max) return fail(), 0;
    return value;
  }
  // How many records follow, each of at least `bytes_each` bytes: so that nobody reserves more than the input can hold.
  size_t count(size_t bytes_each = 1) {
    uint64_t value = number();  // first: it takes bytes of its own
    if (value > remaining() / bytes_each) return fail(), 0;
    return static_cast<size_t>(value);
  }

  std::string_view text() {
    size_t size = count();
    if (failed_) return {};
    std::string_view result(reinterpret_cast<const char*>(bytes_.data()) + position_, size);
    position_ += size;
    return result;
  }

 private:
  std::span<const uint8_t> bytes_;
  size_t position_ = 0;
  bool failed_ = false;
};

}  // namespace tiercel::bytecode
