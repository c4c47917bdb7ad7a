// UTF-8 by the letter of the Unicode Standard, chapter 3.9: no surrogates, no overlong forms, nothing above U+10FFFF.
//
// Ill-formed input decodes to U+FFFD, one for each maximal subpart (Unicode 15, section 3.9, "U+FFFD Substitution of
// Maximal Subparts"), so a decoder always advances and never reads past the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tiercel {

constexpr uint32_t replacement_character = 0xFFFD;
constexpr uint32_t scalar_max = 0x10FFFF;

constexpr bool is_scalar_value(uint32_t c) { return c <= scalar_max && (c < 0xD800 || c > 0xDFFF); }

struct DecodedScalar {
  uint32_t scalar;
  uint32_t length;  // bytes taken, at least 1
  bool valid;
};

// Decodes the character that starts at text[at]; `at` is inside the text.
DecodedScalar decode_utf8(std::string_view text, size_t at);

// Appends the encoding of a scalar value.
void append_utf8(std::string& out, uint32_t scalar);

constexpr size_t utf8_length(uint32_t scalar) {
  return scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
}

bool is_ascii(std::string_view text);
bool is_valid_utf8(std::string_view text);

// Number of characters; each ill-formed subpart counts as one.
size_t count_utf8(std::string_view text);

// The text with every ill-formed subpart replaced by U+FFFD.
std::string repair_utf8(std::string_view text);

}  // namespace tiercel
