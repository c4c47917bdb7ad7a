// Command-line syntax by CLI11.  This is the one file built with exceptions, because CLI11 reports through them; none
// leaves it.
#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <unistd.h>

#include "base/similar_names.h"
#include "cache/folder.h"
#include "cli/build.h"
#include "cli/cache_command.h"
#include "source/diagnostics.h"

namespace tiercel {
namespace {

// "64M" → bytes.  Suffixes K, M, G and T are powers of 1,024.
struct SizeValidator : CLI::Validator {
  SizeValidator() {
    name_ = "SIZE";
    func_ = [](std::string& text) -> std::string {
      size_t digits = text.find_first_not_of("0123456789");
      std::string suffix = digits == std::string::npos ? "" : text.substr(digits);
      if (digits == 0 || text.empty() || text.size() > 18) return "expected a size such as 64M, got `" + text + "`";
      uint64_t value = std::stoull(text.substr(0, digits));
      unsigned shift = 0;
      if (suffix == "K" || suffix == "k") shift = 10;
      else if (suffix == "M" || suffix == "m") shift = 20;
      else if (suffix == "G" || suffix == "g") shift = 30;
      else if (suffix == "T" || suffix == "t") shift = 40;
      else if (!suffix.empty()) return "expected a size such as 64M, got `" + text + "`";
      if (shift && value > (UINT64_MAX >> shift)) return "size too large: `" + text + "`";
      text = std::to_string(value << shift);
      return {};
    };
  }
};

// A number of steps or calls, none of them negative.
struct CountValidator : CLI::Validator {
  CountValidator() {
    name_ = "N";
    func_ = [](std::string& text) -> std::string {
      bool good = !text.empty() && text.size() <= 18 && text.find_first_not_of("0123456789") == std::string::npos;
      return good ? "" : "expected a count such as 1000, got `" + text + "`";
    };
  }
};

struct Raw {
  std::optional<std::string> expression;
  std::string tier = "auto", stage, dialect = "scheme", diagnostics = "text", colour = "auto";
  std::vector<std::string> include_directories;
  std::string cache_folder;
  uint64_t cache_limit = 0;
  bool no_cache = false;
  uint64_t stack_limit = 0, heap_limit = 0, fail_allocation = 0;
  int64_t jit_threshold = -1, fuel = -1;
  int optimize = 2, jit_optimize = -1;
  bool jit = false, no_jit = false, jit_wait = false, jit_log = false;
  std::string jit_refuse;
  bool jit_debug = false, jit_perf = false;
  std::string output, target, cpu = "generic";
  bool fully_static = false, shared = false, object = false, debug = false;
  bool version = false, timings = false, json = false, watch = false, gc_stress = false, interrupt_stress = false,
       without_image = false;
};

void add_options(CLI::App& app, Raw& raw) {
  app.add_option("-e,--eval", raw.expression, "evaluate every form and print the value of the last")->type_name("EXPR");
  app.add_option("-I", raw.include_directories, "look for libraries in DIR")
      ->type_name("DIR")
      ->allow_extra_args(false)
      ->take_all();
  app.add_option("--tier", raw.tier, "auto, or interp for tier 1 alone")->check(CLI::IsMember({"auto", "interp"}));
  app.add_flag("--jit", raw.jit, "compile everything to machine code before it runs");
  app.add_flag("--no-jit", raw.no_jit, "compile nothing to machine code");
  app.add_option("--jit-threshold", raw.jit_threshold, "calls before a procedure becomes machine code")
      ->type_name("N")
      ->check(CountValidator());
  app.add_option("--jit-optimize", raw.jit_optimize, "for tests: 0 for fast machine code, 2 for optimised code, always")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({0, 2}));
  app.add_flag("--jit-wait", raw.jit_wait, "for tests: go on only when what was asked for is machine code");
  app.add_flag("--jit-log", raw.jit_log, "tell on standard error what becomes machine code");
  app.add_option("--jit-refuse", raw.jit_refuse, "for tests: the opcode or runtime function that is not to be had")
      ->type_name("NAME");
  app.add_flag("--jit-debug", raw.jit_debug, "tell gdb about native code: breakpoints by file:line, backtraces");
  app.add_flag("--jit-perf", raw.jit_perf, "tell perf about native code, in /tmp/perf-PID.map and jit-PID.dump");
  app.add_option("--opt", raw.optimize, "optimization level")->check(CLI::Range(0, 3));
  app.add_option("--dialect", raw.dialect, "scheme, or consair: () is nil and false, vectors are <<1 2>>")
      ->check(CLI::IsMember({"scheme", "consair"}));
  app.add_option("--stack-limit", raw.stack_limit, "depth limit, e.g. 512M")->transform(SizeValidator());
  app.add_option("--heap-limit", raw.heap_limit, "memory limit, e.g. 2G")->transform(SizeValidator());
  app.add_option("--cache-dir", raw.cache_folder, "keep compiled code in DIR; TIERCEL_CACHE_DIR says it for all runs")
      ->type_name("DIR");
  app.add_option("--cache-limit", raw.cache_limit,
                 "size of the cache, e.g. 512M; what was not used for longest goes first")
      ->transform(SizeValidator());
  app.add_flag("--no-cache", raw.no_cache,
               "keep no compiled code and use none; TIERCEL_CACHE=off says it for all runs");
  app.add_option("--fuel", raw.fuel, "end the program after N calls and iterations")
      ->type_name("N")
      ->check(CountValidator());
  app.add_option("--stage", raw.stage, "for dump: " + stage_list() + "; for emit: " + emit_list())->type_name("STAGE");
  app.add_option("--diagnostics", raw.diagnostics, "text, or json: one object a line")
      ->check(CLI::IsMember({"text", "json"}));
  app.add_option("--color", raw.colour, "auto, always or never")->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("--json", raw.json, "for cache stats: one JSON object");
  app.add_flag("--watch", raw.watch, "for run: a saved change of FILE is swapped into the running program");
  app.add_flag("--timings", raw.timings, "print where the time went");
  app.add_flag("--gc-stress", raw.gc_stress, "collect at every poll");
  app.add_flag("--interrupt-stress", raw.interrupt_stress, "interrupt at every poll, and go on");
  app.add_option("--fail-alloc", raw.fail_allocation, "let the nth allocation fail")
      ->type_name("N")
      ->check(CountValidator());
  app.add_option("-o,--output", raw.output, "for build and emit: the file to write")->type_name("FILE");
  app.add_flag("--static", raw.fully_static, "for build: link everything statically");
  app.add_flag("--shared", raw.shared, "for build: a shared library");
  app.add_flag("--object", raw.object, "for build: one object file, to be linked with libtiercel_rt.a");
  app.add_flag("-g", raw.debug,
               "for build: keep symbols and line numbers for gdb; for emit: lines of the program in C text");
  app.add_option("--cpu", raw.cpu, "for build: generic, native for this processor, or a name that LLVM knows")
      ->type_name("CPU");
  app.add_option("--target", raw.target, "for build --object: the machine, e.g. aarch64-linux-gnu")
      ->type_name("TRIPLE");
  app.add_flag("--no-image", raw.without_image)->group("");
  app.add_flag("--version", raw.version, "print the version");
  for (CLI::Option* option : app.get_options()) {
    if (option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw) option->take_last();
  }
}

constexpr const char* usage_footer =
    "Commands:\n"
    "  tiercel                     start the REPL\n"
    "  tiercel run FILE [ARGS]     run a program; tiercel FILE [ARGS] is the same, - is standard input\n"
    "  tiercel build FILE -o PROGRAM\n"
    "                              make an executable of a program\n"
    "  tiercel emit FILE -o OUTPUT\n"
    "                              show it on the way there: .c, .ll, .s, .o, .tcb (bytecode for `run`), or --stage=STAGE\n"
    "                              in a file named after FILE\n"
    "  tiercel -e EXPR             evaluate and print\n"
    "  tiercel check FILE...       report mistakes without running: unbound names, wrong numbers of arguments\n"
    "  tiercel explain [CODE...]   what an error means; without a code, list all\n"
    "  tiercel dump --stage=STAGE FILE\n"
    "                              show what a stage makes of a program\n"
    "  tiercel doc [NAME]          show what is known about a name; without one, list all\n"
    "  tiercel cache VERB          compiled code kept between runs: stats, list, clear, verify, dir\n"
    "  tiercel features            list the features and libraries of this executable\n";

constexpr std::string_view command_names[] = {"run",     "build", "emit", "check",    "cache",
                                              "explain", "dump",  "doc",  "features", "repl"};

int usage_error(const std::string& message, const std::string& suggestion = "") {
  std::fprintf(stderr, "tiercel: %s\n", escape_for_terminal(message).c_str());
  if (!suggestion.empty()) std::fprintf(stderr, "  help: %s\n", escape_for_terminal(suggestion).c_str());
  std::fputs("Try `tiercel --help`.\n", stderr);
  return 2;
}

std::string suggest_option(const std::string& word) {
  CLI::App app;
  Raw raw;
  add_options(app, raw);
  SimilarNames similar(word.substr(0, word.find('=')));
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) similar.consider("--" + name);
  }
  return did_you_mean(similar.take());
}

