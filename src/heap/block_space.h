// Address space for blocks: one reserved range an isolate, handed out in blocks and spans of blocks.
//
// Answers "is this word an address inside a block in use, and which?" with one range check and one table lookup.
// Memory is reserved, not committed: the kernel backs a page when it is first touched, and `release_unused_pages` gives
// pages of free blocks back.  Knows no objects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "heap/block.h"

namespace tiercel {

class BlockSpace {
 public:
  BlockSpace() = default;
  BlockSpace(const BlockSpace&) = delete;
  BlockSpace& operator=(const BlockSpace&) = delete;
  ~BlockSpace();

  // Reserves up to `wanted` bytes, less where the process may not have so much; false if not even 4 MiB are there.
  [[nodiscard]] bool reserve(size_t wanted);

  // A span of `count` blocks with a fresh header in the first; null when the range is used up.
  Block* take(size_t count, BlockKind kind);
  void give_back(Block* block);

  // The header of the block or span that `address` lies in, or null: outside, or in a free block.
  Block* find(uintptr_t address) const {
    uintptr_t offset = address - base_;
    if (offset >= used_bytes_) return nullptr;
    size_t index = offset / block_size;
    uint32_t back = back_[index];
    return back ? block_at(index - (back - 1)) : nullptr;
  }

  // Calls visit(Block*) for every block or span in use, in the order of addresses.
  template <class Visit>
  void for_each(Visit visit) {
    for (size_t index = 0, end = used_bytes_ / block_size; index < end; index++) {
      if (back_[index] == 1) visit(block_at(index));
    }
  }

  // The number of the block that holds `address`, which must be inside the range; blocks in use have smaller numbers
  // than block_count().
  size_t index_of(uintptr_t address) const { return (address - base_) / block_size; }
  size_t block_count() const { return used_bytes_ / block_size; }

  size_t reserved_bytes() const { return capacity_ * block_size; }
  size_t bytes_in_use() const { return blocks_in_use_ * block_size; }
  size_t free_blocks() const { return used_bytes_ / block_size - blocks_in_use_; }

  // Returns the pages of free blocks to the system, except for the `keep` blocks that will be taken next.
  void release_unused_pages(size_t keep);

  // Fills free blocks with `pattern`, so that a stray reference into them is noticed.
  void poison_free(uint64_t pattern);

 private:
  enum Note : uint8_t { note_released = 1, note_listed = 2 };  // its pages went back; it is in free_

  Block* block_at(size_t index) const { return reinterpret_cast<Block*>(base_ + index * block_size); }
  size_t find_span(size_t count) const;
  void grow_to(size_t bytes);
  bool release_group(size_t first);
  Block* occupy(size_t index, size_t count, BlockKind kind);

  uintptr_t base_ = 0;        // aligned to a huge page
  size_t capacity_ = 0;       // blocks
  uintptr_t used_bytes_ = 0;  // blocks below were in use at some time
  size_t huge_bytes_ = 0;     // huge pages were asked for up to here
  size_t blocks_in_use_ = 0;
  uint32_t* back_ = nullptr;    // a block: 0 free, else 1 + distance to the first block of its span
  uint8_t* notes_ = nullptr;    // a free block: bits of Note
  std::vector<uint32_t> free_;  // last freed first; may name blocks that a span has taken since
  void* mapping_ = nullptr;
  size_t mapping_bytes_ = 0;
  size_t table_bytes_ = 0;
};

}  // namespace tiercel
