// The heart of the expander: one expression, whatever it is.
#include "syntax/expander.h"

#include "syntax/syntax_rules.h"

namespace tiercel::syntax {

Expander::Expander(System& system, Namespace& space, Arena& arena, DiagnosticList& diagnostics,
                   const ExpandOptions& options)
    : system_(system),
      space_(space),
      arena_(arena),
      diagnostics_(diagnostics),
      options_(options),
      scopes_(arena),
      maker_(arena, scopes_),
      unit_(arena.make<core::Unit>()),
      expansion_(system.next_expansion()),
      locals_(arena) {
  unit_->arena = &arena;
  unit_->name = arena.copy(options.unit_name);
  unit_->closed = options.closed;
  system_.begin_expansion();
}

Expander::~Expander() { system_.end_expansion(); }

bool Expander::enter(Span span) {
  if (depth_ >= system_.limits.depth) {
    fail(ErrorCode::T2004, span, "expansion is nested deeper than " + std::to_string(system_.limits.depth));
    return false;
  }
  if (!fits(span)) return false;
  depth_++;
  return true;
}

bool Expander::fits(Span span) {
  if (arena_.bytes() <= system_.limits.bytes) return true;
  fail(ErrorCode::T2027, span, "the expansion takes more than " + std::to_string(system_.limits.bytes >> 20) + " MiB");
  return false;
}

core::Node* Expander::expand(Syntax* syntax) {
  if (!enter(syntax->span)) return nullptr;
  core::Node* result = nullptr;
  uint32_t depth = depth_;  // macro uses in head position deepen further and are undone here
  stack_.call([&] { result = expand_inner(syntax); });
  depth_ = depth;
  leave();
  return result;
}

core::Node* Expander::expand_inner(Syntax* syntax) {
  Binding* binding = nullptr;
  syntax = expand_head(syntax, &binding);
  if (!syntax) return nullptr;
  switch (syntax->kind) {
    case SyntaxKind::identifier: return expand_identifier(syntax);
    case SyntaxKind::vector: return constant(syntax->span, maker_.strip(syntax));
    case SyntaxKind::atom:
      if (syntax->is_empty() && !system_.empty_is_nil)
        return fail(ErrorCode::T2015, syntax->span, "() is not an expression; the empty list is '()");
      return constant(syntax->span, syntax->datum);
    case SyntaxKind::pair:
      if (binding && binding->kind == BindingKind::core_form) return expand_form(binding->form, syntax);
      return expand_application(syntax);
  }
}

Syntax* Expander::expand_head(Syntax* syntax, Binding** binding) {
  for (;;) {
    *binding = nullptr;
    if (!syntax->is_pair()) return syntax;
    Syntax* head = maker_.first(syntax);
    if (!head->is_identifier()) return syntax;
    *binding = resolve(head);
    if (failed()) return nullptr;
    if (!*binding || !(*binding)->is_macro()) return syntax;
    if (!enter(syntax->span)) return nullptr;
    syntax = expand_macro(*binding, syntax);
    if (!syntax) return nullptr;
  }
}

core::Node* Expander::expand_identifier(Syntax* identifier) {
  Binding* binding = resolve(identifier);
  if (failed()) return nullptr;
  if (!binding) {
    if (identifier->name()->text.starts_with(':') && identifier->name()->text.size() > 1) {
      return constant(identifier->span, maker_.strip(identifier));  // a keyword stands for itself
    }
    binding = unbound_global(identifier);
  }
  if (binding->kind == BindingKind::core_form || binding->is_macro()) {
    bool auxiliary =
        binding->kind == BindingKind::core_form && core_form_info(binding->form).kind == FormKind::auxiliary;
    if (auxiliary) {
      return fail(ErrorCode::T2016, identifier->span, quoted(identifier->name()->text) + " has no meaning here");
    }
    return fail(ErrorCode::T2005, identifier->span,
                quoted(identifier->name()->text) + " is a syntactic keyword, not a variable");
  }
  if (binding->kind == BindingKind::global && binding->global->definitions == 0) { note_unbound(identifier); }
  return reference(identifier->span, binding);
}

core::Node* Expander::expand_application(Syntax* form) {
  List list = maker_.take_list(form);
  if (list.circular) return fail(ErrorCode::T2024, form->span, "this form contains itself");
  if (!list.proper()) {
    return fail(ErrorCode::T2001, form->span, "call: expected a proper list of arguments, found a dotted one");
  }
  core::Node* callee = expand(list.parts[0]);
  if (!callee) return nullptr;
  auto arguments = array<core::Node*>(list.parts.size() - 1);
  for (size_t i = 0; i < arguments.size(); i++) {
    arguments[i] = expand(list.parts[i + 1]);
    if (!arguments[i]) return nullptr;
  }
  return make_call(form->span, callee, arguments);
}

core::Node* Expander::expand_form(CoreForm form, Syntax* syntax) {
  List list = maker_.take_list(syntax);
  if (list.circular) return fail(ErrorCode::T2024, syntax->span, "this form contains itself");
  if (!list.proper()) return bad_syntax(syntax, "a proper list, found a dotted one");
  switch (core_form_info(form).kind) {
    case FormKind::auxiliary:
      return fail(ErrorCode::T2016, syntax->span, quoted(core_form_info(form).name) + " has no meaning here");
    case FormKind::definition: {
      std::vector<Syntax*> forms;
      if (form == CoreForm::begin || form == CoreForm::include || form == CoreForm::include_ci ||
          form == CoreForm::cond_expand || form == CoreForm::syntax_error) {
        if (!splice(form, syntax, &forms)) return nullptr;
        return expand_sequence(forms, syntax->span);
      }
      return fail(ErrorCode::T2008, syntax->span,
                  quoted(core_form_info(form).name) + ": a definition is not allowed here");
    }
    case FormKind::expression: break;
  }
  switch (form) {
#define TC_DISPATCH_expression(identifier) \
  case CoreForm::identifier: return expand_##identifier(syntax, list.parts);
#define TC_DISPATCH_definition(identifier) \
  case CoreForm::identifier: break;
#define TC_DISPATCH_auxiliary(identifier) \
  case CoreForm::identifier: break;
#define X(identifier, name, kind) TC_DISPATCH_##kind(identifier)
    TC_CORE_FORMS(X)
#undef X
#undef TC_DISPATCH_expression
#undef TC_DISPATCH_definition
#undef TC_DISPATCH_auxiliary
  }
  return nullptr;
}

core::Node* Expander::expand_sequence(std::span<Syntax*> forms, Span span) {
  auto body = array<core::Node*>(forms.size());
  for (size_t i = 0; i < forms.size(); i++) {
    body[i] = expand(forms[i]);
    if (!body[i]) return nullptr;
  }
  return sequence(span, body);
}

// A macro used in the definition context it was defined in gets its arguments marked with a use-site scope, so that a
// binding it makes around them cannot be confused with one made from its template (Flatt 2016, section 3.5).
Syntax* Expander::expand_macro(Binding* macro, Syntax* form) {
  Syntax* input = form;
  if (frame_ && macro->frame == frame_->number && macro->frame != 0 &&
      (macro->home == nullptr || macro->home == &space_)) {
    Scope use_site = space_.new_scope();
    frame_->use_sites.push_back(use_site);
    input = maker_.shifted(form, scopes_.add(use_site));
  }
  Scope introduction = space_.new_scope();
  if (macro->kind == BindingKind::procedural) return apply_procedural(macro, input, introduction);
  RuleMatcher matcher(*this, *macro->rules, introduction, form->span);
  Syntax* result = matcher.expand(input);
  if (!result && !failed()) {
    fail(ErrorCode::T2003, form->span,
         "no rule of the macro " + quoted(maker_.first(form)->name()->text) + " matches this use");
  }
  return result;
}

// --- Basic expression forms -----------------------------------------------------------------------------------------

core::Node* Expander::expand_quote(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 2) return bad_syntax(form, "(quote datum)");
  return constant(form->span, maker_.strip(parts[1]));
}

