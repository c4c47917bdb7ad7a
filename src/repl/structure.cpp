// The structure comes from the reader's own lexer, so strings, characters and comments are what they are there.
#include "repl/structure.h"

#include <algorithm>

#include "base/utf8.h"
#include "reader/lexer.h"

namespace tiercel {
namespace {

constexpr size_t indentation_of_body = 2;

// Forms that have a body and do not tell so by their beginning.
constexpr std::string_view body_forms[] = {
    "begin",   "case",  "case-lambda", "cond-expand", "do",      "each",  "else",         "fn",
    "for",     "guard", "label",       "lambda",      "library", "match", "named-lambda", "parameterize",
    "protect", "try",   "unless",      "when",        "while",   "with",
};

constexpr std::string_view body_beginnings[] = {"def", "let", "call-with-", "with-", "syntax-rules"};

}  // namespace

Structure::Structure(std::string_view text) : text_(text) {
  DiagnosticList ignored;
  Lexer lexer(text, 0, ignored);
  uint32_t at = 0;
  for (;;) {
    Token token = lexer.next();
    if (token.kind == TokenKind::end) break;
    Piece piece{Kind::other, token.span.begin, token.span.end};
    switch (token.kind) {
      case TokenKind::open:
      case TokenKind::open_vector:
      case TokenKind::open_angles:
      case TokenKind::open_number_vector: piece.kind = Kind::open; break;
      case TokenKind::close_angles:
      case TokenKind::close: piece.kind = Kind::close; break;
      case TokenKind::quote:
      case TokenKind::quasiquote:
      case TokenKind::unquote:
      case TokenKind::unquote_splicing:
      case TokenKind::function_quote:
      case TokenKind::datum_comment:
      case TokenKind::label_definition: piece.kind = Kind::prefix; break;
      case TokenKind::string: piece.kind = Kind::string; break;
      case TokenKind::nil:
      case TokenKind::true_:
      case TokenKind::false_:
      case TokenKind::eof_object:
      case TokenKind::character:
      case TokenKind::number: piece.kind = Kind::constant; break;
      case TokenKind::symbol: piece.kind = token.text.starts_with(':') ? Kind::keyword : Kind::name; break;
      case TokenKind::unterminated:
        if (piece.begin < text.size() && text[piece.begin] == '"') piece.kind = Kind::unfinished_string;
        piece.end = static_cast<uint32_t>(text.size());
        break;
      case TokenKind::dot:
      case TokenKind::label_reference:
      case TokenKind::malformed:
      case TokenKind::end: break;
    }
    if (piece.end <= at) break;
    at = piece.end;
    pieces_.push_back(piece);
    if (token.kind == TokenKind::unterminated) break;
  }
  pair_up();
}

void Structure::pair_up() {
  std::vector<size_t> open;
  for (size_t i = 0; i < pieces_.size(); i++) {
    if (pieces_[i].kind == Kind::open) open.push_back(i);
    if (pieces_[i].kind != Kind::close || open.empty()) continue;
    pieces_[i].partner = open.back();
    pieces_[open.back()].partner = i;
    open.pop_back();
  }
}

std::vector<TextStyle> Structure::styles(size_t cursor) const {
  std::vector<TextStyle> result(text_.size(), TextStyle::comment);
  size_t after = 0;
  auto paint = [&](size_t begin, size_t end, TextStyle style) {
    std::fill(result.begin() + static_cast<std::ptrdiff_t>(begin), result.begin() + static_cast<std::ptrdiff_t>(end),
              style);
  };
  for (const Piece& piece : pieces_) {
    TextStyle style = TextStyle::plain;
    switch (piece.kind) {
      case Kind::string:
      case Kind::unfinished_string: style = TextStyle::string; break;
      case Kind::constant: style = TextStyle::constant; break;
      case Kind::keyword: style = TextStyle::keyword; break;
      case Kind::close:
        if (piece.partner == npos) style = TextStyle::unmatched;
        break;
      case Kind::open:
      case Kind::prefix:
      case Kind::name:
      case Kind::other: break;
    }
    paint(piece.begin, piece.end, style);
    after = piece.end;
  }
  // A gap after the last piece may be an unfinished word; comments begin with a sign of their own.
  if (after < text_.size() && text_.find_first_of(";#", after) == std::string_view::npos)
    paint(after, text_.size(), TextStyle::plain);
  for (const Piece& piece : pieces_) {
    bool beside =
        (piece.kind == Kind::open && piece.begin == cursor) || (piece.kind == Kind::close && piece.end == cursor);
    if (!beside || piece.partner == npos) continue;
    const Piece& partner = pieces_[piece.partner];
    paint(piece.begin, piece.end, TextStyle::matched);
    paint(partner.begin, partner.end, TextStyle::matched);
  }
  return result;
}

size_t Structure::open_around(size_t position) const {
  for (size_t i = pieces_.size(); i-- > 0;) {
    const Piece& piece = pieces_[i];
    if (piece.begin >= position || piece.kind != Kind::open) continue;
    if (piece.partner == npos || pieces_[piece.partner].begin >= position) return i;
  }
  return npos;
}

size_t Structure::column_of(size_t position) const {
  size_t line = position == 0 ? std::string_view::npos : text_.rfind('\n', position - 1);
  size_t start = line == std::string_view::npos ? 0 : line + 1;
  return count_utf8(text_.substr(start, position - start));
}

bool Structure::has_body(std::string_view head) const {
  if (std::find(std::begin(body_forms), std::end(body_forms), head) != std::end(body_forms)) return true;
  return std::any_of(std::begin(body_beginnings), std::end(body_beginnings),
                     [&](std::string_view beginning) { return head.starts_with(beginning); });
}

// Two columns for bodies; under the first argument if it stands beside the operator; else beside the parenthesis.
size_t Structure::indentation(size_t position) const {
  size_t open = open_around(position);
  if (open == npos || is_in_string(position)) return 0;
  size_t base = column_of(pieces_[open].begin);
  size_t inside = base + (pieces_[open].end - pieces_[open].begin);
  if (open + 1 >= pieces_.size() || pieces_[open + 1].begin >= position) return inside;
  const Piece& head = pieces_[open + 1];
  if (head.kind != Kind::name) return inside;
  if (has_body(text_.substr(head.begin, head.end - head.begin))) return base + indentation_of_body;
  if (open + 2 >= pieces_.size() || pieces_[open + 2].begin >= position) return inside;
  const Piece& argument = pieces_[open + 2];
  bool same_line = text_.substr(head.end, argument.begin - head.end).find('\n') == std::string_view::npos;
  return same_line ? column_of(argument.begin) : inside;
}

size_t Structure::datum_left(size_t position) const {
  for (size_t i = pieces_.size(); i-- > 0;) {
    if (pieces_[i].begin >= position) continue;
    if (pieces_[i].kind == Kind::open) return pieces_[i].begin;
    size_t begin = pieces_[i].kind == Kind::close && pieces_[i].partner != npos ? pieces_[i].partner : i;
    while (begin > 0 && pieces_[begin - 1].kind == Kind::prefix) begin--;
    return pieces_[begin].begin;
  }
  return npos;
}

size_t Structure::datum_right(size_t position) const {
  for (const Piece& piece : pieces_) {
    if (piece.end <= position || piece.kind == Kind::prefix) continue;
    return piece.kind == Kind::open && piece.begin >= position && piece.partner != npos ? pieces_[piece.partner].end
                                                                                        : piece.end;
  }
  return npos;
}

bool Structure::is_in_string(size_t position) const {
  return std::any_of(pieces_.begin(), pieces_.end(), [&](const Piece& piece) {
    bool string = piece.kind == Kind::string || piece.kind == Kind::unfinished_string;
    bool before_end = position < piece.end || (piece.kind == Kind::unfinished_string && position == piece.end);
    return string && piece.begin < position && before_end;
  });
}

std::string_view Structure::head_around(size_t position) const {
  size_t open = open_around(position);
  if (open == npos || open + 1 >= pieces_.size() || pieces_[open + 1].kind != Kind::name) return {};
  return text_.substr(pieces_[open + 1].begin, pieces_[open + 1].end - pieces_[open + 1].begin);
}

}  // namespace tiercel
