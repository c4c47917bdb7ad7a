// Mistakes that are certain before a program runs: calls of known procedures with a number of arguments that they do not
// accept, calls of what is no procedure, definitions that replace an earlier one.
#pragma once

#include <functional>
#include <vector>

#include "core/core.h"
#include "object/value.h"
#include "source/diagnostics.h"

namespace tiercel {

class CallChecker {
 public:
  // `imported` gives the value of a variable whose library has run already, or v_unbound.
  CallChecker(DiagnosticList& diagnostics, std::function<Value(const core::Global*)> imported)
      : diagnostics_(diagnostics), imported_(std::move(imported)) {}

  // First every unit is told, so that what they define is known, then each is checked.
  void learn(core::Unit* unit);
  void check(core::Unit* unit);

 private:
  void learn_global(const core::GlobalDefine* definition);
  void learn_locals(core::Node* node);
  void check_node(core::Node* node);
  void check_call(const core::Call* call);
  void check_primitive(const core::Call* call, core::Prim prim);
  void check_lambda(const core::Call* call, const core::Lambda* lambda, Name name);
  void check_value(const core::Call* call, Value value);
  void wrong_count(const core::Call* call, std::string_view name, const std::string& expected, Span definition);
  const core::Lambda* known_global(const core::Global* global) const;

  struct Known {
    const core::Global* global;
    const core::Lambda* lambda;
  };
  struct KnownLocal {
    const core::Variable* variable;
    const core::Lambda* lambda;
  };
  DiagnosticList& diagnostics_;
  std::function<Value(const core::Global*)> imported_;
  std::vector<Known> known_;
  std::vector<KnownLocal> locals_;  // in scope
};

// A warning for each definition of a unit that replaces an earlier one of the same unit.
void check_definitions(core::Unit* unit, DiagnosticList& diagnostics);

// What calls of the prelude's `compile` with a quoted name define when they are run.
std::vector<Name> names_given_to_compile(core::Unit* unit);

}  // namespace tiercel
