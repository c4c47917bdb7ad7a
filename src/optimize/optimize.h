// The optimizer: runs the passes of tables/passes.scm over a unit, in that order.
//
// --opt=0 runs the mandatory ones; 1 adds constant folding and loops, 2 inlining, 3 a larger budget for it.  The answers
// of a program are the same at each level.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/core.h"

namespace tiercel::core {

// Evaluates a primitive on constants at compile time.  The engine supplies it; without one only trivial operations on
// fixnums, booleans and symbols are folded.
class Folder {
 public:
  virtual ~Folder() = default;
  // A datum in `arena`, or null if the call would raise an error, make something mutable, or cost too much.
  virtual const Datum* fold(Prim, std::span<const Datum* const> arguments, Arena& arena) = 0;
};

struct OptimizeOptions {
  int level = 2;
  Folder* folder = nullptr;
  bool fuel = false;    // insert Fuel nodes
  bool verify = false;  // check the invariants of Core after every pass; a violation ends the process
};

Unit* optimize(Unit*, const OptimizeOptions&);

// One closed unit of all units of a program, in the order in which they run; what nothing reaches is left out.  The units
// are spent.  Every variable of theirs must lie in the table of cells (Global::Storage::table).
Unit* join_program(std::span<Unit* const> units, Arena* arena);

// Numbers the cells that the unit still mentions from 0 on; `names` gets what they are called.
void number_globals(Unit* unit, std::vector<Name>* names);

}  // namespace tiercel::core
