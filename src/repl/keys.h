// Bytes of a terminal to what the person meant: one Key for each key press or paste.
#pragma once

#include <cstdint>
#include <string>

#include "repl/terminal.h"

namespace tiercel {

enum class KeyKind : uint8_t {
  text,   // `text` is one character
  paste,  // `text` is all of it
  enter,
  new_line,  // Alt-Enter: always a new line
  tab,
  erase_backward,
  erase_forward,
  left,
  right,
  up,
  down,
  line_start,
  line_end,
  word_left,
  word_right,
  list_left,
  list_right,
  entry_start,
  entry_end,
  history_previous,
  history_next,
  history_search,
  kill_to_line_end,
  kill_to_line_start,
  kill_word_backward,
  kill_word_forward,
  kill_list,
  yank,
  undo,
  redraw,
  interrupt,  // Ctrl-C
  end,        // Ctrl-D
  suspend,
  escape,
  hung_up,
  unknown,
};

struct Key {
  KeyKind kind;
  std::string text;
};

// Waits for the next key.
Key read_key(Terminal& terminal);

}  // namespace tiercel
