// Using a syntax-rules macro: match and build.
#include "syntax/syntax_rules.h"

#include "syntax/datum_tools.h"
#include "syntax/expander.h"

namespace tiercel::syntax {

Syntax* RuleMatcher::expand(Syntax* form) {
  Syntax* arguments = expander_.maker_.rest(form);
  auto matches = expander_.arena_.array<Match>(rules_.variables_max);
  for (const Rule& rule : rules_.rules) {
    if (match(rule.pattern, arguments, matches)) return build(rule.body, matches);
    if (expander_.failed()) return nullptr;
  }
  return nullptr;
}

// Iterates along lists, recurs into elements; patterns are only as deep as somebody wrote them.
bool RuleMatcher::match(const Pattern* pattern, Syntax* syntax, std::span<Match> matches) {
  SyntaxMaker& maker = expander_.maker_;
  for (;;) {
    switch (pattern->kind) {
      case PatternKind::any: return true;
      case PatternKind::variable: matches[pattern->variable] = {syntax, {}}; return true;
      case PatternKind::literal:
        return syntax->is_identifier() && expander_.same_meaning(pattern->datum->symbol, pattern->scopes, syntax);
      case PatternKind::empty: return syntax->is_empty();
      case PatternKind::datum: return syntax->kind == SyntaxKind::atom && same_atom(pattern->datum, syntax->datum);
      case PatternKind::pair:
        if (!syntax->is_pair() || !match(pattern->first, maker.first(syntax), matches)) return false;
        syntax = maker.rest(syntax);
        break;
      case PatternKind::ellipsis:
        if (!match_ellipsis(pattern, &syntax, matches)) return false;
        break;
      case PatternKind::vector:
        if (!syntax->is_vector()) return false;
        syntax = maker.list(maker.elements(syntax), nullptr, syntax->span);
        pattern = pattern->first;
        continue;
    }
    pattern = pattern->rest;
  }
}

// As many elements as leave enough for what follows; `syntax` becomes the remainder.
bool RuleMatcher::match_ellipsis(const Pattern* pattern, Syntax** syntax, std::span<Match> matches) {
  List list = expander_.maker_.take_list(*syntax);
  if (list.circular || list.parts.size() < pattern->after) return false;
  size_t count = list.parts.size() - pattern->after;
  for (uint32_t i = pattern->first_variable; i < pattern->last_variable; i++) {
    matches[i] = {nullptr, expander_.arena_.array<Match>(count)};
  }
  bool one_variable = pattern->first->kind == PatternKind::variable &&
                      pattern->first->variable == pattern->first_variable &&
                      pattern->first_variable < pattern->last_variable;
  if (one_variable) {
    for (size_t i = 0; i < count; i++) matches[pattern->first_variable].sequence[i].syntax = list.parts[i];
  } else {
    auto inner = expander_.arena_.array<Match>(matches.size());
    for (size_t i = 0; i < count; i++) {
      if (!match(pattern->first, list.parts[i], inner)) return false;
      for (uint32_t v = pattern->first_variable; v < pattern->last_variable; v++) matches[v].sequence[i] = inner[v];
    }
  }
  *syntax =
      pattern->after == 0 ? list.tail : expander_.maker_.list(list.parts.subspan(count), list.tail, (*syntax)->span);
  return true;
}

Scopes RuleMatcher::introduced(Scopes scopes) {
  if (scopes != last_plain_ || !last_introduced_) {
    last_plain_ = scopes;
    last_introduced_ = expander_.scopes_.with(scopes, introduction_);
  }
  return last_introduced_;
}

Syntax* RuleMatcher::build(const Template* part, std::span<Match> matches) {
  SyntaxMaker& maker = expander_.maker_;
  std::vector<Syntax*> elements;
  Syntax* tail = nullptr;
  while (!tail) {
    switch (part->kind) {
      case TemplateKind::raw: tail = maker.wrap_at(part->datum, introduced(part->scopes), span_); break;
      case TemplateKind::variable:
        tail = matches[part->variable].syntax;
        if (!tail) return expander_.fail(ErrorCode::T2025, span_, "the stored form of this macro is damaged");
        break;
      case TemplateKind::vector: {
        Syntax* list = build(part->first, matches);
        if (!list) return nullptr;
        tail = maker.vector(maker.take_list(list).parts, span_);
        break;
      }
      case TemplateKind::pair: {
        Syntax* element = build(part->first, matches);
        if (!element) return nullptr;
        elements.push_back(element);
        part = part->rest;
        break;
      }
      case TemplateKind::ellipsis:
        if (!build_ellipsis(part, part->depth, matches, &elements)) return nullptr;
        part = part->rest;
        break;
    }
  }
  return elements.empty() ? tail : maker.list(elements, tail, span_);
}

bool RuleMatcher::build_ellipsis(const Template* part, uint32_t depth, std::span<Match> matches,
                                 std::vector<Syntax*>* results) {
  bool first = true;
  size_t count = 0;
  for (const Driver& driver : part->drivers) {
    if (driver.levels < depth) continue;
    size_t length = matches[driver.variable].sequence.size();
    if (!first && length != count) {
      expander_.fail(ErrorCode::T2014, span_, "syntax-rules: sequences of different lengths in one template ellipsis");
      return false;
    }
    count = length;
    first = false;
  }
  auto inner = expander_.arena_.copy(std::span<const Match>(matches));
  for (size_t i = 0; i < count; i++) {
    for (const Driver& driver : part->drivers) {
      if (driver.levels >= depth) inner[driver.variable] = matches[driver.variable].sequence[i];
    }
    if (!expander_.fits(span_)) return false;
    if (depth > 1) {
      if (!build_ellipsis(part, depth - 1, inner, results)) return false;
      continue;
    }
    Syntax* element = build(part->first, inner);
    if (!element) return false;
    results->push_back(element);
  }
  return true;
}

}  // namespace tiercel::syntax
