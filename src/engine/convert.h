// Data between the front and the heap, beyond what loading a unit does: from values back to Datums, without recursion.
#pragma once

#include <string>

#include "base/arena.h"
#include "base/names.h"
#include "object/context.h"
#include "reader/datum.h"

namespace tiercel {

namespace syntax {
struct Syntax;
}

// `value` as a Datum in `arena`, shared and circular structure included.  What no reader makes (procedures, records, ...)
// becomes an opaque Datum with an odd handle, which keeps the value alive until the isolate ends.
const Datum* datum_of_value(Context* ctx, Value value, Arena& arena, NameTable& names);

// The value of a Datum; strings, vectors and pairs are fresh and mutable like any data.
[[nodiscard]] Value value_of_datum(Context* ctx, const Datum* datum);

// A syntax object of the expander as Scheme sees it.
Value make_syntax_value(Context* ctx, uint64_t handle);

}  // namespace tiercel
