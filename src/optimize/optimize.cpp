// Runs the passes in the order of their table.
#include "optimize/optimize.h"

#include "gen/passes.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

void run_pass(Pass pass, Unit* unit, const OptimizeOptions& options) {
  switch (pass) {
    case Pass::fuel:
      if (options.fuel) insert_fuel(unit);
      return;
    case Pass::letrec: return convert_letrec(unit);
    case Pass::assignment: return convert_assignments(unit);
    case Pass::closures: return convert_closures(unit);
  }
}

}  // namespace

Unit* optimize(Unit* unit, const OptimizeOptions& options) {
  for (int i = 0; i < pass_count; i++) {
    Pass pass = static_cast<Pass>(i);
    if (pass_info(pass).level <= options.level) run_pass(pass, unit, options);
  }
  return unit;
}

}  // namespace tiercel::core
