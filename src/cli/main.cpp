// The `tiercel` program: reads the command line, opens an engine, and turns the outcome into output and an exit code.
//
// Exit codes (DESIGN.md §11): 0; what `exit` says; 1 uncaught condition; 2 usage; 70 internal error; 130 interrupt.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <unistd.h>

#include "cli/build.h"
#include "cli/cache_command.h"
#include "cli/input.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "engine/engine.h"
#include "engine/image.h"
#include "gen/version.h"
#include "program/report.h"
#include "program/start.h"
#include "repl/repl.h"
#include "source/explain.h"
#include "tier/promotion.h"

namespace tiercel {
namespace {

int evaluate_expression(Engine& engine, const CommandLine& line) {
  Outcome outcome = engine.evaluate(engine.interaction(), line.expression, "-e");
  if (outcome.status == Status::ok) {
    std::string printed = engine.print(outcome.value);
    if (!printed.empty()) std::printf("%s\n", printed.c_str());
  }
  return finish_program(engine, outcome);
}

// -1, or the exit code if the file could not be read.
int check_input(const Engine& engine, const std::string& file, const Input& input) {
  if (input.problem.empty()) return -1;
  std::string message = engine.describe_problem(ErrorCode::T4004, "cannot read `" + file + "`: " + input.problem);
  std::string suggestion = file.find_first_of("./") == std::string::npos ? suggest_command(file) : "";
  if (!suggestion.empty() && message[0] != '{') message += "  help: " + suggestion + "\n";
  std::fputs(message.c_str(), stderr);
  return exit_condition;
}

std::string shown_name(const std::string& file) { return file == "-" ? "<stdin>" : file; }

int run_file(Engine& engine, const CommandLine& line, const Input& input) {
  if (int code = check_input(engine, line.file, input); code >= 0) return code;
  if (line.watch) return finish_program(engine, engine.watch_program(input.text, line.file));
  return finish_program(engine, engine.run_program(input.text, shown_name(line.file)));
}

// What `tiercel emit` wrote: as the program itself, but nothing is read, expanded or optimised.
int run_bytecode(const CommandLine& line, std::string_view bytes) {
  std::string problem;
  std::unique_ptr<StoredProgram> program = decode_program(bytes, &problem);
  if (!program) {
    std::fprintf(stderr, "tiercel: cannot run `%s`: %s\n", line.file.c_str(), problem.c_str());
    return exit_condition;
  }
  if (line.engine.stack_limit_bytes) program->stack_limit_bytes = line.engine.stack_limit_bytes;
  if (line.engine.heap_limit_bytes) program->heap_limit_bytes = line.engine.heap_limit_bytes;
  bool native = !line.engine.interpreter_only && line.engine.native_mode != NativeMode::off;
  Promotions* promotions = nullptr;  // until the process ends
  int code = start_stored_program(
      *program, line.engine.command_line,
      [&](Isolate* isolate, InterpreterHooks* hooks) {
        if (!native) return;
        promotions = new Promotions(isolate);
        bool patient = line.engine.jit_threshold < 0 && line.engine.native_mode != NativeMode::on;
        int64_t threshold = line.engine.native_mode == NativeMode::on ? 0 : line.engine.jit_threshold;
        promotions->set_threshold(patient ? Promotions::threshold_default : threshold, patient);
        use_promotions(isolate, hooks, promotions);
      },
      tiercel_start_with_compiler);
  if (!promotions) return code;
  std::fflush(nullptr);
  ::_exit(code);  // nobody waits for the compile thread, which needs what `exit` would destroy
}

int dump_file(Engine& engine, const CommandLine& line) {
  Stage stage;
  if (!parse_stage(line.stage, &stage)) {
    std::fprintf(stderr, "tiercel: unknown stage `%s`; expected %s\n", line.stage.c_str(), stage_list().c_str());
    return exit_usage;
  }
  Input input(line.file);
  if (int code = check_input(engine, line.file, input); code >= 0) return code;
  Outcome outcome = engine.dump(stage, nullptr, input.text, shown_name(line.file));
  if (outcome.status == Status::ok) std::fputs(outcome.text.c_str(), stdout);
  return finish_program(engine, outcome);
}

// Without a name: every exported name, one a line, for tools: library, name, kind, and where it comes from.
int document(Engine& engine, const CommandLine& line) {
  if (line.file.empty()) {
    for (const std::string& key : engine.library_keys()) {
      std::vector<ExportedName> names;
      engine.exports_of(key, &names);
      for (const ExportedName& name : names) {
        std::printf("%s\t%s\t%s\t%s\t%s\n", key.c_str(), name.name.c_str(), name.kind.c_str(), name.home.c_str(),
                    name.home_name.c_str());
      }
    }
    return 0;
  }
  std::string text = engine.documentation(engine.interaction(), line.file);
  if (text.empty()) {
    std::fprintf(stderr, "tiercel: nothing is known about `%s`\n", line.file.c_str());
    return exit_condition;
  }
  std::fputs(text.c_str(), stdout);
  return 0;
}

// Each file in an engine of its own, so that none sees what another has defined or imported.
int check_files(const CommandLine& line) {
  int worst = 0;
  for (const std::string& file : line.words) {
    std::unique_ptr<Engine> engine = Engine::create(line.engine);
    if (!engine) return exit_internal;
    Input input(file);
    int code = check_input(*engine, file, input);
    if (code < 0) {
      Outcome outcome = engine->check_program(input.text, shown_name(file));
      code = finish_program(*engine, outcome);
      if (outcome.status == Status::ok) std::fputs(outcome.text.c_str(), stderr);
    }
    worst = std::max(worst, code);
  }
  return worst;
}

int explain(const CommandLine& line) {
  if (line.words.empty()) {
    std::fputs(list_errors().c_str(), stdout);
    return 0;
  }
  int code = 0;
  for (const std::string& word : line.words) {
    std::string page = explain_error(word);
    if (page.empty()) {
      std::string suggestion = suggest_error(word);
      std::fprintf(stderr, "tiercel: there is no error `%s`\n", escape_for_terminal(word).c_str());
      if (!suggestion.empty()) std::fprintf(stderr, "  help: %s\n", suggestion.c_str());
      std::fputs("`tiercel explain` lists all of them.\n", stderr);
      code = exit_condition;
      continue;
    }
    std::printf("%s%s", &word == &line.words.front() ? "" : "\n", page.c_str());
  }
  return code;
}

// `input` is there for `run`.
int run_command(Engine& engine, const CommandLine& line, const Input* input) {
  switch (line.command) {
    case Command::evaluate: return evaluate_expression(engine, line);
    case Command::run: return run_file(engine, line, *input);
    case Command::dump: return dump_file(engine, line);
    case Command::document: return document(engine, line);
    case Command::features: std::fputs(engine.features_report().c_str(), stdout); return 0;
    case Command::repl: return run_repl(engine, isatty(STDIN_FILENO) != 0);
    case Command::build:
    case Command::cache:
    case Command::emit:
    case Command::check:
    case Command::explain:
    case Command::version:
    case Command::make_image:
    case Command::make_objects: break;
  }
  return exit_internal;
}

int start(int argc, char** argv) {
  CommandLine line;
  if (int code = parse_command_line(argc, argv, &line); code >= 0) return code;
  if (line.command == Command::version) {
    const char* native = Engine::has_native_tier() ? " native" : "";
    std::printf("tiercel %s (%s)\nfeatures: interpreter%s\n", version_text, build_text, native);
    return 0;
  }
  if (line.command == Command::explain) return explain(line);
  if (line.command == Command::cache) return run_cache_command(line.words[0], line.engine.cache, line.json);
  if (line.command == Command::check) return check_files(line);
  if (line.command == Command::build) return build_file(line);
  if (line.command == Command::emit) return emit_file(line);
  std::optional<Input> input;
  if (line.command == Command::run) input.emplace(line.file);
  bool compiled = input && is_stored_program(input->text);
  if (compiled && line.watch) {
    std::fprintf(stderr, "tiercel: `%s` is compiled and has no source to watch\n", line.file.c_str());
    return exit_usage;
  }
  if (compiled) return run_bytecode(line, input->text);
  if (line.command == Command::make_image) return make_image(line.file, line.image_output);
  if (line.command == Command::make_objects) return make_library_objects(line.file, line.image_output);
  Progress progress(line.command == Command::run ? shown_name(line.file) : "");
  line.engine.progress = &progress;
  std::unique_ptr<Engine> engine = Engine::create(line.engine);
  if (!engine) {
    std::fputs("tiercel: cannot reserve memory for the stack and the heap; try smaller --stack-limit, --heap-limit\n",
               stderr);
    return exit_internal;
  }
  handle_signals(engine.get());
  int code = run_command(*engine, line, input ? &*input : nullptr);
  if (std::fflush(stdout) != 0 && code == 0) {
    std::string message = std::string("output is lost: ") + std::strerror(errno);
    std::fputs(engine->describe_problem(ErrorCode::T4004, message).c_str(), stderr);
    code = exit_condition;
  }
  engine->keep_machine_code();
  if (line.timings) std::fputs(engine->timings_report().c_str(), stderr);
  handle_signals(nullptr);
  if (engine->is_compiling()) ::_exit(code);  // nobody waits for code that will not run
  return code;
}

}  // namespace
}  // namespace tiercel

int main(int argc, char** argv) { return tiercel::start(argc, argv); }
