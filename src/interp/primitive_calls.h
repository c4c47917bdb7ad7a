// The checked functions behind the instructions that call primitives, for code of later tiers that calls them directly.
#pragma once

#include "gen/primitives.h"

namespace tiercel {

// The function that tests the types of the arguments and then does what the primitive does:
//   Value (Context*, Value...) with all parameters, or Value (Context*, int64_t argc, const Value* argv).
void* checked_function(core::Prim primitive);

}  // namespace tiercel
