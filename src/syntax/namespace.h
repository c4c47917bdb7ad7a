// Top-level bindings: of a library body, a program, or a top-level environment.
//
// A lookup goes to the namespace's own table, then through its imports (which are read backwards, from the name wanted
// to the exporting library, so importing costs nothing per name), then to the namespace it is a view of.  A fresh
// child of a base is therefore one small object, and what it defines never reaches the base.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "syntax/binding.h"

namespace tiercel::syntax {

class Namespace;

// What a library offers.  Implemented by library bodies expanded in this process, by decoded interfaces and by the
// two built-in libraries.
class Exports {
 public:
  virtual ~Exports() = default;
  virtual Binding* find(Name external) = 0;  // null if not exported
  virtual std::vector<Name> names() = 0;     // in order of declaration
};

struct Library;

// (import SET): a chain of modifiers over a library, applied to a name from the outside in.
struct ImportModifier {
  enum class Kind : uint8_t { only, except, prefix, rename } kind;
  std::vector<Name> names;  // only, except
  std::string prefix;
  std::vector<std::pair<Name, Name>> renames;  // inner name, outer name
};
struct ImportSet {
  Library* library = nullptr;
  std::vector<ImportModifier> modifiers;  // innermost first
  Span span{};
};

// What was evaluated while a namespace was compiled, and may be shared by its macros: forms that only the compiler sees, as a
// list, or the transformer of a macro.
struct CompileTimeStep {
  Syntax* forms;
  Binding* macro;  // or null
};

// Gives a namespace its own bindings one name at a time, when they are first looked up.
class NameSupplier {
 public:
  virtual ~NameSupplier() = default;
  virtual void supply(Name name, Namespace& space) = 0;
  // In order, if there are forms among them; those of macros have not been evaluated in this process.
  virtual std::vector<CompileTimeStep> compile_time_steps() = 0;
  // Every name that has bindings.
  virtual std::vector<Name> supplied_names() = 0;
};

class Namespace {
 public:
  // `scope` must have number 0.  `base` may be null; it must outlive this.
  Namespace(NameTable& names, Scope scope, Namespace* base, Library* library);

  Scope scope() const { return scope_; }
  Scopes scopes() const { return &scopes_; }     // the set of what is read for this namespace
  Library* library() const { return library_; }  // null for environments
  Namespace* base() const { return base_; }
  Scope new_scope() { return make_scope(scope_owner(scope_), ++last_scope_); }
  // Stored bindings have scopes up to this number.
  void reserve_scopes(uint32_t last) { last_scope_ = std::max(last_scope_, last); }
  uint32_t scopes_used() const { return last_scope_; }
  Arena& arena() { return arena_; }
  // Each in turn, for whoever stores the namespace.
  void note_compile_time_step(CompileTimeStep step) { compile_time_steps_.push_back(step); }
  std::span<const CompileTimeStep> compile_time_steps() const { return compile_time_steps_; }
  // Those of a stored namespace: they are to be evaluated, all of them, before any macro of it is used.  Given once.
  std::vector<CompileTimeStep> take_stored_steps() {
    return supplier_ && !std::exchange(stored_steps_taken_, true) ? supplier_->compile_time_steps()
                                                                  : std::vector<CompileTimeStep>{};
  }

  // The best binding of `name` among those whose scopes are part of `scopes`, which contains this namespace's scope.
  // `ambiguous` is set when the matching sets are not nested.
  struct Found {
    Binding* binding = nullptr;
    Scopes scopes = nullptr;
    bool ambiguous = false;
    const ImportSet* conflict = nullptr;  // imports the name with another meaning than
    const ImportSet* other = nullptr;     // this one does
  };
  Found find(Name name, Scopes scopes);
  // The binding of the plain name.
  Binding* find_plain(Name name);
  // The binding made here for exactly these scopes, not an imported one; null if there is none.
  Binding* find_own(Name name, Scopes scopes);
  // Takes back a binding that `bind` made: null makes the name what it was without any.
  void rebind(Name name, Scopes scopes, Binding* previous);
  // Replaces what this namespace had for exactly these scopes.
  void bind(Name name, Scopes scopes, Binding* binding);
  Binding* new_binding(BindingKind kind);
  GlobalBinding* new_global(Name name);

  // Later imports win over earlier ones at the REPL; elsewhere two meanings of one name are an error.
  void import(ImportSet set);
  std::span<const ImportSet> imports() const { return imports_; }
  void set_supplier(NameSupplier* supplier) { supplier_ = supplier; }

  // The bindings made here under a name, with their scopes; for storing a library.
  struct OwnBinding {
    Scopes scopes;
    Binding* binding;
  };
  std::vector<OwnBinding> own_bindings(Name name);
  // Every own binding of a plain name (for the REPL's completion and for exports).
  std::vector<Name> own_names();
  // Every name that was bound here, under whichever scopes.
  std::vector<Name> bound_names();
  // Every name that means something here: definitions, imports, those of the base.  Some may come twice.
  void for_each_visible(const std::function<void(Name)>& visit);

 private:
  struct Entry {
    Scopes scopes;
    Binding* binding;
    Entry* next;
    bool own;  // not a memo of an import
  };

  Binding* find_imported(Name name, Found* found);
  void ask_supplier(Name name);
  Scopes keep(Scopes scopes);

  NameTable& names_;
  Arena arena_;
  Scope scope_;
  ScopeSet scopes_;
  Namespace* base_;
  Library* library_;
  uint32_t last_scope_ = 0;
  std::vector<CompileTimeStep> compile_time_steps_;
  bool stored_steps_taken_ = false;
  std::unordered_map<Name, Entry*> entries_;
  std::vector<ImportSet> imports_;
  NameSupplier* supplier_ = nullptr;
};

// The name under which `set` looks up `outer` in its library; null if the set does not offer it.
Name name_behind(NameTable& names, const ImportSet& set, Name outer);

}  // namespace tiercel::syntax
