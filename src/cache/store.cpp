// Reading and writing single entries; maintenance.cpp has what looks at all of them.
#include "cache/store.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cache/names.h"

namespace tiercel::cache {
namespace {

constexpr uint64_t magic = 0x3145484341435254;  // "TRCACHE1"
constexpr size_t entry_bytes_max = size_t{256} << 20;
constexpr int64_t use_noted_s = 60;  // the time of use is not written more often than this

// The fixed part at the start of an entry.
struct Header {
  uint64_t magic;
  uint64_t kind;
  Digest key;
  uint64_t description_bytes;
  uint64_t contents_bytes;
};
static_assert(sizeof(Header) == 64);

bool is_ours(const struct stat& status) {
  return S_ISREG(status.st_mode) && status.st_uid == geteuid() && status.st_nlink == 1 &&
         !(status.st_mode & (S_IWGRP | S_IWOTH)) && status.st_size >= 0 &&
         static_cast<uint64_t>(status.st_size) <= entry_bytes_max;
}

bool write_all(int file, std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return true;
}

}  // namespace

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::program: return "program";
    case Kind::library: return "library";
    case Kind::native: return "native";
    case Kind::refused: return "refused";
    case Kind::count_: break;
  }
  return "";
}

// --- The form of an entry -------------------------------------------------------------------------------------------

std::vector<uint8_t> encode_entry(Kind kind, const Digest& key, std::string_view description,
                                  std::span<const uint8_t> contents) {
  Header header{magic, static_cast<uint64_t>(kind), key, description.size(), contents.size()};
  std::vector<uint8_t> bytes(sizeof header + description.size() + contents.size() + sizeof(Digest));
  uint8_t* next = bytes.data();
  auto append = [&](const void* data, size_t size) {
    if (size > 0) std::memcpy(next, data, size);
    next += size;
  };
  append(&header, sizeof header);
  append(description.data(), description.size());
  append(contents.data(), contents.size());
  Digest checksum = digest_of(std::span<const uint8_t>(bytes).first(bytes.size() - sizeof(Digest)));
  append(checksum.bytes.data(), checksum.bytes.size());
  return bytes;
}

bool split_entry(std::span<const uint8_t> bytes, EntryParts* parts) {
  Header header;
  if (bytes.size() < sizeof header + sizeof(Digest)) return false;
  std::memcpy(&header, bytes.data(), sizeof header);
  uint64_t room = bytes.size() - sizeof header - sizeof(Digest);
  bool fits = header.magic == magic && header.kind < static_cast<uint64_t>(Kind::count_) &&
              header.description_bytes <= room && header.contents_bytes == room - header.description_bytes;
  if (!fits) return false;
  std::span<const uint8_t> checked = bytes.first(bytes.size() - sizeof(Digest));
  if (std::memcmp(digest_of(checked).bytes.data(), bytes.data() + checked.size(), sizeof(Digest)) != 0) return false;
  parts->kind = static_cast<Kind>(header.kind);
  parts->key = header.key;
  auto description = checked.subspan(sizeof header, header.description_bytes);
  parts->description = {reinterpret_cast<const char*>(description.data()), description.size()};
  parts->contents = checked.subspan(sizeof header + header.description_bytes);
  return true;
}

std::optional<std::span<const uint8_t>> decode_entry(std::span<const uint8_t> bytes, Kind kind, const Digest& key) {
  EntryParts parts;
  if (!split_entry(bytes, &parts) || parts.kind != kind || parts.key != key) return std::nullopt;
  return parts.contents;
}

// --- The folders ----------------------------------------------------------------------------------------------------

Store::Store(const std::string& folder, Access access, uint64_t bytes_max) : bytes_max_(bytes_max) {
  if (this_build().empty()) problem_ = "this build of the program has no number";
  else folder_ = open_folder(folder, access, &problem_);
  struct stat status;
  absent_ = !is_open() && ::lstat(folder.c_str(), &status) != 0 && errno == ENOENT;
}

bool Store::open_build(Access access) {
  std::string ignored;
  std::lock_guard<std::mutex> lock(opening_);
  if (!build_.is_open() && folder_.is_open()) build_ = open_subfolder(folder_, this_build(), access, &ignored);
  return build_.is_open();
}

// --- Entries --------------------------------------------------------------------------------------------------------

// A FIFO would block, a device might do anything: what is no plain file of ours is not read.
std::optional<std::vector<uint8_t>> read_entry_file(int folder, const std::string& name, int64_t* used_s) {
  Descriptor file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status;
  if (!file.is_open() || fstat(file.number(), &status) != 0 || !is_ours(status)) return std::nullopt;
  std::vector<uint8_t> bytes(static_cast<size_t>(status.st_size));
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t count = ::read(file.number(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    done += static_cast<size_t>(count);
  }
  *used_s = status.st_mtim.tv_sec;
  return bytes;
}

std::optional<std::vector<uint8_t>> Store::read(Kind kind, const Digest& key) {
  if (!open_build(Access::existing)) return std::nullopt;
  std::string name = entry_name(kind, key);
  int64_t used_s = 0;
  auto bytes = read_entry_file(build_.number(), name, &used_s);
  auto contents = bytes ? decode_entry(*bytes, kind, key) : std::nullopt;
  if (!contents) {
    ::unlinkat(build_.number(), name.c_str(), 0);  // absent, or not what it should be
    return std::nullopt;
  }
  int64_t now_s = ::time(nullptr);
  if (now_s - used_s > use_noted_s || used_s > now_s)
    ::utimensat(build_.number(), name.c_str(), nullptr, AT_SYMLINK_NOFOLLOW);
  return std::vector<uint8_t>(contents->begin(), contents->end());
}

bool Store::write_file(const std::string& name, std::span<const uint8_t> bytes) {
  static std::atomic<uint64_t> last{0};
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  std::string temporary = temporary_name(::getpid(), static_cast<uint64_t>(now.tv_nsec) << 16 ^ ++last);
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  Descriptor file(::openat(build_.number(), temporary.c_str(), flags, 0600));
  if (!file.is_open()) return false;
  bool good = write_all(file.number(), bytes) &&
              ::renameat(build_.number(), temporary.c_str(), build_.number(), name.c_str()) == 0;
  if (!good) ::unlinkat(build_.number(), temporary.c_str(), 0);
  return good;
}

bool Store::write(Kind kind, const Digest& key, std::string_view description, std::span<const uint8_t> contents) {
  if (contents.size() > entry_bytes_max / 2 || !open_build(Access::make)) return false;
  return write_file(entry_name(kind, key), encode_entry(kind, key, description, contents));
}

void Store::remove(Kind kind, const Digest& key) {
  if (open_build(Access::existing)) ::unlinkat(build_.number(), entry_name(kind, key).c_str(), 0);
}

}  // namespace tiercel::cache
