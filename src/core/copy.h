// A copy of a unit as the expander made it: lowering spends a unit's Core, and who wants it twice copies it before.
#pragma once

#include "core/core.h"

namespace tiercel::core {

// Shares names, data and globals with `unit`; nodes and variables are new ones in `arena`.  Before any pass has run.
Unit* copy_unit(const Unit* unit, Arena* arena);

}  // namespace tiercel::core
