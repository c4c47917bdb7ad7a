// Which registers are still to be read: a backward pass over the instructions of one function.
//
// The collector asks, so that a frame that waits in a call keeps alive what it will use and not what once was in its
// registers; a native compiler may ask as well.  Computed when wanted, never stored in a unit.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "bytecode/instruction.h"

namespace tiercel::bytecode {

// Masks have a bit for each register, so larger frames are not analysed.
constexpr int64_t liveness_registers_max = 64;

// What an operand of type `base` stands for: how many registers follow is the opcode's affair.
struct RegisterRun {
  int64_t first, count;
  bool written = false;  // else read
};

// `captures(k)` is the number of captured values of the unit's function k.  Nothing for an opcode that is not known to have
// a run.
std::optional<RegisterRun> register_run(const Instruction& instruction,
                                        const std::function<int64_t(uint32_t)>& captures);

struct Liveness {
  std::vector<uint64_t> before, after;  // by instruction
};

// `code` is in stored form, valid, and of a function with at most `liveness_registers_max` registers.
Liveness liveness_of(std::span<const Instruction> code, const std::function<int64_t(uint32_t)>& captures);

}  // namespace tiercel::bytecode
