// Positions and the look of diagnostics.
#include "source/diagnostics.h"

#include <gtest/gtest.h>

namespace tiercel {
namespace {

TEST(SourceMap, PositionsCountCharacters) {
  SourceMap sources;
  FileId file = sources.add("a.scm", "one\nλx y\r\n");
  EXPECT_EQ(sources.describe({file, 0, 1}), "a.scm:1:1");
  EXPECT_EQ(sources.describe({file, 6, 7}), "a.scm:2:2");
  EXPECT_EQ(sources.line_text(file, 2), "λx y");
  EXPECT_EQ(sources.describe({}), "<unknown>");
}

TEST(Diagnostics, Rendering) {
  SourceMap sources;
  FileId file = sources.add("a.scm", "(define x\n\t(car 5))\n");
  DiagnosticList list;
  (void)list.error(ErrorCode::T3002, {file, 11, 18}, "unbound variable car", {{{file, 0, 1}, "in this form"}});
  EXPECT_EQ(render(sources, list),
            "a.scm:2:2: error[T3002]: unbound variable car\n"
            "  2 |  (car 5))\n"
            "    |  ^^^^^^^\n"
            "  note: a.scm:1:1: in this form\n");
}

TEST(Diagnostics, LongLinesAreCutAndControlCharactersEscaped) {
  SourceMap sources;
  std::string line = std::string(500, 'a') + "\x1B[31mX" + std::string(500, 'b');
  FileId file = sources.add("a.scm", line);
  std::string text = render_excerpt(sources, {file, 505, 506});
  EXPECT_EQ(text.find('\x1B'), std::string::npos);
  EXPECT_NE(text.find("\\x1B;"), std::string::npos);
  EXPECT_LT(text.size(), 400u);
  size_t caret = text.find('^'), line_end = text.find('\n');
  EXPECT_EQ(text[caret - line_end - 1], 'X');
}

TEST(Diagnostics, Templates) { EXPECT_EQ(fill_template("{1} and {0}{9} {x}", {"a", "b"}), "b and a {x}"); }

}  // namespace
}  // namespace tiercel
