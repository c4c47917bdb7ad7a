// Looks backwards for the instruction that put the callee where the call finds it.
#include "interp/callee.h"

#include "bytecode/operands.h"
#include "gen/opcodes.h"
#include "interp/dispatch.h"

namespace tiercel {

namespace {

class CalleeSearch {
 public:
  explicit CalleeSearch(const Function* caller) : caller_(caller) {}

  int64_t global() const { return global_; }

  Function* find(int64_t call) {
    Instruction calling = at(call);
    if (opcode_info(static_cast<Opcode>(calling.op)).control != Control::call) return nullptr;
    return content(calling.b, call);
  }

 private:
  Instruction at(int64_t pc) const {
    const Vector* functions = as_vector(as_code_unit(caller_->unit)->functions);
    return unthread_instruction(caller_->code + pc, {as_vector(caller_->constants)->elements, functions->elements});
  }

  // What register `reg` holds before the instruction `until`.
  Function* content(uint16_t reg, int64_t until) {
    for (int64_t pc = until - 1; pc >= 0; pc--) {
      Instruction instruction = at(pc);
      if (!writes(instruction, reg)) continue;
      return jumped_over(pc, until) ? nullptr : written(instruction, pc);
    }
    return nullptr;
  }

  static bool writes(const Instruction& instruction, uint16_t reg) {
    if (static_cast<Opcode>(instruction.op) == Opcode::bind_values)
      return reg >= instruction.b && reg <= instruction.b + instruction.c;
    const OpcodeInfo& info = opcode_info(static_cast<Opcode>(instruction.op));
    for (int i = 0; i < info.operand_count; i++)
      if (info.operands[i].type == OperandType::dst && bytecode::operand_value(instruction, info.operands[i]) == reg)
        return true;
    return false;
  }

  // Whether control can come between the two without passing the first.
  bool jumped_over(int64_t first, int64_t last) const {
    for (int64_t pc = 0; pc < first; pc++) {
      int64_t target = bytecode::jump_target_of(at(pc), static_cast<uint32_t>(pc));
      if (target > first && target <= last) return true;
    }
    return false;
  }

  Function* written(const Instruction& instruction, int64_t pc) {
    auto number = static_cast<uint32_t>(instruction.wide());
    switch (static_cast<Opcode>(instruction.op)) {
      case Opcode::move: return content(instruction.b, pc);
      case Opcode::load_self: return const_cast<Function*>(caller_);
      case Opcode::load_const: return of(as_vector(caller_->constants)->elements[number]);
      case Opcode::cell_ref: return of(as_cell(as_vector(caller_->constants)->elements[number])->content);
      case Opcode::global_ref: global_ = number; return nullptr;
      case Opcode::make_closure:
        return as_function(as_vector(as_code_unit(caller_->unit)->functions)->elements[number]);
      default: return nullptr;
    }
  }

  static Function* of(Value callee) {
    if (!is_procedure(callee)) return nullptr;
    Function* function = function_of(as_procedure(callee));
    return function->primitive < 0 ? function : nullptr;
  }

  const Function* caller_;
  int64_t global_ = -1;
};

}  // namespace

Function* called_function(const Function* caller, int64_t instruction) {
  return callee_of(caller, instruction).function;
}

Callee callee_of(const Function* caller, int64_t instruction) {
  if (!caller->code) return {};
  CalleeSearch search(caller);
  Function* function = search.find(instruction);
  return {function, search.global()};
}

}  // namespace tiercel
