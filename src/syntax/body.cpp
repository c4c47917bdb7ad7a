// Bodies: definitions are collected first, expanding macro uses at the head of each form, then everything is expanded.
//
// Definitions and expressions may be mixed; the whole becomes one letrec*, in which an expression between definitions
// initialises a variable that nobody reads.
#include "syntax/expander.h"

namespace tiercel::syntax {

core::Node* Expander::expand_body(std::span<Syntax*> forms, Span span) {
  LocalExtent extent(*this);
  if (forms.size() == 1 && !forms[0]->is_pair()) return expand(forms[0]);
  BodyExpansion body{
      .frame = {.number = ++frames_, .use_sites = {}}, .first_variable = unit_->next_variable, .items = {}};
  Frame* outer = frame_;
  frame_ = &body.frame;
  core::Node* result = collect_body(body, forms) ? finish_body(body, span) : nullptr;
  frame_ = outer;
  if (!result || !body.frame.deferred) return result;
  auto parameters = array<core::Variable*>(1);
  parameters[0] = body.frame.deferred;
  return kernel_call(span, KernelName::run_deferred, {make_lambda(span, parameters, false, result)});
}

bool Expander::collect_body(BodyExpansion& body, std::span<Syntax*> forms) {
  std::vector<Syntax*> queue(forms.rbegin(), forms.rend());
  body.items.reserve(forms.size());
  while (!queue.empty()) {
    Syntax* syntax = queue.back();
    queue.pop_back();
    Binding* binding = nullptr;
    uint32_t depth = depth_;
    syntax = expand_head(syntax, &binding);
    depth_ = depth;
    if (!syntax) return false;
    bool definition = syntax->is_pair() && binding && binding->kind == BindingKind::core_form &&
                      core_form_info(binding->form).kind == FormKind::definition;
    if (!definition) {
      body.items.push_back({.span = syntax->span, .value = syntax});
      continue;
    }
    std::vector<Syntax*> spliced;
    bool is_splice = false;
    if (!splice_or_definition(binding->form, syntax, &spliced, &is_splice)) return false;
    queue.insert(queue.end(), spliced.rbegin(), spliced.rend());
    if (!is_splice && !collect_definition(body, binding->form, syntax)) return false;
  }
  return true;
}

// The forms that stand for other forms: begin, include, cond-expand and record definitions.
bool Expander::splice_or_definition(CoreForm form, Syntax* syntax, std::vector<Syntax*>* forms, bool* is_splice) {
  *is_splice = form == CoreForm::begin || form == CoreForm::include || form == CoreForm::include_ci ||
               form == CoreForm::cond_expand || form == CoreForm::syntax_error || form == CoreForm::define_record_type;
  return !*is_splice || splice(form, syntax, forms);
}

bool Expander::collect_definition(BodyExpansion& body, CoreForm form, Syntax* syntax) {
  switch (form) {
    case CoreForm::define_syntax: {
      List list = maker_.take_list(syntax);
      if (!list.proper() || list.parts.size() != 3)
        return bad_syntax(syntax, "(define-syntax name transformer)"), false;
      return define_macro(list.parts[1], list.parts[2], syntax->span);
    }
    case CoreForm::defmacro: return define_plain_macro(syntax);
    case CoreForm::import:
    case CoreForm::define_library:
    case CoreForm::define_for_syntax:
    case CoreForm::begin_for_syntax:
      fail(ErrorCode::T2008, syntax->span, quoted(core_form_info(form).name) + " is only allowed at top level");
      return false;
    default: break;
  }
  Item item;
  if (!parse_definition(form, syntax, &item)) return false;
  auto bind = [&](Syntax* name) {
    core::Variable* variable = new_variable(name->name(), name->span);
    Binding* binding = bind_local(name, BindingKind::variable);
    binding->variable = variable;
    binding->immutable = item.immutable;
    LocalBinding* newest = *local_stack_.back();
    for (LocalBinding* older = newest->previous; older; older = older->previous) {
      if (older->binding.kind != BindingKind::variable || older->binding.variable->id < body.first_variable) break;
      if (!same_scopes(older->scopes, newest->scopes)) continue;
      fail(ErrorCode::T2007, name->span, quoted(name->name()->text) + " is defined twice in the same body");
    }
    return variable;
  };
  if (item.kind == Item::Kind::values) {
    item.formals.variables = array<core::Variable*>(item.formals.names.size());
    for (size_t i = 0; i < item.formals.names.size(); i++) {
      item.formals.variables[i] = bind(without_use_sites(item.formals.names[i]));
    }
  } else {
    item.variable = bind(item.name);
  }
  body.items.push_back(item);
  body.definitions_end = body.items.size();
  return !failed();
}

bool Expander::parse_definition(CoreForm form, Syntax* syntax, Item* item) {
  List list = maker_.take_list(syntax);
  auto parts = list.parts;
  item->span = syntax->span;
  item->kind = Item::Kind::definition;
  auto malformed = [&](std::string_view expected) { return bad_syntax(syntax, expected), false; };
  if (!list.proper() || parts.size() < 2) return malformed("a name and a value");
  if (form == CoreForm::define_values) {
    item->kind = Item::Kind::values;
    if (parts.size() != 3) return malformed("(define-values (name ...) expression)");
    item->value = parts[2];
    return parse_formals(parts[1], &item->formals);
  }
  if (form == CoreForm::define && parts[1]->is_pair()) {
    Syntax* name = maker_.first(parts[1]);
    if (!name->is_identifier() || parts.size() < 3) return malformed("(define (name parameter ...) body ...)");
    item->name = without_use_sites(name);
    item->shape = Item::Shape::procedure;
    item->value = maker_.rest(parts[1]);
    item->parts = parts.subspan(2);
    return true;
  }
  if (!parts[1]->is_identifier()) return malformed("a name");
  item->name = without_use_sites(parts[1]);
  if (form == CoreForm::defun) {
    if (parts.size() < 4) return malformed("(defun name (parameter ...) body ...)");
    item->shape = Item::Shape::fn;
    item->parts = parts.subspan(1);
    return true;
  }
  if (form == CoreForm::def) {
    item->immutable = true;
    if (parts.size() == 4 && parts[2]->is_string()) {
      item->documentation = {parts[2]->datum->string.data, parts[2]->datum->string.size};
    } else if (parts.size() != 3) {
      return malformed("(def name [documentation] expression)");
    }
    item->value = parts.back();
    return true;
  }
  if (parts.size() == 2 && form == CoreForm::define) {
    item->shape = Item::Shape::nothing;
    return true;
  }
  if (parts.size() != 3)
    return malformed(form == CoreForm::label ? "(label name expression)" : "(define name expression)");
  item->value = parts[2];
  return true;
}

core::Node* Expander::expand_definition_value(Item& item) {
  core::Node* value = nullptr;
  switch (item.shape) {
    case Item::Shape::nothing: return constant(item.span, DatumKind::unspecified);
    case Item::Shape::expression: value = expand(item.value); break;
    case Item::Shape::fn: {
      Syntax* form = maker_.list(item.parts, nullptr, item.span);
      value = expand_fn(form, item.parts);
      break;
    }
    case Item::Shape::procedure: {
      auto clauses = array<core::Clause>(1);
      if (!expand_lambda_clause(item.value, item.parts, item.span, &clauses[0])) return nullptr;
      value = node<core::Lambda>(item.span, clauses, item.name->name(), std::string_view{});
      break;
    }
  }
  if (!value) return nullptr;
  name_value(value, item.name->name());
  auto* lambda = core::if_a<core::Lambda>(value);
  if (lambda && !item.documentation.empty()) lambda->documentation = item.documentation;
  return value;
}

// (define-values formals e): the names start unspecified and are assigned where the form stands.
core::Node* Expander::values_assignment(Item& item) {
  core::Node* producer = expand(item.value);
  if (!producer) return nullptr;
  size_t count = item.formals.names.size();
  auto received = array<core::Variable*>(count);
  auto body = array<core::Node*>(count + 1);
  for (size_t i = 0; i < count; i++) {
    Syntax* name = item.formals.names[i];
    received[i] = new_variable(name->name(), name->span);
    auto* value = node<core::LocalRef>(name->span, received[i]);
    body[i] = item.globals.empty() ? local_set(name->span, item.formals.variables[i], value)
                                   : global_define(name->span, item.globals[i], value);
  }
  body[count] = constant(item.span, DatumKind::unspecified);
  return node<core::BindValues>(item.span, producer, received, item.formals.rest, sequence(item.span, body));
}

core::Node* Expander::finish_body(BodyExpansion& body, Span span) {
  if (body.definitions_end == body.items.size()) {
    return fail(ErrorCode::T2001, span,
                body.items.empty() ? "body: expected at least one expression"
                                   : "body: expected an expression after the definitions");
  }
  std::vector<core::Variable*> variables;
  std::vector<core::Node*> values, rest;
  for (size_t i = 0; i < body.items.size(); i++) {
    Item& item = body.items[i];
    if (i >= body.definitions_end) {
      rest.push_back(expand(item.value));
      if (!rest.back()) return nullptr;
      continue;
    }
    core::Node* value = item.kind == Item::Kind::definition ? expand_definition_value(item)
                        : item.kind == Item::Kind::values   ? values_assignment(item)
                                                            : expand(item.value);
    if (!value) return nullptr;
    if (item.kind == Item::Kind::values) {
      for (core::Variable* variable : item.formals.variables) {
        variables.push_back(variable);
        values.push_back(constant(item.span, DatumKind::unspecified));
      }
    } else if (item.kind == Item::Kind::expression) {
      value = sequence(item.span, {value, nil(item.span)});
    }
    variables.push_back(item.variable ? item.variable : new_variable(system_.names.intern("_"), item.span));
    values.push_back(value);
  }
  core::Node* result = sequence(span, arena_.copy(std::span<core::Node* const>(rest)));
  if (variables.empty()) return result;
  return node<core::Letrec>(span, arena_.copy(std::span<core::Variable* const>(variables)),
                            arena_.copy(std::span<core::Node* const>(values)), result);
}

// (%defer thunk): the body that we are in runs the thunk when it is left.
core::Node* Expander::expand_deferred(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 2) return bad_syntax(form, "one procedure");
  if (!frame_ || frame_->top_level) { return fail(ErrorCode::T2026, form->span, "defer has no enclosing body here"); }
  if (!frame_->deferred) frame_->deferred = new_variable(system_.names.intern("defer"), form->span);
  core::Variable* deferred = frame_->deferred;
  core::Node* thunk = expand(parts[1]);
  if (!thunk) return nullptr;
  auto arguments = array<core::Node*>(1);
  arguments[0] = thunk;
  return make_call(form->span, node<core::LocalRef>(form->span, deferred), arguments);
}

}  // namespace tiercel::syntax
