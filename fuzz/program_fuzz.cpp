// Any text as a program: read, expanded, compiled and run with limited fuel, stack and heap.  It ends with a value or
// with a report, the value can be printed, and the engine works as before afterwards.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "fuzz/guarded_engine.h"

using namespace tiercel;

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  fuzz::start_guard();
  return 0;
}

static void run(Engine& engine, TopLevel* top_level, std::string_view text) {
  Outcome outcome = engine.evaluate(top_level, text, "fuzz");
  if (outcome.status == Status::ok) (void)engine.print(outcome.value);
  if (outcome.status == Status::not_ready) std::abort();
  engine.set_fuel(1000);
  TopLevel* other = engine.make_top_level(TopLevelKind::full);
  Outcome after =
      engine.evaluate(other, "(string-append (number->string (+ 1 2)) (list->string (list #\\a)))", "after");
  if (after.status != Status::interrupted && engine.print(after.value) != "\"3a\"") std::abort();
  engine.drop_top_level(other);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::run_guarded(data, size, run);
  return 0;
}
