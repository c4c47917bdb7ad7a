// Macros: from a transformer expression to a binding, and the services of running procedural ones.
#include "syntax/datum_tools.h"
#include "syntax/expander.h"
#include "syntax/syntax_rules.h"

namespace tiercel::syntax {

// --- Definition -----------------------------------------------------------------------------------------------------

bool Expander::define_macro(Syntax* name, Syntax* transformer, Span span) {
  if (!name->is_identifier()) {
    fail(ErrorCode::T2001, span, "define-syntax: expected a name");
    return false;
  }
  name = without_use_sites(name);
  if (!frame_->top_level) {
    Binding* binding = bind_local(name, BindingKind::constant);
    binding->constant = nullptr;
    return make_transformer(transformer, arena_, binding, name);
  }
  Binding* binding = space_.new_binding(BindingKind::constant);
  if (!make_transformer(transformer, space_.arena(), binding, name)) return false;
  bind_top_level(name, binding);
  return true;
}

bool Expander::make_transformer(Syntax* expression, Arena& arena, Binding* binding, Syntax* name) {
  Binding* head = nullptr;
  Syntax* inner = expand_head(expression, &head);
  if (!inner) return false;
  if (inner->is_identifier()) {  // another name for a keyword
    Binding* target = resolve(inner);
    if (failed()) return false;
    if (target && (target->is_macro() || target->kind == BindingKind::core_form)) {
      *binding = *target;
      return true;
    }
  }
  binding->frame = frame_ ? frame_->number : top_level_frame;
  if (head && head->kind == BindingKind::core_form && head->form == CoreForm::syntax_rules) {
    RuleCompiler compiler(*this, arena);
    SyntaxRules* rules = compiler.compile(inner);
    binding->kind = BindingKind::rules;
    binding->rules = rules;
    return rules != nullptr;
  }
  Transformer transformer{0, false, nullptr, nullptr};
  if (!evaluate_transformer(inner, name->name()->text, &transformer.handle)) return false;
  if (frame_ && frame_->top_level) transformer.source = kept_source(inner);
  ScopeTable kept(arena);
  transformer.definition = kept.united(nullptr, name->scopes);
  binding->kind = BindingKind::procedural;
  binding->transformer = transformer;
  if (transformer.source) space_.note_compile_time_step({nullptr, binding});
  return true;
}

// (defmacro name (params) body ...): a procedure from the arguments as plain data to the expansion.
bool Expander::define_plain_macro(Syntax* form) {
  List list = maker_.take_list(form);
  if (!list.proper() || list.parts.size() < 4 || !list.parts[1]->is_identifier()) {
    return bad_syntax(form, "(defmacro name (parameter ...) body ...)"), false;
  }
  Syntax* name = without_use_sites(list.parts[1]);
  Span span = form->span;
  Syntax* procedure =
      maker_.pair(form_identifier(CoreForm::fn, span), maker_.list(list.parts.subspan(2), nullptr, span), span);
  Syntax* arguments = maker_.identifier(system_.names.intern("arguments"), system_.built_in().scopes(), span);
  Syntax* call = form_of(span, {kernel_identifier(KernelName::apply, span), procedure, arguments});
  Syntax* lambda = form_of(span, {form_identifier(CoreForm::lambda, span), form_of(span, {arguments}), call});
  Transformer transformer{0, true, nullptr, nullptr};
  if (!evaluate_transformer(lambda, name->name()->text, &transformer.handle)) return false;
  if (frame_->top_level) transformer.source = kept_source(lambda);
  Binding* binding =
      frame_->top_level ? space_.new_binding(BindingKind::procedural) : bind_local(name, BindingKind::procedural);
  binding->kind = BindingKind::procedural;
  binding->transformer = transformer;
  if (frame_->top_level) {
    space_.note_compile_time_step({nullptr, binding});
    bind_top_level(name, binding);
  }
  return true;
}

// --- Compile-time evaluation ----------------------------------------------------------------------------------------

// A unit of its own: the code sees this namespace, but runs now.
bool Expander::evaluate_forms(std::span<Syntax*> forms, std::string_view what, uint64_t* handle) {
  if (!system_.evaluator) {
    fail(ErrorCode::T2019, forms[0]->span,
         quoted(what) + " needs code to run while compiling, which is not possible here");
    return false;
  }
  if (!evaluate_stored_steps(space_)) return false;
  ExpandOptions options{.unit_name = options_.unit_name, .compile_time = true};
  Expander inner(system_, space_, arena_, diagnostics_, options);
  inner.depth_ = depth_;
  core::Unit* unit = inner.expand_top_level(forms);
  if (!unit) {
    failed_ = true;
    return false;
  }
  std::string message;
  bool good = false;
  std::vector<Library*> visited, libraries;
  for (Library* library : inner.required_) add_with_imports(library, &visited, &libraries);
  stack_.call_on_base([&] { good = system_.evaluator->evaluate(unit, libraries, handle, &message); });
  if (!good) fail(ErrorCode::T2018, forms[0]->span, "the transformer of " + quoted(what) + " failed: " + message);
  return good;
}

bool Expander::evaluate_transformer(Syntax* expression, std::string_view name, uint64_t* handle) {
  Syntax* forms[] = {expression};
  if (!evaluate_forms(forms, name, handle)) return false;
  if (system_.evaluator->is_procedure(*handle)) return true;
  fail(ErrorCode::T2018, expression->span, "the transformer of " + quoted(name) + " is not a procedure");
  return false;
}

// What another process evaluates again.
Syntax* Expander::kept_source(Syntax* expression) {
  ScopeTable kept_scopes(space_.arena());
  SyntaxMaker kept_maker(space_.arena(), kept_scopes);
  return kept_syntax(expression, kept_scopes, kept_maker);
}

// What another process had evaluated when it compiled a namespace, before anything there is used.
bool Expander::evaluate_stored_steps(Namespace& home) {
  std::vector<CompileTimeStep> steps = home.take_stored_steps();
  if (steps.empty()) return true;
  std::string unit_name(home.library() ? home.library()->key : options_.unit_name);
  Expander there(system_, home, arena_, diagnostics_, {.unit_name = unit_name});
  there.depth_ = depth_;
  bool good = true;
  stack_.call_on_base([&] {
    for (size_t i = 0; i < steps.size() && good; i++) {
      uint64_t ignored = 0;
      Binding* macro = steps[i].macro;
      good = macro ? there.evaluate_transformer(macro->transformer.source, "define-syntax", &macro->transformer.handle)
                   : there.evaluate_forms(there.maker_.take_list(steps[i].forms).parts, "begin-for-syntax", &ignored);
    }
  });
  if (!good) failed_ = true;
  return good;
}

// A stored transformer becomes a procedure when it is first used, in the namespace that defined it.
bool Expander::evaluate_stored(Binding* macro, std::string_view name) {
  if (!evaluate_stored_steps(*macro->home)) return false;
  if (macro->transformer.handle) return true;
  std::string unit_name(macro->home->library() ? macro->home->library()->key : options_.unit_name);
  Expander there(system_, *macro->home, arena_, diagnostics_, {.unit_name = unit_name});
  there.depth_ = depth_;
  bool good = false;
  stack_.call_on_base(
      [&] { good = there.evaluate_transformer(macro->transformer.source, name, &macro->transformer.handle); });
  if (!good) failed_ = true;
  return good;
}

// (define-for-syntax ...) is a definition, (begin-for-syntax ...) any forms, that only the compiler sees.
bool Expander::define_for_syntax(CoreForm form, Syntax* syntax) {
  List list = maker_.take_list(syntax);
  if (!list.proper() || list.parts.size() < 2) return bad_syntax(syntax, "forms to evaluate while compiling"), false;
  uint64_t handle = 0;
  Syntax* definition = maker_.pair(form_identifier(CoreForm::define, syntax->span), maker_.rest(syntax), syntax->span);
  bool one = form == CoreForm::define_for_syntax;
  std::span<Syntax*> forms = one ? std::span(&definition, 1) : list.parts.subspan(1);
  if (!evaluate_forms(forms, one ? "define-for-syntax" : "begin-for-syntax", &handle)) return false;
  space_.note_compile_time_step({kept_source(maker_.list(forms, nullptr, syntax->span)), nullptr});
  return true;
}

// --- Use ------------------------------------------------------------------------------------------------------------

Syntax* Expander::apply_procedural(Binding* macro, Syntax* form, Scope introduction) {
  Syntax* keyword = maker_.first(form);
  std::string name(keyword->name()->text);
  if (!macro->transformer.handle && !evaluate_stored(macro, name)) return nullptr;
  Running outer = running_;
  running_ = {macro->transformer.definition, keyword->scopes, introduction, form->span};
  const Datum* argument = nullptr;
  if (macro->transformer.plain_data) {
    argument = maker_.strip(maker_.rest(form));
  } else {
    auto* opaque = arena_.make<Datum>(DatumKind::opaque);
    opaque->handle = system_.syntax_handle(maker_.shifted(form, scopes_.flip(introduction)));
    argument = opaque;
  }
  std::string message;
  const Datum* answer = nullptr;
  uint64_t handle = macro->transformer.handle;
  stack_.call_on_base([&] { answer = system_.evaluator->apply(handle, {&argument, 1}, arena_, *this, &message); });
  Syntax* result = nullptr;
  if (!answer) {
    fail(ErrorCode::T2018, form->span, "the transformer of " + quoted(name) + " failed: " + message);
  } else if (macro->transformer.plain_data) {
    result = syntax_of_result(answer, keyword->scopes, form->span);
  } else {
    result = syntax_of_result(answer, scopes_.flip(keyword->scopes, introduction), form->span);
    result = maker_.shifted(result, scopes_.flip(introduction));
  }
  running_ = outer;
  return failed() ? nullptr : result;
}

// Data with syntax objects inside becomes syntax; bare symbols get `scopes`.
Syntax* Expander::syntax_of_result(const Datum* datum, Scopes scopes, Span span) {
  if (datum->kind == DatumKind::opaque && is_syntax_handle(datum->handle)) {
    if (Syntax* syntax = system_.syntax_of_handle(datum->handle)) return syntax;
    fail(ErrorCode::T2018, span, "a syntax object of an earlier expansion means nothing any more");
  }
  if (datum->kind != DatumKind::pair && datum->kind != DatumKind::vector) return maker_.wrap_at(datum, scopes, span);
  std::vector<Syntax*> elements;
  if (!enter(span)) return maker_.atom(DatumKind::empty, span);
  Syntax* result = nullptr;
  stack_.call([&] {
    if (datum->kind == DatumKind::vector) {
      for (size_t i = 0; i < datum->vector.size; i++) {
        elements.push_back(syntax_of_result(datum->vector.data[i], scopes, span));
      }
      result = maker_.vector(arena_.copy(std::span<Syntax* const>(elements)), span);
      return;
    }
    for (; datum->kind == DatumKind::pair; datum = datum->pair.second) {
      elements.push_back(syntax_of_result(datum->pair.first, scopes, span));
    }
    result = maker_.list(elements, syntax_of_result(datum, scopes, span), span);
  });
  leave();
  return result;
}

// --- Services for running transformers ------------------------------------------------------------------------------

Syntax* Expander::from_datum(Syntax* context, const Datum* datum) {
  Scopes scopes = context && context->is_identifier() ? context->scopes : running_.use;
  return syntax_of_result(datum, scopes, context ? context->span : running_.span);
}

const Datum* Expander::syntax_datum(Syntax* syntax) {
  if (syntax->kind == SyntaxKind::atom) return syntax->datum;
  auto* datum = arena_.make<Datum>(DatumKind::opaque);
  datum->span = syntax->span;
  datum->handle = system_.syntax_handle(syntax);
  return datum;
}

// A copy that lives as long as the namespace: what quote-syntax gives to macros that are used later.
Syntax* Expander::kept_syntax(Syntax* syntax, ScopeTable& scopes, SyntaxMaker& maker) {
  bool whole = syntax->raw || syntax->is_identifier() || syntax->kind == SyntaxKind::atom;
  if (whole) return maker.wrap(copy_datum(syntax->datum, space_.arena()), scopes.united(nullptr, syntax->scopes));
  if (!enter(syntax->span)) return maker.atom(DatumKind::empty, syntax->span);
  Syntax* result = nullptr;
  stack_.call([&] {
    List list = maker_.take_list(syntax);
    auto elements = syntax->is_vector() ? maker_.elements(syntax) : list.parts;
    auto copies = space_.arena().array<Syntax*>(elements.size());
    for (size_t i = 0; i < elements.size(); i++) copies[i] = kept_syntax(elements[i], scopes, maker);
    result = syntax->is_vector() ? maker.vector(copies, syntax->span)
                                 : maker.list(copies, kept_syntax(list.tail, scopes, maker), syntax->span);
  });
  leave();
  return result;
}

const Datum* Expander::open(Syntax* syntax) {
  if (!syntax->is_pair() && !syntax->is_vector()) return syntax->datum;
  auto* result = arena_.make<Datum>(syntax->is_pair() ? DatumKind::pair : DatumKind::vector);
  result->span = syntax->span;
  if (syntax->is_pair()) {
    result->pair = {syntax_datum(maker_.first(syntax)), syntax_datum(maker_.rest(syntax))};
  } else {
    auto elements = maker_.elements(syntax);
    auto data = array<const Datum*>(elements.size());
    for (size_t i = 0; i < data.size(); i++) data[i] = syntax_datum(elements[i]);
    result->vector = {data.data(), data.size()};
  }
  return result;
}

const Datum* Expander::renaming_form(Syntax* form) {
  Scopes plain = form->is_pair() && maker_.first(form)->is_identifier() ? maker_.first(form)->scopes : nullptr;
  return data_of_form(form, plain);
}

const Datum* Expander::data_of_form(Syntax* syntax, Scopes plain) {
  if (syntax->is_identifier()) return same_scopes(syntax->scopes, plain) ? syntax->datum : syntax_datum(syntax);
  if (syntax->kind == SyntaxKind::atom) return syntax->datum;
  if (!enter(syntax->span)) return syntax_datum(syntax);
  const Datum* result = nullptr;
  stack_.call([&] {
    List list = maker_.take_list(syntax);
    auto elements = syntax->is_vector() ? maker_.elements(syntax) : list.parts;
    if (syntax->is_vector()) {
      auto data = array<const Datum*>(elements.size());
      for (size_t i = 0; i < data.size(); i++) data[i] = data_of_form(elements[i], plain);
      auto* vector = arena_.make<Datum>(DatumKind::vector);
      vector->vector = {data.data(), data.size()};
      result = vector;
      return;
    }
    result = list.circular ? syntax_datum(syntax) : data_of_form(list.tail, plain);
    for (size_t i = elements.size(); i-- > 0;) {
      auto* pair = arena_.make<Datum>(DatumKind::pair);
      pair->span = elements[i]->span;
      pair->pair = {data_of_form(elements[i], plain), result};
      result = pair;
    }
  });
  leave();
  return result;
}

Syntax* Expander::rename(Name name) {
  // The answer of the transformer is flipped as a whole, so this carries the introduction scope in the end.
  return maker_.identifier(name, running_.definition, running_.span);
}

bool Expander::same_binding(const Datum* a, const Datum* b) {
  auto identifier = [&](const Datum* datum) -> Syntax* {
    if (datum->kind == DatumKind::symbol) return maker_.wrap(datum, running_.use);
    if (datum->kind != DatumKind::opaque || !is_syntax_handle(datum->handle)) return nullptr;
    Syntax* syntax = system_.syntax_of_handle(datum->handle);
    return syntax && syntax->is_identifier() ? syntax : nullptr;
  };
  Syntax* first = identifier(a);
  Syntax* second = identifier(b);
  return first && second && same_meaning(first->name(), first->scopes, second);
}

bool Expander::same_identifier(Syntax* a, Syntax* b) {
  return a->is_identifier() && b->is_identifier() && a->name() == b->name() && same_scopes(a->scopes, b->scopes);
}

Name Expander::fresh_name(std::string_view stem) {
  return system_.names.intern(std::string(stem) + "." + std::to_string(space_.new_scope() & 0xFFFF'FFFF));
}

}  // namespace tiercel::syntax
