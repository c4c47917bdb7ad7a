// Primitives whose usual case is a few machine instructions: a macro of emit.h has it.
#pragma once

#include <cstdint>

namespace tiercel::emit_c {

// The macro for a call of the primitive with so many arguments; null if there is none.
const char* usual_case(int64_t primitive, int64_t arguments);

}  // namespace tiercel::emit_c
