// Limits of fuel for built programs.  In a file of its own, because whoever mentions it has a watch, with its thread, in the
// executable.
#include "control/fuel.h"
#include "program/format.h"

namespace tiercel {

void tiercel_limit_fuel(Context* ctx, int64_t fuel) { limit_fuel(ctx, fuel); }

}  // namespace tiercel
