// Bytecode as text: for `dump --stage=bytecode`, golden tests, and introspection.  The text is stable: it names no
// address and depends on nothing but the unit.
#pragma once

#include <string>

#include "bytecode/unit.h"

namespace tiercel::bytecode {

// Any unit that passes the validator.
std::string disassemble(const Unit& unit);
std::string disassemble(const Unit& unit, uint32_t function);

// A datum in a bounded form: nested at most three deep, at most eight elements, at most forty characters of text.
std::string brief(const Datum* datum);

}  // namespace tiercel::bytecode
