// The optimizer's passes on Core text: what each claim of tables/passes.scm means, one small program each.
#include <gtest/gtest.h>

#include "core/parser.h"
#include "core/printer.h"
#include "core/verify.h"
#include "optimize/optimize.h"

namespace tiercel::core {
namespace {

class OptimizeTest : public testing::Test {
 protected:
  // The optimised text in one line.
  std::string optimized(std::string_view text, int level = 2, bool closed = false) {
    std::string error;
    Unit* unit = parse(text, arena_, names_, closed, &error);
    if (!unit) return error;
    OptimizeOptions options;
    options.level = level;
    options.verify = true;
    options.fuel = fuel_;
    optimize(unit, options);
    return in_one_line(print(unit));
  }
  static std::string in_one_line(const std::string& text) {
    std::string out;
    for (char c : text) {
      if (c == '\n') c = ' ';
      if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
      out += c;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
  }

  Arena arena_;
  NameTable names_;
  bool fuel_ = false;
};

TEST_F(OptimizeTest, LambdasOfALetrecBecomeAFix) {
  EXPECT_EQ(optimized("(letrec ((f.1 (lambda f (x.2) (call f.1 (cons x.2 x.2))))) f.1)", 0),
            "(fix ((f.1 (lambda f (x.2) (call-known f.1 (cons x.2 x.2))))) f.1)");
}

TEST_F(OptimizeTest, IndependentValuesOfALetrecBecomeLetsInOrder) {
  EXPECT_EQ(optimized("(letrec ((a.1 (call @f)) (b.2 (call @g))) (cons a.1 b.2))", 0),
            "(let ((a.1 (call @f))) (let ((b.2 (call @g))) (cons a.1 b.2)))");
}

// T3008: what may be read too early starts as the undefined marker.
TEST_F(OptimizeTest, ValuesReadTooEarlyAreChecked) {
  EXPECT_EQ(optimized("(letrec ((a.1 b.2) (b.2 1)) a.1)", 0),
            "(let ((b.2& (constant undefined))) (let ((a.1 b.2)) (seq (set! b.2 1) a.1)))");
  EXPECT_EQ(optimized("(letrec ((x.1 x.1)) x.1)", 2), "(let ((x.1& (constant undefined))) (seq (set! x.1 x.1) x.1))");
}

TEST_F(OptimizeTest, AProcedureCalledByAnInitialiserChecksLaterVariables) {
  EXPECT_EQ(optimized("(letrec ((a.1 (call f.2)) (f.2 (lambda f () b.3)) (b.3 2)) a.1)", 0),
            "(let ((b.3& (constant undefined))) (fix ((f.2 (lambda f (captures b.3) () b.3))) "
            "(let ((a.1 (call-known f.2))) (seq (set! b.3 2) a.1))))");
}

TEST_F(OptimizeTest, NamedLetBecomesALoop) {
  EXPECT_EQ(
      optimized(
          "(call (letrec ((loop.1 (lambda loop (i.2) (if (null? i.2) 'done (call loop.1 (cdr i.2)))))) loop.1) @l)"),
      "(loop 1 ((i.2 @l)) (if (null? i.2) 'done (again 1 (cdr i.2))))");
}

// Large enough that the inliner does not copy it.
constexpr const char* large_body =
    "(call @a x.2 (call @b x.2 (call @b x.2 1 2 3) (call @b x.2 4 5 6) (call @b x.2 7 8 9)) "
    "(call @c (call @d x.2 (call @d x.2 1 2 3) (call @d x.2 4 5 6)) (call @e x.2 (call @e x.2 1 2 3) 4 5 6)))";

TEST_F(OptimizeTest, AProcedureCalledAtTheEndsBecomesAJoin) {
  std::string program = std::string("(lambda f (p.9) (letrec ((j.1 (lambda j (x.2) ") + large_body +
                        "))) (if (call @p p.9) (call j.1 1) (if (call @q p.9) (call j.1 2) p.9))))";
  EXPECT_EQ(
      optimized(program),
      std::string("(lambda f (p.9) (join 1 (x.2) (if (call @p p.9) (again 1 1) (if (call @q p.9) (again 1 2) p.9)) ") +
          large_body + "))");
  // Where a value is waited for, it is the end of that expression that counts.
  std::string inside = std::string("(cons (letrec ((j.1 (lambda j (x.2) ") + large_body +
                       "))) (if (call @p) (call j.1 1) (call j.1 2))) 5)";
  EXPECT_NE(optimized(inside).find("(cons (join 1 (x.2) (if (call @p) (again 1 1) (again 1 2))"), std::string::npos);
}

TEST_F(OptimizeTest, AJoinIsNotMadeWhereACallIsNotAtTheEnd) {
  std::string before = std::string("(letrec ((j.1 (lambda j (x.2) ") + large_body + "))) ";
  std::string inner = before + "(if (call @p) (call j.1 1) (cons (call j.1 2) 3)))";
  EXPECT_EQ(optimized(inner).find("join"), std::string::npos) << optimized(inner);
  std::string other = before + "(if (call @p) (call j.1 1) (lambda g () (call j.1 2))))";
  EXPECT_EQ(optimized(other).find("join"), std::string::npos) << optimized(other);
  std::string value = before + "(if (call @p) (call j.1 1) (if (call @q) (call j.1 2) j.1)))";
  EXPECT_EQ(optimized(value).find("join"), std::string::npos) << optimized(value);
}

TEST_F(OptimizeTest, AJoinMayGoRoundAndOthersMayLeadToIt) {
  std::string text =
      std::string("(letrec ((k.5 (lambda k (y.6) (if (call @r y.6) (call k.5 (cdr y.6)) (call @s y.6 y.6)))) ") +
      "(j.1 (lambda j (x.2) (if (call @t x.2) (call k.5 x.2) (call @u x.2 x.2))))) " +
      "(if (call @p) (call j.1 1) (if (call @q) (call j.1 2) (call k.5 3))))";
  std::string result = optimized(text, 1);
  EXPECT_EQ(result.find("lambda"), std::string::npos) << result;
  EXPECT_NE(result.find("join"), std::string::npos) << result;
}

TEST_F(OptimizeTest, ALoopNeedsTailCallsOnly) {
  std::string text =
      optimized("(letrec ((f.1 (lambda f (l.2) (if (null? l.2) 0 (+ 1 (call f.1 (cdr l.2))))))) (call f.1 @l))");
  EXPECT_EQ(text.find("loop"), std::string::npos) << text;
}

TEST_F(OptimizeTest, RestListsAreHandedOn) {
  EXPECT_EQ(optimized("(letrec ((f.1 (case-lambda f ((a.2) a.2) ((a.3 . r.4) (apply f.1 r.4))))) f.1)", 2),
            "(fix ((f.1 (case-lambda f ((a.2) a.2) ((a.6 . r.7) (loop 1 ((a.3 a.6) (r.4 r.7)) (if (pair? r.4) "
            "(let ((a.8 (car r.4)) (r.9 (cdr r.4))) (if (pair? r.9) (again 1 a.8 r.9) (call-known f.1 a.8))) "
            "(call f.1))))))) f.1)");
  // It is given away.
  EXPECT_EQ(optimized("(letrec ((f.1 (lambda f (a.3 . r.4) (seq (call @g r.4) (apply f.1 r.4))))) f.1)", 2),
            "(fix ((f.1 (lambda f (a.3 . r.4) (seq (call @g r.4) (apply f.1 r.4))))) f.1)");
}

TEST_F(OptimizeTest, ContinuationsThatAreOnlyCalledAreExits) {
  EXPECT_EQ(optimized("(call/cc (lambda f (k.1) (call k.1 1)))", 2),
            "(%call-with-exit (lambda f (k.1) (%exit-to k.1 1)))");
  // Nobody mentions it; it is given away; a closure calls it.
  EXPECT_EQ(optimized("(call/cc (lambda f (k.1) (call @g 1)))", 2), "(let ((k.1 (constant unspecified))) (call @g 1))");
  EXPECT_EQ(optimized("(call/cc (lambda f (k.1) (call @g k.1)))", 2), "(call/cc (lambda f (k.1) (call @g k.1)))");
  EXPECT_EQ(optimized("(call/cc (lambda f (k.1) (call @g (lambda h () (call k.1)))))", 2),
            "(call/cc (lambda f (k.1) (call @g (lambda h (captures k.1) () (call k.1)))))");
}

TEST_F(OptimizeTest, AnInnerLoopGoesRoundTheOuterOne) {
  EXPECT_EQ(
      optimized("(letrec ((outer.1 (lambda outer (i.2) (letrec ((inner.3 (lambda inner (j.4) (if (null? j.4) "
                "(call outer.1 (cdr i.2)) (call inner.3 (cdr j.4)))))) (call inner.3 i.2))))) (call outer.1 @l))"),
      "(loop 1 ((i.2 @l)) (loop 2 ((j.4 i.2)) (if (null? j.4) (again 1 (cdr i.2)) (again 2 (cdr j.4)))))");
}

TEST_F(OptimizeTest, AProcedureCalledOnceMovesToItsCall) {
  EXPECT_EQ(optimized("(let ((f.1 (lambda f (x.2) (cons x.2 x.2)))) (call f.1 (call @g)))"),
            "(let ((x.2 (call @g))) (cons x.2 x.2))");
}

TEST_F(OptimizeTest, SmallProceduresAreInlinedFromLevelTwo) {
  const char* text = "(let ((f.1 (lambda f (x.2) (car x.2)))) (cons (call f.1 @a) (call f.1 @b)))";
  EXPECT_EQ(optimized(text, 2), "(cons (car @a) (car @b))");
  EXPECT_NE(optimized(text, 1).find("lambda"), std::string::npos);
}

TEST_F(OptimizeTest, EffectsKeepTheirOrderAndNumber) {
  EXPECT_EQ(optimized("(let ((x.1 (call @f)) (y.2 (call @g))) (cons y.2 x.1))"),
            "(let ((x.1 (call @f))) (cons (call @g) x.1))");
  EXPECT_EQ(optimized("(let ((x.1 (call @f))) (let ((y.2 (call @g))) y.2))"), "(seq (call @f) (call @g))");
  EXPECT_EQ(optimized("(let ((x.1 (call @f))) (seq (call @g) x.1))"), "(let ((x.1 (call @f))) (seq (call @g) x.1))");
}

TEST_F(OptimizeTest, PureBindingsThatNobodyMentionsGo) {
  EXPECT_EQ(optimized("(let ((x.1 (cons 1 2)) (y.2 (lambda f () 1))) 'ok)"), "'ok");
  EXPECT_EQ(optimized("(let ((x.1 (car @p))) 'ok)"), "(seq (car @p) 'ok)");  // it may raise
}

TEST_F(OptimizeTest, ConstantsAreFolded) {
  EXPECT_EQ(optimized("(if (< 1 2) (+ 3 4) (call @f))"), "7");
  EXPECT_EQ(optimized("(if (not (null? @x)) 1 2)"), "(if (null? @x) 2 1)");
  EXPECT_EQ(optimized("(* 1152921504606846975 2)"), "(* 1152921504606846975 2)");  // leaves the fixnum range
}

TEST_F(OptimizeTest, OrAsATestTestsOnce) {
  EXPECT_EQ(optimized("(lambda f (a.1 b.2) (if (let ((t.3 (null? a.1))) (if t.3 t.3 b.2)) 1 2))"),
            "(lambda f (a.1 b.2) (if (if (null? a.1) #t b.2) 1 2))");
}

TEST_F(OptimizeTest, AssignedVariablesAreBoxed) {
  EXPECT_EQ(optimized("(let ((n.1! 0)) (lambda count () (set! n.1 (+ n.1 1))))"),
            "(let ((n.1& 0)) (lambda count (captures n.1) () (set! n.1 (+ n.1 1))))");
}

TEST_F(OptimizeTest, AnArgumentCountThatDoesNotFitStaysACall) {
  EXPECT_EQ(optimized("(let ((f.1 (lambda f (x.2) x.2))) (call f.1))"), "(call (lambda f (x.2) x.2))");
}

TEST_F(OptimizeTest, ProceduresThatCaptureOnlyEachOtherCaptureNothing) {
  std::string text = optimized(
      "(letrec ((even.1 (lambda even (n.2) (cons (call odd.3 n.2) n.2))) "
      "(odd.3 (lambda odd (n.4) (cons (call even.1 n.4) n.4)))) (lambda f (x.5) (call odd.3 x.5)))");
  EXPECT_EQ(text.find("captures"), std::string::npos) << text;
}

TEST_F(OptimizeTest, ConstantsOfAClosedUnitAreLocal) {
  EXPECT_EQ(optimized("(define @fib (lambda fib (n.1) (if (< n.1 2) n.1 (+ (call @fib (- n.1 1)) 1)))) (call @fib 5)",
                      2, true),
            "(fix ((fib.2 (lambda fib (n.1) (if (< n.1 2) n.1 (+ (call-known fib.2 (- n.1 1)) 1))))) "
            "(seq (define @fib fib.2) (call-known fib.2 5)))");
}

// T3002: what may run before a definition must still find the variable unbound.
TEST_F(OptimizeTest, AMentionThatMayRunBeforeTheDefinitionStaysGlobal) {
  std::string text = optimized("(define @f (lambda f () (call @g))) (call @f) (define @g (lambda g () 1))", 2, true);
  EXPECT_NE(text.find("(call @g)"), std::string::npos) << text;
}

TEST_F(OptimizeTest, SelfApplicationEnds) {
  EXPECT_NE(optimized("(let ((f.1 (lambda f (g.2) (call g.2 g.2)))) (call f.1 f.1))"), "");
}

TEST_F(OptimizeTest, CallWithValuesOfLambdasBindsDirectly) {
  EXPECT_EQ(optimized("(call-with-values (lambda #f () (values 1 2)) (lambda #f (a.1 b.2) (cons b.2 a.1)))"),
            "(cons 2 1)");
  EXPECT_EQ(optimized("(call-with-values (lambda #f () (call @f)) (lambda #f (a.1 . b.2) (cons b.2 a.1)))", 0),
            "(bind-values (a.1 . b.2) (call @f) (cons b.2 a.1))");
}

// Fuel is charged where the source calls, whatever is inlined.
// proves: R13
TEST_F(OptimizeTest, FuelSurvivesInlining) {
  fuel_ = true;
  EXPECT_EQ(optimized("(let ((f.1 (lambda f (x.2) (car x.2)))) (cons (call f.1 @a) (call f.1 @b)))"),
            "(cons (let ((x.4 @a)) (seq (fuel 1) (car x.4))) (let ((x.5 @b)) (seq (fuel 1) (car x.5))))");
}

TEST_F(OptimizeTest, PrintedCoreReadsBack) {
  const char* texts[] = {
      "(case-lambda f ((a.1) (set! a.1 1)) ((a.2 . b.3) (bind-values (c.4) (values a.2 b.3) (again-free))))",
      "(loop 1 ((i.1 0)) (if (null? i.1) (constant nil) (again 1 (cons i.1 '(a \"b\" #\\c 1.5)))))",
  };
  std::string error;
  Unit* unit = parse(texts[1], arena_, names_, false, &error);
  ASSERT_TRUE(unit) << error;
  std::string once = print(unit);
  Unit* again = parse(once, arena_, names_, false, &error);
  ASSERT_TRUE(again) << error;
  EXPECT_EQ(print(again), once);
  EXPECT_FALSE(parse(texts[0], arena_, names_, false, &error));
}

TEST_F(OptimizeTest, TheVerifierFindsSeededFaults) {
  std::string error;
  auto fault = [&](std::string_view text) {
    Unit* unit = parse(text, arena_, names_, false, &error);
    return unit ? verify(unit, {}) : "parse: " + error;
  };
  EXPECT_EQ(fault("(let ((x.1 1)) x.1)"), "");
  EXPECT_NE(fault("(seq (let ((x.1 1)) x.1) (let ((x.1 2)) x.1))"), "");   // bound twice
  EXPECT_NE(fault("(loop 1 ((i.1 0)) (cons (again 1 i.1) 2))"), "");       // not in tail position
  EXPECT_NE(fault("(loop 1 ((i.1 0)) (lambda f () (again 1 i.1)))"), "");  // another lambda
  EXPECT_NE(fault("(car 1 2)"), "");                                       // arity
}

}  // namespace
}  // namespace tiercel::core
