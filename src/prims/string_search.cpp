// Searching, splitting and joining strings: what the prelude adds to R7RS.
#include "gen/primitive_bodies.h"
#include "prims/arguments.h"
#include "text/characters.h"
#include "text/string.h"

namespace tiercel {

using core::Prim;

namespace {

Value index_or_false(int64_t index) { return index < 0 ? v_false : make_fixnum(index); }

Value search(Context* ctx, Prim prim, Value pattern, Value string, Value start) {
  Range range;
  if (!read_range(ctx, prim, start, v_default, string_length(as_string(string)), &range)) return v_pending;
  return index_or_false(search_string(as_string(pattern), as_string(string), range.start));
}

// Whether `part` occurs in `whole` at `at`, which may be below zero.
bool occurs_at(const String* part, const String* whole, int64_t at) {
  int64_t length = string_length(part);
  if (at < 0 || at + length > string_length(whole)) return false;
  for (int64_t i = 0; i < length; i++)
    if (string_scalar(part, i) != string_scalar(whole, at + i)) return false;
  return true;
}

Value split_at_whitespace(Context* ctx, const String* string) {
  ListBuilder words(ctx);
  int64_t length = string_length(string), start = 0;
  for (int64_t i = 0; i <= length; i++) {
    if (i < length && !scalar_is_whitespace(string_scalar(string, i))) continue;
    if (i > start) {
      Value word = substring(ctx, string, start, i);
      if (word == v_pending) return word;
      words.add(word);
    }
    start = i + 1;
  }
  return words.finish();
}

}  // namespace

Value prim_is_string_null(Context*, Value string) { return boolean(string_length(as_string(string)) == 0); }

Value prim_string_index(Context* ctx, Value string, Value c, Value start) {
  Range range;
  if (!read_range(ctx, Prim::string_index, start, v_default, string_length(as_string(string)), &range))
    return v_pending;
  return index_or_false(find_character(as_string(string), char_scalar(c), range.start));
}

Value prim_string_search(Context* ctx, Value pattern, Value string, Value start) {
  return search(ctx, Prim::string_search, pattern, string, start);
}
Value prim_string_contains(Context* ctx, Value string, Value pattern, Value start) {
  return search(ctx, Prim::string_contains, pattern, string, start);
}

Value prim_is_string_prefix(Context*, Value prefix, Value string) {
  return boolean(occurs_at(as_string(prefix), as_string(string), 0));
}
Value prim_is_string_suffix(Context*, Value suffix, Value string) {
  return boolean(occurs_at(as_string(suffix), as_string(string),
                           string_length(as_string(string)) - string_length(as_string(suffix))));
}

Value prim_string_join(Context* ctx, Value strings, Value delimiter) {
  if (list_length(strings) < 0) return raise_not_a_list(ctx, Prim::string_join, 0, strings);
  std::u32string between = U" ", joined;
  if (delimiter != v_default) between = string_to_scalars(as_string(delimiter), 0, string_length(as_string(delimiter)));
  for (Value at = strings; is_pair(at); at = as_pair(at)->cdr) {
    Value item = as_pair(at)->car;
    if (!is_string(item)) return raise_wrong_type(ctx, "string-join", "a string", 0, item);
    if (at != strings) joined += between;
    joined += string_to_scalars(as_string(item), 0, string_length(as_string(item)));
  }
  return string_from_scalars(ctx, joined);
}

Value prim_string_split(Context* ctx, Value string, Value delimiter) {
  const String* text = as_string(string);
  if (delimiter == v_default) return split_at_whitespace(ctx, text);
  if (is_char(delimiter)) delimiter = make_string(ctx, 1, char_scalar(delimiter));
  if (!is_string(delimiter) || string_length(as_string(delimiter)) == 0)
    return raise_wrong_type(ctx, "string-split", "a character or a string that is not empty", 0, delimiter);
  ListBuilder pieces(ctx);
  for (int64_t start = 0;;) {
    int64_t found = search_string(as_string(delimiter), text, start);
    Value piece = substring(ctx, text, start, found < 0 ? string_length(text) : found);
    if (piece == v_pending) return piece;
    pieces.add(piece);
    if (found < 0) return pieces.finish();
    start = found + string_length(as_string(delimiter));
  }
}

Value prim_string_trim(Context* ctx, Value string) {
  const String* text = as_string(string);
  int64_t start = 0, end = string_length(text);
  while (start < end && scalar_is_whitespace(string_scalar(text, start))) start++;
  while (end > start && scalar_is_whitespace(string_scalar(text, end - 1))) end--;
  return substring(ctx, text, start, end);
}

Value prim_string_reverse(Context* ctx, Value string) {
  const String* text = as_string(string);
  int64_t length = string_length(text);
  Value result = new_string(ctx, length, is_wide(text));
  if (result == v_pending) return result;
  for (int64_t i = 0; i < length; i++) string_put(as_string(result), length - 1 - i, string_scalar(text, i));
  return result;
}

}  // namespace tiercel
