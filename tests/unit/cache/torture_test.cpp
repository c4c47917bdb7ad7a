// The cache by force: flipped bits, shortened files and mixtures of two files, of entries that real runs have written.
//
// TIERCEL_CACHE_ENTRIES names a folder with such entries and TIERCEL_CACHE_TORTURE says how often (tools/cache_torture.py does
// both); without them a few thousand cases are tried on entries made here.
// proves: O7
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>

#include "cache/store.h"

namespace tiercel::cache {
namespace {

struct Entry {
  std::vector<uint8_t> bytes;
  Kind kind = Kind::program;
  Digest key;
};

// The key and the kind as the header tells them: what a reader would ask for.
Entry entry_of(std::vector<uint8_t> bytes) {
  Entry entry;
  uint64_t kind = 0;
  std::memcpy(&kind, bytes.data() + 8, sizeof kind);
  std::memcpy(entry.key.bytes.data(), bytes.data() + 16, sizeof(Digest));
  entry.kind = static_cast<Kind>(kind);
  entry.bytes = std::move(bytes);
  return entry;
}

std::vector<Entry> entries() {
  std::vector<Entry> result;
  if (const char* folder = std::getenv("TIERCEL_CACHE_ENTRIES")) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      if (!file.is_regular_file()) continue;
      std::ifstream stream(file.path(), std::ios::binary);
      result.push_back(entry_of({std::istreambuf_iterator<char>(stream), {}}));
    }
    return result;
  }
  std::mt19937_64 random(1);
  for (size_t size : {0, 1, 63, 64, 500, 3000}) {
    std::vector<uint8_t> contents(size);
    for (uint8_t& byte : contents) byte = static_cast<uint8_t>(random());
    result.push_back(
        entry_of(encode_entry(Kind::library, digest_of(std::to_string(size)), "/some/file.sld", contents)));
  }
  return result;
}

size_t cases(size_t otherwise) {
  const char* count = std::getenv("TIERCEL_CACHE_TORTURE");
  return count ? std::strtoull(count, nullptr, 10) : otherwise;
}

bool is_accepted(const Entry& entry, std::span<const uint8_t> bytes) {
  return decode_entry(bytes, entry.kind, entry.key).has_value();
}

TEST(CacheTorture, flipped_bits) {
  std::vector<Entry> all = entries();
  ASSERT_FALSE(all.empty());
  std::mt19937_64 random(20261121);
  size_t accepted = 0, count = cases(5000);
  for (size_t i = 0; i < count; i++) {
    Entry& entry = all[random() % all.size()];
    ASSERT_TRUE(i % 1000 != 0 || is_accepted(entry, entry.bytes));
    size_t bit = random() % (entry.bytes.size() * 8);
    entry.bytes[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    accepted += is_accepted(entry, entry.bytes);
    entry.bytes[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
  }
  EXPECT_EQ(accepted, 0u);
  std::printf("flips: %zu of %zu entries, %zu accepted\n", count, all.size(), accepted);
}

TEST(CacheTorture, every_truncation) {
  size_t count = 0, accepted = 0;
  for (const Entry& entry : entries()) {
    for (size_t length = 0; length < entry.bytes.size(); length++, count++)
      accepted += is_accepted(entry, std::span<const uint8_t>(entry.bytes).first(length));
  }
  EXPECT_EQ(accepted, 0u);
  std::printf("truncations: %zu, %zu accepted\n", count, accepted);
}

TEST(CacheTorture, splices) {
  std::vector<Entry> all = entries();
  std::mt19937_64 random(20261122);
  size_t accepted = 0, count = cases(50'000) / 10;
  for (size_t i = 0; i < count; i++) {
    const Entry& first = all[random() % all.size()];
    const Entry& second = all[random() % all.size()];
    size_t cut = random() % (first.bytes.size() + 1),
           from = random() % 2 ? std::min(cut, second.bytes.size()) : random() % (second.bytes.size() + 1);
    std::vector<uint8_t> mixed(first.bytes.begin(), first.bytes.begin() + static_cast<ptrdiff_t>(cut));
    mixed.insert(mixed.end(), second.bytes.begin() + static_cast<ptrdiff_t>(from), second.bytes.end());
    bool whole = mixed == first.bytes || mixed == second.bytes;
    accepted += !whole && (is_accepted(first, mixed) || is_accepted(second, mixed));
  }
  EXPECT_EQ(accepted, 0u);
  std::printf("splices: %zu, %zu accepted\n", count, accepted);
}

}  // namespace
}  // namespace tiercel::cache
