// Core → bytecode, for a unit that went through the mandatory passes (letrec, assignment, closures).
//
// Lowering decides registers and nothing else: what is called, captured, boxed or looped was settled before.
#pragma once

#include <string>

#include "bytecode/unit.h"
#include "core/core.h"

namespace tiercel::lower {

// What the instruction format cannot hold.
struct Refusal {
  Span span;
  std::string message;
};

// False, and `refusal` filled, if a procedure needs more registers than an operand can name.
[[nodiscard]] bool lower(core::Unit* unit, bytecode::Unit* result, Refusal* refusal);

}  // namespace tiercel::lower
