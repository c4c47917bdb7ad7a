// The door to a built program for a program in another language.  Beside main.cpp, and like it in the archive only.
#include <atomic>
#include <csignal>
#include <cstdio>

#include "program/format.h"
#include "program/report.h"
#include "tiercel/program.h"

int tc_run_program(int argc, char** argv) {
  static std::atomic<bool> has_run = false;
  if (has_run.exchange(true)) {
    std::fputs("tiercel: tc_run_program was called before; a process runs its program once\n", stderr);
    return tiercel::exit_internal;
  }
  // The program handles these its own way; whoever called gets back what was there.
  constexpr int signals[] = {SIGINT, SIGPIPE};
  struct sigaction before[2];
  for (int i = 0; i < 2; i++) sigaction(signals[i], nullptr, &before[i]);
  int code = tiercel::tiercel_program.start(&tiercel::tiercel_program, argc, argv);
  for (int i = 0; i < 2; i++) sigaction(signals[i], &before[i], nullptr);
  return code;
}
