// `tiercel build` and `tiercel emit`: from a program to an executable, or to any of the forms on the way, with what a person
// sees meanwhile.
#pragma once

#include <string>

#include "cli/options.h"

namespace tiercel {

// The exit codes.
int build_file(const CommandLine& line);
int emit_file(const CommandLine& line);

// What `emit` can make, as "llvm, asm, ..."; the default extension of each.
std::string emit_list();

}  // namespace tiercel
