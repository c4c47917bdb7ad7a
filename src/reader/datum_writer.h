// Datums and tokens as text, for dumps and tests: the `write` notation of R7RS.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/dialect.h"
#include "reader/datum.h"

namespace tiercel {

// External representation.  Data that are reached twice through a cycle get labels; nothing recurses on the C stack.
// Text that would exceed `limit` bytes ends in "..." (0: no limit).
std::string write_datum(const Datum& datum, size_t limit = 0);

// A symbol's name as `write` shows it: in bars if it would not read back as that symbol.
void append_symbol(std::string& out, std::string_view name, Dialect dialect = Dialect::scheme);
// A string with its quotes and escapes; non-ASCII characters stay as they are.
void append_string_literal(std::string& out, std::string_view text);
void append_character_literal(std::string& out, uint32_t scalar);

// One line a token: span, kind, and the text or value.  For `dump --stage=tokens`.
std::string dump_tokens(std::string_view text);

}  // namespace tiercel
