// Where machine code of the native tier lies, and which instruction of which function each return address in it belongs to.
//
// Native frames hold no header: a backtrace finds out what runs in one from the return address alone.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "control/backtrace.h"

namespace tiercel {

struct NativeSite {
  uint32_t offset;  // of the first byte of the code that the instruction became
  uint32_t function;
  uint32_t instruction;
};

struct NativeRange {
  uintptr_t begin = 0, end = 0;
  std::vector<NativeSite> sites;      // ascending by offset
  std::vector<Function*> functions;   // by NativeSite::function
};

// Known to the whole process, because code may be published by a thread that compiles.
class NativeRanges {
 public:
  void add(NativeRange range);
  // Whether `return_address` lies in native code; then what runs there.
  bool find(uintptr_t return_address, LiveFrame* live);

 private:
  std::mutex mutex_;
  std::vector<NativeRange> ranges_;  // ascending by begin
};

NativeRanges& native_ranges();

}  // namespace tiercel
