// Reads the text that printer.h writes: for tests and golden files, never part of compiling a program.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/names.h"
#include "core/core.h"

namespace tiercel::core {

// Several expressions become one Seq.  A @name is a Global with cell storage, the same for each mention; with `closed`,
// one that is defined once and never assigned is marked constant, as the expander does.  Variables written without a
// number get one.  On failure null, and a sentence in `error`.
Unit* parse(std::string_view text, Arena& arena, NameTable& names, bool closed, std::string* error);

}  // namespace tiercel::core
