// let and its relatives.
#include <algorithm>
#include <vector>

#include "syntax/expander.h"

namespace tiercel::syntax {

// ((name init) ...), taken apart.
struct Expander::Bindings {
  std::span<Syntax*> names;
  std::span<Syntax*> inits;
  std::span<core::Variable*> variables;
  std::span<core::Node*> values;
};

bool Expander::parse_bindings(Syntax* form, Syntax* list_syntax, Bindings* bindings) {
  List list = maker_.take_list(list_syntax);
  if (!list.proper()) return bad_syntax(form, "a list of bindings ((name expression) ...)"), false;
  size_t count = list.parts.size();
  bindings->names = array<Syntax*>(count);
  bindings->inits = array<Syntax*>(count);
  bindings->variables = array<core::Variable*>(count);
  bindings->values = array<core::Node*>(count);
  for (size_t i = 0; i < count; i++) {
    List binding = maker_.take_list(list.parts[i]);
    if (!binding.proper() || binding.parts.size() != 2 || !binding.parts[0]->is_identifier()) {
      fail(ErrorCode::T2001, list.parts[i]->span, "binding: expected (name expression)" + found(list.parts[i]));
      return false;
    }
    bindings->names[i] = binding.parts[0];
    bindings->inits[i] = binding.parts[1];
  }
  return true;
}

bool Expander::expand_inits(Bindings& bindings) {
  for (size_t i = 0; i < bindings.inits.size(); i++) {
    bindings.values[i] = expand(bindings.inits[i]);
    if (!bindings.values[i]) return false;
    name_value(bindings.values[i], bindings.names[i]->name());
  }
  return true;
}

// The variables are made after the initial values, so that their numbers are consecutive.
void Expander::make_variables(Bindings& bindings) {
  for (size_t i = 0; i < bindings.names.size(); i++) {
    bindings.variables[i] = new_variable(bindings.names[i]->name(), bindings.names[i]->span);
  }
}

core::Node* Expander::expand_let(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() >= 3 && parts[1]->is_identifier()) return expand_named_let(form, parts);
  if (parts.size() < 3) return bad_syntax(form, "(let ((name expression) ...) body ...)");
  Bindings bindings;
  if (!parse_bindings(form, parts[1], &bindings) || !expand_inits(bindings)) return nullptr;
  make_variables(bindings);
  LocalExtent extent(*this);
  Scope scope = space_.new_scope();
  if (!bind_variables(bindings.names, bindings.variables, scope)) return nullptr;
  core::Node* body = expand_body(with_scope(parts.subspan(2), scope), form->span);
  if (!body || bindings.names.empty()) return body;
  return node<core::Let>(form->span, bindings.variables, bindings.values, body);
}

// (let loop ((name init) ...) body ...): the procedure is bound around the call only; its arguments are outside.
core::Node* Expander::expand_named_let(Syntax* form, std::span<Syntax*> parts) {
  Bindings bindings;
  if (parts.size() < 4) return bad_syntax(form, "(let name ((variable expression) ...) body ...)");
  if (!parse_bindings(form, parts[2], &bindings) || !expand_inits(bindings)) return nullptr;
  LocalExtent extent(*this);
  auto loop = array<core::Variable*>(1);
  loop[0] = new_variable(parts[1]->name(), parts[1]->span);
  Scope loop_scope = space_.new_scope();
  bind_local(with_scope(parts[1], loop_scope), BindingKind::variable)->variable = loop[0];
  make_variables(bindings);
  for (Syntax*& name : bindings.names) name = with_scope(name, loop_scope);
  Scope scope = space_.new_scope();
  if (!bind_variables(bindings.names, bindings.variables, scope)) return nullptr;
  auto forms = with_scope(with_scope(parts.subspan(3), loop_scope), scope);
  core::Lambda* lambda = make_lambda(form->span, bindings.variables, false, expand_body(forms, form->span));
  if (!lambda) return nullptr;
  lambda->name = loop[0]->name;
  auto lambdas = array<core::Node*>(1);
  lambdas[0] = lambda;
  core::Node* call = node<core::Call>(form->span, node<core::LocalRef>(form->span, loop[0]), bindings.values);
  return node<core::Letrec>(form->span, loop, lambdas, call);
}

