// From bytecode to C: what `tiercel emit prog.scm -o prog.c` writes, in the macros of include/tiercel/emit.h.
//
// The shape is that of the object files that LLVM makes: one function with the calling convention of all Scheme code for each
// procedure, constants and functions reached through the context, the runtime called by name.  So the same start and the same
// runtime library serve both.  docs/rooms/emit_c.md
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bytecode/unit.h"
#include "native/request.h"
#include "source/source_map.h"

namespace tiercel::emit_c {

// All functions of the request.  `file` of what it gives is C text, `sites` are the calls in it, without offsets.
// `unit` is what the request was made of, positions included; they are told by `sources`, in comments or, `with_lines`, to the
// C compiler, for debuggers.  `taken` are the C names of the file so far.
native::ObjectCode emit_procedures(const native::Request& request, const bytecode::Unit& unit, const SourceMap& sources,
                                   bool with_lines, std::set<std::string>* taken);

// What the names of a unit end with that belong to it alone, where a program has several: Request::library tells.
std::string unit_suffix(int64_t library);
// The array of all entries, by function of the unit: what start-up reads.  And so on with the suffix of the unit.
constexpr std::string_view entries_symbol = "procedure_entries";

// What stands before procedures and data.
std::string emit_beginning(std::string_view program, std::span<const native::Request> units);
// Read-only data.
std::string emit_data(const std::vector<native::DataPiece>& pieces);

}  // namespace tiercel::emit_c
