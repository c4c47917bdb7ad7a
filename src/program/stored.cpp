#include "program/stored.h"

#include <cstring>

#include "base/hash.h"
#include "bytecode/byte_stream.h"

namespace tiercel {

namespace {

constexpr std::string_view magic = "\x7Ftcb\r\n\x1A\n";  // a transfer as text would spoil it

std::span<const uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

void write_pairs(bytecode::ByteWriter& writer, const std::vector<std::pair<std::string, std::string>>& pairs) {
  writer.number(pairs.size());
  for (const auto& [first, second] : pairs) {
    writer.text(first);
    writer.text(second);
  }
}

void read_pairs(bytecode::ByteReader& reader, std::vector<std::pair<std::string, std::string>>& pairs) {
  size_t count = reader.count(2);
  for (size_t i = 0; i < count && !reader.failed(); i++) {
    std::string first(reader.text());
    pairs.emplace_back(std::move(first), reader.text());
  }
}

}  // namespace

std::string encode_program(const StoredProgram& program) {
  bytecode::ByteWriter writer;
  for (const std::string* text : {&program.unit, &program.spans, &program.hidden, &program.cells, &program.features})
    writer.text(*text);
  writer.number(program.cell_count);
  write_pairs(writer, program.files);
  write_pairs(writer, program.hints);
  writer.number(program.stack_limit_bytes);
  writer.number(program.heap_limit_bytes);
  writer.number(program.consair);
  writer.signed_number(program.fuel);
  writer.number(program.json);
  writer.number(program.needs_compiler);
  writer.text(program.main_file);
  writer.text(program.folders);
  writer.number(static_cast<uint64_t>(program.optimize));
  writer.number(program.units.size());
  for (const StoredProgram::Unit& unit : program.units)
    for (const std::string* text : {&unit.key, &unit.path, &unit.form}) writer.text(*text);
  writer.word(program.image);
  std::vector<uint8_t> body = writer.take();
  std::string text(body.begin(), body.end());
  bytecode::ByteWriter head;
  head.word(program_version());
  head.word(hash_bytes(text));
  std::vector<uint8_t> words = head.take();
  return std::string(magic) + std::string(words.begin(), words.end()) + text;
}

bool is_stored_program(std::string_view bytes) { return bytes.starts_with(magic); }

std::unique_ptr<StoredProgram> decode_program(std::string_view bytes, std::string* problem) {
  constexpr size_t head_bytes = 2 * sizeof(uint64_t);
  *problem = "it is damaged";
  if (!is_stored_program(bytes) || bytes.size() < magic.size() + head_bytes) return nullptr;
  bytecode::ByteReader reader(bytes_of(bytes.substr(magic.size())));
  if (reader.word() != program_version()) {
    *problem = "another version of Tiercel has made it";
    return nullptr;
  }
  if (reader.word() != hash_bytes(bytes.substr(magic.size() + head_bytes))) return nullptr;
  auto program = std::make_unique<StoredProgram>();
  for (std::string* text : {&program->unit, &program->spans, &program->hidden, &program->cells, &program->features})
    *text = reader.text();
  program->cell_count = reader.number_up_to(INT32_MAX);
  read_pairs(reader, program->files);
  read_pairs(reader, program->hints);
  program->stack_limit_bytes = reader.number();
  program->heap_limit_bytes = reader.number();
  program->consair = reader.number_up_to(1) != 0;
  program->fuel = reader.signed_number();
  program->json = reader.number_up_to(1) != 0;
  program->needs_compiler = reader.number_up_to(1) != 0;
  program->main_file = reader.text();
  program->folders = reader.text();
  program->optimize = static_cast<int>(reader.number_up_to(3));
  size_t units = reader.count(3);
  for (size_t i = 0; i < units && !reader.failed(); i++) {
    StoredProgram::Unit& unit = program->units.emplace_back();
    for (std::string* text : {&unit.key, &unit.path, &unit.form}) *text = reader.text();
  }
  program->image = reader.word();
  if (reader.failed() || !reader.at_end()) return nullptr;
  return program;
}

}  // namespace tiercel
