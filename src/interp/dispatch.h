// From opcodes to handlers and back: what the loader threads into instructions, and introspection reads out of them.
#pragma once

#include <cstdint>

#include "bytecode/instruction.h"
#include "gen/opcodes.h"
#include "interp/entry.h"
#include "object/layouts.h"

namespace tiercel {

// What instructions of one unit refer to by number.  None of it moves.
struct UnitObjects {
  const Value* constants;
  const Value* functions;  // Function objects
};

// Replaces the opcode number of a stored instruction by the address of the handler that fits its operands.
// `shape` is the shape of the function it belongs to.  If the handler wants what it refers to by distance, the number
// becomes the distance from `loaded`, where the instruction will be.
void thread_instruction(Instruction& instruction, const Instruction* loaded, UnitObjects objects, EntryShape shape);

// The register that holds what a loaded call instruction calls; -1 if it is no call, or a tail call.
int callee_register(const Instruction* loaded);

// Has a threaded instruction behave as the consair dialect wants: the empty list is false, and it is what nil names.
void use_consair(Instruction& instruction);

// The stored form of a loaded instruction.
Instruction unthread_instruction(const Instruction* loaded, UnitObjects objects);

}  // namespace tiercel
