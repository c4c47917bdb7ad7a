// Control bytes as GNU readline binds them, and the escape sequences of xterm and its descendants.
#include "repl/keys.h"

#include "base/utf8.h"

namespace tiercel {
namespace {

// An escape key alone is told from a sequence by the pause after it.
constexpr int sequence_timeout_ms = 50;
constexpr size_t sequence_bytes_max = 32;
constexpr std::string_view paste_end = "\x1b[201~";

struct SequenceRow {
  std::string_view bytes;  // after the escape
  KeyKind kind;
};

constexpr SequenceRow sequences[] = {
    {"[A", KeyKind::up},
    {"[B", KeyKind::down},
    {"[C", KeyKind::right},
    {"[D", KeyKind::left},
    {"OA", KeyKind::up},
    {"OB", KeyKind::down},
    {"OC", KeyKind::right},
    {"OD", KeyKind::left},
    {"[H", KeyKind::line_start},
    {"[F", KeyKind::line_end},
    {"OH", KeyKind::line_start},
    {"OF", KeyKind::line_end},
    {"[1~", KeyKind::line_start},
    {"[7~", KeyKind::line_start},
    {"[4~", KeyKind::line_end},
    {"[8~", KeyKind::line_end},
    {"[3~", KeyKind::erase_forward},
    {"[5~", KeyKind::history_previous},
    {"[6~", KeyKind::history_next},
    {"[1;5C", KeyKind::word_right},
    {"[1;5D", KeyKind::word_left},
    {"[1;3C", KeyKind::word_right},
    {"[1;3D", KeyKind::word_left},
    {"[1;5A", KeyKind::history_previous},
    {"[1;5B", KeyKind::history_next},
    {"[1;7C", KeyKind::list_right},
    {"[1;7D", KeyKind::list_left},
    {"[1;5H", KeyKind::entry_start},
    {"[1;5F", KeyKind::entry_end},
    {"[200~", KeyKind::paste},
    {"\r", KeyKind::new_line},
    {"\n", KeyKind::new_line},
    {"f", KeyKind::word_right},
    {"b", KeyKind::word_left},
    {"d", KeyKind::kill_word_forward},
    {"\x7f", KeyKind::kill_word_backward},
    {"p", KeyKind::history_previous},
    {"n", KeyKind::history_next},
    {"<", KeyKind::entry_start},
    {">", KeyKind::entry_end},
    {"\x06", KeyKind::list_right},
    {"\x02", KeyKind::list_left},
    {"\x0b", KeyKind::kill_list},
};

KeyKind kind_of_control(int byte) {
  switch (byte) {
    case 0x01: return KeyKind::line_start;
    case 0x02: return KeyKind::left;
    case 0x03: return KeyKind::interrupt;
    case 0x04: return KeyKind::end;
    case 0x05: return KeyKind::line_end;
    case 0x06: return KeyKind::right;
    case 0x08: return KeyKind::erase_backward;
    case 0x09: return KeyKind::tab;
    case 0x0a: return KeyKind::enter;
    case 0x0b: return KeyKind::kill_to_line_end;
    case 0x0c: return KeyKind::redraw;
    case 0x0d: return KeyKind::enter;
    case 0x0e: return KeyKind::down;
    case 0x10: return KeyKind::up;
    case 0x12: return KeyKind::history_search;
    case 0x15: return KeyKind::kill_to_line_start;
    case 0x17: return KeyKind::kill_word_backward;
    case 0x19: return KeyKind::yank;
    case 0x1a: return KeyKind::suspend;
    case 0x1f: return KeyKind::undo;
    case 0x7f: return KeyKind::erase_backward;
    default: return KeyKind::unknown;
  }
}

// Whether `bytes` is the beginning of a control sequence that goes on: "[" or "O", then parameters, then one letter or ~.
bool is_unfinished(std::string_view bytes) {
  if (bytes[0] != '[' && bytes[0] != 'O') return false;
  if (bytes.size() == 1) return true;
  return bytes.back() < 0x40 && bytes.size() < sequence_bytes_max;
}

// Everything up to the end mark, with the ends of lines of any system as new lines.
Key read_paste(Terminal& terminal) {
  Key key = {KeyKind::paste, {}};
  for (;;) {
    int byte = terminal.read_byte(-1);
    if (byte == Terminal::hung_up) return key;
    key.text += static_cast<char>(byte);
    if (key.text.ends_with(paste_end)) break;
  }
  key.text.resize(key.text.size() - paste_end.size());
  std::string text;
  for (size_t i = 0; i < key.text.size(); i++) {
    char c = key.text[i];
    if (c == '\r' && i + 1 < key.text.size() && key.text[i + 1] == '\n') continue;
    bool visible = static_cast<unsigned char>(c) >= ' ' || c == '\t' || c == '\n';
    if (c == '\r') text += '\n';
    else if (visible) text += c;
  }
  key.text = repair_utf8(text);
  return key;
}

Key read_sequence(Terminal& terminal) {
  std::string bytes;
  do {
    int byte = terminal.read_byte(sequence_timeout_ms);
    if (byte < 0) return {bytes.empty() ? KeyKind::escape : KeyKind::unknown, {}};
    bytes += static_cast<char>(byte);
  } while (is_unfinished(bytes));
  for (const SequenceRow& row : sequences) {
    if (row.bytes != bytes) continue;
    return row.kind == KeyKind::paste ? read_paste(terminal) : Key{row.kind, {}};
  }
  return {KeyKind::unknown, {}};
}

// The rest of the character that begins with `first`; what is no UTF-8 becomes U+FFFD.
Key read_character(Terminal& terminal, int first) {
  std::string bytes(1, static_cast<char>(first));
  size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  while (bytes.size() < length) {
    int byte = terminal.read_byte(sequence_timeout_ms);
    if (byte < 0) break;
    bytes += static_cast<char>(byte);
  }
  return {KeyKind::text, repair_utf8(bytes)};
}

}  // namespace

Key read_key(Terminal& terminal) {
  int byte = terminal.read_byte(-1);
  if (byte == Terminal::hung_up) return {KeyKind::hung_up, {}};
  if (byte == 0x1b) return read_sequence(terminal);
  if (byte < 0x20 || byte == 0x7f) return {kind_of_control(byte), {}};
  return read_character(terminal, byte);
}

}  // namespace tiercel
