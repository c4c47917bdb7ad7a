// What each key does to the entry.
#include "repl/editor.h"

#include <algorithm>

#include "base/utf8.h"

namespace tiercel {
namespace {

constexpr size_t words_listed_max = 200;

size_t common_prefix(const std::vector<std::string>& words) {
  size_t length = words[0].size();
  for (const std::string& word : words) {
    size_t same = 0;
    while (same < length && same < word.size() && word[same] == words[0][same]) same++;
    length = same;
  }
  // Not inside a character.
  while (length > 0 && length < words[0].size() && (static_cast<unsigned char>(words[0][length]) & 0xC0) == 0x80)
    length--;
  return length;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

}  // namespace

// Keys that are waiting already are handled before anything is drawn, so that a paste is drawn once.
void Editor::draw() {
  if (!terminal_.has_input()) screen_.draw(view());
}

EntryStatus Editor::read(std::string_view prompt, std::string_view continuation, std::string* entry) {
  prompt_ = prompt;
  continuation_ = continuation;
  buffer_.set({});
  recalled_ = history_.entries().size();
  if (!terminal_.enter_raw()) return EntryStatus::end;
  screen_.draw(view());
  Step step;
  do {
    step = handle(read_key(terminal_));
    if (step == Step::more) draw();
  } while (step == Step::more);
  if (step == Step::cancelled) screen_.show_below(view(), "");
  else screen_.finish(view());
  terminal_.leave_raw();
  if (step == Step::end) return EntryStatus::end;
  if (step == Step::cancelled) return EntryStatus::cancelled;
  *entry = buffer_.text();
  history_.add(*entry);
  return EntryStatus::entry;
}

Editor::Step Editor::handle(const Key& key) {
  switch (key.kind) {
    case KeyKind::enter: return enter();
    case KeyKind::interrupt: return Step::cancelled;
    case KeyKind::hung_up: return Step::end;
    case KeyKind::end:
      if (buffer_.empty()) return Step::end;
      buffer_.erase_forward();
      return Step::more;
    case KeyKind::history_search: return search();
    case KeyKind::history_previous: recall(true); return Step::more;
    case KeyKind::history_next: recall(false); return Step::more;
    case KeyKind::tab: complete(); return Step::more;
    case KeyKind::redraw: screen_.clear(); return Step::more;
    case KeyKind::suspend:
      terminal_.suspend();
      screen_.draw(view());
      return Step::more;
    default:
      if (!edit(key)) move(key.kind);
      return Step::more;
  }
}

Editor::Step Editor::enter() {
  if (is_blank(buffer_.text())) {
    buffer_.set({});
    return Step::cancelled;
  }
  if (adviser_.is_complete(buffer_.text())) return Step::done;
  insert_new_line();
  return Step::more;
}

// True if the key changes the text.
bool Editor::edit(const Key& key) {
  switch (key.kind) {
    case KeyKind::text:
    case KeyKind::paste: buffer_.insert(key.text); return true;
    case KeyKind::new_line: insert_new_line(); return true;
    case KeyKind::erase_backward: buffer_.erase_backward(); return true;
    case KeyKind::erase_forward: buffer_.erase_forward(); return true;
    case KeyKind::kill_to_line_end: {
      size_t end = buffer_.line_end();
      buffer_.kill_to(end == buffer_.cursor() ? buffer_.right() : end);
      return true;
    }
    case KeyKind::kill_to_line_start: buffer_.kill_to(buffer_.line_start()); return true;
    case KeyKind::kill_word_backward: buffer_.kill_to(buffer_.word_left()); return true;
    case KeyKind::kill_word_forward: buffer_.kill_to(buffer_.word_right()); return true;
    case KeyKind::kill_list: buffer_.kill_to(Structure(buffer_.text()).datum_right(buffer_.cursor())); return true;
    case KeyKind::yank: buffer_.yank(); return true;
    case KeyKind::undo: buffer_.undo(); return true;
    default: return false;
  }
}

bool Editor::move(KeyKind kind) {
  size_t target = EditBuffer::npos;
  switch (kind) {
    case KeyKind::left: target = buffer_.left(); break;
    case KeyKind::right: target = buffer_.right(); break;
    case KeyKind::line_start: target = buffer_.line_start(); break;
    case KeyKind::line_end: target = buffer_.line_end(); break;
    case KeyKind::word_left: target = buffer_.word_left(); break;
    case KeyKind::word_right: target = buffer_.word_right(); break;
    case KeyKind::list_left: target = Structure(buffer_.text()).datum_left(buffer_.cursor()); break;
    case KeyKind::list_right: target = Structure(buffer_.text()).datum_right(buffer_.cursor()); break;
    case KeyKind::entry_start: target = 0; break;
    case KeyKind::entry_end: target = buffer_.text().size(); break;
    case KeyKind::up:
    case KeyKind::down:
      target = kind == KeyKind::up ? buffer_.line_up() : buffer_.line_down();
      if (target == EditBuffer::npos) recall(kind == KeyKind::up);
      break;
    default: break;
  }
  if (target == EditBuffer::npos) return false;
  buffer_.move_to(target);
  return true;
}

// --- Lines ----------------------------------------------------------------------------------------------------------

void Editor::insert_new_line() {
  Structure structure(buffer_.text());
  buffer_.insert("\n" + std::string(structure.indentation(buffer_.cursor()), ' '));
}

void Editor::indent_line() {
  size_t start = buffer_.line_start();
  size_t wanted = Structure(buffer_.text()).indentation(start);
  std::string text = buffer_.text();
  size_t blanks = text.find_first_not_of(" \t", start);
  if (blanks == std::string::npos) blanks = text.size();
  text.replace(start, blanks - start, std::string(wanted, ' '));
  buffer_.replace(std::move(text), start + wanted);
}

// --- Completion -----------------------------------------------------------------------------------------------------

void Editor::complete() {
  size_t start = buffer_.line_start();
  if (start > 0 && is_blank(std::string_view(buffer_.text()).substr(start, buffer_.cursor() - start)))
    return indent_line();
  Completions found = adviser_.complete(buffer_.text(), buffer_.cursor());
  if (found.words.empty()) return;
  size_t typed = buffer_.cursor() - found.begin;
  size_t common = common_prefix(found.words);
  if (common > typed) {
    buffer_.replace_before_cursor(typed, found.words[0].substr(0, common));
  } else if (found.words.size() > 1) {
    list_words(found);
  }
}

void Editor::list_words(const Completions& completions) {
  size_t count = std::min(completions.words.size(), words_listed_max), width = 0;
  for (size_t i = 0; i < count; i++) width = std::max(width, count_utf8(completions.words[i]) + 2);
  size_t columns = std::max<size_t>(1, static_cast<size_t>(terminal_.size().columns) / width);
  size_t rows = (count + columns - 1) / columns;
  std::string lines;
  for (size_t row = 0; row < rows; row++) {
    for (size_t i = row; i < count; i += rows) {
      const std::string& word = completions.words[i];
      lines += word;
      if (i + rows < count) lines.append(width - count_utf8(word), ' ');
    }
    lines += "\n";
  }
  if (count < completions.words.size())
    lines += "... and " + std::to_string(completions.words.size() - count) + " more\n";
  screen_.show_below(view(), lines);
}

// --- History --------------------------------------------------------------------------------------------------------

void Editor::recall(bool older) {
  const auto& entries = history_.entries();
  if (older ? recalled_ == 0 : recalled_ >= entries.size()) return;
  if (recalled_ == entries.size()) draft_ = buffer_.text();
  recalled_ += older ? size_t{0} - 1 : 1;
  buffer_.set(recalled_ == entries.size() ? draft_ : entries[recalled_]);
}

// Ctrl-R: what is typed is looked for in older entries; any other key takes the entry that was found and goes on.
Editor::Step Editor::search() {
  const auto& entries = history_.entries();
  std::string wanted, original = buffer_.text(), found = original;
  size_t at = entries.size();
  auto look = [&](size_t from) {
    for (size_t i = from; i-- > 0;) {
      if (entries[i].find(wanted) == std::string::npos) continue;
      at = i;
      found = entries[i];
      return;
    }
  };
  for (;;) {
    std::string prompt = "search `" + wanted + "': ";
    screen_.draw({prompt, std::string(prompt.size(), ' '), found, found.size()});
    Key key = read_key(terminal_);
    switch (key.kind) {
      case KeyKind::text:
        wanted += key.text;
        look(std::min(at + 1, entries.size()));
        break;
      case KeyKind::history_search: look(at); break;
      case KeyKind::erase_backward:
        while (!wanted.empty() && (static_cast<unsigned char>(wanted.back()) & 0xC0) == 0x80) wanted.pop_back();
        if (!wanted.empty()) wanted.pop_back();
        look(entries.size());
        break;
      case KeyKind::interrupt:
      case KeyKind::escape: return Step::more;
      default:
        buffer_.set(found);
        recalled_ = at;
        return key.kind == KeyKind::enter ? Step::more : handle(key);
    }
  }
}

}  // namespace tiercel
