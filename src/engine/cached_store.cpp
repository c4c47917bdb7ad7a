// Recording what a compilation read, and writing entries when it is complete.
#include <algorithm>
#include <bit>
#include <charconv>
#include <deque>
#include <unistd.h>

#include "bytecode/datum_table.h"
#include "core/copy.h"
#include "engine/cached.h"
#include "engine/cached_form.h"
#include "engine/parts.h"

namespace tiercel {
namespace {

constexpr const char* macro_obstacle = "it defines macros that mean something in this process only";
// By Outside: what is not asked again by who takes the entry.
constexpr const char* outside_obstacles[] = {"a macro uses files",
                                             "a macro asks for the time",
                                             "a macro reads input",
                                             "a macro writes output",
                                             "a macro asks for random bits",
                                             "a macro asks for the command line",
                                             "a macro asks for all environment variables",
                                             "a macro asks what the process has done",
                                             "a macro evaluates in an environment of its own"};
static_assert(std::size(outside_obstacles) == static_cast<size_t>(Outside::count_));
constexpr const char* opaque_obstacle = "its code refers to what only this process has";

// A value that only this process has cannot be stored.
bool has_opaque_constant(const bytecode::Unit& unit) {
  bytecode::DatumNumbers reached;
  for (const bytecode::Constant& constant : unit.constants)
    if (constant.kind == bytecode::ConstantKind::datum) reached.number(constant.datum);
  return std::ranges::any_of(reached.datums(), [](const Datum* datum) { return datum->kind == DatumKind::opaque; });
}

// The name that a (define-library NAME ...) gives; empty if it is none.
std::vector<std::string> defined_library(const Datum* form) {
  std::vector<std::string> parts;
  bool fits = form->kind == DatumKind::pair && form->pair.second->kind == DatumKind::pair &&
              form->pair.first->kind == DatumKind::symbol && form->pair.first->symbol->text == "define-library";
  if (!fits) return parts;
  for (const Datum* rest = form->pair.second->pair.first; rest->kind == DatumKind::pair; rest = rest->pair.second) {
    const Datum* part = rest->pair.first;
    parts.push_back(part->kind == DatumKind::symbol ? std::string(part->symbol->text) : std::to_string(part->fixnum));
  }
  return parts;
}

}  // namespace

// --- What compiling reads -------------------------------------------------------------------------------------------

// Whose compilation is going on: the innermost library that is being expanded, or the program.
CompiledFiles::Record* CompiledFiles::current() {
  if (parts_.system.loading.empty()) return program_ ? &*program_ : nullptr;
  auto record = records_.find(parts_.system.loading.back()->key);
  return record == records_.end() ? nullptr : &record->second;
}

void CompiledFiles::note_files(const std::string& owner, std::span<const FileId> files) {
  for (size_t i = 0; i < files.size(); i++) file_roles_[files[i]] = {owner, i};
}

// Its libraries have entries of their own, which it names.
void CompiledFiles::begin_program(std::string_view text, FileId file, std::span<const Datum* const> forms) {
  if (!is_keeping()) return;
  program_.emplace();
  has_prelude_ = !begins_with_import(forms);
  program_->path = parts_.sources.name(file);
  program_->entry = key_of("program", text);
  program_->files = {file};
  program_->file_libraries = note_defined("inner library ", program_->path, text, file, forms);
  note_files("", program_->files);
}

// All that the file defines: each library has an entry of its own, which names the others.
void CompiledFiles::note_library(const LibraryFile& source, FileId file, std::span<const Datum* const> forms) {
  if (!is_keeping()) return;
  LibraryNames libraries = note_defined("library ", source.path, source.text, file, forms);
  if (libraries.size() < 2) return;
  for (const auto& parts : libraries) records_[syntax::library_key(parts)].file_libraries = libraries;
}

CompiledFiles::LibraryNames CompiledFiles::note_defined(std::string_view kind, const std::string& path,
                                                        std::string_view text, FileId file,
                                                        std::span<const Datum* const> forms) {
  LibraryNames libraries;
  variables_known_ = false;  // code of the program may have run since
  for (const Datum* form : forms) {
    std::vector<std::string> parts = defined_library(form);
    if (parts.empty()) continue;
    std::string key = syntax::library_key(parts);
    Record& record = records_[key];
    record.key = key;
    record.path = path;
    record.entry = key_of(std::string(kind) + key, text);
    record.files = {file};
    note_files(key, record.files);
    libraries.push_back(std::move(parts));
  }
  return libraries;
}

void CompiledFiles::note_question(std::span<const std::string> parts, bool found) {
  Record* record = current();
  if (record && !parts_.image.find(syntax::library_key(parts)))
    record->dependencies.questions.push_back({{parts.begin(), parts.end()}, found});
}

void CompiledFiles::note_outside(const OutsideUse& use) {
  Record* record = collected_ || use.empty() ? nullptr : current();
  if (!record) return;
  if (use.kinds) record->obstacle = outside_obstacles[std::countr_zero(use.kinds)];
  for (const std::string& name : use.variables) {
    Dependencies::Variable variable = variable_now(name);
    auto& known = record->dependencies.variables;
    if (std::ranges::find(known, variable) == known.end()) known.push_back(std::move(variable));
  }
}

// What libraries of the image ask while they are loaded is the salt of hash tables, which decides nothing in macros.
void CompiledFiles::note_body(const syntax::Library* library, const OutsideUse& use) {
  if (is_on() && !use.empty() && !library->from_image) body_uses_[library] = use;
}

void CompiledFiles::note_bodies(std::span<syntax::Library* const> libraries) {
  if (body_uses_.empty()) return;
  syntax::any_reached(libraries, [this](const syntax::Library* library) {
    if (auto use = body_uses_.find(library); use != body_uses_.end()) note_outside(use->second);
    return false;
  });
}

void CompiledFiles::note_include(std::string_view path, FileId from, bool fold_case, FileId file) {
  Record* record = current();
  if (!record) return;
  auto place = std::find(record->files.begin(), record->files.end(), from);
  if (place == record->files.end()) {
    record->obstacle = "a macro of another file includes " + std::string(path);
    return;
  }
  auto number = static_cast<uint32_t>(place - record->files.begin());
  record->dependencies.includes.push_back({number, std::string(path), fold_case, digest_of(parts_.sources.text(file))});
  record->files.push_back(file);
  file_roles_[file] = {record->key, record->files.size() - 1};
}

// --- Warnings -------------------------------------------------------------------------------------------------------

Warnings::Place CompiledFiles::stored_place(Span span) const {
  return {span.known() ? stored_name(span.file) : "", span.begin, span.end};
}

Span CompiledFiles::span_of(const Warnings::Place& place, std::span<const FileId> own) {
  FileId file = place.file.empty() ? 0 : file_of(place.file, own);
  return file ? Span{file, place.begin, place.end} : Span{};
}

void CompiledFiles::note_warnings(const DiagnosticList& diagnostics, size_t first) {
  for (const Diagnostic& each : std::span(diagnostics.all()).subspan(first)) {
    auto role = file_roles_.find(each.span.file);
    if (role == file_roles_.end() || each.severity != Severity::warning) continue;
    auto library = records_.find(role->second.owner);
    Record* record = library != records_.end() ? &library->second : program_ ? &*program_ : nullptr;
    if (record) record->warnings.reading.push_back({each.code, stored_place(each.span), each.message});
  }
}

void CompiledFiles::repeat_warnings(const CompiledFile& file, DiagnosticList& diagnostics) {
  for (const Warnings::Reading& each : file.warnings.reading)
    diagnostics.warning(each.code, span_of(each.place, file.files), each.message);
}

// --- Units ----------------------------------------------------------------------------------------------------------

// How a stored unit names a file: by its number among the files of a library or of the program, or by its name.
std::string CompiledFiles::stored_name(FileId file) const {
  auto role = file_roles_.find(file);
  if (role == file_roles_.end()) return "=" + std::string(parts_.sources.name(file));
  return std::to_string(role->second.number) + "\n" + role->second.owner;
}

FileId CompiledFiles::file_of(std::string_view stored, std::span<const FileId> own) {
  if (stored.starts_with('=')) return parts_.finder.stored_file(stored.substr(1));
  size_t line = stored.find('\n');
  size_t number = 0;
  std::from_chars(stored.data(), stored.data() + stored.size(), number);
  std::string owner(line == std::string_view::npos ? "" : stored.substr(line + 1));
  std::span<const FileId> files = own;
  if (!owner.empty()) {
    auto library = library_files_.find(owner);
    auto record = records_.find(owner);
    if (library != library_files_.end() && library->second->compiled) files = library->second->compiled->files;
    else if (record != records_.end()) files = record->second.files;
    else files = {};
  }
  return number < files.size() ? files[number] : 0;
}

class CompiledFiles::FileNames final : public bytecode::FileNamer {
 public:
  explicit FileNames(const CompiledFiles& files) : files_(files) {}
  std::string_view file_name(FileId file) override { return names_.emplace_back(files_.stored_name(file)); }

