// What the collector asks about a frame that waits: how many slots it has and which of them will be read again.
//
// Without it every register would count, and a frame would keep alive what it has long passed on: the arguments of the
// call it waits in, lists that a deep recursion has consumed.  Each function is analysed (bytecode/liveness.h) the
// first time a collection meets one of its frames.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "interp/entry.h"
#include "object/isolate.h"

namespace tiercel {

class InterpreterFrameMap final : public FrameMap {
 public:
  bool find(const Function* function, const Instruction* pc, FrameShape* shape) override;
  uintptr_t header_distance(uintptr_t return_address) const override;
  void forget() override;

  struct Waiting {
    uint64_t live;  // registers
    bool calling;
  };

 private:
  // The answer of last time, by the low bits of the instruction's address: recursions ask for few.
  struct Recent {
    const Instruction* pc = nullptr;
    FrameShape shape{};
  };
  static constexpr size_t recent_count = 256;

  std::unordered_map<const Function*, std::vector<Waiting>> waiting_;  // by instruction
  std::vector<Recent> recent_{recent_count};
  std::vector<EntryLayout> layouts_ = entry_layouts();
};

}  // namespace tiercel
