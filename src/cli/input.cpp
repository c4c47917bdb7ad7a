#include "cli/input.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

#include "base/read_file.h"

namespace tiercel {

Input::Input(const std::string& path) {
  bool good = path == "-" ? read_descriptor(STDIN_FILENO, &text) : read_file_or_stream(path, &text);
  if (!good) problem = std::strerror(errno);
}

}  // namespace tiercel
