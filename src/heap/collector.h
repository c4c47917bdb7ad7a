// The collector: a mostly-copying young collection (Bartlett, "Compacting Garbage Collection with Ambiguous Roots",
// 1988) and a full collection that marks without moving.
//
// A young collection first marks in place whatever a conservative root may mean; only then does it copy the other
// survivors into the holes of old blocks.  What is marked is old from then on, so marking in place is promotion.  When
// references may be hidden in objects that are found only on the way (copied pieces of stack), nothing is copied and
// every survivor is promoted where it lies.  A full collection is a young one followed by marking everything afresh.
//
// `Model` tells what objects look like.  It provides
//   static bool is_reference(uint64_t word);  static uintptr_t address(uint64_t word);
//   static size_t size(const void*);          bytes of an object with a header, a multiple of 16
//   static bool has_tail(const void*);        may code hold a pointer one past its end?
//   static bool is_forwarded(const void*, BlockKind);  static uintptr_t forward_target(const void*, BlockKind);
//   static void forward(void*, BlockKind, uintptr_t target);
//   void trace(void*, Collector&);            calls visit for every reference in an object with a header
//   void trace_range(void*, uintptr_t low, uintptr_t high, Collector&);   the same for the words in [low, high)
//   void trace_written(void*, uintptr_t low, uintptr_t high, Collector&);   the same for those of an old object that may
//                                                                          have been written since it was traced
//   bool is_code(uintptr_t word);             may a word of a stack be an address of code?  Then
//   void code_address(uintptr_t word, Collector&);   visits what that code belongs to
//   void ambiguous_roots(Collector&);  void roots(Collector&);  void finish_tracing(Collector&);
// finish_tracing treats weak references; it may visit and drain further.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstring>
#include <ctime>

#include "heap/heap.h"
#include "heap/mark_stack.h"
#include "heap/poison.h"
#include "heap/verifier.h"

namespace tiercel {

template <class Model>
class Collector {
 public:
  Collector(Heap& heap, Model& model) : heap_(heap), model_(model) {}

  void collect(bool full);

  // --- For the model ------------------------------------------------------------------------------------------------
  bool full() const { return full_; }
  bool moving() const { return moving_; }

  // Follows one precise reference: what it refers to lives on, and the slot is updated if that moves.
  void visit(uint64_t* slot) {
    uint64_t word = *slot;
    if (!Model::is_reference(word)) return;
    uint8_t state = state_of(Model::address(word));
    if (state & state_young) visit_young(slot, word, state);
  }

  // Pins whatever the words in [low, high) may mean.  Before anything has moved, or when nothing will.
  __attribute__((no_sanitize("address", "thread"), noinline)) void ambiguous(uintptr_t low, uintptr_t high) {
    auto* end = reinterpret_cast<const uint64_t*>(high & ~uintptr_t{7});
    for (auto* word = reinterpret_cast<const uint64_t*>((low + 7) & ~uintptr_t{7}); word < end; word++) {
      Block* block = heap_.space_.find(*word);
      if (block && block->young) pin(block, *word);
      else if (full_ && !block && model_.is_code(*word)) model_.code_address(*word, *this);
    }
  }

  // Whether the object behind a reference was not reached (so far).
  bool is_dead(uint64_t word) const {
    if (!Model::is_reference(word)) return false;
    uintptr_t address = Model::address(word);
    const Block* block = block_of(address);
    if (!block->young || block->marks.test(granule_of(address))) return false;
    return !moving_ || block->kind == BlockKind::large ||
           !Model::is_forwarded(reinterpret_cast<const void*>(address), block->kind);
  }

  // Where the object behind a reference is now, moved or not.
  uintptr_t current_address(uint64_t word) const {
    uintptr_t address = Model::address(word);
    const Block* block = block_of(address);
    if (!moving_ || !block->young || block->kind == BlockKind::large || block->marks.test(granule_of(address)))
      return address;
    auto* object = reinterpret_cast<const void*>(address);
    return Model::is_forwarded(object, block->kind) ? Model::forward_target(object, block->kind) : address;
  }

