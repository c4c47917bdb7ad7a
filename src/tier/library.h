// libtiercel_native.so, which holds the compiler: where it is, and opening it.
#pragma once

#include <string>

#include "native/request.h"

namespace tiercel {

// The library's path, or where it would be.
std::string native_library_path();

// Why there is no native compiler in this process, as far as that is known before it is opened; empty if there is one.
std::string native_library_problem();
// What `tiercel --version` calls `native`.
inline bool has_native_library() { return native_library_problem().empty(); }

// The compiler of this process, opened by the first call; null with the reason in `problem` if it cannot be had.
native::Compiler* open_native_compiler(std::string* problem);

}  // namespace tiercel
