// Compiled programs and libraries across runs: what compiling a file read is recorded, and the next run that finds all of it
// unchanged takes the bytecode from the store instead of reading and expanding.
//
// A file is one entry.  Its key says everything that is known before the file is read any further: its contents and how
// this engine compiles.  Inside the entry stand the other things that the compilation looked at, with their digests:
// included files, imported libraries, libraries that it asked for (cond-expand).  An entry is used only if all of these
// are as they were; paths and times are never compared.  A library's identity is a digest of its key and of all that its
// entry depends on, so a change reaches exactly those that import it, directly or not.
//
// The libraries of a file are used together or not at all.  Warnings are stored, and shown again by each run that would have
// given them.  What cannot be stored (macros that read files, objects in code) is compiled each time, and the store says so.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/digest.h"
#include "bytecode/serialize.h"
#include "cache/store.h"
#include "engine/engine.h"
#include "interp/load.h"
#include "object/outside.h"
#include "source/diagnostics.h"
#include "syntax/interface.h"
#include "syntax/library.h"

namespace tiercel {

// What a compilation read besides the file itself.
struct Dependencies {
  struct Include {
    uint32_t from;  // which file names it: 0 is the file itself, then the includes
    std::string path;
    bool fold_case;
    Digest contents;
  };
  struct Question {
    std::vector<std::string> parts;
    bool found;
  };
  struct Import {
    std::vector<std::string> parts;
    Digest identity;
  };
  struct Variable {  // of the environment, which a macro has asked for
    std::string name;
    Digest value;  // whether it is set, and to what
    bool operator==(const Variable&) const = default;
  };
  std::vector<Include> includes;
  std::vector<Variable> variables;
  std::vector<Question> questions;
  std::vector<Import> imports;
};

// As the environment is now.
Dependencies::Variable variable_now(const std::string& name);

// What compiling a file had to say without failing.
struct Warnings {
  struct Place {
    std::string file;  // as stored units name files
    uint32_t begin = 0, end = 0;
  };
  struct Reading {  // of its text
    ErrorCode code;
    Place place;
    std::string message;
  };
  struct Unbound {
    std::string name;
    Place place;
    std::vector<std::string> similar;
  };
  std::vector<Reading> reading;
  std::vector<Unbound> unbound;
};

// One entry, decoded.
struct CompiledFile {
  std::vector<uint8_t> bytes;  // what the spans point into
  Dependencies dependencies;
  Warnings warnings;
  // All that the file defines, in order, if these are several; of a program: those in its file.
  std::vector<std::vector<std::string>> file_libraries;
  std::vector<std::string> homes;  // libraries whose variables the code refers to
  uint32_t own_cells = 0;          // variables of its own
  std::span<const uint8_t> interface;
  std::unique_ptr<bytecode::Unit> unit;  // null: nothing to run
  bool resolved = false;                 // its constants and files are those of this process
  Digest unit_digest{};                  // of its stored form: machine code belongs to it
  // A program's:
  bool begins_with_import = false;
  uint32_t scopes = 0;
  std::vector<syntax::ImportSet> import_sets;           // without their libraries, which are
  std::vector<std::vector<std::string>> set_libraries;  // these
  // Known once it is to be used:
  std::vector<FileId> files;  // of this process: the file itself, then the includes
  LinkedUnit linked;          // its machine code, if the executable has it
};

// What a file came to, for who keeps it elsewhere than in the store.
struct CollectedUnit {
  std::string key, path;      // as in SuppliedUnit
  std::vector<FileId> files;  // of the process that compiled it
  std::vector<uint8_t> form;
};

struct Compilation;
struct StoredForm;
struct UnitArchive;

class CompiledFiles {
 public:
  CompiledFiles(Engine::Parts& parts, const CacheOptions& options);
  ~CompiledFiles();
  CompiledFiles(const CompiledFiles&) = delete;
  CompiledFiles& operator=(const CompiledFiles&) = delete;
  bool is_on() const { return !options_.folder.empty() || collected_; }
  void turn_off() { options_.folder.clear(); }
  // From now on what is compiled goes there, and nowhere else.
  void collect(std::vector<CollectedUnit>* units) { collected_ = units; }
  // What could not be kept and why, a line for each.
  const std::vector<std::string>& refused() const { return refused_; }

