// What could stand at the cursor: names that are bound, commands and their arguments, names of libraries.
#pragma once

#include "engine/engine.h"
#include "repl/editor.h"

namespace tiercel {

Completions find_completions(Engine& engine, const std::string& text, size_t cursor);

}  // namespace tiercel
