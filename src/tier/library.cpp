// See library.h.  Every isolate of the process shares one compiler, so opening it is behind a lock.
#include "tier/library.h"

#include <cstring>
#include <dlfcn.h>
#include <mutex>
#include <sys/auxv.h>
#include <unistd.h>
#include <vector>

#include "gen/agreement.h"
#include "gen/version.h"
#include "tier/runtime.h"

namespace tiercel {

namespace {

// No dynamic loader was at work.  The C library can load libraries even so, but a second C library would come with them.
bool is_static_program() { return ::getauxval(AT_BASE) == 0; }

struct Opened {
  native::Compiler* compiler = nullptr;
  std::string problem;
};

constexpr char library_name[] = "libtiercel_native.so";

// With the last slash.
std::string folder_of(std::string path) {
  path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1);
  return path;
}

Opened open_library() {
  Opened opened;
  opened.problem = native_library_problem();
  if (!opened.problem.empty()) return opened;
  void* library = ::dlopen(native_library_path().c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    opened.problem = ::dlerror();
    return opened;
  }
  auto theirs = reinterpret_cast<native::NativeAgreement>(::dlsym(library, "tiercel_native_agreement"));
  if (!theirs || std::strcmp(theirs(), agreement) != 0) {
    opened.problem = native_library_path() + " belongs to another build of Tiercel";
    return opened;
  }
  auto open = reinterpret_cast<native::OpenNative>(::dlsym(library, "tiercel_open_native"));
  if (open) opened.compiler = open(runtime_functions().data(), runtime_functions().size());
  if (!opened.compiler) opened.problem = "the library has no compiler for this machine";
  return opened;
}

}  // namespace

// Beside the executable, as in a build folder; where an installed one has it; and the same for libtiercel_rt.so.
std::string native_library_path() {
  char path[4096];
  ssize_t length = ::readlink("/proc/self/exe", path, sizeof path - 1);
  std::string program = folder_of(length > 0 ? std::string(path, static_cast<size_t>(length)) : "");
  std::vector<std::string> folders = {program, program + "../" + relative_library_folder};
  Dl_info own;
  if (::dladdr(reinterpret_cast<void*>(&native_library_path), &own) != 0 && own.dli_fname) {
    std::string library = folder_of(own.dli_fname);
    folders.push_back(library);
    folders.push_back(library + "tiercel/");
  }
  folders.push_back(installed_library_folder);
  for (const std::string& folder : folders)
    if (::access((folder + library_name).c_str(), R_OK) == 0) return folder + library_name;
  return program + library_name;
}

std::string native_library_problem() {
  if (is_static_program()) return "a statically linked program cannot load it";
  std::string path = native_library_path();
  return ::access(path.c_str(), R_OK) == 0 ? "" : "there is no " + path;
}

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
