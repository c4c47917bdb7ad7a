// Character classes and case by utf8proc, with the full upper-case mappings that utf8proc does not have.
#include "text/characters.h"

#include <utf8proc.h>

namespace tiercel {

namespace {

constexpr uint32_t capital_sigma = 0x3A3, small_sigma = 0x3C3, final_sigma = 0x3C2;

utf8proc_category_t category(uint32_t scalar) { return utf8proc_category(static_cast<utf8proc_int32_t>(scalar)); }

// SpecialCasing.txt of Unicode: the unconditional upper-case mappings to more than one character, in three runs whose
// members follow a rule and a list of single ones.
struct Expansion {
  uint32_t from;
  char32_t to[4];  // ends with 0
};
constexpr Expansion upper_case_expansions[] = {
    {0xDF, {'S', 'S'}},
    {0x149, {0x2BC, 'N'}},
    {0x1F0, {'J', 0x30C}},
    {0x390, {0x399, 0x308, 0x301}},
    {0x3B0, {0x3A5, 0x308, 0x301}},
    {0x587, {0x535, 0x552}},
    {0x1E96, {'H', 0x331}},
    {0x1E97, {'T', 0x308}},
    {0x1E98, {'W', 0x30A}},
    {0x1E99, {'Y', 0x30A}},
    {0x1E9A, {'A', 0x2BE}},
    {0x1F50, {0x3A5, 0x313}},
    {0x1F52, {0x3A5, 0x313, 0x300}},
    {0x1F54, {0x3A5, 0x313, 0x301}},
    {0x1F56, {0x3A5, 0x313, 0x342}},
    {0x1FB2, {0x1FBA, 0x399}},
    {0x1FB3, {0x391, 0x399}},
    {0x1FB4, {0x386, 0x399}},
    {0x1FB6, {0x391, 0x342}},
    {0x1FB7, {0x391, 0x342, 0x399}},
    {0x1FBC, {0x391, 0x399}},
    {0x1FC2, {0x1FCA, 0x399}},
    {0x1FC3, {0x397, 0x399}},
    {0x1FC4, {0x389, 0x399}},
    {0x1FC6, {0x397, 0x342}},
    {0x1FC7, {0x397, 0x342, 0x399}},
    {0x1FCC, {0x397, 0x399}},
    {0x1FD2, {0x399, 0x308, 0x300}},
    {0x1FD3, {0x399, 0x308, 0x301}},
    {0x1FD6, {0x399, 0x342}},
    {0x1FD7, {0x399, 0x308, 0x342}},
    {0x1FE2, {0x3A5, 0x308, 0x300}},
    {0x1FE3, {0x3A5, 0x308, 0x301}},
    {0x1FE4, {0x3A1, 0x313}},
    {0x1FE6, {0x3A5, 0x342}},
    {0x1FE7, {0x3A5, 0x308, 0x342}},
    {0x1FF2, {0x1FFA, 0x399}},
    {0x1FF3, {0x3A9, 0x399}},
    {0x1FF4, {0x38F, 0x399}},
    {0x1FF6, {0x3A9, 0x342}},
    {0x1FF7, {0x3A9, 0x342, 0x399}},
    {0x1FFC, {0x3A9, 0x399}},
    {0xFB00, {'F', 'F'}},
    {0xFB01, {'F', 'I'}},
    {0xFB02, {'F', 'L'}},
    {0xFB03, {'F', 'F', 'I'}},
    {0xFB04, {'F', 'F', 'L'}},
    {0xFB05, {'S', 'T'}},
    {0xFB06, {'S', 'T'}},
    {0xFB13, {0x544, 0x546}},
    {0xFB14, {0x544, 0x535}},
    {0xFB15, {0x544, 0x53B}},
    {0xFB16, {0x54E, 0x546}},
    {0xFB17, {0x544, 0x53D}},
};

// U+1F80 to U+1FAF: Greek vowels with iota subscript, whose capitals are the vowel and a capital iota.
bool append_iota_subscript(uint32_t scalar, std::u32string& result) {
  if (scalar < 0x1F80 || scalar > 0x1FAF) return false;
  uint32_t base = scalar < 0x1F90 ? 0x1F08 : scalar < 0x1FA0 ? 0x1F28 : 0x1F68;
  result.push_back(base + (scalar & 7));
  result.push_back(0x399);
  return true;
}

void append_upcase(uint32_t scalar, std::u32string& result) {
  if (scalar < 0xDF || (scalar > 0x587 && scalar < 0x1E96)) {
    result.push_back(scalar_upcase(scalar));
    return;
  }
  if (append_iota_subscript(scalar, result)) return;
  for (const Expansion& expansion : upper_case_expansions) {
    if (expansion.from != scalar) continue;
    result.append(expansion.to);
    return;
  }
  result.push_back(scalar_upcase(scalar));
}

// Whether the sigma at `position` ends a word: a letter before it and none after (the Final_Sigma condition of Unicode
// section 3.13 without the case-ignorable characters between, which R7RS 6.7 leaves open).
bool sigma_is_final(std::u32string_view text, size_t position) {
  bool before = position > 0 && scalar_is_alphabetic(text[position - 1]);
  bool after = position + 1 < text.size() && scalar_is_alphabetic(text[position + 1]);
  return before && !after;
}

}  // namespace

bool scalar_is_alphabetic(uint32_t scalar) {
  if (scalar < 0x80) return (scalar | 0x20) - 'a' < 26u;
  utf8proc_category_t c = category(scalar);
  return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) || c == UTF8PROC_CATEGORY_NL;
}