core::Node* Expander::expand_quote_syntax(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 2) return bad_syntax(form, "(quote-syntax datum)");
  auto* datum = arena_.make<Datum>(DatumKind::opaque);
  datum->span = form->span;
  ScopeTable kept_scopes(space_.arena());
  SyntaxMaker kept_maker(space_.arena(), kept_scopes);
  datum->handle = system_.kept_syntax_handle(kept_syntax(parts[1], kept_scopes, kept_maker));
  return constant(form->span, datum);
}

core::Node* Expander::expand_if_(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 3 && parts.size() != 4) return bad_syntax(form, "(if test then [else])");
  core::Node* test = expand(parts[1]);
  core::Node* then = test ? expand(parts[2]) : nullptr;
  if (!then) return nullptr;
  core::Node* otherwise = parts.size() == 4 ? expand(parts[3]) : nil(form->span);
  return otherwise ? node<core::If>(form->span, test, then, otherwise) : nullptr;
}

core::Node* Expander::expand_set(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 3 || !parts[1]->is_identifier()) return bad_syntax(form, "(set! name expression)");
  Binding* binding = resolve(parts[1]);
  if (failed()) return nullptr;
  if (!binding) {
    binding = unbound_global(parts[1]);
    note_unbound(parts[1]);
  }
  auto refuse = [&](std::string why) {
    return fail(ErrorCode::T2006, parts[1]->span, "cannot assign " + quoted(parts[1]->name()->text) + ": " + why);
  };
  if (binding->kind == BindingKind::core_form || binding->is_macro()) return refuse("it is a syntactic keyword");
  if (binding->kind == BindingKind::primitive || binding->kind == BindingKind::constant)
    return refuse("it is imported");
  if (binding->kind == BindingKind::variable) {
    if (binding->immutable) return refuse("`def` made it a constant");
    core::Node* value = expand(parts[2]);
    name_value(value, binding->variable->name);
    return value ? local_set(form->span, binding->variable, value) : nullptr;
  }
  if (binding->home != &space_ && binding->home->library() && !may_assign_from_macro(parts[1], binding)) {
    return refuse("it is imported");
  }
  if (binding->global->immutable) return refuse("`def` made it a constant");
  if (binding->global->settled) return refuse("the program defines it once and never assigns it");
  core::Node* value = expand(parts[2]);
  if (!value) return nullptr;
  name_value(value, binding->global->name);
  binding->global->assigned = true;
  return node<core::GlobalSet>(form->span, global_of(binding), value);
}

