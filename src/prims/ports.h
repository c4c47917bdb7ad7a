// What the primitives over ports share: finding the port that is meant, and raising for it.
#pragma once

#include "gen/primitives.h"
#include "port/port.h"
#include "port/standard.h"

namespace tiercel {

// T4004 with the reason in errno.
[[nodiscard]] Value raise_file_error(Context* ctx, core::Prim prim, Value path);
// The same for an operation on `port` that failed; T4002 if it was the heap that had no room.
[[nodiscard]] Value raise_port_error(Context* ctx, core::Prim prim, const Port* port);

// The port given as argument number `argument`, or the current one: open and with all of `flags`.  Null with T3001 or
// T3014 pending.
[[nodiscard]] Port* find_port(Context* ctx, core::Prim prim, Value given, int argument, StandardPort standard,
                              uint64_t flags);

}  // namespace tiercel
