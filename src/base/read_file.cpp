#include "base/read_file.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tiercel {

namespace {

constexpr size_t file_bytes_max = size_t{2} << 30;

bool fail(int error) {
  errno = error;
  return false;
}

bool read_path(const std::string& path, bool regular_only, std::string* text) {
  // A pipe without a writer is not waited for where none is wanted.
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | (regular_only ? O_NONBLOCK : 0));
  if (file < 0) return false;
  struct stat status;
  bool good = fstat(file, &status) == 0;
  if (good && S_ISDIR(status.st_mode)) good = fail(EISDIR);
  if (good && regular_only && !S_ISREG(status.st_mode)) good = fail(EINVAL);
  good = good && read_descriptor(file, text);
  int saved = errno;
  close(file);
  errno = saved;
  return good;
}

}  // namespace

bool read_descriptor(int descriptor, std::string* text) {
  struct stat status;
  constexpr size_t piece = size_t{1} << 16;
  text->resize(piece);
  if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    if (static_cast<size_t>(status.st_size) > file_bytes_max) return fail(EFBIG);
    text->resize(static_cast<size_t>(status.st_size) + 1);  // its end is seen without growing
  }
  for (size_t size = 0;;) {
    if (text->size() == size) text->resize(size + std::max(size, piece));
    ssize_t count = read(descriptor, text->data() + size, text->size() - size);
    if (count < 0 && errno == EINTR) continue;
    size += static_cast<size_t>(count > 0 ? count : 0);
    if (count > 0 && size > file_bytes_max) return fail(EFBIG);
    if (count > 0) continue;
    text->resize(size);
    return count == 0;
  }
}

bool read_file_or_stream(const std::string& path, std::string* text) { return read_path(path, false, text); }

bool read_regular_file(const std::string& path, std::string* text) { return read_path(path, true, text); }

}  // namespace tiercel
