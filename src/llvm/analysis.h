// What the emitter has to know about a function's bytecode before it emits: where blocks begin, which registers are
// alive where, and which hold the same constant or closure of the unit however control got there.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "bytecode/operands.h"
#include "bytecode/unit.h"
#include "native/request.h"

namespace tiercel::native {

// The registers that an instruction reads and writes.
struct RegisterUse {
  std::vector<uint16_t> reads;
  std::vector<uint16_t> writes;
};
RegisterUse registers_of(const Request& request, const Instruction& instruction);

using bytecode::jump_target_of;
using bytecode::primitive_of;

class Analysis {
 public:
  Analysis(const Request& request, const bytecode::FunctionCode& code);

  // Whether some jump, or a clause, leads to the instruction.
  bool is_leader(uint32_t pc) const { return leaders_[pc]; }
  // The registers alive before the instruction, ascending.
  std::vector<uint16_t> live_before(uint32_t pc) const;
  bool is_alive(uint32_t pc, uint32_t reg) const { return live_[pc * words_ + reg / 64] >> (reg % 64) & 1; }
  // Whether the instruction may come round again: some jump goes back over it.
  bool is_repeated(uint32_t pc) const { return repeated_[pc]; }
  // For each register the instruction that put a constant, this closure or a new closure into it on every way to `pc`;
  // negative if there is none.
  std::vector<int32_t> origins_before(uint32_t pc) const;

 private:
  using Origins = std::vector<int32_t>;

  void find_origins();
  void follow(uint32_t pc, Origins& origins) const;  // what the instruction changes
  bool merge(uint32_t pc, const Origins& origins);   // whether something changed at the leader
  const Request& request_;
  const bytecode::FunctionCode& code_;
  std::vector<bool> leaders_, repeated_;
  size_t words_;  // of a bit set of registers
  size_t frame_size_;
  std::vector<uint64_t> live_;
  std::map<uint32_t, Origins> origins_;  // at leaders that control reaches
};

}  // namespace tiercel::native
