// A store of entries on disk, each found by a digest of everything that it was made from.
//
// What it gives was written by this build for this very key, whole and unchanged, or it gives nothing: every file is
// copied into memory and its checksum compared before anyone looks at it, and whatever is not as it should be is taken
// away and counts as absent.  Writers never meet: an entry appears under its name complete, by renaming.  No failure of
// the disk is anybody's business but that the entry is not there.
//
// Layout: FOLDER/v1-BUILD/KIND-KEY, one folder for each build of the program.  An entry: magic, kind, key, lengths, a
// description for people, the contents, and the digest of all that.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "cache/folder.h"

namespace tiercel::cache {

// `refused`: what is not kept, and why.
enum class Kind : uint8_t { program, library, native, refused, count_ };
const char* kind_name(Kind kind);

// An entry as bytes, and back: none if they are not exactly an entry of this kind and key.
std::vector<uint8_t> encode_entry(Kind kind, const Digest& key, std::string_view description,
                                  std::span<const uint8_t> contents);
std::optional<std::span<const uint8_t>> decode_entry(std::span<const uint8_t> bytes, Kind kind, const Digest& key);

struct EntryInfo {
  std::string build, name;  // of its folder and file
  Kind kind = Kind::program;
  std::string description;  // the source file
  std::string reason;       // of what is refused
  uint64_t bytes = 0;
  int64_t used_s = 0;    // since 1970
  bool current = false;  // of this build
};

// What is in the folder besides entries of known form is listed as `odd`.
struct Listing {
  std::vector<EntryInfo> entries;
  std::vector<std::string> odd;
  uint64_t bytes = 0;
};

constexpr uint64_t bytes_max_default = uint64_t{512} << 20;

class Store {
 public:
  // Opens the folder, or makes it.  If that fails, `problem` says why and every question is answered with nothing.
  Store(const std::string& folder, Access access, uint64_t bytes_max = bytes_max_default);

  bool is_open() const { return folder_.is_open(); }
  // There is nothing at that place yet.
  bool is_absent() const { return absent_; }
  const std::string& problem() const { return problem_; }

  // The contents of an entry.
  std::optional<std::vector<uint8_t>> read(Kind kind, const Digest& key);
  // False if it could not be written; then there is nothing of it on disk.
  bool write(Kind kind, const Digest& key, std::string_view description, std::span<const uint8_t> contents);
  void remove(Kind kind, const Digest& key);
  // Takes the entries away that were not used for the longest time, until the rest fits; called after writing.
  void shrink();

  Listing list();
  // Compares every checksum, takes away what is damaged or left over by writers that are gone; how many were.
  struct Verdict {
    size_t good = 0, bad = 0, remains = 0;
  };
  Verdict verify();
  // Takes everything away; how many entries there were.
  size_t clear();

 private:
  bool open_build(Access access);
  std::mutex opening_;  // several threads may read and write
  std::optional<std::vector<uint8_t>> read_file(const Descriptor& folder, const std::string& name, int64_t* used_s);
  bool write_file(const std::string& name, std::span<const uint8_t> bytes);

  Descriptor folder_, build_;
  std::string problem_;
  bool absent_ = false;
  uint64_t bytes_max_;
};

}  // namespace tiercel::cache
