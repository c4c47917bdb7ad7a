// Any text through reader, expander, optimizer and code generator, without running it: macros do run, since expansion
// is their work.  Nothing crashes, leaks or hangs, and a second expansion in a fresh top level gives the same bytecode.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "fuzz/guarded_engine.h"

using namespace tiercel;

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  fuzz::start_guard();
  return 0;
}

static void expand(Engine& engine, TopLevel* top_level, std::string_view text) {
  (void)engine.dump(Stage::core, top_level, text, "fuzz");
  TopLevel* other = engine.make_top_level(TopLevelKind::full);
  (void)engine.dump(Stage::bytecode, other, text, "fuzz");
  engine.drop_top_level(other);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::run_guarded(data, size, expand);
  return 0;
}
