// The collector with a model of its own: it needs nothing of Scheme.  An object is a header word that holds the number
// of words after it; every word whose two low bits are 01 is a reference, to an object or (11) to a headerless pair.
#include "heap/collector.h"

#include <gtest/gtest.h>

#include <vector>

namespace tiercel {
namespace {

constexpr uint64_t forwarded = uint64_t{1} << 63;
constexpr uint64_t pair_moved = 0xABCD0;

struct ToyModel {
  static bool is_reference(uint64_t word) { return word & 1; }
  static uintptr_t address(uint64_t word) { return word & ~uintptr_t{3}; }
  static size_t size(const void* object) { return round_to_granules(8 + *static_cast<const uint64_t*>(object) * 8); }
  static bool has_tail(const void*) { return true; }
  static bool is_forwarded(const void* object, BlockKind kind) {
    uint64_t word = *static_cast<const uint64_t*>(object);
    return kind == BlockKind::pairs ? word == pair_moved : (word & forwarded) != 0;
  }
  static uintptr_t forward_target(const void* object, BlockKind kind) {
    auto* words = static_cast<const uint64_t*>(object);
    return kind == BlockKind::pairs ? words[1] : words[0] & ~forwarded;
  }
  static void forward(void* object, BlockKind kind, uintptr_t target) {
    auto* words = static_cast<uint64_t*>(object);
    words[0] = kind == BlockKind::pairs ? pair_moved : target | forwarded;
    if (kind == BlockKind::pairs) words[1] = target;
  }
  static void each_reference(void* object, auto visit) {
    auto* words = static_cast<uint64_t*>(object);
    for (uint64_t i = 1; i <= words[0]; i++) visit(words + i);
  }
  static const char* defect(const void*, BlockKind) { return nullptr; }
  static bool tag_fits(uint64_t reference, BlockKind kind) {
    return ((reference & 2) != 0) == (kind == BlockKind::pairs);
  }

  void trace(void* object, Collector<ToyModel>& collector) {
    each_reference(object, [&collector](uint64_t* slot) { collector.visit(slot); });
  }
  void trace_range(void* object, uintptr_t low, uintptr_t high, Collector<ToyModel>& collector) {
    each_reference(object, [&](uint64_t* slot) {
      auto at = reinterpret_cast<uintptr_t>(slot);
      if (at >= low && at < high) collector.visit(slot);
    });
  }
  void trace_written(void* object, uintptr_t low, uintptr_t high, Collector<ToyModel>& collector) {
    trace_range(object, low, high, collector);
  }
  void ambiguous_roots(Collector<ToyModel>& collector) {
    auto low = reinterpret_cast<uintptr_t>(stack.data());
    collector.ambiguous(low, low + stack.size() * sizeof(uint64_t));
  }
  void roots(Collector<ToyModel>& collector) {
    for (uint64_t& root : precise) collector.visit(&root);
  }
  static bool is_code(uintptr_t) { return false; }
  static void code_address(uintptr_t, Collector<ToyModel>&) {}
  void finish_tracing(Collector<ToyModel>&) {}

  std::vector<uint64_t> stack;  // ambiguous roots
  std::vector<uint64_t> precise;
};

struct ToyWorld {
  explicit ToyWorld(HeapOptions options = {.reserve_range = size_t{256} << 20,
                                           .nursery = size_t{1} << 20,
                                           .verify = true,
                                           .poison = true})
      : heap(options) {
    heap.set_object_size(ToyModel::size);
    heap.add_range(&objects, BlockKind::objects);
    heap.add_range(&pairs, BlockKind::pairs);
  }

  uint64_t* make(uint64_t words) {
    size_t bytes = round_to_granules(8 + words * 8);
    if (objects.limit - objects.next < bytes || bytes >= large_object_bytes) {
      return fill(static_cast<uint64_t*>(heap.allocate_slow(&objects, bytes)), words);
    }
    objects.next += bytes;
    return fill(reinterpret_cast<uint64_t*>(objects.next - bytes), words);
  }

  uint64_t* make_pair() {
    if (pairs.limit - pairs.next < 16) {
      auto* pair = static_cast<uint64_t*>(heap.allocate_slow(&pairs, 16));
      pair[0] = pair[1] = 0;
      return pair;
    }
    pairs.next += 16;
    auto* pair = reinterpret_cast<uint64_t*>(pairs.next - 16);
    pair[0] = pair[1] = 0;
    return pair;
  }

  static uint64_t* fill(uint64_t* object, uint64_t words) {
    object[0] = words;
    for (uint64_t i = 1; i <= words; i++) object[i] = 0;
    return object;
  }

  void collect(bool full) { Collector<ToyModel>(heap, model).collect(full); }

