// What a program is told about itself: warnings before it runs, `tiercel check`, and what an unknown name may have meant.
#include <algorithm>
#include <cstdio>

#include "base/similar_names.h"
#include "engine/check.h"
#include "engine/parts.h"

namespace tiercel {
namespace {

// Where a name is best imported from.
int rank_of(std::string_view key) {
  if (key.starts_with("(scheme ")) return 0;
  return key.starts_with("(srfi ") ? 1 : 2;
}

std::string count_phrase(size_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

Outcome Engine::Parts::syntax_outcome(const Compilation& work) {
  Outcome outcome;
  outcome.status = Status::syntax;
  outcome.text = render(sources, work.diagnostics, options.diagnostics);
  return outcome;
}

// --- Unbound names --------------------------------------------------------------------------------------------------

std::vector<std::string> Engine::Parts::exporters_of(Name name) {
  constexpr size_t shown_max = 2;
  std::vector<std::string> keys;
  for (const std::string& key : library_keys()) {
    std::vector<ExportedName> exported;
    if (!exports_of(key, &exported)) continue;
    bool found = std::any_of(exported.begin(), exported.end(), [&](const auto& e) { return e.name == name->text; });
    if (found) keys.push_back(key);
  }
  std::stable_sort(keys.begin(), keys.end(), [](auto& a, auto& b) { return rank_of(a) < rank_of(b); });
  if (keys.size() > shown_max) keys.resize(shown_max);
  return keys;
}

std::vector<std::string> Engine::Parts::suggest_for_unbound(Name name, const std::vector<std::string>& similar) {
  std::vector<std::string> suggestions;
  std::vector<std::string> exporters = exporters_of(name);
  if (!exporters.empty()) {
    std::string text = "it is exported by " + exporters[0];
    if (exporters.size() > 1) text += " and " + exporters[1];
    suggestions.push_back(text + ", which " + (exporters.size() > 1 ? "are" : "is") + " not imported here");
  } else if (!similar.empty()) {
    suggestions.push_back(did_you_mean(similar));
  }
  return suggestions;
}

Diagnostic Engine::Parts::unbound_diagnostic(const syntax::UnboundName& unbound, Severity severity) {
  Diagnostic diagnostic{ErrorCode::T3002, unbound.span,
                        "'" + std::string(unbound.name->text) + "' is not defined here"};
  diagnostic.severity = severity;
  diagnostic.suggestions = suggest_for_unbound(unbound.name, unbound.similar);
  return diagnostic;
}

// A program goes on after the warning: the name may be defined by `eval` or `load` before it is reached.
void Engine::Parts::warn(const DiagnosticList& diagnostics, std::span<const syntax::UnboundName> unbound_names) {
  std::string text = render(sources, diagnostics, options.diagnostics);
  for (const syntax::UnboundName& unbound : unbound_names)
    text += render(sources, unbound_diagnostic(unbound, Severity::warning), options.diagnostics);
  if (!text.empty()) tell_pause();
  std::fputs(text.c_str(), stderr);
}

// --- tiercel check --------------------------------------------------------------------------------------------------

void Engine::Parts::check_unbound(Compilation& work) {
  for (const syntax::UnboundName& unbound : work.expansion.unbound)
    work.diagnostics.add(unbound_diagnostic(unbound, Severity::error));
  for (const auto& library : system.libraries()) {
    if (library->from_image) continue;
    for (const syntax::UnboundName& unbound : library->unbound)
      work.diagnostics.add(unbound_diagnostic(unbound, Severity::error));
  }
}

// Libraries of the image are run, since that tells what their exports are; those of the program are only looked at.
void Engine::Parts::check_calls(Compilation& work) {
  for (syntax::Library* library : work.expansion.libraries) {
    Outcome ignored;
    if (library->from_image) instantiate(library, &ignored);
  }
  CallChecker checker(work.diagnostics, [this](const core::Global* global) {
    return global->storage == core::Global::Storage::table ? isolate.cells[global->handle] : v_unbound;
  });
  std::vector<core::Unit*> units;
  for (const auto& library : system.libraries()) {
    if (library->unit && !library->from_image && !library->instantiated) units.push_back(library->unit);
  }
  if (work.expansion.unit) units.push_back(work.expansion.unit);
  for (core::Unit* unit : units) checker.learn(unit);
  for (core::Unit* unit : units) checker.check(unit);
  if (work.expansion.unit) check_definitions(work.expansion.unit, work.diagnostics);
}

void Engine::Parts::check_forms(Compilation& work, TopLevel* top_level, std::span<const Datum* const> forms,
                                std::string_view name) {
  TopLevel* outer = std::exchange(compiling, top_level);
  bool expanded = expand(work, top_level->environment.space(), forms, name, true);
  compiling = outer;
  check_unbound(work);
  check_calls(work);
  bytecode::Unit code;
  if (expanded && !work.diagnostics.has_errors()) to_bytecode(work, work.expansion.unit, &code);
}

// Bytes that are no UTF-8 are an error here; a program that runs gets U+FFFD for them.
Outcome Engine::Parts::check_outcome(Compilation& work) {
  std::vector<Diagnostic> all = work.diagnostics.all();
  for (Diagnostic& diagnostic : all) {
    if (diagnostic.code == ErrorCode::T1013) diagnostic.severity = Severity::error;
  }
  std::stable_sort(all.begin(), all.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return a.span.file != b.span.file ? a.span.file < b.span.file : a.span.begin < b.span.begin;
  });
  Outcome outcome;
  size_t errors = 0;
  for (const Diagnostic& diagnostic : all) {
    errors += diagnostic.severity == Severity::error;
    outcome.text += render(sources, diagnostic, options.diagnostics);
  }
  if (!all.empty() && !options.diagnostics.json)
    outcome.text += count_phrase(errors, "error") + ", " + count_phrase(all.size() - errors, "warning") + "\n";
  if (errors) outcome.status = Status::syntax;
  return outcome;
}

// --- Problems without a place ---------------------------------------------------------------------------------------

std::string Engine::Parts::describe_problem(ErrorCode code, const std::string& message) const {
  Diagnostic diagnostic{code, {}, message};
  std::string text = render(sources, diagnostic, options.diagnostics);
  return options.diagnostics.json ? text : "tiercel: " + text;
}

std::string Engine::describe_problem(ErrorCode code, const std::string& message) const {
  return parts_->describe_problem(code, message);
}

}  // namespace tiercel
