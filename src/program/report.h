// Uncaught conditions as a person reads them: code, place, message, source line with a caret, backtrace.
#pragma once

#include <string>

#include "control/backtrace.h"
#include "object/context.h"
#include "object/layouts.h"
#include "source/diagnostics.h"
#include "source/source_map.h"

namespace tiercel {

// Code, place, message and backtrace.
Diagnostic uncaught_diagnostic(Context* ctx, const SourceMap& sources, Value object);

// One line: the message of a condition, or "raised: OBJECT".
std::string describe_object(Context* ctx, Value object);

// Where the program is in a frame: where it called, if what runs there was inlined from a library whose text is not at
// hand.  Unknown for primitives and for frames of such libraries.
Span place_in_program(const SourceMap& sources, const LiveFrame& frame);

// The name in an "unbound variable" condition; empty for any other object.
std::string unbound_name(Value object);

// What `exit` means: nothing or #t is success, #f failure, a small integer itself (R7RS 6.14).
int exit_code_of(Value object);

// Exit codes of programs (DESIGN.md §11), beside 0 and what `exit` says.
constexpr int exit_condition = 1, exit_usage = 2, exit_internal = 70, exit_interrupted = 130;

}  // namespace tiercel
