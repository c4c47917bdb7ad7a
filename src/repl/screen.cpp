// Lines are broken here and not by the terminal, so that the row of the cursor is known.
#include "repl/screen.h"

#include <algorithm>
#include <utf8proc.h>

#include "base/utf8.h"

namespace tiercel {
namespace {

constexpr std::string_view clear_below = "\x1b[J", reset = "\x1b[0m", prompt_colour = "\x1b[1;32m";
constexpr size_t tab_columns = 8;

std::string_view colour_of(TextStyle style) {
  switch (style) {
    case TextStyle::plain: return "";
    case TextStyle::string: return "\x1b[32m";
    case TextStyle::comment: return "\x1b[90m";
    case TextStyle::constant: return "\x1b[36m";
    case TextStyle::keyword: return "\x1b[35m";
    case TextStyle::matched: return "\x1b[1;36m";
    case TextStyle::unmatched: return "\x1b[1;31m";
  }
  return "";
}

size_t width_of(uint32_t scalar) {
  if (scalar < 0x7F) return scalar < 0x20 ? 0 : 1;
  int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(scalar));
  return width < 0 ? 0 : static_cast<size_t>(width);
}

// Collects cells into rows of a fixed width.
class RowMaker {
 public:
  RowMaker(size_t columns, bool styled) : columns_(columns), styled_(styled) { rows_.emplace_back(); }

  void add(std::string_view bytes, size_t width, std::string_view colour) {
    if (column_ + width > columns_) new_row();
    if (styled_ && colour != colour_) {
      if (!colour_.empty()) rows_.back() += reset;
      rows_.back() += colour;
      colour_ = colour;
    }
    rows_.back() += bytes;
    column_ += width;
  }
  void new_row() {
    if (!colour_.empty()) rows_.back() += reset;
    colour_ = {};
    rows_.emplace_back();
    column_ = 0;
  }
  // The cursor stands in a cell, so a full row has none left for it.
  void make_room() {
    if (column_ == columns_) new_row();
  }
  size_t row() const { return rows_.size() - 1; }
  size_t column() const { return column_; }
  std::vector<std::string> take() {
    if (!colour_.empty()) rows_.back() += reset;
    return std::move(rows_);
  }

 private:
  size_t columns_, column_ = 0;
  bool styled_;
  std::string_view colour_;
  std::vector<std::string> rows_;
};

void add_prompt(RowMaker& rows, std::string_view prompt) {
  for (size_t at = 0; at < prompt.size();) {
    DecodedScalar next = decode_utf8(prompt, at);
    rows.add(prompt.substr(at, next.length), width_of(next.scalar), prompt_colour);
    at += next.length;
  }
}

}  // namespace

Screen::Rows Screen::lay_out(const View& view, size_t columns, bool styled) const {
  RowMaker rows(columns, styled);
  Rows result;
  std::vector<TextStyle> styles;
  if (styled) styles = Structure(view.text).styles(view.cursor);
  add_prompt(rows, view.prompt);
  for (size_t at = 0;;) {
    if (at == view.cursor) {
      rows.make_room();
      result.cursor_row = rows.row();
      result.cursor_column = rows.column();
    }
    if (at == view.text.size()) break;
    if (view.text[at] == '\n') {
      rows.new_row();
      add_prompt(rows, view.continuation);
      at++;
      continue;
    }
    if (view.text[at] == '\t') {
      size_t width = tab_columns - rows.column() % tab_columns;
      rows.add(std::string(width, ' '), width, {});
      at++;
      continue;
    }
    DecodedScalar next = decode_utf8(view.text, at);
    rows.add(view.text.substr(at, next.length), width_of(next.scalar), styled ? colour_of(styles[at]) : "");
    at += next.length;
  }
  result.rows = rows.take();
  return result;
}

void Screen::go_to_top() {
  std::string out = "\r";
  if (cursor_row_ > 0) out += "\x1b[" + std::to_string(cursor_row_) + "A";
  terminal_.write(out + std::string(clear_below));
  cursor_row_ = 0;
}

// An entry that is taller than the screen is shown around the cursor.
void Screen::draw(const View& view) {
  Terminal::Size size = terminal_.size();
  Rows laid = lay_out(view, static_cast<size_t>(size.columns), colours_);
  size_t height = static_cast<size_t>(std::max(size.rows, 2));
  size_t first = laid.cursor_row >= height ? laid.cursor_row - height + 1 : 0;
  size_t end = std::min(laid.rows.size(), first + height);
  go_to_top();
  std::string out;
  for (size_t row = first; row < end; row++) {
    if (row > first) out += "\r\n";
    out += laid.rows[row];
  }
  size_t below = end - 1 - laid.cursor_row;
  if (below > 0) out += "\x1b[" + std::to_string(below) + "A";
  out += '\r';
  if (laid.cursor_column > 0) out += "\x1b[" + std::to_string(laid.cursor_column) + "C";
  terminal_.write(out);
  cursor_row_ = laid.cursor_row - first;
}

void Screen::finish(const View& view) {
  View last = view;
  last.cursor = view.text.size();
  draw(last);
  terminal_.write("\r\n");
  cursor_row_ = 0;
}

void Screen::show_below(const View& view, std::string_view lines) {
  finish(view);
  std::string out;
  for (char c : lines) {
    if (c == '\n') out += '\r';
    out += c;
  }
  terminal_.write(out);
  draw(view);
}

void Screen::clear() {
  terminal_.write("\x1b[H\x1b[2J");
  cursor_row_ = 0;
}

}  // namespace tiercel
