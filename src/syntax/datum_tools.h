// Copying and comparing Datums, without recursion on the C stack.
#pragma once

#include "base/arena.h"
#include "reader/datum.h"

namespace tiercel::syntax {

// Whether two data that are neither pairs nor vectors are equal?.
bool same_atom(const Datum* a, const Datum* b);
// A copy that shares nothing with the original's arena.  Shared and circular structure stays as it was.
const Datum* copy_datum(const Datum* datum, Arena& arena);
// A copy of a datum that is neither pair nor vector.
const Datum* copy_atom(const Datum* datum, Arena& arena);

}  // namespace tiercel::syntax
