// Hygiene: macros against every way of capturing a name.
#include "tests/unit/syntax/fixture.h"

namespace tiercel::syntax {

using HygieneTest = ExpanderTest;

constexpr const char* my_or =
    "(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e)"
    " ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))";
constexpr const char* swap =
    "(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))";

#define WITH(definition, text) (std::string(definition) + text)

TEST_F(HygieneTest, IntroducedBindingDoesNotCapture) {
  EXPECT_EQ(expand(WITH(my_or, "(let ((t 5)) (my-or #f t))")), "(let ((t.0 5)) (let ((t.1 #f)) (if t.1 t.1 t.0)))");
  EXPECT_EQ(expand(WITH(swap, "(let ((tmp 1) (other 2)) (swap! tmp other))")),
            "(let ((tmp.0! 1) (other.1! 2)) (let ((tmp.2 tmp.0)) (seq (set! tmp.0 other.1) (set! other.1 tmp.2))))");
}

TEST_F(HygieneTest, IntroducedReferenceIsNotCaptured) {
  EXPECT_EQ(expand(WITH(my_or, "(let ((if car)) (my-or 1 2))")),
            "(let ((if.0 (prim car))) (let ((t.1 1)) (if t.1 t.1 2)))");
  EXPECT_EQ(expand("(define x 1) (define-syntax m (syntax-rules () ((_) x))) (let ((x 2)) (m))"),
            "(seq (define @x 1) (let ((x.0 2)) @x))");
  EXPECT_EQ(expand("(let ((x 1)) (let-syntax ((m (syntax-rules () ((_) x)))) (let ((x 2)) (m))))"),
            "(let ((x.0 1)) (let ((x.1 2)) x.0))");
}

TEST_F(HygieneTest, UseSiteScopes) {
  // Flatt 2016, section 3.5: the macro and its use in one definition context.
  constexpr const char* identity =
      "(define-syntax identity (syntax-rules () ((_ misc) (lambda (x) (let ((misc 1)) x)))))";
  EXPECT_EQ(expand(WITH(identity, "(identity x)")), "(lambda #f (x.0) (let ((x.1 1)) x.0))");
  EXPECT_EQ(expand("(lambda () " + WITH(identity, "(identity x))")),
            "(lambda #f () (lambda #f (x.0) (let ((x.1 1)) x.0)))");
  // Defining through such a macro must still define the name the user wrote.
  constexpr const char* define_one = "(define-syntax define-one (syntax-rules () ((_ n) (define n 1))))";
  EXPECT_EQ(expand(WITH(define_one, "(define-one y) y")), "(seq (define @y 1) @y)");
  EXPECT_EQ(expand("(lambda () " + WITH(define_one, "(define-one y) y)")), "(lambda #f () (letrec ((y.0 1)) y.0))");
}

TEST_F(HygieneTest, IntroducedDefinitions) {
  // The macro's own name does not leak; its own code finds it.
  constexpr const char* counter =
      "(define-syntax def-counter (syntax-rules () ((_ get) (begin (define n 0) (define (get) n)))))";
  EXPECT_EQ(expand(WITH(counter, "(define n 5) (def-counter g) n")),
            "(seq (define @n 5) (define @n 0) (define @g (lambda g () @n)) @n)");
  EXPECT_EQ(expand("(lambda () " + WITH(counter, "(define n 5) (def-counter g) (def-counter h) n)")),
            "(lambda #f () (letrec ((n.0 5) (n.1 0) (g.2 (lambda g () n.1)) (n.3 0) (h.4 (lambda h () n.3))) n.0))");
}

TEST_F(HygieneTest, LiteralsByBinding) {
  constexpr const char* m = "(define-syntax m (syntax-rules (else) ((_ else) 1) ((_ x) 2)))";
  EXPECT_EQ(expand(WITH(m, "(m else)")), "1");
  EXPECT_EQ(expand(WITH(m, "(let ((else 0)) (m else))")), "(let ((else.0 0)) 2)");
  constexpr const char* n = "(define-syntax n (syntax-rules (word) ((_ word) 1) ((_ x) 2)))";
  EXPECT_EQ(expand(WITH(n, "(n word)")), "1");
  EXPECT_EQ(expand("(lambda (=>) (cond (1 => car)))"),
            "(lambda #f (=>.0) (if 1 (seq =>.0 (prim car)) (constant nil)))");
}

TEST_F(HygieneTest, EllipsisInEveryPosition) {
  constexpr const char* m = "(define-syntax m (syntax-rules () ((_ a ... z) '(z a ...))))";
  EXPECT_EQ(expand(WITH(m, "(m 1 2 3)")), "'(3 1 2)");
  EXPECT_EQ(expand("(define-syntax m (syntax-rules () ((_ (a b ...) ...) '((b ... a) ...)))) (m (1 2 3) (4))"),
            "'((2 3 1) (4))");
  EXPECT_EQ(expand("(define-syntax m (syntax-rules () ((_ (a ...) ...) '(a ... ...)))) (m (1 2) () (3))"), "'(1 2 3)");
  EXPECT_EQ(expand("(define-syntax m (syntax-rules () ((_ a ... . r) '(r a ...)))) (m 1 2 . 3)"), "'(3 1 2)");
  EXPECT_EQ(expand("(define-syntax m (syntax-rules () ((_ #(a b ...)) '#(b ... a)))) (m #(1 2 3))"), "'#(2 3 1)");
  EXPECT_EQ(expand("(define-syntax m (syntax-rules ::: () ((_ a :::) '(a ::: ...)))) (m 1 2)"), "'(1 2 ...)");
  EXPECT_EQ(expand("(define-syntax m (syntax-rules () ((_ a) '(a (... ...))))) (m 1)"), "'(1 ...)");
  EXPECT_EQ(expand("(define-syntax m (syntax-rules () ((_ _ x) 'x))) (m 1 2)"), "2");
  EXPECT_EQ(expand("(define-syntax m (syntax-rules () ((_ k (a b) ...) '((k a) ... (b ...))))) (m 0 (1 2) (3 4))"),
            "'((0 1) (0 3) (2 4))");
  EXPECT_EQ(expand("(define-syntax m (syntax-rules () ((_ \"s\" 1 #\\a) 'yes) ((_ . x) 'no))) (m \"s\" 1 #\\a)"),
            "'yes");
}

TEST_F(HygieneTest, MacrosThatDefineMacros) {
  EXPECT_EQ(expand("(define-syntax def-alias (syntax-rules () ((_ new old)"
                   " (define-syntax new (syntax-rules () ((_ . args) (old . args)))))))"
                   "(def-alias kar car) (kar 1)"),
            "(car 1)");
  // The inner macro's pattern variables are introduced by the outer one, with an escaped ellipsis.
  EXPECT_EQ(expand("(define-syntax def-list (syntax-rules () ((_ name x ...)"
                   " (define-syntax name (syntax-rules () ((_ y (... ...)) '(x ... y (... ...))))))))"
                   "(def-list l 1 2) (l 3 4)"),
            "'(1 2 3 4)");
  // be-like-begin, R7RS section 4.3.2.
  EXPECT_EQ(expand("(define-syntax be-like-begin (syntax-rules () ((_ name)"
                   " (define-syntax name (syntax-rules () ((_ expr (... ...)) (begin expr (... ...))))))))"
                   "(be-like-begin sequence) (sequence 1 2 3 4)"),
            "(seq 1 2 3 4)");
  EXPECT_EQ(expand("(let ((=> #f)) (cond (#t => 'ok)))"), "(let ((=>.0 #f)) (if #t (seq =>.0 'ok) (constant nil)))");
}

TEST_F(HygieneTest, LetSyntaxScoping) {
  EXPECT_EQ(expand("(let ((x 'outer)) (let-syntax ((m (syntax-rules () ((m) x)))) (let ((x 'inner)) (m))))"),
            "(let ((x.0 'outer)) (let ((x.1 'inner)) x.0))");
  EXPECT_EQ(expand("(letrec-syntax ((ev? (syntax-rules () ((_) #t) ((_ x . r) (od? . r))))"
                   " (od? (syntax-rules () ((_) #f) ((_ x . r) (ev? . r))))) (ev? 1 2 3 4))"),
            "#t");
  EXPECT_EQ(
      expand(
          "(lambda () (define-syntax a (syntax-rules () ((_) (b)))) (define-syntax b (syntax-rules () ((_) 1))) (a))"),
      "(lambda #f () 1)");
}

TEST_F(HygieneTest, Errors) {
  fails("(define-syntax m (syntax-rules () ((_ x ...) x)))", "T2014");
  fails("(define-syntax m (syntax-rules () ((_ x) '(x ...))))", "T2014");
  fails("(define-syntax m (syntax-rules () ((_ x x) 1)))", "T2014");
  fails("(define-syntax m (syntax-rules () ((_ x) 1))) (m)", "T2003");
  fails("(define-syntax m (syntax-rules () ((_ (a ...) (b ...)) '((a b) ...)))) (m (1 2) (1))", "T2014");
}

TEST_F(HygieneTest, LibrariesAndTheirMacros) {
  finder.libraries["(a)"] =
      "(define-library (a) (import (tiercel core) (tiercel primitives)) (export twice (rename hidden shown) helper-user)"
      " (begin (define hidden 1) (define (helper x) x)"
      "  (define-syntax twice (syntax-rules () ((_ e) (cons e e))))"
      "  (define-syntax helper-user (syntax-rules () ((_ e) (helper e))))))";
  EXPECT_EQ(expand("(import (a)) (let ((cons 1)) (twice shown))"), "(let ((cons.0 1)) (cons @hidden @hidden))");
  EXPECT_EQ(expand("(import (prefix (only (a) helper-user) p-)) (define (helper x) 2) (p-helper-user 3)"),
            "(seq (define @helper (lambda helper (x.0) 2)) (call @helper 3))");
  EXPECT_EQ(expand("(import (rename (a) (shown visible))) visible"), "@hidden");
  fails("(import (a)) (set! shown 2)", "T2006");
  fails("(import (except (a) nothing))", "T2011");
  finder.libraries["(b)"] = "(define-library (b) (import (c)))";
  finder.libraries["(c)"] = "(define-library (c) (import (b)))";
  fails("(import (b))", "T2010");
  finder.libraries["(d)"] = "(define-library (d) (export missing))";
  fails("(import (d))", "T2011");
  EXPECT_EQ(expand("(cond-expand ((and r7rs (library (a)) (not (library (zzz)))) 1) (else 2))"), "1");
}

TEST_F(HygieneTest, Records) {
  EXPECT_EQ(expand("(define-record-type point (make-point x y) point? (x px set-px!) (y py))").substr(0, 30),
            "(seq (define @%record-type (%m");
}

}  // namespace tiercel::syntax
