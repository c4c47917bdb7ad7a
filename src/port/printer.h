// External representations: write, display and their relatives, for any value, shared and circular ones included.
//
// Nothing recurses on the C stack and nothing is allocated in the heap, so no object moves while one is printed.
// It knows no ports: text is appended to a string, and the port primitives send it on.
#pragma once

#include <cstddef>
#include <string>

#include "base/dialect.h"
#include "object/context.h"

namespace tiercel {

enum class PrintStyle : uint8_t {
  write,         // labels for what a cycle needs (R7RS 6.13.3)
  write_shared,  // labels for everything that is reached twice
  write_simple,  // no labels; does not end on a cycle unless there is a limit
  display,       // as write, with strings and characters as they are
};

// Appends the representation of `v`.  Text that would exceed `limit` bytes ends in "..." (0: no limit).
void print_value(std::string& out, Value v, PrintStyle style, size_t limit = 0, Dialect dialect = Dialect::scheme);

enum class PrintStatus : uint8_t {
  complete,
  interrupted,  // an interrupt came; what is in `out` is of no use, print again after the poll
  too_large,    // more text than the heap may hold
};
// The same without a limit, in the dialect of the isolate, for what may be very large.
[[nodiscard]] PrintStatus print_value_interruptibly(Context* ctx, std::string& out, Value v, PrintStyle style);

std::string write_value(Value v, size_t limit = 0, Dialect dialect = Dialect::scheme);
std::string display_value(Value v, size_t limit = 0, Dialect dialect = Dialect::scheme);

// Whether printing `v` needs no walk: no pairs, vectors or records inside.
bool is_atomic(Value v);

}  // namespace tiercel
