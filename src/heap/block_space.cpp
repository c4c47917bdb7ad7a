// Reservation and block table; see block_space.h.
#include "heap/block_space.h"

#include <sys/mman.h>

#include <cassert>

#include "heap/poison.h"

namespace tiercel {

namespace {

constexpr size_t reserve_bytes_min = size_t{4} << 20;

// Beyond the first huge page's worth the kernel is asked for huge pages: a growing heap then takes one page fault for
// 2 MiB instead of 512, and tracing misses the TLB less (measured: a third of the time of collections that promote).
constexpr size_t huge_page_bytes = size_t{2} << 20;
constexpr size_t blocks_per_huge_page = huge_page_bytes / block_size;

void* map_lazily(size_t bytes) {
  void* result = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return result == MAP_FAILED ? nullptr : result;
}

}  // namespace

BlockSpace::~BlockSpace() {
  if (mapping_) {
    unpoison_range(base_, used_bytes_);
    munmap(mapping_, mapping_bytes_);
  }
  if (back_) munmap(back_, table_bytes_);
}

bool BlockSpace::reserve(size_t wanted) {
  for (size_t bytes = wanted & block_mask; bytes >= reserve_bytes_min; bytes = bytes / 2 & block_mask) {
    mapping_ = map_lazily(bytes + huge_page_bytes);  // room to align
    if (!mapping_) continue;
    mapping_bytes_ = bytes + huge_page_bytes;
    base_ = (reinterpret_cast<uintptr_t>(mapping_) + huge_page_bytes - 1) & ~(uintptr_t{huge_page_bytes} - 1);
    capacity_ = bytes / block_size;
    table_bytes_ = capacity_ * (sizeof(uint32_t) + sizeof(uint8_t));
    void* table = map_lazily(table_bytes_);
    if (!table) return false;
    back_ = static_cast<uint32_t*>(table);
    notes_ = reinterpret_cast<uint8_t*>(back_ + capacity_);
    return true;
  }
  return false;
}

// First fit over the table.  Spans are rare next to blocks, and a table of 10^5 entries is read in some 10 µs.
size_t BlockSpace::find_span(size_t count) const {
  size_t end = used_bytes_ / block_size;
  size_t run = 0;
  for (size_t index = 0; index < end; index++) {
    run = back_[index] ? 0 : run + 1;
    if (run == count) return index + 1 - count;
  }
  size_t begin = end - run;  // a free tail may be prolonged
  return begin + count <= capacity_ ? begin : SIZE_MAX;
}

void BlockSpace::grow_to(size_t bytes) {
  used_bytes_ = bytes;
  if (bytes <= huge_bytes_) return;
  size_t begin = huge_bytes_ ? huge_bytes_ : huge_page_bytes;
  if (bytes <= begin) return;
  huge_bytes_ = (bytes + huge_page_bytes - 1) & ~(huge_page_bytes - 1);
  madvise(reinterpret_cast<void*>(base_ + begin), huge_bytes_ - begin, MADV_HUGEPAGE);
}

Block* BlockSpace::occupy(size_t index, size_t count, BlockKind kind) {
  for (size_t i = 0; i < count; i++) {
    back_[index + i] = static_cast<uint32_t>(i + 1);
    notes_[index + i] &= static_cast<uint8_t>(~note_released);
  }
  if ((index + count) * block_size > used_bytes_) grow_to((index + count) * block_size);
  blocks_in_use_ += count;
  Block* block = block_at(index);
  unpoison_range(block->address(), count * block_size);
  *block = Block{};
  block->kind = kind;
  block->span_blocks = static_cast<uint32_t>(count);
  block->cards = block->own_cards;
  return block;
}

Block* BlockSpace::take(size_t count, BlockKind kind) {
  if (count == 1) {
    while (!free_.empty()) {
      uint32_t index = free_.back();
      free_.pop_back();
      notes_[index] &= static_cast<uint8_t>(~note_listed);
      if (!back_[index]) return occupy(index, 1, kind);
    }
    size_t end = used_bytes_ / block_size;
    return end < capacity_ ? occupy(end, 1, kind) : nullptr;
  }
  if (count > capacity_) return nullptr;
  size_t index = find_span(count);
  return index == SIZE_MAX ? nullptr : occupy(index, count, kind);
}

void BlockSpace::give_back(Block* block) {
  size_t index = (block->address() - base_) / block_size;
  size_t count = block->span_blocks;
  assert(back_[index] == 1);
  poison_range(block->address(), count * block_size);
  blocks_in_use_ -= count;
  for (size_t i = count; i-- > 0;) {
    back_[index + i] = 0;
    if (notes_[index + i] & note_listed) continue;
    notes_[index + i] |= note_listed;
    free_.push_back(static_cast<uint32_t>(index + i));
  }
}

void BlockSpace::release_unused_pages(size_t keep) {
  // Rebuild the list without stale entries and with the lowest addresses on top: the heap then shrinks downwards.
  free_.clear();
  for (size_t index = used_bytes_ / block_size; index-- > 0;) {
    notes_[index] &= static_cast<uint8_t>(~note_listed);
    if (back_[index]) continue;
    notes_[index] |= note_listed;
    free_.push_back(static_cast<uint32_t>(index));
  }
  size_t excess = free_.size() > keep ? free_.size() - keep : 0;
  size_t groups = used_bytes_ / huge_page_bytes;
  for (size_t group = groups; group-- > 0 && excess >= blocks_per_huge_page;) {
    if (!release_group(group * blocks_per_huge_page)) continue;
    excess -= blocks_per_huge_page;
  }
}

// Releases a huge page's worth of blocks if all are free; a smaller piece would only break the page up.
bool BlockSpace::release_group(size_t first) {
  for (size_t index = first; index < first + blocks_per_huge_page; index++) {
    if (back_[index]) return false;
  }
  if (notes_[first] & note_released) return true;
  madvise(block_at(first), huge_page_bytes, MADV_DONTNEED);
  for (size_t index = first; index < first + blocks_per_huge_page; index++) notes_[index] |= note_released;
  return true;
}

void BlockSpace::poison_free(uint64_t pattern) {
  for (size_t index = 0; index < used_bytes_ / block_size; index++) {
    if (back_[index] || (notes_[index] & note_released)) continue;
    fill_poison(reinterpret_cast<uintptr_t>(block_at(index)), block_size, pattern);
  }
}

}  // namespace tiercel
