// Operands from the table of opcodes; liveness by iterating backwards until nothing changes, origins of constants by
// going forward from leader to leader.
#include "llvm/analysis.h"

#include "bytecode/liveness.h"
#include "bytecode/operands.h"
#include "gen/opcodes.h"

namespace tiercel::native {

RegisterUse registers_of(const Request& request, const Instruction& instruction) {
  RegisterUse use;
  auto captures = [&request](uint32_t function) { return int64_t{request.functions[function].captures}; };
  const OpcodeInfo& info = opcode_info(static_cast<Opcode>(instruction.op));
  for (int i = 0; i < info.operand_count; i++) {
    int64_t value = bytecode::operand_value(instruction, info.operands[i]);
    switch (info.operands[i].type) {
      case OperandType::dst: use.writes.push_back(static_cast<uint16_t>(value)); break;
      case OperandType::reg: use.reads.push_back(static_cast<uint16_t>(value)); break;
      case OperandType::base:
        // An opcode that is not listed there is refused when it is emitted.
        if (auto run = bytecode::register_run(instruction, captures)) {
          std::vector<uint16_t>& registers = run->written ? use.writes : use.reads;
          for (int64_t r = 0; r < run->count; r++) registers.push_back(static_cast<uint16_t>(run->first + r));
        }
        break;
      default: break;
    }
  }
  return use;
}

Analysis::Analysis(const Request& request, const bytecode::FunctionCode& code)
    : request_(request),
      code_(code),
      leaders_(code.instructions.size() + 1),
      repeated_(code.instructions.size() + 1),
      words_((code.frame_size + 63) / 64),
      frame_size_(code.frame_size),
      live_((code.instructions.size() + 1) * words_) {
  auto count = static_cast<uint32_t>(code.instructions.size());
  for (const bytecode::Clause& clause : code.clauses) leaders_[clause.first] = true;
  for (uint32_t pc = 0; pc < count; pc++) {
    int64_t target = jump_target_of(code.instructions[pc], pc);
    if (target < 0) continue;
    leaders_[static_cast<size_t>(target)] = true;
    for (auto between = static_cast<size_t>(target); between <= pc; between++) repeated_[between] = true;
  }

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
  find_origins();
}

// --- Origins --------------------------------------------------------------------------------------------------------

void Analysis::follow(uint32_t pc, Origins& origins) const {
  const Instruction& instruction = code_.instructions[pc];
  switch (static_cast<Opcode>(instruction.op)) {
    case Opcode::load_const:
    case Opcode::load_fixnum:
    case Opcode::load_constant:
    case Opcode::load_self:
    case Opcode::make_closure: origins[instruction.a] = static_cast<int32_t>(pc); break;
    case Opcode::move: origins[instruction.a] = origins[instruction.b]; break;
    default:
      for (uint16_t reg : registers_of(request_, instruction).writes) origins[reg] = -1;
  }
}

bool Analysis::merge(uint32_t pc, const Origins& origins) {
  auto [found, is_new] = origins_.try_emplace(pc, origins);
  if (is_new) return true;
  bool changed = false;
  for (size_t reg = 0; reg < frame_size_; reg++) {
    int32_t& known = found->second[reg];
    if (known < 0 || known == origins[reg]) continue;
    if (origins[reg] >= 0) {
      const Instruction &x = code_.instructions[static_cast<size_t>(known)],
                        &y = code_.instructions[static_cast<size_t>(origins[reg])];
      bool closures = x.op == static_cast<uint64_t>(Opcode::make_closure);
      if (!closures && x.op == y.op && x.wide() == y.wide()) continue;
    }
    known = -1;
    changed = true;
  }
  return changed;
}

void Analysis::find_origins() {
  std::vector<uint32_t> waiting;
  auto reach = [&](uint32_t pc, const Origins& origins) {
    if (merge(pc, origins)) waiting.push_back(pc);
  };
  for (const bytecode::Clause& clause : code_.clauses) reach(clause.first, Origins(frame_size_, -1));
  while (!waiting.empty()) {
    uint32_t pc = waiting.back();
    waiting.pop_back();
    Origins origins = origins_[pc];
    for (;;) {
      const Instruction& instruction = code_.instructions[pc];
      follow(pc, origins);
      if (int64_t target = jump_target_of(instruction, pc); target >= 0) reach(static_cast<uint32_t>(target), origins);
      Control control = opcode_info(static_cast<Opcode>(instruction.op)).control;
      if (control != Control::next && control != Control::branch && control != Control::call) break;
      if (++pc >= code_.instructions.size()) break;
      if (leaders_[pc]) {
        reach(pc, origins);
        break;
      }
    }
  }
}

std::vector<int32_t> Analysis::origins_before(uint32_t pc) const {
  auto after = origins_.upper_bound(pc);
  if (after == origins_.begin()) return Origins(frame_size_, -1);
  auto leader = std::prev(after);
  Origins origins = leader->second;
  for (uint32_t at = leader->first; at < pc; at++) follow(at, origins);
  return origins;
}

std::vector<uint16_t> Analysis::live_before(uint32_t pc) const {
  std::vector<uint16_t> registers;
  for (uint32_t reg = 0; reg < frame_size_; reg++)
    if (is_alive(pc, reg)) registers.push_back(static_cast<uint16_t>(reg));
  return registers;
}

}  // namespace tiercel::native
