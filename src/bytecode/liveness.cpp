// Backward passes until nothing changes.  Only the back edge of a loop brings something new in another pass.
#include "bytecode/liveness.h"

#include "bytecode/operands.h"
#include "gen/opcodes.h"

namespace tiercel::bytecode {

namespace {

struct Access {
  uint64_t read = 0, written = 0;
};

uint64_t run_of(int64_t first, int64_t count) {
  if (count <= 0 || first >= liveness_registers_max) return 0;
  uint64_t ones = count >= liveness_registers_max ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
  return ones << first;
}

Access access_of(const Instruction& instruction, const std::function<int64_t(uint32_t)>& captures) {
  auto opcode = static_cast<Opcode>(instruction.op);
  const OpcodeInfo& info = opcode_info(opcode);
  Access access;
  for (int i = 0; i < info.operand_count; i++) {
    const tiercel::Operand& slot = info.operands[i];
    int64_t value = operand_value(instruction, slot);
    if (slot.type == OperandType::reg) access.read |= run_of(value, 1);
    if (slot.type == OperandType::dst) access.written |= run_of(value, 1);
    if (slot.type != OperandType::base) continue;
    auto run = register_run(instruction, captures);
    if (!run) access.read = ~uint64_t{0};  // a new opcode with a run keeps everything alive until it is listed
    else (run->written ? access.written : access.read) |= run_of(run->first, run->count);
  }
  return access;
}

}  // namespace

std::optional<RegisterRun> register_run(const Instruction& i, const std::function<int64_t(uint32_t)>& captures) {
  switch (static_cast<Opcode>(i.op)) {
    case Opcode::call:
    case Opcode::call_known: return RegisterRun{i.b, i.c + 1};
    case Opcode::tail_call:
    case Opcode::tail_call_known: return RegisterRun{i.a, i.b + 1};
    case Opcode::return_values: return RegisterRun{i.a, i.b};
    case Opcode::bind_values: return RegisterRun{i.b, i.c + i.d, true};
    case Opcode::make_closure: return RegisterRun{i.b, captures(static_cast<uint32_t>(i.wide()))};
    case Opcode::prim_3: return RegisterRun{i.b, 3};
    case Opcode::prim_n: return RegisterRun{i.b, i.c};
    default: return std::nullopt;
  }
}

Liveness liveness_of(std::span<const Instruction> code, const std::function<int64_t(uint32_t)>& captures) {
  std::vector<Access> accesses;
  accesses.reserve(code.size());
  for (const Instruction& instruction : code) accesses.push_back(access_of(instruction, captures));
  Liveness live{std::vector<uint64_t>(code.size()), std::vector<uint64_t>(code.size())};
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t pc = code.size(); pc-- > 0;) {
      Control control = opcode_info(static_cast<Opcode>(code[pc].op)).control;
      uint64_t after = 0;
      if (int64_t target = jump_target_of(code[pc], static_cast<uint32_t>(pc)); target >= 0)
        after |= live.before[static_cast<size_t>(target)];
      if (control == Control::next || control == Control::branch || control == Control::call)
        after |= live.before[pc + 1];
      uint64_t before = accesses[pc].read | (after & ~accesses[pc].written);
      changed |= before != live.before[pc];
      live.after[pc] = after;
      live.before[pc] = before;
    }
  }
  return live;
}

}  // namespace tiercel::bytecode
