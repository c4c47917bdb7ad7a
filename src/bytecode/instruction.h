// One instruction of bytecode: sixteen bytes, in the stored form and in the loaded form alike.
//
// In the stored form the first word is the opcode's number; the loader (interp/load.h) replaces it by the address of
// the opcode's handler, so that dispatch is one load and one jump.  Which field carries which operand follows from
// the row in tables/opcodes.scm: 16-bit operands take a, b, c, d in order, a 32-bit operand takes c and d together.
// This header knows neither the opcodes nor what runs them.
#pragma once

#include <cstdint>

namespace tiercel {

struct Instruction {
  union {
    uint64_t op;    // stored form: the number of an Opcode
    void* handler;  // loaded form
  };
  uint16_t a, b, c, d;

  // The 32-bit operand in c and d, least significant half first.
  constexpr int32_t wide() const { return static_cast<int32_t>(uint32_t{c} | uint32_t{d} << 16); }
  constexpr void set_wide(int32_t value) {
    c = static_cast<uint16_t>(static_cast<uint32_t>(value));
    d = static_cast<uint16_t>(static_cast<uint32_t>(value) >> 16);
  }
};
static_assert(sizeof(Instruction) == 16);

}  // namespace tiercel
