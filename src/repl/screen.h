// Draws an entry: prompts, text, cursor, in place of what it drew before.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "repl/structure.h"
#include "repl/terminal.h"

namespace tiercel {

class Screen {
 public:
  Screen(Terminal& terminal, bool colours) : terminal_(terminal), colours_(colours) {}

  struct View {
    std::string_view prompt, continuation;  // before the first line, before the others
    std::string_view text;
    size_t cursor;
  };

  void draw(const View& view);
  // Leaves the entry on the screen and goes to the line after it.
  void finish(const View& view);
  // Shows lines below the entry, which is drawn anew after them.
  void show_below(const View& view, std::string_view lines);
  void clear();
  bool colours() const { return colours_; }

 private:
  struct Rows {
    std::vector<std::string> rows;  // with colours
    size_t cursor_row = 0, cursor_column = 0;
  };
  Rows lay_out(const View& view, size_t columns, bool styled) const;
  void go_to_top();

  Terminal& terminal_;
  bool colours_;
  size_t cursor_row_ = 0;  // below the first row that was drawn
};

}  // namespace tiercel
