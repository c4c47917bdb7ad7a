// The aligned block: the unit in which the heap takes, gives back and describes memory.
//
// A block is 64 KiB and starts with its own side tables, so that masking any address inside it finds them.  Objects are
// whole granules of 16 bytes.  Small objects share blocks; a large object has a span of consecutive blocks to itself and
// starts in the first of them, so masking its address works as well.  An object is *old* when its mark bit is set and
// *young* otherwise: marks stick from one collection to the next (Demers et al., "Combining Generational and
// Conservative Garbage Collection", POPL 1990), and a young collection needs no generation number in the object.
// This file knows nothing of what objects look like.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tiercel {

constexpr size_t block_size = size_t{64} << 10;
constexpr uintptr_t block_mask = ~(uintptr_t{block_size} - 1);
constexpr size_t granule_size = 16;
constexpr size_t granules_per_block = block_size / granule_size;
constexpr int card_shift = 9;
constexpr size_t card_size = size_t{1} << card_shift;
constexpr size_t cards_per_block = block_size / card_size;
constexpr size_t words_per_bitmap = granules_per_block / 64;

enum class BlockKind : uint8_t { objects, pairs, large };

// One bit a granule.
struct GranuleBitmap {
  uint64_t words[words_per_bitmap];

  bool test(size_t granule) const { return words[granule >> 6] >> (granule & 63) & 1; }
  void set(size_t granule) { words[granule >> 6] |= uint64_t{1} << (granule & 63); }
  // `count` is not 0.
  void set_range(size_t first, size_t count) {
    size_t last = first + count - 1;
    uint64_t from_first = ~uint64_t{0} << (first & 63), to_last = ~uint64_t{0} >> (63 - (last & 63));
    if (first >> 6 == last >> 6) {
      words[first >> 6] |= from_first & to_last;
      return;
    }
    words[first >> 6] |= from_first;
    for (size_t index = (first >> 6) + 1; index < last >> 6; index++) words[index] = ~uint64_t{0};
    words[last >> 6] |= to_last;
  }
  void clear(size_t granule) { words[granule >> 6] &= ~(uint64_t{1} << (granule & 63)); }
};

struct alignas(granule_size) Block {
  uint8_t young;  // holds objects made since the last collection
  uint8_t dirty;  // some card below is marked
  BlockKind kind;
  uint8_t starts_valid;  // `starts` covers the young objects
  uint8_t listed;        // in one of the heap's lists of blocks with holes
  uint8_t constant;      // holds pairs of literals, which mutators refuse to change
  uint32_t live_bytes;   // of old objects; small blocks only
  uint32_t first_range;  // 1 + index of its latest YoungRange, 0: none
  uint32_t span_blocks;  // 1 except for large objects
  size_t object_bytes;   // large only: size of the one object
  uint8_t* cards;        // one byte for 512 bytes of the span, marked by the write barrier
  GranuleBitmap marks;   // starts of old objects
  GranuleBitmap starts;  // starts of young objects, built when a conservative scan asks for them
  uint8_t own_cards[cards_per_block];

  uintptr_t address() const { return reinterpret_cast<uintptr_t>(this); }
};
static_assert(sizeof(Block) % granule_size == 0);

// The last granule of a block stays empty: a pointer one past an object is still inside the object's own block.
constexpr size_t block_data_begin = sizeof(Block);
constexpr size_t block_data_end = block_size - granule_size;
constexpr size_t block_data_bytes = block_data_end - block_data_begin;

// From this size on an object gets a span of its own.
constexpr size_t large_object_bytes = size_t{16} << 10;

inline Block* block_of(uintptr_t address) { return reinterpret_cast<Block*>(address & block_mask); }
inline Block* block_of(const void* object) { return block_of(reinterpret_cast<uintptr_t>(object)); }
inline size_t granule_of(uintptr_t address) { return (address & ~block_mask) / granule_size; }
inline size_t granule_of(const void* object) { return granule_of(reinterpret_cast<uintptr_t>(object)); }
inline uintptr_t granule_address(const Block* block, size_t granule) {
  return block->address() + granule * granule_size;
}

constexpr size_t round_to_granules(size_t bytes) { return (bytes + granule_size - 1) & ~(granule_size - 1); }

// Whether the object may still move or die in the next young collection.
inline bool is_young_object(const void* object) {
  const Block* block = block_of(object);
  return block->young && !block->marks.test(granule_of(object));
}

// The write barrier: a reference was stored at `field` inside `holder`.
inline void mark_card(const void* holder, const void* field) {
  Block* block = block_of(holder);
  block->cards[(reinterpret_cast<uintptr_t>(field) - block->address()) >> card_shift] = 1;
  block->dirty = 1;
}

}  // namespace tiercel
