// A sorted list of ranges, each with a sorted list of sites.
#include "control/native_code.h"

#include <algorithm>

namespace tiercel {

const NativeSite* site_of(std::span<const NativeSite> sites, uint64_t return_offset) {
  // A call may be the last thing of its code: the byte before the return address is the call's.
  auto after = std::upper_bound(sites.begin(), sites.end(), return_offset - 1,
                                [](uint64_t wanted, const NativeSite& other) { return wanted < other.offset; });
  return after == sites.begin() ? nullptr : &*std::prev(after);
}

void NativeRanges::add(NativeRange range) {
  if (range.unit != v_false) {
    uintptr_t high = bytes_ == 0 ? range.end : std::max(range.end, low_ + bytes_);
    low_ = std::min(low_, range.begin);
    bytes_ = high - low_;
  }
  auto after = std::upper_bound(ranges_.begin(), ranges_.end(), range.begin,
                                [](uintptr_t begin, const NativeRange& other) { return begin < other.begin; });
  ranges_.insert(after, std::move(range));
}

std::vector<NativeRange> NativeRanges::remove_if(const std::function<bool(const NativeRange&)>& condition) {
  auto kept = std::stable_partition(ranges_.begin(), ranges_.end(),
                                    [&condition](const NativeRange& range) { return !condition(range); });
  std::vector<NativeRange> removed(std::make_move_iterator(kept), std::make_move_iterator(ranges_.end()));
  ranges_.erase(kept, ranges_.end());
  return removed;
}

// A call may be the last thing of its code: the byte before the return address is the call's.
const NativeRange* NativeRanges::range_of(uintptr_t return_address) const {
  auto after = std::lower_bound(ranges_.begin(), ranges_.end(), return_address,
                                [](const NativeRange& range, uintptr_t address) { return range.begin < address; });
  if (after == ranges_.begin()) return nullptr;
  const NativeRange& range = *std::prev(after);
  return return_address <= range.end ? &range : nullptr;
}

bool NativeRanges::find(uintptr_t return_address, LiveFrame* live) const {
  const NativeRange* range = range_of(return_address);
  if (!range) return false;
  const NativeSite* site = site_of(range->sites, return_address - range->begin);
  if (!site) return false;
  live->function = range->functions[site->function];
  live->instruction = site->instruction;
  return live->function != nullptr;
}

// A word may also be the address of an entry.
Value NativeRanges::unit_at(uintptr_t address) const {
  const NativeRange* range = range_of(address);
  if (!range) range = range_of(address + 1);
  return range ? range->unit : v_false;
}

NativeRanges& native_ranges(Isolate* isolate) {
  if (!isolate->native_code) isolate->native_code = std::make_unique<NativeRanges>();
  return static_cast<NativeRanges&>(*isolate->native_code);
}

}  // namespace tiercel
