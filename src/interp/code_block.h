// Where instructions lie inside a CodeBlock.
#pragma once

#include "bytecode/instruction.h"
#include "object/layouts.h"

namespace tiercel {

// Instructions are aligned to their size, so that none straddles two cache lines; the object's bytes are not.
constexpr size_t code_block_bytes(size_t instructions) { return (instructions + 1) * sizeof(Instruction); }

inline Instruction* first_instruction(CodeBlock* block) {
  constexpr uintptr_t mask = sizeof(Instruction) - 1;
  return reinterpret_cast<Instruction*>((reinterpret_cast<uintptr_t>(block->bytes) + mask) & ~mask);
}

inline Instruction* end_of_instructions(CodeBlock* block) {
  return first_instruction(block) + (header_length(block->header) / sizeof(Instruction) - 1);
}

}  // namespace tiercel
