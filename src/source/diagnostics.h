// What the compiler has to say about a program, and how it looks on a terminal.
//
// A diagnostic names a row of tables/errors.scm, a place, and a message that is already put into words.  This room does
// not decide what is an error; it collects and renders.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "gen/errors.h"
#include "source/source_map.h"
#include "source/span.h"

namespace tiercel {

enum class Severity : uint8_t { error, warning };

struct DiagnosticNote {
  Span span;  // may be unknown
  std::string message;
};

// One line of a backtrace.
struct DiagnosticFrame {
  std::string procedure;
  Span span;
  std::string called;     // what the frame below called, if that led here by tail calls
  int64_t group = 0;      // not 0: so many frames, this one last, come
  int64_t times = 0;      // so many more times
  int64_t omitted = 0;    // frames left out after this one
  bool at_least = false;  // the numbers are not the whole truth: counting stopped
};

struct Diagnostic {
  ErrorCode code;
  Span span;
  std::string message;
  std::vector<DiagnosticNote> notes{};
  Severity severity = Severity::error;
  std::vector<std::string> suggestions{};  // what may have been meant: whole sentences
  std::vector<DiagnosticFrame> frames{};   // innermost first
};

// How diagnostics are shown.
struct RenderStyle {
  bool json = false;    // one object a line, for programs
  bool colour = false;  // for terminals
};

// Whether what goes to this descriptor is coloured: only for a person who has not asked for the contrary (no-color.org).
bool wants_colour(int descriptor);
// Whether it is a terminal that obeys escape sequences.
bool can_erase(int descriptor);

class DiagnosticList {
 public:
  // Adds an error and returns the Failure that says "reported", so that callers can write `return list.error(...)`.
  Failure error(ErrorCode code, Span span, std::string message, std::vector<DiagnosticNote> notes = {});
  void warning(ErrorCode code, Span span, std::string message, std::vector<DiagnosticNote> notes = {});
  void add(Diagnostic diagnostic);
  // To the newest diagnostic.
  void add_note(DiagnosticNote note) { diagnostics_.back().notes.push_back(std::move(note)); }

  bool has_errors() const { return error_count_ != 0; }
  size_t error_count() const { return error_count_; }
  const std::vector<Diagnostic>& all() const { return diagnostics_; }
  const Diagnostic& first_error() const;  // has_errors()
  bool empty() const { return diagnostics_.empty(); }
  void clear();

 private:
  std::vector<Diagnostic> diagnostics_;
  size_t error_count_ = 0;
};

// `message_template` with {0}, {1}, ... replaced.
std::string fill_template(std::string_view message_template, const std::vector<std::string>& irritants);
// The message of an error code, filled.
std::string error_message(ErrorCode code, const std::vector<std::string>& irritants = {});

// file:line:col: error[T1003]: message, then the source line with a caret run, then suggestions, notes and backtrace.
// Ends with a newline.  Control characters of the program's text are escaped; a long line is cut to a window around the
// place.
std::string render(const SourceMap& sources, const Diagnostic& diagnostic, RenderStyle style = {});
std::string render(const SourceMap& sources, const DiagnosticList& diagnostics, RenderStyle style = {});

// The same as one JSON object on a line (diagnostics_json.cpp): code, name, severity, message, file, range, excerpt,
// suggestions, notes, backtrace.
std::string render_json(const SourceMap& sources, const Diagnostic& diagnostic);

// The source line and caret run of a span alone (for run-time errors and backtraces); empty if the span is unknown.
std::string render_excerpt(const SourceMap& sources, Span span);

// The text with control characters, bidirectional overrides and ill-formed UTF-8 made visible (\x1B; and U+FFFD), so
// that program text cannot steer a terminal.
std::string escape_for_terminal(std::string_view text);

}  // namespace tiercel
