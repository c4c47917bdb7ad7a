// Form: the number of functions, the byte offset of each function's part (32 bits), then the parts: the function's own
// span, its inlined calls, its entries, each with their number before them and spans as differences.
#include "bytecode/span_table.h"

#include <cstring>

#include "bytecode/byte_stream.h"

namespace tiercel::bytecode {

namespace {

void write_span(ByteWriter& writer, Span span, Span last) {
  writer.number(span.file);
  writer.signed_number(int64_t{span.begin} - last.begin);
  writer.number(span.end - span.begin);
}

Span read_span(ByteReader& reader, Span last) {
  Span span;
  span.file = static_cast<FileId>(reader.number());
  span.begin = static_cast<uint32_t>(last.begin + reader.signed_number());
  span.end = span.begin + static_cast<uint32_t>(reader.number());
  return span;
}

void write_entries(ByteWriter& writer, const FunctionCode& function) {
  write_span(writer, function.span, {});
  writer.number(function.inlined.size());
  for (const InlinedCall& inlined : function.inlined) {
    writer.text(inlined.procedure ? inlined.procedure->text : std::string_view());
    write_span(writer, inlined.call, {});
    writer.number(inlined.outer);
  }
  writer.number(function.spans.size());
  SpanEntry last;
  for (const SpanEntry& entry : function.spans) {
    writer.number(entry.pc - last.pc);
    write_span(writer, entry.span, last.span);
    writer.number(entry.inlined);
    last = entry;
  }
}

uint32_t word_at(std::span<const uint8_t> table, size_t index) {
  uint32_t word;
  std::memcpy(&word, table.data() + index * sizeof word, sizeof word);
  return word;
}

// Positioned at the function's part; at the end of nothing if there is no such function.
ByteReader part_of(std::span<const uint8_t> table, uint32_t function) {
  if (table.size() < sizeof(uint32_t) || function >= word_at(table, 0)) return ByteReader({});
  return ByteReader(table.subspan(word_at(table, function + 1)));
}

}  // namespace

std::vector<uint8_t> encode_spans(const Unit& unit) {
  std::vector<uint8_t> table((unit.functions.size() + 1) * sizeof(uint32_t));
  auto set_word = [&](size_t index, uint64_t value) {
    auto word = static_cast<uint32_t>(value);
    std::memcpy(table.data() + index * sizeof word, &word, sizeof word);
  };
  set_word(0, unit.functions.size());
  for (size_t i = 0; i < unit.functions.size(); i++) {
    set_word(i + 1, table.size());
    ByteWriter writer;
    write_entries(writer, unit.functions[i]);
    auto bytes = writer.take();
    table.insert(table.end(), bytes.begin(), bytes.end());
  }
  return table;
}

std::vector<SourceFrame> find_frames(std::span<const uint8_t> table, uint32_t function, uint32_t pc) {
  struct Inlined {
    std::string_view procedure;
    Span call;
    uint64_t outer;
  };
  ByteReader reader = part_of(table, function);
  read_span(reader, {});
  std::vector<Inlined> inlined(reader.number());
  for (Inlined& call : inlined) {
    call.procedure = reader.text();
    call.call = read_span(reader, {});
    call.outer = reader.number();
  }
  SpanEntry found, entry;
  for (uint64_t count = reader.number(); count > 0; count--) {
    entry.pc += static_cast<uint32_t>(reader.number());
    if (entry.pc > pc) break;
    entry.span = read_span(reader, entry.span);
    entry.inlined = static_cast<uint32_t>(reader.number());
    found = entry;
  }
  if (!found.span.known()) return {};
  std::vector<SourceFrame> frames;
  Span span = found.span;
  for (uint64_t index = found.inlined; index != 0; index = inlined[index - 1].outer) {
    frames.push_back({std::string(inlined[index - 1].procedure), span});
    span = inlined[index - 1].call;
  }
  frames.push_back({"", span});
  return frames;
}

Span find_span(std::span<const uint8_t> table, uint32_t function, uint32_t pc) {
  std::vector<SourceFrame> frames = find_frames(table, function, pc);
  return frames.empty() ? Span{} : frames.front().span;
}

Span find_function_span(std::span<const uint8_t> table, uint32_t function) {
  ByteReader reader = part_of(table, function);
  return read_span(reader, {});
}

}  // namespace tiercel::bytecode
