// Runs the passes in the order of their table.
#include "optimize/optimize.h"

#include <cstdio>
#include <cstdlib>

#include "core/printer.h"
#include "core/verify.h"
#include "gen/passes.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

void run_pass(Pass pass, Unit* unit, const OptimizeOptions& options) {
  switch (pass) {
    case Pass::fuel:
      if (options.fuel) insert_fuel(unit);
      return;
    case Pass::globals: return localise_globals(unit);
    case Pass::letrec: return convert_letrec(unit);
    case Pass::rests: return hand_on_rests(unit);
    case Pass::inlining: return inline_and_fold(unit, options);
    case Pass::exits: return find_exits(unit);
    case Pass::loops: return find_loops(unit);
    case Pass::assignment: return convert_assignments(unit, options);
    case Pass::lifting: return lift_procedures(unit);
    case Pass::closures: return convert_closures(unit);
  }
}

void verify_after(Pass pass, const Unit* unit) {
  Properties properties{.no_letrec = pass >= Pass::letrec,
                        .assigned_are_boxed = pass >= Pass::assignment,
                        .captures_listed = pass >= Pass::closures};
  std::string violation = verify(unit, properties);
  if (violation.empty()) return;
  std::fprintf(stderr, "internal error: Core is unsound after the pass `%s`: %s\n%s", pass_info(pass).name,
               violation.c_str(), print(unit).c_str());
  std::abort();
}

}  // namespace

Unit* optimize(Unit* unit, const OptimizeOptions& options) {
  for (int i = 0; i < pass_count; i++) {
    Pass pass = static_cast<Pass>(i);
    if (pass_info(pass).level > options.level) continue;
    run_pass(pass, unit, options);
    if (options.verify) verify_after(pass, unit);
  }
  return unit;
}

}  // namespace tiercel::core
