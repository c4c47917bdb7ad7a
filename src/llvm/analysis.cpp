// Operands from the table of opcodes; liveness by iterating backwards until nothing changes.
#include "llvm/analysis.h"

#include "bytecode/operands.h"
#include "gen/opcodes.h"

namespace tiercel::native {

namespace {

void add_run(std::vector<uint16_t>& registers, int64_t first, int64_t count) {
  for (int64_t i = 0; i < count; i++) registers.push_back(static_cast<uint16_t>(first + i));
}

// The run of registers that begins at the operand `base`: calls have the callee before the arguments.
int64_t run_length(const Request& request, Opcode opcode, const Instruction& instruction) {
  switch (opcode) {
    case Opcode::call:
    case Opcode::call_known: return 1 + instruction.c;
    case Opcode::tail_call:
    case Opcode::tail_call_known: return 1 + instruction.b;
    case Opcode::return_values: return instruction.b;
    case Opcode::make_closure: return request.functions[static_cast<uint32_t>(instruction.wide())].captures;
    case Opcode::prim_3: return 3;
    case Opcode::prim_n: return instruction.c;
    default: return 0;
  }
}

}  // namespace

RegisterUse registers_of(const Request& request, const Instruction& instruction) {
  RegisterUse use;
  auto opcode = static_cast<Opcode>(instruction.op);
  const OpcodeInfo& info = opcode_info(opcode);
  for (int i = 0; i < info.operand_count; i++) {
    int64_t value = bytecode::operand_value(instruction, info.operands[i]);
    switch (info.operands[i].type) {
      case OperandType::dst: use.writes.push_back(static_cast<uint16_t>(value)); break;
      case OperandType::reg: use.reads.push_back(static_cast<uint16_t>(value)); break;
      case OperandType::base:
        if (opcode == Opcode::bind_values) add_run(use.writes, value, instruction.c + (instruction.d ? 1 : 0));
        else add_run(use.reads, value, run_length(request, opcode, instruction));
        break;
      default: break;
    }
  }
  return use;
}

int64_t jump_target_of(const Instruction& instruction, uint32_t pc) {
  Control control = opcode_info(static_cast<Opcode>(instruction.op)).control;
  if (control != Control::jump && control != Control::branch) return -1;
  return int64_t{pc} + instruction.wide();
}

Analysis::Analysis(const Request& request, const bytecode::FunctionCode& code)
    : leaders_(code.instructions.size() + 1),
      words_((code.frame_size + 63) / 64),
      frame_size_(code.frame_size),
      live_((code.instructions.size() + 1) * words_) {
  auto count = static_cast<uint32_t>(code.instructions.size());
  for (const bytecode::Clause& clause : code.clauses) leaders_[clause.first] = true;
  for (uint32_t pc = 0; pc < count; pc++)
    if (int64_t target = jump_target_of(code.instructions[pc], pc); target >= 0) leaders_[static_cast<size_t>(target)] = true;

  std::vector<RegisterUse> uses;
  for (const Instruction& instruction : code.instructions) uses.push_back(registers_of(request, instruction));
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t pc = count; pc-- > 0;) {
      const Instruction& instruction = code.instructions[pc];
      Control control = opcode_info(static_cast<Opcode>(instruction.op)).control;
      bool falls_through = control == Control::next || control == Control::branch || control == Control::call;
      int64_t target = jump_target_of(instruction, pc);
      std::vector<uint64_t> live(words_);
      for (size_t w = 0; w < words_; w++) {
        if (falls_through) live[w] |= live_[(pc + 1) * words_ + w];
        if (target >= 0) live[w] |= live_[static_cast<size_t>(target) * words_ + w];
      }
      for (uint16_t reg : uses[pc].writes) live[reg / 64] &= ~(uint64_t{1} << (reg % 64));
      for (uint16_t reg : uses[pc].reads) live[reg / 64] |= uint64_t{1} << (reg % 64);
      for (size_t w = 0; w < words_; w++) {
        changed = changed || live_[pc * words_ + w] != live[w];
        live_[pc * words_ + w] = live[w];
      }
    }
  }
}

std::vector<uint16_t> Analysis::live_before(uint32_t pc) const {
  std::vector<uint16_t> registers;
  for (uint32_t reg = 0; reg < frame_size_; reg++)
    if (is_live(pc, reg)) registers.push_back(static_cast<uint16_t>(reg));
  return registers;
}

}  // namespace tiercel::native
