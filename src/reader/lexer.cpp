// The lexer's main switch, atmosphere, and the tokens that begin with `#`.  Strings, symbols and numbers are in
// lexer_text.cpp.
#include "reader/lexer.h"

#include "base/element_type.h"
#include "base/utf8.h"
#include "reader/characters.h"

namespace tiercel {

const char* token_kind_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::open: return "open";
    case TokenKind::open_vector: return "open-vector";
    case TokenKind::open_number_vector: return "open-number-vector";
    case TokenKind::close: return "close";
    case TokenKind::open_angles: return "open-angles";
    case TokenKind::close_angles: return "close-angles";
    case TokenKind::nil: return "nil";
    case TokenKind::dot: return "dot";
    case TokenKind::quote: return "quote";
    case TokenKind::quasiquote: return "quasiquote";
    case TokenKind::unquote: return "unquote";
    case TokenKind::unquote_splicing: return "unquote-splicing";
    case TokenKind::function_quote: return "function-quote";
    case TokenKind::datum_comment: return "datum-comment";
    case TokenKind::label_definition: return "label-definition";
    case TokenKind::label_reference: return "label-reference";
    case TokenKind::true_: return "true";
    case TokenKind::false_: return "false";
    case TokenKind::eof_object: return "eof-object";
    case TokenKind::character: return "character";
    case TokenKind::string: return "string";
    case TokenKind::symbol: return "symbol";
    case TokenKind::number: return "number";
    case TokenKind::end: return "end";
    case TokenKind::unterminated: return "unterminated";
    case TokenKind::malformed: return "malformed";
  }
  return "";
}

Token Lexer::token(TokenKind kind, uint32_t begin) const {
  Token result;
  result.kind = kind;
  result.span = span_from(begin);
  return result;
}

Token Lexer::single(TokenKind kind, uint32_t length) {
  at_ += length;
  return token(kind, at_ - length);
}

Token Lexer::malformed(ErrorCode code, uint32_t begin, std::vector<std::string> irritants) {
  Token result = token(TokenKind::malformed, begin);
  (void)diagnostics_.error(code, result.span, error_message(code, irritants));
  return result;
}

Token Lexer::unterminated(uint32_t begin, const char* inside) {
  Token result = token(TokenKind::unterminated, begin);
  result.inside = inside;
  return result;
}

Token Lexer::next() {
  Token result;
  if (!skip_atmosphere(&result)) return result;
  int c = peek();
  switch (c) {
    case end_of_text: return token(TokenKind::end, at_);
    case '(': return single(TokenKind::open, 1);
    case ')': return single(TokenKind::close, 1);
    case '\'': return single(TokenKind::quote, 1);
    case '`': return single(TokenKind::quasiquote, 1);
    case ',': return peek(1) == '@' ? single(TokenKind::unquote_splicing, 2) : single(TokenKind::unquote, 1);
    case '"': return lex_quoted('"', TokenKind::string, "a string");
    case '|': return lex_quoted('|', TokenKind::symbol, "a symbol in bars");
    case '#': return lex_hash();
    case '[':
    case ']':
    case '{':
    case '}': return lex_bracket(static_cast<char>(c));
    default: break;
  }
  if (dialect_ == Dialect::consair && c == '<' && peek(1) == '<') {
    open_angles_++;
    return single(TokenKind::open_angles, 2);
  }
  if (is_close_angles()) {
    open_angles_--;
    return single(TokenKind::close_angles, 2);
  }
  return lex_atom(at_);
}

// One message for a datum: who writes brackets writes many.
Token Lexer::lex_bracket(char c) {
  at_++;
  if (bracket_reported_) return token(TokenKind::malformed, at_ - 1);
  bracket_reported_ = true;
  return malformed(ErrorCode::T1003, at_ - 1, {std::string(1, c)});
}

// --- Atmosphere -----------------------------------------------------------------------------------------------------

// False: *problem is a token to return instead of the next one.
bool Lexer::skip_atmosphere(Token* problem) {
  if (at_ == 0 && peek(0) == 0xEF && peek(1) == 0xBB && peek(2) == 0xBF) at_ = 3;  // byte order mark
  for (;;) {
    int c = peek();
    if (is_ascii_whitespace(c)) {
      at_++;
    } else if (c == ';') {
      skip_line();
    } else if (c == '#' && peek(1) == '|') {
      if (!skip_block_comment(problem)) return false;
    } else if (c == '#' && peek(1) == '!') {
      if (!skip_directive(problem)) return false;
    } else if (c >= 0x80) {
      peek(3);  // so that a character is not split between two pieces of text
      DecodedScalar next = decode_utf8(text_, at_);
      if (!is_wide_whitespace(next.scalar)) return true;
      at_ += next.length;
    } else {
      return true;
    }
  }
}

void Lexer::skip_line() {
  for (int c = peek(); c != end_of_text && c != '\n'; c = peek()) {
    size_t end = text_.find('\n', at_);
    at_ = static_cast<uint32_t>(end == std::string_view::npos ? text_.size() : end);
  }
}

