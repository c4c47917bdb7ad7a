// One run of the prompt: evaluates entries, shows what came of them, and remembers nothing that the engine does not.
#pragma once

#include <string>
#include <string_view>

#include "engine/engine.h"

namespace tiercel {

// What becomes of the session after an entry.
struct Verdict {
  bool ended = false;
  int exit_code = 0;
};

class Session {
 public:
  Session(Engine& engine, bool colours) : engine_(engine), colours_(colours) {}

  // A command, or any number of data, each evaluated and shown before the next is read.
  Verdict run_entry(const std::string& entry);
  // Evaluates every form of `text` as one and shows the value of the last.
  Verdict run_form(std::string_view text);
  // What is left to do about an outcome: the value is shown, everything else told.
  Verdict report(const Outcome& outcome);
  void say(std::string_view text);
  void complain(std::string_view text);

  Engine& engine() { return engine_; }

 private:
  Engine& engine_;
  bool colours_;
  bool interrupted_ = false;  // by the entry under way: what follows in it is dropped
};

}  // namespace tiercel
