// The Engine's doors: evaluate, run a program, show a stage.
#include "engine/engine.h"

#include <sys/resource.h>

#include "bytecode/disassemble.h"
#include "control/fuel.h"
#include "core/printer.h"
#include "engine/examine.h"
#include "engine/parts.h"
#include "program/report.h"
#include "port/printer.h"
#include "reader/datum_writer.h"
#include "reader/lexer.h"

namespace tiercel {
namespace {

constexpr const char* stage_names[] = {"tokens", "syntax", "core", "optimize", "bytecode", "llvm", "asm"};

}  // namespace

bool begins_with_import(std::span<const Datum* const> forms) {
  if (forms.empty() || forms[0]->kind != DatumKind::pair) return false;
  const Datum* head = forms[0]->pair.first;
  return head->kind == DatumKind::symbol && (head->symbol->text == "import" || head->symbol->text == "define-library");
}

bool parse_stage(std::string_view word, Stage* stage) {
  for (size_t i = 0; i < std::size(stage_names); i++) {
    if (word == stage_names[i]) {
      *stage = static_cast<Stage>(i);
      return true;
    }
  }
  return false;
}

std::span<const char* const> stage_words() { return stage_names; }

std::string stage_list() {
  std::string list;
  size_t count = std::size(stage_names);
  for (size_t i = 0; i < count; i++) list += std::string(i == 0 ? "" : i + 1 < count ? ", " : " or ") + stage_names[i];
  return list;
}

Engine::Engine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Engine::~Engine() = default;

std::unique_ptr<Engine> Engine::create(const EngineOptions& options) {
  auto parts = std::make_unique<Parts>(options);
  if (!parts->start()) return nullptr;
  std::unique_ptr<Engine> engine(new Engine(std::move(parts)));
  if (!options.without_primitives && !engine->register_primitives()) return nullptr;
  engine->set_fuel(options.fuel);
  return engine;
}

bool Engine::register_primitives() { return parts_->register_primitives(); }

TopLevel* Engine::make_top_level(TopLevelKind kind) { return parts_->new_top_level(kind); }

void Engine::drop_top_level(TopLevel* top_level) {
  parts_->compiled_files.forget_cells(*top_level);
  for (uint32_t handle : top_level->cells) release_handle(&parts_->isolate, handle);
  std::erase_if(parts_->top_levels, [&](const auto& owned) { return owned.get() == top_level; });
}

TopLevel* Engine::interaction() {
  if (!parts_->interaction) parts_->interaction = parts_->new_top_level(TopLevelKind::full);
  return parts_->interaction;
}

// Compiles forms that were read into `work` and runs them.
Outcome Engine::Parts::run_forms(Compilation& work, TopLevel* top_level, std::span<const Datum* const> forms,
                                 std::string_view name, bool closed) {
  TopLevel* outer = std::exchange(compiling, top_level);
  tell_step(true, "");
  bool expanded = expand(work, top_level->environment.space(), forms, name, closed);
  compiling = outer;
  if (!expanded) return syntax_outcome(work);
  if (closed) warn(work.diagnostics, work.expansion.unbound);
  Outcome outcome;
  if (!instantiate(work.expansion.libraries, &outcome)) return outcome;
  tell_step(false, "");
  bytecode::Unit code;
  if (!to_bytecode(work, work.expansion.unit, &code)) return syntax_outcome(work);
  std::optional<Digest> digest = compiled_files.store_program(top_level, begins_with_import(forms), work, code);
  Value procedure = load(code);
  if (procedure == v_pending) return condition_outcome(isolate.main.pending);
  if (digest) compiled_files.use_machine_code(procedure, *digest, name);
  return run(&isolate.main, procedure);
}

// As run_forms, when all is compiled.
Outcome Engine::Parts::run_compiled(CompiledFiles::Program& program) {
  interaction = program.top_level;
  for (const syntax::UnboundName& unbound : program.unbound)
    similar_names[std::string(unbound.name->text)] = unbound.similar;
  if (!program.told) warn(program.diagnostics, program.unbound);
  Outcome outcome;
  if (!instantiate(program.libraries, &outcome)) return outcome;
  Value procedure = load(*program.file->unit, program.file->linked);
  if (procedure == v_pending) return condition_outcome(isolate.main.pending);
  compiled_files.use_machine_code(procedure, program.file->unit_digest, sources.name(program.file->files[0]));
  return run(&isolate.main, procedure);
}

Outcome Engine::evaluate(TopLevel* top_level, std::string_view text, std::string_view name, bool closed) {
  Outcome outcome;
  if (!parts_->ready || !top_level) {
    outcome.status = Status::not_ready;
    return outcome;
  }
  parts_->isolate.count(Stat::evaluations);
  Telling telling(*parts_);
  Compilation work;
  std::vector<const Datum*> forms;
  if (!parts_->read_forms(work, text, name, &forms)) return parts_->syntax_outcome(work);
  if (forms.empty()) {
    outcome.value = v_unspecified;
    return outcome;
  }
  return parts_->run_forms(work, top_level, forms, name, closed);
}

// Libraries beside the program are found as well as those of -I.
void Engine::Parts::search_beside(std::string_view name) {
  size_t slash = name.rfind('/');
  options.include_directories.push_back(slash == std::string_view::npos ? "." : std::string(name.substr(0, slash)));
}

Outcome Engine::run_program(std::string_view text, std::string_view name) {
  parts_->search_beside(name);
  Telling telling(*parts_);
  if (auto compiled = parts_->compiled_files.find_program(text, name)) return parts_->run_compiled(*compiled);
  Compilation work;
  std::vector<const Datum*> forms;
  bool readable = parts_->read_forms(work, text, name, &forms);
  auto file = static_cast<FileId>(parts_->sources.count());
  if (!readable) return parts_->syntax_outcome(work);
  if (forms.empty()) return {};
  TopLevel* top_level = parts_->new_top_level(begins_with_import(forms) ? TopLevelKind::empty : TopLevelKind::full);
  if (!top_level) {
    Outcome outcome;
    outcome.status = Status::not_ready;
    return outcome;
  }
  parts_->interaction = top_level;
  parts_->compiled_files.begin_program(text, file, forms);
  parts_->compiled_files.note_warnings(work.diagnostics, 0);
  return parts_->run_forms(work, top_level, forms, name, true);
}

Outcome Engine::check_program(std::string_view text, std::string_view name) {
  Compilation work;
  std::vector<const Datum*> forms;
  bool readable = parts_->read_forms(work, text, name, &forms);
  examine_directions(text, static_cast<FileId>(parts_->sources.count()), work.diagnostics);
  if (readable && !forms.empty()) {
    parts_->search_beside(name);
    TopLevel* top_level = parts_->new_top_level(begins_with_import(forms) ? TopLevelKind::empty : TopLevelKind::full);
    if (!top_level) return {.status = Status::not_ready, .text = ""};
    parts_->check_forms(work, top_level, forms, name);
  }
  return parts_->check_outcome(work);
}

Outcome Engine::dump(Stage stage, TopLevel* top_level, std::string_view text, std::string_view name) {
  return dump_forms(stage, top_level, text, name, false);
}

Outcome Engine::dump_forms(Stage stage, TopLevel* top_level, std::string_view text, std::string_view name, bool one) {
  Outcome outcome;
  if (!parts_->ready) {
    outcome.status = Status::not_ready;
    return outcome;
  }
  Compilation work;
  if (stage == Stage::tokens) {
    outcome.text = dump_tokens(text);
    return outcome;
  }
  std::vector<const Datum*> forms;
  if (!parts_->read_forms(work, text, name, &forms)) return parts_->syntax_outcome(work);
  if (one && forms.size() != 1) {
    outcome.status = Status::syntax;
    outcome.text = "expected exactly one form, found " + std::to_string(forms.size()) + "\n";
    return outcome;
  }
  if (stage == Stage::syntax) {
    for (const Datum* form : forms) outcome.text += write_datum(*form) + "\n";
    return outcome;
  }
  if (!top_level) top_level = make_top_level(begins_with_import(forms) ? TopLevelKind::empty : TopLevelKind::full);
  return parts_->dump_compiled(stage, work, top_level, forms, name);
}

Outcome Engine::Parts::dump_compiled(Stage stage, Compilation& work, TopLevel* top_level,
                                     std::span<const Datum* const> forms, std::string_view name) {
  TopLevel* outer = std::exchange(compiling, top_level);
  bool expanded = expand(work, top_level->environment.space(), forms, name, true);
  compiling = outer;
  if (!expanded) return syntax_outcome(work);
  Outcome outcome;
  core::Unit* unit = work.expansion.unit;
  if (stage == Stage::core) {
    outcome.text = core::print(unit);
    return outcome;
  }
  if (stage == Stage::optimize) {
    outcome.text = core::print(core::optimize(unit, optimize_options()));
    return outcome;
  }
  bytecode::Unit code;
  if (!to_bytecode(work, unit, &code)) return syntax_outcome(work);
  if (stage == Stage::llvm || stage == Stage::assembly) return dump_native(stage, code);
  outcome.text = bytecode::disassemble(code);
  return outcome;
}

Outcome Engine::call(Value procedure, std::span<const Value> arguments) {
  Outcome outcome;
  outcome.status = Status::not_ready;
  return parts_->ready ? parts_->run(&parts_->isolate.main, procedure, arguments) : outcome;
}

std::string Engine::print(Value value) {
  if (value == v_unspecified) return "";
  if (value == v_multiple) {
    std::string text;
    Context* ctx = context();
    for (int64_t i = 0; i < ctx->nvalues && i < argument_slots; i++) {
      text += (i ? " " : "") + write_value(ctx->values[i], 0, dialect());
    }
    return text;
  }
  return write_value(value, 0, dialect());
}

Dialect Engine::dialect() const { return parts_->isolate.dialect; }

// Meets whichever context is at work: the program's, or that of the macro body that is running.
void Engine::interrupt() {
  Context* main = &parts_->isolate.main;
  request(parts_->compile_time_depth > 0 ? parts_->compile_time.get() : main, request_interrupt);
}

void Engine::set_fuel(int64_t fuel) {
  parts_->options.fuel = fuel;
  limit_fuel(&parts_->isolate.main, fuel);
}

int64_t Engine::counter(std::string_view name) {
  for (int i = 0; i < stat_count; i++) {
    if (name == stat_name(static_cast<Stat>(i))) return static_cast<int64_t>(parts_->isolate.stats[i]);
  }
  return -1;
}

namespace {

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

}  // namespace

std::string Engine::timings_report() {
  std::string report;
  char line[160];
  for (int i = 0; i < static_cast<int>(Activity::count_); i++) {
    std::snprintf(line, sizeof line, "%-10s %9.3f ms\n", activity_name(static_cast<Activity>(i)),
                  parts_->seconds[i] * 1e3);
    report += line;
  }
  std::snprintf(line, sizeof line, "%-10s %9.3f ms  %lld procedures, %lld loops, on a thread of its own\n", "native",
                static_cast<double>(counter("compile-us")) / 1e3, static_cast<long long>(counter("compiled-functions")),
                static_cast<long long>(counter("compiled-loops")));
  report += line;
  if (std::string cache = parts_->compiled_files.report(); !cache.empty()) report += "cached code: " + cache + "\n";
  const HeapStatistics& heap = parts_->isolate.heap.statistics();
  std::snprintf(line, sizeof line, "%-10s %9.3f ms  %llu young, %llu full\n", "collector", heap.cpu_ns_total / 1e6,
                static_cast<unsigned long long>(heap.young_collections),
                static_cast<unsigned long long>(heap.full_collections));
  report += line;
  rusage used{};
  ::getrusage(RUSAGE_THREAD, &used);
  std::snprintf(line, sizeof line,
                "%-10s %9.3f ms  of the processor, and %.3f ms of the system's, without the compiler's thread\n", "all",
                milliseconds(used.ru_utime), milliseconds(used.ru_stime));
  return report + line;
}

void Engine::keep_machine_code() { parts_->compiled_files.store_machine_code(); }

Context* Engine::context() { return &parts_->isolate.main; }

}  // namespace tiercel
