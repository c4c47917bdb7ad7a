#include "syntax/match.h"

namespace tiercel::syntax {

using core::Node;
using core::Variable;
using Kind = MatchPattern::Kind;

// (match expression (pattern [(when guard)] body ...) ...).  Clauses are made from the last to the first.
Node* Expander::expand_match(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3) return bad_syntax(form, "(match expression (pattern [(when guard)] body ...) ...)");
  auto values = array<Node*>(1);
  auto variables = array<Variable*>(1);
  values[0] = expand(parts[1]);
  if (!values[0]) return nullptr;
  variables[0] = new_variable(system_.names.intern("matched"), form->span);
  Node* result = kernel_call(form->span, KernelName::match_failed, {node<core::LocalRef>(form->span, variables[0])});
  for (size_t i = parts.size(); i-- > 2 && result;) {
    result = MatchCompiler(*this, variables[0]).clause(parts[i], result);
  }
  return result ? node<core::Let>(form->span, variables, values, result) : nullptr;
}

Node* MatchCompiler::clause(Syntax* syntax, Node* otherwise) {
  span_ = syntax->span;
  List list = e_.maker_.take_list(syntax);
  if (!syntax->is_pair() || !list.proper() || list.parts.size() < 2) {
    return fail(syntax->span, "expected a clause (pattern [(when guard)] body ...)");
  }
  MatchPattern* pattern = read(list.parts[0]);
  if (!pattern) return nullptr;
  return with_failure(otherwise, [&](const Make& go_on) {
    return match(pattern, subject_, go_on, [&] { return body(syntax, list.parts.subspan(1), go_on); });
  });
}

// The guard and the body, in the scope of the names.
Node* MatchCompiler::body(Syntax* clause, std::span<Syntax*> forms, const Make& otherwise) {
  Expander::LocalExtent extent(e_);
  Scope scope = e_.space_.new_scope();
  for (PatternName* name : names_) {
    e_.bind_local(e_.with_scope(name->identifier, scope), BindingKind::variable)->variable = name->variable;
  }
  auto scoped = e_.with_scope(forms, scope);
  List guard = e_.maker_.take_list(scoped[0]);
  bool guarded = scoped.size() > 1 && scoped[0]->is_pair() && guard.proper() && guard.parts.size() == 2 &&
                 e_.is_form(guard.parts[0], CoreForm::when);
  if (!guarded) return e_.expand_body(scoped, clause->span);
  Node* condition = e_.expand(guard.parts[1]);
  Node* then = condition ? e_.expand_body(scoped.subspan(1), clause->span) : nullptr;
  return then ? e_.node<core::If>(clause->span, condition, then, otherwise()) : nullptr;
}

// --- Nodes ----------------------------------------------------------------------------------------------------------

Node* MatchCompiler::test(Node* condition, Node* then, Node* otherwise) {
  if (!condition || !then || !otherwise) return nullptr;
  return e_.node<core::If>(span_, condition, then, otherwise);
}

Node* MatchCompiler::bind(Variable* variable, Node* value, Node* body) {
  if (!value || !body) return nullptr;
  auto variables = e_.array<Variable*>(1);
  auto values = e_.array<Node*>(1);
  variables[0] = variable;
  values[0] = value;
  return e_.node<core::Let>(span_, variables, values, body);
}

Node* MatchCompiler::bind_procedure(Variable* name, std::span<Variable*> parameters, Node* procedure, Node* body) {
  core::Lambda* lambda = e_.make_lambda(span_, parameters, false, procedure);
  if (!lambda || !body) return nullptr;
  lambda->name = e_.system_.names.intern("match");
  auto variables = e_.array<Variable*>(1);
  auto values = e_.array<Node*>(1);
  variables[0] = name;
  values[0] = lambda;
  return e_.node<core::Letrec>(span_, variables, values, body);
}

Node* MatchCompiler::call(Variable* procedure, std::span<Node*> arguments) {
  return e_.node<core::Call>(span_, reference(procedure), arguments);
}

