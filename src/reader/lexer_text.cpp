// The lexer's strings, symbols and numbers.
#include "base/utf8.h"
#include "reader/characters.h"
#include "reader/lexer.h"

namespace tiercel {

bool Lexer::is_delimiter_at(uint32_t ahead) {
  int c = peek(ahead);
  if (c < 0x80) return c == end_of_text || is_ascii_delimiter(c);
  peek(ahead + 3);
  return is_wide_whitespace(decode_utf8(text_, at_ + ahead).scalar);
}

// Moves past everything that is not a delimiter; notes ill-formed UTF-8.
void Lexer::scan_atom() {
  needs_repair_ = false;
  for (;;) {
    int c = peek();
    if (c < 0x80) {
      if (c == end_of_text || is_ascii_delimiter(c) || (c == '>' && is_close_angles())) return;
      at_++;
      continue;
    }
    peek(3);
    DecodedScalar next = decode_utf8(text_, at_);
    if (is_wide_whitespace(next.scalar)) return;
    if (!next.valid) needs_repair_ = true;
    at_ += next.length;
  }
}

// The atom from `begin` to here, repaired if it must be.
std::string_view Lexer::atom_text(uint32_t begin) {
  std::string_view text = text_.substr(begin, at_ - begin);
  if (!needs_repair_) return text;
  diagnostics_.warning(ErrorCode::T1013, span_from(begin), error_message(ErrorCode::T1013));
  scratch_ = repair_utf8(text);
  return scratch_;
}

Token Lexer::lex_atom(uint32_t begin) {
  scan_atom();
  if (at_ == begin + 1 && text_[begin] == '.') return token(TokenKind::dot, begin);
  char c = text_[begin];
  if ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.') return lex_number(begin, true);
  if (dialect_ == Dialect::consair && text_.substr(begin, at_ - begin) == "nil") return token(TokenKind::nil, begin);
  Token result = token(TokenKind::symbol, begin);
  result.text = atom_text(begin);
  if (fold_case_) {
    scratch_ = case_folded(result.text);
    result.text = scratch_;
  }
  return result;
}

// What begins like a number but is none is a symbol: `+`, `...`, `1+`, `->string`.
Token Lexer::lex_number(uint32_t begin, bool or_symbol) {
  Token result = token(TokenKind::number, begin);
  std::string_view text = atom_text(begin);
  numbers_.release();
  switch (parse_number(text, 10, numbers_, &result.number)) {
    case NumberSyntax::number: return result;
    case NumberSyntax::not_a_number: break;
    case NumberSyntax::division_by_zero: return malformed(ErrorCode::T1014, begin, {std::string(text)});
    case NumberSyntax::given_up:  // does not occur: the reader has patience
    case NumberSyntax::too_large: return malformed(ErrorCode::T1005, begin, {std::to_string(literal_digits_max)});
  }
  if (!or_symbol) return malformed(ErrorCode::T1004, begin, {std::string(text.substr(0, 80))});
  result.kind = TokenKind::symbol;
  result.text = text;
  if (fold_case_) {
    scratch_ = case_folded(text);
    result.text = scratch_;
  }
  return result;
}

// "..." and |...|: the same escapes.  Text without escapes is not copied.
Token Lexer::lex_quoted(char quote, TokenKind kind, const char* inside) {
  uint32_t begin = at_++;
  uint32_t plain_begin = at_;
  Token result;
  for (int c = peek(); c != quote && c != '\\' && c != '\r'; c = peek()) {
    if (c == end_of_text) return unterminated(begin, inside);
    if (c >= 0x80) {
      peek(3);
      DecodedScalar next = decode_utf8(text_, at_);
      if (!next.valid) break;
      at_ += next.length;
    } else {
      at_++;
    }
  }
  if (peek() == quote) {
    at_++;
    result = token(kind, begin);
    result.text = text_.substr(plain_begin, at_ - 1 - plain_begin);
  } else {
    scratch_.assign(text_.substr(plain_begin, at_ - plain_begin));
    bool good = true;  // after a bad escape the string is read to its end, or what follows would be nonsense
    for (int c = peek(); c != quote; c = peek()) {
      if (c == end_of_text) return good ? unterminated(begin, inside) : result;
      if (c != '\\') {
        append_scalar_here();
      } else if (Token problem; !lex_escape(quote, begin, &problem)) {
        if (problem.kind == TokenKind::unterminated) return good ? problem : result;
        if (good) result = problem;
        good = false;
      }
    }
    at_++;
    if (!good) return result;
    result = token(kind, begin);
    result.text = scratch_;
  }
  if (fold_case_ && kind == TokenKind::symbol) {
    scratch_ = case_folded(result.text);
    result.text = scratch_;
  }
  return result;
}

// One character of a string as it stands.  Each line ending is one newline (R7RS section 6.7).
void Lexer::append_scalar_here() {
  int c = peek();
  if (c == '\r') {
    at_ += peek(1) == '\n' ? 2 : 1;
    scratch_ += '\n';
    return;
  }
  if (c < 0x80) {
    scratch_ += static_cast<char>(c);
    at_++;
    return;
  }
  peek(3);
  DecodedScalar next = decode_utf8(text_, at_);
  if (!next.valid)
    diagnostics_.warning(ErrorCode::T1013, {file_, at_, at_ + next.length}, error_message(ErrorCode::T1013));
  append_utf8(scratch_, next.scalar);
  at_ += next.length;
}

// An escape sequence; `at_` is at the backslash.  False: *problem is the token to return.
bool Lexer::lex_escape(char quote, uint32_t string_begin, Token* problem) {
  uint32_t begin = at_++;
  int c = peek();
  at_++;
  switch (c) {
    case 'a': scratch_ += '\a'; return true;
    case 'b': scratch_ += '\b'; return true;
    case 't': scratch_ += '\t'; return true;
    case 'n': scratch_ += '\n'; return true;
    case 'r': scratch_ += '\r'; return true;
    case '"':
    case '\\':
    case '|': scratch_ += static_cast<char>(c); return true;
    case 'x':
    case 'X': return lex_hex_escape(begin, string_begin, problem);
    case end_of_text:
      at_ = begin + 1;
      *problem = unterminated(string_begin, quote == '"' ? "a string" : "a symbol in bars");
      return false;
    default: break;
  }
  at_ = begin + 1;
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
    skip_line_continuation(begin);
    if (at_ != begin + 1) return true;
  }
  peek(3);
  at_ += decode_utf8(text_, at_).length;
  *problem = malformed(ErrorCode::T1008, begin, {repair_utf8(text_.substr(begin, at_ - begin))});
  return false;
}

