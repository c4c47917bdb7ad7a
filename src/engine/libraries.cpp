// Where libraries come from and when their bodies run.
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/read_file.h"
#include "bytecode/serialize.h"
#include "engine/convert.h"
#include "engine/library_sources.h"
#include "engine/parts.h"
#include "engine/program.h"
#include "object/allocate.h"
#include "object/outside.h"

namespace tiercel {

namespace {

std::string directory_of(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "." : std::string(path.substr(0, slash));
}

bool is_plain_part(const std::string& part) {
  return !part.empty() && part != "." && part != ".." && part.find('/') == std::string::npos;
}

}  // namespace

bool Engine::Parts::read_file(const std::string& path, std::string* text) const {
  for (const auto& [name, content] : options.supplied_files)
    if (name == path) return *text = content, true;
  return read_regular_file(path, text);
}

bool Engine::Parts::has_file(const std::string& path) const {
  for (const auto& [name, content] : options.supplied_files)
    if (name == path) return true;
  return access(path.c_str(), F_OK) == 0;
}

// --- Where variables live -------------------------------------------------------------------------------------------

void GlobalPlacer::place(syntax::GlobalBinding* global, syntax::Namespace* home) {
  Isolate& isolate = parts_.isolate;
  if (parts_.image_maker && home->library()) {
    global->storage = core::Global::Storage::table;
    global->handle = static_cast<uint64_t>(reserve_cells(&isolate, 1));
    name_cell_of_image(parts_.image_maker, global->name->text);
    return;
  }
  if (parts_.program_maker) return parts_.program_maker->place(global);
  uint32_t handle = make_cell(global->name->text);
  global->storage = core::Global::Storage::cell;
  global->handle = handle;
  parts_.compiled_files.note_cell(home, handle);
  if (TopLevel* top_level = parts_.compiling; top_level && &top_level->environment.space() == home) {
    top_level->cells.push_back(handle);
  }
}

uint32_t GlobalPlacer::make_cell(std::string_view name) {
  Context* ctx = &parts_.isolate.main;
  auto* cell = static_cast<Cell*>(allocate(ctx, sizeof(Cell)));
  cell->header = make_header(ObjectKind::cell);
  cell->content = v_unbound;
  cell->name = v_false;
  Value kept = value_of(cell);
  cell->name = intern(ctx, name);
  return make_handle(&parts_.isolate, kept);
}

uint64_t GlobalPlacer::stored_handle(const syntax::GlobalBinding& global) {
  return parts_.compiled_files.stored_cell(global.handle);
}

uint64_t GlobalPlacer::loaded_handle(const syntax::GlobalBinding& global, syntax::Namespace* home) {
  return parts_.compiled_files.loaded_cell(home, global.handle, global.name);
}

Value Resolver::cell(Context*, uint64_t handle, Name) { return handle_value(&isolate_, static_cast<uint32_t>(handle)); }

Value Resolver::opaque(Context* ctx, uint64_t handle) {
  if (!syntax::is_syntax_handle(handle)) return handle_value(&isolate_, static_cast<uint32_t>(handle >> 1));
  return make_syntax_value(ctx, handle);
}

// --- Finding --------------------------------------------------------------------------------------------------------

// Libraries are Scheme in every dialect; what a program includes is written as the program is.
bool SourceFinder::read_forms(FileId file, bool fold_case, bool from_library, std::vector<const Datum*>* forms,
                              DiagnosticList& diagnostics) {
  if (from_library) library_files_.push_back(file);
  Engine::Parts::ReadOptions read_options{fold_case, from_library ? Dialect::scheme : parts_.isolate.dialect};
  return parts_.read_text(file, read_options, arena_, diagnostics, forms);
}

std::string SourceFinder::path_of(std::span<const std::string> parts, std::string* message) const {
  if (!std::all_of(parts.begin(), parts.end(), is_plain_part)) return "";
  std::string relative;
  for (const std::string& part : parts) relative += "/" + part;
  for (const std::string& directory : parts_.options.include_directories) {
    std::string path = directory + relative + ".sld";
    if (parts_.has_file(path)) {
      message->clear();
      return path;
    }
    *message += (message->empty() ? "there is no file " : " or ") + path;
  }
  return "";
}

// "scheme/base.sld"
static std::string source_path(std::span<const std::string> parts) {
  std::string path;
  for (const std::string& part : parts) path += (path.empty() ? "" : "/") + part;
  return path + ".sld";
}

bool SourceFinder::find(std::span<const std::string> parts, syntax::FoundLibrary* found, DiagnosticList& diagnostics,
                        std::string* message) {
  std::string key = syntax::library_key(parts);
  if (const ImageLibrary* library = parts_.image.find(key)) {
    found->interface = library->interface;
    found->of_image = true;
    return true;
  }
  if (std::string path = source_path(parts); parts_.program_maker && library_source(path)) {
    FileId file = parts_.program_maker->add_library_source(path);
    kept_.emplace_back();
    if (!read_forms(file, false, true, &kept_.back(), diagnostics)) return false;
    found->forms = kept_.back();
    return true;
  }
  CompiledFiles::LibraryFile* source = parts_.compiled_files.library_file(parts, message);
  if (!source) return false;
  if (source->compiled) {
    found->interface = source->compiled->interface;
    parts_.compiled_files.repeat_warnings(*source->compiled, diagnostics);
    return true;
  }
  FileId file = parts_.sources.add(source->path, source->text);
  kept_.emplace_back();
  size_t said = diagnostics.all().size();
  if (!read_forms(file, false, true, &kept_.back(), diagnostics)) return false;
  found->forms = kept_.back();
  parts_.compiled_files.note_library(*source, file, found->forms);
  parts_.watch_library(source->path);
  parts_.compiled_files.note_warnings(diagnostics, said);
  return true;
}

bool SourceFinder::include(std::string_view path, FileId from, bool fold_case, std::vector<const Datum*>* forms,
                           DiagnosticList& diagnostics, std::string* message) {
  bool absolute = !path.empty() && path[0] == '/';
  std::string full = absolute ? std::string(path) : directory_of(parts_.sources.name(from)) + "/" + std::string(path);
  bool from_library = std::find(library_files_.begin(), library_files_.end(), from) != library_files_.end();
  if (parts_.program_maker && library_source(full))
    return read_forms(parts_.program_maker->add_library_source(full), fold_case, from_library, forms, diagnostics);
  std::string text;
  if (!parts_.read_file(full, &text)) {
    *message = full + ": " + std::strerror(errno);
    return false;
  }
  FileId file = parts_.sources.add(full, std::move(text));
  parts_.compiled_files.note_include(path, from, fold_case, file);
  size_t said = diagnostics.all().size();
  if (!read_forms(file, fold_case, from_library, forms, diagnostics)) return false;
  parts_.compiled_files.note_warnings(diagnostics, said);
  return true;
}

void SourceFinder::expands(const syntax::Library* library) {
  parts_.tell_step(true, library ? std::string_view(library->key) : "");
}

void SourceFinder::asked(std::span<const std::string> parts, bool found) {
  parts_.compiled_files.note_question(parts, found);
}

std::vector<std::string> SourceFinder::known() { return parts_.library_keys(); }

FileId SourceFinder::stored_file(std::string_view name) {
  if (CompiledFiles::is_stored_name(name)) return parts_.compiled_files.file_of(name, {});
  auto [place, fresh] = stored_files_.try_emplace(std::string(name), 0);
  if (fresh) place->second = parts_.sources.add(name, "");
  return place->second;
}

// --- Running bodies -------------------------------------------------------------------------------------------------

bool Engine::Parts::instantiate(std::span<syntax::Library* const> libraries, Outcome* outcome) {
  for (syntax::Library* library : libraries) {
    if (!instantiate(library, outcome)) return false;
  }
  compiled_files.store_libraries();
  return true;
}

// The bytecode of a library of the image; null, with `outcome` filled, if it is unusable.
std::unique_ptr<bytecode::Unit> Engine::Parts::unit_of(const ImageLibrary& library, Outcome* outcome) {
  bytecode::Decoded code = bytecode::deserialize(library.unit, names);
  if (!code.unit) {
    outcome->status = Status::condition;
    outcome->text =
        "tiercel: internal error: " + std::string(library.key) + " in the boot image: " + code.problem + "\n";
    return nullptr;
  }
  // The image's files get numbers of this process, and no text: there is none to show.
  std::vector<FileId> files;
  for (const bytecode::UnitFile& file : code.unit->files) files.push_back(finder.stored_file(file.name));
  bytecode::renumber_files(*code.unit, files);
  return std::move(code.unit);
}

// A body that failed, or was interrupted, runs again for the next one who imports the library.
bool Engine::Parts::instantiate(syntax::Library* library, Outcome* outcome) {
  if (program_maker) return program_maker->add(library), true;
  if (library->instantiated) return true;
  library->instantiated = true;
  library->instantiated = run_body(library, outcome);
  return library->instantiated;
}

bool Engine::Parts::run_body(syntax::Library* library, Outcome* outcome) {
  for (syntax::Library* import : library->imports) {
    if (!instantiate(import, outcome)) return false;
  }
  Value body = v_false;
  std::optional<Digest> digest;
  if (const ImageLibrary* stored = library->from_image ? image.find(library->key) : nullptr) {
    if (stored->unit.empty()) return true;
    std::unique_ptr<bytecode::Unit> code = unit_of(*stored, outcome);
    if (!code) return false;
    size_t number = image.number_of(stored);
    body = load(*code, native_libraries ? LinkedUnit{static_cast<int64_t>(number), &tiercel_library_code[number]}
                                        : LinkedUnit{});
  } else if (const CompiledFile* compiled = compiled_files.compiled(library)) {
    if (!compiled->unit) return true;
    const bytecode::Unit* code = compiled_files.unit_of(library);
    if (!code) {
      outcome->status = Status::condition;
      outcome->text = "tiercel: internal error: " + library->key + " in the cache refers to what is not there\n";
      return false;
    }
    digest = compiled->unit_digest;
    body = load(*code, compiled->linked);
  } else {
    if (!library->unit) {
      if (image_maker && library->body) keep_for_image(image_maker, library, nullptr);
      compiled_files.keep_unit(library, nullptr);
      return true;
    }
    isolate.count(Stat::library_definitions);
    tell_step(false, library->key);
    Compilation work;
    bytecode::Unit code;
    if (!to_bytecode(work, library->unit, &code)) {
      *outcome = syntax_outcome(work);
      return false;
    }
    if (image_maker) keep_for_image(image_maker, library, &code);
    digest = compiled_files.keep_unit(library, &code);
    body = load(code);
  }
  if (body == v_pending) {
    outcome->status = Status::condition;
    outcome->text = "tiercel: out of memory while loading " + library->key + "\n";
    return false;
  }
  if (digest) compiled_files.use_machine_code(body, *digest, library->key);
  // It runs once; that of a library inside the executable is no part of the program: nobody waits for its compilation, and
  // the call is not counted.
  if (library->from_image) {
    Function* function = function_of(as_procedure(body));
    function->trigger = UINT64_MAX;
    function->calls = UINT64_MAX;  // one more is 0
  }
  OutsideWatch outside(&isolate);
  *outcome = run(&isolate.main, body);
  compiled_files.note_body(library, outside.use());
  return outcome->status == Status::ok;
}

}  // namespace tiercel
