// Units as bytes and back: the form that the boot image and the disk cache store.
//
// The form begins with a hash of the opcode and primitive tables, so bytes of another build are refused rather than
// misread.  Everything is a LEB128 number or a byte string; nothing is aligned.  Reading checks every bound and every
// number, and refuses what `validate` refuses; whether the bytes are the ones that were written is the container's
// affair (a checksum around them).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/names.h"
#include "bytecode/unit.h"
#include "bytecode/validate.h"

namespace tiercel::bytecode {

// Changes whenever an opcode's or primitive's number, name or shape does.
uint64_t table_version();

// Gives the name under which a span's file is stored; asked once per file.
struct FileNamer {
  virtual std::string_view file_name(FileId file) = 0;

 protected:
  ~FileNamer() = default;
};

// The unit's bytes.  Opaque data are stored as their handles, cells as handle and name: whoever reads them back
// settles what they mean (unit.constants is public).
std::vector<uint8_t> serialize(const Unit& unit, FileNamer& files);

struct Decoded {
  std::unique_ptr<Unit> unit;     // null if the bytes are unusable
  const char* problem = nullptr;  // then: why, static text
};

// The unit, validated; its Datums live in its own arena, its names in `names`.  Spans carry ids 1.. that
// Unit::files names; renumber_files maps them to a SourceMap's.
[[nodiscard]] Decoded deserialize(std::span<const uint8_t> bytes, NameTable& names,
                                  const ValidateOptions& options = {});

// Replaces each file id of the unit's spans: unit.files[i].id becomes ids[i].
void renumber_files(Unit& unit, std::span<const FileId> ids);

}  // namespace tiercel::bytecode
