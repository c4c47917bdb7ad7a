// Reading whole files into memory.  All of these return false with errno set if they cannot: what open and read say,
// and EFBIG for more than 2 GiB.  `text` is then unspecified.
#pragma once

#include <string>

namespace tiercel {

// From a descriptor that stays open, from its present place to its end: of a file, a pipe, a terminal, a device.
bool read_descriptor(int descriptor, std::string* text);

// A file, or what arrives through a pipe or a device of that name until its end (`tiercel <(command)`).
bool read_file_or_stream(const std::string& path, std::string* text);

// A regular file, which gives the same bytes to whoever reads it again: EISDIR for a folder, EINVAL for other things.
bool read_regular_file(const std::string& path, std::string* text);

}  // namespace tiercel
