// The primitives over plain data, called through their checks.  Point 8 of the requirements' value list.
#include "tests/unit/prims/runtime.h"

namespace tiercel {
namespace {

class Primitives : public ::testing::Test, public Runtime {};

TEST_F(Primitives, lists) {
  EXPECT_EQ(apply("length", "((a b c))"), "3");
  EXPECT_EQ(apply("length", "((a . b))"), "T3001 length: expected a list as argument 1, found (a . b)");
  EXPECT_EQ(apply("length", "(#0=(a . #0#))"), "T3001 length: expected a list as argument 1, found #0=(a . #0#)");
  EXPECT_EQ(apply("append", "((1) (2 3) (4 . 5))"), "(1 2 3 4 . 5)");
  EXPECT_EQ(apply("append", "()"), "()");
  EXPECT_EQ(apply("reverse", "((1 2 3))"), "(3 2 1)");
  EXPECT_EQ(apply("list-tail", "((1 2 3) 3)"), "()");
  EXPECT_EQ(apply("list-tail", "((1 2 3) 4)"), "T3005 list-tail: index 4 is out of range for length 3");
  EXPECT_EQ(apply("list-ref", "((1 2 3) 2)"), "3");
  EXPECT_EQ(apply("list-copy", "((1 2 . 3))"), "(1 2 . 3)");
  EXPECT_EQ(apply("memv", "(2.5 (1 2.5 3))"), "(2.5 3)");
  EXPECT_EQ(apply("%member", "((2) (1 (2) 3))"), "((2) 3)");
  EXPECT_EQ(apply("assq", "(b ((a 1) (b 2)))"), "(b 2)");
  EXPECT_EQ(apply("assq", "(b (a))"), "T3001 assq: expected a list as argument 2, found (a)");
  EXPECT_EQ(apply("caddr", "((1 2 3))"), "3");
  EXPECT_EQ(apply("list?", "(#0=(a . #0#))"), "#f");
}

// Car and cdr of anything but a pair are catchable errors, nil and the empty list included.
// proves: C4
TEST_F(Primitives, car_of_no_pair) {
  EXPECT_EQ(apply("car", "(())"), "T3001 car: expected a pair as argument 1, found ()");
  EXPECT_EQ(shown(call("car", {v_nil})), "T3001 car: expected a pair as argument 1, found nil");
  EXPECT_EQ(apply("cdr", "(5)"), "T3001 cdr: expected a pair as argument 1, found 5");
  EXPECT_EQ(shown(call("length", {v_nil})), "0");
  EXPECT_EQ(shown(call("list?", {v_nil})), "#t");
}

TEST_F(Primitives, equality) {
  EXPECT_EQ(apply("equal?", "((1 #(2 \"x\") #u8(1)) (1 #(2 \"x\") #u8(1)))"), "#t");
  EXPECT_EQ(apply("equal?", "((1 . 2) (1 . 3))"), "#f");
  EXPECT_EQ(apply("equal?", "(1e300 1e300)"), "#t");
  EXPECT_EQ(apply("eqv?", "(100000000000000000000 100000000000000000000)"), "#t");
  EXPECT_EQ(apply("eqv?", "(0.0 -0.0)"), "#f");
  EXPECT_EQ(apply("eqv?", "(1e300 1e-300)"), "#f");
  EXPECT_EQ(apply("equal?", "(#0=(1 . #0#) #1=(1 1 . #1#))"), "#t");
  EXPECT_EQ(apply("equal?", "(#0=(1 . #0#) #1=(1 2 . #1#))"), "#f");
  EXPECT_EQ(apply("equal?", "(#0=#(1 #0#) #1=#(1 #1#))"), "#t");
}

TEST_F(Primitives, equality_uses_no_stack) {
  Value a = v_empty, b = v_empty;
  for (int i = 0; i < 2'000'000; i++) {
    a = cons(ctx, a, v_empty);
    b = cons(ctx, b, v_empty);
  }
  EXPECT_EQ(shown(call("equal?", {a, b})), "#t");
}

TEST_F(Primitives, strings) {
  EXPECT_EQ(apply("string-append", "(\"ab\" \"λ\" \"c\")"), "\"abλc\"");
  EXPECT_EQ(apply("substring", "(\"hello\" 1 3)"), "\"el\"");
  EXPECT_EQ(apply("substring", "(\"hello\" 3 1)"), "T3005 substring: index 3 is out of range for length 5");
  EXPECT_EQ(apply("string-upcase", "(\"straße\")"), "\"STRASSE\"");
  EXPECT_EQ(apply("string-downcase", "(\"ΑΣ ΑΣΑ\")"), "\"ας ασα\"");
  EXPECT_EQ(apply("string-foldcase", "(\"ΑΣ\")"), "\"ασ\"");
  EXPECT_EQ(apply("string<?", "(\"a\" \"ab\" \"b\")"), "#t");
  EXPECT_EQ(apply("string-ci=?", "(\"Straße\" \"STRASSE\")"), "#t");
  EXPECT_EQ(apply("string->list", "(\"aλ\")"), "(#\\a #\\λ)");
  EXPECT_EQ(apply("string-search", "(\"lo\" \"hello\" 0)"), "3");
  EXPECT_EQ(apply("string-split", "(\"a,b,,c\" #\\,)"), "(\"a\" \"b\" \"\" \"c\")");
  EXPECT_EQ(apply("string-split", "(\" a  b \")"), "(\"a\" \"b\")");
  EXPECT_EQ(apply("string-join", "((\"a\" \"b\") \", \")"), "\"a, b\"");
  EXPECT_EQ(apply("utf8->string", "(#u8(65 206 187 255))"), "\"Aλ\xEF\xBF\xBD\"");
  EXPECT_EQ(apply("string->utf8", "(\"Aλ\")"), "#u8(65 206 187)");
}

TEST_F(Primitives, string_set_widens_and_refuses_literals) {
  Value string = make_string(ctx, 3, 'a');
  EXPECT_EQ(shown(call("string-set!", {string, make_fixnum(1), make_char(0x3BB)})), "#<unspecified>");
  EXPECT_EQ(shown(string), "\"aλa\"");
  Value literal = make_immutable_string(ctx, "abc");
  EXPECT_EQ(shown(call("string-set!", {literal, make_fixnum(0), make_char('x')})),
            "T3007 string-set!: cannot change \"abc\", which is a constant");
  EXPECT_EQ(shown(call("string-set!", {string, make_fixnum(3), make_char('x')})),
            "T3005 string-set!: index 3 is out of range for length 3");
}

TEST_F(Primitives, overlapping_copies) {
  Value vector = datum("#(1 2 3 4 5)");
  (void)call("vector-copy!", {vector, make_fixnum(1), vector, make_fixnum(0), make_fixnum(4)});
  EXPECT_EQ(shown(vector), "#(1 1 2 3 4)");
  (void)call("vector-copy!", {vector, make_fixnum(0), vector, make_fixnum(1), make_fixnum(5)});
  EXPECT_EQ(shown(vector), "#(1 2 3 4 4)");
  Value bytes = datum("#u8(1 2 3 4)");
  (void)call("bytevector-copy!", {bytes, make_fixnum(1), bytes, make_fixnum(0), make_fixnum(3)});
  EXPECT_EQ(shown(bytes), "#u8(1 1 2 3)");
}

TEST_F(Primitives, characters) {
  EXPECT_EQ(apply("char-upcase", "(#\\ä)"), "#\\Ä");
  EXPECT_EQ(apply("char-foldcase", "(#\\ς)"), "#\\σ");
  EXPECT_EQ(apply("digit-value", "(#\\٣)"), "3");
  EXPECT_EQ(apply("digit-value", "(#\\x)"), "#f");
  EXPECT_EQ(apply("char-alphabetic?", "(#\\λ)"), "#t");
  EXPECT_EQ(apply("integer->char", "(#xD800)"), "T3013 integer->char: 55296 is not a Unicode scalar value");
  EXPECT_EQ(apply("char<?", "(#\\a #\\b #\\c)"), "#t");
}

TEST_F(Primitives, hash_tables_survive_moving) {
  Value table = call("%make-hash-table", {make_fixnum(0)});
  std::vector<Value> keys;
  for (int i = 0; i < 1000; i++) {
    keys.push_back(cons(ctx, make_fixnum(i), v_empty));
    (void)call("hash-table-set!", {table, keys.back(), make_fixnum(i)});
  }
  Value list = make_list(ctx, keys);
  keys.clear();
  isolate.set_root(Root::scratch, cons(ctx, table, list));
  table = list = v_false;
  collect_gc(ctx, false);
  collect_gc(ctx, true);
  table = as_pair(isolate.root(Root::scratch))->car;
  int64_t i = 0;
  for (Value at = as_pair(isolate.root(Root::scratch))->cdr; is_pair(at); at = as_pair(at)->cdr, i++)
    ASSERT_EQ(shown(call("hash-table-ref/default", {table, as_pair(at)->car, v_false})), std::to_string(i));
  EXPECT_EQ(i, 1000);
}

TEST_F(Primitives, hash_tables) {
  Value table = call("%make-hash-table", {make_fixnum(2)});
  for (int i = 0; i < 100; i++)
    (void)call("hash-table-set!", {table, cons(ctx, make_fixnum(i), v_nil), make_fixnum(i * i)});
  EXPECT_EQ(shown(call("hash-table-ref/default", {table, cons(ctx, make_fixnum(7), v_nil), v_false})), "49");
  for (int i = 0; i < 97; i++) (void)call("hash-table-delete!", {table, cons(ctx, make_fixnum(i), v_nil)});
  EXPECT_EQ(shown(call("hash-table-size", {table})), "3");
  for (int i = 0; i < 1000; i++) {
    (void)call("hash-table-set!", {table, make_fixnum(i), v_true});
    (void)call("hash-table-delete!", {table, make_fixnum(i)});
  }
  EXPECT_EQ(shown(call("hash-table-values", {table})), "(9409 9604 9801)");
  (void)call("hash-table-clear!", {table});
  EXPECT_EQ(shown(call("hash-table->alist", {table})), "()");
}

TEST_F(Primitives, records) {
  Value point = call("%make-record-type", {intern(ctx, "point"), datum("(x y)")});
  Value point3 = call("%make-record-type", {intern(ctx, "point3"), datum("(z)"), point});
  Value p = call("%record", {point, make_fixnum(1), make_fixnum(2)});
  Value q = call("%record", {point3, make_fixnum(1), make_fixnum(2), make_fixnum(3)});
  EXPECT_EQ(shown(p), "#<point x: 1 y: 2>");
  EXPECT_EQ(shown(call("%record-ref", {q, point, make_fixnum(1)})), "2");
  EXPECT_EQ(shown(call("%record-ref", {p, point3, make_fixnum(2)})),
            "T3001 point3-z: expected a point3 as argument 1, found #<point x: 1 y: 2>");
  EXPECT_EQ(shown(call("%record?", {q, point})), "#t");
  EXPECT_EQ(shown(call("%record?", {p, point3})), "#f");
  (void)call("%record-set!", {p, point, make_fixnum(0), v_true});
  EXPECT_EQ(shown(p), "#<point x: #t y: 2>");
}

}  // namespace
}  // namespace tiercel
