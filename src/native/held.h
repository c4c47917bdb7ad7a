// What machine code asks of the words of many registers by one call (tc_hold) instead of a test of each.
#pragma once

#include <cstdint>

namespace tiercel::native {

// An index is a fixnum that is not negative and below 2^44.
enum class Held : uint8_t { anything, fixnum, index, pair, vector, f64vector, bytevector, string, record, flonum };

// Of registers in memory, one behind the other, the first one in the lowest bits.
constexpr int held_bits = 4, held_registers = 64 / held_bits;
// The bits of an index beside the tag of fixnums.
constexpr uint64_t index_bits = 0x7FFF'FFFF'FFF8;

}  // namespace tiercel::native
