// Reading source text for the command line: a file, a pipe, or standard input for "-".
#pragma once

#include <string>

namespace tiercel {

// It is read once: a pipe has no second time.
struct Input {
  // Without `text`, `problem` says why ("No such file or directory", "Is a directory").
  explicit Input(const std::string& path);

  std::string text, problem;
};

}  // namespace tiercel
