// How much memory this process may use: the least of what the machine has available, what its control group allows and
// what its resource limits allow.  Defaults for the heap and the stack are fractions of it.
#pragma once

#include <cstddef>

namespace tiercel {

// In bytes; never 0.  Reads /proc and /sys each time, about 50 microseconds.
size_t available_memory_bytes();

}  // namespace tiercel
