#include "program/report.h"

#include <vector>

#include "bytecode/span_table.h"
#include "control/backtrace.h"
#include "object/allocate.h"
#include "object/isolate.h"
#include "object/types.h"
#include "port/message.h"
#include "port/printer.h"
#include "source/diagnostics.h"

namespace tiercel {
namespace {

constexpr size_t irritant_bytes_max = 200;  // of one irritant in a message
constexpr size_t frames_shown_max = 20;     // lines of a backtrace
constexpr size_t outermost_shown = 5;       // of them at the far end
constexpr const char* anonymous = "an anonymous procedure";
constexpr size_t group_max = 8;  // lines of a recursion that are told as one

ErrorCode code_of(Value object) {
  if (!type_is_condition(object)) return ErrorCode::T3012;
  const Condition* condition = as_condition(object);
  return is_fixnum(condition->code) ? static_cast<ErrorCode>(fixnum_value(condition->code)) : ErrorCode::T3010;
}

// Frames of libraries inside the executable have no text to show.
bool has_text(const SourceMap& sources, Span span) { return span.known() && !sources.text(span.file).empty(); }

std::span<const uint8_t> span_table(const Function* function) {
  if (!is_kind(function->unit, ObjectKind::code_unit)) return {};
  const CodeUnit* unit = as_code_unit(function->unit);
  if (!type_is_bytevector(unit->spans)) return {};
  const Bytevector* table = as_bytevector(unit->spans);
  return {table->bytes, static_cast<size_t>(bytevector_length(table))};
}

std::vector<bytecode::SourceFrame> source_frames(const LiveFrame& frame) {
  return bytecode::find_frames(span_table(frame.function), static_cast<uint32_t>(frame.function->index),
                               static_cast<uint32_t>(frame.instruction));
}

std::string name_of(const Function* function) {
  if (type_is_symbol(function->name)) return symbol_utf8(function->name);
  return function->index == 0 ? "the top level" : anonymous;  // function 0 runs its unit
}

bool same_line(const DiagnosticFrame& a, const DiagnosticFrame& b) {
  return a.procedure == b.procedure && a.span.file == b.span.file && a.span.begin == b.span.begin &&
         a.span.end == b.span.end && a.called == b.called;
}

// The lines of the frames that belong to the program.  Inlined calls have lines of their own.
std::vector<DiagnosticFrame> program_lines(const SourceMap& sources, std::span<const LiveFrame> frames) {
  std::vector<DiagnosticFrame> lines;
  for (const LiveFrame& frame : frames) {
    std::vector<bytecode::SourceFrame> parts = source_frames(frame);
    for (size_t i = 0; i < parts.size(); i++) {
      if (!has_text(sources, parts[i].span)) continue;
      bool outermost = i + 1 == parts.size();
      std::string name = outermost                    ? name_of(frame.function)
                         : parts[i].procedure.empty() ? anonymous
                                                      : parts[i].procedure;
      lines.push_back({name, parts[i].span, outermost && frame.called ? name_of(frame.called) : ""});
    }
  }
  return lines;
}

// How many lines from `at` on repeat the `group` before them.
size_t repeated_lines(std::span<const DiagnosticFrame> lines, size_t at, size_t group) {
  size_t end = at;
  while (end < lines.size() && same_line(lines[end], lines[end - group])) end++;
  return end - at;
}

// Tells groups of lines that come again and again once.
std::vector<DiagnosticFrame> folded(std::span<const DiagnosticFrame> lines) {
  std::vector<DiagnosticFrame> result;
  for (size_t at = 0; at < lines.size();) {
    size_t group = 1, repeated = 0;
    for (; group <= group_max && at + group < lines.size(); group++) {
      repeated = repeated_lines(lines, at + group, group) / group * group;
      if (repeated > 1) break;
    }
    if (repeated <= 1) group = 1, repeated = 0;
    result.insert(result.end(), lines.begin() + static_cast<ptrdiff_t>(at),
                  lines.begin() + static_cast<ptrdiff_t>(at + group));
    if (repeated) {
      result.back().group = static_cast<int64_t>(group);
      result.back().times = static_cast<int64_t>(repeated / group);
    }
    at += group + repeated;
  }
  return result;
}

int64_t frames_of_line(const DiagnosticFrame& line) { return 1 + line.group * line.times + line.omitted; }

// Cuts the middle out of what is too long.
void limit_lines(std::vector<DiagnosticFrame>& lines) {
  if (lines.size() <= frames_shown_max) return;
  size_t first = frames_shown_max - outermost_shown, last = lines.size() - outermost_shown;
  for (size_t i = first; i < last; i++) {
    lines[first - 1].omitted += frames_of_line(lines[i]);
    lines[first - 1].at_least |= lines[i].at_least;
  }
  lines.erase(lines.begin() + static_cast<ptrdiff_t>(first), lines.begin() + static_cast<ptrdiff_t>(last));
}

// Of a recursion that goes on beyond the frames at hand: its lines once, and how often they follow.
void append_cycle(const SourceMap& sources, const Backtrace& backtrace, std::vector<DiagnosticFrame>& lines) {
  std::span<const LiveFrame> all(backtrace.frames);
  size_t cycle = static_cast<size_t>(backtrace.cycle), begin = all.size() - cycle;
  while (begin > 0 && all[begin - 1] == all[begin - 1 + cycle]) begin--;
  int64_t frames = static_cast<int64_t>(all.size() - begin) + backtrace.cyclic;
  lines = folded(program_lines(sources, all.first(begin)));
  std::vector<DiagnosticFrame> group = program_lines(sources, all.subspan(begin, cycle));
  if (group.empty()) return;
  group.back().group = static_cast<int64_t>(group.size());
  group.back().times = frames / backtrace.cycle - 1;
  group.back().at_least = !backtrace.complete;
  group.back().omitted = frames % backtrace.cycle;
  lines.insert(lines.end(), group.begin(), group.end());
}

std::vector<DiagnosticFrame> frames_to_show(const SourceMap& sources, const Backtrace& backtrace) {
  std::vector<DiagnosticFrame> lines;
  if (backtrace.cyclic > 0) append_cycle(sources, backtrace, lines);
  else lines = folded(program_lines(sources, backtrace.frames));
  if (!lines.empty()) {
    lines.back().omitted += backtrace.omitted;
    lines.back().at_least |= !backtrace.complete;
  }
  std::vector<DiagnosticFrame> outermost = folded(program_lines(sources, backtrace.outermost));
  lines.insert(lines.end(), outermost.begin(), outermost.end());
  limit_lines(lines);
  return lines;
}

}  // namespace

Span place_in_program(const SourceMap& sources, const LiveFrame& frame) {
  for (const bytecode::SourceFrame& part : source_frames(frame))
    if (has_text(sources, part.span)) return part.span;
  return {};
}

std::string unbound_name(Value object) {
  if (!type_is_condition(object) || as_condition(object)->code != make_fixnum(static_cast<int64_t>(ErrorCode::T3002)))
    return "";
  Value irritants = as_condition(object)->irritants;
  return is_pair(irritants) && type_is_symbol(as_pair(irritants)->car) ? symbol_utf8(as_pair(irritants)->car) : "";
}

int exit_code_of(Value object) {
  if (object == v_true || object == v_default || object == v_unspecified) return 0;
  if (is_fixnum(object)) return static_cast<int>(fixnum_value(object) & 0xFF);
  return is_false(object) ? 1 : 0;
}

std::string describe_object(Context* ctx, Value object) {
  Dialect dialect = ctx->isolate->dialect;
  if (type_is_condition(object)) return describe_raised(object, dialect);
  return error_message(ErrorCode::T3012, {write_value(object, irritant_bytes_max, dialect)});
}

Diagnostic uncaught_diagnostic(Context* ctx, const SourceMap& sources, Value object) {
  const Backtrace& backtrace = noted_backtrace(ctx);
  Diagnostic diagnostic{code_of(object), {}, describe_object(ctx, object)};
  for (const LiveFrame& frame : backtrace.frames) {
    diagnostic.span = place_in_program(sources, frame);
    if (diagnostic.span.known()) break;
  }
  diagnostic.frames = frames_to_show(sources, backtrace);
  return diagnostic;
}

}  // namespace tiercel