// A library's macro may assign the library's variable in the code that it expands to elsewhere.  That the variable is
// assigned was seen when the macro was defined (settle_globals), so nobody takes it for a constant.
bool Expander::may_assign_from_macro(Syntax* identifier, Binding* binding) {
  Scopes home = identifier->scopes ? identifier->scopes->home : nullptr;
  return home && home->newest == binding->home->scope() && binding->global->assigned;
}

core::Node* Expander::expand_function(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 2) return bad_syntax(form, "(function name)");
  return expand(parts[1]);
}

// --- Procedures -----------------------------------------------------------------------------------------------------

bool Expander::parse_formals(Syntax* syntax, Formals* formals) {
  if (syntax->is_identifier()) {
    formals->names = array<Syntax*>(1);
    formals->names[0] = syntax;
    formals->rest = true;
    return true;
  }
  if (!syntax->is_pair() && !syntax->is_empty()) {
    fail(ErrorCode::T2001, syntax->span, "parameters: expected a list of names" + found(syntax));
    return false;
  }
  List list = maker_.take_list(syntax);
  if (list.circular) {
    fail(ErrorCode::T2024, syntax->span, "this list contains itself");
    return false;
  }
  formals->rest = !list.proper();
  formals->names = list.parts;
  if (formals->rest) {
    formals->names = array<Syntax*>(list.parts.size() + 1);
    for (size_t i = 0; i < list.parts.size(); i++) formals->names[i] = list.parts[i];
    formals->names.back() = list.tail;
  }
  for (Syntax* name : formals->names) {
    if (!name->is_identifier()) {
      fail(ErrorCode::T2001, name->span, "parameters: expected a name" + found(name));
      return false;
    }
  }
  return true;
}

// Binds the names, which get `scope`, to new variables.
bool Expander::bind_formals(Formals& formals, Scope scope) {
  formals.variables = array<core::Variable*>(formals.names.size());
  for (size_t i = 0; i < formals.names.size(); i++) {
    formals.variables[i] = new_variable(formals.names[i]->name(), formals.names[i]->span);
  }
  return bind_variables(formals.names, formals.variables, scope);
}

// A duplicate is an equal binding of a variable from this same list, which holds consecutive numbers.
bool Expander::bind_variables(std::span<Syntax*> names, std::span<core::Variable*> variables, Scope scope) {
  for (size_t i = 0; i < names.size(); i++) {
    Syntax* name = with_scope(names[i], scope);
    bind_local(name, BindingKind::variable)->variable = variables[i];
    LocalBinding* newest = *local_stack_.back();
    for (LocalBinding* older = newest->previous; older; older = older->previous) {
      if (older->binding.kind != BindingKind::variable || older->binding.variable->id < variables[0]->id) break;
      if (!same_scopes(older->scopes, newest->scopes)) continue;
      fail(ErrorCode::T2007, name->span, quoted(name->name()->text) + " is bound twice in the same place");
      return false;
    }
  }
  return true;
}

