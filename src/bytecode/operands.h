// Reading an instruction's operands by the table: what validator, disassembler, serializer and compilers share.
#pragma once

#include "bytecode/instruction.h"
#include "gen/opcodes.h"

namespace tiercel::bytecode {

// The operand in `slot`, sign-extended where its type is signed, for a stored or loaded instruction alike.
inline int64_t operand_value(const Instruction& instruction, const tiercel::Operand& slot) {
  switch (slot.type) {
    case OperandType::label:
    case OperandType::s32: return instruction.wide();
    case OperandType::const_:
    case OperandType::global:
    case OperandType::function: return static_cast<uint32_t>(instruction.wide());
    default: break;
  }
  const uint16_t fields[] = {instruction.a, instruction.b, instruction.c, instruction.d};
  uint16_t field = fields[slot.field];
  return slot.type == OperandType::s16 ? static_cast<int64_t>(static_cast<int16_t>(field)) : int64_t{field};
}

inline void set_operand(Instruction& instruction, const tiercel::Operand& slot, int64_t value) {
  if (is_wide(slot.type)) return instruction.set_wide(static_cast<int32_t>(value));
  uint16_t* const fields[] = {&instruction.a, &instruction.b, &instruction.c, &instruction.d};
  *fields[slot.field] = static_cast<uint16_t>(value);
}

// The number of the primitive that an instruction calls directly; -1 if it is no such call.
inline int64_t primitive_of(const Instruction& instruction) {
  switch (static_cast<Opcode>(instruction.op)) {
    case Opcode::prim_0: return instruction.b;
    case Opcode::prim_1:
    case Opcode::prim_3: return instruction.c;
    case Opcode::prim_2:
    case Opcode::prim_n: return instruction.d;
    default: return -1;
  }
}

// Where an instruction, the one at `pc`, can go next besides falling through; -1 if nowhere.
inline int64_t jump_target_of(const Instruction& instruction, uint32_t pc) {
  Control control = opcode_info(static_cast<Opcode>(instruction.op)).control;
  if (control != Control::jump && control != Control::branch) return -1;
  return int64_t{pc} + instruction.wide();
}

}  // namespace tiercel::bytecode
