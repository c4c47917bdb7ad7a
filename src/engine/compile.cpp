// The pipeline: text → forms → Core → optimized Core → bytecode → a procedure that runs it.
#include <algorithm>

#include "bytecode/validate.h"
#include "engine/check.h"
#include "engine/examine.h"
#include "engine/parts.h"
#include "gen/errors.h"
#include "lower/lower.h"
#include "reader/datum_sink.h"
#include "reader/reader.h"

namespace tiercel {

bool Engine::Parts::read_forms(Compilation& work, std::string_view text, std::string_view name,
                               std::vector<const Datum*>* forms) {
  Stopwatch watch(&time(Activity::reader));
  FileId file = sources.add(name, std::string(text));
  return read_text(file, {.dialect = isolate.dialect}, work.arena, work.diagnostics, forms);
}

// All data of a text.  After an error reading goes on, so that there is one message for each mistake.
bool Engine::Parts::read_text(FileId file, ReadOptions read_options, Arena& arena, DiagnosticList& diagnostics,
                              std::vector<const Datum*>* forms) {
  constexpr size_t errors_max = 20;
  std::string_view text = sources.text(file);
  if (!examine_text(text, file, diagnostics)) return false;
  DatumSink sink(arena, names);
  Reader reader(text, file, diagnostics);
  reader.set_fold_case(read_options.fold_case);
  reader.set_dialect(read_options.dialect);
  reader.set_recovering(true);
  bool good = true;
  while (diagnostics.error_count() < errors_max) {
    switch (reader.read(sink)) {
      case ReadStatus::datum: forms->push_back(sink.take()); break;
      case ReadStatus::error: good = false; break;
      case ReadStatus::incomplete: return false;
      case ReadStatus::end: return good;
    }
  }
  return false;
}

bool Engine::Parts::expand(Compilation& work, syntax::Namespace& space, std::span<const Datum* const> forms,
                           std::string_view name, bool closed) {
  Stopwatch watch(&time(Activity::syntax));
  isolate.count(Stat::expansions);
  syntax::ExpandOptions expand_options;
  expand_options.unit_name = name;
  expand_options.closed = closed;
  syntax::Expander expander(system, space, work.arena, work.diagnostics, expand_options);
  bool good = expander.expand_forms(forms, &work.expansion);
  for (const syntax::UnboundName& unbound : work.expansion.unbound)
    similar_names[std::string(unbound.name->text)] = unbound.similar;
  if (work.expansion.unit && !work.expansion.unbound.empty()) {
    std::vector<Name> defined = names_given_to_compile(work.expansion.unit);
    std::erase_if(work.expansion.unbound, [&](const syntax::UnboundName& unbound) {
      return std::find(defined.begin(), defined.end(), unbound.name) != defined.end();
    });
  }
  return good;
}

core::OptimizeOptions Engine::Parts::optimize_options() {
  core::OptimizeOptions result;
  result.level = options.optimize;
  result.folder = &folder;
  result.fuel = options.fuel >= 0;
#ifndef NDEBUG
  result.verify = true;
#endif
  return result;
}

bool Engine::Parts::to_bytecode(Compilation& work, core::Unit* unit, bytecode::Unit* code) {
  {
    Stopwatch watch(&time(Activity::optimize));
    unit = core::optimize(unit, optimize_options());
  }
  Stopwatch watch(&time(Activity::lower));
  Result<bytecode::Unit> lowered = lower::lower(unit, work.diagnostics);
  if (!lowered) return false;
  *code = std::move(*lowered);
  return true;
}

Value Engine::Parts::load(const bytecode::Unit& unit, LinkedUnit linked) {
  Stopwatch watch(&time(Activity::load));
  Resolver resolver(isolate);
  return load_unit(&isolate.main, unit, resolver, linked);
}

}  // namespace tiercel
