// Reads the limits with plain system calls: this runs at every start, before anything else, and must not allocate.
#include "base/memory_limit.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace tiercel {
namespace {

// Reads the start of a small file into `text`, terminated.  False if it cannot be read.
bool read_start(const char* path, char* text, size_t size) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  ssize_t length = read(descriptor, text, size - 1);
  close(descriptor);
  if (length <= 0) return false;
  text[length] = 0;
  return true;
}

// The number of bytes in a control group file, or "no limit" if it holds none ("max").
size_t control_group_limit(const char* path) {
  char text[64];
  if (!read_start(path, text, sizeof text)) return SIZE_MAX;
  char* end = nullptr;
  unsigned long long bytes = strtoull(text, &end, 10);
  return end == text || bytes == 0 ? SIZE_MAX : static_cast<size_t>(bytes);
}

size_t machine_available() {
  char text[512];
  if (read_start("/proc/meminfo", text, sizeof text)) {
    if (const char* line = strstr(text, "MemAvailable:"))
      return static_cast<size_t>(strtoull(line + 13, nullptr, 10)) << 10;
  }
  long pages = sysconf(_SC_PHYS_PAGES);
  long page_bytes = sysconf(_SC_PAGESIZE);
  return pages > 0 && page_bytes > 0 ? static_cast<size_t>(pages) * static_cast<size_t>(page_bytes) : size_t{1} << 30;
}

size_t resource_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return SIZE_MAX;
  return static_cast<size_t>(limit.rlim_cur);
}

}  // namespace

size_t available_memory_bytes() {
  size_t bytes = std::min(machine_available(), resource_limit());
  bytes = std::min(bytes, control_group_limit("/sys/fs/cgroup/memory.max"));
  bytes = std::min(bytes, control_group_limit("/sys/fs/cgroup/memory/memory.limit_in_bytes"));
  return std::max(bytes, size_t{16} << 20);
}

}  // namespace tiercel
