// Where machine code of the native tier lies, and which instruction of which function each return address in it belongs to.
//
// Native frames hold no header: a backtrace finds out what runs in one from the return address alone.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "control/backtrace.h"
#include "object/isolate.h"

namespace tiercel {

struct NativeSite {
  uint32_t offset;  // of the first byte of the code that the instruction became
  uint32_t function;
  uint32_t instruction;
};

// Of sites ascending by offset, the one of the call that returns to `return_offset`; null if there is none.
const NativeSite* site_of(std::span<const NativeSite> sites, uint64_t return_offset);

struct NativeRange {
  uintptr_t begin = 0, end = 0;
  std::vector<NativeSite> sites;     // ascending by offset
  std::vector<Function*> functions;  // by NativeSite::function
  Value unit = v_false;              // with which the code dies; false: it is part of the executable
  void* memory = nullptr;            // for who made the code
};

// Of one isolate.
class NativeRanges final : public NativeCode {
 public:
  void add(NativeRange range);
  // Whether `return_address` lies in native code; then what runs there.
  bool find(uintptr_t return_address, LiveFrame* live) const;
  Value unit_at(uintptr_t address) const override;
  // Takes out and gives the ranges of which the condition holds.
  std::vector<NativeRange> remove_if(const std::function<bool(const NativeRange&)>& condition);
  const std::vector<NativeRange>& all() const { return ranges_; }

 private:
  // The range in which the byte before `return_address` lies; null if none.
  const NativeRange* range_of(uintptr_t return_address) const;

  std::vector<NativeRange> ranges_;  // ascending by begin
};

NativeRanges& native_ranges(Isolate* isolate);

}  // namespace tiercel