  Heap heap;
  AllocationRange objects, pairs;
  ToyModel model;
};

uint64_t object_reference(const uint64_t* object) { return reinterpret_cast<uint64_t>(object) | 1; }
uint64_t pair_reference(const uint64_t* pair) { return reinterpret_cast<uint64_t>(pair) | 3; }
uint64_t* target(uint64_t reference) { return reinterpret_cast<uint64_t*>(ToyModel::address(reference)); }

TEST(CollectorAlone, PreciseMovesAmbiguousStays) {
  ToyWorld world;
  uint64_t* moving = world.make(3);
  uint64_t* pinned = world.make(3);
  moving[1] = object_reference(pinned);
  pinned[1] = object_reference(moving);
  moving[2] = 40;
  world.model.precise = {object_reference(moving)};
  world.model.stack = {reinterpret_cast<uint64_t>(pinned) + 17};
  world.collect(false);
  uint64_t* moved = target(world.model.precise[0]);
  EXPECT_NE(moved, moving);
  EXPECT_EQ(moved[2], 40u);
  EXPECT_EQ(target(moved[1]), pinned);
  EXPECT_EQ(target(pinned[1]), moved);
  EXPECT_EQ(world.heap.statistics().live_bytes, 64u);
}

// A word one past an object's end pins that object and its neighbour.
TEST(CollectorAlone, AnEndPointerPinsBothCandidates) {
  ToyWorld world;
  uint64_t* lower = world.make(1);
  uint64_t* upper = world.make(1);
  ASSERT_EQ(upper, lower + 2);
  world.model.precise = {object_reference(lower), object_reference(upper)};
  world.model.stack = {reinterpret_cast<uint64_t>(upper)};
  world.collect(false);
  EXPECT_EQ(target(world.model.precise[0]), lower);
  EXPECT_EQ(target(world.model.precise[1]), upper);
}

// Words that mean nothing: free memory, headers, block ends, what lies beyond the last object.
TEST(CollectorAlone, WildWordsAreHarmless) {
  ToyWorld world;
  uint64_t* object = world.make(3);
  uint64_t block = block_of(object)->address();
  for (uint64_t offset = 0; offset < 2 * block_size; offset += 8)
    world.model.stack.push_back(block + offset + offset % 16 / 8);
  world.collect(false);
  world.collect(true);
  world.model.stack.clear();
  world.collect(true);
  EXPECT_EQ(world.heap.bytes_in_use(), 0u);
}

// One pinned pair in each stretch of a block costs its neighbourhood, not the block.
TEST(CollectorAlone, HolesBetweenPinsAreUsedAgain) {
  ToyWorld world;
  for (int round = 0; round < 200; round++) {
    world.model.stack.clear();
    for (int i = 0; i < 65'536; i++) {
      uint64_t* pair = world.make_pair();
      if (i % 2048 == 0) {
        world.model.stack.push_back(reinterpret_cast<uint64_t>(pair));
        world.model.precise.push_back(pair_reference(pair));
      }
    }
    world.collect(false);
  }
  EXPECT_EQ(world.heap.statistics().live_bytes, 200u * 32 * 16);
  EXPECT_LE(world.heap.bytes_in_use(), size_t{4} << 20);
}

TEST(CollectorAlone, LargeObjectsStayAndDie) {
  ToyWorld world;
  uint64_t* large = world.make(100'000);
  uint64_t* garbage = world.make(100'000);
  large[99'999] = pair_reference(world.make_pair());
  garbage[1] = object_reference(large);
  world.model.precise = {object_reference(large)};
  size_t before = world.heap.bytes_in_use();
  world.collect(false);
  EXPECT_LT(world.heap.bytes_in_use(), before);
  EXPECT_EQ(target(world.model.precise[0]), large);
  uint64_t* young = world.make_pair();
  young[0] = 4444;
  large[50'000] = pair_reference(young);
  mark_card(large, large + 50'000);
  world.collect(false);
  EXPECT_EQ(target(large[50'000])[0], 4444u);
  world.model.precise.clear();
  world.collect(true);
  EXPECT_EQ(world.heap.bytes_in_use(), 0u);
}

TEST(CollectorAlone, WithoutMovingEverythingStays) {
  ToyWorld world;
  for (int i = 0; i < 1000; i++) {
    world.model.precise.push_back(pair_reference(world.make_pair()));
    world.make_pair();
  }
  std::vector<uint64_t> before = world.model.precise;
  world.heap.forbid_moving();
  world.collect(false);
  EXPECT_EQ(world.model.precise, before);
  EXPECT_EQ(world.heap.statistics().live_bytes, 16'000u);
  EXPECT_EQ(world.heap.epoch(), 0u);
}

TEST(CollectorAlone, NonmovingObjectsAreOldFromTheStart) {
  ToyWorld world;
  auto* object = static_cast<uint64_t*>(world.heap.allocate_nonmoving(64));
  object[0] = 7;
  for (int i = 1; i <= 7; i++) object[i] = 0;
  EXPECT_FALSE(is_young_object(object));
  object[3] = pair_reference(world.make_pair());  // no barrier: its cards are marked already
  world.model.precise = {object_reference(object)};
  world.collect(false);
  EXPECT_FALSE(is_young_object(target(object[3])));
  world.model.precise.clear();
  world.collect(true);
  EXPECT_EQ(world.heap.statistics().live_bytes, 0u);
}

}  // namespace
}  // namespace tiercel
