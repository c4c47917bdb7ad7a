// What eqv? compares of floats.
#pragma once

#include <bit>
#include <cstdint>

namespace tiercel {

// 0.0 and -0.0 differ, and all NaNs are one, for which of them an operation makes differs between the processor and a compiler
// that computes it beforehand (IEEE 754-2019, 6.2.3 and 6.3, leaves it open).
constexpr uint64_t identity_bits(double number) {
  return number != number ? uint64_t{0x7FF8000000000000} : std::bit_cast<uint64_t>(number);
}

}  // namespace tiercel