  // Whether an object is in a block without young objects: then it was old before this collection.
  static bool surely_old(uint64_t word) { return !block_of(Model::address(word))->young; }

  // Follows references until no marked object is left untraced.
  void drain();

 private:
  static constexpr size_t trace_chunk_bytes = size_t{32} << 10;
  static constexpr size_t survivor_hole_bytes_min = 64;
  static constexpr size_t no_granule = SIZE_MAX;

  // What visiting needs to know of a block, in one small table.  The blocks' own headers all lie at the same place of
  // their blocks, where they displace each other from the caches (merge sort: two thirds of the collector's time).
  enum State : uint8_t {
    state_young = 1,
    state_marked = 2,  // some object in it may be marked
    state_pairs = 4,
    state_large = 8,
    state_had_old = 16  // there were old objects in it before this collection
  };

  uint8_t& state_of(uintptr_t address) { return heap_.block_states_[heap_.space_.index_of(address)]; }
  static BlockKind kind_of(uint8_t state) { return state & state_pairs ? BlockKind::pairs : BlockKind::objects; }
  void note_states();

  void visit_young(uint64_t* slot, uint64_t word, uint8_t state);
  uint64_t* move_cdr(uint64_t* slot, uint64_t word);
  void trace_pair(uint64_t* pair);
  void trace_everything();
  void run_young();
  void run_full();
  void mark_in_place(Block* block, size_t granule);
  uintptr_t move(uint8_t state, uintptr_t address);
  uintptr_t allocate_survivor(BlockKind kind, size_t bytes);
  void find_survivor_hole(BlockKind kind, size_t bytes);
  void close_stretch(Heap::Cursor& cursor);
  void close_survivors(Heap::Cursor& cursor);
  void pin(Block* block, uintptr_t word);
  static size_t last_start(const Block* block, size_t granule, bool young_too);
  static size_t containing(const Block* block, size_t granule, bool young_too);
  void build_starts(Block* block);
  void scan_cards();
  void scan_card(Block* block, uintptr_t low, uintptr_t high);
  void release_young();
  void sweep();
  void poison();
  void poison_holes(Block* block);
  void poison_young(Block* block);
  void check(const char* when);
  void note_pause(uint64_t start_ns, uint64_t start_cpu_ns, bool was_full);
  static uint64_t now_ns(clockid_t clock);

