// Core → bytecode, for a unit that went through the mandatory passes (letrec, assignment, closures).
//
// Lowering decides registers and nothing else: what is called, captured, boxed or looped was settled before.
#pragma once

#include "base/result.h"
#include "bytecode/unit.h"
#include "core/core.h"
#include "source/diagnostics.h"

namespace tiercel::lower {

// Fails, with a diagnostic, if a procedure needs more registers than an operand can name.
Result<bytecode::Unit> lower(core::Unit* unit, DiagnosticList& diagnostics);

}  // namespace tiercel::lower
