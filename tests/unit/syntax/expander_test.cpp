// Forms to Core: each core form, its scoping, and what is refused.
#include "tests/unit/syntax/fixture.h"

namespace tiercel::syntax {

TEST_F(ExpanderTest, Basics) {
  EXPECT_EQ(expand("42"), "42");
  EXPECT_EQ(expand("'(a b)"), "'(a b)");
  EXPECT_EQ(expand("(lambda (x . r) x)"), "(lambda #f (x.0 . r.1) x.0)");
  EXPECT_EQ(expand("((lambda (x) (car x)) 1)"), "(let ((x.0 1)) (car x.0))");
  EXPECT_EQ(expand("(if 1 2)"), "(if 1 2 (constant nil))");
  EXPECT_EQ(expand("(define (f x) (cons x x)) (f 1)"), "(seq (define @f (lambda f (x.0) (cons x.0 x.0))) (call @f 1))");
  EXPECT_EQ(expand("(let ((x 1)) (set! x 2) x)"), "(let ((x.0! 1)) (seq (set! x.0 2) x.0))");
  EXPECT_EQ(expand(":key"), "':key");
  EXPECT_EQ(expand("nil"), "(constant nil)");
  EXPECT_EQ(expand("#'car"), "(prim car)");
  EXPECT_EQ(expand("(car 1 2)"), "(call (prim car) 1 2)");
}

TEST_F(ExpanderTest, LetFamily) {
  same("(let ((x 1) (y 2)) (cons x y))", "((lambda (x y) (cons x y)) 1 2)");
  same("(let* ((x 1) (y x)) y)", "(let ((x 1)) (let ((y x)) y))");
  same("(let* ((x 1) (x (car x))) x)", "(let ((x 1)) (let ((x (car x))) x))");
  same("(let () 1)", "1");
  EXPECT_EQ(expand("(let loop ((i 0)) (loop i))"),
            "(letrec ((loop.0 (lambda loop (i.1) (call loop.0 i.1)))) (call loop.0 0))");
  EXPECT_EQ(expand("(letrec ((f (lambda () (g))) (g (lambda () (f)))) f)"),
            "(letrec ((f.0 (lambda f () (call g.1))) (g.1 (lambda g () (call f.0)))) f.0)");
  EXPECT_EQ(expand("(let-values (((a b) 1) ((c . d) 2)) (cons a d))"),
            "(bind-values (a.0 b.1) 1 (bind-values (c.2 . d.3) 2 (cons a.0 d.3)))");
  // The initial value of a let and of a named let is outside.
  EXPECT_EQ(expand("(let ((x 1)) (let ((x (car x))) x))"), "(let ((x.0 1)) (let ((x.1 (car x.0))) x.1))");
}

TEST_F(ExpanderTest, Bodies) {
  EXPECT_EQ(expand("(lambda () (define a 1) (define (b) a) (b))"),
            "(lambda #f () (letrec ((a.0 1) (b.1 (lambda b () a.0))) (call b.1)))");
  EXPECT_EQ(expand("(lambda (x) (define y 1) (car x) (define z y) z)"),
            "(lambda #f (x.0) (letrec ((y.1 1) (_.3 (seq (car x.0) (constant nil))) (z.2 y.1)) z.2))");
  EXPECT_EQ(expand("(lambda (x) (begin (define x 2)) x)"), "(lambda #f (x.0) (letrec ((x.1 2)) x.1))");
  // A definition shadows a core form in the whole body.
  EXPECT_EQ(expand("(lambda () (define (if x) x) (if 1))"),
            "(lambda #f () (letrec ((if.0 (lambda if (x.1) x.1))) (call if.0 1)))");
  fails("(lambda () (define x 1))", "T2001");
  fails("(lambda (x x) x)", "T2007");
  fails("(lambda () (define x 1) (define x 2) x)", "T2007");
  fails("(car (define x 1))", "T2008");
}

TEST_F(ExpanderTest, Quasiquote) {
  EXPECT_EQ(expand("`(1 2)"), "'(1 2)");
  EXPECT_EQ(expand("`(1 ,(car 2) 3)"), "(cons 1 (cons (car 2) '(3)))");
  EXPECT_EQ(expand("`(1 . ,(car 2))"), "(cons 1 (car 2))");
  EXPECT_EQ(expand("`(1 ,5)"), "(cons 1 (cons 5 '()))");
  EXPECT_EQ(expand("`(1 `(2 ,(3)))"), "'(1 `(2 ,(3)))");
  same("`,(car 1)", "(car 1)");
  same("`(,@(car 1))", "(car 1)");
}

TEST_F(ExpanderTest, R7AssignmentOfConstants) {
  fails("(set! car 1)", "T2006");
  fails("(def x 1) (set! x 2)", "T2006");
  fails("(lambda () (def x 1) (set! x 2))", "T2006");
  fails("(set! if 1)", "T2006");
  fails("(set! nil 1)", "T2006");
}

TEST_F(ExpanderTest, Errors) {
  fails("()", "T2015");
  fails("if", "T2005");
  fails("else", "T2016");
  fails("(if)", "T2001");
  fails("(car . 1)", "T2001");
  fails("(let ((x)) x)", "T2001");
  fails("(syntax-error \"no\" (a b))", "T2013: no (a b)");
  fails("(import (no such))", "T2009");
  finder.interfaces["(damaged)"] = {1, 2, 3};
  fails("(import (damaged))", "T2025");
  fails("(import (only (tiercel core) nothing))", "T2011");
  fails("(defmacro m (x) x)", "T2019");
  fails("#0=(car . #0#)", "T2024");
}

TEST_F(ExpanderTest, E5ExpansionDepth) {
  system.limits.depth = 1000;
  fails("(define-syntax again (syntax-rules () ((_) (again)))) (again)", "T2004");
  std::string deep, close;
  for (int i = 0; i < 900; i++) deep += "(car ", close += ")";
  EXPECT_EQ(expand(deep + "1" + close).substr(0, 4), "(car");
  fails("(car " + deep + deep + "1" + close + close + ")", "T2004");
  EXPECT_EQ(expand("1"), "1");  // depth is 0 at the start of every call
  system.limits.depth = 200'000;
  deep.clear(), close.clear();
  for (int i = 0; i < 100'000; i++) deep += "(car ", close += ")";
  Environment fresh(system, &base);
  DiagnosticList diagnostics;
  auto read = read_all(deep + "1" + close, 0, arenas.emplace_back(), names, diagnostics);
  Expander expander(system, fresh.space(), arenas.back(), diagnostics, {});
  EXPECT_TRUE(expander.expand_forms(read.data, &last));  // on a small C stack
}

TEST_F(ExpanderTest, DeepDataIterates) {
  std::string deep(1'000'000, '(');
  deep += std::string(1'000'000, ')');
  Environment fresh(system, &base);
  DiagnosticList diagnostics;
  auto read = read_all("'" + deep + " `" + deep, 0, arenas.emplace_back(), names, diagnostics);
  Expander expander(system, fresh.space(), arenas.back(), diagnostics, {});
  EXPECT_FALSE(expander.expand_forms(read.data, &last));  // quasiquote is code as far as depth goes
  auto quote = read_all("'" + deep, 0, arenas.emplace_back(), names, diagnostics);
  DiagnosticList none;
  Expander again(system, fresh.space(), arenas.back(), none, {});
  EXPECT_TRUE(again.expand_forms(quote.data, &last));
}

TEST_F(ExpanderTest, E5EnvironmentsAreIsolated) {
  Environment first(system, &base), second(system, &base);
  EXPECT_EQ(first.space().scopes_used(), 0u);  // loading the base used no scope of ours
  expand("(define-syntax one (syntax-rules () ((_) 1)))", first);
  EXPECT_EQ(expand("(one)", first), "1");
  EXPECT_EQ(expand("(one)", second), "(call @one)");
  EXPECT_EQ(last.unbound.size(), 1u);
  expand("(define (car x) x)", first);
  EXPECT_EQ(expand("(car 1)", first), "(call @car 1)");
  EXPECT_EQ(expand("(car 1)", second), "(car 1)");
}

TEST_F(ExpanderTest, FailedFormsLeaveNoDefinition) {
  Environment fresh(system, &base);
  expand("(define car (if))", fresh);
  EXPECT_EQ(expand("(car 1)", fresh), "(car 1)");
  expand("(define x 1)", fresh);
  expand("(define-syntax x (syntax-rules () ((_) 5))) (if)", fresh);
  EXPECT_EQ(expand("x", fresh), "@x");
}

TEST_F(ExpanderTest, ImportsAfterUse) {
  finder.libraries["(late)"] = "(define-library (late) (import (tiercel core)) (export late) (begin (define late 1)))";
  Environment fresh(system, &base);
  EXPECT_EQ(expand("late", fresh), "@late");
  EXPECT_EQ(last.unbound.size(), 1u);
  expand("(import (late))", fresh);
  EXPECT_EQ(expand("late", fresh), "@late");
  EXPECT_EQ(last.unbound.size(), 0u);
}

// What T2002 reports: two bindings match, and neither set of scopes holds the other.
TEST_F(ExpanderTest, BindingsOfUnrelatedPlacesAreAmbiguous) {
  Namespace& space = base.space();
  Arena arena;
  ScopeTable table(arena);
  Name x = names.intern("x");
  Scope a = space.new_scope(), b = space.new_scope();
  Scopes in_a = table.with(space.scopes(), a), in_b = table.with(space.scopes(), b), in_both = table.with(in_a, b);
  space.bind(x, in_a, space.new_binding(BindingKind::constant));
  space.bind(x, in_b, space.new_binding(BindingKind::constant));
  EXPECT_FALSE(space.find(x, in_a).ambiguous);
  EXPECT_TRUE(space.find(x, in_both).ambiguous);
}

// One message for each form that is wrong, and none for what only follows from it.
TEST_F(ExpanderTest, GoesOnWithTheNextForm) {
  DiagnosticList diagnostics;
  Arena arena;
  Environment fresh(system, &base);
  auto read = read_all("(if) (define (f) (lambda)) (define (g) (f)) (nothing) (let)", 0, arena, names, diagnostics);
  Expander expander(system, fresh.space(), arena, diagnostics, {.unit_name = "test", .closed = true});
  Expansion expansion;
  EXPECT_FALSE(expander.expand_forms(read.data, &expansion));
  EXPECT_EQ(diagnostics.error_count(), 3u);
  EXPECT_TRUE(expansion.partial);
  ASSERT_EQ(expansion.unbound.size(), 1u);
  EXPECT_EQ(expansion.unbound[0].name->text, "nothing");
}

}  // namespace tiercel::syntax
