// Opening, reading and replacing files.
#include "port/files.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "object/isolate.h"
#include "object/outside.h"
#include "port/port.h"
#include "port/standard.h"

namespace tiercel {

namespace {

int open_descriptor(const char* path, int flags) {
  for (;;) {
    int descriptor = ::open(path, flags | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EINTR) return descriptor;
  }
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

// Closes, and removes what was begun, without losing errno.
bool give_up(int descriptor, const char* path) {
  int error = errno;
  ::close(descriptor);
  ::unlink(path);
  errno = error;
  return false;
}

}  // namespace

Value open_file_port(Context* ctx, const std::string& path, OpenMode mode, bool textual) {
  note_outside(ctx->isolate, Outside::files);
  int flags = mode == OpenMode::input ? O_RDONLY : O_WRONLY | O_CREAT | (mode == OpenMode::append ? O_APPEND : O_TRUNC);
  int descriptor = open_descriptor(path.c_str(), flags);
  if (descriptor < 0) return v_false;
  struct stat status;
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    errno = EISDIR;
    return v_false;
  }
  uint64_t direction = mode == OpenMode::input ? port_input : port_output;
  Value port = make_file_port(ctx, descriptor, direction | (textual ? port_textual : port_binary), path);
  if (port == v_pending) {
    ::close(descriptor);
    return port;
  }
  register_port(ctx, port);
  return port;
}

bool read_whole_file(const std::string& path, std::string* contents) {
  int descriptor = open_descriptor(path.c_str(), O_RDONLY);
  if (descriptor < 0) return false;
  char chunk[file_buffer_bytes];
  for (;;) {
    ssize_t count = ::read(descriptor, chunk, sizeof chunk);
    if (count > 0) {
      contents->append(chunk, static_cast<size_t>(count));
    } else if (count == 0) {
      ::close(descriptor);
      return true;
    } else if (errno != EINTR) {
      int error = errno;
      ::close(descriptor);
      errno = error;
      return false;
    }
  }
}

bool replace_file(const std::string& path, std::string_view contents) {
  // A link stays a link: what it names is replaced.
  std::string target = path;
  if (char* resolved = ::realpath(path.c_str(), nullptr)) {
    target = resolved;
    std::free(resolved);
  }
  std::string temporary = target + ".XXXXXX";
  int descriptor = ::mkstemp(temporary.data());
  if (descriptor < 0) return false;
  struct stat old;
  mode_t mask = ::umask(0);
  ::umask(mask);
  mode_t mode = ::stat(target.c_str(), &old) == 0 ? old.st_mode & 07777 : 0666 & ~mask;
  if (!write_all(descriptor, contents) || ::fchmod(descriptor, mode) != 0)
    return give_up(descriptor, temporary.c_str());
  if (::close(descriptor) != 0 || ::rename(temporary.c_str(), target.c_str()) != 0) {
    int error = errno;
    ::unlink(temporary.c_str());
    errno = error;
    return false;
  }
  return true;
}

}  // namespace tiercel
