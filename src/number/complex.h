// Rectangular complex numbers: a compnum whose parts are both exact rationals or both flonums.
//
// An exact zero imaginary part never occurs: such a number is its real part.
#pragma once

#include "number/arithmetic.h"
#include "object/layouts.h"
#include "object/value.h"

namespace tiercel {

// Of any number; a real number has the imaginary part exact 0.
inline Value real_part(Value v) { return is_compnum(v) ? as_compnum(v)->real : v; }
inline Value imaginary_part(Value v) { return is_compnum(v) ? as_compnum(v)->imaginary : make_fixnum(0); }

// The parts are real numbers.
[[nodiscard]] Value make_rectangular(Context* ctx, Value real, Value imaginary);
[[nodiscard]] Value make_rectangular(Context* ctx, double real, double imaginary);
[[nodiscard]] Value make_polar(Context* ctx, Value magnitude, Value angle);

// The operands are numbers, at least one of them a compnum (divide: `b` is not exact 0).
[[nodiscard]] Value complex_add(Context* ctx, Value a, Value b);
[[nodiscard]] Value complex_subtract(Context* ctx, Value a, Value b);
[[nodiscard]] Value complex_multiply(Context* ctx, Value a, Value b);
[[nodiscard]] Value complex_divide(Context* ctx, Value a, Value b);
bool complex_equal(Value a, Value b);

}  // namespace tiercel
