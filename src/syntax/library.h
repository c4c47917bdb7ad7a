// Libraries as the expander knows them, and the System that holds everything that outlives one expansion.
//
// A library exists once per isolate.  Its body is expanded to one core::Unit; when it runs is the engine's business.
// Nothing here opens a file: text comes through the LibraryFinder.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/names.h"
#include "syntax/evaluator.h"
#include "syntax/namespace.h"
#include "syntax/stored_procedure.h"

namespace tiercel::syntax {

// A variable that is used but neither defined nor imported as far as this unit shows.
struct UnboundName {
  Name name;
  Span span;
  std::vector<std::string> similar;  // names in scope that may have been meant
};

struct Library {
  std::string key;                 // "(scheme base)"
  std::vector<std::string> parts;  // "scheme", "base"
  uint32_t owner = 0;              // upper half of its scopes
  enum class State : uint8_t { expanding, ready, failed } state = State::expanding;
  std::unique_ptr<Exports> exports;
  std::unique_ptr<Namespace> body;         // null for the built-in libraries
  std::vector<Library*> imports;           // direct, without repetition, in order of import
  std::unique_ptr<Arena> arena;            // of `unit`
  core::Unit* unit = nullptr;              // null: nothing to run (built in), or loaded from an image
  std::vector<UnboundName> unbound;        // in its body
  std::unique_ptr<BodyParts> kept_bodies;  // what GlobalBinding::stored of its variables refers to, if `unit` was made
  bool from_image = false;
  // Engine: body has been run (or started to run).
  bool instantiated = false;
  void* engine_data = nullptr;
};

// Asks of each of these libraries and of all that they import, once each, until one is it.  What libraries of the image import
// is not looked at: that is of the image, too.
bool any_reached(std::span<Library* const> libraries, const std::function<bool(const Library*)>& is_it);

struct Limits {
  uint32_t depth = 10'000;         // of nested forms and macro uses
  size_t bytes = size_t{1} << 30;  // of what the forms of one unit expand to
};

class System {
 public:
  System(NameTable& names, GlobalFactory& globals, LibraryFinder* finder, Evaluator* evaluator);
  ~System();

  NameTable& names;
  GlobalFactory& globals;
  LibraryFinder* finder;
  Evaluator* evaluator;
  Limits limits;
  std::vector<std::string> features;  // for cond-expand
  bool empty_is_nil = false;          // the consair dialect: () evaluates to nil, which it is
  bool open_libraries =
      false;  // those of files may be changed while the program runs, so nothing of them is a constant

  // Libraries by key, null if not known yet.  Loading them is the Expander's work.
  Library* known_library(const std::string& key);
  Library* add_library(std::vector<std::string> parts);
  bool is_open(const Library* library) const { return open_libraries && library && !library->from_image; }
  void forget_library(Library* library);  // after a failed expansion
  // The namespace whose scope this is; null for environments.
  Namespace* namespace_of(uint32_t owner) { return owner < namespaces_.size() ? namespaces_[owner] : nullptr; }
  void register_namespace(uint32_t owner, Namespace* space);

  Namespace& built_in() { return *built_in_; }
  Library* core_library() { return core_library_; }
  Library* primitive_library() { return primitive_library_; }
  // A core form's or primitive's binding, the same object for everybody.
  Binding* form_binding(CoreForm form);
  Binding* primitive_binding(Name name);
  // nil, t, true, false by their values; null for other kinds.
  Binding* constant_binding(DatumKind kind);

  std::vector<Library*> loading;  // libraries being expanded, outermost first

  // Syntax objects in the hands of macros.  Handles expire with the outermost expansion, except those that are kept.
  uint64_t syntax_handle(Syntax* syntax);
  uint64_t kept_syntax_handle(Syntax* syntax);
  Syntax* syntax_of_handle(uint64_t handle) const;
  void begin_expansion() { active_expansions_++; }
  void end_expansion();

  // A number that no other expansion of this isolate has had.
  uint64_t next_expansion() { return ++expansions_; }
  std::span<const std::unique_ptr<Library>> libraries() const { return libraries_; }

 private:
  std::unordered_map<std::string, Library*> by_key_;
  std::vector<std::unique_ptr<Library>> libraries_;
  std::vector<Namespace*> namespaces_;
  std::unique_ptr<Namespace> built_in_;
  Library* core_library_ = nullptr;
  Library* primitive_library_ = nullptr;
  uint64_t expansions_ = 0;
  uint32_t active_expansions_ = 0;
  uint64_t expired_handles_ = 0;  // as many indices of live_syntax_ are in the past
  std::vector<Syntax*> live_syntax_, kept_syntax_;
};

std::string library_key(std::span<const std::string> parts);

}  // namespace tiercel::syntax
