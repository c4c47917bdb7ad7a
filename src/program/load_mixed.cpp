// The loader of programs that have functions without machine code: those are interpreted.  In a file of its own, because
// whoever mentions it has the interpreter in the executable.
#include "program/load.h"

namespace tiercel {

Value tiercel_load_mixed(Context* ctx, const ProgramData* program) {
  NameTable names;
  std::unique_ptr<bytecode::Unit> unit = stored_unit(*program, names);
  if (!unit) return v_false;
  NoCells resolver;
  return load_unit(ctx, *unit, resolver, linked_unit(*program));
}

}  // namespace tiercel