// Parses options up to the first word that is none; the words from there on come back in order.
int parse_options(Raw& raw, std::vector<std::string>& words) {
  CLI::App app{"Tiercel: a Scheme that starts instantly and runs fast", "tiercel"};
  app.prefix_command();
  app.footer(usage_footer);
  add_options(app, raw);
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return 0;
  } catch (const CLI::ParseError& error) { return usage_error(error.what()); }
  words = app.remaining();
  return -1;
}

// Where compiled code is kept: an empty folder means nowhere.
CacheOptions cache_options(const Raw& raw) {
  CacheOptions options;
  if (raw.cache_limit) options.bytes_max = raw.cache_limit;
  const char* choice = std::getenv("TIERCEL_CACHE");
  bool refused = choice && std::string_view(choice) == "off";
  std::string ignored;
  if (raw.no_cache || (refused && raw.cache_folder.empty())) return options;
  options.folder = raw.cache_folder.empty() ? cache::default_folder(&ignored) : raw.cache_folder;
  return options;
}

EngineOptions engine_options(const Raw& raw) {
  EngineOptions options;
  options.stack_limit_bytes = raw.stack_limit;
  options.heap_limit_bytes = raw.heap_limit;
  options.optimize = raw.optimize;
  options.fuel = raw.fuel;
  options.dialect = raw.dialect == "consair" ? Dialect::consair : Dialect::scheme;
  options.jit_threshold = raw.jit_threshold;
  options.jit_optimize = raw.jit_optimize;
  options.jit_wait = raw.jit_wait;
  options.jit_log = raw.jit_log;
  if (raw.jit || raw.no_jit) options.native_mode = raw.jit ? NativeMode::on : NativeMode::off;
  options.jit_refuse = raw.jit_refuse;
  options.jit_debug = raw.jit_debug;
  options.jit_perf = raw.jit_perf;
  options.interpreter_only = raw.tier == "interp";
  options.gc_stress = raw.gc_stress;
  options.interrupt_stress = raw.interrupt_stress;
  options.fail_allocation = raw.fail_allocation;
  options.without_image = raw.without_image;
  options.include_directories = raw.include_directories;
  options.cache = cache_options(raw);
  options.diagnostics.json = raw.diagnostics == "json";
  options.diagnostics.colour = raw.colour == "auto" ? wants_colour(STDERR_FILENO) : raw.colour == "always";
  return options;
}

