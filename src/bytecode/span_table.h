// The spans of a loaded unit: one byte string, from which the span of an instruction is decoded when it is wanted.
//
// A running program needs spans only for messages and backtraces, so they are kept small (differences, LEB128) and
// searched in order.  control/ reads them without knowing how units are loaded.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bytecode/unit.h"

namespace tiercel::bytecode {

std::vector<uint8_t> encode_spans(const Unit& unit);

// A place in the source with the procedure that it is in: empty for the function itself, whose name the caller knows.
struct SourceFrame {
  std::string procedure;
  Span span;
};

// The frames that instruction `pc` stands for, innermost first: those of inlined calls, then the function's own.
// Empty if the table does not say.
std::vector<SourceFrame> find_frames(std::span<const uint8_t> table, uint32_t function, uint32_t pc);

// The span of instruction `pc` of function number `function`; unknown if the table does not say.
Span find_span(std::span<const uint8_t> table, uint32_t function, uint32_t pc);

// The span of the whole lambda expression.
Span find_function_span(std::span<const uint8_t> table, uint32_t function);

}  // namespace tiercel::bytecode
