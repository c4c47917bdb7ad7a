// The collector, driven through the object layer: what survives, what moves, what dies, and that the heap stays sound.
#include <string>
#include <vector>

#include "tests/unit/object/world.h"

namespace tiercel::test {
namespace {

// Everything that makes garbage or holds references for a moment is a function of its own, so that its frame is gone
// when the collector looks at the stack.
[[gnu::noinline]] Value list_of(Context* ctx, int64_t count) {
  Value list = v_empty;
  for (int64_t i = count; i-- > 0;) list = cons(ctx, make_fixnum(i), list);
  return list;
}

bool is_list_of(Value list, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    if (!is_pair(list) || as_pair(list)->car != make_fixnum(i)) return false;
    list = as_pair(list)->cdr;
  }
  return list == v_empty;
}

[[gnu::noinline]] uint32_t keep_list(World& world, int64_t count) { return world.keep(list_of(world.ctx, count)); }

// Some pair in the middle: a stale register may well pin the first one.
[[gnu::noinline]] Hidden hidden_middle(World& world, uint32_t list) {
  Value v = world.kept(list);
  for (int i = 0; i < 500; i++) v = as_pair(v)->cdr;
  return Hidden(v);
}

TEST(Collector, PreciseReferencesSurviveAndMove) {
  World world;
  uint32_t list = keep_list(world, 1000);
  Hidden before = hidden_middle(world, list);
  uint64_t epoch = heap_epoch(world.ctx);
  world.collect(false);
  EXPECT_TRUE(is_list_of(world.kept(list), 1000));
  EXPECT_NE(before.bits, hidden_middle(world, list).bits);
  EXPECT_GT(heap_epoch(world.ctx), epoch);
  Hidden promoted = hidden_middle(world, list);
  world.collect(false);
  world.collect(true);
  EXPECT_TRUE(is_list_of(world.kept(list), 1000));
  EXPECT_EQ(promoted.bits, hidden_middle(world, list).bits) << "old objects do not move";
}

// A million pairs made and dropped are gone after a collection.
// proves: C4
TEST(Collector, C4DroppedPairsAreReclaimed) {
  World world({.limit = size_t{256} << 20});
  world.collect(true);
  uint64_t before = world.statistics().live_bytes;
  uint32_t list = keep_list(world, 1'000'000);
  world.collect(false);
  EXPECT_GE(world.statistics().live_bytes, before + 16'000'000);
  world.drop(list);
  world.collect(true);
  EXPECT_LE(world.statistics().live_bytes, before + (64 << 10));
}

[[gnu::noinline]] bool pinned_stays(World& world, Value object) {
  volatile uint64_t on_stack = object.bits;
  uint32_t also_precise = world.keep(object);
  collect_gc(world.ctx, false);
  bool stayed = world.kept(also_precise).bits == on_stack;
  world.drop(also_precise);
  return stayed;
}

TEST(Collector, WhatTheStackRefersToIsPinned) {
  World world;
  EXPECT_TRUE(pinned_stays(world, list_of(world.ctx, 3)));
  EXPECT_TRUE(pinned_stays(world, make_vector(world.ctx, 10, v_true)));
  EXPECT_GT(world.statistics().pinned_objects, 0u);
}

// Makes a vector between two others, keeps only base + offset on the stack, and tells whether it stayed where it was.
[[gnu::noinline]] bool pinned_by_offset(World& world, int64_t length, int64_t offset) {
  (void)make_vector(world.ctx, 2, v_false);
  Value vector = make_vector(world.ctx, length, make_fixnum(7));
  (void)make_vector(world.ctx, 2, v_false);
  uint32_t handle = world.keep(vector);
  Hidden before(vector);
  volatile uint64_t inside = (vector.bits & ~tag_mask) + static_cast<uint64_t>(offset);
  vector = v_false;
  World::wipe_stack();
  collect_gc(world.ctx, false);
  bool stayed = before.is(world.kept(handle));
  world.drop(handle);
  return stayed && inside != 0;
}

TEST(Collector, InteriorAndEndPointersPin) {
  World world;
  for (int64_t length : {1, 2, 7, 100, 1500}) {
    int64_t bytes = 8 + length * 8;
    int64_t end = (bytes + 15) / 16 * 16;
    for (int64_t offset : {int64_t{0}, int64_t{1}, int64_t{5}, int64_t{8}, bytes / 2, bytes - 1, end}) {
      EXPECT_TRUE(pinned_by_offset(world, length, offset)) << length << " elements, offset " << offset;
    }
  }
}

TEST(Collector, DeepStructuresNeedNoStack) {
  World world({.limit = size_t{1} << 30});
  uint32_t nested = world.keep(v_empty);
  for (int i = 0; i < 1'000'000; i++) world.put(nested, cons(world.ctx, world.kept(nested), v_empty));
  world.collect(false);
  world.collect(true);
  int64_t depth = 0;
  for (Value v = world.kept(nested); is_pair(v); v = as_pair(v)->car) depth++;
  EXPECT_EQ(depth, 1'000'000);
}

TEST(Collector, OldObjectsRememberYoungOnes) {
  World world;
  uint32_t vector = world.keep(make_vector(world.ctx, 100, v_false));
  uint32_t large = world.keep(make_vector(world.ctx, 100'000, v_false));
  uint32_t pair = world.keep(cons(world.ctx, v_false, v_false));
  world.collect(true);
  for (int round = 0; round < 5; round++) {
    Vector* small_vector = as_vector(world.kept(vector));
    Vector* large_vector = as_vector(world.kept(large));
    Pair* old_pair = as_pair(world.kept(pair));
    store_field(small_vector, &small_vector->elements[99], list_of(world.ctx, 10));
    store_field(large_vector, &large_vector->elements[99'999 - round * 1000], list_of(world.ctx, 10));
    store_field(old_pair, &old_pair->cdr, list_of(world.ctx, 10));
    world.collect(false);
    EXPECT_TRUE(is_list_of(as_vector(world.kept(vector))->elements[99], 10));
    EXPECT_TRUE(is_list_of(as_vector(world.kept(large))->elements[99'999 - round * 1000], 10));
    EXPECT_TRUE(is_list_of(as_pair(world.kept(pair))->cdr, 10));
  }
}

// --- Weak references --------------------------------------------------------------------------------------------------

// What is to die is made in functions of its own: a frame that is gone keeps nothing alive.
[[gnu::noinline]] uint32_t keep_weak_pair_of_lost_list(World& world) {
  return world.keep(make_weak_pair(world.ctx, list_of(world.ctx, 3), v_true));
}

// An ephemeron whose content refers to its own key.
[[gnu::noinline]] uint32_t keep_lonely_ephemeron(World& world) {
  Value lonely = list_of(world.ctx, 2);
  return world.keep(make_ephemeron(world.ctx, lonely, lonely));
}

TEST(Collector, WeakPairsBreak) {
  World world;
  for (bool full : {false, true}) {
    uint32_t strong = keep_list(world, 3);
    uint32_t held = world.keep(make_weak_pair(world.ctx, world.kept(strong), v_true));
    uint32_t lost = keep_weak_pair_of_lost_list(world);
    world.collect(full);
    EXPECT_EQ(as_weak_pair(world.kept(held))->key, world.kept(strong));
    EXPECT_EQ(as_weak_pair(world.kept(lost))->key, v_broken_weak);
    EXPECT_EQ(as_weak_pair(world.kept(lost))->content, v_true);
  }
}

TEST(Collector, EphemeronsFollowTheirKeys) {
  World world;
  for (bool full : {false, true}) {
    uint32_t key = keep_list(world, 1);
    // A chain: the second ephemeron's key is the first one's content.
    Value middle = list_of(world.ctx, 2);
    uint32_t second = world.keep(make_ephemeron(world.ctx, middle, list_of(world.ctx, 4)));
    uint32_t first = world.keep(make_ephemeron(world.ctx, world.kept(key), middle));
    middle = v_false;
    uint32_t dying = keep_lonely_ephemeron(world);
    world.collect(full);
    EXPECT_TRUE(is_list_of(as_ephemeron(world.kept(first))->content, 2));
    EXPECT_TRUE(is_list_of(as_ephemeron(world.kept(second))->content, 4));
    EXPECT_EQ(as_ephemeron(world.kept(dying))->key, v_broken_weak);
    EXPECT_EQ(as_ephemeron(world.kept(dying))->content, v_broken_weak);
  }
}

[[gnu::noinline]] void guard_lists(World& world, uint32_t guardian, int count) {
  for (int i = 0; i < count; i++) guard_value(world.ctx, world.kept(guardian), list_of(world.ctx, i));
}

TEST(Collector, GuardiansReturnWhatDied) {
  World world;
  for (bool full : {false, true}) {
    uint32_t guardian = world.keep(make_guardian(world.ctx));
    uint32_t alive = keep_list(world, 50);
    guard_value(world.ctx, world.kept(guardian), world.kept(alive));
    guard_lists(world, guardian, 10);
    EXPECT_EQ(take_guarded(world.ctx, world.kept(guardian)), v_false);
    world.collect(full);
    std::vector<bool> seen(10);
    for (int i = 1; i < 10; i++) {  // the list of no elements is a constant and never dies
      Value v = take_guarded(world.ctx, world.kept(guardian));
      ASSERT_TRUE(is_pair(v));
      int64_t length = 0;
      for (Value rest = v; is_pair(rest); rest = as_pair(rest)->cdr) length++;
      EXPECT_TRUE(is_list_of(v, length));
      seen[static_cast<size_t>(length)] = true;
    }
    EXPECT_EQ(take_guarded(world.ctx, world.kept(guardian)), v_false);
    EXPECT_EQ(std::vector<bool>({false, true, true, true, true, true, true, true, true, true}), seen);
    world.drop(alive);
    world.collect(true);
    EXPECT_TRUE(is_list_of(take_guarded(world.ctx, world.kept(guardian)), 50));
  }
}

[[gnu::noinline]] void intern_many(World& world, int count) {
  for (int i = 0; i < count; i++) (void)intern(world.ctx, "symbol-" + std::to_string(i));
}

TEST(Collector, SymbolsAreWeak) {
  World world;
  uint32_t kept = world.keep(intern(world.ctx, "kept"));
  Hidden before(world.kept(kept));
  intern_many(world, 10'000);
  world.collect(false);
  EXPECT_GE(world.isolate.symbols.count(), 10'001u);
  world.collect(true);
  EXPECT_LE(world.isolate.symbols.count(), 10u);
  EXPECT_EQ(intern(world.ctx, "kept"), world.kept(kept));
  EXPECT_TRUE(before.is(world.kept(kept))) << "symbols do not move";
  EXPECT_EQ(symbol_utf8(world.kept(kept)), "kept");
}

// --- Stack copies -----------------------------------------------------------------------------------------------------

[[gnu::noinline]] uint32_t keep_stack_copy(World& world) {
  StackCopy* copy = make_stack_copy(world.ctx, 64);
  Value list = list_of(world.ctx, 20);
  for (size_t i = 0; i < 8; i++) reinterpret_cast<uint64_t*>(copy->bytes)[i] = 0;
  reinterpret_cast<uint64_t*>(copy->bytes)[3] = list.bits & ~tag_mask;
  return world.keep(value_of(copy));
}

TEST(Collector, StackCopiesPinWhatTheyHold) {
  World world;
  uint32_t copy = keep_stack_copy(world);
  for (bool full : {false, false, true, true}) {
    world.collect(full);
    uint64_t word = reinterpret_cast<uint64_t*>(as_stack_copy(world.kept(copy))->bytes)[3];
    EXPECT_TRUE(is_list_of({word | tag_pair}, 20));
  }
  EXPECT_EQ(world.statistics().in_place_collections, 1u);
}

// --- Figures, limits, faults ------------------------------------------------------------------------------------------

TEST(Heap, BytesAllocatedAreExact) {
  World world;
  uint64_t before = world.isolate.heap.bytes_allocated();
  EXPECT_EQ(world.isolate.heap.bytes_allocated(), before);
  keep_list(world, 100'000);
  EXPECT_EQ(world.isolate.heap.bytes_allocated(), before + 1'600'000);
  (void)make_vector(world.ctx, 3, v_false);
  EXPECT_EQ(world.isolate.heap.bytes_allocated(), before + 1'600'032);
  world.collect(true);
  EXPECT_EQ(world.isolate.heap.bytes_allocated(), before + 1'600'032);
}

TEST(Heap, LargeObjectsThatDoNotFitAreRefused) {
  World world({.limit = size_t{64} << 20});
  EXPECT_EQ(make_vector(world.ctx, int64_t{1} << 40, v_false), v_pending);
  EXPECT_EQ(as_condition(world.ctx->pending)->code, make_fixnum(4002));
  EXPECT_EQ(make_bytevector(world.ctx, INT64_MAX), v_pending);
  EXPECT_EQ(make_vector(world.ctx, int64_t{16} << 20, v_false), v_pending);
  EXPECT_FALSE(make_room_gc(world.ctx, size_t{128} << 20));
  EXPECT_TRUE(make_room_gc(world.ctx, size_t{32} << 20));
  EXPECT_NE(make_bytevector(world.ctx, int64_t{32} << 20), v_pending);
}

[[gnu::noinline]] void push_pairs(World& world, uint32_t list, int count) {
  for (int i = 0; i < count; i++) world.put(list, cons(world.ctx, v_true, world.kept(list)));
}

TEST(Heap, RunningOutOfMemoryIsARequestAndTheProgramGoesOn) {
  World world({.limit = size_t{32} << 20});
  uint32_t list = world.keep(v_empty);
  int64_t pairs = 0;
  auto poll = [&world] {
    if (world.ctx->requests & request_collect) collect_gc(world.ctx, false);
    return (world.ctx->requests & request_out_of_memory) != 0;
  };
  for (int time = 0; time < 3; time++) {
    while (!poll()) {
      push_pairs(world, list, 1000);
      pairs += 1000;
      ASSERT_LT(pairs, 16'000'000);
    }
    EXPECT_GE(pairs * 16, int64_t{24} << 20);
    world.ctx->requests = 0;
    world.put(list, v_empty);
    world.collect(true);
    EXPECT_FALSE(world.ctx->requests & request_out_of_memory);
    EXPECT_LT(world.statistics().live_bytes, 1u << 20);
    pairs = 0;
  }
}

TEST(Heap, ChosenAllocationFails) {
  World world;
  HeapOptions options = world.isolate.heap.options();
  options.fail_allocation = 3;
  world.isolate.heap.set_options(options);
  (void)cons(world.ctx, v_true, v_true);
  (void)make_vector(world.ctx, 3, v_true);
  EXPECT_FALSE(world.ctx->requests & request_out_of_memory);
  (void)cons(world.ctx, v_true, v_true);
  EXPECT_TRUE(world.ctx->requests & request_out_of_memory);
  options.fail_allocation = 1;
  world.isolate.heap.set_options(options);
  EXPECT_EQ(make_vector(world.ctx, 100'000, v_true), v_pending);
  EXPECT_NE(make_vector(world.ctx, 100'000, v_true), v_pending);
  world.collect(true);
}

TEST(Heap, StressRequestsACollectionAtEveryAllocation) {
  World world;
  HeapOptions options = world.isolate.heap.options();
  options.stress = true;
  options.stress_full_interval = 16;
  world.isolate.heap.set_options(options);
  uint32_t list = world.keep(v_empty);
  for (int64_t i = 200; i-- > 0;) {
    world.put(list, cons(world.ctx, make_fixnum(i), world.kept(list)));
    ASSERT_TRUE(world.ctx->requests & request_collect);
    collect_gc(world.ctx, false);
  }
  EXPECT_TRUE(is_list_of(world.kept(list), 200));
  EXPECT_GE(world.statistics().full_collections, 8u);
}

// The seeded fault of the verifier: a store that forgets the barrier.
TEST(HeapDeathTest, VerifierFindsAMissingBarrier) {
  auto fault = [] {
    World world;
    uint32_t vector = world.keep(make_vector(world.ctx, 10, v_false));
    world.collect(true);
    as_vector(world.kept(vector))->elements[5] = list_of(world.ctx, 1);
    world.collect(false);
  };
  EXPECT_DEATH(fault(), "old object refers to a young one without a marked card");
}

TEST(HeapDeathTest, VerifierFindsAWildReference) {
  auto fault = [] {
    World world;
    uint32_t vector = world.keep(make_vector(world.ctx, 10, v_false));
    as_vector(world.kept(vector))->elements[5] = {world.kept(vector).bits + 32};
    world.collect(false);
  };
  EXPECT_DEATH(fault(), "does not point to the start of a live object");
}

size_t mapped_bytes() {
  FILE* file = fopen("/proc/self/statm", "r");
  size_t pages = 0;
  if (fscanf(file, "%zu", &pages) != 1) pages = 0;
  fclose(file);
  return pages * 4096;
}

TEST(Isolate, AThousandLeaveNothingMapped) {
  { World world({.limit = size_t{64} << 20}); }
  size_t before = mapped_bytes();
  for (int i = 0; i < 1000; i++) {
    World world({.limit = size_t{64} << 20});
    keep_list(world, 100);
    (void)make_vector(world.ctx, 10'000, v_true);
  }
  EXPECT_LE(mapped_bytes(), before + (size_t{4} << 20));
}

}  // namespace
}  // namespace tiercel::test