int build_options(const Raw& raw, CommandLine* result) {
  if (raw.shared && raw.object) return usage_error("--shared and --object exclude each other");
  if (raw.shared && raw.fully_static) return usage_error("--shared and --static exclude each other");
  if (raw.object && raw.fully_static) return usage_error("--object and --static exclude each other: nothing is linked");
  if (!raw.target.empty() && !raw.object && result->command == Command::build)
    return usage_error("--target needs --object: linking is for this machine");
  if (raw.shared) result->build_kind = BuildKind::shared;
  if (raw.object) result->build_kind = BuildKind::object;
  result->output = raw.output;
  result->fully_static = raw.fully_static;
  result->debug = raw.debug;
  result->build = {.target = raw.target, .cpu = raw.cpu, .lines = raw.debug};
  return -1;
}

// An option that says nothing about this command; else empty.
std::string misplaced_option(const Raw& raw, const std::string& command) {
  bool builds = command == "build", emits = command == "emit";
  struct {
    bool given, fits;
    const char *option, *where;
  } const rows[] = {
      {raw.watch, command == "run", "--watch", "run"},
      {raw.json, command == "cache", "--json", "cache stats"},
      {!raw.stage.empty(), emits || command == "dump", "--stage", "dump and emit"},
      {!raw.output.empty(), builds || emits, "-o", "build and emit"},
      {raw.debug, builds || emits, "-g", "build and emit"},
      {!raw.target.empty(), builds || emits, "--target", "build and emit"},
      {raw.cpu != "generic", builds || emits, "--cpu", "build and emit"},
      {raw.fully_static, builds, "--static", "build"},
      {raw.shared, builds, "--shared", "build"},
      {raw.object, builds, "--object", "build"},
  };
  for (const auto& row : rows)
    if (row.given && !row.fits) return std::string(row.option) + " is for " + row.where;
  return "";
}

