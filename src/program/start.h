// Running a program that was compiled before, in an isolate of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "interp/hooks.h"
#include "object/isolate.h"
#include "program/format.h"
#include "program/stored.h"

namespace tiercel {

// Called when the isolate is ready and nothing has been loaded: the place for a native tier.
using PrepareIsolate = std::function<void(Isolate*, InterpreterHooks*)>;

// The exit status.  The words are the program's name and arguments.
int start_program(const ProgramData& data, std::vector<std::string> words, const PrepareIsolate& prepare = nullptr);

// The same for a file of bytecode.  `with_compiler` starts a program that needs the compiler, which this room does not know.
using StartWithCompiler = int (*)(const ProgramData*, int argc, char** argv);
int start_stored_program(const StoredProgram& program, std::vector<std::string> words, const PrepareIsolate& prepare,
                         StartWithCompiler with_compiler);

}  // namespace tiercel
