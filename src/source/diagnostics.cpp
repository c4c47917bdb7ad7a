// Rendering.  Columns in `file:line:col` are characters; carets are placed by the width that characters have on a terminal.
#include "source/diagnostics.h"

#include <algorithm>
#include <cstdlib>
#include <unistd.h>

#include "base/utf8.h"

#include <utf8proc.h>

namespace tiercel {
namespace {

constexpr size_t window_characters = 100;  // of a source line, around the place
constexpr size_t context_characters = 30;  // kept before the place when the line is cut

// Characters that change what a terminal does or in which order it shows text: C0, DEL, C1, line separators and the
// bidirectional controls ("Trojan Source", Boucher and Anderson 2021).
bool is_unsafe(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

std::string hexadecimal(uint32_t n) {
  std::string digits;
  for (; n || digits.empty(); n >>= 4) digits.insert(digits.begin(), "0123456789ABCDEF"[n & 15]);
  return digits;
}

void append_visible(std::string& out, uint32_t c) {
  if (c == '\t') {
    out += ' ';
  } else if (is_unsafe(c)) {
    out += "\\x" + hexadecimal(c) + ";";
  } else {
    append_utf8(out, c);
  }
}

// Cells that text made visible takes on a terminal.
size_t display_width(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    DecodedScalar next = decode_utf8(text, at);
    width += static_cast<size_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(next.scalar))));
    at += next.length;
  }
  return width;
}

// One source line made visible, with the caret run under the bytes [mark_begin, mark_end) of it.
struct Excerpt {
  std::string text;
  size_t caret_column = 0;  // cells of `text` before the run
  size_t caret_count = 0;
};

Excerpt excerpt_of(std::string_view line, size_t mark_begin, size_t mark_end) {
  Excerpt result;
  size_t first = 0, index = 0, mark_index = count_utf8(line.substr(0, std::min(mark_begin, line.size())));
  size_t total = count_utf8(line);
  if (total > window_characters && mark_index > context_characters) first = mark_index - context_characters;
  if (first > 0) result.text = "...";
  size_t shown = result.text.size();
  bool cut = false;
  for (size_t at = 0; at < line.size(); index++) {
    DecodedScalar next = decode_utf8(line, at);
    if (index >= first + window_characters) {
      cut = true;
      break;
    }
    if (index >= first) {
      size_t before = result.text.size();
      append_visible(result.text, next.scalar);
      size_t width = display_width(std::string_view(result.text).substr(before));
      if (at < mark_begin) result.caret_column = shown + width;
      else if (at < mark_end) result.caret_count += width;
      shown += width;
    }
    at += next.length;
  }
  if (result.caret_count == 0) result.caret_count = 1;
  if (cut) result.text += "...";
  return result;
}

// Colours of a terminal; empty strings where there are none.
struct Paint {
  const char *strong, *error, *warning, *help, *plain;
};
constexpr Paint no_paint = {"", "", "", "", ""};
constexpr Paint terminal_paint = {"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[0m"};

void render_place(std::string& out, const SourceMap& sources, Span span) {
  out += escape_for_terminal(sources.describe(span));
  out += ": ";
}

// 1234567 → "1,234,567"
std::string grouped(int64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

void render_frame(std::string& out, const SourceMap& sources, const DiagnosticFrame& frame) {
  out += "  in " + escape_for_terminal(frame.procedure) + " at " + escape_for_terminal(sources.describe(frame.span));
  if (!frame.called.empty()) out += " (reached by tail calls from " + escape_for_terminal(frame.called) + ")";
  out += "\n";
  if (frame.times > 0) {
    out += frame.group > 1 ? "    ... the same " + grouped(frame.group) + " frames " : "    ... the same frame ";
    out += grouped(frame.times) + (frame.times == 1 ? " more time" : " more times") +
           (frame.at_least ? ", at least\n" : "\n");
  }
  if (frame.omitted > 0) {
    out += "    ... " + grouped(frame.omitted) + (frame.omitted == 1 ? " more frame" : " more frames");
    out += frame.at_least ? ", at least\n" : "\n";
  }
}

}  // namespace

bool can_erase(int descriptor) {
  const char* terminal = std::getenv("TERM");
  return isatty(descriptor) && terminal && std::string_view(terminal) != "dumb";
}

bool wants_colour(int descriptor) {
  const char* refused = std::getenv("NO_COLOR");
  return can_erase(descriptor) && !(refused && *refused);
}

