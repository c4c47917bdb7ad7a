// Text to tokens: the lexical syntax of R7RS section 7.1.1.
//
// The lexer skips atmosphere (white space, comments, directives), decodes strings, symbols, characters and numbers, and
// reports what is malformed.  It knows no nesting except that of block comments; that is the reader's part.
//
// Text arrives whole, or in pieces through a TextSource.  A piece may move the text, so the lexer keeps offsets only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/dialect.h"
#include "number/literal.h"
#include "source/diagnostics.h"
#include "source/span.h"

namespace tiercel {

enum class TokenKind : uint8_t {
  open,                // (
  open_vector,         // #(
  open_number_vector,  // #u8( #f64( ...: `value` is the ElementType
  close,               // )
  open_angles,         // << in the consair dialect
  close_angles,        // >>
  nil,                 // nil in the consair dialect
  dot,
  quote,
  quasiquote,
  unquote,
  unquote_splicing,
  function_quote,    // #'
  datum_comment,     // #;
  label_definition,  // #0=
  label_reference,   // #0#
  true_,
  false_,
  eof_object,
  character,
  string,
  symbol,
  number,
  end,           // of the text
  unterminated,  // the text ends inside this token
  malformed,     // reported already
};

struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
  uint64_t value = 0;       // label, or the character's scalar value
  std::string_view text;    // of a symbol or string, decoded; valid until the next token
  NumberLiteral number;     // big parts are valid until the next token
  const char* inside = "";  // of `unterminated`: what was not ended
};

const char* token_kind_name(TokenKind kind);

// Where more text comes from when the text at hand is used up.
class TextSource {
 public:
  virtual ~TextSource() = default;
  // Makes *text longer at its end (its bytes may move) and returns true, or returns false at the end of input.
  virtual bool more(std::string_view* text) = 0;
};

class Lexer {
 public:
  // `start` is where reading begins in `text`; offsets and spans count from the beginning of `text`.
  Lexer(std::string_view text, FileId file, DiagnosticList& diagnostics, uint32_t start = 0,
        TextSource* source = nullptr)
      : text_(text), file_(file), diagnostics_(diagnostics), source_(source), at_(start) {}

  Token next();

  uint32_t position() const { return at_; }
  // Whether the character there is the first one of a line other than the text's first.
  bool begins_line(uint32_t offset) const { return offset > 0 && text_[offset - 1] == '\n'; }
  bool fold_case() const { return fold_case_; }
  void set_fold_case(bool on) { fold_case_ = on; }
  void set_dialect(Dialect dialect) { dialect_ = dialect; }
  // Forgets the << that are open: a new datum begins.
  void reset_nesting() {
    open_angles_ = 0;
    bracket_reported_ = false;
  }

 private:
  static constexpr int end_of_text = -1;

  int peek(uint32_t ahead = 0) {
    while (at_ + ahead >= text_.size())
      if (!source_ || !source_->more(&text_)) return end_of_text;
    return static_cast<uint8_t>(text_[at_ + ahead]);
  }
  Span span_from(uint32_t begin) const { return {file_, begin, at_}; }
  Token token(TokenKind kind, uint32_t begin) const;
  Token single(TokenKind kind, uint32_t length);
  Token malformed(ErrorCode code, uint32_t begin, std::vector<std::string> irritants);
  Token unterminated(uint32_t begin, const char* inside);

  bool skip_atmosphere(Token* problem);
  bool skip_block_comment(Token* problem);
  void skip_line();
  bool skip_directive(Token* result);
  bool is_delimiter_at(uint32_t ahead);
  void scan_atom();
  bool is_close_angles() { return open_angles_ > 0 && peek() == '>' && peek(1) == '>'; }

  Token lex_bracket(char c);
  Token lex_hash();
  Token lex_hash_digits(uint32_t begin);
  Token lex_hash_word(uint32_t begin);
  Token lex_character(uint32_t begin);
  Token lex_atom(uint32_t begin);
  Token lex_number(uint32_t begin, bool or_symbol);
  Token lex_quoted(char quote, TokenKind kind, const char* inside);
  bool lex_escape(char quote, uint32_t string_begin, Token* problem);
  bool lex_hex_escape(uint32_t escape_begin, uint32_t string_begin, Token* problem);
  void skip_line_continuation(uint32_t escape_begin);
  void append_scalar_here();
  std::string_view atom_text(uint32_t begin);

  std::string_view text_;
  FileId file_;
  DiagnosticList& diagnostics_;
  TextSource* source_;
  uint32_t at_;
  bool fold_case_ = false;
  Dialect dialect_ = Dialect::scheme;
  uint32_t open_angles_ = 0;       // << without >> so far: only there does >> end an atom
  bool bracket_reported_ = false;  // in this datum
  bool needs_repair_ = false;      // the atom just scanned has ill-formed UTF-8
  std::string scratch_;
  Arena numbers_;
};

}  // namespace tiercel
