// The heap: who may allocate where, what is in use, and when a collection is due.
//
// Mutators bump through ranges (AllocationRange) that the heap hands out: whole fresh blocks, or the holes between old
// objects of a sparse block (Blackburn and McKinley, "Immix", PLDI 2008), so that a pinned object costs no block.
// Allocation never collects.  When the nursery budget is used up, or memory runs out, the heap calls `request` and goes
// on giving memory from its reserve until the mutator reaches a poll.
//
// This file knows no Scheme and no object formats; the collector proper is collector.h, a template over the embedder's
// object model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "heap/allocation_range.h"
#include "heap/block.h"
#include "heap/block_space.h"

namespace tiercel {

struct HeapOptions {
  size_t limit = 0;                        // bytes of live data; 0: no limit but the address range
  size_t reserve_range = size_t{8} << 30;  // bytes of address range to ask for
  size_t nursery = size_t{8} << 20;        // bytes to allocate between young collections, at least
  size_t nursery_max = size_t{32} << 20;   // and at most, when much of it survives
  size_t full_min = size_t{16} << 20;      // no full collection before so many bytes are old
  double full_growth = 2.0;                // full collection when old data has grown by this factor
  bool stress = false;                     // request a collection at every allocation
  unsigned stress_full_interval =
      101;                       // under stress, every n-th collection is a full one; the larger the heap, the rarer
  bool verify = false;           // check the whole heap around each collection
  bool poison = false;           // fill free memory with poison_pattern after each collection
  uint64_t fail_allocation = 0;  // the n-th allocation from now fails; 0: none
};

// What the heap asks of its mutator; see HeapRequest in Heap::request.
enum class HeapRequest : uint8_t { collect, out_of_memory };

struct HeapStatistics {
  uint64_t young_collections = 0;
  uint64_t full_collections = 0;
  uint64_t in_place_collections = 0;  // young collections that moved nothing
  uint64_t live_bytes = 0;            // after the last collection: old objects, small and large
  uint64_t promoted_bytes = 0;        // ever
  uint64_t pinned_objects = 0;        // ever, in young collections
  uint64_t pause_ns_total = 0;
  uint64_t cpu_ns_total = 0;  // processor time of this thread in collections: what a loaded machine does not inflate
  uint64_t pause_ns_max = 0;
  uint64_t pause_ns_last = 0;
  std::vector<uint32_t> young_pauses_us;  // latest 1024, as a ring
};

class Heap {
 public:
  explicit Heap(const HeapOptions& options);
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  // False when not even the smallest address range could be reserved; then nothing else may be called.
  bool usable() const { return usable_; }

  // --- Mutators -----------------------------------------------------------------------------------------------------
  // Makes `range` allocate objects (or pairs) here.  It stays registered, empty at first, until it is removed.
  void add_range(AllocationRange* range, BlockKind kind);
  void remove_range(AllocationRange* range);

  // The slow path behind the inline bump: `bytes` is a multiple of 16.  Ends the process (exit 70) when even the
  // reserve is used up.  A large object that does not fit gives null.
  void* allocate_slow(AllocationRange* range, size_t bytes);

  // An object that never moves and is old from the start; its cards are marked, so it may be filled freely until the
  // next collection.  Null only if it is large and does not fit.
  void* allocate_nonmoving(size_t bytes);

  // Memory outside of the heap that objects in it keep: so much more, or less.  It brings collections forward.
  void note_outside(ptrdiff_t bytes);

  // A pair of a literal: the same, in a block of its own kind, so that a mutator can tell it from other pairs.
  void* allocate_constant_pair();

  // Whether `bytes` more would stay within the limit, as of the last collection and what was allocated since.
  bool has_room(size_t bytes) const;

  // The next young collection must not move anything: some object was made whose references are known only when it is
  // reached (a copied piece of stack).
  void forbid_moving() { in_place_next_ = true; }

