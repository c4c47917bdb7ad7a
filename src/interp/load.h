// From bytecode to something that can be called.
//
// Loading allocates the unit's functions, instructions and constants where they never move, and threads handler
// addresses into the instructions.  It never collects and never runs Scheme code.
#pragma once

#include <cstdint>

#include "base/names.h"
#include "bytecode/unit.h"
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

// A procedure without arguments that runs the unit.  The unit must be valid (bytecode/validate.h); it may be destroyed
// afterwards.  v_pending with T4002 if memory does not suffice.  If it is the unit of the image library of number
// `library`, and not -1, its functions get the native code that the executable has for them.
[[nodiscard]] Value load_unit(Context* ctx, const bytecode::Unit& unit, CellResolver& resolver, int64_t library = -1);

}  // namespace tiercel