// A first word that looks like an option was not recognised by CLI11, which then took it for a program.
bool looks_like_option(const std::string& word) { return word.size() > 1 && word[0] == '-'; }

}  // namespace

std::string suggest_command(std::string_view word) {
  SimilarNames similar(word);
  for (std::string_view name : command_names) similar.consider(name);
  return did_you_mean(similar.take());
}

int parse_command_line(int argc, char** argv, CommandLine* result) {
  Raw raw;
  std::vector<std::string> words(argv + 1, argv + argc);
  if (int code = parse_options(raw, words); code >= 0) return code;
  std::string command = words.empty() ? "" : words[0];
  bool known = std::find(std::begin(command_names), std::end(command_names), command) != std::end(command_names);
  if (known || command == "make-image" || command == "make-objects") {
    words.erase(words.begin());
    if (int code = parse_options(raw, words); code >= 0) return code;
    if ((command == "cache" || command == "build" || command == "emit") && !words.empty()) {
      // Options may also stand behind the verb or the file.
      std::vector<std::string> behind(words.begin() + 1, words.end());
      if (int code = parse_options(raw, behind); code >= 0) return code;
      words.resize(1);
      words.insert(words.end(), behind.begin(), behind.end());
    }
  } else {
    command = words.empty() ? "" : "run";
  }
  if (command == "dump" && (raw.stage == "c" || raw.stage == "object")) {
    command = "emit";  // which makes these, and shows them if nothing else is said
    if (raw.output.empty()) raw.output = "-";
  }
  if (!words.empty() && looks_like_option(words[0]))
    return usage_error("unknown option `" + words[0] + "`", suggest_option(words[0]));

  if (std::string why = misplaced_option(raw, command); !why.empty()) return usage_error(why);
  if (raw.jit && raw.no_jit) return usage_error("--jit and --no-jit exclude each other");
  if (!raw.jit_refuse.empty() && !Engine::is_refusable(raw.jit_refuse))
    return usage_error("--jit-refuse=" + raw.jit_refuse + ": there is no such opcode or function of the runtime");
  result->engine = engine_options(raw);
  result->timings = raw.timings;
  result->json = raw.json;
  result->watch = raw.watch;
  result->stage = raw.stage;
  result->expression = raw.expression.value_or("");
  if (!words.empty()) result->file = words[0];
  result->engine.command_line = words;
  result->words = words;
  if (raw.version) {
    result->command = Command::version;
  } else if (command == "dump") {
    result->command = Command::dump;
    if (raw.stage.empty()) return usage_error("dump needs --stage=STAGE: " + stage_list());
    if (words.empty()) return usage_error("dump needs a file");
  } else if (command == "check") {
    result->command = Command::check;
    if (words.empty()) return usage_error("check needs a file");
  } else if (command == "cache") {
    result->command = Command::cache;
    if (words.size() != 1 || !is_cache_verb(words[0]))
      return usage_error("cache needs one of stats, list, clear, verify, dir");
  } else if (command == "explain") {
    result->command = Command::explain;
  } else if (command == "doc") {
    result->command = Command::document;
  } else if (command == "features") {
    result->command = Command::features;
    if (!words.empty()) return usage_error("features takes no arguments");
  } else if (command == "make-image") {
    result->command = Command::make_image;
    if (words.size() != 2) return usage_error("make-image needs the library folder and the output file");
    result->image_output = words[1];
  } else if (command == "make-objects") {
    result->command = Command::make_objects;
    if (words.size() != 2) return usage_error("make-objects needs the image and the output folder");
    result->image_output = words[1];
  } else if (raw.expression) {
    result->command = Command::evaluate;
    result->engine.command_line.insert(result->engine.command_line.begin(), "-e");
  } else if (command == "build") {
    result->command = Command::build;
    if (words.size() != 1) return usage_error("build needs one file: tiercel build FILE -o PROGRAM");
    return build_options(raw, result);
  } else if (command == "emit") {
    result->command = Command::emit;
    if (words.size() != 1) return usage_error("emit needs one file: tiercel emit FILE -o OUTPUT");
    return build_options(raw, result);
  } else if (command == "run") {
    result->command = Command::run;
    if (words.empty()) return usage_error("run needs a file");
    if (raw.watch && words[0] == "-") return usage_error("standard input cannot be watched");
  }
  // What looks at programs without running them wants to see all of the source.
  bool looks =
      result->command == Command::dump || result->command == Command::check || result->command == Command::document;
  if (looks) result->engine.cache.folder.clear();
  return -1;
}

}  // namespace tiercel
