// The start of a program that is C text and carries its compiler.  In a file of its own, because whoever mentions it has the
// compiler in the executable.
#include <vector>

#include "program/format.h"

namespace tiercel {

int tiercel_start_c_with_compiler(const ProgramData* program, int argc, char** argv) {
  if (program->version != program_version()) return tiercel_start_with_compiler(program, argc, argv);  // which says so
  const auto& c = *reinterpret_cast<const CCompilerProgramData*>(program);
  // Never destroyed: the process ends, and its memory with it.
  auto* own = new CompilerProgramData(c.program);
  auto* units = new std::vector<ProgramUnit>(own->units, own->units + own->unit_count);
  for (uint64_t i = 0; i < own->unit_count; i++) (*units)[i].code = code_of_c_unit(c.units[i]);
  own->units = units->data();
  return tiercel_start_with_compiler(&own->program, argc, argv);
}

}  // namespace tiercel
