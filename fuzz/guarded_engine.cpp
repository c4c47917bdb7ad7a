// The guard of fuzz/guarded_engine.h.
#include "fuzz/guarded_engine.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tiercel::fuzz {
namespace {

constexpr int64_t fuel_per_input = 100'000;
constexpr uint64_t stack_bytes_max = 1 << 20;
constexpr uint64_t heap_bytes_max = 64 << 20;
constexpr int inputs_per_engine = 1000;  // sources and names of past inputs stay known to an engine
constexpr auto watch_period = std::chrono::milliseconds(250);

std::atomic<bool> at_work;         // an input is; system calls are refused
std::atomic<unsigned> work_count;  // tells one input from the next
std::mutex engine_mutex;           // held to change `engine`, and to interrupt it
std::unique_ptr<Engine> engine;
int inputs;

// An input that is still at work after two periods is interrupted, again and again if it catches that.
void watch() {
  unsigned seen = 0;
  int periods = 0;
  for (;;) {
    std::this_thread::sleep_for(watch_period);
    if (!at_work || work_count != seen) {
      seen = work_count;
      periods = 0;
    } else if (++periods >= 2) {
      std::lock_guard<std::mutex> lock(engine_mutex);
      if (engine && at_work) engine->interrupt();
    }
  }
}

void renew_engine() {
  std::lock_guard<std::mutex> lock(engine_mutex);
  EngineOptions options;
  options.fuel = fuel_per_input;
  options.stack_limit_bytes = stack_bytes_max;
  options.heap_limit_bytes = heap_bytes_max;
  engine = nullptr;  // first: it gives its memory back
  engine = Engine::create(options);
  inputs = 0;
  if (!engine) std::abort();
}

}  // namespace

void start_guard() {
  int null = open("/dev/null", O_RDWR);
  if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0) std::abort();
  close(null);
  std::thread(watch).detach();
}

void run_guarded(const uint8_t* data, size_t size, Work work) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.find("emergency") != std::string_view::npos) return;  // emergency-exit would end the fuzzer
  if (!engine || inputs++ == inputs_per_engine) renew_engine();
  engine->set_fuel(fuel_per_input);
  work_count++;
  at_work = true;
  TopLevel* top_level = engine->make_top_level(TopLevelKind::full);
  if (!top_level) std::abort();
  work(*engine, top_level, text);
  engine->drop_top_level(top_level);
  at_work = false;
}

static bool refused() {
  if (at_work) errno = EACCES;
  return at_work;
}

}  // namespace tiercel::fuzz

extern "C" int open(const char* path, int flags, ...) {
  if (tiercel::fuzz::refused()) return -1;
  va_list arguments;
  va_start(arguments, flags);
  int mode = va_arg(arguments, int);
  va_end(arguments);
  return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

extern "C" int unlink(const char* path) noexcept {
  return tiercel::fuzz::refused() ? -1 : static_cast<int>(syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}
