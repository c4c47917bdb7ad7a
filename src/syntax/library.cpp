#include "syntax/library.h"

#include <algorithm>
#include <unordered_set>

#include "gen/primitives.h"
#include "syntax/core_forms.h"

namespace tiercel::syntax {

namespace {

// The exports of a built-in library: some plain bindings of the built-in namespace.
class BuiltInExports : public Exports {
 public:
  void add(Name name, Binding* binding) {
    bindings_.emplace(name, binding);
    order_.push_back(name);
  }
  Binding* find(Name external) override {
    auto found = bindings_.find(external);
    return found == bindings_.end() ? nullptr : found->second;
  }
  std::vector<Name> names() override { return order_; }

 private:
  std::unordered_map<Name, Binding*> bindings_;
  std::vector<Name> order_;
};

void add_constants(NameTable& names, Namespace& space, BuiltInExports& exports) {
  auto add = [&](const char* text, DatumKind kind) {
    Binding* binding = space.new_binding(BindingKind::constant);
    binding->constant = space.arena().make<Datum>(kind);
    exports.add(names.intern(text), binding);
  };
  add("nil", DatumKind::nil);
  add("true", DatumKind::true_);
  add("false", DatumKind::false_);
  exports.add(names.intern("t"), exports.find(names.intern("true")));
}

}  // namespace

std::string library_key(std::span<const std::string> parts) {
  std::string key = "(";
  for (const std::string& part : parts) {
    if (key.size() > 1) key += ' ';
    key += part;
  }
  return key + ")";
}

uint64_t GlobalFactory::handle_of(const GlobalBinding& global) { return global.handle; }

System::System(NameTable& names, GlobalFactory& globals, LibraryFinder* finder, Evaluator* evaluator)
    : names(names), globals(globals), finder(finder), evaluator(evaluator) {
  built_in_ = std::make_unique<Namespace>(names, make_scope(0, 0), nullptr, nullptr);
  namespaces_.push_back(built_in_.get());

  core_library_ = add_library({"tiercel", "core"});
  auto forms = std::make_unique<BuiltInExports>();
  for (int i = 0; i < core_form_count; i++) {
    Binding* binding = built_in_->new_binding(BindingKind::core_form);
    binding->form = static_cast<CoreForm>(i);
    forms->add(names.intern(core_form_table[i].name), binding);
  }
  add_constants(names, *built_in_, *forms);
  core_library_->exports = std::move(forms);
  core_library_->state = Library::State::ready;

  primitive_library_ = add_library({"tiercel", "primitives"});
  auto primitives = std::make_unique<BuiltInExports>();
  for (int i = 0; i < primitive_count; i++) {
    Binding* binding = built_in_->new_binding(BindingKind::primitive);
    binding->primitive = static_cast<core::Prim>(i);
    primitives->add(names.intern(primitive_table[i].name), binding);
  }
  primitive_library_->exports = std::move(primitives);
  primitive_library_->state = Library::State::ready;
  built_in_->import({core_library_, {}, {}});
  built_in_->import({primitive_library_, {}, {}});
  features = {"r7rs", "exact-closed", "full-unicode", "tiercel", "syntax-rules", "posix", "linux", "gnu-linux"};
}

System::~System() = default;

Library* System::known_library(const std::string& key) {
  auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : found->second;
}

Library* System::add_library(std::vector<std::string> parts) {
  auto library = std::make_unique<Library>();
  library->key = library_key(parts);
  library->parts = std::move(parts);
  library->owner = static_cast<uint32_t>(namespaces_.size());
  namespaces_.push_back(nullptr);
  by_key_[library->key] = library.get();
  libraries_.push_back(std::move(library));
  return libraries_.back().get();
}

void System::forget_library(Library* library) { by_key_.erase(library->key); }

Binding* System::constant_binding(DatumKind kind) {
  const char* name = kind == DatumKind::nil ? "nil" : kind == DatumKind::true_ ? "true" : "false";
  bool known = kind == DatumKind::nil || kind == DatumKind::true_ || kind == DatumKind::false_;
  return known ? core_library_->exports->find(names.intern(name)) : nullptr;
}

// Even numbers: 4i + 4 for the ith object of all expansions, 4i + 2 for the ith kept one.
uint64_t System::syntax_handle(Syntax* syntax) {
  live_syntax_.push_back(syntax);
  return (expired_handles_ + live_syntax_.size()) * 4;
}

uint64_t System::kept_syntax_handle(Syntax* syntax) {
  kept_syntax_.push_back(syntax);
  return kept_syntax_.size() * 4 - 2;
}

Syntax* System::syntax_of_handle(uint64_t handle) const {
  if (handle % 4 == 2) {
    uint64_t index = handle / 4;
    return index < kept_syntax_.size() ? kept_syntax_[index] : nullptr;
  }
  uint64_t index = handle / 4 - 1 - expired_handles_;  // wraps around for what has expired
  return index < live_syntax_.size() ? live_syntax_[index] : nullptr;
}

void System::end_expansion() {
  if (--active_expansions_ > 0) return;
  expired_handles_ += live_syntax_.size();
  live_syntax_.clear();
}

void System::register_namespace(uint32_t owner, Namespace* space) { namespaces_[owner] = space; }

Binding* System::form_binding(CoreForm form) {
  return core_library_->exports->find(names.intern(core_form_info(form).name));
}

Binding* System::primitive_binding(Name name) { return primitive_library_->exports->find(name); }

bool any_reached(std::span<Library* const> libraries, const std::function<bool(const Library*)>& is_it) {
  std::vector<const Library*> waiting(libraries.begin(), libraries.end());
  std::unordered_set<const Library*> seen;
  while (!waiting.empty()) {
    const Library* library = waiting.back();
    waiting.pop_back();
    if (!seen.insert(library).second) continue;
    if (is_it(library)) return true;
    if (!library->from_image) waiting.insert(waiting.end(), library->imports.begin(), library->imports.end());
  }
  return false;
}

}  // namespace tiercel::syntax
