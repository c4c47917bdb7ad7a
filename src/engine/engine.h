// The engine composes the rooms: text goes in, an answer comes out.
//
// One Engine is one isolate: its heap, its symbols, its libraries, its compiler.  It decides when libraries are loaded,
// runs compiled units on the Scheme stack and turns what comes back into an Outcome.  The command line, the REPL and
// the C interface are thin doors over it.  It must not know about terminals or argument syntax.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/dialect.h"
#include "object/value.h"
#include "source/diagnostics.h"

namespace tiercel {

struct Context;
struct Isolate;

// When procedures become machine code: by count; at once, with failures told on standard error; never.
enum class NativeMode : uint8_t { automatic, on, off };

// Where compiled code is kept between runs.
struct CacheOptions {
  std::string folder;  // empty: nowhere
  uint64_t bytes_max = uint64_t{512} << 20;
};

// The program or one of its libraries, compiled before (engine/cached.h).
struct LibraryCode;
struct SuppliedUnit {
  std::string_view key;               // of the library; empty: the program
  std::string path;                   // of the file that it is in
  std::span<const uint8_t> form;      // as engine/cached_form.h has it
  const LibraryCode* code = nullptr;  // its machine code, or null
};

// What an engine compiles, told to who shows it: what takes longest of the time before a program runs.
struct CompileStep {
  std::string_view what;   // a library, as "(srfi 1)"; empty: the program
  bool expanding = false;  // it is read and expanded; otherwise its code is made
  // Libraries compiled so far, those that are to be as far as is known, and those that came from the cache.
  size_t done = 0, libraries = 0, fetched = 0;
  size_t parts_done = 0, parts = 0;  // of the machine code of a program that is built, if that is what is made
};
class CompileProgress {
 public:
  virtual ~CompileProgress() = default;
  virtual void step(const CompileStep&) = 0;  // on any thread
  // Something else writes, or code of the program runs, until the next step.
  virtual void pause() = 0;
  // What was to be evaluated is done.
  virtual void end() = 0;
};

struct EngineOptions {
  uint64_t stack_limit_bytes = 0;  // 0: from the machine (DESIGN.md §11)
  uint64_t heap_limit_bytes = 0;
  int optimize = 2;  // --opt
  Dialect dialect = Dialect::scheme;
  int64_t fuel = -1;  // negative: unlimited; then no fuel instructions are emitted
  NativeMode native_mode = NativeMode::automatic;
  int64_t jit_threshold = -1;     // negative: the default
  int jit_optimize = -1;          // 0: all machine code is made fast; 2: all is optimised; negative: by its worth
  bool jit_wait = false;          // whatever the threshold, the running thread waits for the compiler
  bool jit_log = false;           // tell each promotion and refusal on standard error
  std::string jit_refuse;         // for tests: what the native tier refuses; Engine::is_refusable
  bool jit_debug = false;         // tell gdb about native code
  bool jit_perf = false;          // tell perf
  bool interpreter_only = false;  // --tier=interp
  bool gc_stress = false;
  bool interrupt_stress = false;    // an interrupt at every poll, handled by a handler that does nothing
  uint64_t fail_allocation = 0;     // the nth allocation fails
  bool without_primitives = false;  // the isolate starts unregistered (E17)
  bool without_image = false;       // stage 0: libraries come from source only
  // Files by name that are looked for before those of the system, and what was compiled of them: what a built program carries.
  std::vector<std::pair<std::string, std::string>> supplied_files;
  std::vector<SuppliedUnit> supplied_units;
  bool building = false;  // makes a program and runs nothing of it (engine/program.h)
  RenderStyle diagnostics;
  CompileProgress* progress = nullptr;  // nobody is shown what is compiled, or this one; outlives the engine
  CacheOptions cache;
  std::vector<std::string> include_directories;
  std::vector<std::string> command_line;
};

enum class Status : uint8_t { ok, condition, syntax, interrupted, out_of_fuel, exited, not_ready };

struct Outcome {
  Status status = Status::ok;
  int exit_code = 0;
  Value value = v_unspecified;  // of the last form; valid until the next evaluation of this engine
  std::string text;             // rendered diagnostics, or the dump that was asked for
  bool escaping = false;  // a condition only for want of better: an outer evaluation goes on elsewhere, with `value`
};

enum class InputStatus : uint8_t { line, end, interrupted };

// Running totals of this engine.
struct Usage {
  int64_t bytes_allocated;
  uint64_t young_collections, full_collections;
  double collector_s;
};

// A name that a library exports: what it is there, and under which name which library defines it.
struct ExportedName {
  std::string name, kind, home, home_name;  // kind: procedure, syntax, auxiliary or constant
};

enum class TopLevelKind : uint8_t { full, bare, empty };

// The way of the data, in order; the same words name folders, tests and timings.
enum class Stage : uint8_t { tokens, syntax, core, optimize, bytecode, llvm, assembly };

// Stage names for messages and option values: "tokens", "syntax", ...
bool parse_stage(std::string_view word, Stage* stage);
std::span<const char* const> stage_words();
// "tokens, syntax, ... or asm"
std::string stage_list();

// --- `tiercel build`
enum class BuildStage : uint8_t { object, llvm, assembly, bytecode, c };
struct BuildOptions {
  BuildStage stage = BuildStage::object;
  std::string target;           // a triple; empty: this machine
  std::string cpu = "generic";  // or "native"
  bool lines = false;           // debuggers are told the lines of the program and names of procedures
};
struct ProgramObjects {
  std::vector<std::string> files;  // their bytes: objects for the linker, or one text or file of bytecode
  std::string problem;             // empty, or why not
  bool needs_compiler = false;     // `eval` or `load` can be reached: the program carries its sources and the compiler
  size_t definitions = 0, interpreted = 0;  // functions of the program, and those of them without machine code
  std::string compiled_later;               // not empty: why it is compiled when it starts, and interpreted
};

// --- Running a whole program to the exit of the process
class Engine;
// Tells what an outcome has to tell on standard error; the exit code.
int finish_program(const Engine& engine, const Outcome& outcome);
// From now on Ctrl-C interrupts this engine, and a closed output is an error of the port.
void handle_signals(Engine* engine);

struct TopLevel;  // a top-level environment as a door sees it

class Engine {
 public:
  static std::unique_ptr<Engine> create(const EngineOptions&);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Binds primitives and loads the kernel.  Idempotent.  False if the image is unusable.
  bool register_primitives();

