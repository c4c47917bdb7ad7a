// The passes, each Core to Core, in the order of tables/passes.scm.  optimize.h runs them.
//
// A pass changes the unit in place.  It may use Variable::extra, Lambda::extra and Global::extra and leaves them stale.
#pragma once

#include "core/core.h"

namespace tiercel::core {

struct OptimizeOptions;

// What two of them do to one lambda that comes into the unit later.
void insert_fuel(Unit*, Lambda*);
void convert_letrec(Unit*, Lambda*);

void insert_fuel(Unit*);                              // charge for every call, before calls are inlined
void localise_globals(Unit*);                         // constant procedures of a closed unit become one Fix
void convert_letrec(Unit*);                           // no Letrec is left
void hand_on_rests(Unit*);                            // `apply` to a rest list passes it on
void inline_and_fold(Unit*, const OptimizeOptions&);  // in the manner of cp0
void find_exits(Unit*);                               // continuations that only leave something are not captured
void find_loops(Unit*);                               // Fix procedures that only loop become Loop
// Assigned variables are boxed where that can be observed.
void convert_assignments(Unit*, const OptimizeOptions&);
void lift_procedures(Unit*);   // procedures that are only called are no closures
void convert_closures(Unit*);  // every Lambda lists its captures

}  // namespace tiercel::core
