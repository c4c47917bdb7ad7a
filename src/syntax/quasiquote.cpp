// quasiquote: nested levels, splicing, vectors (R7RS section 4.2.8).
//
// What contains no unquote of this level stays one constant.
#include "syntax/expander.h"

namespace tiercel::syntax {

core::Node* Expander::expand_quasiquote(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 2) return bad_syntax(form, "(quasiquote template)");
  return expand_quasi(parts[1], 1);
}

// The argument of (keyword argument), or null if `syntax` is something else.
Syntax* Expander::argument_of(Syntax* syntax, CoreForm keyword) {
  if (!syntax->is_pair() || !is_form(maker_.first(syntax), keyword)) return nullptr;
  Syntax* rest = maker_.rest(syntax);
  if (!rest->is_pair() || !maker_.rest(rest)->is_empty()) return nullptr;
  return maker_.first(rest);
}

core::Node* Expander::expand_quasi(Syntax* syntax, int depth) {
  if (!syntax->is_pair() && !syntax->is_vector()) return constant(syntax->span, maker_.strip(syntax));
  if (!enter(syntax->span)) return nullptr;
  uint64_t holes = quasi_holes_;
  core::Node* result = nullptr;
  stack_.call([&] {
    if (syntax->is_pair()) {
      result = expand_quasi_list(syntax, depth);
      return;
    }
    Syntax* list = maker_.list(maker_.elements(syntax), nullptr, syntax->span);
    core::Node* elements = expand_quasi(list, depth);
    if (elements) result = kernel_call(syntax->span, KernelName::list_to_vector, {elements});
  });
  leave();
  // Without a hole the program's own datum is the answer, whole and unchanged.
  return result && holes == quasi_holes_ ? constant(syntax->span, maker_.strip(syntax)) : result;
}

// An unquoted expression of the outermost level.
core::Node* Expander::expand_hole(Syntax* expression) {
  quasi_holes_++;
  return expand(expression);
}

// Walks along the list, then builds the calls from its end.  A tail that is an unquote form itself is a dotted unquote.
core::Node* Expander::expand_quasi_list(Syntax* syntax, int depth) {
  std::vector<Syntax*> elements;
  Syntax* whole = syntax;
  uint64_t holes = quasi_holes_;
  core::Node* result = nullptr;
  size_t walked = 0, turtle_steps = 0;
  Syntax* turtle = syntax;
  while (!result) {
    if (Syntax* argument = argument_of(syntax, CoreForm::unquote)) {
      result = depth == 1 ? expand_hole(argument) : requote("unquote", syntax, argument, depth - 1);
    } else if (Syntax* argument = argument_of(syntax, CoreForm::quasiquote)) {
      result = requote("quasiquote", syntax, argument, depth + 1);
    } else if (Syntax* argument = depth > 1 ? argument_of(syntax, CoreForm::unquote_splicing) : nullptr) {
      result = requote("unquote-splicing", syntax, argument, depth - 1);
    } else if (syntax->is_pair()) {
      elements.push_back(maker_.first(syntax));
      syntax = maker_.rest(syntax);
      if (++walked == 2 * turtle_steps + 2) turtle = syntax, turtle_steps = walked;
      else if (syntax->datum && syntax->datum == turtle->datum && syntax->is_pair()) {
        return fail(ErrorCode::T2024, whole->span, "this form contains itself");
      }
      continue;
    } else {
      result = expand_quasi(syntax, depth);
    }
    if (!result) return nullptr;
  }
  bool pure = holes == quasi_holes_ && result->kind == core::Kind::constant;
  return quasi_elements(whole, elements, result, pure, depth);
}

core::Node* Expander::quasi_elements(Syntax* whole, std::span<Syntax* const> elements, core::Node* tail, bool pure,
                                     int depth) {
  core::Node* result = tail;
  for (size_t i = elements.size(); i-- > 0;) {
    Span span = elements[i]->span;
    uint64_t holes = quasi_holes_;
    if (Syntax* spliced = depth == 1 ? argument_of(elements[i], CoreForm::unquote_splicing) : nullptr) {
      core::Node* list = expand_hole(spliced);
      bool last = pure && i + 1 == elements.size() && core::as<core::Constant>(tail)->datum->kind == DatumKind::empty;
      result = !list || last ? list : kernel_call(span, KernelName::append, {list, result});
      pure = false;
    } else {
      core::Node* element = expand_quasi(elements[i], depth);
      if (!element) return nullptr;
      pure = pure && holes == quasi_holes_;
      result = pure ? cons_constants(whole->span, element, result)
                    : kernel_call(whole->span, KernelName::cons, {element, result});
    }
    if (!result) return nullptr;
  }
  return result;
}

core::Node* Expander::cons_constants(Span span, core::Node* first, core::Node* rest) {
  auto* datum = arena_.make<Datum>(DatumKind::pair);
  datum->span = span;
  datum->pair = {core::as<core::Constant>(first)->datum, core::as<core::Constant>(rest)->datum};
  return constant(span, datum);
}

// (keyword argument) as data, its argument at another level.
core::Node* Expander::requote(const char* keyword, Syntax* syntax, Syntax* argument, int depth) {
  core::Node* inner = expand_quasi(argument, depth);
  if (!inner) return nullptr;
  auto* symbol = arena_.make<Datum>(DatumKind::symbol);
  symbol->symbol = system_.names.intern(keyword);
  return kernel_call(syntax->span, KernelName::list, {constant(syntax->span, symbol), inner});
}

}  // namespace tiercel::syntax
