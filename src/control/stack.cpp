// Maps, guards and trims the Scheme stack.
#include "control/stack.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "base/memory_limit.h"

namespace tiercel {
namespace {

constexpr size_t page_bytes = 4096;
constexpr size_t huge_page_bytes = size_t{2} << 20;

constexpr size_t round_up(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

// Straight to the kernel: AddressSanitizer's mmap clears an eighth of the size in shadow memory, seconds for a stack.
void* map_pages(size_t bytes) {
  long address = syscall(SYS_mmap, nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return address == -1 ? MAP_FAILED : reinterpret_cast<void*>(address);
}

}  // namespace

size_t default_stack_limit() { return std::min(available_memory_bytes() / 2, size_t{4} << 30); }

bool SchemeStack::map(size_t limit) {
  size_t usable = round_up(std::max(limit == 0 ? default_stack_limit() : limit, stack_minimum_bytes), page_bytes);
  void* mapping = MAP_FAILED;
  size_t total = 0;
  for (;; usable = round_up(usable / 2, page_bytes)) {
    total = stack_guard_bytes + stack_headroom_bytes + stack_reserve_bytes + usable + stack_guard_bytes;
    mapping = map_pages(total);
    if (mapping != MAP_FAILED) break;
    if (usable <= stack_minimum_bytes) return false;
  }
  mapping_ = reinterpret_cast<uintptr_t>(mapping);
  mapped_bytes_ = total;
  lowest_ = mapping_ + stack_guard_bytes + stack_headroom_bytes + stack_reserve_bytes;
  base_ = lowest_ + usable;
  uintptr_t first = mapping_ + stack_guard_bytes;
  if (mprotect(reinterpret_cast<void*>(first), base_ - first, PROT_READ | PROT_WRITE) != 0) return false;
  // A huge page at the top would be cleared whole at the first touch, which costs more than starting up otherwise does.
  uintptr_t top = std::max(first, (base_ - huge_page_bytes) & ~(page_bytes - 1));
  madvise(reinterpret_cast<void*>(top), base_ - top, MADV_NOHUGEPAGE);
  // Further down huge pages pay: without them an endless recursion spends most of its time in page faults.
  if (top > first) madvise(reinterpret_cast<void*>(first), top - first, MADV_HUGEPAGE);
  return true;
}

SchemeStack::~SchemeStack() {
  if (mapping_ != 0) syscall(SYS_munmap, mapping_, mapped_bytes_);
}

void SchemeStack::release_below(uintptr_t address) {
  uintptr_t first = mapping_ + stack_guard_bytes;
  uintptr_t end = address & ~(page_bytes - 1);
  if (end > first) madvise(reinterpret_cast<void*>(first), end - first, MADV_DONTNEED);
}

}  // namespace tiercel
