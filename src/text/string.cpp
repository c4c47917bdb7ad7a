// Strings: making, widening, copying, comparing, searching.
#include "text/string.h"

#include <bit>

#include "base/hash.h"
#include "base/utf8.h"
#include "object/barrier.h"

namespace tiercel {

Value new_string(Context* ctx, int64_t length, bool wide) {
  Value data = make_bytevector(ctx, wide ? length * 4 : length);
  return data == v_pending ? data : make_string_over(ctx, data, length, wide);
}

bool widen_string(Context* ctx, String* string) {
  if (is_wide(string)) return true;
  int64_t length = string_length(string);
  Value data = make_bytevector(ctx, length * 4);
  if (data == v_pending) return false;
  const uint8_t* narrow = narrow_units(string);
  auto* units = reinterpret_cast<uint32_t*>(as_bytevector(data)->bytes);
  for (int64_t i = 0; i < length; i++) units[i] = narrow[i];
  store_field(string, &string->data, data);
  string->header |= string_flag_wide;
  return true;
}

Value string_from_scalars(Context* ctx, std::u32string_view scalars) {
  bool wide = false;
  for (char32_t scalar : scalars) wide |= scalar > narrow_scalar_max;
  Value result = new_string(ctx, static_cast<int64_t>(scalars.size()), wide);
  if (result == v_pending) return result;
  String* string = as_string(result);
  for (size_t i = 0; i < scalars.size(); i++) string_put(string, static_cast<int64_t>(i), scalars[i]);
  return result;
}

bool range_needs_wide(const String* string, int64_t start, int64_t end) {
  if (!is_wide(string)) return false;
  const uint32_t* units = wide_units(string);
  for (int64_t i = start; i < end; i++)
    if (units[i] > narrow_scalar_max) return true;
  return false;
}

void copy_characters(String* to, int64_t at, const String* from, int64_t start, int64_t end) {
  auto count = static_cast<size_t>(end - start);
  if (is_wide(to) == is_wide(from)) {
    size_t unit = is_wide(to) ? 4 : 1;
    std::memmove(string_bytes(to) + static_cast<size_t>(at) * unit,
                 string_bytes(from) + static_cast<size_t>(start) * unit, count * unit);
    return;
  }
  // Different widths mean different strings, so the order does not matter.
  for (int64_t i = 0; i < end - start; i++) string_put(to, at + i, string_scalar(from, start + i));
}

Value substring(Context* ctx, const String* string, int64_t start, int64_t end) {
  Value result = new_string(ctx, end - start, range_needs_wide(string, start, end));
  if (result != v_pending) copy_characters(as_string(result), 0, string, start, end);
  return result;
}

std::u32string string_to_scalars(const String* string, int64_t start, int64_t end) {
  std::u32string scalars(static_cast<size_t>(end - start), 0);
  for (int64_t i = start; i < end; i++) scalars[static_cast<size_t>(i - start)] = string_scalar(string, i);
  return scalars;
}

std::optional<std::string_view> ascii_characters(const String* string, int64_t start, int64_t end) {
  if (is_wide(string)) return std::nullopt;
  std::string_view view{reinterpret_cast<const char*>(narrow_units(string)) + start, static_cast<size_t>(end - start)};
  return is_ascii(view) ? std::optional(view) : std::nullopt;
}

void append_characters(std::string& text, const String* string, int64_t start, int64_t end) {
  if (std::optional<std::string_view> ascii = ascii_characters(string, start, end)) {
    text += *ascii;
    return;
  }
  for (int64_t i = start; i < end; i++) {
    uint32_t scalar = string_scalar(string, i);
    append_utf8(text, scalar);
  }
}

std::string string_to_utf8(const String* string, int64_t start, int64_t end) {
  std::string text;
  text.reserve(static_cast<size_t>(end - start));
  append_characters(text, string, start, end);
  return text;
}

int compare_strings(const String* a, const String* b) {
  int64_t a_length = string_length(a), b_length = string_length(b);
  int64_t common = a_length < b_length ? a_length : b_length;
  if (!is_wide(a) && !is_wide(b)) {
    int order = std::memcmp(string_bytes(a), string_bytes(b), static_cast<size_t>(common));
    if (order) return order;
  } else {
    for (int64_t i = 0; i < common; i++) {
      uint32_t x = string_scalar(a, i), y = string_scalar(b, i);
      if (x != y) return x < y ? -1 : 1;
    }
  }
  return a_length < b_length ? -1 : a_length > b_length;
}

// Eight characters at a time.  Characters up to U+00FF give the same words in wide and narrow strings.
uint64_t hash_string(const String* string, uint64_t seed) {
  int64_t length = string_length(string), at = 0;
  uint64_t hash = fold_hash(0xCBF29CE484222325u ^ seed, static_cast<uint64_t>(length));
  if (is_wide(string)) {
    const uint32_t* units = wide_units(string);
    while (at < length) {
      uint64_t word = 0;
      for (int i = 0; i < 8 && at < length; i++, at++) word ^= std::rotl(uint64_t{units[at]}, 8 * i);
      hash = fold_hash(hash, word);
    }
  } else {
    const uint8_t* units = narrow_units(string);
    for (; at + 8 <= length; at += 8) hash = fold_hash(hash, word_of_units(units, at));
    if (at < length)
      hash = fold_hash(hash, low_bytes(word_of_units(units, at), length - at) >> (64 - 8 * (length - at)));
  }
  return fold_hash(hash, 0xE7037ED1A0B428DBu);
}

int64_t find_character(const String* string, uint32_t scalar, int64_t start) {
  int64_t length = string_length(string);
  if (!is_wide(string)) {
    if (scalar > narrow_scalar_max || start >= length) return -1;
    const uint8_t* bytes = string_bytes(string);
    const void* found = std::memchr(bytes + start, static_cast<int>(scalar), static_cast<size_t>(length - start));
    return found ? static_cast<const uint8_t*>(found) - bytes : -1;
  }
  for (int64_t i = start; i < length; i++)
    if (wide_units(string)[i] == scalar) return i;
  return -1;
}

// Looks for the first character fast, then compares: quadratic only for patterns that repeat one character.
int64_t search_string(const String* pattern, const String* string, int64_t start) {
  int64_t length = string_length(string), pattern_length = string_length(pattern);
  if (pattern_length == 0) return start;
  uint32_t first = string_scalar(pattern, 0);
  for (int64_t at = find_character(string, first, start); at >= 0; at = find_character(string, first, at + 1)) {
    if (at + pattern_length > length) return -1;
    int64_t matched = 1;
    while (matched < pattern_length && string_scalar(string, at + matched) == string_scalar(pattern, matched))
      matched++;
    if (matched == pattern_length) return at;
  }
  return -1;
}

}  // namespace tiercel
