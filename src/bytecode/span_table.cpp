// Form: the number of functions, the byte offset of each function's part (32 bits), then the parts: the function's own
// span, the number of entries, the entries as differences.
#include "bytecode/span_table.h"

#include <cstring>

#include "bytecode/byte_stream.h"

namespace tiercel::bytecode {

namespace {

void write_entries(ByteWriter& writer, const FunctionCode& function) {
  writer.number(function.span.file);
  writer.number(function.span.begin);
  writer.number(function.span.end - function.span.begin);
  writer.number(function.spans.size());
  SpanEntry last;
  for (const SpanEntry& entry : function.spans) {
    writer.number(entry.pc - last.pc);
    writer.number(entry.span.file);
    writer.signed_number(int64_t{entry.span.begin} - last.span.begin);
    writer.number(entry.span.end - entry.span.begin);
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

Span read_function_span(ByteReader& reader) {
  Span span;
  span.file = static_cast<FileId>(reader.number());
  span.begin = static_cast<uint32_t>(reader.number());
  span.end = span.begin + static_cast<uint32_t>(reader.number());
  return span;
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

Span find_span(std::span<const uint8_t> table, uint32_t function, uint32_t pc) {
  ByteReader reader = part_of(table, function);
  read_function_span(reader);
  SpanEntry entry;
  Span found;
  for (uint64_t count = reader.number(); count > 0; count--) {
    entry.pc += static_cast<uint32_t>(reader.number());
    if (entry.pc > pc) break;
    entry.span.file = static_cast<FileId>(reader.number());
    entry.span.begin = static_cast<uint32_t>(entry.span.begin + reader.signed_number());
    entry.span.end = entry.span.begin + static_cast<uint32_t>(reader.number());
    found = entry.span;
  }
  return found;
}

Span find_function_span(std::span<const uint8_t> table, uint32_t function) {
  ByteReader reader = part_of(table, function);
  return read_function_span(reader);
}

}  // namespace tiercel::bytecode
