// What looks at all entries, of this build and of others: listing, verifying, clearing, keeping within the limit.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

#include "cache/names.h"

namespace tiercel::cache {
namespace {

constexpr int64_t remains_s = 3600;  // a writer that has not finished by then never will

std::vector<std::string> names_in(const Descriptor& folder) {
  std::vector<std::string> names;
  int copy = ::openat(folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* stream = copy < 0 ? nullptr : ::fdopendir(copy);
  if (!stream) {
    if (copy >= 0) ::close(copy);
    return names;
  }
  while (const dirent* entry = ::readdir(stream)) {
    std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(std::move(name));
  }
  ::closedir(stream);
  std::sort(names.begin(), names.end());
  return names;
}

bool is_build(const std::string& name) { return name.starts_with(build_prefix); }
bool is_temporary(const std::string& name) { return name.starts_with(temporary_prefix); }

std::optional<Kind> kind_of(const std::string& name) {
  for (int i = 0; i < static_cast<int>(Kind::count_); i++) {
    auto kind = static_cast<Kind>(i);
    if (name.size() == entry_name(kind, {}).size() && name.starts_with(std::string(1, kind_name(kind)[0]) + "-"))
      return kind;
  }
  return std::nullopt;
}

bool is_left_over(const std::string& name, const struct stat& status) {
  int writer = writer_of(name);
  bool gone = writer <= 0 || (::kill(writer, 0) != 0 && errno == ESRCH);
  return gone || ::time(nullptr) - status.st_mtim.tv_sec > remains_s;
}

// Calls visit(build folder, its name, name of a file in it).
void for_each_file(const Descriptor& folder,
                   const std::function<void(const Descriptor&, const std::string&, const std::string&)>& visit) {
  for (const std::string& build : names_in(folder)) {
    std::string ignored;
    if (!is_build(build)) continue;
    Descriptor inside = open_subfolder(folder, build, Access::existing, &ignored);
    if (!inside.is_open()) continue;
    for (const std::string& name : names_in(inside)) visit(inside, build, name);
  }
}

void remove_empty_builds(const Descriptor& folder) {
  for (const std::string& build : names_in(folder))
    if (is_build(build)) ::unlinkat(folder.number(), build.c_str(), AT_REMOVEDIR);  // refused where there is something
}

}  // namespace

Listing Store::list() {
  Listing listing;
  if (!is_open()) return listing;
  for (const std::string& name : names_in(folder_))
    if (!is_build(name)) listing.odd.push_back(name);
  for_each_file(folder_, [&](const Descriptor& inside, const std::string& build, const std::string& name) {
    EntryParts parts;
    int64_t used_s = 0;
    auto kind = kind_of(name);
    auto bytes = kind ? read_entry_file(inside.number(), name, &used_s) : std::nullopt;
    if (!bytes || !split_entry(*bytes, &parts) || parts.kind != *kind) {
      listing.odd.push_back(build + "/" + name);
      return;
    }
    std::string reason;
    if (parts.kind == Kind::refused) reason.assign(parts.contents.begin(), parts.contents.end());
    listing.entries.push_back({build, name, *kind, std::string(parts.description), std::move(reason), bytes->size(),
                               used_s, build == this_build()});
    listing.bytes += bytes->size();
  });
  return listing;
}

Store::Verdict Store::verify() {
  Verdict verdict;
  if (!is_open()) return verdict;
  for_each_file(folder_, [&](const Descriptor& inside, const std::string&, const std::string& name) {
    struct stat status;
    if (is_temporary(name)) {
      bool remains =
          ::fstatat(inside.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && is_left_over(name, status);
      if (remains && ::unlinkat(inside.number(), name.c_str(), 0) == 0) verdict.remains++;
      return;
    }
    EntryParts parts;
    int64_t used_s = 0;
    auto bytes = read_entry_file(inside.number(), name, &used_s);
    bool good = bytes && split_entry(*bytes, &parts) && name == entry_name(parts.kind, parts.key);
    (good ? verdict.good : verdict.bad)++;
    if (!good) ::unlinkat(inside.number(), name.c_str(), 0);
  });
  remove_empty_builds(folder_);
  return verdict;
}

size_t Store::clear() {
  size_t removed = 0;
  if (!is_open()) return removed;
  for_each_file(folder_, [&](const Descriptor& inside, const std::string&, const std::string& name) {
    bool gone = ::unlinkat(inside.number(), name.c_str(), 0) == 0;
    if (gone && !is_temporary(name)) removed++;
  });
  build_ = Descriptor();
  remove_empty_builds(folder_);
  return removed;
}

void Store::shrink() {
  if (!is_open()) return;
  struct File {
    std::string build, name;
    uint64_t bytes;
    int64_t used_s, used_ns;
  };
  std::vector<File> files;
  uint64_t total = 0;
  for_each_file(folder_, [&](const Descriptor& inside, const std::string& build, const std::string& name) {
    struct stat status;
    if (::fstatat(inside.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
    if (is_temporary(name)) {
      if (is_left_over(name, status)) ::unlinkat(inside.number(), name.c_str(), 0);
      return;
    }
    files.push_back(
        {build, name, static_cast<uint64_t>(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec});
    total += files.back().bytes;
  });
  if (total <= bytes_max_) return;
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) {
    return a.used_s != b.used_s ? a.used_s < b.used_s : a.used_ns < b.used_ns;
  });
  for (const File& file : files) {
    if (total <= bytes_max_) break;
    if (::unlinkat(folder_.number(), (file.build + "/" + file.name).c_str(), 0) == 0) total -= file.bytes;
  }
  remove_empty_builds(folder_);
}

}  // namespace tiercel::cache