// Backslash, blanks, line ending, blanks: nothing.  Leaves `at_` unchanged if no line ending follows the blanks.
void Lexer::skip_line_continuation(uint32_t escape_begin) {
  uint32_t begin = escape_begin + 1;
  while (peek() == ' ' || peek() == '\t') at_++;
  int c = peek();
  if (c != '\n' && c != '\r') {
    at_ = begin;
    return;
  }
  at_ += c == '\r' && peek(1) == '\n' ? 2 : 1;
  while (peek() == ' ' || peek() == '\t') at_++;
}

// \x41;
bool Lexer::lex_hex_escape(uint32_t escape_begin, uint32_t string_begin, Token* problem) {
  uint64_t scalar = 0;
  uint32_t digits = 0;
  for (int c = peek();; c = peek()) {
    int folded = c | 32;
    int digit = c >= '0' && c <= '9' ? c - '0' : folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
    if (digit < 0) break;
    if (scalar <= scalar_max) scalar = scalar * 16 + static_cast<uint64_t>(digit);
    digits++;
    at_++;
  }
  if (peek() == end_of_text) {
    *problem = unterminated(string_begin, "a string");
    return false;
  }
  bool good = digits > 0 && peek() == ';' && scalar <= scalar_max && is_scalar_value(static_cast<uint32_t>(scalar));
  if (!good) {
    *problem = malformed(ErrorCode::T1008, escape_begin, {repair_utf8(text_.substr(escape_begin, at_ - escape_begin))});
    return false;
  }
  at_++;
  append_utf8(scratch_, static_cast<uint32_t>(scalar));
  return true;
}

}  // namespace tiercel