  // --- Programs
  // A program that is stored and unchanged, ready to run: its libraries are loaded, nothing has run.  Null: compile it.
  struct Program {
    std::unique_ptr<CompiledFile> file;
    std::vector<syntax::Library*> libraries;
    TopLevel* top_level;
    bool told;                   // what follows was told when it was built
    DiagnosticList diagnostics;  // what its compilation, and that of its libraries, said
    std::vector<syntax::UnboundName> unbound;
  };
  std::optional<Program> find_program(std::string_view text, std::string_view name);
  void begin_program(std::string_view text, FileId file, std::span<const Datum* const> forms);
  // Before its code runs; `unit` is not changed in the end.
  // The digest of the unit's stored form, if it has one.
  std::optional<Digest> store_program(TopLevel* top_level, bool begins_with_import, const Compilation& work,
                                      bytecode::Unit& unit);

  // --- Libraries
  struct LibraryFile {
    std::string path, text;
    Digest key;
    std::unique_ptr<CompiledFile> compiled;  // null: compile it
    std::optional<Digest> identity;          // of what is compiled
  };
  // The file of a library, if there is one; asked for once.
  LibraryFile* library_file(std::span<const std::string> parts, std::string* message);
  // Null if the library was not found compiled.
  const CompiledFile* compiled(const syntax::Library* library);
  // Its bytecode, ready to be loaded; null if something that it refers to is missing.
  const bytecode::Unit* unit_of(const syntax::Library* library);
  // The bytecode of a library that was compiled in this process; null if it has none.
  std::optional<Digest> keep_unit(const syntax::Library* library, bytecode::Unit* unit);
  // Writes entries of the libraries that were compiled and are complete.
  void store_libraries();
  // Whether its bytecode was made here.
  bool is_complete(const syntax::Library* library) const;
  // Makes bytecode of all libraries that were read; none of them runs.
  bool compile_libraries();

  // --- Machine code
  // The unit whose function 0 `body` runs was loaded: what earlier runs made of it is used, and what this run makes is kept.
  void use_machine_code(Value body, const Digest& unit, std::string_view source);
  // At the end of the program.
  void store_machine_code();
  // What has come since it was written last; on whichever thread.
  void write_machine_code();

  // --- What compiling reads
  void note_library(const LibraryFile& source, FileId file, std::span<const Datum* const> forms);
  void note_question(std::span<const std::string> parts, bool found);
  // The file that a stored unit or interface names; `own` are those of a program.
  FileId file_of(std::string_view stored, std::span<const FileId> own);
  static bool is_stored_name(std::string_view name) { return name.starts_with('=') || name.find('\n') != name.npos; }
  // Code that ran for what is being compiled has asked this of the world.
  void note_outside(const OutsideUse& use);
  // Around each use of a macro: whether it changes variables that later macros, or the program, can see.
  void watch_variables();
  void note_changes();
  // Code for the compiler has defined some.
  void note_definitions() { variables_known_ = false; }
  // The body of a library has; macros that are made of the library have it from there.
  void note_body(const syntax::Library* library, const OutsideUse& use);
  void note_bodies(std::span<syntax::Library* const> libraries);
  void note_include(std::string_view path, FileId from, bool fold_case, FileId file);
  // Those from number `first` on are warnings about the text of one file.
  void note_warnings(const DiagnosticList& diagnostics, size_t first);
  // The same, of a library that is loaded from its entry.
  void repeat_warnings(const CompiledFile& file, DiagnosticList& diagnostics);

  // --- Variables
  void note_cell(syntax::Namespace* home, uint32_t handle);
  void forget_cells(TopLevel& top_level);
  uint64_t stored_cell(uint64_t handle) const;
  uint64_t loaded_cell(syntax::Namespace* home, uint64_t stored, Name name);

  std::string report() const;  // for --timings: empty if nothing was looked for

 private:
  struct Record {  // of a file that is being compiled, or was
    std::string key, path;
    Digest entry;
    std::vector<FileId> files;
    Dependencies dependencies;
    Warnings warnings;
    std::vector<std::vector<std::string>> file_libraries;
    std::vector<uint8_t> unit;
    Digest unit_digest{};
    std::vector<std::string> homes;
    bool complete = false;  // its unit is known
    std::string obstacle;   // not empty: why it is not stored
    bool stored = false, refused = false;
  };
  struct FileRole {
    std::string owner;  // the key of a library; empty: the program
    size_t number;      // among its files
  };
  class FileNames;

