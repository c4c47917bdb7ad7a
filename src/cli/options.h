// The command line as data: what the user asked for, before anything is done about it.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"

namespace tiercel {

// What `build` makes.
enum class BuildKind { program, shared, object };

enum class Command {
  repl,
  run,
  build,
  emit,
  evaluate,
  dump,
  cache,
  check,
  explain,
  document,
  features,
  version,
  make_image,
  make_objects
};

struct CommandLine {
  Command command = Command::repl;
  EngineOptions engine;
  std::string file;                // run, build, dump, doc (a name); "-" is standard input
  std::vector<std::string> words;  // cache: a verb; check: files; explain: codes
  std::string expression;          // evaluate
  std::string stage;               // dump
  std::string image_output;        // make-image, make-objects: a folder
  bool timings = false;
  bool json = false;
  bool watch = false;
  // build
  std::string output;
  BuildKind build_kind = BuildKind::program;
  BuildOptions build;
  bool fully_static = false, debug = false;
};

// Parses arguments; prints help or a usage error itself.  Returns -1 to go on, otherwise the exit code (0 or 2).
int parse_command_line(int argc, char** argv, CommandLine* result);

// "did you mean 'check'?" for a word that is no file; empty if it resembles no command.
std::string suggest_command(std::string_view word);

}  // namespace tiercel
