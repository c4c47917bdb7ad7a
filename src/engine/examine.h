// What is wrong with a source text before it is read: bytes that no text has, characters that show it as what it is not.
#pragma once

#include <string_view>

#include "source/diagnostics.h"

namespace tiercel {

// False, with an error, if the text holds the character NUL: then it is no text.
bool examine_text(std::string_view text, FileId file, DiagnosticList& diagnostics);

// A warning for each line with characters that change the direction in which it is shown.
void examine_directions(std::string_view text, FileId file, DiagnosticList& diagnostics);

}  // namespace tiercel
