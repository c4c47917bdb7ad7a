// Reading the patterns of match.
#include "syntax/match.h"

#include <algorithm>

namespace tiercel::syntax {

using Kind = MatchPattern::Kind;

std::nullptr_t MatchCompiler::fail(Span span, std::string_view what) {
  return e_.fail(ErrorCode::T2001, span, "match: " + std::string(what));
}

std::span<MatchPattern*> MatchCompiler::parts(std::initializer_list<MatchPattern*> parts) {
  return e_.arena_.copy(std::span<MatchPattern* const>(parts.begin(), parts.size()));
}

// The words of patterns are known by name, unless the name is a variable in reach.
bool MatchCompiler::is_word(Syntax* syntax, const char* word) {
  if (!syntax->is_identifier() || syntax->name()->text != word) return false;
  Binding* binding = e_.resolve(syntax);
  return !binding || binding->kind != BindingKind::variable;
}

bool MatchCompiler::is_ellipsis(Syntax* syntax) {
  return e_.is_form(syntax, CoreForm::ellipsis) || is_word(syntax, "...");
}

std::span<PatternName*> MatchCompiler::names_since(size_t first) {
  return e_.arena_.copy(std::span<PatternName* const>(names_).subspan(first));
}

MatchPattern* MatchCompiler::read(Syntax* syntax) {
  if (!e_.enter(syntax->span)) return nullptr;
  MatchPattern* result = nullptr;
  e_.stack_.call([&] { result = read_inner(syntax); });
  e_.leave();
  return result;
}

MatchPattern* MatchCompiler::read_inner(Syntax* syntax) {
  switch (syntax->kind) {
    case SyntaxKind::identifier: return read_identifier(syntax);
    case SyntaxKind::atom: return literal(syntax->datum, syntax->span);
    case SyntaxKind::pair: return read_list(syntax);
    case SyntaxKind::vector: return read_vector(syntax, &MatchCompiler::read, &MatchCompiler::read_list);
  }
}

// A vector with an ellipsis is matched as the list of its elements.
MatchPattern* MatchCompiler::read_vector(Syntax* syntax, ReadPattern read_element, ReadPattern read_as_list) {
  auto elements = e_.maker_.elements(syntax);
  MatchPattern* result = make(Kind::vector, syntax->span);
  bool repeated = std::any_of(elements.begin(), elements.end(), [&](Syntax* element) { return is_ellipsis(element); });
  result->after = repeated ? -1 : static_cast<int64_t>(elements.size());
  if (repeated) {
    MatchPattern* list = (this->*read_as_list)(e_.maker_.list(elements, nullptr, syntax->span));
    result->parts = parts({list});
  } else {
    result->parts = read_all(elements, read_element);
  }
  return e_.failed() ? nullptr : result;
}

std::span<MatchPattern*> MatchCompiler::read_all(std::span<Syntax*> forms, ReadPattern read_element) {
  auto result = e_.array<MatchPattern*>(forms.size());
  for (size_t i = 0; i < forms.size() && !e_.failed(); i++) result[i] = (this->*read_element)(forms[i]);
  return result;
}

MatchPattern* MatchCompiler::literal(const Datum* datum, Span span) {
  if (datum->kind == DatumKind::empty) return make(Kind::empty, span);
  MatchPattern* result = make(Kind::literal, span);
  result->datum = datum;
  return result;
}

// A name binds; nil, true, false and keywords stand for themselves.  `t` binds, because it is so common a name.
MatchPattern* MatchCompiler::read_identifier(Syntax* syntax) {
  Binding* binding = e_.resolve(syntax);
  if (e_.failed()) return nullptr;
  bool underscore = binding ? binding->kind == BindingKind::core_form && binding->form == CoreForm::underscore
                            : syntax->name()->text == "_";
  if (underscore) return make(Kind::any, syntax->span);
  if (is_ellipsis(syntax)) return fail(syntax->span, "an ellipsis must follow a pattern");
  if (binding && binding->kind == BindingKind::constant && binding->constant && syntax->name()->text != "t") {
    return literal(binding->constant, syntax->span);
  }
  if (!binding && syntax->name()->text.size() > 1 && syntax->name()->text.starts_with(':')) {
    return literal(e_.maker_.strip(syntax), syntax->span);
  }
  for (PatternName* name : names_) {
    if (!e_.same_identifier(name->identifier, syntax)) continue;
    return e_.fail(ErrorCode::T2007, syntax->span,
                   e_.quoted(syntax->name()->text) + " is bound twice in the same pattern");
  }
  MatchPattern* result = make(Kind::name, syntax->span);
  for (PatternName* name : all_names_) {  // an earlier alternative has it
    if (e_.same_identifier(name->identifier, syntax)) result->name = name;
  }
  if (!result->name) {
    result->name = e_.arena_.make<PatternName>(syntax);
    all_names_.push_back(result->name);
  }
  names_.push_back(result->name);
  return result;
}

// From the last element to the first, but read in order, so that mistakes are told in order.
MatchPattern* MatchCompiler::read_list(Syntax* syntax) {
  List list = e_.maker_.take_list(syntax);
  if (list.circular) return e_.fail(ErrorCode::T2024, syntax->span, "this pattern contains itself");
  if (list.proper()) {
    bool known = false;
    MatchPattern* form = list.parts.empty() ? nullptr : read_form(syntax, list.parts, &known);
    if (known) return form;
  }
  return read_spine(list.parts, list.tail, &MatchCompiler::read, &MatchCompiler::read);
}

MatchPattern* MatchCompiler::read_spine(std::span<Syntax*> elements, Syntax* tail, ReadPattern read_element,
                                        ReadPattern read_tail) {
  std::vector<MatchPattern*> spine;
  MatchPattern* ellipsis = nullptr;
  for (size_t i = 0; i < elements.size(); i++) {
    bool repeated = i + 1 < elements.size() && is_ellipsis(elements[i + 1]);
    size_t first_name = names_.size();
    MatchPattern* part = make(repeated ? Kind::ellipsis : Kind::pair, elements[i]->span);
    MatchPattern* element = (this->*read_element)(elements[i]);
    if (!element) return nullptr;
    part->parts = parts({element, nullptr});
    part->names = names_since(first_name);
    spine.push_back(part);
    if (ellipsis) ellipsis->after++;
    if (!repeated) continue;
    if (ellipsis) return fail(elements[i + 1]->span, "a list pattern can have only one ellipsis");
    ellipsis = part;
    i++;
  }
  MatchPattern* rest = (this->*read_tail)(tail);
  for (size_t i = spine.size(); i-- > 0 && rest;) {
    spine[i]->parts[1] = rest;
    rest = spine[i];
  }
  return rest;
}

// A quasi-quoted pattern: data stand for themselves, what is unquoted is a pattern.
MatchPattern* MatchCompiler::read_quasi(Syntax* syntax) {
  if (!e_.enter(syntax->span)) return nullptr;
  MatchPattern* result = nullptr;
  e_.stack_.call([&] { result = read_quasi_inner(syntax); });
  e_.leave();
  return result;
}

MatchPattern* MatchCompiler::read_quasi_inner(Syntax* syntax) {
  if (syntax->is_vector()) return read_vector(syntax, &MatchCompiler::read_quasi, &MatchCompiler::read_quasi);
  if (!syntax->is_pair()) return literal(e_.maker_.strip(syntax), syntax->span);
  List list = e_.maker_.take_list(syntax);
  if (list.circular) return e_.fail(ErrorCode::T2024, syntax->span, "this pattern contains itself");
  size_t count = list.parts.size();
  // (a . ,p) is read as (a unquote p).
  bool unquoted_tail = list.proper() && count >= 2 && e_.is_form(list.parts[count - 2], CoreForm::unquote);
  if (!unquoted_tail) {
    if (e_.is_form(list.parts[0], CoreForm::unquote_splicing))
      return fail(syntax->span, ",@ has no meaning in a pattern");
    return read_spine(list.parts, list.tail, &MatchCompiler::read_quasi, &MatchCompiler::read_quasi);
  }
  if (count == 2) return read(list.parts[1]);
  return read_spine(list.parts.first(count - 2), list.parts[count - 1], &MatchCompiler::read_quasi,
                    &MatchCompiler::read);
}

// (quote datum) and the patterns that begin with a word.
MatchPattern* MatchCompiler::read_form(Syntax* syntax, std::span<Syntax*> forms, bool* known) {
  Syntax* head = forms[0];
  Span span = syntax->span;
  if (forms.size() == 2 && e_.is_form(head, CoreForm::quasiquote)) {
    *known = true;
    return read_quasi(forms[1]);
  }
  auto shape = [&](const char* word, size_t least, const char* expected) {
    *known = e_.is_form(head, CoreForm::quote) ? std::string_view(word) == "quote" : is_word(head, word);
    if (*known && forms.size() < least) fail(span, std::string("expected the pattern ") + expected);
    return *known;
  };
  auto with_procedure = [&](Kind kind) -> MatchPattern* {
    MatchPattern* result = make(kind, span);
    result->procedure = e_.expand(forms[1]);
    if (!result->procedure) return nullptr;
    result->parts = read_all(forms.subspan(2), &MatchCompiler::read);
    return e_.failed() ? nullptr : result;
  };
  if (forms.size() > 1 && is_ellipsis(forms[1])) return nullptr;  // a list that begins with a repeated name
  if (shape("quote", 2, "(quote datum)")) {
    if (forms.size() > 2) return fail(span, "expected the pattern (quote datum)");
    return e_.failed() ? nullptr : literal(e_.maker_.strip(forms[1]), span);
  }
  if (shape("?", 2, "(? predicate pattern ...)")) return e_.failed() ? nullptr : with_procedure(Kind::predicate);
  if (shape("=", 3, "(= accessor pattern)")) {
    if (forms.size() > 3) return fail(span, "expected the pattern (= accessor pattern)");
    return e_.failed() ? nullptr : with_procedure(Kind::access);
  }
  if (shape("$", 2, "($ type pattern ...)")) {
    if (e_.failed()) return nullptr;
    if (!forms[1]->is_identifier()) return fail(forms[1]->span, "expected the name of a record type");
    return with_procedure(Kind::record);
  }
  if (shape("and", 1, "")) {
    MatchPattern* result = make(Kind::both, span);
    result->parts = read_all(forms.subspan(1), &MatchCompiler::read);
    return e_.failed() ? nullptr : result;
  }
  if (shape("or", 1, "")) return read_alternatives(syntax, forms.subspan(1));
  if (shape("not", 2, "(not pattern)")) {
    if (forms.size() > 2) return fail(span, "expected the pattern (not pattern)");
    size_t first_name = names_.size();
    MatchPattern* result = make(Kind::none, span);
    result->parts = e_.failed() ? std::span<MatchPattern*>() : read_all(forms.subspan(1), &MatchCompiler::read);
    if (e_.failed()) return nullptr;
    if (names_.size() > first_name) return fail(span, "a pattern inside `not` cannot bind names; use _");
    return result;
  }
  return nullptr;
}

// Every alternative binds the same names, which are the same PatternNames in all of them.
MatchPattern* MatchCompiler::read_alternatives(Syntax* syntax, std::span<Syntax*> forms) {
  MatchPattern* result = make(Kind::either, syntax->span);
  result->parts = e_.array<MatchPattern*>(forms.size());
  size_t first_name = names_.size();
  for (size_t i = 0; i < forms.size(); i++) {
    names_.resize(first_name);
    result->parts[i] = read(forms[i]);
    if (!result->parts[i]) return nullptr;
    auto own = names_since(first_name);
    if (i == 0) result->names = own;
    bool same = own.size() == result->names.size() && std::all_of(own.begin(), own.end(), [&](PatternName* name) {
                  return std::find(result->names.begin(), result->names.end(), name) != result->names.end();
                });
    if (!same) return fail(forms[i]->span, "the alternatives of `or` must bind the same names");
  }
  return result;
}

}  // namespace tiercel::syntax
