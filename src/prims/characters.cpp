// Characters: classes, case and comparison.
#include "gen/primitive_bodies.h"
#include "prims/arguments.h"
#include "base/utf8.h"
#include "text/characters.h"

namespace tiercel {

using core::Prim;

Value prim_is_char(Context*, Value object) { return boolean(is_char(object)); }
Value prim_char_to_integer(Context*, Value c) { return make_fixnum(char_scalar(c)); }

Value prim_integer_to_char(Context* ctx, Value scalar) {
  int64_t n = fixnum_value(scalar);
  if (n > scalar_max || !is_scalar_value(static_cast<uint32_t>(n)))
    return raise_error(ctx, ErrorCode::T3013, {primitive_name(ctx, Prim::integer_to_char), scalar});
  return make_char(static_cast<uint32_t>(n));
}

Value prim_char_upcase(Context*, Value c) { return make_char(scalar_upcase(char_scalar(c))); }
Value prim_char_downcase(Context*, Value c) { return make_char(scalar_downcase(char_scalar(c))); }
Value prim_char_foldcase(Context*, Value c) { return make_char(scalar_foldcase(char_scalar(c))); }
Value prim_is_char_alphabetic(Context*, Value c) { return boolean(scalar_is_alphabetic(char_scalar(c))); }
Value prim_is_char_numeric(Context*, Value c) { return boolean(scalar_is_numeric(char_scalar(c))); }
Value prim_is_char_whitespace(Context*, Value c) { return boolean(scalar_is_whitespace(char_scalar(c))); }
Value prim_is_char_upper_case(Context*, Value c) { return boolean(scalar_is_upper_case(char_scalar(c))); }
Value prim_is_char_lower_case(Context*, Value c) { return boolean(scalar_is_lower_case(char_scalar(c))); }

Value prim_digit_value(Context*, Value c) {
  int value = scalar_digit_value(char_scalar(c));
  return value < 0 ? v_false : make_fixnum(value);
}

namespace {

// Whether each neighbouring pair of arguments, mapped by `key`, is in the relation.
template <class Relation, class Key>
Value compare_chain(int64_t argc, const Value* argv, Relation in_relation, Key key) {
  for (int64_t i = 0; i + 1 < argc; i++)
    if (!in_relation(key(char_scalar(argv[i])), key(char_scalar(argv[i + 1])))) return v_false;
  return v_true;
}

uint32_t as_it_is(uint32_t scalar) { return scalar; }

}  // namespace

#define TC_COMPARISON(name, relation)                                       \
  Value prim_char_##name(Context*, int64_t argc, const Value* argv) {       \
    auto in_relation = [](uint32_t x, uint32_t y) { return x relation y; }; \
    return compare_chain(argc, argv, in_relation, as_it_is);                \
  }                                                                         \
  Value prim_char_ci_##name(Context*, int64_t argc, const Value* argv) {    \
    auto in_relation = [](uint32_t x, uint32_t y) { return x relation y; }; \
    return compare_chain(argc, argv, in_relation, scalar_foldcase);         \
  }

TC_COMPARISON(equal, ==)
TC_COMPARISON(less, <)
TC_COMPARISON(greater, >)
TC_COMPARISON(less_equal, <=)
TC_COMPARISON(greater_equal, >=)

#undef TC_COMPARISON

}  // namespace tiercel
