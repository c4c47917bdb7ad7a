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

}  // namespace tiercel
