// Tokens to events: the datum syntax of R7RS section 7.1.2, with nesting bounded by memory only.
//
// The reader keeps its own stack, so a million nested parentheses cost a million small frames and no C stack.  It builds
// nothing: a ReaderSink receives balanced events and makes Datums (datum_sink.h), syntax or heap data out of them.
// Quote marks arrive as the two-element lists they stand for; commented data (`#;`) do not arrive at all.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/element_type.h"
#include "number/literal.h"
#include "reader/lexer.h"
#include "source/diagnostics.h"
#include "source/span.h"

namespace tiercel {

enum class ReaderConstant : uint8_t { false_, true_, eof };

// Receives one datum as events.  Texts and numbers are valid only during the call.
// A label applies to the datum that follows it at the same level.  References name labels that have been defined, perhaps
// around the place of the reference (a cycle), never a label whose datum is the reference itself.
class ReaderSink {
 public:
  virtual ~ReaderSink() = default;
  virtual void constant(ReaderConstant value, Span span) = 0;
  virtual void number(const NumberLiteral& number, Span span) = 0;
  virtual void character(uint32_t scalar, Span span) = 0;
  virtual void string(std::string_view text, Span span) = 0;
  virtual void symbol(std::string_view name, Span span) = 0;
  // The bytes of the elements: whole elements, in the machine's order.
  virtual void number_vector(ElementType type, std::span<const uint8_t> bytes, Span span) = 0;
  virtual void begin_list(Span open) = 0;
  virtual void dot() = 0;  // what follows in this list is its tail: one datum, then end_list
  virtual void end_list(Span whole) = 0;
  virtual void begin_vector(Span open) = 0;
  virtual void end_vector(Span whole) = 0;
  virtual void label(uint64_t label, Span span) = 0;
  virtual void reference(uint64_t label, Span span) = 0;
  virtual void abandon() = 0;  // the datum in progress ends in an error: forget it
};

enum class ReadStatus : uint8_t {
  datum,
  end,         // no further datum
  incomplete,  // the text ends inside a datum; a diagnostic says inside of what
  error,       // a diagnostic says what; reading may go on after the place, but what follows is rarely meaningful
};

class Reader {
 public:
  // Spans are offsets into `text`; `start` is where reading begins.
  Reader(std::string_view text, FileId file, DiagnosticList& diagnostics, uint32_t start = 0,
         TextSource* source = nullptr)
      : lexer_(text, file, diagnostics, start, source), diagnostics_(diagnostics) {}

  // Reads one datum into the sink.
  [[nodiscard]] ReadStatus read(ReaderSink& sink);

  // The offset after the last datum read: a port goes on from here.
  uint32_t position() const { return lexer_.position(); }
  // `#!fold-case` is in force; a port that makes a new Reader for each datum carries it over.
  bool fold_case() const { return lexer_.fold_case(); }
  void set_fold_case(bool on) { lexer_.set_fold_case(on); }
  void set_dialect(Dialect dialect) { lexer_.set_dialect(dialect); }
  // After an error in a datum its rest is still read, so that further errors in it are found and the next datum begins
  // where it should.  For whole texts: a port must not wait for the end of what is wrong already.
  void set_recovering(bool on) { recovering_ = on; }

 private:
  enum class FrameKind : uint8_t { list, vector, number_vector, prefix, label, comment };
  enum class DotState : uint8_t { none, dotted, tail_read };
  struct Frame {
    FrameKind kind;
    DotState dot = DotState::none;
    bool empty = true;                      // no datum inside yet
    bool quiet = false;                     // inside a datum comment
    bool angles = false;                    // vector: closed by >>
    ElementType element = ElementType::u8;  // of a number vector
    Span span;
    uint64_t label = 0;
  };
  enum class Step : uint8_t { more, complete, failed, incomplete };

  Step step(const Token& token);
  Step recover(const Token& token);
  Step step_atom(const Token& token);
  Step step_element(const Token& token);
  Step fail_element(const Token& token);
  Step step_close(const Token& token);
  Step step_dot(const Token& token);
  Step step_reference(const Token& token);
  Step step_end(const Token& token);
  Step datum_ended(Span span);
  Step fail(ErrorCode code, Span span, std::vector<std::string> irritants = {}, std::vector<DiagnosticNote> notes = {});
  bool check_place(const Token& token, Step* problem);
  void push(FrameKind kind, Span span);
  void open_prefix(const Token& token, std::string_view name);
  bool quiet() const { return !frames_.empty() && frames_.back().quiet; }
  void emit_atom(const Token& token);

  Lexer lexer_;
  DiagnosticList& diagnostics_;
  ReaderSink* sink_ = nullptr;
  std::vector<Frame> frames_;
  std::vector<uint64_t> labels_;  // defined in the current top-level datum
  std::vector<uint8_t> bytes_;    // of the number vector being read
  bool recovering_ = false;
  Span form_at_margin_;  // the first list in the datum that begins in column 1: one before it may not be closed
};

// Whether a text that a person is typing needs more lines: it ends inside a datum, string or comment, and nothing before
// that is wrong.
bool is_incomplete(std::string_view text, Dialect dialect = Dialect::scheme);

// Passes over one datum that begins at or after `start`; for `datum`, *end is the offset after it.
ReadStatus skip_datum(std::string_view text, uint32_t start, uint32_t* end, Dialect dialect = Dialect::scheme,
                      TextSource* source = nullptr);

}  // namespace tiercel