Failure DiagnosticList::error(ErrorCode code, Span span, std::string message, std::vector<DiagnosticNote> notes) {
  add({code, span, std::move(message), std::move(notes), Severity::error});
  return Failure{};
}

void DiagnosticList::warning(ErrorCode code, Span span, std::string message, std::vector<DiagnosticNote> notes) {
  add({code, span, std::move(message), std::move(notes), Severity::warning});
}

void DiagnosticList::add(Diagnostic diagnostic) {
  constexpr size_t warnings_max = 10;  // what is no text at all has many
  bool error = diagnostic.severity == Severity::error;
  if (!error && diagnostics_.size() - error_count_ >= warnings_max) return;
  error_count_ += error;
  diagnostics_.push_back(std::move(diagnostic));
}

const Diagnostic& DiagnosticList::first_error() const {
  return *std::find_if(diagnostics_.begin(), diagnostics_.end(),
                       [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
}

void DiagnosticList::clear() {
  diagnostics_.clear();
  error_count_ = 0;
}

std::string fill_template(std::string_view message_template, const std::vector<std::string>& irritants) {
  std::string out;
  for (size_t i = 0; i < message_template.size(); i++) {
    bool is_hole = message_template[i] == '{' && i + 2 < message_template.size() && message_template[i + 2] == '}';
    size_t index = is_hole ? static_cast<size_t>(message_template[i + 1] - '0') : 0;
    if (!is_hole || index > 9) {
      out += message_template[i];
      continue;
    }
    if (index < irritants.size()) out += irritants[index];
    i += 2;
  }
  return out;
}

std::string error_message(ErrorCode code, const std::vector<std::string>& irritants) {
  return fill_template(error_info(code).message_template, irritants);
}

std::string escape_for_terminal(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    DecodedScalar next = decode_utf8(text, at);
    if (next.scalar == '\n') out += '\n';
    else append_visible(out, next.scalar);
    at += next.length;
  }
  return out;
}

static std::string excerpt_text(const SourceMap& sources, Span span, const Paint& paint, const char* colour) {
  if (!span.known()) return {};
  SourcePosition at = sources.position(span);
  std::string_view line = sources.line_text(span.file, at.line);
  uint32_t begin = sources.line_begin(span.file, at.line);
  Excerpt excerpt = excerpt_of(line, span.begin - begin, std::max(span.end, span.begin + 1) - begin);
  std::string number = std::to_string(at.line);
  std::string out = "  " + number + " | " + excerpt.text + "\n";
  out += "  " + std::string(number.size(), ' ') + " | " + std::string(excerpt.caret_column, ' ');
  return out + colour + std::string(excerpt.caret_count, '^') + (*colour ? paint.plain : "") + "\n";
}

std::string render_excerpt(const SourceMap& sources, Span span) { return excerpt_text(sources, span, no_paint, ""); }

std::string render(const SourceMap& sources, const Diagnostic& diagnostic, RenderStyle style) {
  if (style.json) return render_json(sources, diagnostic);
  const Paint& paint = style.colour ? terminal_paint : no_paint;
  bool error = diagnostic.severity == Severity::error;
  const char* colour = error ? paint.error : paint.warning;
  std::string out = paint.strong;
  if (diagnostic.span.known()) render_place(out, sources, diagnostic.span);
  out += std::string(paint.plain) + colour + (error ? "error[" : "warning[");
  out += error_info(diagnostic.code).code_text;
  out += "]: " + std::string(paint.plain) + paint.strong + escape_for_terminal(diagnostic.message) + paint.plain + "\n";
  out += excerpt_text(sources, diagnostic.span, paint, colour);
  for (const std::string& suggestion : diagnostic.suggestions)
    out += std::string("  ") + paint.help + "help" + paint.plain + ": " + escape_for_terminal(suggestion) + "\n";
  for (const DiagnosticNote& note : diagnostic.notes) {
    out += std::string("  ") + paint.help + "note" + paint.plain + ": ";
    if (note.span.known()) render_place(out, sources, note.span);
    out += escape_for_terminal(note.message) + "\n";
  }
  for (const DiagnosticFrame& frame : diagnostic.frames) render_frame(out, sources, frame);
  return out;
}

std::string render(const SourceMap& sources, const DiagnosticList& diagnostics, RenderStyle style) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.all()) out += render(sources, diagnostic, style);
  return out;
}

}  // namespace tiercel
