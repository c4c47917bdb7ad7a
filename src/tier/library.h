// libtiercel_native.so, which holds the compiler: where it is, and opening it.
#pragma once

#include <string>

#include "native/request.h"

namespace tiercel {

// The library's path: it lies beside the executable.
std::string native_library_path();

// Whether there is such a file: what `tiercel --version` calls `native`.
bool has_native_library();

// The compiler of this process, opened by the first call; null with the reason in `problem` if it cannot be had.
native::Compiler* open_native_compiler(std::string* problem);

}  // namespace tiercel