Syntax* Expander::with_scope(Syntax* syntax, Scope scope) {
  if (syntax->kind == SyntaxKind::atom) return syntax;
  if (!syntax->is_identifier()) return maker_.shifted(syntax, scopes_.add(scope));
  Syntax* result = maker_.with_span(syntax, syntax->span);
  result->scopes = scopes_.with(syntax->scopes, scope);
  return result;
}

std::span<Syntax*> Expander::with_scope(std::span<Syntax*> forms, Scope scope) {
  auto result = array<Syntax*>(forms.size());
  Shift shift = scopes_.add(scope);
  for (size_t i = 0; i < forms.size(); i++) result[i] = maker_.shifted(forms[i], shift);
  return result;
}

bool Expander::expand_lambda_clause(Syntax* formals_syntax, std::span<Syntax*> body, Span span, core::Clause* clause) {
  Formals formals;
  if (!parse_formals(formals_syntax, &formals)) return false;
  LocalExtent extent(*this);
  Scope scope = space_.new_scope();
  if (!bind_formals(formals, scope)) return false;
  core::Node* expanded = expand_body(with_scope(body, scope), span);
  *clause = {formals.variables, formals.rest, expanded};
  return expanded != nullptr;
}

core::Node* Expander::expand_lambda_clauses(std::span<Syntax*> clauses, Span span, Name name,
                                            std::string_view documentation) {
  auto expanded = array<core::Clause>(clauses.size());
  for (size_t i = 0; i < clauses.size(); i++) {
    List list = maker_.take_list(clauses[i]);
    if (!clauses[i]->is_pair() || !list.proper() || list.parts.size() < 2) {
      return fail(ErrorCode::T2001, clauses[i]->span, "case-lambda: expected clauses ((parameter ...) body ...)");
    }
    if (!expand_lambda_clause(list.parts[0], list.parts.subspan(1), clauses[i]->span, &expanded[i])) return nullptr;
  }
  return node<core::Lambda>(span, expanded, name, documentation);
}

core::Node* Expander::expand_lambda(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3) return bad_syntax(form, "(lambda (parameter ...) body ...)");
  auto clauses = array<core::Clause>(1);
  if (!expand_lambda_clause(parts[1], parts.subspan(2), form->span, &clauses[0])) return nullptr;
  return node<core::Lambda>(form->span, clauses, nullptr, std::string_view{});
}

core::Node* Expander::expand_case_lambda(Syntax* form, std::span<Syntax*> parts) {
  return expand_lambda_clauses(parts.subspan(1), form->span, nullptr, {});
}

core::Node* Expander::expand_named_lambda(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3 || !parts[1]->is_pair() || !maker_.first(parts[1])->is_identifier()) {
    return bad_syntax(form, "(named-lambda (name parameter ...) body ...)");
  }
  auto clauses = array<core::Clause>(1);
  if (!expand_lambda_clause(maker_.rest(parts[1]), parts.subspan(2), form->span, &clauses[0])) return nullptr;
  return node<core::Lambda>(form->span, clauses, maker_.first(parts[1])->name(), std::string_view{});
}

// (fn (params) [doc] body ...) or (fn [doc] ((params) body ...) ...).  Clauses are told from parameters by their first
// element: a parameter is a name, a clause begins with a parameter list.
core::Node* Expander::expand_fn(Syntax* form, std::span<Syntax*> parts) {
  size_t next = 1;
  std::string_view documentation;
  auto take_documentation = [&] {
    if (next + 1 < parts.size() && parts[next]->is_string()) {
      const Datum* text = parts[next++]->datum;
      documentation = {text->string.data, text->string.size};
    }
  };
  take_documentation();
  if (next >= parts.size()) return bad_syntax(form, "(fn (parameter ...) [documentation] body ...)");
  Syntax* first = parts[next];
  bool clauses = first->is_pair() && !maker_.first(first)->is_identifier();
  if (clauses) return expand_lambda_clauses(parts.subspan(next), form->span, nullptr, documentation);
  next++;
  take_documentation();
  if (next >= parts.size()) return bad_syntax(form, "(fn (parameter ...) [documentation] body ...)");
  auto clause = array<core::Clause>(1);
  if (!expand_lambda_clause(first, parts.subspan(next), form->span, &clause[0])) return nullptr;
  return node<core::Lambda>(form->span, clause, nullptr, documentation);
}

}  // namespace tiercel::syntax
