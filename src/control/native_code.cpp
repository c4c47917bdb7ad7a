// A sorted list of ranges, each with a sorted list of sites.
#include "control/native_code.h"

#include <algorithm>

namespace tiercel {

void NativeRanges::add(NativeRange range) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto after = std::upper_bound(ranges_.begin(), ranges_.end(), range.begin,
                                [](uintptr_t begin, const NativeRange& other) { return begin < other.begin; });
  ranges_.insert(after, std::move(range));
}

bool NativeRanges::find(uintptr_t return_address, LiveFrame* live) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto after = std::lower_bound(ranges_.begin(), ranges_.end(), return_address,
                                [](const NativeRange& range, uintptr_t address) { return range.begin < address; });
  if (after == ranges_.begin()) return false;
  const NativeRange& range = *std::prev(after);
  if (return_address > range.end) return false;
  // A call may be the last thing of its code: the byte before the return address is the call's.
  auto offset = static_cast<uint32_t>(return_address - 1 - range.begin);
  auto site = std::upper_bound(range.sites.begin(), range.sites.end(), offset,
                               [](uint32_t wanted, const NativeSite& other) { return wanted < other.offset; });
  if (site == range.sites.begin()) return false;
  site = std::prev(site);
  live->function = range.functions[site->function];
  live->instruction = site->instruction;
  return live->function != nullptr;
}

NativeRanges& native_ranges() {
  static NativeRanges ranges;
  return ranges;
}

}  // namespace tiercel
