// How files of the cache are called, and what is inside an entry; only this folder includes it.
#pragma once

#include <charconv>

#include "base/build_id.h"
#include "cache/store.h"

namespace tiercel::cache {

inline constexpr std::string_view build_prefix = "v1-";
inline constexpr std::string_view temporary_prefix = "t-";

// The name of this build's folder; empty if the build has no number, so that builds could not be told apart.
inline std::string this_build() {
  std::span<const uint8_t> id = build_id();
  return id.empty() ? "" : std::string(build_prefix) + hex(digest_of(id), 8);
}

inline std::string entry_name(Kind kind, const Digest& key) {
  return std::string(1, kind_name(kind)[0]) + "-" + hex(key, 20);
}

// PID-NUMBER: whoever finds it left over can see whether its writer is still there.
inline std::string temporary_name(int writer, uint64_t number) {
  return std::string(temporary_prefix) + std::to_string(writer) + "-" + std::to_string(number);
}
inline int writer_of(std::string_view name) {
  int writer = 0;
  std::from_chars(name.data() + temporary_prefix.size(), name.data() + name.size(), writer);
  return writer;
}

struct EntryParts {
  Kind kind;
  Digest key;
  std::string_view description;
  std::span<const uint8_t> contents;
};
// False unless the bytes are an entry with the right checksum.
bool split_entry(std::span<const uint8_t> bytes, EntryParts* parts);

// The bytes of a file that could be an entry: plain, this user's alone, of a possible size.
std::optional<std::vector<uint8_t>> read_entry_file(int folder, const std::string& name, int64_t* used_s);

}  // namespace tiercel::cache
