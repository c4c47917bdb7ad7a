// The read-eval-print loop: reads entries until end of file, prints values, survives every error.
#pragma once

#include "engine/engine.h"

namespace tiercel {

// Runs until end of input or `exit`; returns the exit code.  Without a terminal there is no prompt and no banner.
int run_repl(Engine& engine, bool terminal);

}  // namespace tiercel
