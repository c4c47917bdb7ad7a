// Whether a unit is well formed: what a back end may take for granted, checked once.
//
// Afterwards every register is inside its frame, every jump inside its function, every constant, function, capture
// and primitive number exists and is of the right kind, no function runs off its end.  The validator does not know
// what values registers hold: that a box is a box is the compiler's promise.  It accepts hostile input without
// crashing (fuzz/bytecode_fuzz.cpp).
#pragma once

#include <optional>
#include <string>

#include "bytecode/unit.h"

namespace tiercel::bytecode {

struct Fault {
  uint32_t function = 0;
  uint32_t pc = 0;
  const char* problem;  // static text

  std::string text() const;
};

struct ValidateOptions {
  uint64_t global_count = uint64_t{1} << 31;  // cells that ctx->cells will have
  bool without_instructions = false;          // functions are shapes only: their code is elsewhere
};

[[nodiscard]] std::optional<Fault> validate(const Unit& unit, const ValidateOptions& options = {});

}  // namespace tiercel::bytecode