Node* MatchCompiler::with_failure(Node* otherwise, const std::function<Node*(const Make&)>& attempt) {
  Variable* next = variable("next");
  Node* tried = attempt([this, next] { return call(next, {}); });
  return bind_procedure(next, {}, otherwise, tried);
}

std::span<Variable*> MatchCompiler::fresh_names(std::span<PatternName*> names) {
  auto result = e_.array<Variable*>(names.size());
  for (size_t i = 0; i < names.size(); i++) {
    result[i] = e_.new_variable(names[i]->identifier->name(), names[i]->identifier->span);
  }
  return result;
}

std::span<Node*> MatchCompiler::name_references(std::span<PatternName*> names) {
  auto result = e_.array<Node*>(names.size());
  for (size_t i = 0; i < names.size(); i++) result[i] = reference(names[i]->variable);
  return result;
}

// --- Tests ----------------------------------------------------------------------------------------------------------

Node* MatchCompiler::match(MatchPattern* pattern, Variable* value, const Make& otherwise, const Make& then) {
  if (!e_.enter(pattern->span)) return nullptr;
  Node* result = nullptr;
  e_.stack_.call([&] { result = match_inner(pattern, value, otherwise, then); });
  e_.leave();
  return result;
}

Node* MatchCompiler::match_inner(MatchPattern* pattern, Variable* value, const Make& otherwise, const Make& then) {
  Span outer = std::exchange(span_, pattern->span);
  auto kernel = [&](KernelName name) { return e_.kernel_call(span_, name, {reference(value)}); };
  Node* result = nullptr;
  switch (pattern->kind) {
    case Kind::any: result = then(); break;
    case Kind::name: result = match_part(pattern, reference(value), otherwise, then); break;
    case Kind::literal: result = test(literal_test(pattern, value), then(), otherwise()); break;
    case Kind::empty: result = test(kernel(KernelName::is_null), then(), otherwise()); break;
    case Kind::pair: {
      Node* inner = match_part(pattern->parts[0], kernel(KernelName::car), otherwise,
                               [&] { return match_part(pattern->parts[1], kernel(KernelName::cdr), otherwise, then); });
      result = test(kernel(KernelName::is_pair), inner, otherwise());
      break;
    }
    case Kind::vector: result = match_vector(pattern, value, otherwise, then); break;
    case Kind::ellipsis: result = match_ellipsis(pattern, value, otherwise, then); break;
    case Kind::predicate: {
      auto arguments = e_.array<Node*>(1);
      arguments[0] = reference(value);
      Node* condition = e_.make_call(span_, pattern->procedure, arguments);
      result = test(condition, match_all(pattern->parts, value, otherwise, then), otherwise());
      break;
    }
    case Kind::access: {
      auto arguments = e_.array<Node*>(1);
      arguments[0] = reference(value);
      result = match_part(pattern->parts[0], e_.make_call(span_, pattern->procedure, arguments), otherwise, then);
      break;
    }
    case Kind::both: result = match_all(pattern->parts, value, otherwise, then); break;
    case Kind::either: result = match_either(pattern, value, otherwise, then); break;
    case Kind::none: {
      Node* inner = match(pattern->parts[0], value, [&] { return truth(false); }, [&] { return truth(true); });
      result = test(inner, otherwise(), then());
      break;
    }
    case Kind::record: {
      Variable* type = variable("type");
      Node* condition = e_.kernel_call(
          span_, KernelName::match_record,
          {reference(value), reference(type), e_.fixnum(span_, static_cast<int64_t>(pattern->parts.size()))});
      Node* fields = match_record(pattern, value, type, otherwise, then, 0);
      result = bind(type, pattern->procedure, test(condition, fields, otherwise()));
      break;
    }
  }
  span_ = outer;
  return result;
}

