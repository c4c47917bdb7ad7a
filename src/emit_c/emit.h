// From bytecode to C: what `tiercel emit prog.scm -o prog.c` writes, in the macros of include/tiercel/emit.h.
//
// The shape is that of the object files that LLVM makes: one function with the calling convention of all Scheme code for each
// procedure, constants and functions reached through the context, the runtime called by name.  So the same start and the same
// runtime library serve both.  docs/rooms/emit_c.md
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bytecode/unit.h"
#include "native/request.h"
#include "source/source_map.h"

namespace tiercel::emit_c {

// All functions of the request.  `file` of what it gives is C text, `sites` are the calls in it, without offsets.
// `unit` is what the request was made of, positions included; they are told by `sources`, in comments or, `with_lines`, to the
// C compiler, for debuggers.
native::ObjectCode emit_procedures(const native::Request& request, const bytecode::Unit& unit, const SourceMap& sources,
                                   bool with_lines);

// The array of all entries, by function of the unit: what start-up reads.
constexpr std::string_view entries_symbol = "procedure_entries";

// What stands before procedures and data.
std::string emit_beginning(const native::Request& request);
// Read-only data.
std::string emit_data(const std::vector<native::DataPiece>& pieces);

}  // namespace tiercel::emit_c
