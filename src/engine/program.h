// `tiercel build`: a program and the libraries it uses, as object files for the linker.
//
// An engine that makes a program runs nothing of it.  It has no image: libraries are read from source, those that came with
// Tiercel too, so that everything is one unit for the optimizer (core::join_program).  What macros need runs in this
// process, from copies of the Core.  docs/decisions/0305-built-programs.md
#pragma once

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/engine.h"
#include "engine/parts.h"
#include "native/request.h"
#include "program/stored.h"

namespace tiercel {

// What the program is made of, once it is bytecode.
struct ProgramCode {
  bytecode::Unit unit;
  std::vector<Name> cells;
};

class ProgramMaker {
 public:
  explicit ProgramMaker(Engine::Parts& parts) : parts_(parts) {}

  // --- What the engine asks while it compiles
  // The variable's place: a cell that only this program has.
  void place(syntax::GlobalBinding* global);
  // A library whose body would run now: it becomes a part of the program.
  void add(syntax::Library* library);
  // Runs the bodies for a macro of the program, in this process.
  bool run_for_macros(std::span<syntax::Library* const> libraries, Outcome* outcome);
  // A file that came with Tiercel, whose text people need not see in messages of the program.
  FileId add_library_source(const std::string& path);
  void note_main_file(FileId file) { main_file_ = file; }
  std::string_view cell_name(uint32_t cell) const { return cells_[cell]; }

  // --- Making
  // Everything from the expansion of the program to its bytecode; false with diagnostics.
  bool compile(Compilation& work, ProgramCode* code);
  // A program that carries its sources and the compiler.
  bool make_with_compiler(std::string_view text, std::string_view name, const BuildOptions& options,
                          ProgramObjects* objects);
  // What the options ask for; false with `problem`.
  bool make(const Compilation& work, ProgramCode& code, const BuildOptions& options, ProgramObjects* objects);

 private:
  bool make_objects(const Compilation& work, ProgramCode& code, const BuildOptions& options, ProgramObjects* objects);
  bool make_c(const Compilation& work, ProgramCode& code, const BuildOptions& options, ProgramObjects* objects);
  bool make_text(ProgramCode& code, const BuildOptions& options, bool assembly, ProgramObjects* objects);
  bool make_bytecode(const Compilation& work, ProgramCode& code, ProgramObjects* objects);
  bool run_one(syntax::Library* library, Outcome* outcome);
  void drop_library_positions(bytecode::Unit& unit) const;
  bool is_kernel_file(FileId file) const;
  // What is to be compiled: all functions of the loaded unit, whose procedure is `body`.
  bool make_request(const ProgramCode& code, const BuildOptions& options, native::Request* request, Value* body,
                    ProgramObjects* objects);
  native::Compiler* open_compiler(const ProgramCode& code, const BuildOptions& options, native::Request* request,
                                  Value* body, ProgramObjects* objects);
  // `unit` is left without positions, and without instructions if it is to be `native_only`.
  void store_surroundings(StoredProgram* stored) const;
  StoredProgram store(const Compilation& work, ProgramCode& code, bool native_only);

  Engine::Parts& parts_;
  std::vector<syntax::Library*> libraries_;  // in the order in which they run
  std::unordered_set<syntax::Library*> added_, running_;
  std::unordered_set<FileId> library_files_;
  FileId main_file_ = 0;
  std::vector<std::string> cells_;
};

// The loaded unit, which runs its function 0 by `body`, as the native compiler wants it: all of its functions.
void fill_request(const Engine::Parts& parts, const bytecode::Unit& unit, Value body, const BuildOptions& options,
                  native::Request* request);

// The files of a program that carries its compiler, each compiled as `tiercel run` would do it, in an engine of their own
// that has the boot image.
class ProgramUnits {
 public:
  explicit ProgramUnits(const EngineOptions& options);
  ~ProgramUnits();
  ProgramUnits(const ProgramUnits&) = delete;
  ProgramUnits& operator=(const ProgramUnits&) = delete;
  // False with the reason if the program can only be compiled where it runs.
  bool collect(std::string_view text, std::string_view name, std::string* reason);
  // What a built program carries of them.
  void store(StoredProgram* stored) const;
  // Their machine code, and with it what debuggers are to know; false with `problem`.
  bool compile(native::Compiler& compiler, const BuildOptions& options, ProgramObjects* objects);
  // LLVM IR or assembly of all of them, as one text.
  bool describe(native::Compiler& compiler, const BuildOptions& options, ProgramObjects* objects);
  // C text of all of them, to stand beside what the program carries.
  bool write_c(const StoredProgram& stored, const BuildOptions& options, ProgramObjects* objects);
  const std::vector<std::vector<native::ObjectCode>>& code() const { return code_; }

 private:
  bool read_and_expand(std::string_view text, std::string_view name);
  struct LoadedUnit {
    std::unique_ptr<bytecode::Unit> unit;
    native::Request request;
  };
  bool load(size_t number, const BuildOptions& options, LoadedUnit* loaded, std::string* problem);

  std::unique_ptr<Engine::Parts> parts_;
  std::vector<CollectedUnit> units_;
  std::vector<std::vector<native::ObjectCode>> code_;  // of each, its objects without their files
};

// A unit that is C text: its number in Context::libraries, and how many functions it has.
struct CUnitPlace {
  int64_t library = 0;
  size_t functions = 0;  // 0: nothing of it is C text
};

// What an object file holds beside machine code.
std::vector<native::DataPiece> data_pieces(const StoredProgram& program, const ProgramCode& code,
                                           const std::vector<native::ObjectCode>& native,
                                           const std::vector<ProgramCall>& calls, bool native_only);
// The same for a program that carries its compiler, with the machine code of each of its units.
std::vector<native::DataPiece> data_pieces_with_compiler(const StoredProgram& program,
                                                         const std::vector<std::vector<native::ObjectCode>>& units);
std::vector<native::DataPiece> data_pieces_with_compiler_beside_c(const StoredProgram& program,
                                                                  std::span<const CUnitPlace> units);
// The same beside C text.
std::vector<native::DataPiece> data_pieces_beside_c(const StoredProgram& program, const ProgramCode& code,
                                                    const std::vector<ProgramCall>& calls);
// The machine code of what the request selects, in objects of one part each.  What is refused is selected no more, and
// counted in `program`; false with its `problem`.  `progress`, if not null, is told how far it is.
bool compile_program(native::Compiler& compiler, native::Request& request, std::vector<native::ObjectCode>* objects,
                     ProgramObjects* program, CompileProgress* progress);
// For such an object, another one: what debuggers know of it.
std::string program_lines(const bytecode::Unit& unit, const SourceMap& sources, const native::ObjectCode& object);

}  // namespace tiercel
