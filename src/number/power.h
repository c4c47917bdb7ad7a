// Roots, powers and logarithms of numbers of any kind: exact where the result is a rational, the nearest double otherwise.
#pragma once

#include "number/arithmetic.h"

namespace tiercel {

// The principal square root: exact if `number` is the square of an exact number, correctly rounded if `number` is an exact
// real number without such a root.
[[nodiscard]] Value number_square_root(Context* ctx, Value number);

// R7RS expt.  T3006 for zero to the power of what is not zero and has no positive real part.
[[nodiscard]] Value number_power(Context* ctx, Value base, Value exponent);

// Logarithms of a positive real number, which may lie beyond the doubles.
double natural_log_of_positive(Value number);
double binary_log_of_positive(Value number);

}  // namespace tiercel
