// The reader through DatumSink and the datum writer: what goes in, what comes out, and what is refused with which code.
#include "reader/reader.h"

#include <gtest/gtest.h>

#include "reader/datum_sink.h"
#include "reader/datum_writer.h"

namespace tiercel {
namespace {

struct Outcome {
  std::string text;  // every datum as written, separated by blanks
  std::string codes;
  ReadStatus status;
};

Outcome read(std::string_view text) {
  Arena arena;
  NameTable names;
  DiagnosticList diagnostics;
  ReadAll all = read_all(text, 1, arena, names, diagnostics);
  Outcome result;
  for (const Datum* datum : all.data) result.text += (result.text.empty() ? "" : " ") + write_datum(*datum);
  for (const Diagnostic& d : diagnostics.all()) result.codes += error_info(d.code).code_text;
  result.status = all.status;
  return result;
}

std::string reads(std::string_view text) {
  Outcome outcome = read(text);
  return outcome.codes.empty() ? outcome.text : outcome.text + "!" + outcome.codes;
}

// The codes of all errors in a text, each datum read to its end, and the data that are good.
std::string recovers(std::string_view text) {
  Arena arena;
  NameTable names;
  DiagnosticList diagnostics;
  DatumSink sink(arena, names);
  Reader reader(text, 1, diagnostics);
  reader.set_recovering(true);
  std::string good;
  for (;;) {
    ReadStatus status = reader.read(sink);
    if (status == ReadStatus::datum) good += write_datum(*sink.take()) + " ";
    if (status == ReadStatus::end || status == ReadStatus::incomplete) break;
  }
  for (const Diagnostic& d : diagnostics.all()) good += error_info(d.code).code_text + std::string(" ");
  return good;
}

TEST(Reader, FindsEveryErrorOfAText) {
  EXPECT_EQ(recovers("(a #qad b #\\nope) (c d) ) e"), "(c d) e T1006 T1007 T1002 ");
  EXPECT_EQ(recovers("(f \"a\\qb\\z\" x) y"), "y T1008 T1008 ");
  EXPECT_EQ(recovers("(let ([x 1] [y 2]) x) z"), "z T1003 ");
  EXPECT_EQ(recovers("(a . b c d) (') #u8(1 (2 300) 3) k"), "k T1009 T1009 T1015 T1011 ");
  EXPECT_EQ(recovers("(define (f) #q\n(define g 1)"), "T1006 T1001 ");
  EXPECT_EQ(recovers("(a #;) b"), "b T1015 ");
  EXPECT_EQ(recovers("(\"a\\q"), "T1008 T1001 ");
}

TEST(Reader, ListsAndDots) {
  EXPECT_EQ(reads("(a b . c)"), "(a b . c)");
  EXPECT_EQ(reads("(a . (b . (c . ())))"), "(a b c)");
  EXPECT_EQ(reads("() #() #u8() #u8(0 255 #xff)"), "() #() #u8() #u8(0 255 255)");
  EXPECT_EQ(reads("#(1 #(2) (3))"), "#(1 #(2) (3))");
  EXPECT_EQ(reads("(a .b)"), "(a .b)");
  EXPECT_EQ(reads("(a ... b)"), "(a ... b)");
  EXPECT_EQ(reads(":key -> 1+ - +"), ":key -> 1+ - +");
}

TEST(Reader, Quotations) {
  EXPECT_EQ(reads("'a `(b ,c ,@d) ''x"), "'a `(b ,c ,@d) ''x");
  EXPECT_EQ(reads("(unquote @x) , @x"), "(unquote @x) (unquote @x)");
  EXPECT_EQ(reads("#'car"), "(function car)");
  EXPECT_EQ(reads("(quote a b) (quote . a) (quote)"), "(quote a b) (quote . a) (quote)");
}

TEST(Reader, Comments) {
  EXPECT_EQ(reads("a ; b\nc"), "a c");
  EXPECT_EQ(reads("a #| b #| c |# d |# e"), "a e");
  EXPECT_EQ(reads("(a #;b c) #;(x (y)) d"), "(a c) d");
  EXPECT_EQ(reads("(a #;#;b c d)"), "(a d)");
  EXPECT_EQ(reads("(a . b #;c)"), "(a . b)");
  EXPECT_EQ(reads("(a #;b . c)"), "(a . c)");
  EXPECT_EQ(reads("#;'a 'b #u8(1 #;#u8(7) 2)"), "'b #u8(1 2)");
  EXPECT_EQ(reads("#u8(1 #;7 2)"), "#u8(1 2)");
  EXPECT_EQ(reads("#!/usr/bin/tiercel\na"), "a");
  EXPECT_EQ(reads("\xEF\xBB\xBF"
                  "a"),
            "a");
}

TEST(Reader, Labels) {
  EXPECT_EQ(reads("#0=(a . #0#)"), "#0=(a . #0#)");
  EXPECT_EQ(reads("(#1=(x) #1# #1#)"), "((x) (x) (x))");
  EXPECT_EQ(reads("#0=#(1 #0# #1=(#1# #0#))"), "#0=#(1 #0# #1=(#1# #0#))");
  EXPECT_EQ(reads("#0='#0#"), "#0='#0#");
  EXPECT_EQ(reads("#0=#0#"), "!T1010");
  EXPECT_EQ(reads("(#0=a #0=b)"), "!T1010");
  EXPECT_EQ(reads("(a #1#)"), "!T1010");
  EXPECT_EQ(reads("#0=a #0#"), "a!T1010");
}

TEST(Reader, Strings) {
  EXPECT_EQ(reads(R"("a\x41;\n\t\"\\\a")"), R"("aA\n\t\"\\\a")");
  EXPECT_EQ(reads("\"a\\  \n   b\""), "\"ab\"");
  EXPECT_EQ(reads("\"a\r\nb\rc\""), "\"a\\nb\\nc\"");
  EXPECT_EQ(reads("\"λ\\x3bb;\""), "\"λλ\"");
  EXPECT_EQ(reads("\"\\q\""), "!T1008");
  EXPECT_EQ(read("\"\\xD800;\"").codes.substr(0, 5), "T1008");
  EXPECT_EQ(reads("\"\xFF"
                  "a\""),
            "\"\xEF\xBF\xBD"
            "a\"!T1013");
}

TEST(Reader, Symbols) {
  EXPECT_EQ(reads("|a b| || |a\\x41;| |abc|"), "|a b| || aA abc");
  EXPECT_EQ(reads("|1| |.| |+i| |#x|"), "|1| |.| |+i| |#x|");
  EXPECT_EQ(reads("ABC #!fold-case ABC #\\A \"ABC\" |ÄB| #!no-fold-case ABC"), "ABC abc #\\A \"ABC\" äb ABC");
}

TEST(Reader, Characters) {
  EXPECT_EQ(reads("#\\a #\\space #\\x41 #\\x #\\( #\\) #\\; #\\λ #\\nul #\\delete"),
            "#\\a #\\space #\\A #\\x #\\( #\\) #\\; #\\λ #\\null #\\delete");
  EXPECT_EQ(reads("(#\\))"), "(#\\))");
  EXPECT_EQ(reads("#\\blank"), "!T1007");
  EXPECT_EQ(reads("#\\xD800"), "!T1007");
}

TEST(Reader, Constants) {
  EXPECT_EQ(reads("#t #f #true #false #T #!eof"), "#t #f #t #f #t #!eof");
  EXPECT_EQ(reads("#maybe"), "!T1006");
  EXPECT_EQ(reads("#!what"), "!T1012");
}

TEST(Reader, Errors) {
  EXPECT_EQ(reads(")"), "!T1002");
  EXPECT_EQ(reads("[a]"), "!T1003");
  EXPECT_EQ(reads("(a . b c)"), "!T1009");
  EXPECT_EQ(reads("(a . )"), "!T1009");
  EXPECT_EQ(reads("( . a)"), "!T1009");
  EXPECT_EQ(reads("#u8(256)"), "!T1011");
  EXPECT_EQ(reads("#u8(a)"), "!T1011");
  EXPECT_EQ(reads("(')"), "!T1015");
  EXPECT_EQ(reads("1/0"), "!T1014");
  EXPECT_EQ(reads("#xzz"), "!T1004");
  EXPECT_EQ(reads("#e1e100000000"), "!T1005");
}

// Reads one datum after the other in the consair dialect and writes them in Scheme's notation.
std::string reads_consair(std::string_view text) {
  Arena arena;
  NameTable names;
  DiagnosticList diagnostics;
  Reader reader(text, 1, diagnostics);
  reader.set_dialect(Dialect::consair);
  DatumSink sink(arena, names);
  std::string result;
  while (reader.read(sink) == ReadStatus::datum) result += (result.empty() ? "" : " ") + write_datum(*sink.take());
  for (const Diagnostic& d : diagnostics.all()) result += std::string("!") + error_info(d.code).code_text;
  return result;
}

TEST(Reader, Consair) {
  EXPECT_EQ(reads_consair("nil (a nil) (1 . nil) 'nil |nil| NIL"), "() (a ()) (1) '() nil NIL");
  EXPECT_EQ(reads_consair("<<1 2>> <<>> <<<<>> <<1>>>> #(1 2)"), "#(1 2) #() #(#() #(1)) #(1 2)");
  EXPECT_EQ(reads_consair("<<a>>b"), "#(a) b");
  EXPECT_EQ(reads_consair("(->> x) >> a>>b a<<b"), "(->> x) >> a>>b a<<b");
  EXPECT_EQ(reads_consair("<<->x a>b #\\> \">>\" ; >>\n>>"), "#(->x a>b #\\> \">>\")");
  EXPECT_EQ(reads_consair("(< 1 2) (<= 1 2)"), "(< 1 2) (<= 1 2)");
  EXPECT_EQ(reads_consair("#;<<1 2>> 3"), "3");
  EXPECT_EQ(reads_consair("<<1 2)"), "!T1016");
  EXPECT_EQ(reads_consair("(<<1 2>> 3>>"), "!T1001") << "outside of << the >> belongs to the symbol";
  EXPECT_EQ(reads_consair("<<1 (2 >>"), "!T1016");
  EXPECT_EQ(reads_consair("<<1 . 2>>"), "!T1009");
  EXPECT_EQ(reads("nil <<1 2>>"), "nil <<1 2>>") << "symbols in Scheme";
  EXPECT_TRUE(is_incomplete("<<1 2", Dialect::consair));
  EXPECT_FALSE(is_incomplete("<<1 2>>", Dialect::consair));
  EXPECT_FALSE(is_incomplete("<<1 2", Dialect::scheme));
}

TEST(Reader, Incomplete) {
  for (const char* text : {"(a", "\"abc", "#|", "'", "#;", "#0=", "|a", "#(1", "#u8(1", "\"a\\", "(a . b", "#\\", "#"})
    EXPECT_TRUE(is_incomplete(text)) << text;
  for (const char* text : {"", "a", "(a)", ")", "(a))", "\"a\"", "; (", "[("})
    EXPECT_FALSE(is_incomplete(text)) << text;
}

TEST(Reader, Spans) {
  Arena arena;
  NameTable names;
  DiagnosticList diagnostics;
  ReadAll all = read_all(" (ab 'c)", 3, arena, names, diagnostics);
  const Datum& list = *all.data[0];
  EXPECT_EQ(list.span, (Span{3, 1, 8}));
  EXPECT_EQ(list.pair.first->span, (Span{3, 2, 4}));
  EXPECT_EQ(list.pair.second->pair.first->span, (Span{3, 5, 7}));
}

// notes: a million nested parentheses, no C stack
TEST(Reader, MillionNestedParentheses) {
  std::string text = std::string(1'000'000, '(') + std::string(1'000'000, ')');
  Arena arena;
  NameTable names;
  DiagnosticList diagnostics;
  ReadAll all = read_all(text, 1, arena, names, diagnostics);
  ASSERT_EQ(all.data.size(), 1u);
  EXPECT_EQ(write_datum(*all.data[0]), text);
  std::string quotes(1'000'000, '\'');
  EXPECT_EQ(read(quotes + "a").text, quotes + "a");
}

// E16: `read` of `write` is the same datum, when the text arrives byte by byte too.
class SlowSource final : public TextSource {
 public:
  explicit SlowSource(std::string_view all) : all_(all) {}
  bool more(std::string_view* text) override {
    if (size_ == all_.size()) return false;
    copy_ = std::string(all_.substr(0, ++size_));
    std::string other = copy_;  // a new address each time
    copy_.swap(other);
    *text = copy_;
    return true;
  }

 private:
  std::string_view all_;
  std::string copy_;
  size_t size_ = 0;
};

// proves: E16
TEST(Reader, TextInPieces) {
  std::string text = "#0=(a \"b\\x41; λ\\\n c\" #\\λ |x y| 1.5e10 #;(x) #| c |# . #0#) 'λλ #u8(1 2) ";
  SlowSource source(text);
  Arena arena;
  NameTable names;
  DiagnosticList diagnostics;
  Reader reader({}, 1, diagnostics, 0, &source);
  DatumSink sink(arena, names);
  std::string written;
  while (reader.read(sink) == ReadStatus::datum) written += write_datum(*sink.take()) + " ";
  EXPECT_EQ(written, read(text).text + " ");
  EXPECT_TRUE(diagnostics.empty());
}

TEST(Reader, TokenDump) {
  EXPECT_EQ(dump_tokens("(a \"b\" 1)"), "0-1 open\n1-2 symbol a\n3-6 string \"b\"\n7-8 number 1\n8-9 close\n9-9 end\n");
}

TEST(Reader, BoundedWriting) {
  Arena arena;
  NameTable names;
  DiagnosticList diagnostics;
  ReadAll all = read_all("(aaaa bbbb cccc)", 1, arena, names, diagnostics);
  EXPECT_EQ(write_datum(*all.data[0], 6), "(aaaa ...");
}

}  // namespace
}  // namespace tiercel
