// Machine code of earlier runs: kept as bytes, and put in place without a compiler.
//
// A piece is what one request to the compiler gave.  It holds for the unit it was made of, which whoever keeps the bytes
// knows by a digest of its bytecode, and as long as the facts hold that the compiler was told about constants.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "native/request.h"

namespace tiercel {

struct StoredPiece {
  struct Fact {
    uint32_t constant;
    native::ConstantFact fact;
  };
  std::vector<uint32_t> selected;  // functions of the unit, the wanted one first
  int64_t loop = -1;               // as in native::Request
  std::vector<Fact> facts;         // all that are not `object`, of constants that the code mentions
  native::Blob blob;
  std::vector<native::ReturnSite> sites;
  std::vector<native::CodePart> parts;
  uint64_t code_bytes = 0;
  bool in_place = false;  // in this process
};

// What is known of the machine code of one unit.
struct UnitArchive {
  std::vector<StoredPiece> pieces;  // changed by the running thread alone
  bool changed = false;             // pieces came that are not on disk
  std::mutex mutex;                 // held to change these two, and by other threads to read them
};

std::vector<uint8_t> encode_archive(const UnitArchive& archive);  // by whoever holds its mutex
// Null if the bytes are not what encode_archive makes for a unit of so many functions and constants.
std::shared_ptr<UnitArchive> decode_archive(std::span<const uint8_t> bytes, size_t functions, size_t constants);

// The facts about constants that the selected functions mention.
std::vector<StoredPiece::Fact> facts_used(const native::Request& request);

// Puts a piece in place: pages of its own, executable and not writable when this returns.  The result's memory is for
// unplace_code; null if there is none to be had or the runtime lacks something that the code wants.
native::Result place_code(const StoredPiece& piece);
void unplace_code(void* memory);

}  // namespace tiercel
