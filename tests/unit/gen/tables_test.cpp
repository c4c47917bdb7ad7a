// The generated tables as C++ sees them.
#include <gtest/gtest.h>

#include "gen/errors.h"
#include "gen/objects.h"
#include "gen/opcodes.h"
#include "gen/passes.h"
#include "gen/primitives.h"
#include "gen/types.h"

namespace tiercel {
namespace {

TEST(Tables, HeaderWordRoundTrips) {
  constexpr uint64_t header = make_header(ObjectKind::string, 12345, string_flag_wide);
  static_assert(header_kind(header) == ObjectKind::string);
  static_assert(header_length(header) == 12345);
  static_assert(header_flags(header) == string_flag_wide);
}

TEST(Tables, LayoutsDescribeTheStructs) {
  EXPECT_EQ(layout_of(ObjectKind::pair).fixed_words, 2u);
  EXPECT_EQ(layout_of(ObjectKind::pair).traced_mask, 3u);
  EXPECT_EQ(layout_of(ObjectKind::procedure).traced_mask, 4u);
  EXPECT_EQ(layout_of(ObjectKind::vector).tail, Tail::value);
}

TEST(Tables, OperandsHaveFields) {
  const OpcodeInfo& branch = opcode_info(Opcode::jump_unless_less_immediate);
  ASSERT_EQ(branch.operand_count, 3);
  EXPECT_EQ(branch.operands[2].type, OperandType::label);
  EXPECT_EQ(branch.operands[2].field, 2);
  EXPECT_STREQ(opcode_info(Opcode::return_).name, "return");
}

TEST(Tables, PrimitivesKnowTheirArity) {
  EXPECT_TRUE(accepts(core::Prim::cons, 2));
  EXPECT_FALSE(accepts(core::Prim::cons, 1));
  EXPECT_EQ(primitive_info(core::Prim::car).opcode, static_cast<int32_t>(Opcode::car));
}

TEST(Tables, ErrorsAreFoundByCode) {
  ASSERT_NE(find_error("T3002"), nullptr);
  EXPECT_EQ(find_error("T3002")->code, ErrorCode::T3002);
  EXPECT_EQ(find_error("T9999"), nullptr);
  EXPECT_STREQ(error_info(ErrorCode::T3001).name, "wrong-type");
}

}  // namespace
}  // namespace tiercel
