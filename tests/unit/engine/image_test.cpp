// The boot image's own checks.
#include "engine/image.h"

#include <cstring>
#include <vector>

#include <gtest/gtest.h>

namespace tiercel {
namespace {

std::vector<uint8_t> copy_of_image() {
  std::span<const uint8_t> bytes = embedded_image();
  return {bytes.begin(), bytes.end()};
}

TEST(Image, HoldsTheStandardLibraries) {
  Image image;
  ASSERT_TRUE(image.open(embedded_image()));
  EXPECT_NE(image.find("(scheme base)"), nullptr);
  EXPECT_NE(image.find("(tiercel kernel)"), nullptr);
  EXPECT_EQ(image.find("(no such library)"), nullptr);
}

// An image made with other tables is not used.
// proves: E8
TEST(Image, E8_OtherTablesAreRefused) {
  std::vector<uint8_t> bytes = copy_of_image();
  Image image;
  for (size_t at : {size_t{0}, size_t{8}}) {  // magic, table hash
    bytes[at] ^= 1;
    EXPECT_FALSE(image.open(bytes));
    EXPECT_TRUE(image.libraries().empty());
    bytes[at] ^= 1;
  }
  EXPECT_TRUE(image.open(bytes));
}

// Damage to the directory is noticed, never followed outside of the bytes.
TEST(Image, DamagedDirectory) {
  std::vector<uint8_t> bytes = copy_of_image();
  uint64_t huge = uint64_t{1} << 60;
  for (size_t word : {size_t{3}, size_t{5}, size_t{6}, size_t{8}}) {
    std::vector<uint8_t> damaged = bytes;
    std::memcpy(damaged.data() + word * 8, &huge, 8);
    Image image;
    EXPECT_FALSE(image.open(damaged)) << word;
  }
  Image image;
  for (size_t length = 0; length < 64; length++) EXPECT_FALSE(image.open({bytes.data(), length})) << length;
}

}  // namespace
}  // namespace tiercel
