// Which processor this is, as far as machine code depends on it.
#pragma once

#include "base/digest.h"

namespace tiercel {

// Of its model and the instructions that it has; machine code made for one may run on another only if these are equal.
Digest processor_identity();

}  // namespace tiercel