 private:
  const CompiledFiles& files_;
  std::deque<std::string> names_;
};

// Variables are stored by their home and their number there; `unit` is in the end as it was.  Empty: it cannot be stored.
std::vector<uint8_t> CompiledFiles::serialize_unit(bytecode::Unit& unit, syntax::Namespace* own, Record* record) {
  if (has_opaque_constant(unit)) return {};
  std::vector<std::pair<bytecode::Constant*, uint64_t>> changed;
  bool good = true;
  for (bytecode::Constant& constant : unit.constants) {
    if (constant.kind != bytecode::ConstantKind::cell) continue;
    auto cell = cells_.find(static_cast<uint32_t>(constant.handle));
    if (cell == cells_.end()) {
      good = false;
      break;
    }
    uint64_t home = 0;
    if (cell->second.home != own) {
      if (!cell->second.home->library()) {
        good = false;
        break;
      }
      const std::string& key = cell->second.home->library()->key;
      auto known = std::find(record->homes.begin(), record->homes.end(), key);
      home = static_cast<uint64_t>(known - record->homes.begin()) + 1;
      if (known == record->homes.end()) record->homes.push_back(key);
    }
    changed.emplace_back(&constant, constant.handle);
    constant.handle = home << 32 | cell->second.number;
  }
  FileNames names(*this);
  std::vector<uint8_t> bytes = good ? bytecode::serialize(unit, names) : std::vector<uint8_t>{};
  for (auto& [constant, handle] : changed) constant->handle = handle;
  return bytes;
}

std::optional<Digest> CompiledFiles::keep_unit(const syntax::Library* library, bytecode::Unit* unit) {
  auto found = records_.find(library->key);
  if (found == records_.end() || !found->second.obstacle.empty()) return std::nullopt;
  Record& record = found->second;
  record.complete = true;
  if (!unit) return std::nullopt;
  record.unit = serialize_unit(*unit, library->body.get(), &record);
  if (record.unit.empty()) record.obstacle = opaque_obstacle;
  if (!record.obstacle.empty()) return std::nullopt;
  return record.unit_digest = digest_of(std::span<const uint8_t>(record.unit));
}

// --- Writing --------------------------------------------------------------------------------------------------------

// False, with the obstacle, if one of them cannot be stored itself.
bool CompiledFiles::fill_imports(Record& record, std::span<syntax::Library* const> libraries) {
  for (const syntax::Library* library : libraries) {
    std::optional<Digest> identity = identity_of(library);
    if (!identity) {
      record.obstacle = "it imports " + library->key + ", which is not kept";
      return false;
    }
    record.dependencies.imports.push_back({library->parts, *identity});
  }
  return true;
}

void CompiledFiles::write(cache::Kind kind, const Record& record, const StoredForm& form) {
  if (collected_) return collected_->push_back({record.key, record.path, record.files, encode_compiled(form)});
  wrote_ = true;
  store()->remove(cache::Kind::refused, refusal_key(record));
  if (store()->write(kind, record.entry, absolute_path(record.path), encode_compiled(form))) stored_++;
}

// One for each source, whatever is in it.
Digest CompiledFiles::refusal_key(const Record& record) {
  return key_of("refused " + record.key, absolute_path(record.path));
}

// What is not kept is known to the store, so that people can ask.
void CompiledFiles::refuse(Record& record) {
  record.refused = true;
  const std::string& why = record.obstacle;
  std::string source = record.key.empty() ? record.path : record.key;
  refused_.push_back(source + ": " + why);
  if (collected_) return;
  wrote_ = true;
  std::span<const uint8_t> contents(reinterpret_cast<const uint8_t*>(why.data()), why.size());
  store()->write(cache::Kind::refused, refusal_key(record), absolute_path(record.path), contents);
}

// Makes bytecode of it if it has not run; false if it could not be read.
bool CompiledFiles::complete(syntax::Library* library) {
  auto record = library ? records_.find(library->key) : records_.end();
  if (record == records_.end() || library->state != syntax::Library::State::ready) return false;
  if (record->second.complete || !record->second.obstacle.empty()) return true;
  if (!library->unit) {
    keep_unit(library, nullptr);
    return true;
  }
  parts_.tell_step(false, library->key);
  Compilation work;
  bytecode::Unit code;
  if (!parts_.to_bytecode(work, core::copy_unit(library->unit, &work.arena), &code)) return false;
  keep_unit(library, &code);
  return true;
}

bool CompiledFiles::is_complete(const syntax::Library* library) const {
  auto record = records_.find(library->key);
  return record != records_.end() && record->second.complete;
}

bool CompiledFiles::compile_libraries() {
  return std::ranges::all_of(parts_.system.libraries(), [this](const auto& library) {
    return !records_.contains(library->key) || complete(library.get());
  });
}

// All libraries of its file, also those that nobody has used.
bool CompiledFiles::complete_file(const Record& record) {
  return std::ranges::all_of(record.file_libraries, [this](const auto& parts) {
    return complete(parts_.system.known_library(syntax::library_key(parts)));
  });
}

void CompiledFiles::store_libraries() {
  if (records_.empty() || !is_keeping()) return;
  Stopwatch watch(&parts_.time(Activity::cache));
  for (const auto& library : parts_.system.libraries()) store_library(library.get());
}

// After what it imports, whose identity is part of its own.
void CompiledFiles::store_library(syntax::Library* library) {
  auto found = records_.find(library->key);
  if (found == records_.end() || library->state != syntax::Library::State::ready) return;
  Record& record = found->second;
  if (record.stored || record.refused || !(record.complete || !record.obstacle.empty())) return;
  for (syntax::Library* import : library->imports) store_library(import);
  FileNames names(*this);
  std::vector<uint8_t> interface = syntax::write_interface(parts_.system, library, names);
  if (interface.empty()) record.obstacle = macro_obstacle;
  else if (!complete_file(record)) record.obstacle = "its file has a library with errors";
  else if (record.obstacle.empty()) fill_imports(record, library->imports);
  if (!record.obstacle.empty()) return refuse(record);
  record.stored = true;
  StoredForm form{record.dependencies,
                  record.warnings,
                  record.file_libraries,
                  record.homes,
                  cell_count(library->body.get()),
                  interface,
                  record.unit,
                  record.unit_digest,
                  {}};
  write(cache::Kind::library, record, form);
  record.unit = {};
}

// Those that are in the program's file.
void CompiledFiles::store_libraries_of(Record& program) {
  bool complete = complete_file(program);
  for (const auto& parts : program.file_libraries) {
    syntax::Library* library = parts_.system.known_library(syntax::library_key(parts));
    if (library) store_library(library);
    complete = complete && library && records_.at(library->key).stored;
  }
  if (!complete) program.obstacle = "its file has a library that is not kept";
}

std::optional<Digest> CompiledFiles::store_program(TopLevel* top_level, bool begins_with_import,
                                                   const Compilation& work, bytecode::Unit& unit) {
  if (!program_) return std::nullopt;
  Stopwatch watch(&parts_.time(Activity::cache));
  Record record = std::move(*program_);
  program_.reset();
  store_libraries_of(record);
  syntax::Namespace& space = top_level->environment.space();
  for (const syntax::UnboundName& each : work.expansion.unbound)
    record.warnings.unbound.push_back({std::string(each.name->text), stored_place(each.span), each.similar});
  std::vector<uint8_t> code = serialize_unit(unit, &space, &record);
  FileNames names(*this);
  std::vector<uint8_t> interface = syntax::write_environment(parts_.system, space, names);
  if (interface.empty()) record.obstacle = macro_obstacle;
  else if (code.empty()) record.obstacle = opaque_obstacle;
  else if (record.obstacle.empty()) fill_imports(record, work.expansion.required);
  if (!record.obstacle.empty()) {
    refuse(record);
    return std::nullopt;
  }
  record.unit_digest = digest_of(std::span<const uint8_t>(code));
  ProgramForm program{begins_with_import, space.scopes_used(), space.imports()};
  StoredForm form{
      record.dependencies, record.warnings, record.file_libraries, record.homes, cell_count(&space), interface, code,
      record.unit_digest,  program};
  write(cache::Kind::program, record, form);
  return record.unit_digest;
}

}  // namespace tiercel
