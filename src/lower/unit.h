// What the lowering of all functions of a unit shares: the builder, the functions still to do, a refusal.
#pragma once

#include <deque>

#include "bytecode/builder.h"
#include "core/core.h"
#include "lower/lower.h"

namespace tiercel::lower {

// Operands name registers with 16 bits; the last ones are left to the interpreter.
constexpr uint32_t register_limit = 65000;

class UnitLowering {
 public:
  UnitLowering(core::Unit* unit, DiagnosticList& diagnostics)
      : unit_(unit), builder_(unit->name), diagnostics_(diagnostics) {}

  Result<bytecode::Unit> run();

  bytecode::UnitBuilder& builder() { return builder_; }
  Arena& arena() { return *unit_->arena; }
  const core::InlinedCall& inlined(uint32_t index) const { return unit_->inlined[index]; }

  Span in_file(Span) const;  // without the calls that were inlined around it

  // The function number of a lambda; its code is lowered later.
  uint32_t function_index(core::Lambda*);
  // The constant that names a variable in an error message.
  uint32_t name_constant(Name);
  // The format cannot hold this; the unit fails.
  void refuse(Span, const char* what);

 private:
  struct Pending {
    core::Lambda* lambda;
    bytecode::FunctionBuilder code;
  };

  core::Unit* unit_;
  bytecode::UnitBuilder builder_;
  std::deque<Pending> pending_;
  DiagnosticList& diagnostics_;
  bool refused_ = false;
};

// Where a variable is in the function being lowered; kept in Variable::extra.
struct Location {
  bool captured;  // index is a capture's number, else a register
  uint32_t index;
};
inline void set_location(core::Variable* variable, Location location) {
  variable->extra = reinterpret_cast<void*>(uintptr_t{location.index} << 1 | uintptr_t{location.captured});
}
inline Location location_of(const core::Variable* variable) {
  auto bits = reinterpret_cast<uintptr_t>(variable->extra);
  return {(bits & 1) != 0, static_cast<uint32_t>(bits >> 1)};
}

// A procedure of a Fix that captures nothing: one object for the whole run, a constant.
inline bool is_static_procedure(const core::Variable* variable) {
  return variable->known && variable->known->captures.empty();
}

}  // namespace tiercel::lower
