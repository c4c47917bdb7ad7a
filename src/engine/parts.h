// What an Engine is made of.  Only the files of this folder include this.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/names.h"
#include "bytecode/unit.h"
#include "engine/cached.h"
#include "engine/engine.h"
#include "engine/image.h"
#include "engine/services.h"
#include "engine/watch.h"
#include "interp/hooks.h"
#include "interp/load.h"
#include "object/isolate.h"
#include "optimize/optimize.h"
#include "reader/datum.h"
#include "source/diagnostics.h"
#include "source/source_map.h"
#include "syntax/environment.h"
#include "syntax/evaluator.h"
#include "syntax/expander.h"
#include "syntax/library.h"
#include "tier/promotion.h"

namespace tiercel {

class ImageMaker;
class ProgramMaker;

struct TopLevel {
  TopLevel(syntax::System& system, syntax::Environment* base) : environment(system, base) {}
  syntax::Environment environment;
  std::vector<uint32_t> cells;  // handles of the cells of its variables, freed with it
};

// Seconds spent in each stage, for --timings.
enum class Activity : uint8_t { start, cache, reader, syntax, optimize, lower, load, run, count_ };
const char* activity_name(Activity);

class Stopwatch {
 public:
  explicit Stopwatch(double* total) : total_(total), begin_(std::chrono::steady_clock::now()) {}
  ~Stopwatch() { *total_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  double* total_;
  std::chrono::steady_clock::time_point begin_;
};

// One compilation: its trees and what it has to say.
struct Compilation {
  Arena arena;
  DiagnosticList diagnostics;
  syntax::Expansion expansion;
};

struct Engine::Parts {
  explicit Parts(const EngineOptions&);
  ~Parts();
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  // --- start.cpp
  bool start();  // the stack; false if memory cannot be reserved
  bool register_primitives();
  void use_library_code();
  TopLevel* new_top_level(TopLevelKind);
  syntax::Environment* base_environment(TopLevelKind);
  bool import_into(syntax::Namespace&, const char* const* libraries);

  // --- compile.cpp: text → forms → Core → bytecode → procedure
  bool read_forms(Compilation&, std::string_view text, std::string_view name, std::vector<const Datum*>* forms);
  // A file of the system, or one that the program carries.  False with errno set.
  bool read_file(const std::string& path, std::string* text) const;
  bool has_file(const std::string& path) const;
  struct ReadOptions {
    bool fold_case = false;
    Dialect dialect = Dialect::scheme;
  };
  bool read_text(FileId, ReadOptions, Arena&, DiagnosticList&, std::vector<const Datum*>* forms);
  bool expand(Compilation&, syntax::Namespace&, std::span<const Datum* const> forms, std::string_view name,
              bool closed);
  bool to_bytecode(Compilation&, core::Unit*, bytecode::Unit*);
  // v_pending with a condition in ctx->pending if memory does not suffice.
  Value load(const bytecode::Unit&, LinkedUnit linked = {});
  core::OptimizeOptions optimize_options();

  // --- features.cpp
  // The libraries that come with this executable, as lists of words.
  std::vector<std::vector<std::string>> provided_libraries() const;
  void find_features();

  // --- libraries.cpp
  // Runs the bodies of the libraries that have not run, in order.  On failure fills `outcome`.
  bool instantiate(std::span<syntax::Library* const> libraries, Outcome* outcome);
  bool instantiate(syntax::Library*, Outcome* outcome);
  bool run_body(syntax::Library*, Outcome* outcome);
  std::unique_ptr<bytecode::Unit> unit_of(const ImageLibrary&, Outcome* outcome);

  // --- engine.cpp
  Outcome run_forms(Compilation&, TopLevel*, std::span<const Datum* const> forms, std::string_view name, bool closed);
  Outcome dump_compiled(Stage, Compilation&, TopLevel*, std::span<const Datum* const> forms, std::string_view name);
  void search_beside(std::string_view name);
  Outcome run_compiled(CompiledFiles::Program& program);

  // --- watch.cpp
  Outcome wait_for_changes();
  bool wait_for_readable(Compilation& work, std::string_view name, std::string* text, std::vector<const Datum*>* forms);
  // A file is loaded into an environment, or defines libraries that are imported; nothing unless the program is watched.
  void watch_loaded(const std::string& path, TopLevel*);
  void watch_library(const std::string& path);

