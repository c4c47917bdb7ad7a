// What is charged for time at polls; see fuel.h.  The watch is a file of its own, so that only what limits fuel links it.
#include "control/fuel.h"

#include <ctime>

#include "control/state.h"

namespace tiercel {

namespace {

constexpr int64_t ns_per_unit = 10;  // machine code of a program makes some hundred calls in a microsecond

int64_t thread_ns() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

void end_fuel_watch(ControlState& state) {
  delete state.fuel_watch;
  state.fuel_watch = nullptr;
}

bool charge_processor_time(Context* ctx) {
  ControlState& state = control_of(ctx);
  if (!state.fuel_watch) return false;
  int64_t now_ns = thread_ns();
  if (ctx->fuel == state.fuel_seen) ctx->fuel -= (now_ns - state.fuel_seen_ns) / ns_per_unit;
  state.fuel_seen = ctx->fuel;
  state.fuel_seen_ns = now_ns;
  return ctx->fuel < 0;
}

}  // namespace tiercel
