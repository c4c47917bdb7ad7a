// The text of an entry while it is edited: UTF-8, any number of lines, a cursor between characters, undo, one killed text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tiercel {

class EditBuffer {
 public:
  const std::string& text() const { return text_; }
  size_t cursor() const { return cursor_; }
  bool empty() const { return text_.empty(); }

  void set(std::string text);  // cursor at the end; forgets what could be undone
  void replace(std::string text, size_t cursor);
  void insert(std::string_view text);
  // Replaces the `length` bytes before the cursor.
  void replace_before_cursor(size_t length, std::string_view text);

  void erase_backward();
  void erase_forward();
  void kill_to(size_t position);  // what lies between it and the cursor
  void yank() { insert(killed_); }
  void undo();

  // Positions; moving is move_to(one of them).
  void move_to(size_t position) { cursor_ = position; }
  size_t left() const;
  size_t right() const;
  size_t line_start() const { return line_start_of(cursor_); }
  size_t line_end() const;
  size_t word_left() const;
  size_t word_right() const;
  // The same column one line up or down, or npos if there is no such line.
  size_t line_up() const;
  size_t line_down() const;

  size_t line_start_of(size_t position) const;
  static constexpr size_t npos = std::string::npos;

 private:
  struct Snapshot {
    std::string text;
    size_t cursor;
  };
  enum class Change : unsigned char { none, typing, erasing, other };

  void before_change(Change change);
  size_t at_column(size_t line_start, size_t column) const;

  std::string text_, killed_;
  size_t cursor_ = 0;
  std::vector<Snapshot> history_;
  Change last_change_ = Change::none;
};

}  // namespace tiercel
