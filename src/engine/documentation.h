// The documentation of names, embedded in the executable as one text (tools/documentation/collect.py lays it out).
//
// Nothing of it is read before somebody asks for a name; then it is searched from the front, which takes microseconds.
// It knows names by the library that defines them; which binding a name has is looked up in names.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tiercel {

struct DocumentedExample {
  enum class Kind : uint8_t { value, prints, error } kind;
  std::string expression, expected;
};

struct Documentation {
  std::vector<std::string> signatures;
  std::string text;
  std::vector<DocumentedExample> examples;
};

// False if the library that is known as `home` documents no such name, or if this executable holds no documentation
// (stage 0).
bool find_documentation(std::string_view home, std::string_view name, Documentation*);

// As the prompt shows it: signatures, the paragraph, examples, the library; lines of at most 80 columns where the words
// allow it; ends with a new line.
std::string render_documentation(const Documentation&, std::string_view library);

}  // namespace tiercel
