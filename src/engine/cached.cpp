// Finding compiled files: keys, entries, and whether everything that they depend on is as it was.
#include "engine/cached.h"

#include <algorithm>
#include <cstdlib>
#include <unistd.h>

#include "base/build_id.h"
#include "engine/cached_form.h"
#include "engine/parts.h"

namespace tiercel {
namespace {

std::string folder_of(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "." : std::string(path.substr(0, slash));
}

std::string key_of_parts(std::span<const std::string> parts) { return syntax::library_key(parts); }

}  // namespace

// Values may be secret: what is stored is a digest.
Dependencies::Variable variable_now(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return {name, value ? digest_of(std::string_view(value)) : Digest{}};
}

CompiledFiles::CompiledFiles(Engine::Parts& parts, const CacheOptions& options) : parts_(parts), options_(options) {}

CompiledFiles::~CompiledFiles() {
  if (wrote_) store_->shrink();
}

// Opened when something is first looked for: `tiercel -e 1` touches no folder.
cache::Store* CompiledFiles::store() {
  if (!is_on()) return nullptr;
  if (!store_) {
    store_ = std::make_unique<cache::Store>(options_.folder, cache::Access::make, options_.bytes_max);
    Hasher hasher;
    hasher.update(build_id());
    hasher.number(compiled_form_version);
    hasher.number(static_cast<uint64_t>(parts_.options.optimize));
    hasher.number(static_cast<uint64_t>(parts_.isolate.dialect));
    hasher.number(parts_.options.fuel >= 0);  // such code counts
    for (const std::string& feature : parts_.system.features) hasher.text(feature);
    configuration_ = hasher.finish();
  }
  return store_->is_open() ? store_.get() : nullptr;
}

std::string CompiledFiles::report() const {
  if (!store_) return "";
  std::string text = std::to_string(hits_) + " found, " + std::to_string(misses_) + " not found, " +
                     std::to_string(stored_) + " stored, " + std::to_string(refused_.size()) + " not kept";
  for (const std::string& refusal : refused_) text += "\n  not kept: " + escape_for_terminal(refusal);
  return store_->problem().empty() ? text : text + "; " + store_->problem();
}

Digest CompiledFiles::key_of(std::string_view kind, std::string_view text) {
  Hasher hasher;
  hasher.update(configuration_);
  hasher.text(kind);
  hasher.text(text);
  return hasher.finish();
}

// --- Entries --------------------------------------------------------------------------------------------------------

std::unique_ptr<CompiledFile> CompiledFiles::read(cache::Kind kind, const Digest& key) {
  auto contents = store()->read(kind, key);
  return contents ? decode_compiled(std::move(*contents), parts_.names) : nullptr;
}

bool CompiledFiles::is_unchanged(CompiledFile& file, const std::string& path) {
  for (const Dependencies::Question& question : file.dependencies.questions) {
    std::string ignored;
    bool exists = parts_.image.find(key_of_parts(question.parts)) || library_file(question.parts, &ignored);
    if (exists != question.found) return false;
  }
  for (const Dependencies::Variable& variable : file.dependencies.variables)
    if (variable_now(variable.name) != variable) return false;
  for (const Dependencies::Import& import : file.dependencies.imports) {
    if (identity_of(import.parts) != import.identity) return false;
  }
  return has_same_includes(file, path);
}

bool CompiledFiles::has_same_includes(CompiledFile& file, const std::string& path) {
  std::vector<std::string> paths = {path}, texts = {""};
  for (const Dependencies::Include& include : file.dependencies.includes) {
    bool absolute = include.path.starts_with('/');
    paths.push_back(absolute ? include.path : folder_of(paths[include.from]) + "/" + include.path);
    if (!parts_.read_file(paths.back(), &texts.emplace_back())) return false;
    if (digest_of(texts.back()) != include.contents) return false;
  }
  file.files.assign(1, 0);  // the file itself: whoever has its text enters it
  for (size_t i = 1; i < paths.size(); i++) file.files.push_back(parts_.sources.add(paths[i], std::move(texts[i])));
  return true;
}

// --- Identity -------------------------------------------------------------------------------------------------------

Digest CompiledFiles::identity_of(const Digest& key, const Dependencies& dependencies) {
  Hasher hasher;
  hasher.update(key);
  for (const Dependencies::Include& include : dependencies.includes) hasher.update(include.contents);
  for (const Dependencies::Variable& variable : dependencies.variables) hasher.update(variable.value);
  for (const Dependencies::Question& question : dependencies.questions) hasher.number(question.found);
  for (const Dependencies::Import& import : dependencies.imports) hasher.update(import.identity);
  return hasher.finish();
}

// What the library is, if its file were loaded now.  Libraries of the image are part of the build.
std::optional<Digest> CompiledFiles::identity_of(std::span<const std::string> parts) {
  if (parts_.image.find(key_of_parts(parts))) return Digest{};
  if (const syntax::Library* known = parts_.system.known_library(key_of_parts(parts))) return identity_of(known);
  std::string ignored;
  LibraryFile* file = library_file(parts, &ignored);
  return file ? file->identity : std::nullopt;
}

std::optional<Digest> CompiledFiles::identity_of(const syntax::Library* library) {
  if (library->from_image || !library->body) return Digest{};
  if (auto file = library_files_.find(library->key); file != library_files_.end() && file->second->compiled)
    return file->second->identity;
  auto record = records_.find(library->key);
  if (record == records_.end() || !record->second.stored) return std::nullopt;
  return identity_of(record->second.entry, record->second.dependencies);
}

// --- Libraries ------------------------------------------------------------------------------------------------------

CompiledFiles::LibraryFile* CompiledFiles::library_file(std::span<const std::string> parts, std::string* message) {
  std::string key = key_of_parts(parts);
  if (auto known = library_files_.find(key); known != library_files_.end()) return known->second.get();
  if (LibraryFile* supplied = supplied_library(key)) return supplied;
  std::string path = parts_.finder.path_of(parts, message);
  if (path.empty()) return nullptr;
  auto file = std::make_unique<LibraryFile>();
  file->path = path;
  if (!parts_.read_file(path, &file->text)) {
    *message = path + ": " + std::strerror(errno);
    return nullptr;
  }
  // It is known from now on, and has no identity yet: what imports itself is never used from the store.
  LibraryFile* result = library_files_.insert_or_assign(key, std::move(file)).first->second.get();
  if (store()) find_compiled(key, *result);
  return result;
}

// The text of the file, or of another one of several libraries in it, has been read.
void CompiledFiles::find_compiled(const std::string& key, LibraryFile& file) {
  file.key = key_of("library " + key, file.text);
  auto compiled = read(cache::Kind::library, file.key);
  std::vector<std::string> libraries = {key};
  bool several = compiled && !compiled->file_libraries.empty();
  bool good = several ? find_others(key, file, std::move(compiled), &libraries) : use(file, std::move(compiled));
  (good ? hits_ : misses_) += static_cast<uint32_t>(libraries.size());
  if (!good) return;
  FileId source = parts_.sources.add(file.path, std::move(file.text));
  for (const std::string& each : libraries) {
    CompiledFile& loaded = *library_files_.at(each)->compiled;
    loaded.files[0] = source;
    note_files(each, loaded.files);
  }
}

bool CompiledFiles::use(LibraryFile& file, std::unique_ptr<CompiledFile> compiled) {
  if (!compiled || !is_unchanged(*compiled, file.path)) return false;
  file.identity = identity_of(file.key, compiled->dependencies);
  file.compiled = std::move(compiled);
  return true;
}

// Whoever reads a file defines all of its libraries, those first that come first.
bool CompiledFiles::find_others(const std::string& key, LibraryFile& file, std::unique_ptr<CompiledFile> compiled,
                                std::vector<std::string>* libraries) {
  bool good = true;
  libraries->clear();
  std::vector<std::vector<std::string>> all = compiled->file_libraries;
  for (size_t i = 0; i < all.size() && good; i++) {
    std::string each = key_of_parts(all[i]);
    if (each == key) {
      good = use(file, std::move(compiled));
    } else {
      good = !parts_.system.known_library(each) && !library_files_.contains(each);
      if (!good) break;
      auto other = std::make_unique<LibraryFile>();
      other->path = file.path;
      other->key = key_of("library " + each, file.text);
      LibraryFile& known = *library_files_.emplace(each, std::move(other)).first->second;
      good = use(known, read(cache::Kind::library, known.key));
    }
    libraries->push_back(each);
  }
  if (good) return true;
  for (const std::string& each : *libraries)
    if (each != key) library_files_.erase(each);
  file.compiled.reset();
  file.identity.reset();
  return false;
}

const CompiledFile* CompiledFiles::compiled(const syntax::Library* library) {
  auto file = library_files_.find(library->key);
  return file == library_files_.end() || library->from_image ? nullptr : file->second->compiled.get();
}

// --- Variables ------------------------------------------------------------------------------------------------------

void CompiledFiles::note_cell(syntax::Namespace* home, uint32_t handle) {
  if (!is_on()) return;
  std::vector<uint32_t>& handles = handles_[home];
  cells_[handle] = {home, static_cast<uint32_t>(handles.size())};
  handles.push_back(handle);
}

void CompiledFiles::forget_cells(TopLevel& top_level) {
  for (uint32_t handle : top_level.cells) cells_.erase(handle);
  handles_.erase(&top_level.environment.space());
  note_definitions();
}

uint64_t CompiledFiles::stored_cell(uint64_t handle) const {
  auto cell = cells_.find(static_cast<uint32_t>(handle));
  return cell == cells_.end() ? handle : cell->second.number;
}

uint64_t CompiledFiles::loaded_cell(syntax::Namespace* home, uint64_t stored, Name name) {
  std::vector<uint32_t>& handles = handles_[home];
  auto number = static_cast<uint32_t>(stored);
  if (number >= handles.size()) handles.resize(number + 1);
  if (!handles[number]) {
    handles[number] = parts_.globals.make_cell(name->text);
    cells_[handles[number]] = {home, number};
  }
  return handles[number];
}

// False if a library that it refers to is not there.
bool CompiledFiles::resolve(CompiledFile& file, syntax::Namespace* own) {
  std::vector<syntax::Namespace*> homes = {own};
  for (const std::string& key : file.homes) {
    syntax::Library* library = parts_.system.known_library(key);
    if (!library || !library->body) return false;
    homes.push_back(library->body.get());
  }
  handles_[own].resize(std::max<size_t>(handles_[own].size(), file.own_cells));
  for (bytecode::Constant& constant : file.unit->constants) {
    if (constant.kind != bytecode::ConstantKind::cell) continue;
    size_t home = constant.handle >> 32;
    if (home >= homes.size() || !constant.name) return false;
    constant.handle = loaded_cell(homes[home], constant.handle, constant.name);
  }
  std::vector<FileId> files;
  for (const bytecode::UnitFile& unit_file : file.unit->files) files.push_back(file_of(unit_file.name, file.files));
  bytecode::renumber_files(*file.unit, files);
  return true;
}

const bytecode::Unit* CompiledFiles::unit_of(const syntax::Library* library) {
  CompiledFile* file = library_files_.at(library->key)->compiled.get();
  if (!file->resolved) file->resolved = resolve(*file, library->body.get());
  return file->resolved ? file->unit.get() : nullptr;
}

// --- Programs -------------------------------------------------------------------------------------------------------

std::optional<CompiledFiles::Program> CompiledFiles::find_program(std::string_view text, std::string_view name) {
  if (!is_on() && parts_.options.supplied_units.empty()) return std::nullopt;
  Stopwatch watch(&parts_.time(Activity::cache));
  Program program;
  program.file = read_supplied("");
  program.told = program.file != nullptr;
  if (!program.file) program.file = find_program_file(text, name);
  if (!program.file) return std::nullopt;
  CompiledFile& file = *program.file;
  file.unit->name = name;
  note_files("", file.files);
  program.top_level = parts_.new_top_level(file.begins_with_import ? TopLevelKind::empty : TopLevelKind::full);
  if (!program.top_level || !load_environment(program)) return std::nullopt;
  if (!resolve(file, &program.top_level->environment.space())) return std::nullopt;
  for (const Warnings::Unbound& each : file.warnings.unbound)
    program.unbound.push_back({parts_.names.intern(each.name), span_of(each.place, file.files), each.similar});
  return program;
}

// In the store, with the libraries that are in its file.
std::unique_ptr<CompiledFile> CompiledFiles::find_program_file(std::string_view text, std::string_view name) {
  if (!store()) return nullptr;
  std::unique_ptr<CompiledFile> file = read(cache::Kind::program, key_of("program", text));
  bool good = file && find_program_libraries(*file, text, name);
  if (good && !is_unchanged(*file, std::string(name))) {
    forget_program_libraries(*file);
    good = false;
  }
  (good ? hits_ : misses_) += 1 + (file ? static_cast<uint32_t>(file->file_libraries.size()) : 0);
  if (!good) return nullptr;
  file->files[0] = parts_.sources.add(name, std::string(text));
  for (const auto& parts : file->file_libraries) {
    std::string key = key_of_parts(parts);
    std::vector<FileId>& files = library_files_.at(key)->compiled->files;
    files[0] = file->files[0];
    note_files(key, files);
  }
  return file;
}

bool CompiledFiles::find_program_libraries(const CompiledFile& program, std::string_view text, std::string_view name) {
  for (const auto& parts : program.file_libraries) {
    std::string key = key_of_parts(parts);
    bool good = !parts_.system.known_library(key) && !library_files_.contains(key);
    if (good) {
      auto file = std::make_unique<LibraryFile>();
      file->path = name;
      file->key = key_of("inner library " + key, text);
      LibraryFile& known = *library_files_.emplace(key, std::move(file)).first->second;
      good = use(known, read(cache::Kind::library, known.key));
    }
    if (good) continue;
    forget_program_libraries(program);
    return false;
  }
  return true;
}

void CompiledFiles::forget_program_libraries(const CompiledFile& program) {
  for (const auto& parts : program.file_libraries) library_files_.erase(key_of_parts(parts));
}

// --- What the executable carries ------------------------------------------------------------------------------------

std::unique_ptr<CompiledFile> CompiledFiles::read_supplied(std::string_view key) {
  const std::vector<SuppliedUnit>& units = parts_.options.supplied_units;
  auto unit = std::ranges::find(units, key, &SuppliedUnit::key);
  if (unit == units.end()) return nullptr;
  auto file = decode_compiled({unit->form.begin(), unit->form.end()}, parts_.names);
  if (!file || !has_same_includes(*file, unit->path)) return nullptr;
  file->files[0] = supplied_file(unit->path);
  file->linked = {static_cast<int64_t>(parts_.image.libraries().size()) + (unit - units.begin()), unit->code};
  return file;
}

// The program's file may hold libraries, too: it is one file.
FileId CompiledFiles::supplied_file(const std::string& path) {
  auto [place, fresh] = supplied_files_.try_emplace(path, 0);
  std::string text;
  if (fresh && parts_.read_file(path, &text)) place->second = parts_.sources.add(path, std::move(text));
  return place->second;
}

CompiledFiles::LibraryFile* CompiledFiles::supplied_library(const std::string& key) {
  auto compiled = read_supplied(key);
  if (!compiled) return nullptr;
  note_files(key, compiled->files);
  auto file = std::make_unique<LibraryFile>();
  file->compiled = std::move(compiled);
  return library_files_.insert_or_assign(key, std::move(file)).first->second.get();
}

// What it imports, and what it defines for those who ask by name.
bool CompiledFiles::load_environment(Program& program) {
  CompiledFile& file = *program.file;
  syntax::Namespace& space = program.top_level->environment.space();
  Arena arena;
  repeat_warnings(file, program.diagnostics);
  syntax::Expander expander(parts_.system, space, arena, program.diagnostics, {});
  auto environment = syntax::load_environment(parts_.system, space, file.interface);
  if (!environment) return false;
  for (const auto& name : environment->names) {
    syntax::Library* library = expander.load_library(name, {});
    if (!library) return false;
    environment->imports.push_back(library);
  }
  for (size_t i = 0; i < file.import_sets.size(); i++) {
    syntax::ImportSet set = file.import_sets[i];
    set.library = expander.load_library(file.set_libraries[i], {});
    if (!set.library) return false;
    space.import(std::move(set));
  }
  for (const Dependencies::Import& import : file.dependencies.imports) {
    syntax::Library* library = expander.load_library(import.parts, {});
    if (!library) return false;
    program.libraries.push_back(library);
  }
  space.reserve_scopes(file.scopes);
  environments_.push_back(std::move(environment));
  return true;
}

}  // namespace tiercel
