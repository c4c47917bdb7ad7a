// Diagnostics for programs: one JSON object a line.  The only file that includes nlohmann-json.
//
// Ill-formed UTF-8 in a program's text becomes U+FFFD; JSON's own escapes keep control characters from a terminal.
// Positions count from 1, columns count characters, offsets count bytes; the end of a range is exclusive.
#include <nlohmann/json.hpp>

#include "source/diagnostics.h"

namespace tiercel {
namespace {

using Json = nlohmann::ordered_json;

Json position_json(SourcePosition at, uint32_t offset) {
  return {{"line", at.line}, {"column", at.column}, {"offset", offset}};
}

// Adds "file" and, if the place is known, "range".
void add_place(Json& object, const SourceMap& sources, Span span) {
  if (!span.known()) return;
  object["file"] = std::string(sources.name(span.file));
  object["range"] = {{"start", position_json(sources.position(span.file, span.begin), span.begin)},
                     {"end", position_json(sources.position(span.file, span.end), span.end)}};
}

Json frame_json(const SourceMap& sources, const DiagnosticFrame& frame) {
  Json object = {{"procedure", frame.procedure}};
  add_place(object, sources, frame.span);
  if (!frame.called.empty()) object["tailCalledFrom"] = frame.called;
  if (frame.times) object["repeats"] = {{"frames", frame.group}, {"times", frame.times}};
  if (frame.omitted) object["omitted"] = frame.omitted;
  if (frame.at_least) object["more"] = true;
  return object;
}

}  // namespace

std::string render_json(const SourceMap& sources, const Diagnostic& diagnostic) {
  const ErrorInfo& info = error_info(diagnostic.code);
  Json object = {{"code", info.code_text},
                 {"name", info.name},
                 {"severity", diagnostic.severity == Severity::error ? "error" : "warning"},
                 {"message", diagnostic.message}};
  add_place(object, sources, diagnostic.span);
  object["suggestions"] = diagnostic.suggestions;
  object["notes"] = Json::array();
  for (const DiagnosticNote& note : diagnostic.notes) {
    Json entry = {{"message", note.message}};
    add_place(entry, sources, note.span);
    object["notes"].push_back(std::move(entry));
  }
  object["backtrace"] = Json::array();
  for (const DiagnosticFrame& frame : diagnostic.frames) object["backtrace"].push_back(frame_json(sources, frame));
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tiercel
