// The reader's loop: one token, one step, an explicit stack of what is open.
#include "reader/reader.h"

#include <algorithm>

#include "reader/number_elements.h"

namespace tiercel {
namespace {

const char* construct_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::open_vector: return "a vector";
    case TokenKind::open_number_vector: return "a number vector";
    default: return "a list";
  }
}

// Whether a datum starts with this token; a comment is none.
bool begins_datum(TokenKind kind) {
  switch (kind) {
    case TokenKind::close:
    case TokenKind::close_angles:
    case TokenKind::dot:
    case TokenKind::datum_comment:
    case TokenKind::end:
    case TokenKind::unterminated:
    case TokenKind::malformed: return false;
    default: return true;
  }
}

Span join(Span from, Span to) { return {from.file, from.begin, to.end}; }

// Receives events and keeps nothing.
class NullSink final : public ReaderSink {
 public:
  void constant(ReaderConstant, Span) override {}
  void number(const NumberLiteral&, Span) override {}
  void character(uint32_t, Span) override {}
  void string(std::string_view, Span) override {}
  void symbol(std::string_view, Span) override {}
  void number_vector(ElementType, std::span<const uint8_t>, Span) override {}
  void begin_list(Span) override {}
  void dot() override {}
  void end_list(Span) override {}
  void begin_vector(Span) override {}
  void end_vector(Span) override {}
  void label(uint64_t, Span) override {}
  void reference(uint64_t, Span) override {}
  void abandon() override {}
};

}  // namespace

ReadStatus Reader::read(ReaderSink& sink) {
  NullSink nowhere;
  bool failed = false;
  sink_ = &sink;
  frames_.clear();
  labels_.clear();
  lexer_.reset_nesting();
  form_at_margin_ = {};
  for (;;) {
    Token token = lexer_.next();
    if (token.kind == TokenKind::end && frames_.empty()) return ReadStatus::end;
    Step result = step(token);
    if (result == Step::failed) {
      if (!failed) sink.abandon();
      failed = true;
      sink_ = &nowhere;
      result = recovering_ ? recover(token) : Step::complete;
    }
    switch (result) {
      case Step::more:
      case Step::failed: break;
      case Step::complete: return failed ? ReadStatus::error : ReadStatus::datum;
      case Step::incomplete:
        if (!failed) sink.abandon();
        return ReadStatus::incomplete;
    }
  }
}

// After an error at `token`: what stands there counts as a datum where one is allowed, and as nothing elsewhere.
Reader::Step Reader::recover(const Token& token) {
  if (frames_.empty()) return Step::complete;
  Frame& top = frames_.back();
  if (token.kind != TokenKind::close && token.kind != TokenKind::close_angles) {
    bool opens =
        token.kind == TokenKind::open || token.kind == TokenKind::open_vector || token.kind == TokenKind::open_angles;
    if (opens) return push(FrameKind::list, token.span), Step::more;
    return top.kind == FrameKind::number_vector || token.kind == TokenKind::dot ? Step::more : datum_ended(token.span);
  }
  while (frames_.size() > 1 && (frames_.back().kind == FrameKind::prefix || frames_.back().kind == FrameKind::label ||
                                frames_.back().kind == FrameKind::comment)) {
    frames_.pop_back();
  }
  Span whole = join(frames_.back().span, token.span);
  frames_.pop_back();
  return datum_ended(whole);
}

Reader::Step Reader::step(const Token& token) {
  Step problem;
  if (!check_place(token, &problem)) return problem;
  switch (token.kind) {
    case TokenKind::open:
      push(FrameKind::list, token.span);
      if (!quiet()) sink_->begin_list(token.span);
      return Step::more;
    case TokenKind::open_vector:
    case TokenKind::open_angles:
      push(FrameKind::vector, token.span);
      frames_.back().angles = token.kind == TokenKind::open_angles;
      if (!quiet()) sink_->begin_vector(token.span);
      return Step::more;
    case TokenKind::open_number_vector:
      push(FrameKind::number_vector, token.span);
      frames_.back().element = static_cast<ElementType>(token.value);
      if (!quiet()) bytes_.clear();
      return Step::more;
    case TokenKind::close:
    case TokenKind::close_angles: return step_close(token);
    case TokenKind::dot: return step_dot(token);
    case TokenKind::quote: return open_prefix(token, "quote"), Step::more;
    case TokenKind::quasiquote: return open_prefix(token, "quasiquote"), Step::more;
    case TokenKind::unquote: return open_prefix(token, "unquote"), Step::more;
    case TokenKind::unquote_splicing: return open_prefix(token, "unquote-splicing"), Step::more;
    case TokenKind::function_quote: return open_prefix(token, "function"), Step::more;
    case TokenKind::datum_comment:
      push(FrameKind::comment, token.span);
      frames_.back().quiet = true;
      return Step::more;
    case TokenKind::label_definition:
      if (!quiet()) {
        if (std::find(labels_.begin(), labels_.end(), token.value) != labels_.end())
          return fail(ErrorCode::T1010, token.span, {"label " + std::to_string(token.value) + " is defined twice"});
        labels_.push_back(token.value);
        sink_->label(token.value, token.span);
      }
      push(FrameKind::label, token.span);
      frames_.back().label = token.value;
      return Step::more;
    case TokenKind::label_reference: return step_reference(token);
    case TokenKind::true_:
    case TokenKind::false_:
    case TokenKind::eof_object:
    case TokenKind::character:
    case TokenKind::string:
    case TokenKind::symbol:
    case TokenKind::nil:
    case TokenKind::number: return step_atom(token);
    case TokenKind::end:
    case TokenKind::unterminated: return step_end(token);
    case TokenKind::malformed: return Step::failed;
  }
  return Step::failed;
}

