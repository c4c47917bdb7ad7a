// From a program's text to object files: expansion, one unit of everything, bytecode, machine code, data.
#include "engine/program.h"

#include <algorithm>

#include "bytecode/operands.h"
#include "bytecode/serialize.h"
#include "bytecode/span_table.h"
#include "core/copy.h"
#include "emit_c/emit.h"
#include "engine/library_sources.h"
#include "gen/primitives.h"
#include "interp/snapshot.h"
#include "interp/callee.h"
#include "interp/introspect.h"
#include "lower/lower.h"
#include "object/allocate.h"
#include "optimize/passes.h"
#include "tier/library.h"

namespace tiercel {

// --- While the program is expanded ----------------------------------------------------------------------------------

void ProgramMaker::place(syntax::GlobalBinding* global) {
  global->storage = core::Global::Storage::table;
  global->handle = static_cast<uint64_t>(reserve_cells(&parts_.isolate, 1));
  cells_.emplace_back(global->name->text);
}

FileId ProgramMaker::add_library_source(const std::string& path) {
  FileId file = parts_.sources.add(path, std::string(*library_source(path)));
  library_files_.insert(file);
  return file;
}

void ProgramMaker::add(syntax::Library* library) {
  if (!added_.insert(library).second) return;
  for (syntax::Library* import : library->imports) add(import);
  if (library->unit) libraries_.push_back(library);
}

bool ProgramMaker::run_for_macros(std::span<syntax::Library* const> libraries, Outcome* outcome) {
  if (!run_one(libraries_.front(), outcome)) return false;  // the kernel, whose `raise` primitives call
  for (syntax::Library* library : libraries)
    if (!run_one(library, outcome)) return false;
  return true;
}

bool ProgramMaker::run_one(syntax::Library* library, Outcome* outcome) {
  if (!running_.insert(library).second) return true;
  for (syntax::Library* import : library->imports)
    if (!run_one(import, outcome)) return false;
  if (!library->unit) return true;
  Compilation work;
  bytecode::Unit code;
  if (!parts_.to_bytecode(work, core::copy_unit(library->unit, &work.arena), &code)) {
    *outcome = parts_.syntax_outcome(work);
    return false;
  }
  Value body = parts_.load(code);
  if (body == v_pending) {
    *outcome = parts_.condition_outcome(parts_.isolate.main.pending);
    return false;
  }
  *outcome = parts_.run(&parts_.isolate.main, body);
  return outcome->status == Status::ok;
}

// --- One unit of everything -----------------------------------------------------------------------------------------

// The first file that the unit's code comes from.
static FileId file_of(const core::Unit* unit) {
  if (unit->body->span.known()) return unit->body->span.file;
  const auto* seq = unit->body->kind == core::Kind::seq ? static_cast<const core::Seq*>(unit->body) : nullptr;
  for (size_t i = 0; seq && i < seq->body.size(); i++)
    if (seq->body[i]->span.known()) return seq->body[i]->span.file;
  return 0;
}

bool ProgramMaker::compile(Compilation& work, ProgramCode* code) {
  if (parts_.options.progress) parts_.options.progress->step({});  // all of it is one unit from here on
  for (syntax::Library* library : work.expansion.libraries) add(library);
  std::vector<core::Unit*> units;
  for (syntax::Library* library : libraries_) units.push_back(library->unit);
  units.push_back(work.expansion.unit);
  // Libraries that came with Tiercel charge no fuel, here as everywhere.
  core::OptimizeOptions options = parts_.optimize_options();
  for (core::Unit* unit : units)
    if (options.fuel && !library_files_.contains(file_of(unit))) core::insert_fuel(unit);
  options.fuel = false;
  core::Unit* program = core::join_program(units, &work.arena);
  {
    Stopwatch watch(&parts_.time(Activity::optimize));
    program = core::optimize(program, options);
  }
  core::number_globals(program, &code->cells);
  Stopwatch watch(&parts_.time(Activity::lower));
  Result<bytecode::Unit> lowered = lower::lower(program, work.diagnostics);
  if (!lowered) return false;
  code->unit = std::move(*lowered);
  return true;
}

bool ProgramMaker::is_kernel_file(FileId file) const {
  return library_files_.contains(file) && parts_.sources.name(file).starts_with("tiercel/kernel");
}

// What of a library was put in the place of a call belongs to that call, as if the library had been called: people are
// shown places in their own program.
void ProgramMaker::drop_library_positions(bytecode::Unit& unit) const {
  for (bytecode::FunctionCode& function : unit.functions) {
    for (bytecode::SpanEntry& entry : function.spans) {
      while (entry.inlined != 0 && library_files_.contains(entry.span.file)) {
        const bytecode::InlinedCall& inlined = function.inlined[entry.inlined - 1];
        entry.span = inlined.call;
        entry.inlined = inlined.outer;
      }
    }
  }
}

// --- Machine code and data ------------------------------------------------------------------------------------------

namespace {

bool wants_compiler(const bytecode::Unit& unit) {
  auto compiles = [](int64_t primitive) {
    return primitive >= 0 && (primitive_table[primitive].effects & effect_compiles) != 0;
  };
  for (const bytecode::Constant& constant : unit.constants)
    if (constant.kind == bytecode::ConstantKind::primitive && compiles(constant.primitive)) return true;
  for (const bytecode::FunctionCode& function : unit.functions)
    for (const Instruction& instruction : function.instructions)
      if (compiles(bytecode::primitive_of(instruction))) return true;
  return false;
}

bool has_opaque_constant(const bytecode::Unit& unit) {
  std::vector<const Datum*> waiting;
  std::unordered_set<const Datum*> seen;
  for (const bytecode::Constant& constant : unit.constants)
    if (constant.kind == bytecode::ConstantKind::datum) waiting.push_back(constant.datum);
  while (!waiting.empty()) {
    const Datum* datum = waiting.back();
    waiting.pop_back();
    if (!seen.insert(datum).second) continue;
    if (datum->kind == DatumKind::opaque) return true;
    if (datum->kind == DatumKind::vector)
      for (uint64_t i = 0; i < datum->vector.size; i++) waiting.push_back(datum->vector.data[i]);
    if (datum->kind == DatumKind::pair) {
      waiting.push_back(datum->pair.first);
      waiting.push_back(datum->pair.second);
    }
  }
  return false;
}

// No file names are stored with the unit: its positions are in a table of their own.
struct NoFiles final : bytecode::FileNamer {
  std::string_view file_name(FileId) override { return ""; }
};

// What the calls of the program's functions call, where the code says it: backtraces cannot read that in machine code.
std::vector<ProgramCall> known_calls(const std::vector<native::ObjectCode>& native, const Function* of_unit) {
  constexpr int64_t instructions_max = 2000;  // of a function: the search looks at all of them
  const Vector* functions = as_vector(as_code_unit(of_unit->unit)->functions);
  std::vector<ProgramCall> calls;
  auto note = [&](const native::ReturnSite& site) {
    const Function* caller = as_function(functions->elements[site.function]);
    if (instruction_count(caller) > instructions_max) return;
    Callee callee = callee_of(caller, site.instruction);
    if (callee.function)
      calls.push_back({site.function, site.instruction, static_cast<uint32_t>(callee.function->index)});
    if (callee.global >= 0)
      calls.push_back({site.function, site.instruction, ProgramCall::cell_bit | static_cast<uint32_t>(callee.global)});
  };
  for (const native::ObjectCode& object : native) std::ranges::for_each(object.sites, note);
  auto key = [](const ProgramCall& call) { return uint64_t{call.function} << 32 | call.instruction; };
  std::sort(calls.begin(), calls.end(), [&](auto& x, auto& y) { return key(x) < key(y); });
  calls.erase(std::unique(calls.begin(), calls.end(), [&](auto& x, auto& y) { return key(x) == key(y); }), calls.end());
  return calls;
}

bool fail(ProgramObjects* objects, const std::string& problem) {
  objects->problem = problem;
  return false;
}

}  // namespace

void fill_request(const Engine::Parts& parts, const bytecode::Unit& unit, Value body, const BuildOptions& options,
                  native::Request* request) {
  const Function* top_level = function_of(as_procedure(body));
  shape_snapshot(top_level, request);
  request->functions = unit.functions;
  request->unit = unit.name;
  request->optimize = parts.options.optimize;
  request->empty_is_false = parts.isolate.dialect == Dialect::consair;
  if (request->empty_is_false) {  // nil is the empty list there: the instructions as they were loaded
    const Vector* functions = as_vector(as_code_unit(top_level->unit)->functions);
    for (size_t i = 0; i < request->functions.size(); i++) {
      request->functions[i].instructions.clear();
      snapshot_code(as_function(functions->elements[i]), &request->functions[i]);
    }
  }
  request->target = {options.target, options.cpu};
  for (uint32_t i = 0; i < request->functions.size(); i++) request->selected.push_back(i);
  request->unwind_tables = options.lines;
}

bool ProgramMaker::make_request(const ProgramCode& code, const BuildOptions& options, native::Request* request,
                                Value* body, ProgramObjects* objects) {
  *body = parts_.load(code.unit);
  if (*body == v_pending) return fail(objects, "out of memory");
  fill_request(parts_, code.unit, *body, options, request);
  request->library = 0;
  objects->definitions = request->functions.size();
  return true;
}

native::Compiler* ProgramMaker::open_compiler(const ProgramCode& code, const BuildOptions& options,
                                              native::Request* request, Value* body, ProgramObjects* objects) {
  native::Compiler* compiler = open_native_compiler(&objects->problem);
  return compiler && make_request(code, options, request, body, objects) ? compiler : nullptr;
}

void ProgramMaker::store_surroundings(StoredProgram* stored) const {
  for (const std::string& feature : parts_.system.features) stored->features.append(feature).push_back('\n');
  for (FileId file = 1; file <= parts_.sources.count(); file++)
    stored->files.emplace_back(parts_.sources.name(file),
                               library_files_.contains(file) ? "" : parts_.sources.text(file));
  stored->main_file = parts_.sources.name(main_file_);
  for (const std::string& folder : parts_.options.include_directories) stored->folders.append(folder).push_back('\n');
  stored->stack_limit_bytes = parts_.options.stack_limit_bytes;
  stored->heap_limit_bytes = parts_.options.heap_limit_bytes;
  stored->consair = parts_.isolate.dialect == Dialect::consair;
  stored->fuel = parts_.options.fuel;
  stored->json = parts_.options.diagnostics.json;
  stored->optimize = parts_.options.optimize;
}

StoredProgram ProgramMaker::store(const Compilation& work, ProgramCode& code, bool native_only) {
  StoredProgram stored;
  std::vector<uint8_t> spans = bytecode::encode_spans(code.unit);
  stored.spans.assign(spans.begin(), spans.end());
  for (bytecode::FunctionCode& function : code.unit.functions) {
    stored.hidden += is_kernel_file(function.span.file) ? '\1' : '\0';
    function.span = {};
    function.spans.clear();
    function.inlined.clear();
    if (native_only) function.instructions.clear();
  }
  NoFiles files;
  std::vector<uint8_t> unit = bytecode::serialize(code.unit, files);
  stored.unit.assign(unit.begin(), unit.end());
  for (Name name : code.cells) stored.cells.append(name->text).push_back('\n');
  stored.cell_count = code.cells.size();
  for (const syntax::UnboundName& unbound : work.expansion.unbound)
    for (std::string& hint : parts_.suggest_for_unbound(unbound.name, unbound.similar))
      stored.hints.emplace_back(unbound.name->text, std::move(hint));
  store_surroundings(&stored);
  return stored;
}

bool ProgramMaker::make_objects(const Compilation& work, ProgramCode& code, const BuildOptions& options,
                                ProgramObjects* objects) {
  native::Request request;
  Value body = v_false;
  native::Compiler* compiler = open_compiler(code, options, &request, &body, objects);
  if (!compiler) return false;
  std::vector<native::ObjectCode> native;
  if (!compile_program(*compiler, request, &native, objects, parts_.options.progress)) return false;
  bool native_only = objects->interpreted == 0;
  std::vector<ProgramCall> calls = known_calls(native, function_of(as_procedure(body)));
  for (native::ObjectCode& object : native) {
    if (options.lines) objects->files.push_back(program_lines(code.unit, parts_.sources, object));
    objects->files.push_back(std::move(object.file));
  }
  std::vector<native::DataPiece> pieces = data_pieces(store(work, code, native_only), code, native, calls, native_only);
  objects->files.push_back(compiler->data(pieces, request.target, &objects->problem));
  return objects->problem.empty();
}

bool ProgramMaker::make_text(ProgramCode& code, const BuildOptions& options, bool assembly, ProgramObjects* objects) {
  native::Request request;
  Value body = v_false;
  native::Compiler* compiler = open_compiler(code, options, &request, &body, objects);
  if (compiler) objects->files.push_back(compiler->text({&request, 1}, assembly, &objects->problem));
  return objects->problem.empty();
}

bool ProgramMaker::make_c(const Compilation& work, ProgramCode& code, const BuildOptions& options,
                          ProgramObjects* objects) {
  native::Request request;
  Value body = v_false;
  if (!make_request(code, {}, &request, &body, objects)) return false;
  std::set<std::string> names;
  std::vector<native::ObjectCode> procedures = {
      emit_c::emit_procedures(request, code.unit, parts_.sources, options.lines, &names)};
  std::vector<ProgramCall> calls = known_calls(procedures, function_of(as_procedure(body)));
  std::string data = emit_c::emit_data(data_pieces_beside_c(store(work, code, true), code, calls));
  objects->files.push_back(emit_c::emit_beginning(request.unit, {&request, 1}) + procedures[0].file + data);
  return true;
}

bool ProgramMaker::make_with_compiler(std::string_view text, std::string_view name, const BuildOptions& options,
                                      ProgramObjects* objects) {
  StoredProgram stored;
  stored.needs_compiler = true;
  store_surroundings(&stored);
  ProgramUnits units(parts_.options);
  if (units.collect(text, name, &objects->compiled_later)) units.store(&stored);
  switch (options.stage) {
    case BuildStage::object: break;
    case BuildStage::c: return units.write_c(stored, options, objects);
    case BuildStage::bytecode: objects->files.push_back(encode_program(stored)); return true;
    case BuildStage::llvm:
    case BuildStage::assembly:
      if (!objects->compiled_later.empty())
        return fail(objects, "it is compiled when it starts (" + objects->compiled_later +
                                 "); --stage=bytecode has what is kept");
      break;
  }
  native::Compiler* compiler = open_native_compiler(&objects->problem);
  if (!compiler) return false;
  if (options.stage != BuildStage::object) return units.describe(*compiler, options, objects);
  if (!units.compile(*compiler, options, objects)) return false;
  std::vector<native::DataPiece> pieces = data_pieces_with_compiler(stored, units.code());
  objects->files.push_back(compiler->data(pieces, {options.target, options.cpu}, &objects->problem));
  return objects->problem.empty();
}

bool ProgramMaker::make(const Compilation& work, ProgramCode& code, const BuildOptions& options,
                        ProgramObjects* objects) {
  if (has_opaque_constant(code.unit))
    return fail(objects, "a macro has put an object into the program that no text can describe");
  drop_library_positions(code.unit);
  switch (options.stage) {
    case BuildStage::object: return make_objects(work, code, options, objects);
    case BuildStage::llvm: return make_text(code, options, false, objects);
    case BuildStage::assembly: return make_text(code, options, true, objects);
    case BuildStage::bytecode: return make_bytecode(work, code, objects);
    case BuildStage::c: return make_c(work, code, options, objects);
  }
  return false;
}

bool ProgramMaker::make_bytecode(const Compilation& work, ProgramCode& code, ProgramObjects* objects) {
  objects->definitions = code.unit.functions.size();
  objects->files.push_back(encode_program(store(work, code, false)));
  return true;
}

Outcome Engine::build_program(std::string_view text, std::string_view name, const BuildOptions& options,
                              ProgramObjects* objects) {
  Engine::Parts& parts = *parts_;
  Telling telling(parts);
  Compilation work;
  std::vector<const Datum*> forms;
  if (!parts.read_forms(work, text, name, &forms)) return parts.syntax_outcome(work);
  parts.program_maker->note_main_file(static_cast<FileId>(parts.sources.count()));
  parts.search_beside(name);
  TopLevel* top_level = parts.new_top_level(begins_with_import(forms) ? TopLevelKind::empty : TopLevelKind::full);
  if (!top_level) return {.status = Status::not_ready, .text = ""};
  parts.interaction = top_level;
  TopLevel* outer = std::exchange(parts.compiling, top_level);
  bool expanded = parts.expand(work, top_level->environment.space(), forms, name, true);
  parts.compiling = outer;
  if (!expanded) return parts.syntax_outcome(work);
  parts.warn(work.diagnostics, work.expansion.unbound);
  ProgramCode code;
  if (!parts.program_maker->compile(work, &code)) return parts.syntax_outcome(work);
  objects->needs_compiler = wants_compiler(code.unit);
  ProgramMaker& maker = *parts.program_maker;
  bool made = objects->needs_compiler ? maker.make_with_compiler(text, name, options, objects)
                                      : maker.make(work, code, options, objects);
  Outcome outcome;
  if (!made) {
    outcome.status = Status::syntax;
    outcome.text = parts.describe_problem(ErrorCode::T4011, error_message(ErrorCode::T4011, {objects->problem}));
  }
  return outcome;
}

}  // namespace tiercel
