// Defining a syntax-rules macro: patterns and templates are checked and compiled here, once.
#include "syntax/datum_tools.h"
#include "syntax/expander.h"
#include "syntax/syntax_rules.h"

namespace tiercel::syntax {

std::nullptr_t RuleCompiler::fail(Span span, std::string_view what) {
  return expander_.fail(ErrorCode::T2014, span, "syntax-rules: " + std::string(what));
}

Scopes RuleCompiler::keep(Scopes scopes) { return kept_.united(nullptr, scopes); }

bool RuleCompiler::is_literal(Syntax* syntax) {
  for (Syntax* literal : literals_) {
    if (expander_.same_identifier(literal, syntax)) return true;
  }
  return false;
}

bool RuleCompiler::is_ellipsis(Syntax* syntax) {
  if (!syntax->is_identifier()) return false;
  if (is_literal(syntax)) return false;  // R7RS section 4.3.2: a literal ellipsis is no ellipsis
  if (ellipsis_) return expander_.same_identifier(ellipsis_, syntax);
  Binding* binding = expander_.resolve(syntax);
  if (!binding) return syntax->name()->text == "...";
  return binding->kind == BindingKind::core_form && binding->form == CoreForm::ellipsis;
}

bool RuleCompiler::find_variable(Syntax* identifier, uint32_t* index) {
  for (size_t i = 0; i < variables_.size(); i++) {
    if (!expander_.same_identifier(variables_[i].identifier, identifier)) continue;
    *index = static_cast<uint32_t>(i);
    return true;
  }
  return false;
}

SyntaxRules* RuleCompiler::compile(Syntax* form) {
  List list = expander_.maker_.take_list(form);
  size_t next = 1;
  if (list.proper() && list.parts.size() > 1 && list.parts[1]->is_identifier()) ellipsis_ = list.parts[next++];
  if (!list.proper() || list.parts.size() <= next)
    return fail(form->span, "expected (syntax-rules (literal ...) rule ...)");
  List literals = expander_.maker_.take_list(list.parts[next]);
  if (!literals.proper()) return fail(list.parts[next]->span, "expected a list of literals");
  for (Syntax* literal : literals.parts) {
    if (!literal->is_identifier()) return fail(literal->span, "a literal must be a name");
    literals_.push_back(literal);
  }
  auto sources = list.parts.subspan(next + 1);
  auto rules = arena_.array<Rule>(sources.size());
  uint32_t variables_max = 0;
  for (size_t i = 0; i < rules.size(); i++) {
    if (!compile_rule(sources[i], &rules[i])) return nullptr;
    if (rules[i].variables > variables_max) variables_max = rules[i].variables;
  }
  return arena_.make<SyntaxRules>(rules, variables_max);
}

bool RuleCompiler::compile_rule(Syntax* syntax, Rule* rule) {
  List list = expander_.maker_.take_list(syntax);
  if (!list.proper() || list.parts.size() != 2 || !list.parts[0]->is_pair()) {
    fail(syntax->span, "a rule must be ((keyword pattern ...) template)");
    return false;
  }
  variables_.clear();
  rule->pattern = list_pattern(expander_.maker_.rest(list.parts[0]), 0);
  rule->body = rule->pattern ? body(list.parts[1], false) : nullptr;
  if (!rule->body || !check_depths(rule->body, 0, list.parts[1]->span)) return false;
  rule->variables = static_cast<uint32_t>(variables_.size());
  return true;
}

// --- Patterns -------------------------------------------------------------------------------------------------------

const Pattern* RuleCompiler::pattern(Syntax* syntax, uint32_t depth) {
  if (syntax->is_pair()) return list_pattern(syntax, depth);
  if (syntax->is_vector()) {
    auto elements = expander_.maker_.elements(syntax);
    const Pattern* inner = list_pattern(expander_.maker_.list(elements, nullptr, syntax->span), depth);
    if (!inner) return nullptr;
    auto* result = arena_.make<Pattern>(PatternKind::vector);
    result->first = inner;
    return result;
  }
  if (syntax->is_empty()) return arena_.make<Pattern>(PatternKind::empty);
  if (!syntax->is_identifier()) {
    auto* result = arena_.make<Pattern>(PatternKind::datum);
    result->datum = tiercel::syntax::copy_atom(syntax->datum, arena_);
    return result;
  }
  if (is_literal(syntax)) {
    auto* result = arena_.make<Pattern>(PatternKind::literal);
    result->datum = tiercel::syntax::copy_atom(syntax->datum, arena_);
    result->scopes = keep(syntax->scopes);
    return result;
  }
  if (is_ellipsis(syntax)) return fail(syntax->span, "an ellipsis must follow a pattern");
  Binding* binding = expander_.resolve(syntax);
  bool underscore = binding ? binding->kind == BindingKind::core_form && binding->form == CoreForm::underscore
                            : syntax->name()->text == "_";
  if (underscore) return arena_.make<Pattern>(PatternKind::any);
  uint32_t index;
  if (find_variable(syntax, &index)) return fail(syntax->span, "a pattern variable is bound twice");
  auto* result = arena_.make<Pattern>(PatternKind::variable);
  result->variable = static_cast<uint32_t>(variables_.size());
  variables_.push_back({syntax, depth});
  return result;
}

const Pattern* RuleCompiler::list_pattern(Syntax* syntax, uint32_t depth) {
  if (!syntax->is_pair()) return pattern(syntax, depth);
  List list = expander_.maker_.take_list(syntax);
  if (list.circular) return fail(syntax->span, "this pattern contains itself");
  std::vector<Pattern*> spine;
  Pattern* ellipsis = nullptr;
  for (size_t i = 0; i < list.parts.size(); i++) {
    bool repeated = i + 1 < list.parts.size() && is_ellipsis(list.parts[i + 1]);
    auto* part = arena_.make<Pattern>(repeated ? PatternKind::ellipsis : PatternKind::pair);
    part->first_variable = static_cast<uint32_t>(variables_.size());
    part->first = pattern(list.parts[i], depth + repeated);
    part->last_variable = static_cast<uint32_t>(variables_.size());
    if (!part->first) return nullptr;
    spine.push_back(part);
    if (ellipsis) ellipsis->after++;
    if (!repeated) continue;
    if (ellipsis) return fail(list.parts[i]->span, "a list pattern can have only one ellipsis");
    ellipsis = part;
    i++;
  }
  const Pattern* rest = pattern(list.tail, depth);
  for (size_t i = spine.size(); i-- > 0 && rest;) {
    spine[i]->rest = rest;
    rest = spine[i];
  }
  return rest;
}

// --- Templates ------------------------------------------------------------------------------------------------------

const Template* RuleCompiler::raw_template(Syntax* leaf) {
  auto* result = arena_.make<Template>(TemplateKind::raw);
  result->datum = tiercel::syntax::copy_atom(leaf->datum, arena_);
  if (leaf->is_identifier()) result->scopes = keep(leaf->scopes);
  return result;
}

namespace {

// The scopes that one raw object over both parts would have; an atom goes with any.
bool mergeable(const Template* a, const Template* b, Scopes* scopes) {
  if (a->kind != TemplateKind::raw || b->kind != TemplateKind::raw) return false;
  if (a->scopes && b->scopes && a->scopes != b->scopes) return false;
  *scopes = a->scopes ? a->scopes : b->scopes;
  return true;
}

}  // namespace

const Template* RuleCompiler::pair_template(const Template* first, const Template* rest) {
  Scopes scopes;
  if (mergeable(first, rest, &scopes)) {
    auto* datum = arena_.make<Datum>(DatumKind::pair);
    datum->span = first->datum->span;
    datum->pair = {first->datum, rest->datum};
    auto* result = arena_.make<Template>(TemplateKind::raw);
    result->datum = datum;
    result->scopes = scopes;
    return result;
  }
  auto* result = arena_.make<Template>(TemplateKind::pair);
  result->first = first;
  result->rest = rest;
  return result;
}

const Template* RuleCompiler::vector_template(const Template* list) {
  if (list->kind == TemplateKind::raw) {
    std::vector<const Datum*> elements;
    for (const Datum* part = list->datum; part->kind == DatumKind::pair; part = part->pair.second) {
      elements.push_back(part->pair.first);
    }
    auto* datum = arena_.make<Datum>(DatumKind::vector);
    datum->vector = {arena_.copy(std::span<const Datum* const>(elements)).data(), elements.size()};
    auto* result = arena_.make<Template>(TemplateKind::raw);
    result->datum = datum;
    result->scopes = list->scopes;
    return result;
  }
  auto* result = arena_.make<Template>(TemplateKind::vector);
  result->first = list;
  return result;
}

const Template* RuleCompiler::body(Syntax* syntax, bool escaped) {
  if (syntax->is_pair()) return list_body(syntax, escaped);
  if (syntax->is_vector()) {
    auto elements = expander_.maker_.elements(syntax);
    const Template* list = list_body(expander_.maker_.list(elements, nullptr, syntax->span), escaped);
    return list ? vector_template(list) : nullptr;
  }
  uint32_t index;
  if (syntax->is_identifier() && find_variable(syntax, &index)) {
    auto* result = arena_.make<Template>(TemplateKind::variable);
    result->variable = index;
    return result;
  }
  if (!escaped && is_ellipsis(syntax)) return fail(syntax->span, "an ellipsis must follow a template");
  return raw_template(syntax);
}

const Template* RuleCompiler::list_body(Syntax* syntax, bool escaped) {
  if (!syntax->is_pair()) return body(syntax, escaped);
  List list = expander_.maker_.take_list(syntax);
  if (list.circular) return fail(syntax->span, "this template contains itself");
  if (!escaped && list.proper() && list.parts.size() == 2 && is_ellipsis(list.parts[0])) {
    return body(list.parts[1], true);
  }
  note_assignment(list.parts);
  std::vector<const Template*> spine;
  std::vector<bool> repeated;  // an element that is itself a list may be of the ellipsis kind, too
  for (size_t i = 0; i < list.parts.size(); i++) {
    Syntax* element = list.parts[i];
    uint32_t depth = 0;
    while (!escaped && i + 1 < list.parts.size() && is_ellipsis(list.parts[i + 1])) depth++, i++;
    const Template* part = depth > 0 ? ellipsis_body(element, depth, escaped) : body(element, escaped);
    if (!part) return nullptr;
    spine.push_back(part);
    repeated.push_back(depth > 0);
  }
  const Template* rest = body(list.tail, escaped);
  for (size_t i = spine.size(); i-- > 0 && rest;) {
    if (repeated[i]) {
      const_cast<Template*>(spine[i])->rest = rest;
      rest = spine[i];
    } else {
      rest = pair_template(spine[i], rest);
    }
  }
  return rest;
}

// A template that assigns a top-level variable makes it a variable, even if no expansion in this unit does.
void RuleCompiler::note_assignment(std::span<Syntax*> parts) {
  uint32_t index;
  if (parts.size() != 3 || !parts[1]->is_identifier() || find_variable(parts[1], &index)) return;
  if (expander_.is_form(parts[0], CoreForm::set)) expander_.template_assignments_.push_back(parts[1]);
}

const Template* RuleCompiler::ellipsis_body(Syntax* element, uint32_t depth, bool escaped) {
  const Template* inner = body(element, escaped);
  if (!inner) return nullptr;
  std::vector<Driver> drivers;
  collect_drivers(inner, 0, &drivers);
  bool outermost = false;
  for (const Driver& driver : drivers) outermost |= driver.levels >= depth;
  if (!outermost) return fail(element->span, "no pattern variable in this template can be repeated so often");
  auto* result = arena_.make<Template>(TemplateKind::ellipsis);
  result->depth = depth;
  result->first = inner;
  result->drivers = arena_.copy(std::span<const Driver>(drivers));
  return result;
}

// `inner`: ellipses between here and the part.  A variable of depth d is stepped by the d innermost ones around it.
void RuleCompiler::collect_drivers(const Template* part, uint32_t inner, std::vector<Driver>* drivers) {
  for (;; part = part->rest) {
    switch (part->kind) {
      case TemplateKind::raw: return;
      case TemplateKind::variable: {
        uint32_t depth = variables_[part->variable].depth;
        if (depth > inner) drivers->push_back({part->variable, depth - inner});
        return;
      }
      case TemplateKind::vector: collect_drivers(part->first, inner, drivers); return;
      case TemplateKind::pair: collect_drivers(part->first, inner, drivers); break;
      case TemplateKind::ellipsis: collect_drivers(part->first, inner + part->depth, drivers); break;
    }
  }
}

bool RuleCompiler::check_depths(const Template* part, uint32_t depth, Span span) {
  for (;; part = part->rest) {
    switch (part->kind) {
      case TemplateKind::raw: return true;
      case TemplateKind::variable:
        if (variables_[part->variable].depth <= depth) return true;
        fail(span, "the pattern variable '" + std::string(variables_[part->variable].identifier->name()->text) +
                       "' needs more ellipses in this template");
        return false;
      case TemplateKind::vector: return check_depths(part->first, depth, span);
      case TemplateKind::pair:
        if (!check_depths(part->first, depth, span)) return false;
        break;
      case TemplateKind::ellipsis:
        if (!check_depths(part->first, depth + part->depth, span)) return false;
        break;
    }
  }
}

}  // namespace tiercel::syntax
