// The digest against values of other implementations, and the store: what it refuses to give.
#include "cache/store.h"

#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tiercel::cache {
namespace {

TEST(Digest, equals_that_of_other_implementations) {
  EXPECT_EQ(hex(digest_of(std::string_view(""))), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(hex(digest_of(std::string_view("abc"))),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  std::string bytes;
  for (int i = 0; i < 768; i++) bytes += static_cast<char>(i);
  std::string whole = hex(digest_of(std::string_view(bytes)));
  EXPECT_EQ(whole, "b8007121274217790e2923e0ad7027986e5a99d5531ef6ae7d294140fc81615d");
  for (size_t step : {1, 7, 127, 128, 129, 256}) {
    Hasher hasher;
    for (size_t at = 0; at < bytes.size(); at += step) hasher.update(std::string_view(bytes).substr(at, step));
    EXPECT_EQ(hex(hasher.finish()), whole);
  }
}

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/tiercel-store-XXXXXX";
    folder_ = std::string(::mkdtemp(name)) + "/cache";
  }
  void TearDown() override { std::system(("rm -rf " + folder_.substr(0, folder_.rfind('/'))).c_str()); }

  static std::span<const uint8_t> bytes(std::string_view text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
  }
  // The one file of one build.
  std::string file() {
    Store store(folder_, Access::existing);
    Listing listing = store.list();
    return listing.entries.size() == 1 ? folder_ + "/" + listing.entries[0].build + "/" + listing.entries[0].name : "";
  }

  std::string folder_;
  Digest key_ = digest_of(std::string_view("key"));
};

TEST_F(StoreTest, gives_what_was_written_and_nothing_else) {
  Store store(folder_, Access::make);
  ASSERT_TRUE(store.is_open()) << store.problem();
  EXPECT_FALSE(store.read(Kind::program, key_));
  ASSERT_TRUE(store.write(Kind::program, key_, "/a/file.scm", bytes("contents")));
  auto contents = store.read(Kind::program, key_);
  ASSERT_TRUE(contents);
  EXPECT_EQ(std::string(contents->begin(), contents->end()), "contents");
  EXPECT_FALSE(store.read(Kind::library, key_));
  EXPECT_FALSE(store.read(Kind::program, digest_of(std::string_view("other"))));
  Listing listing = store.list();
  ASSERT_EQ(listing.entries.size(), 1u);
  EXPECT_EQ(listing.entries[0].description, "/a/file.scm");
  EXPECT_TRUE(listing.entries[0].current);
  EXPECT_EQ(store.clear(), 1u);
  EXPECT_FALSE(store.read(Kind::program, key_));
}

// In small; tools/cache_torture.py does it in large.
// proves: O7
TEST_F(StoreTest, every_flipped_bit_and_every_length_is_refused) {
  std::vector<uint8_t> whole = encode_entry(Kind::native, key_, "file", bytes("what is stored"));
  ASSERT_TRUE(decode_entry(whole, Kind::native, key_));
  for (size_t bit = 0; bit < whole.size() * 8; bit++) {
    std::vector<uint8_t> flipped = whole;
    flipped[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    EXPECT_FALSE(decode_entry(flipped, Kind::native, key_)) << bit;
  }
  for (size_t length = 0; length < whole.size(); length++)
    EXPECT_FALSE(decode_entry(std::span<const uint8_t>(whole).first(length), Kind::native, key_)) << length;
  whole.push_back(0);
  EXPECT_FALSE(decode_entry(whole, Kind::native, key_));
}

TEST_F(StoreTest, a_damaged_file_is_taken_away) {
  Store store(folder_, Access::make);
  store.write(Kind::program, key_, "", bytes("contents"));
  std::string path = file();
  std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(70);
  stream.put('!');
  stream.close();
  EXPECT_FALSE(store.read(Kind::program, key_));
  EXPECT_NE(::access(path.c_str(), F_OK), 0);
}

TEST_F(StoreTest, links_and_what_is_no_plain_file_are_refused) {
  Store store(folder_, Access::make);
  store.write(Kind::program, key_, "", bytes("contents"));
  std::string path = file(), aside = folder_ + "/aside";
  ASSERT_EQ(::link(path.c_str(), aside.c_str()), 0);
  EXPECT_FALSE(store.read(Kind::program, key_));  // two names: somebody else could write to it
  ASSERT_EQ(::symlink(aside.c_str(), path.c_str()), 0);
  EXPECT_FALSE(store.read(Kind::program, key_));
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_FALSE(store.read(Kind::program, key_));
  EXPECT_TRUE(store.write(Kind::program, key_, "", bytes("contents")));
  EXPECT_TRUE(store.read(Kind::program, key_));
  ::chmod(path.c_str(), 0666);
  EXPECT_FALSE(store.read(Kind::program, key_));
}

TEST_F(StoreTest, a_folder_that_others_may_write_to_is_not_opened) {
  { Store made(folder_, Access::make); }
  ::chmod(folder_.c_str(), 0770);
  Store store(folder_, Access::make);
  EXPECT_FALSE(store.is_open());
  EXPECT_NE(store.problem().find("others may write there"), std::string::npos) << store.problem();
  EXPECT_FALSE(store.write(Kind::program, key_, "", bytes("contents")));
  ::chmod(folder_.c_str(), 0700);
  std::string link = folder_ + "-link";
  ASSERT_EQ(::symlink(folder_.c_str(), link.c_str()), 0);
  EXPECT_FALSE(Store(link, Access::make).is_open());
}

TEST_F(StoreTest, what_was_not_used_for_longest_goes_first) {
  Store store(folder_, Access::make, 4 * 1200);
  std::string text(1000, 'x');
  Digest keys[6];
  for (int i = 0; i < 6; i++) {
    keys[i] = digest_of(std::to_string(i));
    store.write(Kind::program, keys[i], "", bytes(text));
    timespec times[2] = {{1'000'000 + i, 0}, {1'000'000 + i, 0}};
    Listing listing = store.list();
    for (const EntryInfo& entry : listing.entries) {
      if (entry.used_s > 2'000'000)
        ::utimensat(AT_FDCWD, (folder_ + "/" + entry.build + "/" + entry.name).c_str(), times, 0);
    }
  }
  EXPECT_TRUE(store.read(Kind::program, keys[0]));  // used now
  store.shrink();
  EXPECT_TRUE(store.read(Kind::program, keys[0]));
  EXPECT_FALSE(store.read(Kind::program, keys[1]));
  EXPECT_FALSE(store.read(Kind::program, keys[2]));
  EXPECT_TRUE(store.read(Kind::program, keys[5]));
}

TEST_F(StoreTest, verify_takes_away_what_is_damaged_or_left_over) {
  Store store(folder_, Access::make);
  store.write(Kind::program, key_, "", bytes("contents"));
  std::string build = file().substr(0, file().rfind('/'));
  std::ofstream(build + "/t-999999999-1") << "half";
  std::ofstream(build + "/p-0000000000000000000000000000000000000000") << "nothing";
  std::ofstream(build + "/t-" + std::to_string(::getpid()) + "-1") << "being written";
  Store::Verdict verdict = store.verify();
  EXPECT_EQ(verdict.good, 1u);
  EXPECT_EQ(verdict.bad, 1u);
  EXPECT_EQ(verdict.remains, 1u);
}

}  // namespace
}  // namespace tiercel::cache
