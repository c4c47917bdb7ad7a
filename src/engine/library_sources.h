// The sources of the libraries that come with Tiercel, as `tiercel build` wants them: a program is optimised together with
// the libraries it uses, and their bodies are in the image as bytecode only.  The executable carries the text, and
// nothing of it is looked at otherwise; executables that build nothing do not have it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiercel {

// The text of lib/PATH.
std::optional<std::string_view> library_source(std::string_view path);
// All paths, in the order of the libraries' names.
std::vector<std::string_view> library_source_paths();

// The form in which the executable carries them: for each file a line "PATH SIZE" and then its text.
void append_library_source(std::string& sources, std::string_view path, std::string_view text);

}  // namespace tiercel
