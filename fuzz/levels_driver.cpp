// Runs programs from standard input in several ways inside one process, for fuzz/compare_levels.py.
//
// Starting a process costs more than most random programs do, so this driver keeps one engine for each way of running:
// the four levels of the optimizer in tier 1; native code from the start or after one call, made fast or optimised, also
// without the optimizer; and a collection at every poll in each tier.  The argument is where libraries are.  A request
// is a line `LENGTH WAYS` (WAYS: one letter each, see `ways`) and LENGTH bytes of program.  The answer holds for each way a line
// `STATUS EXIT-CODE OUTPUT-LENGTH REPORT-LENGTH`, then what the program wrote and what the engine reported.  Programs
// write to descriptor 1, which is a file in memory here; answers go where standard output was.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "engine/engine.h"

namespace {

using namespace tiercel;

constexpr int program_seconds_max = 60;  // of a loaded machine, the libraries of the first program included

struct Way {
  char letter;
  int optimize;
  int64_t jit_threshold;  // -1: tier 1 only
  int jit_optimize;
  bool gc_stress;
  std::unique_ptr<Engine> engine;
};

// With a threshold above 0 the program waits for the compiler too, so that every run is the same.
Way ways[] = {{'0', 0, -1, -1, false, {}}, {'1', 1, -1, -1, false, {}}, {'2', 2, -1, -1, false, {}},
              {'3', 3, -1, -1, false, {}}, {'f', 2, 0, 0, false, {}},   {'J', 0, 0, 0, false, {}},
              {'o', 2, 0, 2, false, {}},   {'O', 0, 0, 2, false, {}},   {'w', 2, 1, 0, false, {}},
              {'W', 3, 1, 2, false, {}},   {'g', 2, -1, -1, true, {}},  {'G', 2, 0, 0, true, {}},
              {'H', 2, 0, 2, true, {}}};

Engine* running = nullptr;

void on_alarm(int) {
  if (running) running->interrupt();
}

const char* status_word(Status status) {
  switch (status) {
    case Status::ok: return "ok";
    case Status::condition: return "condition";
    case Status::syntax: return "syntax";
    case Status::interrupted: return "interrupted";
    case Status::out_of_fuel: return "fuel";
    case Status::exited: return "exited";
    case Status::not_ready: return "not-ready";
  }
  return "";
}

Engine* engine_of(Way& way, const char* libraries) {
  if (way.engine) return way.engine.get();
  EngineOptions options;
  options.stack_limit_bytes = 4 << 20;
  options.heap_limit_bytes = 512 << 20;
  options.optimize = way.optimize;
  options.jit_threshold = way.jit_threshold;
  options.interpreter_only = way.jit_threshold < 0;
  options.jit_optimize = way.jit_optimize;
  options.jit_wait = way.jit_threshold >= 0;
  options.gc_stress = way.gc_stress;
  options.include_directories = {libraries};
  way.engine = Engine::create(options);
  if (!way.engine) {
    std::fputs("levels_driver: cannot make an engine\n", stderr);
    std::exit(2);
  }
  return way.engine.get();
}

std::string written_to(int file) {
  std::string text(static_cast<size_t>(lseek(file, 0, SEEK_END)), '\0');
  ssize_t count = pread(file, text.data(), text.size(), 0);
  text.resize(count > 0 ? static_cast<size_t>(count) : 0);
  return text;
}

void answer(Way& way, const char* libraries, const std::string& program, int file, FILE* to) {
  if (ftruncate(file, 0) != 0) std::exit(2);
  lseek(file, 0, SEEK_SET);
  running = engine_of(way, libraries);
  itimerval limit = {{0, 0}, {program_seconds_max, 0}}, none = {};
  setitimer(ITIMER_REAL, &limit, nullptr);
  Outcome outcome = running->run_program(program, "program.scm");
  setitimer(ITIMER_REAL, &none, nullptr);
  running = nullptr;
  std::string output = written_to(file);
  std::fprintf(to, "%s %d %zu %zu\n", status_word(outcome.status), outcome.exit_code, output.size(),
               outcome.text.size());
  std::fwrite(output.data(), 1, output.size(), to);
  std::fwrite(outcome.text.data(), 1, outcome.text.size(), to);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  FILE* to = fdopen(dup(STDOUT_FILENO), "w");
  int file = memfd_create("output", 0);
  if (!to || file < 0 || dup2(file, STDOUT_FILENO) < 0) return 2;
  std::signal(SIGALRM, on_alarm);
  size_t length;
  char letters[16];
  while (std::scanf("%zu %15s", &length, letters) == 2) {
    std::string program(length, '\0');
    if (std::getchar() != '\n' || std::fread(program.data(), 1, length, stdin) != length) return 2;
    for (const char* letter = letters; *letter; letter++)
      for (Way& way : ways)
        if (way.letter == *letter) answer(way, argv[1], program, file, to);
    std::fflush(to);
  }
  return 0;
}
