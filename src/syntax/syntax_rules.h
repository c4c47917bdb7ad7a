// syntax-rules: patterns and templates, compiled once when the macro is defined.
//
// Matching and building work on syntax objects as they are: what a pattern variable matched goes into the result
// untouched, what the template itself contributes gets the use's introduction scope, which is all that hygiene needs
// here.  Parts of a template without pattern variables are raw syntax and cost one object, whatever their size.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "syntax/syntax.h"

namespace tiercel::syntax {

class Expander;

enum class PatternKind : uint8_t { any, variable, literal, empty, datum, pair, ellipsis, vector };

// Patterns and templates live in the arena of their macro, which outlives its uses.
struct Pattern {
  PatternKind kind;
  uint32_t variable = 0;           // variable: index
  const Datum* datum = nullptr;    // datum: compared with equal?; literal: the symbol
  Scopes scopes = nullptr;         // literal
  const Pattern* first = nullptr;  // pair; ellipsis: the repeated pattern; vector: the pattern of its list
  const Pattern* rest = nullptr;   // pair; ellipsis: what follows
  uint32_t after = 0;              // ellipsis: number of elements that `rest` takes before its tail
  uint32_t first_variable = 0;     // ellipsis: variables [first_variable, last_variable) are inside
  uint32_t last_variable = 0;
};

// A pattern variable inside a repeated template: it is stepped by the ellipsis that has fewer than `levels` further
// ellipses of the same chain after it.
struct Driver {
  uint32_t variable;
  uint32_t levels;
};

enum class TemplateKind : uint8_t { raw, variable, pair, ellipsis, vector };

struct Template {
  TemplateKind kind;
  uint32_t variable = 0;            // variable: index
  uint32_t depth = 0;               // ellipsis: how many ellipses follow the element
  const Datum* datum = nullptr;     // raw: no pattern variables inside, one scope set
  Scopes scopes = nullptr;          // raw
  const Template* first = nullptr;  // pair; ellipsis: the repeated element; vector: the template of its list
  const Template* rest = nullptr;
  std::span<const Driver> drivers;  // ellipsis
};

struct Rule {
  const Pattern* pattern;  // of everything after the keyword
  const Template* body;
  uint32_t variables;
};

struct SyntaxRules {
  std::span<const Rule> rules;
  uint32_t variables_max;
};

// What a pattern variable matched: syntax at depth 0, a sequence of matches below an ellipsis.
struct Match {
  Syntax* syntax = nullptr;
  std::span<Match> sequence;
};

// One use of one macro.
class RuleMatcher {
 public:
  RuleMatcher(Expander& expander, const SyntaxRules& rules, Scope introduction, Span span)
      : expander_(expander), rules_(rules), introduction_(introduction), span_(span) {}

  // The expansion of the macro use `form`; null if no rule matches.
  Syntax* expand(Syntax* form);

 private:
  bool match(const Pattern* pattern, Syntax* syntax, std::span<Match> matches);
  bool match_ellipsis(const Pattern* pattern, Syntax** syntax, std::span<Match> matches);
  Syntax* build(const Template* part, std::span<Match> matches);
  bool build_ellipsis(const Template* part, uint32_t depth, std::span<Match> matches, std::vector<Syntax*>* results);
  Scopes introduced(Scopes scopes);

  Expander& expander_;
  const SyntaxRules& rules_;
  Scope introduction_;
  Span span_;
  Scopes last_plain_ = nullptr;  // memo of `introduced`
  Scopes last_introduced_ = nullptr;
};

// Compiles (syntax-rules ...).  Everything that the macro keeps is copied to `arena`.
class RuleCompiler {
 public:
  RuleCompiler(Expander& expander, Arena& arena) : expander_(expander), arena_(arena), kept_(arena) {}
  // Null after a diagnostic.
  SyntaxRules* compile(Syntax* form);

 private:
  struct Variable {
    Syntax* identifier;
    uint32_t depth;
  };

  bool compile_rule(Syntax* syntax, Rule* rule);
  const Pattern* pattern(Syntax* syntax, uint32_t depth);
  const Pattern* list_pattern(Syntax* syntax, uint32_t depth);
  const Template* body(Syntax* syntax, bool escaped);
  const Template* list_body(Syntax* syntax, bool escaped);
  void note_assignment(std::span<Syntax*> parts);
  const Template* ellipsis_body(Syntax* element, uint32_t depth, bool escaped);
  bool is_ellipsis(Syntax* syntax);
  bool is_literal(Syntax* syntax);
  bool find_variable(Syntax* identifier, uint32_t* index);
  void collect_drivers(const Template* part, uint32_t inner, std::vector<Driver>* drivers);
  bool check_depths(const Template* part, uint32_t depth, Span span);
  const Template* pair_template(const Template* first, const Template* rest);
  const Template* vector_template(const Template* list);
  const Template* raw_template(Syntax* leaf);
  std::nullptr_t fail(Span span, std::string_view what);
  Scopes keep(Scopes scopes);

  Expander& expander_;
  Arena& arena_;
  ScopeTable kept_;
  Syntax* ellipsis_ = nullptr;  // custom; null for `...`
  std::vector<Syntax*> literals_;
  std::vector<Variable> variables_;
};

}  // namespace tiercel::syntax
