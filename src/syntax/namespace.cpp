#include "syntax/namespace.h"

#include <algorithm>

#include "syntax/library.h"

namespace tiercel::syntax {

Namespace::Namespace(NameTable& names, Scope scope, Namespace* base, Library* library)
    : names_(names), scope_(scope), scopes_{scope, nullptr, nullptr, &scopes_, 1}, base_(base), library_(library) {}

// Sets made during an expansion die with it; what a table holds must not.
Scopes Namespace::keep(Scopes scopes) {
  if (scopes->newest == scope_ && !scopes->rest) return &scopes_;
  ScopeTable table(arena_);
  Scopes result = &scopes_;
  for (Scopes set = scopes; set; set = set->rest) result = table.with(result, set->newest);
  return result;
}

Namespace::Found Namespace::find(Name name, Scopes scopes) {
  Found best;
  ask_supplier(name);
  auto found = entries_.find(name);
  if (found != entries_.end()) {
    for (Entry* entry = found->second; entry; entry = entry->next) {
      if (!is_subset(entry->scopes, scopes)) continue;
      if (!best.binding || scope_count(entry->scopes) > scope_count(best.scopes)) {
        best.ambiguous = best.binding && !is_subset(best.scopes, entry->scopes);
        best.binding = entry->binding;
        best.scopes = entry->scopes;
      } else if (!is_subset(entry->scopes, best.scopes)) {
        best.ambiguous = true;
      }
    }
  }
  if (best.binding) return best;
  // An entry without bindings says that the imports were asked before.
  Found result;
  result.scopes = &scopes_;
  bool asked = imports_.empty() || (found != entries_.end() && !found->second);
  if (!asked) result.binding = find_imported(name, &result);
  if (!result.binding && !asked) entries_.try_emplace(name, nullptr);
  if (result.binding && !result.conflict) {
    Entry*& head = entries_[name];
    head = arena_.make<Entry>(&scopes_, result.binding, head, false);
  } else if (!result.binding && base_) {
    result.binding = base_->find_plain(name);
  }
  return result;
}

// An empty entry keeps the supplier from being asked again; where there are imports, it would also say that they were asked.
void Namespace::ask_supplier(Name name) {
  if (!supplier_ || entries_.contains(name)) return;
  entries_[name] = nullptr;
  supplier_->supply(name, *this);
  if (auto entry = entries_.find(name); !entry->second && !imports_.empty()) entries_.erase(entry);
}

Binding* Namespace::find_plain(Name name) { return find(name, &scopes_).binding; }

Binding* Namespace::find_own(Name name, Scopes scopes) {
  ask_supplier(name);
  auto found = entries_.find(name);
  if (found == entries_.end()) return nullptr;
  for (Entry* entry = found->second; entry; entry = entry->next) {
    if (entry->own && same_scopes(entry->scopes, scopes)) return entry->binding;
  }
  return nullptr;
}

void Namespace::bind(Name name, Scopes scopes, Binding* binding) {
  Entry*& head = entries_[name];
  for (Entry* entry = head; entry; entry = entry->next) {
    if (!same_scopes(entry->scopes, scopes)) continue;
    entry->binding = binding;
    entry->own = true;
    return;
  }
  head = arena_.make<Entry>(keep(scopes), binding, head, true);
}

void Namespace::rebind(Name name, Scopes scopes, Binding* previous) {
  if (previous) return bind(name, scopes, previous);
  for (Entry** link = &entries_[name]; *link; link = &(*link)->next) {
    if (!same_scopes((*link)->scopes, scopes)) continue;
    *link = (*link)->next;
    break;
  }
  if (!entries_[name]) entries_.erase(name);
}

Binding* Namespace::new_binding(BindingKind kind) {
  auto* binding = arena_.make<Binding>(kind);
  binding->home = this;
  return binding;
}

GlobalBinding* Namespace::new_global(Name name) { return arena_.make<GlobalBinding>(name); }

Binding* Namespace::find_imported(Name name, Found* found) {
  bool strict = !base_;
  Binding* result = nullptr;
  const ImportSet* from = nullptr;
  for (size_t i = imports_.size(); i-- > 0;) {
    const ImportSet& set = imports_[i];
    Name inner = name_behind(names_, set, name);
    Binding* binding = inner ? set.library->exports->find(inner) : nullptr;
    if (!binding || binding == result) continue;
    if (!strict) return binding;
    if (result) {
      found->conflict = &set;
      found->other = from;
    }
    result = binding;
    from = &set;
  }
  return result;
}

// Names that were looked up before may mean something else now; so may names that were only used, not defined.
void Namespace::import(ImportSet set) {
  imports_.push_back(std::move(set));
  for (auto& [name, head] : entries_) {
    for (Entry** link = &head; *link;) {
      Binding* binding = (*link)->binding;
      bool undefined =
          binding->kind == BindingKind::global && binding->home == this && binding->global->definitions == 0;
      if (!(*link)->own || undefined) {
        *link = (*link)->next;
      } else {
        link = &(*link)->next;
      }
    }
  }
  std::erase_if(entries_, [](const auto& entry) { return !entry.second; });
}

std::vector<Namespace::OwnBinding> Namespace::own_bindings(Name name) {
  std::vector<OwnBinding> result;
  ask_supplier(name);
  auto found = entries_.find(name);
  if (found == entries_.end()) return result;
  for (Entry* entry = found->second; entry; entry = entry->next) {
    if (entry->own) result.push_back({entry->scopes, entry->binding});
  }
  return result;
}

std::vector<Name> Namespace::bound_names() {
  std::vector<Name> result;
  if (supplier_) {
    for (Name name : supplier_->supplied_names()) ask_supplier(name);
  }
  for (auto& [name, head] : entries_) {
    bool any = false;
    for (Entry* entry = head; entry; entry = entry->next) any |= entry->own;
    if (any) result.push_back(name);
  }
  std::sort(result.begin(), result.end(), [](Name a, Name b) { return a->text < b->text; });
  return result;
}

std::vector<Name> Namespace::own_names() {
  std::vector<Name> result;
  if (supplier_) {
    for (Name name : supplier_->supplied_names()) ask_supplier(name);
  }
  for (auto& [name, head] : entries_) {
    for (Entry* entry = head; entry; entry = entry->next) {
      if (entry->own && entry->scopes == &scopes_) result.push_back(name);
    }
  }
  std::sort(result.begin(), result.end(), [](Name a, Name b) { return a->text < b->text; });
  return result;
}

namespace {

// One modifier backwards: the name on its inside that appears as `outer` on its outside.
Name undo(NameTable& names, const ImportModifier& modifier, Name outer) {
  auto listed = [&] { return std::find(modifier.names.begin(), modifier.names.end(), outer) != modifier.names.end(); };
  switch (modifier.kind) {
    case ImportModifier::Kind::only: return listed() ? outer : nullptr;
    case ImportModifier::Kind::except: return listed() ? nullptr : outer;
    case ImportModifier::Kind::prefix:
      if (!outer->text.starts_with(modifier.prefix)) return nullptr;
      return names.intern(outer->text.substr(modifier.prefix.size()));
    case ImportModifier::Kind::rename:
      for (auto& [from, to] : modifier.renames) {
        if (to == outer) return from;
      }
      for (auto& [from, to] : modifier.renames) {
        if (from == outer) return nullptr;
      }
      return outer;
  }
}

}  // namespace

Name name_behind(NameTable& names, const ImportSet& set, Name outer) {
  for (size_t i = set.modifiers.size(); i-- > 0 && outer;) outer = undo(names, set.modifiers[i], outer);
  return outer;
}

namespace {

// The name under which `set` offers what its library calls `inner`, if it does.
Name name_in_front(NameTable& names, const ImportSet& set, Name inner) {
  Name outer = inner;
  for (const ImportModifier& modifier : set.modifiers) {
    if (modifier.kind == ImportModifier::Kind::prefix) {
      outer = names.intern(modifier.prefix + std::string(outer->text));
    } else if (modifier.kind == ImportModifier::Kind::rename) {
      auto renamed = std::find_if(modifier.renames.begin(), modifier.renames.end(),
                                  [&](const auto& pair) { return pair.first == outer; });
      if (renamed != modifier.renames.end()) outer = renamed->second;
    }
  }
  return name_behind(names, set, outer) == inner ? outer : nullptr;
}

}  // namespace

void Namespace::for_each_visible(const std::function<void(Name)>& visit) {
  for (Name name : own_names()) {
    Binding* binding = find_plain(name);
    if (binding && (binding->kind != BindingKind::global || binding->global->definitions > 0)) visit(name);
  }
  for (const ImportSet& set : imports_) {
    for (Name inner : set.library->exports->names()) {
      if (Name outer = name_in_front(names_, set, inner)) visit(outer);
    }
  }
  if (base_) base_->for_each_visible(visit);
}

}  // namespace tiercel::syntax
