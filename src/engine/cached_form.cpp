// Writing and reading go side by side, field by field.
#include "engine/cached_form.h"

#include <algorithm>
#include <unistd.h>

#include "bytecode/byte_stream.h"

namespace tiercel {
namespace {

using bytecode::ByteReader;
using bytecode::ByteWriter;
using syntax::ImportModifier;
using syntax::ImportSet;

std::string_view as_text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
std::span<const uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

void write_digest(ByteWriter& out, const Digest& digest) {
  for (uint8_t byte : digest.bytes) out.byte(byte);
}
Digest read_digest(ByteReader& in) {
  Digest digest;
  for (uint8_t& byte : digest.bytes) byte = in.byte();
  return digest;
}

void write_words(ByteWriter& out, const std::vector<std::string>& words) {
  out.number(words.size());
  for (const std::string& word : words) out.text(word);
}
std::vector<std::string> read_words(ByteReader& in) {
  std::vector<std::string> words(in.count());
  for (std::string& word : words) word = in.text();
  return words;
}

// --- Dependencies

void write_dependencies(ByteWriter& out, const Dependencies& dependencies) {
  out.number(dependencies.includes.size());
  for (const Dependencies::Include& include : dependencies.includes) {
    out.number(include.from);
    out.text(include.path);
    out.byte(include.fold_case);
    write_digest(out, include.contents);
  }
  out.number(dependencies.variables.size());
  for (const Dependencies::Variable& variable : dependencies.variables) {
    out.text(variable.name);
    write_digest(out, variable.value);
  }
  out.number(dependencies.questions.size());
  for (const Dependencies::Question& question : dependencies.questions) {
    write_words(out, question.parts);
    out.byte(question.found);
  }
  out.number(dependencies.imports.size());
  for (const Dependencies::Import& import : dependencies.imports) {
    write_words(out, import.parts);
    write_digest(out, import.identity);
  }
}

void read_dependencies(ByteReader& in, Dependencies* dependencies) {
  size_t includes = in.count(35);
  for (size_t i = 0; i < includes && !in.failed(); i++) {
    Dependencies::Include& include = dependencies->includes.emplace_back();
    include.from = static_cast<uint32_t>(in.number_up_to(i));
    include.path = in.text();
    include.fold_case = in.number_up_to(1);
    include.contents = read_digest(in);
  }
  size_t variables = in.count(33);
  for (size_t i = 0; i < variables && !in.failed(); i++) {
    Dependencies::Variable& variable = dependencies->variables.emplace_back();
    variable.name = in.text();
    variable.value = read_digest(in);
  }
  size_t questions = in.count(2);
  for (size_t i = 0; i < questions && !in.failed(); i++) {
    Dependencies::Question& question = dependencies->questions.emplace_back();
    question.parts = read_words(in);
    question.found = in.number_up_to(1);
  }
  size_t imports = in.count(33);
  for (size_t i = 0; i < imports && !in.failed(); i++) {
    Dependencies::Import& import = dependencies->imports.emplace_back();
    import.parts = read_words(in);
    import.identity = read_digest(in);
  }
}

// --- Warnings

void write_place(ByteWriter& out, const Warnings::Place& place) {
  out.text(place.file);
  out.number(place.begin);
  out.number(place.end);
}
Warnings::Place read_place(ByteReader& in) {
  std::string file(in.text());
  auto begin = static_cast<uint32_t>(in.number_up_to(UINT32_MAX));
  return {file, begin, static_cast<uint32_t>(in.number_up_to(UINT32_MAX))};
}

void write_warnings(ByteWriter& out, const Warnings& warnings) {
  out.number(warnings.reading.size());
  for (const Warnings::Reading& each : warnings.reading) {
    out.number(static_cast<uint64_t>(each.code));
    write_place(out, each.place);
    out.text(each.message);
  }
  out.number(warnings.unbound.size());
  for (const Warnings::Unbound& each : warnings.unbound) {
    out.text(each.name);
    write_place(out, each.place);
    write_words(out, each.similar);
  }
}

void read_warnings(ByteReader& in, Warnings* warnings) {
  size_t reading = in.count(5);
  for (size_t i = 0; i < reading && !in.failed(); i++) {
    auto code = static_cast<ErrorCode>(in.number_up_to(UINT16_MAX));
    Warnings::Place place = read_place(in);
    if (!std::ranges::any_of(std::span(error_table, error_count), [code](auto& row) { return row.code == code; }))
      return in.fail();
    warnings->reading.push_back({code, place, std::string(in.text())});
  }
  size_t unbound = in.count(5);
  for (size_t i = 0; i < unbound && !in.failed(); i++) {
    std::string name(in.text());
    Warnings::Place place = read_place(in);
    warnings->unbound.push_back({name, place, read_words(in)});
  }
}

// --- Import sets

void write_import_set(ByteWriter& out, const ImportSet& set) {
  write_words(out, set.library->parts);
  out.number(set.modifiers.size());
  for (const ImportModifier& modifier : set.modifiers) {
    out.byte(static_cast<uint8_t>(modifier.kind));
    out.number(modifier.names.size());
    for (Name name : modifier.names) out.text(name->text);
    out.text(modifier.prefix);
    out.number(modifier.renames.size());
    for (auto& [inner, outer] : modifier.renames) {
      out.text(inner->text);
      out.text(outer->text);
    }
  }
}

ImportModifier read_modifier(ByteReader& in, NameTable& names) {
  ImportModifier modifier{};
  modifier.kind =
      static_cast<ImportModifier::Kind>(in.number_up_to(static_cast<uint64_t>(ImportModifier::Kind::rename)));
  size_t listed = in.count();
  for (size_t i = 0; i < listed && !in.failed(); i++) modifier.names.push_back(names.intern(in.text()));
  modifier.prefix = in.text();
  size_t renames = in.count(2);
  for (size_t i = 0; i < renames && !in.failed(); i++) {
    Name inner = names.intern(in.text());
    modifier.renames.emplace_back(inner, names.intern(in.text()));
  }
  return modifier;
}

void read_import_sets(ByteReader& in, NameTable& names, CompiledFile* file) {
  size_t sets = in.count(2);
  for (size_t i = 0; i < sets && !in.failed(); i++) {
    file->set_libraries.push_back(read_words(in));
    ImportSet& set = file->import_sets.emplace_back();
    size_t modifiers = in.count(4);
    for (size_t k = 0; k < modifiers && !in.failed(); k++) set.modifiers.push_back(read_modifier(in, names));
  }
}

}  // namespace

std::string absolute_path(const std::string& path) {
  if (path.starts_with('/') || path.starts_with('(')) return path;
  char folder[4096];
  return ::getcwd(folder, sizeof folder) ? std::string(folder) + "/" + path : path;
}

std::vector<uint8_t> encode_compiled(const StoredForm& form) {
  ByteWriter out;
  write_dependencies(out, form.dependencies);
  write_warnings(out, form.warnings);
  out.number(form.file_libraries.size());
  for (const auto& parts : form.file_libraries) write_words(out, parts);
  write_words(out, form.homes);
  out.number(form.own_cells);
  out.text(as_text(form.interface));
  out.byte(form.program.begins_with_import);
  out.number(form.program.scopes);
  out.number(form.program.import_sets.size());
  for (const ImportSet& set : form.program.import_sets) write_import_set(out, set);
  out.text(as_text(form.unit));
  write_digest(out, form.unit_digest);
  return out.take();
}

std::unique_ptr<CompiledFile> decode_compiled(std::vector<uint8_t> bytes, NameTable& names) {
  auto file = std::make_unique<CompiledFile>();
  file->bytes = std::move(bytes);
  ByteReader in(file->bytes);
  read_dependencies(in, &file->dependencies);
  read_warnings(in, &file->warnings);
  size_t libraries = in.count();
  for (size_t i = 0; i < libraries && !in.failed(); i++) file->file_libraries.push_back(read_words(in));
  file->homes = read_words(in);
  file->own_cells = static_cast<uint32_t>(in.number_up_to(UINT32_MAX));
  file->interface = as_bytes(in.text());
  file->begins_with_import = in.number_up_to(1);
  file->scopes = static_cast<uint32_t>(in.number_up_to(UINT32_MAX));
  read_import_sets(in, names, file.get());
  std::span<const uint8_t> unit = as_bytes(in.text());
  file->unit_digest = read_digest(in);
  if (in.failed() || !in.at_end()) return nullptr;
  if (unit.empty()) return file;
  file->unit = bytecode::deserialize(unit, names).unit;
  return file->unit ? std::move(file) : nullptr;
}

}  // namespace tiercel