  // --- Figures ------------------------------------------------------------------------------------------------------
  uint64_t bytes_allocated() const;  // ever, exact
  uint64_t bytes_since_collection() const;
  const HeapStatistics& statistics() const { return statistics_; }
  HeapStatistics& statistics() { return statistics_; }
  const HeapOptions& options() const { return options_; }
  void set_options(const HeapOptions& options);
  // Makes the n-th allocation from now fail; 0: none.  Gives what was left of the count before.
  uint64_t fail_allocation(uint64_t n);
  // Whether the heap is checked around each collection.
  void set_verify(bool on) { options_.verify = on; }
  size_t bytes_in_use() const { return space_.bytes_in_use(); }
  size_t limit() const { return limit_; }
  // Grows by one with each collection that moved objects.
  uint64_t epoch() const { return epoch_; }

  // How the heap reaches its mutator.
  void (*request)(void* owner, HeapRequest) = nullptr;
  void* request_owner = nullptr;

  BlockSpace& space() { return space_; }

 private:
  template <class Model> friend class Collector;
  template <class Model> friend class Verifier;

  // A stretch that a mutator filled with young objects since the last collection.
  struct YoungRange {
    uintptr_t begin;
    uintptr_t end;
    uint32_t next;  // 1 + index of another one in the same block, or 0
  };

  // A place to allocate: a position in a block, looking for holes as it goes.
  struct Cursor {
    Block* block = nullptr;
    uintptr_t begin = 0;  // of the current stretch
    uintptr_t next = 0;
    uintptr_t limit = 0;
    size_t searched = 0;  // granule up to which holes of `block` were handed out
    size_t found = 0;     // bytes of those holes
  };

  struct Mutator {
    AllocationRange* range;
    BlockKind kind;
    Cursor cursor;  // `next` and `limit` are in *range, except while allocations are counted one by one
  };

  Mutator& mutator_of(AllocationRange* range);
  void close_stretch(Mutator& mutator);
  void refill(Mutator& mutator, size_t bytes);
  bool next_hole(Cursor& cursor, size_t bytes_min);
  Block* take_block(BlockKind kind);
  Block* take_sparse(BlockKind kind);
  bool may_grow() const;
  void* allocate_large(size_t bytes);
  void note_allocation(size_t bytes);
  bool count_down_failure();
  void make_old(void* object, size_t bytes);
  void list_block(Block* block);
  void retire_mutators();
  bool stressed_collection_is_full();
  void adapt_nursery(size_t survived);
  void decide_next_collection(bool was_full);
  size_t full_collection_at() const;
  size_t bytes_until_full_collection() const;
  [[noreturn]] void exhausted();

  HeapOptions options_;
  BlockSpace space_;
  bool usable_ = false;
  bool counting_ = false;  // every allocation takes the slow path: stress, or a failure is due
  bool in_place_next_ = false;
  bool full_next_ = false;
  size_t limit_ = 0;
  size_t overdraft_ = 0;      // how far beyond limit_ the program may go on since it was told
  size_t nursery_bytes_ = 0;  // budget until the next young collection
  size_t nursery_bytes_min_ = 0;
  size_t nursery_used_ = 0;     // bytes handed out since the last collection, in ranges and large objects
  size_t old_bytes_ = 0;        // of old objects
  size_t outside_bytes_ = 0;    // see note_outside
  size_t old_bytes_full_ = 0;   // both, at the end of the last full collection
  size_t scattered_bytes_ = 0;  // promoted in place since then: objects that lie where they were made
  uint64_t retired_bytes_ = 0;  // allocated ever in closed stretches and outside of ranges
  uint64_t retired_bytes_at_collection_ = 0;
  uint64_t epoch_ = 0;
  uint64_t stress_countdown_ = 0;  // collections until the next full one
  std::vector<Mutator> mutators_;
  std::vector<YoungRange> young_ranges_;
  std::vector<Block*> young_blocks_;  // small blocks with young objects
  std::vector<Block*> young_large_;
  std::vector<Block*> sparse_[2];      // blocks with much room between old objects, by BlockKind
  std::vector<Block*> dense_[2];       // blocks with some
  std::vector<uint8_t> block_states_;  // the collector's, by number of the block
  Cursor nonmoving_, constant_pairs_;
  size_t (*size_of_)(const void*) = nullptr;  // set by the collector's model; needed to find holes between objects
  HeapStatistics statistics_;

 public:
  // Tells how large an object with a header is; must be set before the first allocation.
  void set_object_size(size_t (*size_of)(const void*)) { size_of_ = size_of; }
};

}  // namespace tiercel
