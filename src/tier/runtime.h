// The functions of the runtime that native code calls, by name (native/request.h).
#pragma once

#include <vector>

#include "native/request.h"

namespace tiercel {

const std::vector<native::RuntimeFunction>& runtime_functions();

}  // namespace tiercel
