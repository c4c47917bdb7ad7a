// Fuel: a run's budget of calls and turns of loops, which instructions charge wherever the program's own code calls.
//
// Code of the libraries in the executable has no such instructions, so that the count is the same whatever is inlined of
// it.  A run that stays in it without end pays by time: a watch, a thread of its own, asks for a poll every tenth of a
// second, and where nothing was charged since the poll before, the processor time in between is charged.  What calls
// anything of its own more often than that is never charged by time.
#pragma once

#include <cstdint>

#include "object/context.h"

namespace tiercel {

struct ControlState;

class FuelWatch {
 public:
  virtual ~FuelWatch() = default;
};

// Fuel for what `ctx` runs from now on; negative: unlimited.
void limit_fuel(Context* ctx, int64_t fuel);

// Ends the watch, if there is one.
void end_fuel_watch(ControlState& state);

// At a poll that the watch asked for.  True if the fuel is used up.
[[nodiscard]] bool charge_processor_time(Context* ctx);

}  // namespace tiercel
