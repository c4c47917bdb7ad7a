// Straight procedures of floats: without tests, loops and calls, and no longer than some dozens of machine instructions.  Of such
// a one a call is a good part, so that callers which compile later take it along though it has code already: then floats cross
// the call as they are.
#pragma once

#include <cstddef>

#include "bytecode/operands.h"
#include "bytecode/unit.h"
#include "core/core.h"
#include "gen/opcodes.h"
#include "gen/primitives.h"

namespace tiercel::native {

inline bool stores_float(const Instruction& instruction) {
  return static_cast<core::Prim>(bytecode::primitive_of(instruction)) == core::Prim::f64vector_set;
}

// Neither calls nor allocates where it goes its usual way.
inline bool is_straight_step(const Instruction& instruction) {
  using core::Prim;
  switch (static_cast<Opcode>(instruction.op)) {
    case Opcode::move:
    case Opcode::load_const:
    case Opcode::load_fixnum:
    case Opcode::load_constant:
    case Opcode::add:
    case Opcode::subtract:
    case Opcode::multiply:
    case Opcode::add_immediate: return true;
    default: break;
  }
  switch (static_cast<Prim>(bytecode::primitive_of(instruction))) {
    case Prim::divide:
    case Prim::subtract:
    case Prim::abs:
    case Prim::sqrt:
    case Prim::f64vector_ref:
    case Prim::f64vector_set: return true;
    default: return false;
  }
}

constexpr size_t straight_instructions_max = 100;

inline bool is_straight(const bytecode::FunctionCode& code) {
  size_t count = code.instructions.size();
  if (count > straight_instructions_max || code.clauses.size() != 1) return false;
  bool stores = false;
  for (size_t pc = code.clauses[0].first; pc + 1 < count; pc++) {
    stores = stores || stores_float(code.instructions[pc]);
    if (!is_straight_step(code.instructions[pc])) return false;
  }
  return stores && static_cast<Opcode>(code.instructions[count - 1].op) == Opcode::return_;
}

}  // namespace tiercel::native
