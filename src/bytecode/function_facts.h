// What compilers ask of a function's code: how direct calls may enter it, and what its head must do.
#pragma once

#include <algorithm>

#include "bytecode/unit.h"
#include "gen/opcodes.h"
#include "object/context.h"

namespace tiercel::bytecode {

// Whether exactly `argc` arguments, all in registers or slots, are what the function takes: a call may enter it directly.
inline bool takes_exactly(const FunctionCode& code, int64_t argc) {
  return code.clauses.size() == 1 && !code.clauses[0].rest && code.clauses[0].required == argc &&
         code.clauses[0].first == 0 && argc <= register_arguments + argument_slots;
}

// Whether the function reads its closure.
inline bool uses_self(const FunctionCode& code) {
  return std::ranges::any_of(code.instructions, [](const Instruction& instruction) {
    auto opcode = static_cast<Opcode>(instruction.op);
    return opcode == Opcode::capture_ref || opcode == Opcode::load_self;
  });
}

// A function that calls nothing and does not loop may leave polls to its callers.
inline bool needs_poll(const FunctionCode& code) {
  return std::ranges::any_of(code.instructions, [](const Instruction& instruction) {
    auto opcode = static_cast<Opcode>(instruction.op);
    Control control = opcode_info(opcode).control;
    return control == Control::call || control == Control::tail || opcode == Opcode::loop_head;
  });
}

}  // namespace tiercel::bytecode
