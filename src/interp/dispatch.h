// From opcodes to handlers and back: what the loader threads into instructions, and introspection reads out of them.
#pragma once

#include <cstdint>

#include "bytecode/instruction.h"
#include "gen/opcodes.h"
#include "interp/entry.h"

namespace tiercel {

// Replaces the opcode number of a stored instruction by the address of the handler that fits its operands.
// `shape` is the shape of the function it belongs to.  If the handler wants its constant by distance, the index becomes
// the distance from `loaded`, where the instruction will be, to constants[index].
void thread_instruction(Instruction& instruction, const Instruction* loaded, const Value* constants, EntryShape shape);

// The stored form of a loaded instruction.
Instruction unthread_instruction(const Instruction* loaded, const Value* constants);

}  // namespace tiercel
