// Looking up where code comes from.
#include "bytecode/unit.h"

#include <algorithm>

namespace tiercel::bytecode {

Span span_at(const FunctionCode& function, uint32_t pc) {
  auto after = std::upper_bound(function.spans.begin(), function.spans.end(), pc,
                                [](uint32_t wanted, const SpanEntry& entry) { return wanted < entry.pc; });
  return after == function.spans.begin() ? Span{} : std::prev(after)->span;
}

}  // namespace tiercel::bytecode