// Whether a datum may begin here: not a second one after a dot, and in a number vector only numbers.
bool Reader::check_place(const Token& token, Step* problem) {
  if (frames_.empty() || !begins_datum(token.kind)) return true;
  Frame& top = frames_.back();
  if (top.kind == FrameKind::number_vector && token.kind != TokenKind::number) {
    *problem = fail_element(token);
    return false;
  }
  if (top.dot == DotState::tail_read) {
    *problem =
        fail(ErrorCode::T1009, token.span, {"more than one datum follows the dot"}, {{top.span, "in this list"}});
    return false;
  }
  return true;
}

void Reader::push(FrameKind kind, Span span) {
  bool inside_comment = quiet();
  bool inside = !frames_.empty() && kind == FrameKind::list && !form_at_margin_.known();
  if (inside && lexer_.begins_line(span.begin)) form_at_margin_ = span;
  Frame frame{kind};
  frame.quiet = inside_comment;
  frame.span = span;
  frames_.push_back(frame);
}

void Reader::open_prefix(const Token& token, std::string_view name) {
  push(FrameKind::prefix, token.span);
  if (quiet()) return;
  sink_->begin_list(token.span);
  sink_->symbol(name, token.span);
}

void Reader::emit_atom(const Token& token) {
  switch (token.kind) {
    case TokenKind::true_: return sink_->constant(ReaderConstant::true_, token.span);
    case TokenKind::false_: return sink_->constant(ReaderConstant::false_, token.span);
    case TokenKind::eof_object: return sink_->constant(ReaderConstant::eof, token.span);
    case TokenKind::character: return sink_->character(static_cast<uint32_t>(token.value), token.span);
    case TokenKind::string: return sink_->string(token.text, token.span);
    case TokenKind::symbol: return sink_->symbol(token.text, token.span);
    case TokenKind::nil: sink_->begin_list(token.span); return sink_->end_list(token.span);
    default: return sink_->number(token.number, token.span);
  }
}

Reader::Step Reader::step_atom(const Token& token) {
  if (!frames_.empty() && frames_.back().kind == FrameKind::number_vector) return step_element(token);
  if (!quiet()) emit_atom(token);
  return datum_ended(token.span);
}

Reader::Step Reader::step_element(const Token& token) {
  std::vector<uint8_t> ignored;
  if (!append_element(quiet() ? ignored : bytes_, frames_.back().element, token.number)) return fail_element(token);
  return Step::more;
}

Reader::Step Reader::fail_element(const Token& token) {
  const ElementInfo& info = element_info(frames_.back().element);
  return fail(ErrorCode::T1011, token.span, {info.tag, info.phrase});
}

Reader::Step Reader::step_close(const Token& token) {
  if (frames_.empty()) return fail(ErrorCode::T1002, token.span);
  Frame top = frames_.back();
  switch (top.kind) {
    case FrameKind::prefix:
    case FrameKind::label:
    case FrameKind::comment: return fail(ErrorCode::T1015, token.span, {}, {{top.span, "after this"}});
    case FrameKind::list:
    case FrameKind::vector:
    case FrameKind::number_vector: break;
  }
  if (top.angles != (token.kind == TokenKind::close_angles))
    return fail(ErrorCode::T1016, token.span, {top.angles ? ">>" : ")"}, {{top.span, "for this"}});
  if (top.dot == DotState::dotted)
    return fail(ErrorCode::T1009, token.span, {"a datum must follow the dot"}, {{top.span, "in this list"}});
  frames_.pop_back();
  Span whole = join(top.span, token.span);
  if (!top.quiet) {
    if (top.kind == FrameKind::list) sink_->end_list(whole);
    else if (top.kind == FrameKind::vector) sink_->end_vector(whole);
    else sink_->number_vector(top.element, bytes_, whole);
  }
  return datum_ended(whole);
}

