#include "engine/report.h"

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
constexpr size_t frames_shown_max = 20;

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

Span frame_span(const LiveFrame& frame) { return instruction_span(frame.function, frame.instruction); }

std::string name_of(const Function* function) {
  if (type_is_symbol(function->name)) return symbol_utf8(function->name);
  return function->index == 0 ? "the top level" : "an anonymous procedure";  // function 0 runs its unit
}

// The frames that belong to the program, with repeated ones folded.
std::string render_frames(const SourceMap& sources, const Backtrace& backtrace) {
  std::string text;
  std::string previous;
  size_t shown = 0, repeated = 0;
  auto flush = [&] {
    if (repeated) text += "    ... the same " + std::to_string(repeated) + " more times\n";
    repeated = 0;
  };
  auto show = [&](const std::string& name, Span span) {
    if (!has_text(sources, span) || shown > frames_shown_max) return;
    std::string line = "  in " + escape_for_terminal(name) + " at " + sources.describe(span) + "\n";
    if (line == previous) {
      repeated++;
      return;
    }
    flush();
    if (shown++ == frames_shown_max) return;
    text += line;
    previous = line;
  };
  for (const LiveFrame& frame : backtrace.frames)
    for (const bytecode::SourceFrame& source : source_frames(frame))  // inlined calls have frames of their own
      show(source.procedure.empty() ? name_of(frame.function) : source.procedure, source.span);
  flush();
  if (backtrace.omitted) text += "  ... and " + std::to_string(backtrace.omitted) + " more\n";
  return text;
}

}  // namespace

Span instruction_span(const Function* function, int64_t instruction) {
  return bytecode::find_span(span_table(function), static_cast<uint32_t>(function->index),
                             static_cast<uint32_t>(instruction));
}

std::string describe_object(Context*, Value object) {
  if (type_is_condition(object)) return describe_raised(object);
  return error_message(ErrorCode::T3012, {write_value(object, irritant_bytes_max)});
}

std::string describe_uncaught(Context* ctx, const SourceMap& sources, Value object) {
  const Backtrace& backtrace = noted_backtrace(ctx);
  Diagnostic diagnostic{code_of(object), {}, describe_object(ctx, object)};
  for (const LiveFrame& frame : backtrace.frames) {
    Span span = frame_span(frame);
    if (!has_text(sources, span)) continue;
    diagnostic.span = span;
    break;
  }
  return render(sources, diagnostic) + render_frames(sources, backtrace);
}

}  // namespace tiercel