// `part` is a value that was just taken out of another: it gets a variable if the pattern looks at it.
Node* MatchCompiler::match_part(MatchPattern* pattern, Node* part, const Make& otherwise, const Make& then) {
  if (!part) return nullptr;
  if (pattern->kind == Kind::any && part->kind == core::Kind::prim_call) return then();
  if (pattern->kind == Kind::name) {
    pattern->name->variable = e_.new_variable(pattern->name->identifier->name(), pattern->span);
    return bind(pattern->name->variable, part, then());
  }
  Variable* value = variable("part");
  return bind(value, part, match(pattern, value, otherwise, then));
}

Node* MatchCompiler::match_all(std::span<MatchPattern*> patterns, Variable* value, const Make& otherwise,
                               const Make& then) {
  if (patterns.empty()) return then();
  return match(patterns[0], value, otherwise, [&] { return match_all(patterns.subspan(1), value, otherwise, then); });
}

Node* MatchCompiler::literal_test(MatchPattern* pattern, Variable* value) {
  KernelName same = KernelName::equal;
  switch (pattern->datum->kind) {
    case DatumKind::nil:
    case DatumKind::true_:
    case DatumKind::false_:
    case DatumKind::eof:
    case DatumKind::unspecified:
    case DatumKind::default_:
    case DatumKind::undefined:
    case DatumKind::character:
    case DatumKind::fixnum:
    case DatumKind::symbol: same = KernelName::eq; break;
    case DatumKind::flonum:
    case DatumKind::bignum:
    case DatumKind::ratio:
    case DatumKind::complex: same = KernelName::eqv; break;
    case DatumKind::empty:
    case DatumKind::string:
    case DatumKind::pair:
    case DatumKind::vector:
    case DatumKind::number_vector:
    case DatumKind::opaque: break;
  }
  return e_.kernel_call(span_, same, {reference(value), e_.constant(span_, pattern->datum)});
}

// The elements one by one, or the list of them if there is an ellipsis.
Node* MatchCompiler::match_vector(MatchPattern* pattern, Variable* value, const Make& otherwise, const Make& then) {
  auto kernel = [&](KernelName name) { return e_.kernel_call(span_, name, {reference(value)}); };
  if (pattern->after < 0) {
    Node* inner = match_part(pattern->parts[0], kernel(KernelName::vector_to_list), otherwise, then);
    return test(kernel(KernelName::is_vector), inner, otherwise());
  }
  Node* size = e_.kernel_call(span_, KernelName::is_number_equal,
                              {kernel(KernelName::vector_length), e_.fixnum(span_, pattern->after)});
  Node* inner = match_element(pattern, value, otherwise, then, 0);
  Node* fits = test(kernel(KernelName::is_vector), size, truth(false));
  return test(fits, inner, otherwise());
}

Node* MatchCompiler::match_element(MatchPattern* pattern, Variable* value, const Make& otherwise, const Make& then,
                                   size_t index) {
  if (index == pattern->parts.size()) return then();
  Node* element =
      e_.kernel_call(span_, KernelName::vector_ref, {reference(value), e_.fixnum(span_, static_cast<int64_t>(index))});
  return match_part(pattern->parts[index], element, otherwise,
                    [&] { return match_element(pattern, value, otherwise, then, index + 1); });
}

Node* MatchCompiler::match_record(MatchPattern* pattern, Variable* value, Variable* type, const Make& otherwise,
                                  const Make& then, size_t field) {
  if (field == pattern->parts.size()) return then();
  Node* content = e_.kernel_call(span_, KernelName::record_ref,
                                 {reference(value), reference(type), e_.fixnum(span_, static_cast<int64_t>(field))});
  return match_part(pattern->parts[field], content, otherwise,
                    [&] { return match_record(pattern, value, type, otherwise, then, field + 1); });
}