// Nested lets, made without recursion: a let* may be long.
core::Node* Expander::expand_let_star(Syntax* form, std::span<Syntax*> parts) {
  Bindings bindings;
  if (parts.size() < 3) return bad_syntax(form, "(let* ((name expression) ...) body ...)");
  if (!parse_bindings(form, parts[1], &bindings)) return nullptr;
  LocalExtent extent(*this);
  Shift shift = nullptr;
  for (size_t i = 0; i < bindings.names.size(); i++) {
    Syntax* init = shift ? maker_.shifted(bindings.inits[i], shift) : bindings.inits[i];
    bindings.values[i] = expand(init);
    if (!bindings.values[i]) return nullptr;
    name_value(bindings.values[i], bindings.names[i]->name());
    shift = scopes_.compose(shift, scopes_.add(space_.new_scope()));
    bindings.variables[i] = new_variable(bindings.names[i]->name(), bindings.names[i]->span);
    bind_local(maker_.shifted(bindings.names[i], shift), BindingKind::variable)->variable = bindings.variables[i];
  }
  auto forms = array<Syntax*>(parts.size() - 2);
  for (size_t i = 0; i < forms.size(); i++) forms[i] = shift ? maker_.shifted(parts[i + 2], shift) : parts[i + 2];
  core::Node* body = expand_body(forms, form->span);
  for (size_t i = bindings.names.size(); i-- > 0 && body;) {
    body = node<core::Let>(form->span, bindings.variables.subspan(i, 1), bindings.values.subspan(i, 1), body);
  }
  return body;
}

namespace {

// Whether evaluating the expression can neither be entered twice nor be observed.
bool is_immediate(const core::Node* node) {
  switch (node->kind) {
    case core::Kind::lambda:
    case core::Kind::constant:
    case core::Kind::local_ref:
    case core::Kind::global_ref:
    case core::Kind::prim_ref: return true;
    default: return false;
  }
}

}  // namespace

// letrec as R7RS 7.3 defines it: all initial values are known before any variable is assigned, so that a continuation of
// one of them, entered again, finds the values of the others.  Lambdas are bound at once; nothing can be told of them.
core::Node* Expander::letrec_by_assignment(Span span, Bindings& bindings, core::Node* body) {
  std::vector<core::Variable*> outer, inner;
  std::vector<core::Node*> undefined, sequence;
  for (size_t i = 0; i < bindings.names.size(); i++) {
    core::Variable* variable = bindings.variables[i];
    inner.push_back(variable);
    if (bindings.values[i]->kind == core::Kind::lambda) continue;
    inner.back() = new_variable(variable->name, variable->span);
    outer.push_back(variable);
    variable->assigned = true;
    undefined.push_back(constant(span, DatumKind::undefined));
    sequence.push_back(node<core::LocalSet>(span, variable, node<core::LocalRef>(span, inner.back())));
  }
  sequence.push_back(body);
  body = node<core::Seq>(span, arena_.copy(std::span<core::Node* const>(sequence)));
  body = node<core::Letrec>(span, arena_.copy(std::span<core::Variable* const>(inner)), bindings.values, body);
  return node<core::Let>(span, arena_.copy(std::span<core::Variable* const>(outer)),
                         arena_.copy(std::span<core::Node* const>(undefined)), body);
}

core::Node* Expander::expand_recursive_let(Syntax* form, std::span<Syntax*> parts, bool sequential) {
  Bindings bindings;
  if (parts.size() < 3) return bad_syntax(form, "((name expression) ...) and a body");
  if (!parse_bindings(form, parts[1], &bindings)) return nullptr;
  make_variables(bindings);
  LocalExtent extent(*this);
  Scope scope = space_.new_scope();
  if (!bind_variables(bindings.names, bindings.variables, scope)) return nullptr;
  bindings.inits = with_scope(bindings.inits, scope);
  if (!expand_inits(bindings)) return nullptr;
  core::Node* body = expand_body(with_scope(parts.subspan(2), scope), form->span);
  if (!body || bindings.names.empty()) return body;
  if (!sequential && !std::all_of(bindings.values.begin(), bindings.values.end(), is_immediate))
    return letrec_by_assignment(form->span, bindings, body);
  return node<core::Letrec>(form->span, bindings.variables, bindings.values, body);
}

