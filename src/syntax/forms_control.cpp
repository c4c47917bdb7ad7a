// Conditionals, and the forms that expand to calls of the kernel's procedures.
#include "syntax/expander.h"

namespace tiercel::syntax {

// --- and, or, when, unless ------------------------------------------------------------------------------------------

core::Node* Expander::expand_and_(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() == 1) return constant(form->span, DatumKind::true_);
  auto values = array<core::Node*>(parts.size() - 1);
  for (size_t i = 0; i < values.size(); i++) {
    values[i] = expand(parts[i + 1]);
    if (!values[i]) return nullptr;
  }
  core::Node* result = values.back();
  for (size_t i = values.size() - 1; i-- > 0;) {
    result = node<core::If>(form->span, values[i], result, constant(form->span, DatumKind::false_));
  }
  return result;
}

// value, unless it is false, then `otherwise`.
core::Node* Expander::value_or(Span span, core::Node* value, core::Node* otherwise) {
  auto variables = array<core::Variable*>(1);
  auto values = array<core::Node*>(1);
  variables[0] = new_variable(system_.names.intern("or"), span);
  values[0] = value;
  core::Node* body = node<core::If>(span, node<core::LocalRef>(span, variables[0]),
                                    node<core::LocalRef>(span, variables[0]), otherwise);
  return node<core::Let>(span, variables, values, body);
}

core::Node* Expander::expand_or_(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() == 1) return constant(form->span, DatumKind::false_);
  auto values = array<core::Node*>(parts.size() - 1);
  for (size_t i = 0; i < values.size(); i++) {
    values[i] = expand(parts[i + 1]);
    if (!values[i]) return nullptr;
  }
  core::Node* result = values.back();
  for (size_t i = values.size() - 1; i-- > 0;) result = value_or(form->span, values[i], result);
  return result;
}

core::Node* Expander::expand_when(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 2) return bad_syntax(form, "(when test body ...)");
  core::Node* test = expand(parts[1]);
  core::Node* body = test ? expand_sequence(parts.subspan(2), form->span) : nullptr;
  return body ? node<core::If>(form->span, test, body, nil(form->span)) : nullptr;
}

core::Node* Expander::expand_unless(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 2) return bad_syntax(form, "(unless test body ...)");
  core::Node* test = expand(parts[1]);
  core::Node* body = test ? expand_sequence(parts.subspan(2), form->span) : nullptr;
  return body ? node<core::If>(form->span, test, nil(form->span), body) : nullptr;
}

// --- cond -----------------------------------------------------------------------------------------------------------

core::Node* Expander::expand_cond(Syntax* form, std::span<Syntax*> parts) {
  return expand_cond_clauses(parts.subspan(1), nil(form->span), ClauseBody::here);
}

core::Node* Expander::clause_body(Span span, core::Node* body, ClauseBody place) {
  return body && place == ClauseBody::in_thunk ? thunk(span, body) : body;
}

// Clauses are expanded from the last to the first, each around the rest.
core::Node* Expander::expand_cond_clauses(std::span<Syntax*> clauses, core::Node* otherwise, ClauseBody place) {
  core::Node* result = otherwise;
  for (size_t i = clauses.size(); i-- > 0 && result;) {
    List clause = maker_.take_list(clauses[i]);
    if (!clauses[i]->is_pair() || !clause.proper()) {
      return fail(ErrorCode::T2001, clauses[i]->span, "cond: expected a clause (test expression ...)");
    }
    if (!is_form(clause.parts[0], CoreForm::else_)) {
      result = expand_cond_clause(clauses[i], result, place);
    } else if (i + 1 < clauses.size()) {
      return fail(ErrorCode::T2001, clauses[i]->span, "cond: the else clause must be the last");
    } else {
      result = clause_body(clauses[i]->span, expand_sequence(clause.parts.subspan(1), clauses[i]->span), place);
    }
  }
  return failed() ? nullptr : result;
}

