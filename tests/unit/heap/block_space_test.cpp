// The address range: taking and giving back blocks and spans, and looking addresses up.
#include "heap/block_space.h"

#include <gtest/gtest.h>

#include <set>

namespace tiercel {
namespace {

constexpr size_t megabyte = size_t{1} << 20;

TEST(BlockSpace, FindsTheBlockOfAnyAddressInUse) {
  BlockSpace space;
  ASSERT_TRUE(space.reserve(64 * megabyte));
  Block* small = space.take(1, BlockKind::pairs);
  Block* span = space.take(5, BlockKind::large);
  EXPECT_EQ(small->address() % block_size, 0u);
  for (size_t offset : {size_t{0}, size_t{1}, block_size / 2, block_size - 1}) {
    EXPECT_EQ(space.find(small->address() + offset), small);
    EXPECT_EQ(space.find(span->address() + 4 * block_size + offset), span);
  }
  EXPECT_EQ(space.find(small->address() - 1), nullptr);
  EXPECT_EQ(space.find(span->address() + 5 * block_size), nullptr);
  EXPECT_EQ(space.find(0), nullptr);
  EXPECT_EQ(space.find(~uintptr_t{0}), nullptr);
  space.give_back(small);
  EXPECT_EQ(space.find(small->address()), nullptr);
}

TEST(BlockSpace, ReusesWhatWasGivenBack) {
  BlockSpace space;
  ASSERT_TRUE(space.reserve(16 * megabyte));
  for (int round = 0; round < 10'000; round++) {
    Block* a = space.take(3, BlockKind::large);
    Block* b = space.take(1, BlockKind::objects);
    ASSERT_NE(a, nullptr);
    ASSERT_NE(b, nullptr);
    space.give_back(a);
    space.give_back(b);
  }
  EXPECT_EQ(space.bytes_in_use(), 0u);
  EXPECT_LE(space.free_blocks(), 8u);
}

TEST(BlockSpace, GivesEveryBlockOnceAndThenNone) {
  BlockSpace space;
  ASSERT_TRUE(space.reserve(4 * megabyte));
  std::set<Block*> taken;
  while (Block* block = space.take(1, BlockKind::objects)) EXPECT_TRUE(taken.insert(block).second);
  EXPECT_EQ(taken.size(), 4 * megabyte / block_size);
  EXPECT_EQ(space.take(2, BlockKind::large), nullptr);
  Block* first = *taken.begin();
  Block* second = reinterpret_cast<Block*>(first->address() + block_size);
  space.give_back(second);
  space.give_back(first);
  EXPECT_EQ(space.take(2, BlockKind::large), first) << "neighbours make a span";
  EXPECT_EQ(space.take(1, BlockKind::objects), nullptr) << "the span took both from the free list";
}

TEST(BlockSpace, AFreshHeaderIsClean) {
  BlockSpace space;
  ASSERT_TRUE(space.reserve(4 * megabyte));
  Block* block = space.take(1, BlockKind::objects);
  block->marks.set(4000);
  mark_card(block, reinterpret_cast<void*>(block->address() + block_size - 8));
  EXPECT_TRUE(block->dirty);
  EXPECT_EQ(block->own_cards[cards_per_block - 1], 1);
  space.give_back(block);
  Block* again = space.take(1, BlockKind::pairs);
  ASSERT_EQ(again, block);
  EXPECT_FALSE(again->marks.test(4000));
  EXPECT_EQ(again->own_cards[cards_per_block - 1], 0);
  EXPECT_FALSE(again->dirty);
}

TEST(BlockSpace, PagesOfFreeBlocksGoBack) {
  BlockSpace space;
  ASSERT_TRUE(space.reserve(16 * megabyte));
  Block* block = space.take(100, BlockKind::large);
  auto* last = reinterpret_cast<uint64_t*>(block->address() + 90 * block_size);
  *last = 42;
  space.give_back(block);
  space.release_unused_pages(0);
  ASSERT_EQ(space.take(100, BlockKind::large), block);
  EXPECT_EQ(*last, 0u);
}

}  // namespace
}  // namespace tiercel