// Core's Letrec has the order of letrec*, which is one of those that letrec allows.
core::Node* Expander::expand_letrec(Syntax* form, std::span<Syntax*> parts) {
  return expand_recursive_let(form, parts, false);
}

core::Node* Expander::expand_letrec_star(Syntax* form, std::span<Syntax*> parts) {
  return expand_recursive_let(form, parts, true);
}

// let*-values: each clause's names are in reach of the next.
core::Node* Expander::expand_let_star_values(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3) return bad_syntax(form, "(let*-values ((formals expression) ...) body ...)");
  return expand_values_clauses(form, parts, true);
}

core::Node* Expander::expand_let_values(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3) return bad_syntax(form, "(let-values ((formals expression) ...) body ...)");
  return expand_values_clauses(form, parts, false);
}

// let-values binds all names in one scope that only the body has; let*-values has a scope for each clause.
core::Node* Expander::expand_values_clauses(Syntax* form, std::span<Syntax*> parts, bool sequential) {
  List clauses = maker_.take_list(parts[1]);
  if (!clauses.proper()) return bad_syntax(form, "a list of clauses ((formals expression) ...)");
  size_t count = clauses.parts.size();
  auto formals = array<Formals>(count);
  auto producers = array<core::Node*>(count);
  LocalExtent extent(*this);
  Shift shift = nullptr;
  Scope scope = space_.new_scope();
  std::vector<Syntax*> names;
  std::vector<core::Variable*> variables;
  for (size_t i = 0; i < count; i++) {
    List clause = maker_.take_list(clauses.parts[i]);
    if (!clause.proper() || clause.parts.size() != 2) {
      return fail(ErrorCode::T2001, clauses.parts[i]->span,
                  "binding: expected (formals expression)" + found(clauses.parts[i]));
    }
    Syntax* formals_syntax = shift ? maker_.shifted(clause.parts[0], shift) : clause.parts[0];
    producers[i] = expand(shift ? maker_.shifted(clause.parts[1], shift) : clause.parts[1]);
    if (!producers[i] || !parse_formals(formals_syntax, &formals[i])) return nullptr;
    if (!sequential) continue;
    scope = space_.new_scope();
    if (!bind_formals(formals[i], scope)) return nullptr;
    shift = scopes_.compose(shift, scopes_.add(scope));
  }
  if (!sequential) {
    for (Formals& each : formals) {
      each.variables = array<core::Variable*>(each.names.size());
      for (size_t i = 0; i < each.names.size(); i++) {
        each.variables[i] = new_variable(each.names[i]->name(), each.names[i]->span);
      }
      names.insert(names.end(), each.names.begin(), each.names.end());
      variables.insert(variables.end(), each.variables.begin(), each.variables.end());
    }
    if (!bind_variables(names, variables, scope)) return nullptr;
    shift = scopes_.add(scope);
  }
  auto forms = array<Syntax*>(parts.size() - 2);
  for (size_t i = 0; i < forms.size(); i++) forms[i] = shift ? maker_.shifted(parts[i + 2], shift) : parts[i + 2];
  core::Node* body = expand_body(forms, form->span);
  for (size_t i = count; i-- > 0 && body;) {
    body = node<core::BindValues>(clauses.parts[i]->span, producers[i], formals[i].variables, formals[i].rest, body);
  }
  return body;
}

