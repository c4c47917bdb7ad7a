// Libraries as bytes: what importers need to know, without the body.
//
// An interface holds the exports and, for macros, the meanings of the names their templates mention.  Decoding is lazy:
// loading validates the frame and keeps the bytes; a name costs a hash probe when it is first looked up, and a
// syntax-rules macro is decoded when it is first used.  So a stored library costs nothing until something refers to it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "syntax/library.h"

namespace tiercel::syntax {

// The library, known to `system` from now on; null if the bytes are damaged.  They must outlive the system.
Library* load_interface(System& system, std::span<const std::string> parts, std::span<const uint8_t> bytes);

}  // namespace tiercel::syntax
