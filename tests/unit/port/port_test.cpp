// Ports, the printer and `read`.
#include <csignal>

#include <unistd.h>

#include "port/files.h"
#include "tests/unit/prims/runtime.h"

namespace tiercel {
namespace {

class Ports : public ::testing::Test, public Runtime {
 protected:
  std::string round_trip(std::string_view text) { return shown(datum(text)); }
};

TEST_F(Ports, read_of_write_is_the_same_datum) {
  for (const char* text :
       {"(a . b)", "(1 2.5 -3/4 #t #f #\\a #\\space #\\x0 \"a\\nb\\\"\")", "#(1 #(2) ())", "#u8(0 255)", "|a b|", "||",
        "#0=(a . #0#)", "#0=#(#0# #1=(1) #1#)", "1e100", "-0.0", "+inf.0", "|1|", "|.|", "a.b", "..."}) {
    std::string once = round_trip(text);
    EXPECT_EQ(once, round_trip(once)) << text;
  }
  EXPECT_EQ(round_trip("#0=(a . #0#)"), "#0=(a . #0#)");
  EXPECT_EQ(round_trip("(#0=(1) #0#)"), "((1) (1))");
  EXPECT_EQ(round_trip("|hello world|"), "|hello world|");
}

TEST_F(Ports, shared_structure) {
  std::string text;
  print_value(text, datum("(#0=(1) #0#)"), PrintStyle::write_shared);
  EXPECT_EQ(text, "(#0=(1) #0#)");
}

TEST_F(Ports, printing_and_reading_deep_data_uses_no_stack) {
  std::string deep(1'000'000, '(');
  deep += "x" + std::string(1'000'000, ')');
  EXPECT_EQ(round_trip(deep), deep);
  Value vectors = v_true;
  for (int i = 0; i < 500'000; i++) vectors = make_vector(ctx, 1, vectors);
  EXPECT_EQ(write_value(vectors).size(), 500'000u * 3 + 2);
}

TEST_F(Ports, bounded_printing) { EXPECT_EQ(write_value(datum("(1 2 3 4 5 6 7 8 9)"), 8), "(1 2 3 4..."); }

TEST_F(Ports, display) {
  EXPECT_EQ(display_value(datum("(\"a\" #\\b |c d|)")), "(a b c d)");
  EXPECT_EQ(display_value(v_nil), "nil");
}

TEST_F(Ports, an_interrupt_ends_long_printing_and_reading_and_loses_nothing) {
  Value many = make_vector(ctx, 100'000, v_true);
  std::string text = write_value(many), given_up;
  Value port = make_input_buffer_port(ctx, text, port_textual), read = v_eof;
  ctx->requests |= request_interrupt;
  EXPECT_EQ(print_value_interruptibly(ctx, given_up, many, PrintStyle::write), PrintStatus::interrupted);
  EXPECT_EQ(read_datum(ctx, as_port(port), &read), PortStatus::interrupted);
  ctx->requests &= ~request_interrupt;
  EXPECT_EQ(read_datum(ctx, as_port(port), &read), PortStatus::ok);
  EXPECT_EQ(write_value(read), text);
}

TEST_F(Ports, an_interrupt_ends_waiting_for_a_pipe) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  struct sigaction wake = {}, before;
  wake.sa_handler = [](int) {};
  sigaction(SIGALRM, &wake, &before);
  Value port = make_file_port(ctx, ends[0], port_input | port_textual, "pipe");
  ASSERT_EQ(::write(ends[1], "half a l", 8), 8);
  ctx->requests |= request_interrupt;
  ::ualarm(20'000, 0);
  std::string_view line;
  EXPECT_EQ(read_line(ctx, as_port(port), &line), PortStatus::interrupted);
  ASSERT_EQ(::write(ends[1], "ine\n", 4), 4);
  EXPECT_EQ(read_line(ctx, as_port(port), &line), PortStatus::ok);
  EXPECT_EQ(line, "half a line");
  sigaction(SIGALRM, &before, nullptr);
  ::close(ends[1]);
}

TEST_F(Ports, read_errors_have_codes) {
  EXPECT_EQ(round_trip("(a b").substr(0, 5), "T1001");
  EXPECT_EQ(shown(call("read-error?", {(datum("(a"), ctx->pending)})), "#t");
}

TEST_F(Ports, lines_and_characters) {
  Value port = make_input_buffer_port(ctx, "ab\r\nλ\xFFx\n\nlast", port_textual);
  EXPECT_EQ(shown(call("read-line", {port})), "\"ab\"");
  EXPECT_EQ(shown(call("peek-char", {port})), "#\\λ");
  EXPECT_EQ(shown(call("read-char", {port})), "#\\λ");
  EXPECT_EQ(shown(call("read-string", {make_fixnum(2), port})), "\"\xEF\xBF\xBDx\"");
  EXPECT_EQ(shown(call("read-line", {port})), "\"\"");
  EXPECT_EQ(shown(call("read-line", {port})), "\"\"");
  EXPECT_EQ(shown(call("read-line", {port})), "\"last\"");
  EXPECT_EQ(shown(call("read-line", {port})), "#<eof>");
  EXPECT_EQ(shown(call("read-char", {port})), "#<eof>");
}

TEST_F(Ports, closed_ports_raise) {
  Value port = make_input_buffer_port(ctx, "ab", port_textual);
  (void)call("close-port", {port});
  EXPECT_EQ(shown(call("read-char", {port})).substr(0, 5), "T3014");
  EXPECT_EQ(shown(call("input-port-open?", {port})), "#f");
}

TEST_F(Ports, files) {
  std::string path = ::testing::TempDir() + "tiercel_port_test_" + std::to_string(::getpid());
  Value name = make_string_utf8(ctx, path);
  Value out = call("open-output-file", {name});
  std::string big(100'000, 'x');
  (void)call("write-string", {make_string_utf8(ctx, "λ\n"), out});
  (void)call("write-string", {make_string_utf8(ctx, big), out});
  (void)call("close-port", {out});
  Value in = call("open-input-file", {name});
  EXPECT_EQ(shown(call("read-line", {in})), "\"λ\"");
  EXPECT_EQ(shown(call("string-length", {call("read-line", {in})})), "100000");
  (void)call("close-port", {in});
  EXPECT_EQ(shown(call("spit", {name, make_string_utf8(ctx, "new")})), "nil");
  EXPECT_EQ(shown(call("slurp", {name})), "\"new\"");
  EXPECT_EQ(shown(call("file-exists?", {name})), "#t");
  (void)call("delete-file", {name});
  EXPECT_EQ(shown(call("file-exists?", {name})), "#f");
  EXPECT_EQ(shown(call("open-input-file", {name})).substr(0, 5), "T4004");
}

// A port that the program dropped is written out and closed by a later open.
TEST_F(Ports, dropped_ports_are_closed) {
  std::string path = ::testing::TempDir() + "tiercel_dropped_" + std::to_string(::getpid());
  for (int i = 0; i < 3000; i++) {
    Value port = open_file_port(ctx, path, OpenMode::output, true);
    ASSERT_TRUE(is_port(port)) << i;
    if (i % 100 == 99) collect_gc(ctx, true);
  }
  ::unlink(path.c_str());
}

TEST_F(Ports, input_through_a_pipe_in_pieces) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  Value port = make_file_port(ctx, ends[0], port_input | port_textual, "pipe");
  ASSERT_EQ(::write(ends[1], "\xCE", 1), 1);
  EXPECT_TRUE(is_port_ready(as_port(port)));
  ASSERT_EQ(::write(ends[1], "\xBB(", 2), 2);
  EXPECT_EQ(shown(call("read-char", {port})), "#\\λ");
  ASSERT_EQ(::write(ends[1], "a b)", 4), 4);
  EXPECT_EQ(shown(call("read", {port})), "(a b)");
  EXPECT_EQ(shown(call("char-ready?", {port})), "#f");
  ::close(ends[1]);
  EXPECT_EQ(shown(call("read-char", {port})), "#<eof>");
  (void)call("close-port", {port});
}

}  // namespace
}  // namespace tiercel