// What follows is one procedure whose parameters are the names; the alternatives call it.
Node* MatchCompiler::match_either(MatchPattern* pattern, Variable* value, const Make& otherwise, const Make& then) {
  if (pattern->parts.empty()) {
    then();  // for its mistakes
    return otherwise();
  }
  Variable* matched = variable("either");
  Node* tests = otherwise();
  for (size_t i = pattern->parts.size(); i-- > 0 && tests;) {
    tests = with_failure(tests, [&](const Make& next) {
      return match(pattern->parts[i], value, next, [&] { return call(matched, name_references(pattern->names)); });
    });
  }
  auto parameters = fresh_names(pattern->names);
  for (size_t i = 0; i < parameters.size(); i++) pattern->names[i]->variable = parameters[i];
  return bind_procedure(matched, parameters, then(), tests);
}

// --- Ellipsis -------------------------------------------------------------------------------------------------------

// The pairs are counted first; those that the rest of the pattern does not need belong to the ellipsis.
Node* MatchCompiler::match_ellipsis(MatchPattern* pattern, Variable* value, const Make& otherwise, const Make& then) {
  MatchPattern* repeated = pattern->parts[0];
  bool whole = pattern->after == 0 && pattern->parts[1]->kind == Kind::empty &&
               (repeated->kind == Kind::any || repeated->kind == Kind::name);
  if (whole) {  // (p ... name ...) at the end of a list is the list itself
    Node* inner = match_part(repeated, reference(value), otherwise, then);
    return test(e_.kernel_call(span_, KernelName::is_list, {reference(value)}), inner, otherwise());
  }
  Variable* count = variable("count");
  Node* counted = e_.kernel_call(span_, KernelName::match_count, {reference(value)});
  Node* enough = e_.kernel_call(span_, KernelName::greater_equal, {reference(count), e_.fixnum(span_, pattern->after)});
  Node* inner = collect(pattern, value, count, otherwise, then);
  return bind(count, counted, test(enough, inner, otherwise()));
}

// A loop over the elements, with a reversed list for each name.
Node* MatchCompiler::collect(MatchPattern* pattern, Variable* value, Variable* count, const Make& otherwise,
                             const Make& then) {
  size_t names = pattern->names.size();
  Variable* loop = variable("collect");
  auto parameters = e_.array<Variable*>(names + 2);
  auto start = e_.array<Node*>(names + 2);
  auto next = e_.array<Node*>(names + 2);
  auto collected = fresh_names(pattern->names);
  Variable *rest = variable("rest"), *left = variable("left");
  parameters[0] = rest;
  parameters[1] = left;
  start[0] = reference(value);
  start[1] = e_.kernel_call(span_, KernelName::subtract, {reference(count), e_.fixnum(span_, pattern->after)});
  for (size_t i = 0; i < names; i++) {
    parameters[i + 2] = collected[i];
    start[i + 2] = e_.constant(span_, DatumKind::empty);
  }
  Node* element = e_.kernel_call(span_, KernelName::car, {reference(rest)});
  Node* again = match_part(pattern->parts[0], element, otherwise, [&] {
    next[0] = e_.kernel_call(span_, KernelName::cdr, {reference(rest)});
    next[1] = e_.kernel_call(span_, KernelName::subtract, {reference(left), e_.fixnum(span_, 1)});
    for (size_t i = 0; i < names; i++) {
      next[i + 2] =
          e_.kernel_call(span_, KernelName::cons, {reference(pattern->names[i]->variable), reference(collected[i])});
    }
    return call(loop, next);
  });
  auto lists = fresh_names(pattern->names);
  for (size_t i = 0; i < names; i++) pattern->names[i]->variable = lists[i];
  Node* finished = match(pattern->parts[1], rest, otherwise, then);
  for (size_t i = names; i-- > 0;) {
    finished = bind(lists[i], e_.kernel_call(span_, KernelName::reverse, {reference(collected[i])}), finished);
  }
  Node* done = e_.kernel_call(span_, KernelName::is_number_equal, {reference(left), e_.fixnum(span_, 0)});
  return bind_procedure(loop, parameters, test(done, finished, again), call(loop, start));
}

}  // namespace tiercel::syntax