bool Lexer::skip_block_comment(Token* problem) {
  uint32_t begin = at_;
  at_ += 2;
  for (size_t depth = 1; depth > 0;) {
    int c = peek();
    if (c == end_of_text) {
      *problem = unterminated(begin, "a block comment");
      return false;
    }
    if (c == '|' && peek(1) == '#') {
      depth--;
      at_ += 2;
    } else if (c == '#' && peek(1) == '|') {
      depth++;
      at_ += 2;
    } else {
      at_++;
    }
  }
  return true;
}

// `#!fold-case` and friends, and the first line of a script.  False: *result is a token, #!eof or an error.
bool Lexer::skip_directive(Token* result) {
  uint32_t begin = at_;
  int after = peek(2);
  if (begin == 0 && (after == '/' || after == ' ')) {
    skip_line();
    return true;
  }
  at_ += 2;
  scan_atom();
  std::string_view word = text_.substr(begin + 2, at_ - begin - 2);
  if (word == "fold-case" || word == "no-fold-case") {
    fold_case_ = word == "fold-case";
    return true;
  }
  if (word == "eof") *result = token(TokenKind::eof_object, begin);
  else *result = malformed(ErrorCode::T1012, begin, {"#!" + repair_utf8(word)});
  return false;
}

// --- Tokens that begin with # ---------------------------------------------------------------------------------------

Token Lexer::lex_hash() {
  uint32_t begin = at_;
  int c = peek(1);
  switch (c) {
    case '(': return single(TokenKind::open_vector, 2);
    case ';': return single(TokenKind::datum_comment, 2);
    case '\'': return single(TokenKind::function_quote, 2);
    case '\\': return lex_character(begin);
    case end_of_text: at_++; return unterminated(begin, "a `#` syntax");
    default: break;
  }
  if (c >= '0' && c <= '9') return lex_hash_digits(begin);
  return lex_hash_word(begin);
}

// Datum labels.
Token Lexer::lex_hash_digits(uint32_t begin) {
  constexpr uint64_t label_max = uint64_t{1} << 52;
  uint64_t label = 0;
  at_++;
  for (int c = peek(); c >= '0' && c <= '9'; c = peek()) {
    if (label < label_max) label = label * 10 + static_cast<uint64_t>(c - '0');
    at_++;
  }
  int c = peek();
  if (c != '=' && c != '#') {
    scan_atom();
    return malformed(ErrorCode::T1006, begin, {std::string(atom_text(begin))});
  }
  at_++;
  Token result = token(c == '=' ? TokenKind::label_definition : TokenKind::label_reference, begin);
  result.value = label;
  return result;
}

// #t #false #u8( #xFF ...
Token Lexer::lex_hash_word(uint32_t begin) {
  at_++;
  scan_atom();
  if (at_ == begin + 1) {
    peek(3);
    at_ += peek() == end_of_text ? 0 : decode_utf8(text_, at_).length;
    return malformed(ErrorCode::T1006, begin, {repair_utf8(text_.substr(begin, at_ - begin))});
  }
  std::string word = case_folded(atom_text(begin));
  if (word == "#t" || word == "#true") return token(TokenKind::true_, begin);
  if (word == "#f" || word == "#false") return token(TokenKind::false_, begin);
  ElementType element;
  if (peek() == '(' && find_element_type(std::string_view(word).substr(1), &element)) {
    at_++;
    Token result = token(TokenKind::open_number_vector, begin);
    result.value = static_cast<uint64_t>(element);
    return result;
  }
  if (word[1] != 0 && std::string_view("bodxei").find(word[1]) != std::string_view::npos)
    return lex_number(begin, false);
  return malformed(ErrorCode::T1006, begin, {std::string(atom_text(begin))});
}

Token Lexer::lex_character(uint32_t begin) {
  at_ += 2;
  if (peek() == end_of_text) return unterminated(begin, "a character");
  peek(3);
  DecodedScalar first = decode_utf8(text_, at_);
  uint32_t name_begin = at_;
  bool delimiter = is_delimiter_at(0);
  at_ += first.length;
  needs_repair_ = !first.valid;
  if (!delimiter) scan_atom();
  if (!first.valid) needs_repair_ = true;
  Token result = token(TokenKind::character, begin);
  result.value = first.scalar;
  if (at_ == name_begin + first.length) {
    if (needs_repair_) diagnostics_.warning(ErrorCode::T1013, result.span, error_message(ErrorCode::T1013));
    return result;
  }
  std::string name(text_.substr(name_begin, at_ - name_begin));
  if (fold_case_) name = case_folded(name);
  for (const CharacterName& known : character_names)
    if (known.name == name) return result.value = known.scalar, result;
  if (name[0] == 'x' || name[0] == 'X') {
    uint64_t scalar = 0;
    bool good = name.size() <= 9;
    for (size_t i = 1; i < name.size() && good; i++) {
      char c = name[i];
      int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
      good = digit >= 0;
      scalar = scalar * 16 + static_cast<uint64_t>(digit & 15);
    }
    if (good && scalar <= scalar_max && is_scalar_value(static_cast<uint32_t>(scalar)))
      return result.value = scalar, result;
  }
  if (count_utf8(name) == 1) return result;
  return malformed(ErrorCode::T1007, begin, {"#\\" + repair_utf8(name)});
}

}  // namespace tiercel
