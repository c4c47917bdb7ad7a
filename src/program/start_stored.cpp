// A file of bytecode seen as the data of a built program.
#include "program/start.h"

namespace tiercel {

namespace {

ProgramText text_of(const std::string& text) { return {text.data(), text.size()}; }

}  // namespace

int start_stored_program(const StoredProgram& program, std::vector<std::string> words, const PrepareIsolate& prepare,
                         StartWithCompiler with_compiler) {
  std::vector<ProgramFile> files;
  for (const auto& [name, text] : program.files) files.push_back({text_of(name), text_of(text)});
  std::vector<ProgramHint> hints;
  for (const auto& [name, hint] : program.hints) hints.push_back({text_of(name), text_of(hint)});
  std::vector<ProgramUnit> units;
  for (const StoredProgram::Unit& unit : program.units)
    units.push_back({text_of(unit.key), text_of(unit.path), text_of(unit.form), {}});
  CompilerProgramData whole = {};
  ProgramData& data = whole.program;
  data.version = program_version();
  data.load = tiercel_load_mixed;
  data.unit = text_of(program.unit);
  data.spans = text_of(program.spans);
  data.hidden = text_of(program.hidden);
  data.cells = text_of(program.cells);
  data.features = text_of(program.features);
  data.cell_count = program.cell_count;
  data.files = files.data();
  data.file_count = files.size();
  data.hints = hints.data();
  data.hint_count = hints.size();
  data.stack_limit_bytes = program.stack_limit_bytes;
  data.heap_limit_bytes = program.heap_limit_bytes;
  data.consair = program.consair;
  if (program.fuel >= 0) data.limit_fuel = tiercel_limit_fuel;
  data.fuel = program.fuel;
  data.json = program.json;
  whole.main_file = text_of(program.main_file);
  whole.folders = text_of(program.folders);
  whole.optimize = static_cast<uint64_t>(program.optimize);
  whole.units = units.data();
  whole.unit_count = units.size();
  whole.image = program.image;
  if (program.needs_compiler) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    return with_compiler(&data, static_cast<int>(arguments.size()), arguments.data());
  }
  return start_program(data, std::move(words), prepare);
}

}  // namespace tiercel
