// Handing out memory and deciding when to collect; see heap.h.
#include "heap/heap.h"

#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstring>

namespace tiercel {

namespace {

// A mutator takes no hole smaller than this: below it the search costs more than the objects that fit.
constexpr size_t mutator_hole_bytes_min = 256;
// Larger objects go to a fresh block at once instead of searching for a hole that fits.
constexpr size_t hole_request_bytes_max = 512;
constexpr size_t nonmoving_hole_bytes_min = 512;

constexpr size_t sparse_bytes_max = block_data_bytes / 2;     // live bytes of a block that mutators may fill up
constexpr size_t dense_bytes_max = block_data_bytes / 8 * 7;  // of one that only survivors fill up
constexpr size_t hole_bytes_worth_a_search = block_data_bytes / 16;
constexpr size_t overdraft_step_min = size_t{1} << 20;
constexpr size_t scattered_bytes_max = size_t{1} << 20;  // of a small heap

size_t list_index(BlockKind kind) { return kind == BlockKind::pairs ? 1 : 0; }

size_t span_of_large(size_t bytes, size_t* card_bytes) {
  *card_bytes = (block_data_begin + bytes) / card_size + 1;
  return (block_data_begin + bytes + granule_size + *card_bytes + block_size - 1) / block_size;
}

}  // namespace

Heap::Heap(const HeapOptions& options) {
  usable_ = space_.reserve(options.reserve_range);
  set_options(options);
}

void Heap::set_options(const HeapOptions& options) {
  for (Mutator& mutator : mutators_) close_stretch(mutator);
  options_ = options;
  stress_countdown_ = options.stress_full_interval;
  counting_ = options.stress || options.fail_allocation != 0;
  size_t affordable = space_.reserved_bytes() / 4 * 3;
  limit_ = options.limit ? std::min(options.limit, affordable) : affordable;
  nursery_bytes_min_ = nursery_bytes_ = std::max(std::min(options.nursery, limit_ / 4), block_size);
}

uint64_t Heap::fail_allocation(uint64_t n) {
  for (Mutator& mutator : mutators_) close_stretch(mutator);
  uint64_t left = options_.fail_allocation;
  options_.fail_allocation = n;
  counting_ = options_.stress || n != 0;
  return left;
}

// --- Mutators ---------------------------------------------------------------------------------------------------------

void Heap::add_range(AllocationRange* range, BlockKind kind) {
  *range = {0, 0};
  mutators_.push_back({range, kind, {}});
}

void Heap::remove_range(AllocationRange* range) {
  close_stretch(mutator_of(range));
  std::erase_if(mutators_, [range](const Mutator& mutator) { return mutator.range == range; });
}

Heap::Mutator& Heap::mutator_of(AllocationRange* range) {
  for (Mutator& mutator : mutators_) {
    if (mutator.range == range) return mutator;
  }
  assert(false && "range was not added");
  __builtin_unreachable();
}

void Heap::close_stretch(Mutator& mutator) {
  Cursor& cursor = mutator.cursor;
  uintptr_t end = counting_ ? cursor.next : mutator.range->next;
  if (cursor.begin && end > cursor.begin) {
    young_ranges_.push_back({cursor.begin, end, cursor.block->first_range});
    cursor.block->first_range = static_cast<uint32_t>(young_ranges_.size());
    cursor.block->starts_valid = 0;
    retired_bytes_ += end - cursor.begin;
  }
  *mutator.range = {0, 0};
  cursor.begin = cursor.next = cursor.limit = 0;
}

void Heap::retire_mutators() {
  for (Mutator& mutator : mutators_) {
    close_stretch(mutator);
    mutator.cursor = {};
  }
}

// Moves the cursor to the next stretch of its block, between marked objects, that has `bytes_min` bytes or more.
bool Heap::next_hole(Cursor& cursor, size_t bytes_min) {
  Block* block = cursor.block;
  constexpr size_t end = block_data_end / granule_size;
  size_t position = std::max(cursor.searched, block_data_begin / granule_size);
  while (position < end) {
    size_t next_mark = end;
    uint64_t word = block->marks.words[position >> 6] & ~uint64_t{0} << (position & 63);
    for (size_t i = position >> 6;;) {
      if (word) {
        next_mark = std::min(end, i * 64 + static_cast<size_t>(__builtin_ctzll(word)));
        break;
      }
      if (++i == words_per_bitmap) break;
      word = block->marks.words[i];
    }
    if ((next_mark - position) * granule_size >= bytes_min) {
      cursor.begin = cursor.next = granule_address(block, position);
      cursor.limit = granule_address(block, next_mark);
      cursor.searched = next_mark;
      cursor.found += cursor.limit - cursor.begin;
      return true;
    }
    if (next_mark == end) break;
    const void* object = reinterpret_cast<const void*>(granule_address(block, next_mark));
    position = next_mark + (block->kind == BlockKind::pairs ? 1 : size_of_(object) / granule_size);
  }
  cursor.searched = end;
  // Marks only grow until the next full collection: until then nobody searches it again.
  if (cursor.found < hole_bytes_worth_a_search) block->listed = 1;
  return false;
}

Block* Heap::take_sparse(BlockKind kind) {
  std::vector<Block*>& list = sparse_[list_index(kind)];
  if (list.empty()) return nullptr;
  Block* block = list.back();
  list.pop_back();
  block->listed = 0;
  return block;
}

Block* Heap::take_block(BlockKind kind) {
  Block* block = space_.take(1, kind);
  if (!block) exhausted();
  return block;
}

// Whether memory is better taken afresh than from between old objects.
bool Heap::may_grow() const {
  return space_.bytes_in_use() < old_bytes_ + old_bytes_ / 4 + nursery_bytes_ + nursery_bytes_ / 8;
}

// Finds `bytes` or more for a mutator.  Free blocks come first, for they are filled fastest; then the holes of sparse
// blocks; only then does the heap grow.
void Heap::refill(Mutator& mutator, size_t bytes) {
  close_stretch(mutator);
  Cursor& cursor = mutator.cursor;
  size_t hole_bytes = std::max(bytes, mutator_hole_bytes_min);
  bool small = bytes <= hole_request_bytes_max;
  bool found = small && cursor.block && next_hole(cursor, hole_bytes);
  while (!found && small && space_.free_blocks() == 0 && !may_grow()) {
    Block* block = take_sparse(mutator.kind);
    if (!block) break;
    cursor = {.block = block};
    found = next_hole(cursor, hole_bytes);
    if (!found) continue;
    block->starts = {};
    block->starts_valid = 0;
    block->first_range = 0;
    block->young = 1;
    young_blocks_.push_back(block);
  }
  if (!found) {
    cursor = {.block = take_block(mutator.kind)};
    cursor.block->young = 1;
    young_blocks_.push_back(cursor.block);
    next_hole(cursor, bytes);
  }
  note_allocation(cursor.limit - cursor.begin);
  if (!counting_) *mutator.range = {cursor.begin, cursor.limit};
}

void Heap::note_allocation(size_t bytes) {
  nursery_used_ += bytes;
  if (nursery_used_ > nursery_bytes_ && request) request(request_owner, HeapRequest::collect);
}

void Heap::note_outside(ptrdiff_t bytes) {
  outside_bytes_ += static_cast<size_t>(bytes);
  if (bytes > 0) note_allocation(static_cast<size_t>(bytes));
}

bool Heap::count_down_failure() { return options_.fail_allocation && --options_.fail_allocation == 0; }

void* Heap::allocate_slow(AllocationRange* range, size_t bytes) {
  assert(bytes % granule_size == 0);
  if (bytes >= large_object_bytes) return allocate_large(bytes);
  Mutator& mutator = mutator_of(range);
  if (!counting_) {
    refill(mutator, bytes);
    void* result = reinterpret_cast<void*>(range->next);
    range->next += bytes;
    return result;
  }
  if (options_.stress && request) request(request_owner, HeapRequest::collect);
  if (count_down_failure() && request) request(request_owner, HeapRequest::out_of_memory);
  Cursor& cursor = mutator.cursor;
  if (cursor.limit - cursor.next < bytes) refill(mutator, bytes);
  void* result = reinterpret_cast<void*>(cursor.next);
  cursor.next += bytes;
  return result;
}

void* Heap::allocate_large(size_t bytes) {
  if (options_.stress && request) request(request_owner, HeapRequest::collect);
  if (count_down_failure()) return nullptr;
  if (!has_room(bytes)) {
    full_next_ = true;
    if (request) request(request_owner, HeapRequest::collect);
    return nullptr;
  }
  size_t card_bytes;
  size_t count = span_of_large(bytes, &card_bytes);
  Block* block = space_.take(count, BlockKind::large);
  if (!block) return nullptr;
  block->object_bytes = bytes;
  block->cards = reinterpret_cast<uint8_t*>(block->address() + count * block_size - card_bytes);
  std::memset(block->cards, 0, card_bytes);
  block->young = 1;
  young_large_.push_back(block);
  retired_bytes_ += bytes;
  note_allocation(bytes);
  return reinterpret_cast<void*>(block->address() + block_data_begin);
}

void* Heap::allocate_nonmoving(size_t bytes) {
  assert(bytes % granule_size == 0);
  void* result;
  if (bytes >= large_object_bytes) {
    result = allocate_large(bytes);
    if (!result) return nullptr;
    young_large_.pop_back();
    block_of(result)->young = 0;
  } else {
    while (nonmoving_.limit - nonmoving_.next < bytes) {
      if (nonmoving_.block && next_hole(nonmoving_, std::max(bytes, nonmoving_hole_bytes_min))) continue;
      if (nonmoving_.block) list_block(nonmoving_.block);
      nonmoving_ = {.block = take_block(BlockKind::objects)};
    }
    result = reinterpret_cast<void*>(nonmoving_.next);
    nonmoving_.next += bytes;
    nonmoving_.block->live_bytes += static_cast<uint32_t>(bytes);
    retired_bytes_ += bytes;
    note_allocation(bytes);
  }
  make_old(result, bytes);
  return result;
}

void* Heap::allocate_constant_pair() {
  constexpr size_t bytes = granule_size;
  if (constant_pairs_.limit - constant_pairs_.next < bytes) {
    constant_pairs_ = {.block = take_block(BlockKind::pairs)};
    constant_pairs_.block->constant = 1;
    next_hole(constant_pairs_, bytes);
  }
  auto* result = reinterpret_cast<void*>(constant_pairs_.next);
  constant_pairs_.next += bytes;
  constant_pairs_.block->live_bytes += bytes;
  retired_bytes_ += bytes;
  note_allocation(bytes);
  make_old(result, bytes);
  return result;
}

// A fresh object that young collections neither move nor free, with its cards marked.
void Heap::make_old(void* object, size_t bytes) {
  block_of(object)->marks.set(granule_of(object));
  auto* first = static_cast<uint8_t*>(object);
  for (size_t offset = 0; offset < bytes; offset += card_size) mark_card(object, first + offset);
  mark_card(object, first + bytes - 1);
  old_bytes_ += bytes;
}

// Remembers a block whose holes are worth filling.
void Heap::list_block(Block* block) {
  if (block->listed || block->constant || block->kind == BlockKind::large) return;
  if (block->live_bytes > dense_bytes_max) return;
  block->listed = 1;
  auto& lists = block->live_bytes <= sparse_bytes_max ? sparse_ : dense_;
  lists[list_index(block->kind)].push_back(block);
}

// --- Figures ----------------------------------------------------------------------------------------------------------

uint64_t Heap::bytes_allocated() const {
  uint64_t total = retired_bytes_;
  for (const Mutator& mutator : mutators_) {
    if (mutator.cursor.begin) total += (counting_ ? mutator.cursor.next : mutator.range->next) - mutator.cursor.begin;
  }
  return total;
}

uint64_t Heap::bytes_since_collection() const { return bytes_allocated() - retired_bytes_at_collection_; }

bool Heap::has_room(size_t bytes) const {
  size_t taken = old_bytes_ + bytes_since_collection();
  if (bytes > space_.reserved_bytes() || space_.bytes_in_use() + bytes + block_size > space_.reserved_bytes())
    return false;
  return taken + bytes <= limit_ + overdraft_;
}

// A full collection costs in proportion to what is alive, so the interval grows with it.
bool Heap::stressed_collection_is_full() {
  if (stress_countdown_-- > 1) return false;
  stress_countdown_ = options_.stress_full_interval + old_bytes_ / 1024;
  return true;
}

// A program of which much survives gets more time between collections: what is being built then is more often done and
// dropped before the next one.  It gives the memory back when little survives.
void Heap::adapt_nursery(size_t survived) {
  size_t most = std::max(std::min(options_.nursery_max, limit_ / 8), nursery_bytes_min_);
  if (survived > nursery_bytes_ / 8 && nursery_bytes_ < most) nursery_bytes_ = std::min(nursery_bytes_ * 2, most);
  if (survived < nursery_bytes_ / 64 && nursery_bytes_ > nursery_bytes_min_) nursery_bytes_ /= 2;
}

// How many bytes are old when a full collection is due again.
size_t Heap::full_collection_at() const {
  auto grown = static_cast<size_t>(static_cast<double>(old_bytes_full_) * options_.full_growth);
  return std::max(options_.full_min, grown);
}

// After a full collection: what will be taken before the next one.  Pages that are free beyond that can go back to the
// system; others would only have to be cleared again, which costs more than collecting them does.
size_t Heap::bytes_until_full_collection() const {
  size_t growth = full_collection_at() - std::min(full_collection_at(), old_bytes_ + outside_bytes_);
  return growth + 2 * nursery_bytes_;
}

// After a collection: adjusts the budgets, wants a full collection next time, or tells of exhaustion.
void Heap::decide_next_collection(bool was_full) {
  nursery_used_ = 0;
  retired_bytes_at_collection_ = bytes_allocated();
  statistics_.live_bytes = old_bytes_;
  if (was_full) {
    old_bytes_full_ = old_bytes_ + outside_bytes_;
    full_next_ = false;
    scattered_bytes_ = 0;
    size_t step = std::max(overdraft_step_min, limit_ / 16);
    if (old_bytes_ <= limit_) {
      overdraft_ = 0;
    } else if (old_bytes_ > limit_ + overdraft_) {
      overdraft_ = old_bytes_ - limit_ + step;
      if (request) request(request_owner, HeapRequest::out_of_memory);
    }
  } else {
    if (old_bytes_ + outside_bytes_ > full_collection_at() || old_bytes_ > limit_) full_next_ = true;
    // What was promoted in place lies in as many blocks as it can, and when it is dead it still divides what is free.
    if (scattered_bytes_ > std::max(scattered_bytes_max, old_bytes_full_ / 2)) full_next_ = true;
  }
}

void Heap::exhausted() {
  char text[160];
  int length = std::snprintf(text, sizeof text,
                             "tiercel: out of memory: the heap of %zu bytes and its reserve are used up\n", limit_);
  [[maybe_unused]] ssize_t written = write(STDERR_FILENO, text, static_cast<size_t>(length));
  _exit(70);
}

}  // namespace tiercel
