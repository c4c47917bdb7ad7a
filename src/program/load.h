// From the stored form of a program to its procedure, for both loaders.
#pragma once

#include <memory>

#include "bytecode/unit.h"
#include "interp/load.h"
#include "program/format.h"

namespace tiercel {

// The stored unit, whose names live in `names`; null if it is not of this version.
std::unique_ptr<bytecode::Unit> stored_unit(const ProgramData& program, NameTable& names);

inline LinkedUnit linked_unit(const ProgramData& program) {
  return {0, &program.code, {reinterpret_cast<const uint8_t*>(program.spans.bytes), program.spans.size}};
}

// A program has its variables in the table of cells, and no objects that only its compiler knew.
class NoCells final : public CellResolver {
 public:
  Value cell(Context*, uint64_t, Name) override { return v_false; }
  Value opaque(Context*, uint64_t) override { return v_false; }
};

}  // namespace tiercel
