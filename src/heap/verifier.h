// The heap verifier: walks every object and checks what the collector relies on.
//
//   * every object has a valid kind and ends inside its block;
//   * every reference points to the start of an object, of the kind that its tag says, in a block in use;
//   * a reference from an old object to a young one lies on a marked card.
// Called with all mutators retired, around a collection (HeapOptions::verify).  Model as in collector.h, and
//   static const char* defect(const void* object, BlockKind kind);   null if the object itself is sound
//   static bool tag_fits(uint64_t reference, BlockKind kind);
//   static void each_reference(void* object, auto visit);            visit(uint64_t*), weak ones included
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "heap/heap.h"

namespace tiercel {

template <class Model>
class Verifier {
 public:
  explicit Verifier(Heap& heap) : heap_(heap) {}

  // The first defect found, or an empty string.
  std::string check() {
    heap_.space_.for_each([this](Block* block) { note_young_starts(block); });
    heap_.space_.for_each([this](Block* block) { check_block(block); });
    return defect_;
  }

  void check_or_abort(const char* when) {
    if (check().empty()) return;
    std::fprintf(stderr, "tiercel: heap verifier, %s: %s\n", when, defect_.c_str());
    std::abort();
  }

 private:
  void note_young_starts(Block* block) {
    if (!block->young || block->kind == BlockKind::large || block->starts_valid) return;
    each_young(block, [block](uintptr_t address) { block->starts.set(granule_of(address)); });
    block->starts_valid = 1;
  }

  template <class Visit>
  void each_young(Block* block, Visit visit) {
    for (uint32_t index = block->first_range; index; index = heap_.young_ranges_[index - 1].next) {
      const Heap::YoungRange& range = heap_.young_ranges_[index - 1];
      for (uintptr_t address = range.begin; address < range.end;) {
        visit(address);
        address += bytes_of(block, address);
      }
    }
  }

  static size_t bytes_of(const Block* block, uintptr_t address) {
    return block->kind == BlockKind::pairs ? granule_size : Model::size(reinterpret_cast<const void*>(address));
  }

  void check_block(Block* block) {
    if (block->kind == BlockKind::large) {
      check_object(block, granule_address(block, block_data_begin / granule_size));
      return;
    }
    for (size_t granule = block_data_begin / granule_size; granule < block_data_end / granule_size; granule++) {
      if (block->marks.test(granule)) check_object(block, granule_address(block, granule));
    }
    if (block->young) each_young(block, [this, block](uintptr_t address) { check_object(block, address); });
  }

  void check_object(Block* block, uintptr_t address) {
    if (!defect_.empty()) return;
    auto* object = reinterpret_cast<void*>(address);
    const char* defect = Model::defect(object, block->kind);
    if (defect) return report(defect, address, 0);
    if (block->kind != BlockKind::large && address + bytes_of(block, address) > block->address() + block_data_end) {
      return report("an object reaches over the end of its block", address, 0);
    }
    bool old = block->marks.test(granule_of(address));
    auto check = [this, block, address, old](uint64_t* slot) { check_reference(block, address, old, slot); };
    if (block->kind == BlockKind::pairs) {
      check(static_cast<uint64_t*>(object));
      check(static_cast<uint64_t*>(object) + 1);
    } else {
      Model::each_reference(object, check);
    }
  }

  void check_reference(const Block* block, uintptr_t holder, bool old, const uint64_t* slot) {
    uint64_t word = *slot;
    if (!Model::is_reference(word)) return;
    uintptr_t target = Model::address(word);
    const Block* there = heap_.space_.find(target);
    if (!there) return report("a reference points outside of the heap", holder, word);
    if (target - there->address() >= block_size)
      return report("a reference points inside a large object", holder, word);
    size_t granule = granule_of(target);
    bool starts = there->kind == BlockKind::large
                      ? granule == block_data_begin / granule_size
                      : there->marks.test(granule) || (there->starts_valid && there->starts.test(granule));
    if (!starts) return report("a reference does not point to the start of a live object", holder, word);
    if (!Model::tag_fits(word, there->kind))
      return report("a reference has the tag of another kind of object", holder, word);
    if (old && is_young_object(reinterpret_cast<const void*>(target))) {
      bool marked = block->cards[(reinterpret_cast<uintptr_t>(slot) - block->address()) >> card_shift];
      if (!block->dirty || !marked) report("an old object refers to a young one without a marked card", holder, word);
    }
  }

  void report(const char* what, uintptr_t holder, uint64_t word) {
    if (!defect_.empty()) return;
    char text[200];
    std::snprintf(text, sizeof text, "%s: object at %#zx, word %#llx", what, holder,
                  static_cast<unsigned long long>(word));
    defect_ = text;
  }

  Heap& heap_;
  std::string defect_;
};

}  // namespace tiercel
