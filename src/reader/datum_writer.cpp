// Writing is a loop over a stack of things still to be written.  A first walk finds the data that are part of a cycle,
// because only they need labels (`write` as opposed to `write-shared`).
#include "reader/datum_writer.h"

#include <unordered_map>
#include <vector>

#include "base/utf8.h"
#include "reader/characters.h"
#include "reader/datum_sink.h"
#include "reader/lexer.h"
#include "reader/number_elements.h"

namespace tiercel {
namespace {

bool is_compound(const Datum* datum) { return datum->kind == DatumKind::pair || datum->kind == DatumKind::vector; }

size_t child_count(const Datum* datum) {
  if (datum->kind == DatumKind::pair) return 2;
  return datum->kind == DatumKind::vector ? datum->vector.size : 0;
}

const Datum* child(const Datum* datum, size_t i) {
  if (datum->kind == DatumKind::vector) return datum->vector.data[i];
  return i == 0 ? datum->pair.first : datum->pair.second;
}

constexpr int64_t label_not_numbered = -1;

// Depth-first search; a datum met again while it is on the path closes a cycle.
class CycleFinder {
 public:
  std::unordered_map<const Datum*, int64_t> find(const Datum* root) {
    visit(root);
    while (!path_.empty()) {
      Step& top = path_.back();
      if (top.next == child_count(top.datum)) {
        states_[top.datum] = State::done;
        path_.pop_back();
      } else {
        visit(child(top.datum, top.next++));
      }
    }
    return std::move(cyclic_);
  }

 private:
  enum class State : uint8_t { on_path, done };
  struct Step {
    const Datum* datum;
    size_t next;
  };

  void visit(const Datum* datum) {
    if (!is_compound(datum)) return;
    auto [place, is_new] = states_.try_emplace(datum, State::on_path);
    if (is_new) path_.push_back({datum, 0});
    else if (place->second == State::on_path) cyclic_[datum] = label_not_numbered;
  }

  std::vector<Step> path_;
  std::unordered_map<const Datum*, State> states_;
  std::unordered_map<const Datum*, int64_t> cyclic_;
};

class DatumWriter {
 public:
  DatumWriter(const Datum& root, size_t limit) : limit_(limit), labels_(CycleFinder().find(&root)) {}

  std::string write(const Datum& root) {
    todo_.push_back({Task::Kind::datum, &root, 0});
    while (!todo_.empty()) {
      Task task = todo_.back();
      todo_.pop_back();
      switch (task.kind) {
        case Task::Kind::datum: write_one(task.datum); break;
        case Task::Kind::tail: write_tail(task.datum); break;
        case Task::Kind::elements: write_elements(task); break;
        case Task::Kind::close: out_ += ')'; break;
      }
      if (limit_ != 0 && out_.size() > limit_) {
        size_t end = limit_;
        while (end > 0 && (static_cast<uint8_t>(out_[end]) & 0xC0) == 0x80) end--;
        out_.resize(end);
        return out_ + "...";
      }
    }
    return std::move(out_);
  }

 private:
  struct Task {
    enum class Kind : uint8_t { datum, tail, elements, close } kind;
    const Datum* datum;
    size_t index;
  };

  // Writes "#n#" and returns true if the datum was labelled before; writes "#n=" if it is labelled now.
  bool write_label(const Datum* datum) {
    auto found = labels_.find(datum);
    if (found == labels_.end()) return false;
    if (found->second >= 0) {
      out_ += "#" + std::to_string(found->second) + "#";
      return true;
    }
    found->second = next_label_++;
    out_ += "#" + std::to_string(found->second) + "=";
    return false;
  }