// (do ((name init [step]) ...) (test result ...) command ...)
core::Node* Expander::expand_do_(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3) return bad_syntax(form, "(do ((name init [step]) ...) (test result ...) command ...)");
  List specs = maker_.take_list(parts[1]);
  List exit = maker_.take_list(parts[2]);
  if (!specs.proper() || !exit.proper() || exit.parts.empty()) {
    return bad_syntax(form, "(do ((name init [step]) ...) (test result ...) command ...)");
  }
  size_t count = specs.parts.size();
  Bindings bindings{array<Syntax*>(count), array<Syntax*>(count), array<core::Variable*>(count),
                    array<core::Node*>(count)};
  auto steps = array<Syntax*>(count);
  for (size_t i = 0; i < count; i++) {
    List spec = maker_.take_list(specs.parts[i]);
    if (!spec.proper() || spec.parts.size() < 2 || spec.parts.size() > 3 || !spec.parts[0]->is_identifier()) {
      return fail(ErrorCode::T2001, specs.parts[i]->span, "do: expected (name init [step])");
    }
    bindings.names[i] = spec.parts[0];
    bindings.inits[i] = spec.parts[1];
    steps[i] = spec.parts.size() == 3 ? spec.parts[2] : spec.parts[0];
  }
  if (!expand_inits(bindings)) return nullptr;
  make_variables(bindings);
  LocalExtent extent(*this);
  Scope scope = space_.new_scope();
  if (!bind_variables(bindings.names, bindings.variables, scope)) return nullptr;
  return do_loop(form, bindings, with_scope(steps, scope), with_scope(exit.parts, scope),
                 with_scope(parts.subspan(3), scope));
}

core::Node* Expander::do_loop(Syntax* form, Bindings& bindings, std::span<Syntax*> steps, std::span<Syntax*> exit,
                              std::span<Syntax*> commands) {
  auto loop = array<core::Variable*>(1);
  loop[0] = new_variable(system_.names.intern("do"), form->span);
  core::Node* test = expand(exit[0]);
  core::Node* result = test ? expand_sequence(exit.subspan(1), form->span) : nullptr;
  if (!result) return nullptr;
  auto body = array<core::Node*>(commands.size() + 1);
  for (size_t i = 0; i < commands.size(); i++) {
    body[i] = expand(commands[i]);
    if (!body[i]) return nullptr;
  }
  auto next = array<core::Node*>(steps.size());
  for (size_t i = 0; i < steps.size(); i++) {
    next[i] = expand(steps[i]);
    if (!next[i]) return nullptr;
  }
  body.back() = node<core::Call>(form->span, node<core::LocalRef>(form->span, loop[0]), next);
  core::Node* turn = node<core::If>(form->span, test, result, sequence(form->span, body));
  auto lambdas = array<core::Node*>(1);
  core::Lambda* lambda = make_lambda(form->span, bindings.variables, false, turn);
  lambda->name = loop[0]->name;
  lambdas[0] = lambda;
  core::Node* call = node<core::Call>(form->span, node<core::LocalRef>(form->span, loop[0]), bindings.values);
  return node<core::Letrec>(form->span, loop, lambdas, call);
}

// let-syntax and letrec-syntax: macros for a body.
core::Node* Expander::expand_syntax_bindings(Syntax* form, std::span<Syntax*> parts, bool recursive) {
  Bindings bindings;
  if (parts.size() < 3) return bad_syntax(form, "((name transformer) ...) and a body");
  if (!parse_bindings(form, parts[1], &bindings)) return nullptr;
  LocalExtent extent(*this);
  Scope scope = space_.new_scope();
  if (recursive) bindings.inits = with_scope(bindings.inits, scope);
  std::vector<Binding> made(bindings.names.size(), Binding{BindingKind::constant});
  std::vector<Binding*> bound;
  for (size_t i = 0; i < made.size(); i++) {
    if (recursive) bound.push_back(bind_local(with_scope(bindings.names[i], scope), BindingKind::constant));
  }
  for (size_t i = 0; i < made.size(); i++) {
    if (!make_transformer(bindings.inits[i], arena_, &made[i], bindings.names[i])) return nullptr;
  }
  for (size_t i = 0; i < made.size(); i++) {
    *(recursive ? bound[i] : bind_local(with_scope(bindings.names[i], scope), made[i].kind)) = made[i];
  }
  return expand_body(with_scope(parts.subspan(2), scope), form->span);
}

core::Node* Expander::expand_let_syntax(Syntax* form, std::span<Syntax*> parts) {
  return expand_syntax_bindings(form, parts, false);
}

core::Node* Expander::expand_letrec_syntax(Syntax* form, std::span<Syntax*> parts) {
  return expand_syntax_bindings(form, parts, true);
}

}  // namespace tiercel::syntax