  Heap& heap_;
  Model& model_;
  MarkStack stack_;
  bool moving_ = false;
  bool full_ = false;
  bool moved_ = false;
  size_t marked_bytes_ = 0;
  Heap::Cursor survivors_[2];  // by kind: objects, pairs
};

template <class Model>
uint64_t Collector<Model>::now_ns(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

template <class Model>
void Collector<Model>::collect(bool full) {
  uint64_t start_ns = now_ns(CLOCK_MONOTONIC);
  uint64_t start_cpu_ns = now_ns(CLOCK_THREAD_CPUTIME_ID);
  heap_.retire_mutators();
  if (heap_.nonmoving_.block) heap_.list_block(heap_.nonmoving_.block);
  heap_.nonmoving_ = {};
  const HeapOptions& options = heap_.options_;
  if (options.stress && heap_.stressed_collection_is_full()) full = true;
  bool verify = options.verify && (full || !options.stress);  // the whole heap at every allocation would take days
  if (verify) check("before a collection");
  bool asked = full || heap_.full_next_;
  run_young();
  bool was_full = asked || heap_.full_next_;
  if (was_full) run_full();
  if (options.poison && was_full) poison();
  if (verify) check("after a collection");
  note_pause(start_ns, start_cpu_ns, was_full);
}

template <class Model>
void Collector<Model>::note_states() {
  heap_.block_states_.assign(heap_.space_.block_count(), 0);
  heap_.space_.for_each([this](Block* block) {
    uint8_t state = 0;
    if (block->young) state |= state_young;
    if (block->live_bytes != 0) state |= state_marked | state_had_old;
    if (block->kind == BlockKind::pairs) state |= state_pairs;
    if (block->kind == BlockKind::large) state |= state_large | state_marked | (block->young ? 0 : state_had_old);
    state_of(block->address()) = state;
  });
}

// Marks or moves everything that can be reached.
template <class Model>
void Collector<Model>::trace_everything() {
  marked_bytes_ = 0;
  note_states();
  model_.ambiguous_roots(*this);
  model_.roots(*this);
  if (!full_) scan_cards();
  drain();
  model_.finish_tracing(*this);
}

template <class Model>
void Collector<Model>::run_young() {
  moving_ = !heap_.in_place_next_;
  heap_.in_place_next_ = false;
  full_ = moved_ = false;
  trace_everything();
  for (Heap::Cursor& cursor : survivors_) close_survivors(cursor);
  release_young();
  heap_.old_bytes_ += marked_bytes_;
  heap_.adapt_nursery(marked_bytes_);
  heap_.statistics_.promoted_bytes += marked_bytes_;
  heap_.statistics_.young_collections++;
  if (!moving_) {
    heap_.statistics_.in_place_collections++;
    heap_.scattered_bytes_ += marked_bytes_;
  }
  if (moved_) heap_.epoch_++;
  heap_.decide_next_collection(false);
}

template <class Model>
void Collector<Model>::run_full() {
  moving_ = false;
  full_ = true;
  for (auto* lists : {heap_.sparse_, heap_.dense_}) {
    lists[0].clear();
    lists[1].clear();
  }
  heap_.space_.for_each([](Block* block) {
    block->starts = block->marks;
    block->starts_valid = 1;
    block->marks = {};
    block->live_bytes = 0;
    block->listed = 0;
    block->young = 1;
  });
  trace_everything();
  sweep();
  heap_.old_bytes_ = marked_bytes_;
  heap_.statistics_.full_collections++;
  heap_.decide_next_collection(true);
  heap_.space_.release_unused_pages(heap_.bytes_until_full_collection() / block_size);
}

// --- Marking and moving -----------------------------------------------------------------------------------------------

template <class Model>
void Collector<Model>::mark_in_place(Block* block, size_t granule) {
  block->marks.set(granule);
  uintptr_t address = granule_address(block, granule);
  state_of(block->address()) |= state_marked;
  size_t bytes = block->kind == BlockKind::pairs   ? granule_size
                 : block->kind == BlockKind::large ? block->object_bytes
                                                   : Model::size(reinterpret_cast<const void*>(address));
  if (block->kind != BlockKind::large) block->live_bytes += static_cast<uint32_t>(bytes);
  marked_bytes_ += bytes;
  stack_.push(address);
}

// The rest of visit, for a block that had young objects.
template <class Model>
[[gnu::noinline]] void Collector<Model>::visit_young(uint64_t* slot, uint64_t word, uint8_t state) {
  uintptr_t address = Model::address(word);
  Block* block = block_of(address);
  size_t granule = granule_of(address);
  if (state & state_marked && block->marks.test(granule)) return;
  if (moving_ && !(state & state_large)) {
    *slot = word + (move(state, address) - address);
  } else {
    mark_in_place(block, granule);
  }
}

template <class Model>
uintptr_t Collector<Model>::move(uint8_t state, uintptr_t address) {
  auto* object = reinterpret_cast<uint64_t*>(address);
  BlockKind kind = kind_of(state);
  if (Model::is_forwarded(object, kind)) return Model::forward_target(object, kind);
  size_t bytes = kind == BlockKind::pairs ? granule_size : Model::size(object);
  uintptr_t target = allocate_survivor(kind, bytes);
  auto* copy = reinterpret_cast<uint64_t*>(target);
  for (size_t i = 0; i < bytes / sizeof(uint64_t); i += 2) {
    copy[i] = object[i];
    copy[i + 1] = object[i + 1];
    // What it refers to is visited next (trees of pairs: a fifth less time).  Of a word that is no address this is void.
    __builtin_prefetch(reinterpret_cast<const void*>(Model::address(copy[i])));
    __builtin_prefetch(reinterpret_cast<const void*>(Model::address(copy[i + 1])));
  }
  Model::forward(object, kind, target);
  if (kind != BlockKind::pairs) block_of(target)->marks.set(granule_of(target));
  marked_bytes_ += bytes;
  moved_ = true;
  stack_.push(target);
  return target;
}

// Moves the young, unmarked pair that `slot` refers to and gives its copy, whose fields are still to be visited; null if
// it has moved already.
template <class Model>
inline uint64_t* Collector<Model>::move_cdr(uint64_t* slot, uint64_t word) {
  uintptr_t address = Model::address(word);
  auto* object = reinterpret_cast<uint64_t*>(address);
  if (Model::is_forwarded(object, BlockKind::pairs)) {
    *slot = word + (Model::forward_target(object, BlockKind::pairs) - address);
    return nullptr;
  }
  uintptr_t target = allocate_survivor(BlockKind::pairs, granule_size);
  auto* copy = reinterpret_cast<uint64_t*>(target);
  copy[0] = object[0];
  copy[1] = object[1];
  Model::forward(object, BlockKind::pairs, target);
  marked_bytes_ += granule_size;
  moved_ = true;
  *slot = word + (target - address);
  return copy;
}

// A pair and the list that it begins, as far as that consists of young pairs: they need no work list.
template <class Model>
void Collector<Model>::trace_pair(uint64_t* pair) {
  for (;;) {
    uint64_t* cdr = pair + 1;
    uint64_t word = *cdr;
    bool refers = Model::is_reference(word);
    if (refers) __builtin_prefetch(reinterpret_cast<const void*>(Model::address(word)));
    visit(pair);
    if (!refers) return;
    uintptr_t address = Model::address(word);
    uint8_t state = state_of(address);
    if (!moving_ || (state & ~(state_marked | state_had_old)) != (state_young | state_pairs)) return visit(cdr);
    if (state & state_marked && block_of(address)->marks.test(granule_of(address))) return;
    pair = move_cdr(cdr, word);
    if (!pair) return;
  }
}

template <class Model>
inline uintptr_t Collector<Model>::allocate_survivor(BlockKind kind, size_t bytes) {
  size_t list = kind == BlockKind::pairs ? 1 : 0;
  Heap::Cursor& cursor = survivors_[list];
  if (cursor.limit - cursor.next < bytes) [[unlikely]]
    find_survivor_hole(kind, bytes);
  uintptr_t result = cursor.next;
  cursor.next += bytes;
  return result;
}

// Makes the cursor's stretch belong to the block.  Pairs are marked only now, all at once.
template <class Model>
void Collector<Model>::close_stretch(Heap::Cursor& cursor) {
  if (!cursor.block) return;
  cursor.block->live_bytes += static_cast<uint32_t>(cursor.next - cursor.begin);
  if (cursor.block->kind == BlockKind::pairs && cursor.next != cursor.begin)
    cursor.block->marks.set_range(granule_of(cursor.begin), (cursor.next - cursor.begin) / granule_size);
  cursor.begin = cursor.next = cursor.limit = 0;
}

template <class Model>
[[gnu::noinline]] void Collector<Model>::find_survivor_hole(BlockKind kind, size_t bytes) {
  size_t list = kind == BlockKind::pairs ? 1 : 0;
  Heap::Cursor& cursor = survivors_[list];
  while (cursor.limit - cursor.next < bytes) {
    close_stretch(cursor);
    size_t wanted = std::max(bytes, survivor_hole_bytes_min);
    if (cursor.block && heap_.next_hole(cursor, wanted)) continue;
    if (cursor.block) heap_.list_block(cursor.block);
    auto& dense = heap_.dense_[list];
    Block* block = nullptr;
    if (bytes < trace_chunk_bytes / 64 && !dense.empty()) {
      block = dense.back();
      dense.pop_back();
      block->listed = 0;
      // Holes are searched once a collection: a block that goes back on the list is too full for what we need.
      cursor = {.block = block};
      if (heap_.next_hole(cursor, wanted)) continue;
      cursor = {};
      continue;
    }
    block = bytes < trace_chunk_bytes / 64 ? heap_.take_sparse(kind) : nullptr;
    cursor = {.block = block ? block : heap_.take_block(kind)};
    if (block && !heap_.next_hole(cursor, wanted)) {
      cursor = {};  // much of it is free, but in small pieces: on the list it would be taken again at once
      continue;
    }
    heap_.block_states_.resize(heap_.space_.block_count());
    state_of(cursor.block->address()) =
        static_cast<uint8_t>((kind == BlockKind::pairs ? state_pairs : 0) | (block ? state_had_old : 0));
  }
}

template <class Model>
void Collector<Model>::close_survivors(Heap::Cursor& cursor) {
  close_stretch(cursor);
  if (cursor.block) heap_.list_block(cursor.block);
  cursor = {};
}

template <class Model>
void Collector<Model>::drain() {
  while (!stack_.empty()) {
    uintptr_t address = stack_.pop();
    if (address & 1) {  // the rest of a large object
      address &= ~uintptr_t{1};
      size_t offset = stack_.pop();
      if (offset + trace_chunk_bytes < block_of(address)->object_bytes) {
        stack_.push(offset + trace_chunk_bytes);
        stack_.push(address | 1);
      }
      model_.trace_range(reinterpret_cast<void*>(address), address + offset, address + offset + trace_chunk_bytes,
                         *this);
      continue;
    }
    uint8_t state = state_of(address);
    if (state & state_pairs) {
      trace_pair(reinterpret_cast<uint64_t*>(address));
    } else if (state & state_large && block_of(address)->object_bytes > trace_chunk_bytes) {
      stack_.push(0);
      stack_.push(address | 1);
    } else {
      model_.trace(reinterpret_cast<void*>(address), *this);
    }
  }
}

// --- Conservative roots -----------------------------------------------------------------------------------------------

// Fills `starts` of a block with the starts of its young objects, by walking what mutators allocated there.
template <class Model>
void Collector<Model>::build_starts(Block* block) {
  for (uint32_t index = block->first_range; index; index = heap_.young_ranges_[index - 1].next) {
    const Heap::YoungRange& range = heap_.young_ranges_[index - 1];
    if (block->kind == BlockKind::pairs) {
      block->starts.set_range(granule_of(range.begin), (range.end - range.begin) / granule_size);
      continue;
    }
    for (uintptr_t address = range.begin; address < range.end;) {
      block->starts.set(granule_of(address));
      address += Model::size(reinterpret_cast<const void*>(address));
    }
  }
  block->starts_valid = 1;
}

// The last granule up to `granule` whose bit is set in marks, or in starts where that is asked for; or no_granule.
template <class Model>
size_t Collector<Model>::last_start(const Block* block, size_t granule, bool young_too) {
  uint64_t young_mask = young_too ? ~uint64_t{0} : 0;
  size_t index = granule >> 6;
  uint64_t word = block->marks.words[index] | (block->starts.words[index] & young_mask);
  word &= ~uint64_t{0} >> (63 - (granule & 63));
  while (!word) {
    if (index == 0) return no_granule;
    index--;
    word = block->marks.words[index] | (block->starts.words[index] & young_mask);
  }
  return index * 64 + 63 - static_cast<size_t>(__builtin_clzll(word));
}

// The granule at which the object starts that covers `granule`, or no_granule.
template <class Model>
size_t Collector<Model>::containing(const Block* block, size_t granule, bool young_too) {
  size_t start = last_start(block, granule, young_too);
  if (start == no_granule) return no_granule;
  size_t bytes = block->kind == BlockKind::pairs
                     ? granule_size
                     : Model::size(reinterpret_cast<const void*>(granule_address(block, start)));
  return granule < start + bytes / granule_size ? start : no_granule;
}

// `word` is an address inside the block or span, with any low bits: of an object, of its inside, or one past its end.
template <class Model>
void Collector<Model>::pin(Block* block, uintptr_t word) {
  size_t data_granule = block_data_begin / granule_size;
  if (block->kind == BlockKind::large) {
    if (word - block->address() < block_data_begin) return;
    if (!block->marks.test(data_granule)) mark_in_place(block, data_granule);
    return;
  }
  size_t granule = granule_of(word);
  if (granule < data_granule) return;
  if (!block->starts_valid) build_starts(block);
  uint64_t before = marked_bytes_;
  size_t start = containing(block, granule, true);
  if (start != no_granule && !block->marks.test(start)) mark_in_place(block, start);
  // One past the end, tagged or not.  Code forms such pointers only into objects with a tail.
  if (block->kind == BlockKind::objects && (word & 15) < 8 && granule > data_granule && start != granule - 1) {
    size_t ends_here = containing(block, granule - 1, true);
    if (ends_here != no_granule && ends_here != start && !block->marks.test(ends_here) &&
        Model::has_tail(reinterpret_cast<const void*>(granule_address(block, ends_here)))) {
      mark_in_place(block, ends_here);
    }
  }
  if (!full_ && marked_bytes_ != before) heap_.statistics_.pinned_objects++;
}

// --- Remembered references --------------------------------------------------------------------------------------------

// Old objects that were written to since the last collection are roots of a young one.  Young ones mark cards as well,
// as nobody asks what they are: of blocks that have no others the cards are only cleared.
template <class Model>
void Collector<Model>::scan_cards() {
  heap_.space_.for_each([this](Block* block) {
    if (!block->dirty) return;
    block->dirty = 0;
    size_t span_end = block->kind == BlockKind::large ? block_data_begin + block->object_bytes : block_size;
    size_t count = (span_end + card_size - 1) / card_size;
    if (!(state_of(block->address()) & state_had_old)) {
      std::memset(block->cards, 0, count);
      return;
    }
    for (size_t card = 0; card < count; card++) {
      if (!block->cards[card]) continue;
      block->cards[card] = 0;
      uintptr_t low = block->address() + card * card_size;
      scan_card(block, low, low + card_size);
    }
  });
}

template <class Model>
void Collector<Model>::scan_card(Block* block, uintptr_t low, uintptr_t high) {
  size_t data_granule = block_data_begin / granule_size;
  if (block->kind == BlockKind::large) {
    uintptr_t object = granule_address(block, data_granule);
    if (block->marks.test(data_granule)) model_.trace_written(reinterpret_cast<void*>(object), low, high, *this);
    return;
  }
  size_t granule = std::max(granule_of(low), data_granule);
  size_t end = std::min(granule_of(low) + card_size / granule_size, block_data_end / granule_size);
  if (block->kind == BlockKind::objects && granule > data_granule) {
    // The object that reaches into the card from below, if it is old.
    size_t start = containing(block, granule - 1, false);
    auto* object = reinterpret_cast<void*>(granule_address(block, start));
    if (start != no_granule && granule_address(block, start) + Model::size(object) > low) {
      model_.trace_written(object, low, high, *this);
    }
  }
  if (granule >= end) return;
  static_assert(card_size / granule_size == 32);  // so the granules of a card are in one word
  uint64_t marks = block->marks.words[granule >> 6] & ~uint64_t{0} << (granule & 63);
  if (end & 63) marks &= ~(~uint64_t{0} << (end & 63));
  for (; marks; marks &= marks - 1) {
    granule = (granule & ~size_t{63}) + static_cast<size_t>(__builtin_ctzll(marks));
    uintptr_t address = granule_address(block, granule);
    if (block->kind == BlockKind::pairs) {
      visit(reinterpret_cast<uint64_t*>(address));
      visit(reinterpret_cast<uint64_t*>(address) + 1);
    } else {
      model_.trace_written(reinterpret_cast<void*>(address), low, high, *this);
    }
  }
}

// --- Reclaiming -------------------------------------------------------------------------------------------------------

// After a young collection: blocks without a survivor are free, the others are old blocks with holes.
template <class Model>
void Collector<Model>::release_young() {
  for (Block* block : heap_.young_blocks_) {
    if (heap_.options_.poison) poison_young(block);
    block->young = 0;
    block->first_range = 0;
    block->starts_valid = 0;
    if (block->live_bytes == 0) heap_.space_.give_back(block);
    else heap_.list_block(block);
  }
  for (Block* block : heap_.young_large_) {
    block->young = 0;
    if (!block->marks.test(block_data_begin / granule_size)) heap_.space_.give_back(block);
  }
  heap_.young_blocks_.clear();
  heap_.young_large_.clear();
  heap_.young_ranges_.clear();
}

template <class Model>
void Collector<Model>::sweep() {
  heap_.space_.for_each([this](Block* block) {
    block->young = 0;
    block->starts_valid = 0;
    bool live =
        block->kind == BlockKind::large ? block->marks.test(block_data_begin / granule_size) : block->live_bytes != 0;
    if (!live && block == heap_.constant_pairs_.block) heap_.constant_pairs_ = {};
    if (!live) heap_.space_.give_back(block);
    else heap_.list_block(block);
  });
}

template <class Model>
void Collector<Model>::poison_holes(Block* block) {
  Heap::Cursor cursor{.block = block};
  while (heap_.next_hole(cursor, granule_size)) fill_poison(cursor.begin, cursor.limit - cursor.begin, poison_pattern);
}

template <class Model>
void Collector<Model>::poison_young(Block* block) {
  if (block->live_bytes) return poison_holes(block);
  for (uint32_t index = block->first_range; index; index = heap_.young_ranges_[index - 1].next) {
    const Heap::YoungRange& range = heap_.young_ranges_[index - 1];
    fill_poison(range.begin, range.end - range.begin, poison_pattern);
  }
}

template <class Model>
void Collector<Model>::poison() {
  heap_.space_.for_each([this](Block* block) {
    if (block->kind != BlockKind::large) poison_holes(block);
  });
  heap_.space_.poison_free(poison_pattern);
}

template <class Model>
void Collector<Model>::check(const char* when) {
  Verifier<Model> verifier(heap_);
  verifier.check_or_abort(when);
}

template <class Model>
void Collector<Model>::note_pause(uint64_t start_ns, uint64_t start_cpu_ns, bool was_full) {
  uint64_t pause_ns = now_ns(CLOCK_MONOTONIC) - start_ns;
  HeapStatistics& statistics = heap_.statistics_;
  statistics.cpu_ns_total += now_ns(CLOCK_THREAD_CPUTIME_ID) - start_cpu_ns;
  statistics.pause_ns_last = pause_ns;
  statistics.pause_ns_total += pause_ns;
  statistics.pause_ns_max = std::max(statistics.pause_ns_max, pause_ns);
  if (was_full) return;
  constexpr size_t kept = 1024;
  auto pause_us = static_cast<uint32_t>(pause_ns / 1000);
  if (statistics.young_pauses_us.size() < kept) statistics.young_pauses_us.push_back(pause_us);
  else statistics.young_pauses_us[statistics.young_collections % kept] = pause_us;
}

}  // namespace tiercel
