// Rendering.  Columns are characters: the display width of East Asian characters is the terminal's business, and a caret
// that is a little off does no harm.
#include "source/diagnostics.h"

#include <algorithm>

#include "base/utf8.h"

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

// One source line made visible, with the caret run under the bytes [mark_begin, mark_end) of it.
struct Excerpt {
  std::string text;
  size_t caret_column = 0;  // characters of `text` before the run
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
      size_t width = count_utf8(std::string_view(result.text).substr(before));
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

void render_place(std::string& out, const SourceMap& sources, Span span) {
  out += escape_for_terminal(sources.describe(span));
  out += ": ";
}

}  // namespace

Failure DiagnosticList::error(ErrorCode code, Span span, std::string message, std::vector<DiagnosticNote> notes) {
  add({code, span, std::move(message), std::move(notes), Severity::error});
  return Failure{};
}

void DiagnosticList::warning(ErrorCode code, Span span, std::string message, std::vector<DiagnosticNote> notes) {
  add({code, span, std::move(message), std::move(notes), Severity::warning});
}

void DiagnosticList::add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::error) error_count_++;
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

std::string render_excerpt(const SourceMap& sources, Span span) {
  if (!span.known()) return {};
  SourcePosition at = sources.position(span);
  std::string_view line = sources.line_text(span.file, at.line);
  uint32_t begin = sources.line_begin(span.file, at.line);
  Excerpt excerpt = excerpt_of(line, span.begin - begin, std::max(span.end, span.begin + 1) - begin);
  std::string number = std::to_string(at.line);
  std::string out = "  " + number + " | " + excerpt.text + "\n";
  out += "  " + std::string(number.size(), ' ') + " | " + std::string(excerpt.caret_column, ' ') +
         std::string(excerpt.caret_count, '^') + "\n";
  return out;
}

std::string render(const SourceMap& sources, const Diagnostic& diagnostic) {
  std::string out;
  if (diagnostic.span.known()) render_place(out, sources, diagnostic.span);
  out += diagnostic.severity == Severity::error ? "error[" : "warning[";
  out += error_info(diagnostic.code).code_text;
  out += "]: " + escape_for_terminal(diagnostic.message) + "\n";
  out += render_excerpt(sources, diagnostic.span);
  for (const DiagnosticNote& note : diagnostic.notes) {
    out += "  note: ";
    if (note.span.known()) render_place(out, sources, note.span);
    out += escape_for_terminal(note.message) + "\n";
  }
  return out;
}

std::string render(const SourceMap& sources, const DiagnosticList& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.all()) out += render(sources, diagnostic);
  return out;
}

}  // namespace tiercel
