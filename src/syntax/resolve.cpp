// What identifiers mean, how lexical bindings come and go, and the small constructors of Core nodes.
#include "base/similar_names.h"
#include "gen/primitives.h"
#include "syntax/expander.h"

namespace tiercel::syntax {

// --- Errors ---------------------------------------------------------------------------------------------------------

std::nullptr_t Expander::fail(ErrorCode code, Span span, std::string message, std::vector<std::string> suggestions) {
  std::erase(suggestions, "");
  if (!failed_) {
    diagnostics_.add(
        {.code = code, .span = span, .message = std::move(message), .suggestions = std::move(suggestions)});
  }
  failed_ = true;
  return nullptr;
}

std::nullptr_t Expander::bad_syntax(Syntax* form, std::string_view expected) {
  std::string name = "form";
  if (form->is_pair() && maker_.first(form)->is_identifier()) name = maker_.first(form)->name()->text;
  return fail(ErrorCode::T2001, form->span, name + ": expected " + std::string(expected) + found(form));
}

// --- Resolution -----------------------------------------------------------------------------------------------------

Namespace* Expander::namespace_of(Scope scope) {
  return scope == space_.scope() ? &space_ : system_.namespace_of(scope_owner(scope));
}

Binding* Expander::resolve(Syntax* identifier) {
  return resolve_name(identifier->name(), identifier->scopes, identifier->span);
}

// The binding with the largest set of scopes that is part of the reference's (Flatt 2016, section 2.1).  Lexical
// bindings in reach are tried first: their sets contain that of the namespace they were read in.
Binding* Expander::resolve_name(Name name, Scopes scopes, Span span) {
  LocalBinding* best = nullptr;
  bool ambiguous = false;
  if (LocalBinding** head = locals_.find(name)) {
    for (LocalBinding* local = *head; local; local = local->previous) {
      if (!is_subset(local->scopes, scopes)) continue;
      if (!best) {
        best = local;
      } else if (scope_count(local->scopes) > scope_count(best->scopes)) {
        ambiguous = !is_subset(best->scopes, local->scopes);
        best = local;
      } else if (!is_subset(local->scopes, best->scopes)) {
        ambiguous = true;
      }
    }
  }
  if (best) {
    if (ambiguous) return fail(ErrorCode::T2002, span, quoted(name->text) + " is ambiguous here");
    return &best->binding;
  }
  Namespace::Found found;
  for (Scopes home = scopes ? scopes->home : nullptr; home; home = home->rest ? home->rest->home : nullptr) {
    Namespace* space = namespace_of(home->newest);
    if (!space) continue;
    Namespace::Found here = space->find(name, scopes);
    if (!here.binding) continue;
    if (here.ambiguous) return fail(ErrorCode::T2002, span, quoted(name->text) + " is ambiguous here");
    if (here.conflict) {
      return fail(ErrorCode::T2012, span,
                  quoted(name->text) + " is imported from " + here.conflict->library->key + " and from " +
                      here.other->library->key + " with different meanings",
                  {"only, except, prefix or rename in one of the imports tells them apart"});
    }
    if (!found.binding || scope_count(here.scopes) > scope_count(found.scopes)) found = here;
  }
  return found.binding;
}

bool Expander::same_meaning(Name a, Scopes a_scopes, Syntax* b) {
  Binding* first = resolve_name(a, a_scopes, b->span);
  Binding* second = resolve(b);
  if (first == second) return first || a == b->name();
  auto undefined = [](Binding* binding) {
    return !binding || (binding->kind == BindingKind::global && binding->global->definitions == 0);
  };
  return undefined(first) && undefined(second) && a == b->name();
}

bool Expander::is_form(Syntax* syntax, CoreForm form) {
  if (!syntax->is_identifier()) return false;
  Binding* binding = resolve(syntax);
  return binding && binding->kind == BindingKind::core_form && binding->form == form;
}

Binding* Expander::bind_local(Syntax* identifier, BindingKind kind) {
  LocalBinding*& head = locals_.slot(identifier->name());
  head = arena_.make<LocalBinding>(identifier->scopes, Binding{kind}, head);
  local_stack_.push_back(&head);
  return &head->binding;
}

void Expander::pop_locals(size_t mark) {
  while (local_stack_.size() > mark) {
    LocalBinding** head = local_stack_.back();
    *head = (*head)->previous;
    local_stack_.pop_back();
  }
}

Syntax* Expander::without_use_sites(Syntax* identifier) {
  if (!frame_ || frame_->use_sites.empty()) return identifier;
  Scopes scopes = identifier->scopes;
  for (Scope scope : frame_->use_sites) scopes = scopes_.without(scopes, scope);
  if (scopes == identifier->scopes) return identifier;
  Syntax* result = maker_.with_span(identifier, identifier->span);
  result->scopes = scopes;
  return result;
}

// --- Globals --------------------------------------------------------------------------------------------------------

core::Global* Expander::global_of(Binding* binding) {
  GlobalBinding* global = binding->global;
  if (global->unit == expansion_) return global->cached;
  auto* result = arena_.make<core::Global>(global->name, global->storage, global->handle);
  result->origin = binding;
  global->unit = expansion_;
  global->cached = result;
  globals_used_.push_back(binding);
  Library* library = binding->home ? binding->home->library() : nullptr;
  if (library && library != space_.library()) {
    result->imported = true;
    result->never_returns = global->never_returns;
    result->stored = global->stored;
    require(library);
  }
  return result;
}

// A name that nothing defines so far gets its variable now; a later definition fills it.
Binding* Expander::unbound_global(Syntax* identifier) {
  Scopes home = identifier->scopes ? identifier->scopes->home : nullptr;
  Namespace* space = home ? namespace_of(home->newest) : &space_;
  if (!space) space = &space_;
  Binding* binding = space->new_binding(BindingKind::global);
  binding->global = space->new_global(identifier->name());
  system_.globals.place(binding->global, space);
  space->bind(identifier->name(), space->scopes(), binding);
  return binding;
}

// The names are looked at now, while the local ones are still in scope; for the first mistakes only.
void Expander::note_unbound(Syntax* identifier) {
  constexpr size_t unbound_with_similar_max = 50;
  unbound_.push_back({identifier->name(), identifier->span, {}});
  if (unbound_.size() <= unbound_with_similar_max) unbound_.back().similar = similar_names(identifier->name());
}

std::vector<std::string> Expander::similar_names(Name name) {
  SimilarNames similar(name->text);
  locals_.for_each([&](Name local, const LocalBinding* binding) {
    if (binding) similar.consider(local->text);
  });
  space_.for_each_visible([&](Name visible) { similar.consider(visible->text); });
  return similar.take();
}

void Expander::require(Library* library) {
  for (Library* known : required_) {
    if (known == library) return;
  }
  required_.push_back(library);
}

core::Node* Expander::reference(Span span, Binding* binding) {
  switch (binding->kind) {
    case BindingKind::variable: return node<core::LocalRef>(span, binding->variable);
    case BindingKind::global:
      if (binding->global->syntax_only && !options_.compile_time) {
        return fail(ErrorCode::T2022, span, quoted(binding->global->name->text) + " exists only while compiling");
      }
      if (binding->global->syntax_only && !evaluate_stored_steps(*binding->home)) return nullptr;
      if (binding->global->primitive >= 0 && binding->home != &space_)
        return node<core::PrimRef>(span, static_cast<core::Prim>(binding->global->primitive));
      return node<core::GlobalRef>(span, global_of(binding));
    case BindingKind::primitive: return node<core::PrimRef>(span, binding->primitive);
    case BindingKind::constant: return constant(span, binding->constant);
    case BindingKind::core_form:
    case BindingKind::rules:
    case BindingKind::procedural: return fail(ErrorCode::T2005, span, "a syntactic keyword is not a variable");
  }
}

Name Expander::kernel_word(KernelName name) {
  static constexpr const char* words[] = {
#define X(identifier, text) text,
      TC_KERNEL_NAMES(X)
#undef X
  };
  return system_.names.intern(words[static_cast<size_t>(name)]);
}

core::Node* Expander::kernel_reference(Span span, KernelName name) {
  Name word = kernel_word(name);
  if (Binding* primitive = system_.primitive_binding(word)) return reference(span, primitive);
  Library* library = kernel();
  if (!library) return nullptr;
  // The kernel's own body reaches its definitions directly.
  Binding* binding = library == space_.library() ? space_.find_plain(word) : library->exports->find(word);
  if (!binding) { return fail(ErrorCode::T2011, span, quoted(word->text) + " is not exported by (tiercel kernel)"); }
  return reference(span, binding);
}

core::Node* Expander::kernel_call(Span span, KernelName name, std::initializer_list<core::Node*> arguments) {
  auto kept = array<core::Node*>(arguments.size());
  size_t i = 0;
  for (core::Node* argument : arguments) {
    if (!argument) return nullptr;
    kept[i++] = argument;
  }
  return kernel_call(span, name, kept);
}

core::Node* Expander::kernel_call(Span span, KernelName name, std::span<core::Node*> arguments) {
  core::Node* callee = kernel_reference(span, name);
  return callee ? make_call(span, callee, arguments) : nullptr;
}

// --- Nodes ----------------------------------------------------------------------------------------------------------

core::Variable* Expander::new_variable(Name name, Span span) {
  auto* variable = arena_.make<core::Variable>(name, unit_->next_variable++);
  variable->span = span;
  return variable;
}

// Where the empty list is nil it is said so, and is false for the optimizer.
core::Node* Expander::constant(Span span, const Datum* datum) {
  if (datum->kind == DatumKind::empty && system_.empty_is_nil) return nil(span);
  return node<core::Constant>(span, datum);
}

core::Node* Expander::constant(Span span, DatumKind kind) {
  auto* datum = arena_.make<Datum>(kind);
  datum->span = span;
  return constant(span, datum);
}

core::Node* Expander::fixnum(Span span, int64_t value) {
  auto* datum = arena_.make<Datum>(DatumKind::fixnum);
  datum->span = span;
  datum->fixnum = value;
  return constant(span, datum);
}

core::Node* Expander::sequence(Span span, std::span<core::Node*> body) {
  if (body.empty()) return nil(span);
  return body.size() == 1 ? body[0] : node<core::Seq>(span, body);
}

core::Node* Expander::sequence(Span span, std::initializer_list<core::Node*> body) {
  return sequence(span, arena_.copy(std::span<core::Node* const>(body.begin(), body.size())));
}

// A primitive that accepts this many arguments is called directly, a lambda of fixed arity is a let.
core::Node* Expander::make_call(Span span, core::Node* callee, std::span<core::Node*> arguments) {
  if (auto* primitive = core::if_a<core::PrimRef>(callee)) {
    if (accepts(primitive->prim, static_cast<int64_t>(arguments.size()))) {
      return node<core::PrimCall>(span, primitive->prim, arguments);
    }
  }
  if (auto* lambda = core::if_a<core::Lambda>(callee)) {
    if (lambda->clauses.size() == 1 && !lambda->clauses[0].rest &&
        lambda->clauses[0].parameters.size() == arguments.size()) {
      if (arguments.empty()) return lambda->clauses[0].body;
      return node<core::Let>(span, lambda->clauses[0].parameters, arguments, lambda->clauses[0].body);
    }
  }
  return node<core::Call>(span, callee, arguments);
}

core::Node* Expander::local_set(Span span, core::Variable* variable, core::Node* value) {
  variable->assigned = true;
  return node<core::LocalSet>(span, variable, value);
}

core::Lambda* Expander::make_lambda(Span span, std::span<core::Variable*> parameters, bool rest, core::Node* body) {
  if (!body) return nullptr;
  auto clauses = array<core::Clause>(1);
  clauses[0] = {parameters, rest, body};
  return node<core::Lambda>(span, clauses, nullptr, std::string_view{});
}

void Expander::name_value(core::Node* value, Name name) {
  auto* lambda = value ? core::if_a<core::Lambda>(value) : nullptr;
  if (lambda && !lambda->name) lambda->name = name;
}

}  // namespace tiercel::syntax
