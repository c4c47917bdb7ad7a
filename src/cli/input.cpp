#include "cli/input.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace tiercel {

bool read_source(const std::string& path, std::string* text, std::string* problem) {
  int file = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    *problem = std::strerror(errno);
    return false;
  }
  text->clear();
  char buffer[1 << 16];
  ssize_t count;
  while ((count = read(file, buffer, sizeof buffer)) != 0) {
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    text->append(buffer, static_cast<size_t>(count));
  }
  int error = count < 0 ? errno : 0;
  if (file != STDIN_FILENO) close(file);
  if (error) *problem = std::strerror(error);
  return error == 0;
}

}  // namespace tiercel
