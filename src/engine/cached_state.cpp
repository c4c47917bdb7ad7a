// Variables that macros change while they expand.  Another process, which takes what was expanded from the store, does not
// expand again, so whoever could see such a change must not be taken from there: what is being compiled is not kept.
#include <algorithm>

#include "engine/cached.h"
#include "engine/parts.h"
#include "object/layouts.h"

namespace tiercel {
namespace {

// Whether code that has these libraries can expand something when it runs.
bool can_evaluate(std::span<syntax::Library* const> libraries, Engine::Parts& parts) {
  return syntax::any_reached(libraries, [&](const syntax::Library* library) {
    std::vector<ExportedName> exported;
    parts.exports_of(library->key, &exported);
    return std::ranges::any_of(exported, [](const auto& each) { return each.name == "eval" || each.name == "load"; });
  });
}

}  // namespace

void CompiledFiles::forget_variables() {
  for (const WatchedVariable& variable : watched_) release_handle(&parts_.isolate, variable.content);
  watched_.clear();
}

void CompiledFiles::watch_variables() {
  if (collected_ || !current() || variables_known_) return;
  forget_variables();
  for (const auto& [cell, place] : cells_) {
    Value content = as_cell(handle_value(&parts_.isolate, cell))->content;
    if (content != v_unbound) watched_.push_back({cell, make_handle(&parts_.isolate, content)});
  }
  variables_known_ = true;
}

// A program without `eval` sees no variables of macros, but those of libraries whose bodies have run.
bool CompiledFiles::is_seen_later(syntax::Namespace* home) {
  if (!parts_.system.loading.empty() || (home->library() && home->library()->instantiated)) return true;
  if (has_prelude_) return true;
  std::vector<syntax::Library*> libraries;
  for (const syntax::ImportSet& set : parts_.interaction->environment.space().imports())
    libraries.push_back(set.library);
  return can_evaluate(libraries, parts_);
}

void CompiledFiles::note_changes() {
  Record* record = collected_ || !variables_known_ ? nullptr : current();
  if (!record || !record->obstacle.empty()) return;
  for (const WatchedVariable& variable : watched_) {
    Value content = as_cell(handle_value(&parts_.isolate, variable.cell))->content;
    if (content == handle_value(&parts_.isolate, variable.content)) continue;
    variables_known_ = false;
    if (is_seen_later(cells_.at(variable.cell).home))
      record->obstacle = "a macro changes a variable that others may see";
    return;
  }
}

}  // namespace tiercel
