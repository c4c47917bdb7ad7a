// A compiled program as data of this process: what goes into an object file (format.h), or into a file of bytecode.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program/format.h"

namespace tiercel {

struct StoredProgram {
  std::string unit, spans, hidden, cells, features;  // as in ProgramData
  uint64_t cell_count = 0;
  std::vector<std::pair<std::string, std::string>> files, hints;
  uint64_t stack_limit_bytes = 0, heap_limit_bytes = 0;
  bool consair = false;
  int64_t fuel = -1;
  bool json = false;
  bool needs_compiler = false;
  std::string main_file, folders;  // each with a newline behind it
  int optimize = 2;
  struct Unit {
    std::string key, path, form;
  };
  std::vector<Unit> units;
  uint64_t image = 0;
};

// A file of bytecode: it says by its first bytes what it is, and is refused if a bit of it has changed.
std::string encode_program(const StoredProgram& program);
// Whether the bytes claim to be such a file.
bool is_stored_program(std::string_view bytes);
// Null, with the reason in `problem`, if the bytes are damaged or of another version.
std::unique_ptr<StoredProgram> decode_program(std::string_view bytes, std::string* problem);

}  // namespace tiercel
