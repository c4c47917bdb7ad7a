// Edits one entry on a terminal: keys in, text out.  What an entry is, and what completes a word, others say.
#pragma once

#include <string>
#include <vector>

#include "repl/buffer.h"
#include "repl/history.h"
#include "repl/keys.h"
#include "repl/screen.h"

namespace tiercel {

struct Completions {
  size_t begin = 0;                // of the word that they would replace, which ends at the cursor
  std::vector<std::string> words;  // sorted
};

class EntryAdviser {
 public:
  virtual ~EntryAdviser() = default;
  virtual bool is_complete(const std::string& entry) = 0;
  virtual Completions complete(const std::string& text, size_t cursor) = 0;
};

enum class EntryStatus : uint8_t { entry, cancelled, end };

class Editor {
 public:
  Editor(Terminal& terminal, Screen& screen, History& history, EntryAdviser& adviser)
      : terminal_(terminal), screen_(screen), history_(history), adviser_(adviser) {}

  // Reads one entry, without its last new line.  The terminal is raw meanwhile.
  EntryStatus read(std::string_view prompt, std::string_view continuation, std::string* entry);

 private:
  enum class Step : uint8_t { more, done, cancelled, end };

  Step handle(const Key& key);
  Step enter();
  bool edit(const Key& key);
  bool move(KeyKind kind);
  void insert_new_line();
  void indent_line();
  void complete();
  void list_words(const Completions& completions);
  void recall(bool older);
  Step search();
  void draw();
  Screen::View view() const { return {prompt_, continuation_, buffer_.text(), buffer_.cursor()}; }

  Terminal& terminal_;
  Screen& screen_;
  History& history_;
  EntryAdviser& adviser_;
  EditBuffer buffer_;
  std::string prompt_, continuation_;
  size_t recalled_ = 0;  // index into the history; its size stands for the draft
  std::string draft_;
};

}  // namespace tiercel
