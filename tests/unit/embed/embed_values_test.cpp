// Runs the checks of embed_values.c, which is C.
#include "embed/embed_values.h"

#include <gtest/gtest.h>

namespace {

void expect_holds(const char* complaint) { EXPECT_EQ(complaint, nullptr) << complaint; }

// proves: C2
TEST(EmbedValues, C2_Scalars) { expect_holds(check_scalars()); }
// proves: C2
TEST(EmbedValues, C2_WrongKindsAreRefused) { expect_holds(check_wrong_kinds()); }
// proves: C2
TEST(EmbedValues, C2_FloatBits) { expect_holds(check_float_bits()); }
// proves: C2
TEST(EmbedValues, C2_KindNumbers) { expect_holds(check_kind_numbers()); }
// proves: C3
TEST(EmbedValues, C3_FromSchemeAndBack) { expect_holds(check_round_trips()); }
// proves: C3
TEST(EmbedValues, C3_FromCAndBack) { expect_holds(check_made_in_c()); }
// proves: C3
TEST(EmbedValues, C3_KeptAcrossCollections) { expect_holds(check_kept_values()); }
TEST(EmbedValues, Calls) { expect_holds(check_calls()); }
TEST(EmbedValues, Misuse) { expect_holds(check_misuse()); }

}  // namespace
