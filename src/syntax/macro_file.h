// The rule for the macro prelude: macro definitions and nothing else (requirement E4).
#pragma once

#include <span>

#include "base/result.h"
#include "reader/datum.h"
#include "source/diagnostics.h"

namespace tiercel::syntax {

// Fails with T2020 at the first form that is not (define-syntax name (syntax-rules ...)).
Result<void> check_macro_definitions(std::span<const Datum* const> forms, std::string_view file,
                                     DiagnosticList& diagnostics);

}  // namespace tiercel::syntax