core::Node* Expander::expand_cond_clause(Syntax* clause_syntax, core::Node* otherwise, ClauseBody place) {
  auto parts = maker_.take_list(clause_syntax).parts;
  Span span = clause_syntax->span;
  core::Node* test = expand(parts[0]);
  if (!test) return nullptr;
  if (parts.size() == 1 && place == ClauseBody::here) return value_or(span, test, otherwise);
  bool arrow = parts.size() > 1 && is_form(parts[1], CoreForm::arrow);
  if (parts.size() > 1 && !arrow) {
    core::Node* body = clause_body(span, expand_sequence(parts.subspan(1), span), place);
    return body ? node<core::If>(span, test, body, otherwise) : nullptr;
  }
  if (arrow && parts.size() != 3) return fail(ErrorCode::T2001, span, "cond: expected (test => procedure)");
  core::Node* receiver = arrow ? expand(parts[2]) : nullptr;
  if (arrow && !receiver) return nullptr;
  auto variables = array<core::Variable*>(1);
  auto values = array<core::Node*>(1);
  variables[0] = new_variable(system_.names.intern("tested"), span);
  values[0] = test;
  core::Node* answer = node<core::LocalRef>(span, variables[0]);
  if (arrow) {
    auto arguments = array<core::Node*>(1);
    arguments[0] = answer;
    answer = make_call(span, receiver, arguments);
  }
  core::Node* body =
      node<core::If>(span, node<core::LocalRef>(span, variables[0]), clause_body(span, answer, place), otherwise);
  return node<core::Let>(span, variables, values, body);
}

// --- case -----------------------------------------------------------------------------------------------------------

core::Node* Expander::expand_case_(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3) return bad_syntax(form, "(case key ((datum ...) expression ...) ...)");
  auto values = array<core::Node*>(1);
  values[0] = expand(parts[1]);
  if (!values[0]) return nullptr;
  auto variables = array<core::Variable*>(1);
  variables[0] = new_variable(system_.names.intern("key"), form->span);
  core::Node* result = nil(form->span);
  for (size_t i = parts.size(); i-- > 2 && result;) {
    result = expand_case_clause(parts[i], variables[0], result, i + 1 == parts.size());
  }
  return result ? node<core::Let>(form->span, variables, values, result) : nullptr;
}

core::Node* Expander::expand_case_clause(Syntax* clause, core::Variable* key, core::Node* otherwise, bool last) {
  List list = maker_.take_list(clause);
  if (!clause->is_pair() || !list.proper() || list.parts.size() < 2) {
    return fail(ErrorCode::T2001, clause->span, "case: expected a clause ((datum ...) expression ...)");
  }
  core::Node* body = nullptr;
  if (is_form(list.parts[1], CoreForm::arrow) && list.parts.size() == 3) {
    core::Node* receiver = expand(list.parts[2]);
    if (!receiver) return nullptr;
    auto arguments = array<core::Node*>(1);
    arguments[0] = node<core::LocalRef>(clause->span, key);
    body = make_call(clause->span, receiver, arguments);
  } else {
    body = expand_sequence(list.parts.subspan(1), clause->span);
  }
  if (!body) return nullptr;
  if (is_form(list.parts[0], CoreForm::else_)) {
    if (!last) return fail(ErrorCode::T2001, clause->span, "case: the else clause must be the last");
    return body;
  }
  List data = maker_.take_list(list.parts[0]);
  if (!data.proper()) return fail(ErrorCode::T2001, list.parts[0]->span, "case: expected a list of data");
  if (data.parts.empty()) return otherwise;
  core::Node* test = case_test(data.parts, key, clause->span);
  return test ? node<core::If>(clause->span, test, body, otherwise) : nullptr;
}

