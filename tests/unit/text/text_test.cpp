// Characters and strings below the primitives.
#include <gtest/gtest.h>

#include "object/isolate.h"
#include "text/characters.h"
#include "text/string.h"

namespace tiercel {
namespace {

TEST(Characters, classes) {
  EXPECT_TRUE(scalar_is_alphabetic('a'));
  EXPECT_TRUE(scalar_is_alphabetic(0x3BB));
  EXPECT_FALSE(scalar_is_alphabetic('1'));
  EXPECT_TRUE(scalar_is_whitespace(0x2003));
  EXPECT_TRUE(scalar_is_numeric(0x0664));
  EXPECT_FALSE(scalar_is_numeric(0xBD));  // one half is a number but no decimal digit
}

TEST(Characters, digit_values_in_every_script) {
  for (uint32_t scalar = 0; scalar < 0x20000; scalar++) {
    int value = scalar_digit_value(scalar);
    EXPECT_EQ(value >= 0, scalar_is_numeric(scalar));
    if (value == 9) EXPECT_EQ(scalar_digit_value(scalar - 9), 0) << scalar;
  }
}

TEST(Characters, full_mappings_change_lengths) {
  EXPECT_EQ(upcase_text(U"stra\u00DFe \uFB01"), U"STRASSE FI");
  EXPECT_EQ(upcase_text(U"\u1F80"), U"\u1F08\u0399");
  EXPECT_EQ(foldcase_text(U"Stra\u00DFe"), U"strasse");
  EXPECT_EQ(downcase_text(U"\u03A3\u03A3"), U"\u03C3\u03C2");
}

TEST(Strings, width_follows_content) {
  Isolate isolate{IsolateOptions{}};
  Context* ctx = &isolate.main;
  Value narrow = string_from_scalars(ctx, U"ab\u00FF");
  Value wide = string_from_scalars(ctx, U"ab\u03BB");
  EXPECT_FALSE(is_wide(as_string(narrow)));
  EXPECT_TRUE(is_wide(as_string(wide)));
  EXPECT_FALSE(is_wide(as_string(substring(ctx, as_string(wide), 0, 2))));
  EXPECT_EQ(string_to_utf8(as_string(wide)), "abλ");
}

TEST(Strings, comparison_and_hash_ignore_width) {
  Isolate isolate{IsolateOptions{}};
  Context* ctx = &isolate.main;
  String* narrow = as_string(string_from_scalars(ctx, U"hello"));
  String* wide = as_string(string_from_scalars(ctx, U"hello"));
  ASSERT_TRUE(widen_string(ctx, wide));
  EXPECT_TRUE(strings_equal(narrow, wide));
  EXPECT_EQ(hash_string(narrow), hash_string(wide));
  EXPECT_EQ(search_string(as_string(string_from_scalars(ctx, U"ll")), wide, 0), 2);
  EXPECT_LT(compare_strings(narrow, as_string(string_from_scalars(ctx, U"hellp"))), 0);
}

}  // namespace
}  // namespace tiercel
