// libFuzzer target: whatever bytes come, deserialising, validating and disassembling them neither crashes nor hangs,
// and what is accepted survives another round trip unchanged.
//
// The version in the head would refuse nearly every input, so the target puts the right one in front.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/names.h"
#include "bytecode/disassemble.h"
#include "bytecode/serialize.h"

namespace {

using namespace tiercel;

struct KnownFiles final : bytecode::FileNamer {
  const bytecode::Unit* unit;
  std::string_view file_name(FileId file) override { return unit->files[file - 1].name; }
};

std::vector<uint8_t> head() {
  KnownFiles files;
  std::vector<uint8_t> bytes = bytecode::serialize(bytecode::Unit{}, files);
  bytes.resize(16);  // magic and version
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::vector<uint8_t> bytes = head();
  bytes.insert(bytes.end(), data, data + size);
  NameTable names;
  bytecode::Decoded decoded = bytecode::deserialize(bytes, names);
  if (!decoded.unit) return 0;
  std::string text = bytecode::disassemble(*decoded.unit);
  KnownFiles files;
  files.unit = decoded.unit.get();
  bytecode::Decoded again = bytecode::deserialize(bytecode::serialize(*decoded.unit, files), names);
  if (!again.unit || bytecode::disassemble(*again.unit) != text) std::abort();
  return 0;
}
