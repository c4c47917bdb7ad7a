// What an identifier can mean.
//
// Two identifiers are the same (free-identifier=?, `else` matched as a literal) when they resolve to the same Binding
// object, so a binding that is imported elsewhere is shared, never copied.
#pragma once

#include <cstdint>

#include "base/names.h"
#include "core/core.h"
#include "syntax/scope.h"

namespace tiercel::syntax {

class Namespace;
struct Syntax;
struct SyntaxRules;
enum class CoreForm : uint16_t;  // rows of core_forms.h

// Binding::frame of what is defined at top level.
constexpr uint32_t top_level_frame = 0xFFFF'FFFF;

enum class BindingKind : uint8_t {
  core_form,   // `form`
  rules,       // `rules`: a syntax-rules macro
  procedural,  // `transformer`: a handle of the Evaluator
  variable,    // `variable`: lexical
  global,      // `global`
  primitive,   // `primitive`
  constant,    // `constant`: nil, t, ...
};

struct Transformer {
  uint64_t handle;    // Evaluator; 0: stored, and not evaluated yet in this process
  bool plain_data;    // defmacro: takes and gives data without scopes
  Scopes definition;  // of the keyword where it was defined: what `rename` gives
  Syntax* source;     // its expression, as long as the namespace lives; null for local macros
};

// A top-level variable.  Lives as long as its namespace; compiled units see it through a core::Global of their own.
struct GlobalBinding {
  Name name;
  core::Global::Storage storage;
  uint64_t handle;
  uint32_t definitions = 0;    // seen so far
  bool assigned = false;       // by set!
  bool immutable = false;      // made by `def`
  bool settled = false;        // a constant of the program that defined it, which may have been compiled into its uses
  bool syntax_only = false;    // made by define-for-syntax
  bool introduced = false;     // by a macro, so its printed name may not be unique
  bool never_returns = false;  // a procedure whose library declares so
  std::string_view documentation;           // given by `def`
  core::StoredProcedure* stored = nullptr;  // its body, if other units may inline it
  int32_t primitive = -1;                   // other units know it as this primitive, which it is defined as
  uint64_t unit = 0;                        // the expansion that `cached` belongs to
  core::Global* cached = nullptr;
};

struct Binding {
  BindingKind kind;
  Namespace* home = nullptr;  // namespace that made it; null for lexical bindings
  uint32_t frame = 0;         // macros: definition context they were defined in (0: none that can be active)
  bool immutable = false;     // variable: made by an internal `def`
  union {
    CoreForm form;
    SyntaxRules* rules;
    Transformer transformer;
    core::Variable* variable;
    GlobalBinding* global;
    core::Prim primitive;
    const Datum* constant;
  };

  bool is_macro() const { return kind == BindingKind::rules || kind == BindingKind::procedural; }
};

}  // namespace tiercel::syntax
