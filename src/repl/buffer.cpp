// Editing operations.  A character is a scalar value together with the combining ones that follow it.
#include "repl/buffer.h"

#include <utf8proc.h>

#include "base/utf8.h"

namespace tiercel {
namespace {

constexpr size_t snapshots_max = 200;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

bool is_combining(std::string_view text, size_t at) {
  if (at >= text.size() || static_cast<unsigned char>(text[at]) < 0x80) return false;
  return utf8proc_charwidth(static_cast<utf8proc_int32_t>(decode_utf8(text, at).scalar)) == 0;
}

// A word is what stands between delimiters, so that names move as a whole.
bool is_word_byte(char c) { return std::string_view(" \t\n()\"';`,").find(c) == std::string_view::npos; }

}  // namespace

// Runs of typing and of erasing are undone as one.
void EditBuffer::before_change(Change change) {
  if (change != last_change_ || change == Change::other) {
    if (history_.size() == snapshots_max) history_.erase(history_.begin());
    history_.push_back({text_, cursor_});
  }
  last_change_ = change;
}

void EditBuffer::set(std::string text) {
  text_ = std::move(text);
  cursor_ = text_.size();
  history_.clear();
  last_change_ = Change::none;
}

void EditBuffer::replace(std::string text, size_t cursor) {
  before_change(Change::other);
  text_ = std::move(text);
  cursor_ = cursor;
}

void EditBuffer::insert(std::string_view text) {
  before_change(text.size() <= 4 && text != "\n" ? Change::typing : Change::other);
  text_.insert(cursor_, text);
  cursor_ += text.size();
}

void EditBuffer::replace_before_cursor(size_t length, std::string_view text) {
  before_change(Change::other);
  text_.replace(cursor_ - length, length, text);
  cursor_ += text.size() - length;
}

void EditBuffer::erase_backward() {
  size_t begin = left();
  if (begin == cursor_) return;
  before_change(Change::erasing);
  text_.erase(begin, cursor_ - begin);
  cursor_ = begin;
}

void EditBuffer::erase_forward() {
  size_t end = right();
  if (end == cursor_) return;
  before_change(Change::erasing);
  text_.erase(cursor_, end - cursor_);
}

void EditBuffer::kill_to(size_t position) {
  if (position == npos || position == cursor_) return;
  before_change(Change::other);
  size_t begin = std::min(position, cursor_), end = std::max(position, cursor_);
  killed_ = text_.substr(begin, end - begin);
  text_.erase(begin, end - begin);
  cursor_ = begin;
}

void EditBuffer::undo() {
  if (history_.empty()) return;
  text_ = std::move(history_.back().text);
  cursor_ = history_.back().cursor;
  history_.pop_back();
  last_change_ = Change::none;
}

size_t EditBuffer::left() const {
  size_t at = cursor_;
  do {
    if (at == 0) return 0;
    at--;
    while (at > 0 && is_continuation(text_[at])) at--;
  } while (is_combining(text_, at));
  return at;
}

size_t EditBuffer::right() const {
  size_t at = cursor_;
  if (at == text_.size()) return at;
  do { at += decode_utf8(text_, at).length; } while (is_combining(text_, at));
  return at;
}

size_t EditBuffer::line_start_of(size_t position) const {
  size_t before = position == 0 ? npos : text_.rfind('\n', position - 1);
  return before == npos ? 0 : before + 1;
}

size_t EditBuffer::line_end() const {
  size_t end = text_.find('\n', cursor_);
  return end == npos ? text_.size() : end;
}

size_t EditBuffer::word_left() const {
  size_t at = cursor_;
  while (at > 0 && !is_word_byte(text_[at - 1])) at--;
  while (at > 0 && is_word_byte(text_[at - 1])) at--;
  return at;
}

size_t EditBuffer::word_right() const {
  size_t at = cursor_;
  while (at < text_.size() && !is_word_byte(text_[at])) at++;
  while (at < text_.size() && is_word_byte(text_[at])) at++;
  return at;
}

// `column` counts characters.
size_t EditBuffer::at_column(size_t line_start, size_t column) const {
  size_t at = line_start;
  while (column > 0 && at < text_.size() && text_[at] != '\n') {
    at += decode_utf8(text_, at).length;
    column--;
  }
  return at;
}

size_t EditBuffer::line_up() const {
  size_t start = line_start();
  if (start == 0) return npos;
  size_t column = count_utf8(std::string_view(text_).substr(start, cursor_ - start));
  return at_column(line_start_of(start - 1), column);
}

size_t EditBuffer::line_down() const {
  size_t start = line_start(), end = line_end();
  if (end == text_.size()) return npos;
  size_t column = count_utf8(std::string_view(text_).substr(start, cursor_ - start));
  return at_column(end + 1, column);
}

}  // namespace tiercel
