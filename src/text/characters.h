// What Unicode says about a character or a run of them: class, case, digit value.  All from utf8proc; knows no heap.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tiercel {

bool scalar_is_alphabetic(uint32_t scalar);  // general category L* or Nl, as char-alphabetic? asks (R7RS 6.6)
bool scalar_is_numeric(uint32_t scalar);     // general category Nd
bool scalar_is_whitespace(uint32_t scalar);  // property White_Space
bool scalar_is_upper_case(uint32_t scalar);
bool scalar_is_lower_case(uint32_t scalar);
bool scalar_is_printable(uint32_t scalar);  // false for controls, format characters, unassigned ones and separators
int scalar_digit_value(uint32_t scalar);    // 0 to 9, or -1 if the scalar is no decimal digit

// Simple mappings: one character to one.
uint32_t scalar_upcase(uint32_t scalar);
uint32_t scalar_downcase(uint32_t scalar);
uint32_t scalar_foldcase(uint32_t scalar);

// Full mappings: the length may change ("ß" → "SS").
std::u32string upcase_text(std::u32string_view text);
std::u32string downcase_text(std::u32string_view text);
std::u32string foldcase_text(std::u32string_view text);

}  // namespace tiercel
