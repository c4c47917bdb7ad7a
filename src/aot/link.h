// From object files to an executable or a shared library, by the linker of the system.
//
// The objects are those of `tiercel build`; with them goes the runtime, libtiercel_rt.a.  Knows nothing of Scheme.
#pragma once

#include <string>
#include <vector>

namespace tiercel {

struct LinkRequest {
  std::vector<std::string> objects;  // bytes of object files
  std::string runtime;               // path of libtiercel_rt.a
  std::string output;                // path
  bool fully_static = false;
  bool shared = false;      // a shared library instead of an executable
  bool with_debug = false;  // keep symbols and lines
};

// False with a problem for a person, in one line or followed by what the linker said.
bool link_program(const LinkRequest& request, std::string* problem);

// One relocatable object of several, without libraries.
bool join_objects(const std::vector<std::string>& objects, const std::string& path, bool this_machine,
                  std::string* problem);

// What needs no linker.
bool write_text(const std::string& text, const std::string& path, std::string* problem);

}  // namespace tiercel
