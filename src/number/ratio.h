// Exact rationals: an exact integer, or a ratnum in lowest terms whose denominator is greater than 1.
#pragma once

#include "number/arithmetic.h"
#include "number/integer.h"
#include "object/layouts.h"
#include "object/value.h"

namespace tiercel {

inline bool is_exact_rational(Value v) { return is_exact_integer(v) || is_ratnum(v); }
inline Value ratio_numerator(Value v) { return is_ratnum(v) ? as_ratnum(v)->numerator : v; }
inline Value ratio_denominator(Value v) { return is_ratnum(v) ? as_ratnum(v)->denominator : make_fixnum(1); }

// numerator / denominator in lowest terms; `denominator` is not 0.
[[nodiscard]] Value make_ratio(Context* ctx, Value numerator, Value denominator);
// The same where both are known to have no common divisor.
[[nodiscard]] Value make_coprime_ratio(Context* ctx, Value numerator, Value denominator);

// The operands are exact rationals.
[[nodiscard]] Value ratio_add(Context* ctx, Value a, Value b);
[[nodiscard]] Value ratio_subtract(Context* ctx, Value a, Value b);
[[nodiscard]] Value ratio_multiply(Context* ctx, Value a, Value b);
[[nodiscard]] Value ratio_divide(Context* ctx, Value a, Value b);  // b is not 0
int ratio_compare(Value a, Value b);
double ratio_value_to_double(Value a);

enum class IntegerRounding : uint8_t { floor, ceiling, truncate, round };
[[nodiscard]] Value ratio_round(Context* ctx, Value a, IntegerRounding rounding);

}  // namespace tiercel
