// One frame stack, never copied; only continuation capture copies a slice of it.
#include <type_traits>

#include <gtest/gtest.h>

#include "control/stack.h"

namespace tiercel {
namespace {

static_assert(!std::is_copy_constructible_v<SchemeStack>);
static_assert(!std::is_copy_assignable_v<SchemeStack>);

// What the limits mean: base at the top, then the usable part, then the reserve for handlers.
// proves: R2
TEST(SchemeStack, R2_LimitsAreAddressesOfOneStack) {
  SchemeStack stack;
  ASSERT_TRUE(stack.map(size_t{1} << 20));
  EXPECT_GT(stack.base(), stack.lowest());
  EXPECT_LT(stack.reserve_limit(), stack.lowest());
  EXPECT_TRUE(stack.contains(stack.lowest()));
}

}  // namespace
}  // namespace tiercel
