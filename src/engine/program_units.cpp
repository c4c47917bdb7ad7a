// A program that carries its compiler, as machine code: each of its files is compiled as `tiercel run` compiles it for the cache,
// so that what `eval` sees of it is what it sees there, and its units get machine code as the libraries of the boot image have
// it, under numbers of Context::libraries that follow theirs (docs/decisions/1403-programs-with-eval.md).
#include "emit_c/emit.h"
#include "engine/cached_form.h"
#include "engine/program.h"
#include "object/allocate.h"

namespace tiercel {

namespace {

EngineOptions options_of_units(const EngineOptions& given) {
  EngineOptions options = given;
  options.building = false;
  options.native_mode = NativeMode::off;
  return options;
}

// Variables for the sake of loading, which are not defined: code for another process must not know more.
class UndefinedCells final : public CellResolver {
 public:
  explicit UndefinedCells(Engine::Parts& parts) : parts_(parts) {}
  Value cell(Context*, uint64_t, Name name) override {
    return handle_value(&parts_.isolate, parts_.globals.make_cell(name ? name->text : ""));
  }
  Value opaque(Context*, uint64_t) override { return v_false; }

 private:
  Engine::Parts& parts_;
};

}  // namespace

ProgramUnits::ProgramUnits(const EngineOptions& options)
    : parts_(std::make_unique<Engine::Parts>(options_of_units(options))) {}
ProgramUnits::~ProgramUnits() = default;

bool ProgramUnits::collect(std::string_view text, std::string_view name, std::string* reason) {
  *reason = "it was not compiled";
  if (!parts_->start() || !parts_->register_primitives()) return false;
  parts_->compiled_files.collect(&units_);
  parts_->telling = true;
  bool good = read_and_expand(text, name);
  for (const std::string& refused : parts_->compiled_files.refused()) *reason = refused, good = false;
  if (good) reason->clear();
  else units_.clear();
  return good;
}

// As Engine::run_program, but what libraries define is compiled and does not run, unless macros want it.
bool ProgramUnits::read_and_expand(std::string_view text, std::string_view name) {
  Engine::Parts& parts = *parts_;
  Compilation work;
  std::vector<const Datum*> forms;
  if (!parts.read_forms(work, text, name, &forms) || forms.empty()) return false;
  TopLevel* top_level = parts.new_top_level(begins_with_import(forms) ? TopLevelKind::empty : TopLevelKind::full);
  if (!top_level) return false;
  parts.interaction = top_level;
  parts.compiled_files.begin_program(text, static_cast<FileId>(parts.sources.count()), forms);
  TopLevel* outer = std::exchange(parts.compiling, top_level);
  bool expanded = parts.expand(work, top_level->environment.space(), forms, name, true);
  parts.compiling = outer;
  bytecode::Unit code;
  if (!expanded || !parts.compiled_files.compile_libraries()) return false;
  parts.compiled_files.store_libraries();
  return parts.to_bytecode(work, work.expansion.unit, &code) &&
         parts.compiled_files.store_program(top_level, begins_with_import(forms), work, code);
}

void ProgramUnits::store(StoredProgram* stored) const {
  for (const CollectedUnit& unit : units_)
    stored->units.push_back({unit.key, unit.path, std::string(unit.form.begin(), unit.form.end())});
  stored->image = image_version(parts_->image);
}

// False if it has nothing to run, or with a problem.
bool ProgramUnits::load(size_t number, const BuildOptions& options, LoadedUnit* loaded, std::string* problem) {
  const CollectedUnit& unit = units_[number];
  std::unique_ptr<CompiledFile> file = decode_compiled(unit.form, parts_->names);
  if (!file || !file->unit) return false;
  std::vector<FileId> files;
  for (const bytecode::UnitFile& each : file->unit->files)
    files.push_back(parts_->compiled_files.file_of(each.name, unit.files));
  bytecode::renumber_files(*file->unit, files);
  UndefinedCells cells(*parts_);
  Value body = load_unit(&parts_->isolate.main, *file->unit, cells);
  if (body == v_pending) return *problem = "out of memory", false;
  fill_request(*parts_, *file->unit, body, options, &loaded->request);
  loaded->request.library = static_cast<int64_t>(parts_->image.libraries().size() + number);
  loaded->request.serial = static_cast<uint64_t>(loaded->request.library);
  loaded->unit = std::move(file->unit);
  return true;
}

bool ProgramUnits::compile(native::Compiler& compiler, const BuildOptions& options, ProgramObjects* objects) {
  for (size_t i = 0; i < units_.size(); i++) {
    std::vector<native::ObjectCode>& native = code_.emplace_back();
    LoadedUnit loaded;
    if (!load(i, options, &loaded, &objects->problem)) {
      if (objects->problem.empty()) continue;
      return false;
    }
    objects->definitions += loaded.request.functions.size();
    if (!compile_program(compiler, loaded.request, &native, objects, parts_->options.progress)) return false;
    for (native::ObjectCode& object : native) {
      if (options.lines) objects->files.push_back(program_lines(*loaded.unit, parts_->sources, object));
      objects->files.push_back(std::move(object.file));
    }
  }
  return true;
}

bool ProgramUnits::write_c(const StoredProgram& stored, const BuildOptions& options, ProgramObjects* objects) {
  std::vector<native::Request> requests;
  std::vector<CUnitPlace> places(units_.size());
  std::set<std::string> names;
  std::string text;
  for (size_t i = 0; i < units_.size(); i++) {
    LoadedUnit loaded;
    if (!load(i, {}, &loaded, &objects->problem)) {
      if (objects->problem.empty()) continue;
      return false;
    }
    places[i] = {loaded.request.library, loaded.request.functions.size()};
    objects->definitions += places[i].functions;
    text += emit_c::emit_procedures(loaded.request, *loaded.unit, parts_->sources, options.lines, &names).file;
    requests.push_back(std::move(loaded.request));
  }
  std::string data = emit_c::emit_data(data_pieces_with_compiler_beside_c(stored, places));
  objects->files.push_back(emit_c::emit_beginning(stored.main_file, requests) + text + data);
  return true;
}

bool ProgramUnits::describe(native::Compiler& compiler, const BuildOptions& options, ProgramObjects* objects) {
  std::vector<native::Request> requests;
  for (size_t i = 0; i < units_.size() && objects->problem.empty(); i++) {
    LoadedUnit loaded;
    if (load(i, options, &loaded, &objects->problem)) requests.push_back(std::move(loaded.request));
  }
  if (objects->problem.empty())
    objects->files.push_back(compiler.text(requests, options.stage == BuildStage::assembly, &objects->problem));
  return objects->problem.empty();
}

}  // namespace tiercel