bool scalar_is_numeric(uint32_t scalar) {
  if (scalar < 0x80) return scalar - '0' < 10u;
  return category(scalar) == UTF8PROC_CATEGORY_ND;
}

bool scalar_is_whitespace(uint32_t scalar) {
  if (scalar < 0x80) return scalar == ' ' || (scalar >= 9 && scalar <= 13);
  if (scalar == 0x85) return true;
  utf8proc_category_t c = category(scalar);
  return c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_ZP;
}

bool scalar_is_upper_case(uint32_t scalar) {
  if (scalar < 0x80) return scalar - 'A' < 26u;
  return category(scalar) == UTF8PROC_CATEGORY_LU || (scalar >= 0x2160 && scalar <= 0x216F) ||
         (scalar >= 0x24B6 && scalar <= 0x24CF);
}

bool scalar_is_lower_case(uint32_t scalar) {
  if (scalar < 0x80) return scalar - 'a' < 26u;
  return category(scalar) == UTF8PROC_CATEGORY_LL || scalar == 0xAA || scalar == 0xBA ||
         (scalar >= 0x2170 && scalar <= 0x217F) || (scalar >= 0x24D0 && scalar <= 0x24E9);
}

bool scalar_is_printable(uint32_t scalar) {
  if (scalar < 0x80) return scalar > ' ' && scalar < 0x7F;
  utf8proc_category_t c = category(scalar);
  return c != UTF8PROC_CATEGORY_CN && c < UTF8PROC_CATEGORY_ZS;
}

int scalar_digit_value(uint32_t scalar) {
  if (!scalar_is_numeric(scalar)) return -1;
  if (scalar < 0x80) return static_cast<int>(scalar - '0');
  // Decimal digits stand in runs of ten from a zero whose neighbour before it is no digit (Unicode 4.6), except the
  // mathematical ones U+1D7CE.., five runs without a gap.
  if (scalar >= 0x1D7CE && scalar <= 0x1D7FF) return static_cast<int>((scalar - 0x1D7CE) % 10);
  uint32_t zero = scalar;
  while (scalar - zero < 9 && scalar_is_numeric(zero - 1)) zero--;
  return static_cast<int>(scalar - zero);
}

uint32_t scalar_upcase(uint32_t scalar) {
  if (scalar < 0x80) return scalar - 'a' < 26u ? scalar - 32 : scalar;
  if (scalar == 0xDF) return scalar;  // UnicodeData.txt has no capital for sharp s; utf8proc gives U+1E9E
  return static_cast<uint32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(scalar)));
}

uint32_t scalar_downcase(uint32_t scalar) {
  if (scalar < 0x80) return scalar - 'A' < 26u ? scalar + 32 : scalar;
  return static_cast<uint32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(scalar)));
}

uint32_t scalar_foldcase(uint32_t scalar) {
  if (scalar < 0x80) return scalar_downcase(scalar);
  if (scalar == 0x130 || scalar == 0x131) return scalar;  // no simple folding outside Turkic languages
  // Cherokee folds upward (CaseFolding.txt), everything else downward by way of its capital, so that ς and σ meet.
  if (scalar >= 0x13A0 && scalar <= 0x13F5) return scalar;
  if ((scalar >= 0x13F8 && scalar <= 0x13FD) || (scalar >= 0xAB70 && scalar <= 0xABBF)) return scalar_upcase(scalar);
  return scalar_downcase(scalar_upcase(scalar));
}

std::u32string upcase_text(std::u32string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (char32_t scalar : text) append_upcase(scalar, result);
  return result;
}

std::u32string downcase_text(std::u32string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] == capital_sigma) {
      result.push_back(sigma_is_final(text, i) ? final_sigma : small_sigma);
    } else if (text[i] == 0x130) {
      result.append({'i', 0x307});
    } else {
      result.push_back(scalar_downcase(text[i]));
    }
  }
  return result;
}

std::u32string foldcase_text(std::u32string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (char32_t scalar : text) {
    if (scalar < 0x80) {
      result.push_back(scalar_downcase(scalar));
      continue;
    }
    utf8proc_int32_t folded[4];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(scalar), folded, 4, UTF8PROC_CASEFOLD, &boundary);
    if (count < 1 || count > 4) {
      result.push_back(scalar);
    } else {
      for (utf8proc_ssize_t i = 0; i < count; i++) result.push_back(static_cast<char32_t>(folded[i]));
    }
  }
  return result;
}

}  // namespace tiercel
