// What a call instruction calls, read from the code around it.
#pragma once

#include <cstdint>

#include "object/layouts.h"

namespace tiercel {

// The function that the call at `instruction` of `caller` calls, where the code says it: a closure of the unit, or what a
// global variable holds now.  Null where it does not, where it is a primitive, and where the instruction is no call.
// This is for frames that do not keep their registers, and for messages only.
Function* called_function(const Function* caller, int64_t instruction);

// The same, or the number of the cell that holds what is called; -1: neither is known.
struct Callee {
  Function* function = nullptr;
  int64_t global = -1;
};
Callee callee_of(const Function* caller, int64_t instruction);

}  // namespace tiercel
