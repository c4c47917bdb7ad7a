// See library.h.  Every isolate of the process shares one compiler, so opening it is behind a lock.
#include "tier/library.h"

#include <dlfcn.h>
#include <mutex>
#include <unistd.h>

#include "tier/runtime.h"

namespace tiercel {

namespace {

struct Opened {
  native::Compiler* compiler = nullptr;
  std::string problem;
};

Opened open_library() {
  Opened opened;
  void* library = ::dlopen(native_library_path().c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    opened.problem = ::dlerror();
    return opened;
  }
  auto open = reinterpret_cast<native::OpenNative>(::dlsym(library, "tiercel_open_native"));
  if (open) opened.compiler = open(runtime_functions().data(), runtime_functions().size());
  if (!opened.compiler) opened.problem = "the library has no compiler for this machine";
  return opened;
}

}  // namespace

std::string native_library_path() {
  char path[4096];
  ssize_t length = ::readlink("/proc/self/exe", path, sizeof path - 1);
  std::string folder = length > 0 ? std::string(path, static_cast<size_t>(length)) : "";
  folder.resize(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/') + 1);
  return folder + "libtiercel_native.so";
}

bool has_native_library() { return ::access(native_library_path().c_str(), R_OK) == 0; }

native::Compiler* open_native_compiler(std::string* problem) {
  static std::mutex once;
  static bool tried = false;
  static Opened opened;
  std::lock_guard<std::mutex> lock(once);
  if (!tried) opened = open_library();
  tried = true;
  *problem = opened.problem;
  return opened.compiler;
}

}  // namespace tiercel