  void write_one(const Datum* datum) {
    if (!is_compound(datum)) return write_atom(*datum);
    if (write_label(datum)) return;
    if (datum->kind == DatumKind::vector) {
      out_ += "#(";
      todo_.push_back({Task::Kind::elements, datum, 0});
      return;
    }
    if (const char* prefix = quotation_prefix(datum)) {
      out_ += prefix;
      todo_.push_back({Task::Kind::datum, datum->pair.second->pair.first, 0});
      return;
    }
    out_ += '(';
    todo_.push_back({Task::Kind::tail, datum->pair.second, 0});
    todo_.push_back({Task::Kind::datum, datum->pair.first, 0});
  }

  const char* quotation_prefix(const Datum* pair) const {
    if (pair->pair.first->kind != DatumKind::symbol) return nullptr;
    const Datum* rest = pair->pair.second;
    if (rest->kind != DatumKind::pair || rest->pair.second->kind != DatumKind::empty || labels_.contains(rest))
      return nullptr;
    std::string_view name = pair->pair.first->symbol->text;
    const Datum* quoted = rest->pair.first;
    bool at_sign = quoted->kind == DatumKind::symbol && quoted->symbol->text.starts_with('@');
    if (at_sign && name == "unquote") return nullptr;  // ,@x would be unquote-splicing
    return name == "quote"              ? "'"
           : name == "quasiquote"       ? "`"
           : name == "unquote"          ? ","
           : name == "unquote-splicing" ? ",@"
                                        : nullptr;
  }

  void write_tail(const Datum* rest) {
    if (rest->kind == DatumKind::empty) {
      out_ += ')';
    } else if (rest->kind == DatumKind::pair && !labels_.contains(rest)) {
      out_ += ' ';
      todo_.push_back({Task::Kind::tail, rest->pair.second, 0});
      todo_.push_back({Task::Kind::datum, rest->pair.first, 0});
    } else {
      out_ += " . ";
      todo_.push_back({Task::Kind::close, nullptr, 0});
      todo_.push_back({Task::Kind::datum, rest, 0});
    }
  }

  void write_elements(Task task) {
    if (task.index == task.datum->vector.size) return void(out_ += ')');
    if (task.index > 0) out_ += ' ';
    todo_.push_back({Task::Kind::elements, task.datum, task.index + 1});
    todo_.push_back({Task::Kind::datum, task.datum->vector.data[task.index], 0});
  }

  void write_atom(const Datum& datum) {
    switch (datum.kind) {
      case DatumKind::empty: return void(out_ += "()");
      case DatumKind::nil: return void(out_ += "nil");
      case DatumKind::true_: return void(out_ += "#t");
      case DatumKind::false_: return void(out_ += "#f");
      case DatumKind::eof: return void(out_ += "#!eof");
      case DatumKind::unspecified: return void(out_ += "#<unspecified>");
      case DatumKind::default_: return void(out_ += "#<default>");
      case DatumKind::undefined: return void(out_ += "#<undefined>");
      case DatumKind::fixnum:
      case DatumKind::flonum:
      case DatumKind::bignum:
      case DatumKind::ratio:
      case DatumKind::complex: {
        Arena arena;
        append_number(out_, number_of_datum(arena, datum));
        return;
      }
      case DatumKind::character: return append_character_literal(out_, datum.scalar);
      case DatumKind::string: return append_string_literal(out_, {datum.string.data, datum.string.size});
      case DatumKind::symbol: return append_symbol(out_, datum.symbol->text);
      case DatumKind::number_vector:
        out_.append("#").append(element_info(datum.element).tag) += '(';
        for (size_t i = 0; i < datum.bytes.size; i += element_info(datum.element).bytes) {
          if (i) out_ += ' ';
          append_element_text(out_, datum.element, datum.bytes.data + i);
        }
        return void(out_ += ')');
      case DatumKind::opaque: return void(out_ += "#<opaque " + std::to_string(datum.handle) + ">");
      case DatumKind::pair:
      case DatumKind::vector: break;
    }
  }