  // --- diagnose.cpp
  Outcome syntax_outcome(const Compilation&);
  // Shows what a program should know of before it runs.
  void warn(const DiagnosticList&, std::span<const syntax::UnboundName>);
  Diagnostic unbound_diagnostic(const syntax::UnboundName&, Severity);
  std::vector<std::string> suggest_for_unbound(Name name, const std::vector<std::string>& similar);
  // The first libraries that export a name.
  std::vector<std::string> exporters_of(Name name);
  void check_forms(Compilation&, TopLevel*, std::span<const Datum* const> forms, std::string_view name);
  void check_unbound(Compilation&);
  void check_calls(Compilation&);
  Outcome check_outcome(Compilation&);
  std::string describe_problem(ErrorCode code, const std::string& message) const;

  // --- names.cpp
  std::vector<std::string> library_keys();
  bool exports_of(std::string_view key, std::vector<ExportedName>*);
  std::string documentation(TopLevel*, std::string_view name);
  std::string documentation_elsewhere(std::string_view name);
  std::string library_documentation(std::string_view key);
  std::string describe_own(std::string_view name, const syntax::GlobalBinding*);

  // --- session.cpp
  Cell* own_cell(TopLevel*, std::string_view name);

  // --- telling.cpp: what is being compiled, for options.progress
  // A library is expanded or compiled, or, without a name, the program.
  void tell_step(bool expanding, std::string_view what);
  void tell_pause();

  // --- native.cpp
  void begin_native_tier();
  void apply_native_mode();
  void tell_promotion(const PromotionEvent& event) const;
  std::string place_of(const Function* function, int64_t instruction) const;
  Outcome dump_native(Stage, const bytecode::Unit& code);

  // --- run.cpp
  Outcome run(Context*, Value procedure, std::span<const Value> arguments = {});
  Outcome condition_outcome(Value object);
  // The compile-time context, made at its first use and reset before each (E6).
  Context* compile_time_context();

  double& time(Activity a) { return seconds[static_cast<int>(a)]; }

  EngineOptions options;
  Isolate isolate;
  NameTable names;
  SourceMap sources;
  GlobalPlacer globals;
  SourceFinder finder;
  CompiledFiles compiled_files;
  MacroEvaluator evaluator;
  ConstantFolder folder;
  InterpreterHooks interpreter_hooks;
  std::unique_ptr<Promotions> promotions;  // null: tier 1 alone (--tier=interp)
  syntax::System system;
  Image image;                    // the boot image inside this executable; empty in stage 0
  bool native_libraries = false;  // its libraries run the machine code that was made of them
  std::unique_ptr<syntax::Environment> bases[3];
  std::vector<std::unique_ptr<TopLevel>> top_levels;
  TopLevel* interaction = nullptr;
  TopLevel* compiling = nullptr;  // whose forms are being expanded
  // What names that were unbound when code was compiled may have meant, for the message if they are still when it runs.
  std::unordered_map<std::string, std::vector<std::string>> similar_names;
  std::unique_ptr<Context> compile_time;
  std::atomic<int> compile_time_depth = 0;  // macro bodies that are running; an interrupt from outside asks
  double seconds[static_cast<int>(Activity::count_)] = {};
  bool telling = false;  // what is compiled now is what somebody waits for
  bool ready = false;
  std::shared_ptr<Watch> watch;                 // null: nobody changes the program while it runs
  ImageMaker* image_maker = nullptr;            // stage 0: where compiled libraries go
  std::unique_ptr<ProgramMaker> program_maker;  // null unless a program is built
};

// While one lives, steps of compiling are told.
class Telling {
 public:
  explicit Telling(Engine::Parts& parts) : parts_(parts), outer_(std::exchange(parts.telling, true)) {}
  ~Telling() {
    parts_.telling = outer_;
    if (parts_.options.progress) parts_.options.progress->end();
  }
  Telling(const Telling&) = delete;
  Telling& operator=(const Telling&) = delete;

 private:
  Engine::Parts& parts_;
  bool outer_;
};

// While one lives, the program runs: what it compiles itself is its own affair, and the terminal too.
class Silence {
 public:
  explicit Silence(Engine::Parts& parts) : parts_(parts), outer_(std::exchange(parts.telling, false)) {
    if (outer_) parts.tell_pause();
  }
  ~Silence() { parts_.telling = outer_; }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  Engine::Parts& parts_;
  bool outer_;
};

// A program begins with an import or a library definition; anything else is a script that sees the prelude.
bool begins_with_import(std::span<const Datum* const> forms);

// The name of every NAME.sld below `folder`, sorted.
std::vector<std::vector<std::string>> find_libraries(const std::string& folder);

// Gives a compiled library to the image that is being made; `unit` is null if there is nothing to run.
void keep_for_image(ImageMaker*, syntax::Library*, const bytecode::Unit* unit);

// Gives the next cell of the image that is being made its name.
void name_cell_of_image(ImageMaker*, std::string_view name);

// The engine an isolate belongs to; primitives find it through the isolate's hook.
Engine::Parts& parts_of(Context* ctx);

}  // namespace tiercel
