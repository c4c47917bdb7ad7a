// import, define-library, and finding libraries (R7RS sections 5.2 and 5.6).
//
// A library body is expanded by an Expander of its own, in a namespace of its own, when the library is first imported.
#include "base/similar_names.h"
#include "syntax/expander.h"
#include "syntax/interface.h"

namespace tiercel::syntax {

namespace {

// The exports of a library whose body was expanded in this process.
class BodyExports : public Exports {
 public:
  explicit BodyExports(Namespace& space) : space_(space) {}
  void add(Name external, Name internal) {
    order_.push_back(external);
    internal_[external] = internal;
  }
  Binding* find(Name external) override {
    auto found = internal_.find(external);
    return found == internal_.end() ? nullptr : space_.find_plain(found->second);
  }
  std::vector<Name> names() override { return order_; }

 private:
  Namespace& space_;
  std::unordered_map<Name, Name> internal_;
  std::vector<Name> order_;
};

// Word at the head of a declaration, by name: declarations are not expressions and have no bindings.
std::string_view head_word(SyntaxMaker& maker, Syntax* syntax) {
  if (!syntax->is_pair()) return {};
  Syntax* head = maker.first(syntax);
  return head->is_identifier() ? head->name()->text : std::string_view{};
}

}  // namespace

// --- Names and import sets ------------------------------------------------------------------------------------------

bool Expander::parse_library_name(Syntax* syntax, std::vector<std::string>* parts) {
  List list = maker_.take_list(syntax);
  bool good = syntax->is_pair() && list.proper();
  for (size_t i = 0; good && i < list.parts.size(); i++) {
    Syntax* part = list.parts[i];
    bool number = part->kind == SyntaxKind::atom && part->datum->kind == DatumKind::fixnum && part->datum->fixnum >= 0;
    if (part->is_identifier()) {
      parts->emplace_back(part->name()->text);
    } else if (number) {
      parts->push_back(std::to_string(part->datum->fixnum));
    } else {
      good = false;
    }
  }
  if (!good) fail(ErrorCode::T2023, syntax->span, "import: expected a library name such as (scheme base)");
  return good;
}

bool Expander::parse_import_set(Syntax* syntax, ImportSet* set) {
  List list = maker_.take_list(syntax);
  std::string_view word = head_word(maker_, syntax);
  bool modified = list.proper() && list.parts.size() >= 2 && list.parts[1]->is_pair() &&
                  (word == "only" || word == "except" || word == "prefix" || word == "rename");
  if (!modified) {
    std::vector<std::string> parts;
    if (!parse_library_name(syntax, &parts)) return false;
    set->library = load_library(parts, syntax->span);
    set->span = syntax->span;
    return set->library != nullptr;
  }
  if (!parse_import_set(list.parts[1], set)) return false;
  ImportModifier modifier{};
  auto arguments = list.parts.subspan(2);
  modifier.kind = word == "only"     ? ImportModifier::Kind::only
                  : word == "except" ? ImportModifier::Kind::except
                  : word == "prefix" ? ImportModifier::Kind::prefix
                                     : ImportModifier::Kind::rename;
  auto malformed = [&] {
    fail(ErrorCode::T2023, syntax->span, "import: malformed '" + std::string(word) + "' set");
    return false;
  };
  if (modifier.kind == ImportModifier::Kind::prefix) {
    if (arguments.size() != 1 || !arguments[0]->is_identifier()) return malformed();
    modifier.prefix = arguments[0]->name()->text;
    arguments = {};
  }
  for (Syntax* argument : arguments) {
    Name inner = argument->is_identifier() ? argument->name() : nullptr;
    if (modifier.kind == ImportModifier::Kind::rename) {
      List pair = maker_.take_list(argument);
      if (!pair.proper() || pair.parts.size() != 2 || !pair.parts[0]->is_identifier() ||
          !pair.parts[1]->is_identifier()) {
        return malformed();
      }
      inner = pair.parts[0]->name();
      modifier.renames.emplace_back(inner, pair.parts[1]->name());
    } else if (!inner) {
      return malformed();
    } else {
      modifier.names.push_back(inner);
    }
    if (!check_offered(*set, inner, argument->span)) return false;
  }
  set->modifiers.push_back(std::move(modifier));
  return true;
}

// Whether the import set as far as it has been read offers the name.
bool Expander::check_offered(const ImportSet& set, Name name, Span span) {
  Name inner = name_behind(system_.names, set, name);
  if (inner && set.library->exports->find(inner)) return true;
  SimilarNames similar(name->text);
  for (Name exported : set.library->exports->names()) similar.consider(exported->text);
  fail(ErrorCode::T2011, span, quoted(name->text) + " is not exported by " + set.library->key,
       {did_you_mean(similar.take())});
  return false;
}

bool Expander::import_sets(std::span<Syntax*> sets) {
  for (Syntax* syntax : sets) {
    ImportSet set;
    if (!parse_import_set(syntax, &set)) return false;
    require(set.library);
    space_.import(std::move(set));
  }
  return true;
}

// --- Loading --------------------------------------------------------------------------------------------------------

Library* Expander::kernel() {
  static const std::string parts[] = {"tiercel", "kernel"};
  return load_library(parts, {});
}

bool Expander::library_exists(std::span<const std::string> parts) {
  FoundLibrary found;
  DiagnosticList ignored;
  std::string message;
  bool exists = system_.known_library(library_key(parts)) ||
                (system_.finder && system_.finder->find(parts, &found, ignored, &message));
  if (system_.finder) system_.finder->asked(parts, exists);
  return exists;
}

Library* Expander::load_library(std::span<const std::string> parts, Span span) {
  std::string key = library_key(parts);
  Library* library = system_.known_library(key);
  if (!library) return find_and_load(key, parts, span);
  if (library->state == Library::State::ready || library == space_.library()) return library;
  std::string circle;
  for (Library* loading : system_.loading) {
    if (!circle.empty() || loading == library) circle += loading->key + " → ";
  }
  return fail(ErrorCode::T2010, span, "library " + key + " imports itself: " + circle + key);
}

std::nullptr_t Expander::no_library(const std::string& key, Span span, const std::string& where) {
  if (failed()) return nullptr;
  SimilarNames similar(key);
  if (system_.finder) {
    for (const std::string& known : system_.finder->known()) similar.consider(known);
  }
  std::string suggestion = did_you_mean(similar.take());
  std::erase(suggestion, '\'');
  fail(ErrorCode::T2009, span, "no library " + key, {suggestion});
  if (!where.empty()) diagnostics_.add_note({{}, where});
  return nullptr;
}

Library* Expander::find_and_load(const std::string& key, std::span<const std::string> parts, Span span) {
  FoundLibrary found;
  std::string message;
  size_t errors = diagnostics_.error_count();
  if (!system_.finder || !system_.finder->find(parts, &found, diagnostics_, &message)) {
    failed_ = failed_ || diagnostics_.error_count() > errors;  // in its file
    return no_library(key, span, message);
  }
  if (!found.interface.empty()) return load_stored(parts, found, span);
  // A file may define several libraries; the others are helpers of this one or come first because it needs them.
  for (const Datum* form : found.forms) {
    Syntax* syntax = maker_.wrap(form, nullptr);
    if (head_word(maker_, syntax) == "define-library" && !define_library(syntax)) return nullptr;
  }
  Library* library = system_.known_library(key);
  return library ? library : fail(ErrorCode::T2009, span, "the file found for " + key + " does not define it");
}

Library* Expander::load_stored(std::span<const std::string> parts, const FoundLibrary& found, Span span) {
  std::vector<std::vector<std::string>> imports;
  Library* library = load_interface(system_, parts, found.interface, &imports);
  if (!library) return fail(ErrorCode::T2025, span, "the stored interface of " + library_key(parts) + " is damaged");
  library->from_image = found.of_image;
  system_.loading.push_back(library);
  for (const auto& name : imports) {
    Library* import = load_library(name, span);
    if (!import) break;
    library->imports.push_back(import);
  }
  system_.loading.pop_back();
  if (failed()) {
    system_.forget_library(library);
    return nullptr;
  }
  library->state = Library::State::ready;
  return library;
}

// --- define-library -------------------------------------------------------------------------------------------------

bool Expander::define_library(Syntax* form) {
  List list = maker_.take_list(form);
  std::vector<std::string> parts;
  if (!list.proper() || list.parts.size() < 2) {
    fail(ErrorCode::T2023, form->span, "define-library: expected (define-library name declaration ...)");
    return false;
  }
  if (!parse_library_name(list.parts[1], &parts)) return false;
  if (system_.known_library(library_key(parts))) {
    fail(ErrorCode::T2007, list.parts[1]->span, "library " + library_key(parts) + " is defined twice");
    return false;
  }
  Library* library = system_.add_library(std::move(parts));
  library->arena = std::make_unique<Arena>();
  library->body = std::make_unique<Namespace>(system_.names, make_scope(library->owner, 0), nullptr, library);
  system_.register_namespace(library->owner, library->body.get());
  system_.loading.push_back(library);
  if (system_.finder) system_.finder->expands(library);
  ExpandOptions options{.unit_name = library->key, .closed = !system_.open_libraries};
  Expander inner(system_, *library->body, *library->arena, diagnostics_, options);
  inner.depth_ = depth_;
  bool good = inner.expand_library(library, maker_.strip(form));
  system_.loading.pop_back();
  if (system_.finder) system_.finder->expands(system_.loading.empty() ? nullptr : system_.loading.back());
  if (!good) {
    failed_ = true;
    system_.forget_library(library);
  }
  return good;
}

bool Expander::expand_library(Library* library, const Datum* form) {
  Syntax* syntax = maker_.wrap(form, space_.scopes());
  std::vector<Syntax*> body;
  if (!library_declarations(maker_.take_list(syntax).parts.subspan(2), &body)) return false;
  library->unit = expand_top_level(body);
  if (!library->unit) return false;
  for (Name name : never_returns_) {
    Binding* binding = space_.find_plain(name);
    if (binding && binding->kind == BindingKind::global) binding->global->never_returns = true;
  }
  auto exports = std::make_unique<BodyExports>(space_);
  for (auto [external, identifier] : exports_) {
    Binding* binding = space_.find_plain(identifier->name());
    bool defined = binding && (binding->kind != BindingKind::global || binding->global->definitions > 0);
    if (!defined) {
      fail(ErrorCode::T2011, identifier->span,
           library->key + " exports " + quoted(identifier->name()->text) + ", which it neither defines nor imports",
           {did_you_mean(similar_names(identifier->name()))});
      return false;
    }
    const Binding* before = exports->find(external);
    if (before && before != binding) {
      fail(ErrorCode::T2023, identifier->span,
           library->key + " exports two different things as " + quoted(external->text));
      return false;
    }
    exports->add(external, identifier->name());
  }
  if (!system_.open_libraries) keep_procedures(system_.names, library);
  library->exports = std::move(exports);
  library->imports = required_;
  library->unbound = unbound_;
  library->state = Library::State::ready;
  return true;
}

bool Expander::library_declarations(std::span<Syntax*> declarations, std::vector<Syntax*>* body) {
  for (Syntax* declaration : declarations) {
    std::string_view word = head_word(maker_, declaration);
    List list = maker_.take_list(declaration);
    if (word.empty() || !list.proper()) {
      fail(ErrorCode::T2023, declaration->span, "define-library: expected a declaration");
      return false;
    }
    auto parts = list.parts.subspan(1);
    std::vector<Syntax*> forms;
    if (word == "export") {
      if (!library_exports(parts)) return false;
    } else if (word == "import") {
      if (!import_sets(parts)) return false;
    } else if (word == "never-returns") {
      if (!library_never_returns(parts)) return false;
    } else if (word == "begin") {
      body->insert(body->end(), parts.begin(), parts.end());
    } else if (word == "include" || word == "include-ci") {
      if (!include_forms(declaration, word == "include-ci", body)) return false;
    } else if (word == "include-library-declarations") {
      if (!include_forms(declaration, false, &forms) || !library_declarations(forms, body)) return false;
    } else if (word == "cond-expand") {
      if (!choose_feature_clause(declaration, parts, &forms) || !library_declarations(forms, body)) return false;
    } else {
      SimilarNames similar(word);
      for (const char* known :
           {"export", "import", "begin", "include", "include-ci", "include-library-declarations", "cond-expand"}) {
        similar.consider(known);
      }
      fail(ErrorCode::T2023, declaration->span, "define-library: no declaration " + quoted(word),
           {did_you_mean(similar.take())});
      return false;
    }
  }
  return true;
}

// (never-returns name ...): procedures of the body that never return to their caller.  A call of one gains nothing by
// being a tail call, and would lose the frame that a message wants to show.
bool Expander::library_never_returns(std::span<Syntax*> names) {
  for (Syntax* name : names) {
    if (!name->is_identifier()) {
      fail(ErrorCode::T2023, name->span, "never-returns: expected a name");
      return false;
    }
    never_returns_.push_back(name->name());
  }
  return true;
}

// name or (rename internal external)
bool Expander::library_exports(std::span<Syntax*> specs) {
  for (Syntax* spec : specs) {
    if (spec->is_identifier()) {
      exports_.emplace_back(spec->name(), spec);
      continue;
    }
    List list = maker_.take_list(spec);
    bool good = head_word(maker_, spec) == "rename" && list.proper() && list.parts.size() == 3 &&
                list.parts[1]->is_identifier() && list.parts[2]->is_identifier();
    if (!good) {
      fail(ErrorCode::T2023, spec->span, "export: expected a name or (rename internal external)");
      return false;
    }
    exports_.emplace_back(list.parts[2]->name(), list.parts[1]);
  }
  return true;
}

}  // namespace tiercel::syntax
