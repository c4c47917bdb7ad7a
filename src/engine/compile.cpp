// The pipeline: text → forms → Core → optimized Core → bytecode → a procedure that runs it.
#include "bytecode/validate.h"
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
  DatumSink sink(work.arena, names);
  Reader reader(sources.text(file), file, work.diagnostics);
  reader.set_dialect(isolate.dialect);
  for (;;) {
    ReadStatus status = reader.read(sink);
    if (status == ReadStatus::end) return true;
    if (status != ReadStatus::datum) return false;
    forms->push_back(sink.take());
  }
}

bool Engine::Parts::expand(Compilation& work, syntax::Namespace& space, std::span<const Datum* const> forms,
                           std::string_view name, bool closed) {
  Stopwatch watch(&time(Activity::syntax));
  isolate.count(Stat::expansions);
  syntax::ExpandOptions expand_options;
  expand_options.unit_name = name;
  expand_options.closed = closed;
  syntax::Expander expander(system, space, work.arena, work.diagnostics, expand_options);
  return expander.expand_forms(forms, &work.expansion);
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

Value Engine::Parts::load(const bytecode::Unit& unit) {
  Stopwatch watch(&time(Activity::load));
  Resolver resolver(isolate);
  return load_unit(&isolate.main, unit, resolver);
}

}  // namespace tiercel
