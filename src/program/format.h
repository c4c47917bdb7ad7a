// What `tiercel build` puts into the object file of a program, beside its machine code: read-only data, found by the
// linker under one name.  Nothing of it is built or parsed before it is wanted, but the shapes of functions and the
// constants, which become heap objects.
//
// The layout is written by engine/program_data.cpp and read here; both belong to one version of Tiercel, which `version`
// makes sure of.
#pragma once

#include <cstdint>
#include <string_view>

#include "control/library_code.h"
#include "object/context.h"

namespace tiercel {

struct ProgramText {
  const char* bytes;
  uint64_t size;
  std::string_view view() const { return {bytes, size}; }
};

// Of the files that positions mention, in the order of their numbers, from 1 on.
struct ProgramFile {
  ProgramText name;
  ProgramText text;  // empty: not for people to see (libraries that came with Tiercel)
};

// What an unbound name may have meant.
struct ProgramHint {
  ProgramText name;
  ProgramText hint;
};

// A file of a program that carries its compiler, or a library in it, compiled as for the cache (engine/cached_form.h).
struct ProgramUnit {
  ProgramText key;   // of the library; empty: the program itself
  ProgramText path;  // of the file that it is in
  ProgramText form;
  LibraryCode code;
};

// A call in the code of one function: of another function of the program, or of what a cell holds.
struct ProgramCall {
  static constexpr uint32_t cell_bit = 0x8000'0000;
  uint32_t function, instruction, callee;
};

struct ProgramData {
  uint64_t version;  // program_version()
  int (*start)(const ProgramData*, int argc, char** argv);
  // Makes the program's unit of its stored form: with an interpreter only where a function has no machine code.
  Value (*load)(Context*, const ProgramData*);
  LibraryCode code;
  const ProgramCall* calls;  // ascending
  uint64_t call_count;
  ProgramText unit;      // bytecode::serialize; without instructions if `load` needs none
  ProgramText spans;     // bytecode::encode_spans
  ProgramText hidden;    // a byte a function: is it a part of the kernel, which backtraces begin outside of?
  ProgramText cells;     // names of the variables in the table of cells, each with a newline behind it
  ProgramText features;  // as `(features)` lists them, each with a newline behind it
  uint64_t cell_count;
  const ProgramFile* files;
  uint64_t file_count;
  const ProgramHint* hints;
  uint64_t hint_count;
  uint64_t stack_limit_bytes, heap_limit_bytes;  // 0: from the machine
  uint64_t consair;
  // Null: fuel is unlimited; then nothing of what limits it is linked.
  void (*limit_fuel)(Context*, int64_t fuel);
  int64_t fuel;   // negative: unlimited
  uint64_t json;  // how conditions are told
};

// Of a program that carries its compiler.
struct CompilerProgramData {
  ProgramData program;
  ProgramText main_file;  // which of the program's files it is
  ProgramText folders;    // where its libraries are looked for, each with a newline behind it
  uint64_t optimize;
  const ProgramUnit* units;  // none: it is compiled at its start
  uint64_t unit_count;
  uint64_t image;  // image_version() of the libraries that the units were compiled with
};

// The same beside C text (`tiercel emit`, include/tiercel/emit.h): of the places of its code only the C compiler knows, so
// what LibraryCode is to say is put together at the start.
struct CSite {
  int32_t to_place;  // from this very member: a place behind a call, before the next one
  uint32_t function, instruction;
};

struct CUnit {
  const char *code, *code_end;
  const Code* entries;  // by function of the unit; null: it has no procedures
  uint64_t entry_count;
  const CSite *sites, *sites_end;
};

struct CProgramData {
  ProgramData program;
  CUnit unit;
};

struct CCompilerProgramData {
  CompilerProgramData program;
  const CUnit* units;  // of those of the program, in their order
};

// What start-up makes of a unit of C text; it lives as long as the process.
LibraryCode code_of_c_unit(const CUnit& unit);

// What the data depends on: this layout, opcodes and primitives.
uint64_t program_version();

extern "C" {
extern const ProgramData tiercel_program;
// Values of ProgramData::start, ProgramData::load and ProgramData::limit_fuel.
int tiercel_start_program(const ProgramData* program, int argc, char** argv);
int tiercel_start_c_program(const ProgramData* program, int argc, char** argv);        // of a CProgramData
int tiercel_start_with_compiler(const ProgramData* program, int argc, char** argv);    // of a CompilerProgramData
int tiercel_start_c_with_compiler(const ProgramData* program, int argc, char** argv);  // of a CCompilerProgramData
Value tiercel_load_native(Context* ctx, const ProgramData* program);
Value tiercel_load_mixed(Context* ctx, const ProgramData* program);
void tiercel_limit_fuel(Context* ctx, int64_t fuel);
}

}  // namespace tiercel
