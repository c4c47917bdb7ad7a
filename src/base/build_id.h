// Which build of the program this is: the note that the linker computes from the contents of the file.
#pragma once

#include <cstdint>
#include <span>

namespace tiercel {

// The build id of the executable or shared library that holds this function; empty if the linker made none.
std::span<const uint8_t> build_id();

}  // namespace tiercel