  cache::Store* store();
  bool is_keeping() { return collected_ || store(); }
  // Of a library, or the program (empty key), that this executable carries compiled; null if there is none.
  std::unique_ptr<CompiledFile> read_supplied(std::string_view key);
  FileId supplied_file(const std::string& path);
  LibraryFile* supplied_library(const std::string& key);
  std::unique_ptr<CompiledFile> find_program_file(std::string_view text, std::string_view name);
  bool find_program_libraries(const CompiledFile& program, std::string_view text, std::string_view name);
  void forget_program_libraries(const CompiledFile& program);
  using LibraryNames = std::vector<std::vector<std::string>>;
  LibraryNames note_defined(std::string_view kind, const std::string& path, std::string_view text, FileId file,
                            std::span<const Datum* const> forms);
  bool complete(syntax::Library* library);
  void store_libraries_of(Record& program);
  Digest key_of(std::string_view kind, std::string_view text);
  std::unique_ptr<CompiledFile> read(cache::Kind kind, const Digest& key);
  void find_compiled(const std::string& key, LibraryFile& file);
  bool use(LibraryFile& file, std::unique_ptr<CompiledFile> compiled);
  bool find_others(const std::string& key, LibraryFile& file, std::unique_ptr<CompiledFile> compiled,
                   std::vector<std::string>* libraries);
  bool is_unchanged(CompiledFile& file, const std::string& path);
  bool has_same_includes(CompiledFile& file, const std::string& path);
  std::optional<Digest> identity_of(std::span<const std::string> parts);
  std::optional<Digest> identity_of(const syntax::Library* library);
  Digest identity_of(const Digest& key, const Dependencies& dependencies);
  bool fill_imports(Record& record, std::span<syntax::Library* const> libraries);
  Record* current();
  void forget_variables();
  bool is_seen_later(syntax::Namespace* home);
  void note_files(const std::string& owner, std::span<const FileId> files);
  Warnings::Place stored_place(Span span) const;
  Span span_of(const Warnings::Place& place, std::span<const FileId> own);
  std::string stored_name(FileId file) const;
  bool resolve(CompiledFile& file, syntax::Namespace* own);
  uint32_t cell_count(syntax::Namespace* home) { return static_cast<uint32_t>(handles_[home].size()); }
  std::vector<uint8_t> serialize_unit(bytecode::Unit& unit, syntax::Namespace* own, Record* record);
  bool load_environment(Program& program);
  void store_library(syntax::Library* library);
  bool complete_file(const Record& record);
  void write(cache::Kind kind, const Record& record, const StoredForm& form);
  Digest refusal_key(const Record& record);
  void refuse(Record& record);

  Engine::Parts& parts_;
  CacheOptions options_;
  std::vector<CollectedUnit>* collected_ = nullptr;
  std::unique_ptr<cache::Store> store_;
  Digest configuration_{};
  std::map<std::string, std::unique_ptr<LibraryFile>> library_files_;  // by key of the library
  std::unordered_map<std::string, Record> records_;                    // by key of the library
  std::optional<Record> program_;                                      // while it is being compiled
  std::unordered_map<std::string, FileId> supplied_files_;
  std::vector<std::unique_ptr<syntax::StoredEnvironment>> environments_;
  struct Cell {
    syntax::Namespace* home;
    uint32_t number;
  };
  std::unordered_map<const syntax::Library*, OutsideUse> body_uses_;  // of those that asked for anything
  struct WatchedVariable {
    uint32_t cell, content;  // handles
  };
  std::vector<WatchedVariable> watched_;      // all that have a value while something is being compiled
  bool variables_known_ = false;              // that is so now
  bool has_prelude_ = false;                  // the program, which is a script
  std::unordered_map<uint32_t, Cell> cells_;  // by handle
  std::unordered_map<syntax::Namespace*, std::vector<uint32_t>> handles_;  // by number; 0: not made
  std::unordered_map<FileId, FileRole> file_roles_;
  struct MachineCode {
    Digest key;
    std::string source;
    std::shared_ptr<UnitArchive> archive;
  };
  std::vector<MachineCode> machine_code_;
  std::mutex machine_code_mutex_;  // of machine_code_, but for the archives' contents
  std::atomic<bool> wrote_ = false;
  uint32_t hits_ = 0, misses_ = 0;
  std::atomic<uint32_t> stored_ = 0;
  std::vector<std::string> refused_;  // for people
};

}  // namespace tiercel
