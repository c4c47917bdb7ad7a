// Decoding by the well-formedness table of the Unicode Standard (table 3-7): the lead byte fixes the length and the
// range of the second byte; later bytes are 80..BF.
#include "base/utf8.h"

#include <cstring>

#include "base/hash.h"

namespace tiercel {
namespace {

struct LeadByte {
  uint8_t length;  // 0: cannot start a character
  uint8_t second_low, second_high;
};

constexpr LeadByte lead_byte(uint8_t b) {
  if (b >= 0xC2 && b <= 0xDF) return {2, 0x80, 0xBF};
  if (b == 0xE0) return {3, 0xA0, 0xBF};
  if (b == 0xED) return {3, 0x80, 0x9F};
  if (b >= 0xE1 && b <= 0xEF) return {3, 0x80, 0xBF};
  if (b == 0xF0) return {4, 0x90, 0xBF};
  if (b >= 0xF1 && b <= 0xF3) return {4, 0x80, 0xBF};
  if (b == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

}  // namespace

DecodedScalar decode_utf8(std::string_view text, size_t at) {
  auto first = static_cast<uint8_t>(text[at]);
  if (first < 0x80) return {first, 1, true};
  LeadByte lead = lead_byte(first);
  if (lead.length == 0) return {replacement_character, 1, false};
  uint32_t scalar = first & (0xFFu >> (lead.length + 1));
  for (uint32_t i = 1; i < lead.length; i++) {
    if (at + i >= text.size()) return {replacement_character, i, false};
    auto byte = static_cast<uint8_t>(text[at + i]);
    uint8_t low = i == 1 ? lead.second_low : 0x80, high = i == 1 ? lead.second_high : 0xBF;
    if (byte < low || byte > high) return {replacement_character, i, false};
    scalar = scalar << 6 | (byte & 0x3Fu);
  }
  return {scalar, lead.length, true};
}

void append_utf8(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

bool is_ascii(std::string_view text) {
  size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    if (word & 0x8080808080808080u) return false;
  }
  if (i == text.size()) return true;
  return !(word_of_bytes(text.data() + i, text.size() - i) & 0x8080808080808080u);
}

bool is_valid_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  for (size_t i = 0; i < text.size();) {
    DecodedScalar next = decode_utf8(text, i);
    if (!next.valid) return false;
    i += next.length;
  }
  return true;
}

size_t count_utf8(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); count++) i += decode_utf8(text, i).length;
  return count;
}

std::string repair_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size() + 16);
  for (size_t i = 0; i < text.size();) {
    DecodedScalar next = decode_utf8(text, i);
    append_utf8(out, next.scalar);
    i += next.length;
  }
  return out;
}

}  // namespace tiercel
