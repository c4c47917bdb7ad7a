// From bytecode to something that can be called.
//
// Loading allocates the unit's functions, instructions and constants where they never move, and threads handler
// addresses into the instructions.  It never collects and never runs Scheme code.
#pragma once

#include <cstdint>
#include <span>

#include "base/names.h"
#include "bytecode/unit.h"
#include "control/library_code.h"
#include "object/context.h"
#include "object/value.h"

namespace tiercel {

// What the engine knows and the bytecode only names.
struct CellResolver {
  // The Cell object of the global variable `handle`.
  virtual Value cell(Context* ctx, uint64_t handle, Name name) = 0;
  // The value behind an Opaque datum.
  virtual Value opaque(Context* ctx, uint64_t handle) = 0;

 protected:
  ~CellResolver() = default;
};

// A unit's place among those whose machine code is part of the executable, and that code; null: it has none.
struct LinkedUnit {
  int64_t number = -1;  // in Context::libraries
  const LibraryCode* code = nullptr;
  std::span<const uint8_t> spans = {};  // the table of spans, where the unit itself has none (bytecode/span_table.h)
};

// A procedure without arguments that runs the unit.  The unit must be valid (bytecode/validate.h); it may be destroyed
// afterwards.  v_pending with T4002 if memory does not suffice.  Its functions get the machine code that was linked in.
[[nodiscard]] Value load_unit(Context* ctx, const bytecode::Unit& unit, CellResolver& resolver, LinkedUnit linked = {});

}  // namespace tiercel
