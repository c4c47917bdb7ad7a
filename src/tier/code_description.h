// A piece of machine code as gdb and perf are to see it: names of procedures, and places in the source.
#pragma once

#include <elf.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tiercel {

// The processor that this is built for, as ELF numbers them.
#if defined(__x86_64__)
constexpr uint16_t machine_here = EM_X86_64;
#elif defined(__aarch64__)
constexpr uint16_t machine_here = EM_AARCH64;
#else
constexpr uint16_t machine_here = EM_NONE;
#endif

// Code from `offset` on, up to the next row, comes from this place.
struct CodeRow {
  uint32_t offset;
  uint32_t file;  // index in CodeDescription::files
  uint32_t line, column;
};

struct CodeSymbol {
  uint32_t begin, end;  // offsets
  std::string name;
  uint32_t file, line;  // where the procedure begins; line 0: not known
};

struct CodeDescription {
  uintptr_t begin = 0;
  size_t bytes = 0;
  // Of code in an object file: the symbol at its first byte, from which the linker counts; `begin` is 0 then.  Else empty.
  std::string symbol;
  uint16_t machine = 0;  // 0: machine_here
  std::vector<std::string> files;
  std::vector<CodeRow> rows;  // ascending
  std::vector<CodeSymbol> symbols;
  std::string_view unwind;  // the bytes of its .eh_frame, in place
};

// An ELF file with symbols, DWARF line table and unwind table of the code, which itself is not in it.  That of code in an
// object file is for the linker: it has the DWARF alone.
std::string debug_file(const CodeDescription& code);

}  // namespace tiercel
