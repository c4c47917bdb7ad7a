// Lowering: the bytecode of small pieces of Core, checked by the validator and read as text.
#include <gtest/gtest.h>

#include "bytecode/disassemble.h"
#include "bytecode/validate.h"
#include "core/parser.h"
#include "lower/lower.h"
#include "optimize/optimize.h"

namespace tiercel::lower {
namespace {

class LowerTest : public testing::Test {
 protected:
  std::string lowered(std::string_view text, int level = 2) {
    std::string error;
    core::Unit* unit = core::parse(text, arena_, names_, false, &error);
    if (!unit) return error;
    core::OptimizeOptions options;
    options.level = level;
    options.verify = true;
    core::optimize(unit, options);
    Result<bytecode::Unit> result = lower(unit, diagnostics_);
    if (!result.ok()) return "refused";
    return bytecode::disassemble(*result);
  }
  static size_t count(const std::string& text, std::string_view word) {
    size_t found = 0;
    for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) found++;
    return found;
  }

  Arena arena_;
  NameTable names_;
  DiagnosticList diagnostics_;
};

TEST_F(LowerTest, TestsFuseWithJumps) {
  std::string text = lowered("(lambda f (a b) (if (if (null? a) #t (if (pair? b) (< a 10) #f)) a b))");
  EXPECT_EQ(count(text, "jump-unless-null"), 1u) << text;
  EXPECT_EQ(count(text, "jump-unless-pair"), 1u) << text;
  EXPECT_EQ(count(text, "jump-unless-<i"), 1u) << text;
  EXPECT_EQ(count(text, "is-null"), 0u) << text;
}

TEST_F(LowerTest, ArgumentsLandInTheCallsRun) {
  std::string text = lowered("(lambda f (a b) (cons (call a b (car b)) a))");
  EXPECT_EQ(count(text, "move"), 2u) << text;  // the callee and the first argument, which are variables
  EXPECT_EQ(count(text, " call "), 1u) << text;
}

TEST_F(LowerTest, SmallConstantsAreOperands) {
  std::string text = lowered("(lambda f (n) (- (+ n 1) 2))");
  EXPECT_EQ(count(text, "add-i"), 2u) << text;
  EXPECT_EQ(count(text, "load-fixnum"), 0u) << text;
}

TEST_F(LowerTest, ALoopSwapsItsVariablesInParallel) {
  std::string text = lowered("(lambda f (x y) (loop 1 ((a x) (b y)) (if (null? a) b (again 1 b a))))");
  EXPECT_NE(text.find("loop-head"), text.npos) << text;
  EXPECT_EQ(count(text, "move"), 5u) << text;  // two to begin, three to swap
}

TEST_F(LowerTest, AJoinIsALabelAfterItsEntry) {
  std::string text = lowered(
      "(lambda f (p q) (cons (join 1 (x) (if (call @p) (again 1 p) (if (call @q) (again 1 q) 7)) (call @r x x)) p))");
  EXPECT_EQ(count(text, "make-closure"), 0u) << text;
  EXPECT_EQ(count(text, " call "), 3u) << text;
  EXPECT_EQ(count(text, " cons "), 1u) << text;
}

TEST_F(LowerTest, MutualRecursionIsPatched) {
  std::string text =
      lowered("(lambda h (x) (fix ((f (lambda f () (cons x (call g)))) (g (lambda g () (cons x (call f))))) f))", 0);
  EXPECT_EQ(count(text, "closure-patch"), 1u) << text;
}

TEST_F(LowerTest, ClosuresWithoutCapturesAreConstants) {
  std::string text = lowered("(call @f (lambda g (x) x))");
  EXPECT_EQ(count(text, "make-closure"), 0u) << text;
}

// C30 in the small: what the format cannot hold is refused by name, never miscompiled.
TEST_F(LowerTest, TooManyArgumentsAreRefused) {
  std::string text = "(call @f";
  for (int i = 0; i < 70000; i++) text += " 1";
  EXPECT_EQ(lowered(text + ")"), "refused");
  EXPECT_EQ(diagnostics_.error_count(), 1u);
}

TEST_F(LowerTest, EveryNodeKindPassesTheValidator) {
  const char* text =
      "(define @f (case-lambda f ((a) (set! @f a)) ((a . b) (bind-values (c . d) (call @f a) (vector-set! c d b)))))"
      "(let ((x! 1)) (letrec ((g (lambda g (y) (if (call g y) (values x y) (call g (seq (set! x y) (prim car))))))) (call g x)))"
      "(seq (fuel 3) (values) (+ 1 2 3 4) (- @x) (+) (make-string 3) (call/cc (lambda k (k) (call k 1))) 'done)";
  for (int level = 0; level <= 3; level++) {
    std::string error;
    core::Unit* unit = core::parse(text, arena_, names_, level > 1, &error);
    ASSERT_TRUE(unit) << error;
    core::OptimizeOptions options;
    options.level = level;
    options.verify = true;
    core::optimize(unit, options);
    Result<bytecode::Unit> result = lower(unit, diagnostics_);
    ASSERT_TRUE(result.ok());
    std::optional<bytecode::Fault> fault = bytecode::validate(*result);
    EXPECT_FALSE(fault) << (fault ? fault->text() : "") << bytecode::disassemble(*result);
  }
}

}  // namespace
}  // namespace tiercel::lower