core::Node* Expander::case_test(std::span<Syntax*> data, core::Variable* key, Span span) {
  core::Node* result = nullptr;
  for (size_t i = data.size(); i-- > 0;) {
    const Datum* datum = maker_.strip(data[i]);
    bool by_identity = datum->kind == DatumKind::symbol || datum->kind == DatumKind::character ||
                       datum->kind == DatumKind::true_ || datum->kind == DatumKind::false_ ||
                       datum->kind == DatumKind::empty || datum->kind == DatumKind::fixnum;
    core::Node* same = kernel_call(span, by_identity ? KernelName::eq : KernelName::eqv,
                                   {node<core::LocalRef>(span, key), constant(data[i]->span, datum)});
    if (!same) return nullptr;
    result = result ? node<core::If>(span, same, constant(span, DatumKind::true_), result) : same;
  }
  return result;
}

// --- Forms over kernel procedures -----------------------------------------------------------------------------------

core::Node* Expander::expand_parameterize(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3) return bad_syntax(form, "(parameterize ((parameter value) ...) body ...)");
  List list = maker_.take_list(parts[1]);
  if (!list.proper()) return bad_syntax(form, "a list of bindings ((parameter value) ...)");
  auto pairs = array<core::Node*>(list.parts.size() * 2);
  for (size_t i = 0; i < list.parts.size(); i++) {
    List binding = maker_.take_list(list.parts[i]);
    if (!binding.proper() || binding.parts.size() != 2) {
      return fail(ErrorCode::T2001, list.parts[i]->span, "parameterize: expected (parameter value)");
    }
    pairs[2 * i] = expand(binding.parts[0]);
    pairs[2 * i + 1] = pairs[2 * i] ? expand(binding.parts[1]) : nullptr;
    if (!pairs[2 * i + 1]) return nullptr;
  }
  core::Node* body = expand_body(parts.subspan(2), form->span);
  if (!body || pairs.empty()) return body;
  return kernel_call(form->span, KernelName::parameterize,
                     {kernel_call(form->span, KernelName::list, pairs), thunk(form->span, body)});
}

// (guard (name clause ...) body ...): the handler runs the tests and gives the body of the clause that was chosen as a
// thunk, or #f; %guard calls the thunk in its own place.
core::Node* Expander::expand_guard(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3 || !parts[1]->is_pair() || !maker_.first(parts[1])->is_identifier()) {
    return bad_syntax(form, "(guard (name clause ...) body ...)");
  }
  List spec = maker_.take_list(parts[1]);
  if (!spec.proper()) return bad_syntax(form, "(guard (name clause ...) body ...)");
  core::Node* body = expand_body(parts.subspan(2), form->span);
  if (!body) return nullptr;
  LocalExtent extent(*this);
  auto parameters = array<core::Variable*>(1);
  parameters[0] = new_variable(spec.parts[0]->name(), spec.parts[0]->span);
  Scope scope = space_.new_scope();
  bind_local(with_scope(spec.parts[0], scope), BindingKind::variable)->variable = parameters[0];
  core::Node* clauses = expand_cond_clauses(with_scope(spec.parts.subspan(1), scope),
                                            constant(form->span, DatumKind::false_), ClauseBody::in_thunk);
  return kernel_call(form->span, KernelName::guard,
                     {make_lambda(form->span, parameters, false, clauses), thunk(form->span, body)});
}

core::Node* Expander::expand_delay_force(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 2) return bad_syntax(form, "(delay-force expression)");
  core::Node* body = expand_body(parts.subspan(1), form->span);
  return kernel_call(form->span, KernelName::make_promise_lazy, {thunk(form->span, body)});
}

// (delay e) = (delay-force (make-promise e)), R7RS section 4.2.5, but that the value of e may be a promise itself.
core::Node* Expander::expand_delay(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 2) return bad_syntax(form, "(delay expression)");
  core::Node* body = expand_body(parts.subspan(1), form->span);
  core::Node* done = constant(form->span, DatumKind::true_);
  core::Node* promise = kernel_call(form->span, KernelName::make_promise, {done, body});
  return kernel_call(form->span, KernelName::make_promise_lazy, {thunk(form->span, promise)});
}

}  // namespace tiercel::syntax
