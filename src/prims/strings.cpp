// Strings: R7RS 6.7, and the conversions between strings, lists and vectors.
#include "control/list_walk.h"
#include "gen/primitive_bodies.h"
#include "prims/arguments.h"
#include "text/characters.h"
#include "text/string.h"

namespace tiercel {

using core::Prim;

Value prim_is_string(Context*, Value object) { return boolean(is_string(object)); }

Value prim_make_string(Context* ctx, Value length, Value fill) {
  return make_string(ctx, fixnum_value(length), fill == v_default ? ' ' : char_scalar(fill));
}

Value prim_string(Context* ctx, int64_t argc, const Value* argv) {
  bool wide = false;
  for (int64_t i = 0; i < argc; i++) wide |= char_scalar(argv[i]) > narrow_scalar_max;
  Value result = new_string(ctx, argc, wide);
  if (result == v_pending) return result;
  for (int64_t i = 0; i < argc; i++) string_put(as_string(result), i, char_scalar(argv[i]));
  return result;
}

Value prim_string_set(Context* ctx, Value string, Value k, Value c) {
  String* s = as_string(string);
  int64_t length = string_length(s);
  if (!is_fixnum(k) || fixnum_value(k) < 0 || fixnum_value(k) >= length)
    return raise_index_error(ctx, Prim::string_set, k, length);
  if (string_is_immutable(s)) return raise_immutable_error(ctx, Prim::string_set, string);
  if (char_scalar(c) > narrow_scalar_max && !widen_string(ctx, s)) return v_pending;
  string_put(s, fixnum_value(k), char_scalar(c));
  return v_unspecified;
}

namespace {

Value copy_range(Context* ctx, Prim prim, Value string, Value start, Value end) {
  Range range;
  if (!read_range(ctx, prim, start, end, string_length(as_string(string)), &range)) return v_pending;
  return substring(ctx, as_string(string), range.start, range.end);
}

}  // namespace

Value prim_substring(Context* ctx, Value string, Value start, Value end) {
  return copy_range(ctx, Prim::substring, string, start, end);
}
Value prim_string_copy(Context* ctx, Value string, Value start, Value end) {
  return copy_range(ctx, Prim::string_copy, string, start, end);
}

Value prim_string_append(Context* ctx, int64_t argc, const Value* argv) {
  int64_t length = 0;
  bool wide = false;
  for (int64_t i = 0; i < argc; i++) {
    length += string_length(as_string(argv[i]));
    wide |= is_wide(as_string(argv[i]));
  }
  Value result = new_string(ctx, length, wide);
  if (result == v_pending) return result;
  int64_t at = 0;
  for (int64_t i = 0; i < argc; i++) {
    const String* part = as_string(argv[i]);
    copy_characters(as_string(result), at, part, 0, string_length(part));
    at += string_length(part);
  }
  return result;
}

Value prim_string_copy_to(Context* ctx, int64_t argc, const Value* argv) {
  String *to = as_string(argv[0]), *from = as_string(argv[2]);
  Range range;
  int64_t at;
  if (!read_range(ctx, Prim::string_copy_to, argument_or_default(argc, argv, 3), argument_or_default(argc, argv, 4),
                  string_length(from), &range) ||
      !read_target(ctx, Prim::string_copy_to, argv[1], range.size(), string_length(to), &at))
    return v_pending;
  if (string_is_immutable(to)) return raise_immutable_error(ctx, Prim::string_copy_to, argv[0]);
  if (!is_wide(to) && range_needs_wide(from, range.start, range.end) && !widen_string(ctx, to)) return v_pending;
  copy_characters(to, at, from, range.start, range.end);
  return v_unspecified;
}

Value prim_string_fill(Context* ctx, int64_t argc, const Value* argv) {
  String* string = as_string(argv[0]);
  uint32_t fill = char_scalar(argv[1]);
  Range range;
  if (!read_range(ctx, Prim::string_fill, argument_or_default(argc, argv, 2), argument_or_default(argc, argv, 3),
                  string_length(string), &range))
    return v_pending;
  if (string_is_immutable(string)) return raise_immutable_error(ctx, Prim::string_fill, argv[0]);
  if (fill > narrow_scalar_max && !widen_string(ctx, string)) return v_pending;
  for (int64_t i = range.start; i < range.end; i++) string_put(string, i, fill);
  return v_unspecified;
}

Value prim_string_to_list(Context* ctx, Value string, Value start, Value end) {
  const String* s = as_string(string);
  Range range;
  if (!read_range(ctx, Prim::string_to_list, start, end, string_length(s), &range)) return v_pending;
  Value list = v_empty;
  for (int64_t i = range.end; i-- > range.start;) {
    if (i % elements_between_polls == 0) (void)poll_if_requested(ctx);
    list = cons(ctx, make_char(string_scalar(s, i)), list);
  }
  return list;
}

Value prim_list_to_string(Context* ctx, Value chars) {
  int64_t length = list_length(ctx, chars);
  if (length < 0) return raise_not_a_list(ctx, Prim::list_to_string, 0, chars);
  // What ran in a poll may have made the list shorter or longer.  From here on there is none.
  bool wide = false;
  int64_t count = 0;
  for (Value at = chars; is_pair(at) && count < length; at = as_pair(at)->cdr, count++) {
    Value item = as_pair(at)->car;
    if (!is_char(item)) return raise_wrong_type(ctx, "list->string", "a character", 0, item);
    wide |= char_scalar(item) > narrow_scalar_max;
  }
  Value result = new_string(ctx, count, wide);
  if (result == v_pending) return result;
  for (int64_t i = 0; i < count; i++, chars = as_pair(chars)->cdr)
    string_put(as_string(result), i, char_scalar(as_pair(chars)->car));
  return result;
}

Value prim_string_to_vector(Context* ctx, Value string, Value start, Value end) {
  const String* s = as_string(string);
  Range range;
  if (!read_range(ctx, Prim::string_to_vector, start, end, string_length(s), &range)) return v_pending;
  Value vector = make_vector(ctx, range.size(), v_false);
  if (vector == v_pending) return vector;
  for (int64_t i = range.start; i < range.end; i++)
    as_vector(vector)->elements[i - range.start] = make_char(string_scalar(s, i));
  return vector;
}

Value prim_vector_to_string(Context* ctx, Value vector, Value start, Value end) {
  const Vector* v = as_vector(vector);
  Range range;
  if (!read_range(ctx, Prim::vector_to_string, start, end, vector_length(v), &range)) return v_pending;
  bool wide = false;
  for (int64_t i = range.start; i < range.end; i++) {
    if (!is_char(v->elements[i])) return raise_wrong_type(ctx, "vector->string", "a character", 0, v->elements[i]);
    wide |= char_scalar(v->elements[i]) > narrow_scalar_max;
  }
  Value result = new_string(ctx, range.size(), wide);
  if (result == v_pending) return result;
  for (int64_t i = range.start; i < range.end; i++)
    string_put(as_string(result), i - range.start, char_scalar(v->elements[i]));
  return result;
}

namespace {

using TextMapping = std::u32string (*)(std::u32string_view);
// `first` to `first` + 25 are the ASCII letters that the mapping changes to the other case.
Value map_text(Context* ctx, Value string, TextMapping mapping, uint8_t first) {
  const String* s = as_string(string);
  if (std::optional<std::string_view> ascii = ascii_characters(s, 0, string_length(s))) {
    Value result = new_string(ctx, string_length(s), false);
    if (result == v_pending) return result;
    uint8_t* to = narrow_units(as_string(result));
    for (size_t i = 0; i < ascii->size(); i++) {
      auto byte = static_cast<uint8_t>((*ascii)[i]);
      to[i] = static_cast<uint8_t>(byte ^ (static_cast<uint8_t>(byte - first) < 26 ? 0x20 : 0));
    }
    return result;
  }
  return string_from_scalars(ctx, mapping(string_to_scalars(s, 0, string_length(s))));
}

// Whether each neighbouring pair of strings compares so that `accepts` the sign.
template <class Accepts>
Value compare_chain(int64_t argc, const Value* argv, Accepts accepts) {
  for (int64_t i = 0; i + 1 < argc; i++)
    if (!accepts(compare_strings(as_string(argv[i]), as_string(argv[i + 1])))) return v_false;
  return v_true;
}

template <class Accepts>
Value compare_folded_chain(int64_t argc, const Value* argv, Accepts accepts) {
  std::u32string previous;
  for (int64_t i = 0; i < argc; i++) {
    const String* s = as_string(argv[i]);
    std::u32string folded = foldcase_text(string_to_scalars(s, 0, string_length(s)));
    if (i > 0 && !accepts(previous.compare(folded))) return v_false;
    previous = std::move(folded);
  }
  return v_true;
}

}  // namespace

Value prim_string_upcase(Context* ctx, Value string) { return map_text(ctx, string, upcase_text, 'a'); }
Value prim_string_downcase(Context* ctx, Value string) { return map_text(ctx, string, downcase_text, 'A'); }
Value prim_string_foldcase(Context* ctx, Value string) { return map_text(ctx, string, foldcase_text, 'A'); }

#define TC_COMPARISON(name, relation)                                                    \
  Value prim_string_##name(Context*, int64_t argc, const Value* argv) {                  \
    return compare_chain(argc, argv, [](int order) { return order relation 0; });        \
  }                                                                                      \
  Value prim_string_ci_##name(Context*, int64_t argc, const Value* argv) {               \
    return compare_folded_chain(argc, argv, [](int order) { return order relation 0; }); \
  }

TC_COMPARISON(equal, ==)
TC_COMPARISON(less, <)
TC_COMPARISON(greater, >)
TC_COMPARISON(less_equal, <=)
TC_COMPARISON(greater_equal, >=)

#undef TC_COMPARISON

Value prim_string_immutable(Context*, Value string) {
  as_string(string)->header |= string_flag_immutable;
  return string;
}

}  // namespace tiercel
