// Reading source text for the command line: a file, or standard input for "-".
#pragma once

#include <string>

namespace tiercel {

// Fills `text`.  On failure returns false and says why in `problem` ("No such file or directory", "Is a directory").
bool read_source(const std::string& path, std::string* text, std::string* problem);

}  // namespace tiercel
