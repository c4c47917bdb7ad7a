// Whether the functions of a request compute with floats, as far as they show it.  Without that no code is made for floats
// in particular: the general functions of number/ do what is wanted.
#pragma once

#include <algorithm>

#include "bytecode/operands.h"
#include "gen/primitive_floats.h"
#include "native/request.h"
#include "object/value.h"

namespace tiercel::native {

inline bool uses_floats(const Request& request) {
  if (std::ranges::find(request.seen, SeenKind::flonum) != request.seen.end()) return true;
  for (const ConstantFact& fact : request.constants)
    if (fact.kind == ConstantFact::word && is_immediate_float(Value{fact.number})) return true;
  for (const bytecode::FunctionCode& function : request.functions)
    for (const Instruction& instruction : function.instructions) {
      int64_t primitive = bytecode::primitive_of(instruction);
      if (primitive >= 0 && shows_floats(static_cast<core::Prim>(primitive))) return true;
    }
  return false;
}

}  // namespace tiercel::native
