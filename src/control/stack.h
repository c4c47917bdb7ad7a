// The stack that Scheme runs on: one large mapping, committed lazily by the kernel, with guards and a reserve.
//
//   low                                                                                            high
//   | guard | headroom for C++ primitives | reserve for handlers | ............ usable ............ | guard |
//                                         ^ reserve_limit        ^ lowest                         base ^
//
// Entry code polls when its stack pointer is at or below `lowest`.  After an overflow the poll limit drops to
// `reserve_limit`, so that handlers and `after` thunks have room; once control has left the deep part, the limit goes
// back up and the pages go back to the system.  The headroom belongs to nobody's limit: a primitive entered just above
// a limit uses it, and so does one register frame of the largest size (65,535 registers).
// This file knows neither frames nor continuations.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tiercel {

constexpr size_t stack_guard_bytes = size_t{64} << 10;
constexpr size_t stack_headroom_bytes = size_t{1} << 20;
constexpr size_t stack_reserve_bytes = size_t{1} << 20;
constexpr size_t stack_minimum_bytes = size_t{64} << 10;  // the smallest --stack-limit that runs anything

class SchemeStack {
 public:
  SchemeStack() = default;
  SchemeStack(const SchemeStack&) = delete;
  SchemeStack& operator=(const SchemeStack&) = delete;
  ~SchemeStack();

  // Maps a stack of `limit` usable bytes (0: default_stack_limit()).  If the address space does not allow that much,
  // half as much is tried, and so on; false if not even the minimum can be had.
  [[nodiscard]] bool map(size_t limit);

  uintptr_t base() const { return base_; }
  uintptr_t lowest() const { return lowest_; }
  uintptr_t reserve_limit() const { return lowest_ - stack_reserve_bytes; }
  size_t limit() const { return base_ - lowest_; }
  bool contains(uintptr_t address) const { return address >= mapping_ && address < base_ + stack_guard_bytes; }

  // Gives the pages below `address` back to the system.  Nothing below `address` may be in use.
  void release_below(uintptr_t address);

 private:
  uintptr_t mapping_ = 0;
  size_t mapped_bytes_ = 0;
  uintptr_t base_ = 0;
  uintptr_t lowest_ = 0;
};

// Half of the memory available to this process (machine, control group, resource limit), at most 4 GiB: what an
// endless recursion fills within a second or two, and three times what one ten million deep needs.
size_t default_stack_limit();

}  // namespace tiercel
