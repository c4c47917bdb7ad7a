// Scheme strings: characters by index over 1-byte or 4-byte units.
//
// A string keeps its units in a bytevector of its own, so that string-set! of a character above U+00FF can replace
// one-byte units by four-byte ones while the string stays the same object.  A wide string never becomes narrow again.
// Two strings with the same characters may differ in width; whoever compares or hashes goes by characters.
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "object/allocate.h"
#include "object/layouts.h"

namespace tiercel {

constexpr uint32_t narrow_scalar_max = 0xFF;

inline bool string_is_immutable(const String* string) { return string->header & string_flag_immutable; }
inline uint8_t* string_bytes(const String* string) { return as_bytevector(string->data)->bytes; }

// A new string of `length` characters that the caller fills with string_put before anything else sees it; v_pending with
// T4002 if it does not fit into the heap.  The other functions that give a Value pass that on.
[[nodiscard]] Value new_string(Context* ctx, int64_t length, bool wide);
// Stores a character that fits the string's width, in range, without looking at `immutable`.
inline void string_put(String* string, int64_t k, uint32_t scalar) {
  if (is_wide(string)) {
    wide_units(string)[k] = scalar;
  } else {
    narrow_units(string)[k] = static_cast<uint8_t>(scalar);
  }
}
// Makes room for characters of any width; false with T4002 pending.
[[nodiscard]] bool widen_string(Context* ctx, String* string);

// A new string of the characters, as narrow as they allow.
[[nodiscard]] Value string_from_scalars(Context* ctx, std::u32string_view scalars);
// The characters [start, end) of a string, in the three forms in which others want them.
[[nodiscard]] Value substring(Context* ctx, const String* string, int64_t start, int64_t end);
std::u32string string_to_scalars(const String* string, int64_t start, int64_t end);
std::string string_to_utf8(const String* string, int64_t start, int64_t end);
inline std::string string_to_utf8(const String* string) { return string_to_utf8(string, 0, string_length(string)); }
void append_characters(std::string& text, const String* string, int64_t start, int64_t end);
// The same without a copy if the string is narrow and the characters are ASCII, as nearly all are; else nothing.
std::optional<std::string_view> ascii_characters(const String* string, int64_t start, int64_t end);

// Copies characters between strings of any width; `to` is wide if any copied character needs it.  Overlap is allowed.
void copy_characters(String* to, int64_t at, const String* from, int64_t start, int64_t end);
// Whether some character in the range does not fit a narrow string.
bool range_needs_wide(const String* string, int64_t start, int64_t end);

// Below zero, zero, above zero as `a` comes before, equals, comes after `b` in the order of scalar values.
int compare_strings(const String* a, const String* b);
inline bool strings_equal(const String* a, const String* b);
uint64_t hash_string(const String* string, uint64_t seed = 0);

// The first index >= start at which `pattern` occurs in `string`, or -1.
int64_t search_string(const String* pattern, const String* string, int64_t start);
int64_t find_character(const String* string, uint32_t scalar, int64_t start);

// The units of a string seen eight bytes at a time: objects are whole granules, so the last word may be read in full.
inline uint64_t word_of_units(const uint8_t* units, int64_t at) {
  uint64_t word;
  std::memcpy(&word, units + at, sizeof word);
  return word;
}
static_assert(offsetof(Bytevector, bytes) % sizeof(uint64_t) == 0);
// The low `count` bytes of a word, 1 to 8.
constexpr uint64_t low_bytes(uint64_t word, int64_t count) { return word << (64 - 8 * count); }

constexpr int64_t inline_compare_max = 64;  // bytes

inline bool strings_equal(const String* a, const String* b) {
  int64_t length = string_length(a);
  if (length != string_length(b)) return false;
  if (is_wide(a) || is_wide(b) || length > inline_compare_max) return compare_strings(a, b) == 0;
  const uint8_t *x = narrow_units(a), *y = narrow_units(b);
  int64_t at = 0;
  for (; at + 8 < length; at += 8)
    if (word_of_units(x, at) != word_of_units(y, at)) return false;
  return length == 0 || low_bytes(word_of_units(x, at) ^ word_of_units(y, at), length - at) == 0;
}

}  // namespace tiercel
