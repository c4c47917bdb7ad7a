// See folder.h; the demands are those of ssh on its files, applied to every folder on the way.
#include "cache/folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tiercel::cache {
namespace {

constexpr int folder_flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// Why not, or null.  `last`: the cache's own folder, otherwise one on the way to it.
const char* distrust(int folder, bool last) {
  struct stat status;
  if (fstat(folder, &status) != 0) return std::strerror(errno);
  bool mine = status.st_uid == geteuid();
  if (!mine && (last || status.st_uid != 0)) return "it belongs to another user";
  bool open_to_others = status.st_mode & (S_IWGRP | S_IWOTH);
  if (open_to_others && (last || !(status.st_mode & S_ISVTX))) return "others may write there";
  return nullptr;
}

bool is_trusted(int folder, bool last, const std::string& path, std::string* problem) {
  const char* reason = distrust(folder, last);
  if (reason) *problem = path + ": " + reason;
  return !reason;
}

Descriptor fail(const std::string& path, std::string* problem) {
  *problem = path + ": " + std::strerror(errno);
  return {};
}

std::string parent_of(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// Makes the folders on the way to `path`, for this user alone.
void make_parents(const std::string& path) {
  for (size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
    ::mkdir(path.substr(0, slash).c_str(), 0700);
}

// From the root down, one name at a time.
Descriptor walk(const std::string& path, std::string* problem) {
  Descriptor here(::open("/", O_PATH | folder_flags));
  if (!here.is_open()) return fail("/", problem);
  for (size_t begin = 1; begin < path.size();) {
    if (!is_trusted(here.number(), false, path.substr(0, begin), problem)) return {};
    size_t end = std::min(path.find('/', begin), path.size());
    Descriptor next(::openat(here.number(), path.substr(begin, end - begin).c_str(), O_PATH | folder_flags));
    if (!next.is_open()) return fail(path.substr(0, end), problem);
    here = std::move(next);
    begin = end + 1;
  }
  if (!is_trusted(here.number(), false, path, problem)) return {};
  return here;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Descriptor open_subfolder(const Descriptor& parent, const std::string& name, Access access, std::string* problem) {
  if (access == Access::make && ::mkdirat(parent.number(), name.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(name, problem);
  Descriptor folder(::openat(parent.number(), name.c_str(), O_RDONLY | folder_flags));
  if (!folder.is_open()) return fail(name, problem);
  if (!is_trusted(folder.number(), true, name, problem)) return {};
  return folder;
}

Descriptor open_folder(const std::string& path, Access access, std::string* problem) {
  std::string trimmed = path;
  while (trimmed.size() > 1 && trimmed.back() == '/') trimmed.pop_back();
  if (trimmed.empty()) {
    *problem = "no folder is given";
    return {};
  }
  if (access == Access::make) make_parents(trimmed);
  char* resolved = ::realpath(parent_of(trimmed).c_str(), nullptr);
  if (!resolved) return fail(parent_of(trimmed), problem);
  std::string parent = resolved;
  std::free(resolved);
  Descriptor way = walk(parent, problem);
  if (!way.is_open()) return {};
  std::string name = trimmed.substr(trimmed.rfind('/') + 1);
  return open_subfolder(way, name, access, problem);
}

std::string default_folder(std::string* problem) {
  if (getauxval(AT_SECURE)) {
    *problem = "the process runs with the rights of its file";
    return "";
  }
  if (const char* chosen = std::getenv("TIERCEL_CACHE_DIR"); chosen && *chosen) return chosen;
  // The XDG specification says that relative paths are to be ignored.
  if (const char* folder = std::getenv("XDG_CACHE_HOME"); folder && *folder == '/')
    return std::string(folder) + "/tiercel";
  if (const char* home = std::getenv("HOME"); home && *home == '/') return std::string(home) + "/.cache/tiercel";
  *problem = "there is no home folder";
  return "";
}

}  // namespace tiercel::cache
