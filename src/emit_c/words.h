// Pieces of C text: identifiers, literals, comments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "object/value.h"

namespace tiercel::emit_c {

// A C identifier that looks like the Scheme name: letters, digits and `_`, beginning with a letter.  Different names may give the
// same; the caller makes it unique.
std::string identifier(std::string_view scheme_name);

// On one line, whatever is in the text.
std::string comment(std::string_view text);

// The bytes as string literals, a line of the text or at most some hundred bytes each.
std::string string_literal(std::string_view bytes);

// What a directive of the preprocessor needs, which ends with its line.
std::string literal_on_one_line(std::string_view bytes);

// An immediate value as emit.h spells it.
std::string immediate(Value value);

}  // namespace tiercel::emit_c
