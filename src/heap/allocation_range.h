// A bump-allocation range: what allocating code, native code included, sees of the heap.
#pragma once

#include <cstdint>

namespace tiercel {

// `limit - next` bytes are free.
struct AllocationRange {
  uintptr_t next;
  uintptr_t limit;
};

}  // namespace tiercel
