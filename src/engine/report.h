// Uncaught conditions as a person reads them: code, place, message, source line with a caret, backtrace.
#pragma once

#include <string>

#include "object/context.h"
#include "object/layouts.h"
#include "source/diagnostics.h"
#include "source/source_map.h"

namespace tiercel {

// Code, place, message and backtrace.
Diagnostic uncaught_diagnostic(Context* ctx, const SourceMap& sources, Value object);

// One line: the message of a condition, or "raised: OBJECT".
std::string describe_object(Context* ctx, Value object);

// Where an instruction of a loaded function comes from; unknown for primitives.
Span instruction_span(const Function* function, int64_t instruction);

}  // namespace tiercel
