// Whether the functions of a request compute with floats, as far as they show it.  Without that no code is made for floats
// in particular: the general functions of number/ do what is wanted.
#pragma once

#include <algorithm>
#include <bit>
#include <optional>

#include "bytecode/operands.h"
#include "gen/primitive_floats.h"
#include "native/request.h"
#include "object/value.h"

namespace tiercel::native {

inline std::optional<double> float_of(const ConstantFact& fact) {
  if (fact.kind == ConstantFact::real) return std::bit_cast<double>(fact.number);
  bool is_word = fact.kind == ConstantFact::word && is_immediate_float(Value{fact.number});
  return is_word ? std::optional(immediate_float_value(Value{fact.number})) : std::nullopt;
}

inline bool uses_floats(const Request& request) {
  if (std::ranges::find(request.seen, SeenKind::flonum) != request.seen.end()) return true;
  for (const ConstantFact& fact : request.constants)
    if (float_of(fact)) return true;
  for (const bytecode::FunctionCode& function : request.functions)
    for (const Instruction& instruction : function.instructions) {
      int64_t primitive = bytecode::primitive_of(instruction);
      if (primitive >= 0 && shows_floats(static_cast<core::Prim>(primitive))) return true;
    }
  return false;
}

}  // namespace tiercel::native
