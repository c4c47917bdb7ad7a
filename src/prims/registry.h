// The primitives as procedure objects, and calling one from C++.
#pragma once

#include <span>

#include "gen/primitives.h"
#include "object/context.h"
#include "object/value.h"

namespace tiercel {

// Makes the procedure object of every row, in table order (E17).  Idempotent.
void register_primitives(Context* ctx);

// Calls the checked body.  The number of arguments must be one the row accepts.  v_pending: see ctx->pending.
[[nodiscard]] Value call_primitive(Context* ctx, core::Prim prim, std::span<const Value> arguments);

}  // namespace tiercel
