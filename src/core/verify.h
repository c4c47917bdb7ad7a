// Checks what every pass may rely on.  Test builds run it after each pass.
#pragma once

#include <string>

#include "core/core.h"

namespace tiercel::core {

// No expansion within its own limit (10,000 nested forms) makes a tree deeper than this.
constexpr uint32_t depth_limit = 100'000;

// What holds beyond the general rules, after certain passes.
struct Properties {
  bool no_letrec = false;           // after letrec
  bool assigned_are_boxed = false;  // after assignment: those that closures capture
  bool captures_listed = false;     // after closures
};

// Empty if the unit is sound, else the first violation:
// - a variable is bound once, mentioned only in its scope, assigned only if it is marked so; a Fix variable never is
// - a Fix binds each variable to its own lambda; counts of variables and values agree; a Seq is not empty
// - an Again is in tail position of its Loop, in the same lambda, with as many arguments as the Loop has variables
// - a PrimCall has a number of arguments that its row accepts
std::string verify(const Unit*, Properties);

}  // namespace tiercel::core