Reader::Step Reader::step_dot(const Token& token) {
  if (frames_.empty() || frames_.back().kind != FrameKind::list)
    return fail(ErrorCode::T1009, token.span, {"a dot has a meaning only inside a list"});
  Frame& top = frames_.back();
  if (top.empty)
    return fail(ErrorCode::T1009, token.span, {"a datum must precede the dot"}, {{top.span, "in this list"}});
  if (top.dot != DotState::none)
    return fail(ErrorCode::T1009, token.span, {"a list has at most one dot"}, {{top.span, "in this list"}});
  top.dot = DotState::dotted;
  if (!quiet()) sink_->dot();
  return Step::more;
}

Reader::Step Reader::step_reference(const Token& token) {
  std::string name = std::to_string(token.value);
  for (size_t i = frames_.size(); i-- > 0 && frames_[i].kind == FrameKind::label;)
    if (frames_[i].label == token.value)
      return fail(ErrorCode::T1010, token.span, {"label " + name + " names only itself"});
  if (!quiet()) {
    if (std::find(labels_.begin(), labels_.end(), token.value) == labels_.end())
      return fail(ErrorCode::T1010, token.span, {"label " + name + " is not defined before this place"});
    sink_->reference(token.value, token.span);
  }
  return datum_ended(token.span);
}

// The text is used up inside a datum, or inside the token.
Reader::Step Reader::step_end(const Token& token) {
  std::string inside = token.inside;
  Span opened = {token.span.file, token.span.begin, token.span.begin + 1};
  if (token.kind == TokenKind::end) {
    const Frame& top = frames_.back();
    opened = top.span;
    switch (top.kind) {
      case FrameKind::list: inside = construct_name(TokenKind::open); break;
      case FrameKind::vector: inside = construct_name(TokenKind::open_vector); break;
      case FrameKind::number_vector: inside = construct_name(TokenKind::open_number_vector); break;
      case FrameKind::prefix: inside = "a quotation"; break;
      case FrameKind::label: inside = "a datum label"; break;
      case FrameKind::comment: inside = "a datum comment"; break;
    }
  }
  std::vector<DiagnosticNote> notes;
  if (form_at_margin_.known())
    notes.push_back({form_at_margin_, "this begins a line; a parenthesis may be missing before it"});
  (void)fail(ErrorCode::T1001, opened, {inside}, std::move(notes));
  return Step::incomplete;
}

// A datum is complete: end the prefixes that waited for it, and tell the list it belongs to.
Reader::Step Reader::datum_ended(Span span) {
  while (!frames_.empty()) {
    Frame& top = frames_.back();
    switch (top.kind) {
      case FrameKind::prefix:
        if (!top.quiet) sink_->end_list(join(top.span, span));
        break;
      case FrameKind::label: break;
      case FrameKind::comment: frames_.pop_back(); return Step::more;
      case FrameKind::list:
      case FrameKind::vector:
      case FrameKind::number_vector:
        top.empty = false;
        if (top.dot == DotState::dotted) top.dot = DotState::tail_read;
        return Step::more;
    }
    span = join(top.span, span);
    frames_.pop_back();
  }
  return Step::complete;
}

Reader::Step Reader::fail(ErrorCode code, Span span, std::vector<std::string> irritants,
                          std::vector<DiagnosticNote> notes) {
  (void)diagnostics_.error(code, span, error_message(code, irritants), std::move(notes));
  return Step::failed;
}

bool is_incomplete(std::string_view text, Dialect dialect) {
  DiagnosticList ignored;
  Reader reader(text, 0, ignored);
  reader.set_dialect(dialect);
  NullSink sink;
  for (;;) {
    switch (reader.read(sink)) {
      case ReadStatus::datum: break;
      case ReadStatus::end: return false;
      case ReadStatus::incomplete: return true;
      case ReadStatus::error: return false;
    }
  }
}

ReadStatus skip_datum(std::string_view text, uint32_t start, uint32_t* end, Dialect dialect, TextSource* source) {
  DiagnosticList ignored;
  Reader reader(text, 0, ignored, start, source);
  reader.set_dialect(dialect);
  NullSink sink;
  ReadStatus status = reader.read(sink);
  *end = reader.position();
  return status;
}

}  // namespace tiercel
