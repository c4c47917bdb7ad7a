// Copies of what passes are going to change.
#pragma once

#include "core/core.h"

namespace tiercel::core {

// A unit as the expander made it: lowering spends a unit's Core, and who wants it twice copies it before.  Shares names, data and globals with `unit`; nodes and variables are new ones in `arena`.  Before any pass has run.
Unit* copy_unit(const Unit* unit, Arena* arena);

// A lambda of the unit, with fresh variables for those that it binds, whose `extra` is that of the old ones.
Lambda* copy_lambda(Unit* unit, Lambda* lambda);

}  // namespace tiercel::core