  TopLevel* make_top_level(TopLevelKind);
  void drop_top_level(TopLevel*);
  TopLevel* interaction();  // the REPL's and `-e`'s persistent environment

  // Every form of `text`; definitions stay in the top level.  `closed` promises that nobody adds to it later, so names
  // defined once are constants.
  Outcome evaluate(TopLevel*, std::string_view text, std::string_view name, bool closed = false);
  // A whole program as `tiercel run` sees it: begins with `import` → exactly its imports, otherwise the prelude.
  Outcome run_program(std::string_view text, std::string_view name);
  // As run_program, but the file is watched: a change is swapped in while the program runs, or when it has ended, until Ctrl-C.
  Outcome watch_program(std::string_view text, std::string_view name);
  // Reads, expands and compiles a program without running it: Status::syntax if it has errors; `text` holds them, and
  // warnings in any case.
  Outcome check_program(std::string_view text, std::string_view name);
  // A program as object files for the linker.  The engine must have been created with `building`.
  Outcome build_program(std::string_view text, std::string_view name, const BuildOptions&, ProgramObjects*);
  // What a stage makes of `text`, without running it.
  Outcome dump(Stage, TopLevel*, std::string_view text, std::string_view name);
  // As dump, but `one` insists on exactly one form.
  Outcome dump_forms(Stage, TopLevel*, std::string_view text, std::string_view name, bool one);

  // Every library that can be imported without looking at files, as "(srfi 1)", sorted.
  std::vector<std::string> library_keys();
  // What a library exports, sorted; false if there is none of that name.
  bool exports_of(std::string_view key, std::vector<ExportedName>*);
  // Every name that means something there, sorted.
  std::vector<std::string> visible_names(TopLevel*);
  // What is known about a name, as lines for a person; names that are not visible are looked for in all libraries.
  // Empty if nothing is known.
  std::string documentation(TopLevel*, std::string_view name);

  // Defines a variable there, as a form of the program would.
  Outcome define(TopLevel*, std::string_view name, Value);
  // Calls a procedure with the values.
  Outcome call(Value procedure, std::span<const Value> arguments);
  // A problem that has no place in a text, as diagnostics are shown, with a newline.
  std::string describe_problem(ErrorCode code, const std::string& message) const;

  // `write` notation of a value, as the REPL prints it.
  std::string print(Value);
  Dialect dialect() const;
  void interrupt();  // from any thread or a signal handler

  // As dump, in a passing view of the interaction environment: nothing is defined there.
  Outcome dump_at_prompt(Stage, std::string_view text);

  // --- The native tier
  NativeMode native_mode() const;
  // What EngineOptions::jit_refuse may say: an opcode; a function of the runtime, with "()" as if it were declared without
  // parameters; "module" for one that is not valid.
  static bool is_refusable(std::string_view word);
  void set_native_mode(NativeMode);
  // What is native so far and what stands in the way, for a person.
  std::string native_report();
  // Writes what was compiled to the cache, for the next run; to be called when the program has ended.
  void keep_machine_code();
  // Whether its thread is at work, so that destroying the engine would have to wait for it.
  bool is_compiling() const;

  // --- For a prompt.  begin_session defines *1 *2 *3 *e in the interaction environment.
  void begin_session();
  // Writes a value to standard output, several one a line; nothing for the unspecified value.  It can be interrupted.
  Outcome show(Value);
  void remember(Value value);  // as *1, what was *1 as *2, and so on
  void remember_condition(Value object);
  // The next line of standard input with its new line, through the port that programs read too.
  InputStatus read_line(std::string* line);
  void forget_interrupt();  // one that came when nothing ran
  Usage usage();

  void set_fuel(int64_t fuel);
  int64_t counter(std::string_view name);
  std::string timings_report();
  // What `tiercel features` prints: feature identifiers and the libraries that come with the executable.
  std::string features_report() const;
  // Whether the native compiler came with this executable.
  static bool has_native_tier();
  Context* context();

  struct Parts;  // engine-internal; engine/parts.h
  struct Watch;

 private:
  explicit Engine(std::unique_ptr<Parts>);
  std::unique_ptr<Parts> parts_;
};

}  // namespace tiercel
