// Reading loaded code back: what introspection shows, and what a compiler of a later tier starts from.
#pragma once

#include <cstdint>
#include <string>

#include "base/names.h"
#include "bytecode/unit.h"
#include "object/layouts.h"

namespace tiercel {

// How the function can be called.
void add_clauses(const Function* function, bytecode::FunctionCode& code);

// The number of instructions of an interpreted function.
int64_t instruction_count(const Function* function);

// The unit that `function` belongs to, in stored form.  Only `function` itself has its instructions; of the others the
// name and the number of captures are there.  Constants other than numbers, text and symbols are shown in a bounded
// form: this is for reading, not for loading again.  `names` must outlive the result.
bytecode::Unit stored_unit(Function* function, NameTable& names);

// The disassembly of an interpreted function.
std::string bytecode_text(Function* function);

}  // namespace tiercel
