// UTF-8 by the Unicode Standard's table of well-formed sequences, Result, hashes, whole files.
#include <cerrno>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

#include "base/hash.h"
#include "base/read_file.h"
#include "base/result.h"
#include "base/similar_names.h"
#include "base/utf8.h"

namespace tiercel {
namespace {

TEST(Utf8, EveryScalarValueRoundTrips) {
  for (uint32_t c = 0; c <= scalar_max; c++) {
    if (!is_scalar_value(c)) continue;
    std::string text;
    append_utf8(text, c);
    ASSERT_EQ(text.size(), utf8_length(c));
    DecodedScalar next = decode_utf8(text, 0);
    ASSERT_TRUE(next.valid && next.scalar == c && next.length == text.size()) << c;
  }
}

// The examples of the Unicode Standard, tables 3-8 and 3-9: one U+FFFD for each maximal subpart.
TEST(Utf8, IllFormedSequences) {
  const std::string fffd = "\xEF\xBF\xBD";
  auto times = [&](int n) {
    std::string out;
    while (n-- > 0) out += fffd;
    return out;
  };
  EXPECT_EQ(repair_utf8("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), times(8) + "A");
  EXPECT_EQ(repair_utf8("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"), times(8) + "A");
  EXPECT_EQ(repair_utf8("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), times(4) + "A");
  EXPECT_EQ(repair_utf8("\xF4\x90\x80\x80"), times(4));
  EXPECT_EQ(count_utf8("a\xFFλ"), 3u);
  EXPECT_FALSE(is_valid_utf8("12345678\xFF"));
  EXPECT_TRUE(is_valid_utf8("12345678λ"));
}

TEST(ResultType, ValueAndFailure) {
  Result<int> good = 3;
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(*good, 3);
  Result<int> bad = Failure{static_cast<ErrorCode>(3001), "no"};
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.failure().message, "no");
  EXPECT_TRUE(Failure{}.is_reported());
}

TEST(Hash, DependsOnEveryByteAndTheLength) {
  EXPECT_NE(hash_bytes("abcdefgh"), hash_bytes(std::string_view("abcdefgh\0", 9)));
  EXPECT_NE(hash_bytes("abcdefghi"), hash_bytes("abcdefghj"));
  EXPECT_NE(hash_bytes("a", 1), hash_bytes("a", 2));
}

std::vector<std::string> similar(std::string_view wanted, std::initializer_list<const char*> names) {
  SimilarNames found(wanted);
  for (const char* name : names) found.consider(name);
  return found.take();
}

TEST(SimilarNames, FindsTheNearestOnly) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(similar("dispaly", {"display", "play", "displays"}), Names{"display"});
  EXPECT_EQ(similar("vectr-ref", {"vector-ref", "vector-set!", "string-ref"}), Names{"vector-ref"});
  EXPECT_EQ(similar("lenght", {"length", "list"}), Names{"length"});
  EXPECT_EQ(similar("String-Length", {"string-length", "string-lengths"}), Names{"string-length"});
  EXPECT_EQ(similar("foo", {"bar", "cdr", "f"}), Names{});
  EXPECT_EQ(similar("x", {"y", "xs"}), Names{});
  EXPECT_EQ(similar("caar", {"cadr", "cdar", "car"}), (Names{"cadr", "car", "cdar"}));
  EXPECT_EQ(similar(std::string(500, 'a'), {"aaaa"}), Names{});
  EXPECT_EQ(edit_distance("abcd", "abdc", 5), 1u);
  EXPECT_EQ(edit_distance("abc", "xyz", 2), 2u);
}

TEST(SimilarNames, AreTold) {
  EXPECT_EQ(did_you_mean({}), "");
  EXPECT_EQ(did_you_mean({"car"}), "did you mean 'car'?");
  EXPECT_EQ(did_you_mean({"car", "cdr", "caar"}), "did you mean 'car', 'cdr' or 'caar'?");
}

TEST(ReadFile, TellsFilesFromStreams) {
  std::string text = "left over";
  EXPECT_TRUE(read_file_or_stream("/dev/null", &text));
  EXPECT_EQ(text, "");
  EXPECT_FALSE(read_regular_file("/dev/null", &text));
  EXPECT_EQ(errno, EINVAL);
  EXPECT_FALSE(read_file_or_stream("/", &text));
  EXPECT_EQ(errno, EISDIR);
  EXPECT_FALSE(read_regular_file("/there/is/no/such/file", &text));
  EXPECT_EQ(errno, ENOENT);
}

TEST(ReadFile, ReadsPipesToTheirEnd) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  std::string sent(200'000, 'x'), text;
  std::thread writer([&] {
    EXPECT_EQ(write(ends[1], sent.data(), sent.size()), static_cast<ssize_t>(sent.size()));
    close(ends[1]);
  });
  EXPECT_TRUE(read_descriptor(ends[0], &text));
  writer.join();
  close(ends[0]);
  EXPECT_EQ(text, sent);
}

}  // namespace
}  // namespace tiercel