  std::string out_;
  size_t limit_;
  std::unordered_map<const Datum*, int64_t> labels_;
  int64_t next_label_ = 0;
  std::vector<Task> todo_;
};

void append_escaped(std::string& out, std::string_view text, char quote) {
  for (size_t at = 0; at < text.size();) {
    DecodedScalar next = decode_utf8(text, at);
    at += next.length;
    switch (next.scalar) {
      case '\a': out += "\\a"; continue;
      case '\b': out += "\\b"; continue;
      case '\t': out += "\\t"; continue;
      case '\n': out += "\\n"; continue;
      case '\r': out += "\\r"; continue;
      default: break;
    }
    if (next.scalar == static_cast<uint8_t>(quote) || next.scalar == '\\') {
      out += '\\';
      out += static_cast<char>(next.scalar);
    } else if (next.scalar < 0x20 || (next.scalar >= 0x7F && next.scalar < 0xA0)) {
      char digits[12];
      std::snprintf(digits, sizeof digits, "\\x%x;", next.scalar);
      out += digits;
    } else {
      append_utf8(out, next.scalar);
    }
  }
}

// Whether the bare name reads back as this symbol: the lexer itself decides, but that it takes a backslash, which is in
// no identifier of the standard (R7RS 7.1.1).
bool reads_as_symbol(std::string_view name, Dialect dialect) {
  if (name.empty() || name.find('\\') != std::string_view::npos) return false;
  for (size_t at = 0; at < name.size();) {
    DecodedScalar next = decode_utf8(name, at);
    if (next.scalar < 0x20 || (next.scalar >= 0x7F && next.scalar < 0xA0) || !next.valid) return false;
    at += next.length;
  }
  DiagnosticList ignored;
  Lexer lexer(name, 0, ignored);
  lexer.set_dialect(dialect);
  Token token = lexer.next();
  if (dialect == Dialect::consair && name.find(">>") != std::string_view::npos) return false;  // it would end a vector
  return token.kind == TokenKind::symbol && lexer.position() == name.size() && token.text == name;
}

}  // namespace

std::string write_datum(const Datum& datum, size_t limit) { return DatumWriter(datum, limit).write(datum); }

void append_symbol(std::string& out, std::string_view name, Dialect dialect) {
  if (reads_as_symbol(name, dialect)) return void(out += name);
  out += '|';
  append_escaped(out, name, '|');
  out += '|';
}

void append_string_literal(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text, '"');
  out += '"';
}

void append_character_literal(std::string& out, uint32_t scalar) {
  out += "#\\";
  for (const CharacterName& known : character_names)
    if (known.scalar == scalar) return void(out += known.name);
  if (scalar < 0x20 || (scalar >= 0x7F && scalar < 0xA0) || is_wide_whitespace(scalar)) {
    char digits[12];
    std::snprintf(digits, sizeof digits, "x%x", scalar);
    out += digits;
  } else {
    append_utf8(out, scalar);
  }
}

std::string dump_tokens(std::string_view text) {
  DiagnosticList diagnostics;
  Lexer lexer(text, 0, diagnostics);
  std::string out;
  for (;;) {
    Token token = lexer.next();
    out += std::to_string(token.span.begin) + "-" + std::to_string(token.span.end) + " " + token_kind_name(token.kind);
    switch (token.kind) {
      case TokenKind::symbol: append_symbol(out += ' ', token.text); break;
      case TokenKind::string: append_string_literal(out += ' ', token.text); break;
      case TokenKind::number: append_number(out += ' ', token.number); break;
      case TokenKind::character: append_character_literal(out += ' ', static_cast<uint32_t>(token.value)); break;
      case TokenKind::label_definition:
      case TokenKind::label_reference: out += " " + std::to_string(token.value); break;
      case TokenKind::malformed: out += " " + diagnostics.all().back().message; break;
      default: break;
    }
    out += '\n';
    if (token.kind == TokenKind::end || token.kind == TokenKind::unterminated) return out;
  }
}

}  // namespace tiercel
