// What the lexical syntax says about single characters: delimiters, white space, character names, case folding.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tiercel {

// Ends an identifier, number or character name.  The quote characters do too: `(list a'b)` is three data, never one.
constexpr bool is_ascii_delimiter(int c) {
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case '\f':
    case '\v':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
    case '"':
    case ';':
    case '|':
    case '\'':
    case '`':
    case ',': return true;
    default: return false;
  }
}

constexpr bool is_ascii_whitespace(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Unicode's White_Space beyond ASCII.
constexpr bool is_wide_whitespace(uint32_t c) {
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

struct CharacterName {
  std::string_view name;
  uint32_t scalar;
};

// R7RS section 6.6 first: the writer takes the first name it finds.
inline constexpr CharacterName character_names[] = {
    {"alarm", 7},     {"backspace", 8}, {"delete", 0x7F},  {"escape", 0x1B}, {"newline", '\n'},  {"null", 0},
    {"return", '\r'}, {"space", ' '},   {"tab", '\t'},     {"nul", 0},       {"linefeed", '\n'}, {"page", '\f'},
    {"vtab", '\v'},   {"rubout", 0x7F}, {"altmode", 0x1B}, {"esc", 0x1B},    {"nbsp", 0xA0},
};

// As `string-foldcase`: Unicode's full case folding.
std::string case_folded(std::string_view text);

}  // namespace tiercel
