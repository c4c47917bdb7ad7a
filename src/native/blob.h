// Machine code that can be put anywhere: what an earlier process compiled is placed by copying it and filling in addresses.
//
// The code's references to itself and to its data are relative to the place of the instruction, as if the data began at
// the next multiple of `unit` behind the code.  Everything else it reaches through its data: a table of the addresses
// of runtime functions, and the two pointers that the loader sets.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tiercel::native {

struct Blob {
  static constexpr uint64_t unit = 4096;

  struct Import {
    uint32_t offset;  // in the data: eight bytes
    std::string name;
  };
  struct Pointer {
    uint32_t offset;  // in the data: eight bytes
    bool to_code;     // or to the data
    uint64_t target;
  };

  std::vector<uint8_t> code, data;
  std::vector<Import> imports;
  std::vector<Pointer> pointers;
  uint64_t constants_slot = 0, functions_slot = 0;     // in the data
  uint64_t origin = 0;                                 // in the code: what Result::code is
  uint64_t unwind = 0, unwind_bytes = 0;               // in the data
  std::vector<std::pair<uint32_t, uint64_t>> entries;  // function of the unit, place in the code
  uint64_t loop_entry = 0;                             // place in the code, if there is one
  bool complete = false;  // it holds all that the code needs; if not, it cannot be placed elsewhere
};

}  // namespace tiercel::native
