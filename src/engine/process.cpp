// An engine as the whole of a process: signals, exit codes, and programs that were built with their compiler.
#include <csignal>
#include <cstdio>
#include <unistd.h>

#include "engine/engine.h"
#include "engine/image.h"
#include "gen/errors.h"
#include "program/report.h"
#include "program/start.h"

namespace tiercel {

namespace {

Engine* signal_engine = nullptr;  // the one thing a signal handler can reach

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
    lines.emplace_back(text.substr(0, end));
  return lines;
}

}  // namespace

int finish_program(const Engine& engine, const Outcome& outcome) {
  switch (outcome.status) {
    case Status::ok: return 0;
    case Status::exited: return outcome.exit_code;
    case Status::condition:
    case Status::syntax: std::fputs(outcome.text.c_str(), stderr); return exit_condition;
    case Status::interrupted: std::fputs("interrupted\n", stderr); return exit_interrupted;
    case Status::out_of_fuel:
      std::fputs(engine.describe_problem(ErrorCode::T4005, error_message(ErrorCode::T4005)).c_str(), stderr);
      return exit_condition;
    case Status::not_ready:
      std::fputs("tiercel: internal error: the isolate has no primitives. Please report this.\n", stderr);
      return exit_internal;
  }
  return exit_internal;
}

void handle_signals(Engine* engine) {
  signal_engine = engine;
  struct sigaction action = {};
  action.sa_handler = [](int) {
    if (signal_engine) signal_engine->interrupt();
  };
  sigaction(SIGINT, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

// Compiled beside another image they would mean something else; then the program is compiled of its sources.
static std::vector<SuppliedUnit> supplied_units(const CompilerProgramData& data) {
  std::vector<SuppliedUnit> units;
  Image image;
  if (data.unit_count == 0 || !image.open(embedded_image()) || image_version(image) != data.image) return units;
  for (uint64_t i = 0; i < data.unit_count; i++) {
    const ProgramUnit& unit = data.units[i];
    std::span<const uint8_t> form(reinterpret_cast<const uint8_t*>(unit.form.bytes), unit.form.size);
    units.push_back({unit.key.view(), std::string(unit.path.view()), form, &unit.code});
  }
  return units;
}

// The program runs as `tiercel run` would run it from its cache, with machine code that was made ahead of time.
int tiercel_start_with_compiler(const ProgramData* data, int argc, char** argv) {
  if (data->version != program_version()) return start_program(*data, {argv, argv + argc});
  const auto& whole = *reinterpret_cast<const CompilerProgramData*>(data);
  EngineOptions options;
  options.stack_limit_bytes = data->stack_limit_bytes;
  options.heap_limit_bytes = data->heap_limit_bytes;
  options.dialect = data->consair ? Dialect::consair : Dialect::scheme;
  options.optimize = static_cast<int>(whole.optimize);
  options.fuel = data->fuel;
  options.diagnostics.json = data->json != 0;
  options.native_mode = NativeMode::off;
  options.diagnostics.colour = wants_colour(STDERR_FILENO);
  options.command_line.assign(argv, argv + argc);
  options.include_directories = lines_of(whole.folders.view());
  options.supplied_units = supplied_units(whole);
  std::string_view text;
  for (uint64_t i = 0; i < data->file_count; i++) {
    const ProgramFile& file = data->files[i];
    if (file.name.view() == whole.main_file.view()) text = file.text.view();
    if (file.text.size) options.supplied_files.emplace_back(file.name.view(), file.text.view());
  }
  std::unique_ptr<Engine> engine = Engine::create(options);
  if (!engine) return exit_internal;
  handle_signals(engine.get());
  int code = finish_program(*engine, engine->run_program(text, whole.main_file.view()));
  handle_signals(nullptr);
  (void)engine.release();  // the process is about to end, and its memory with it
  return code;
}

}  // namespace tiercel
