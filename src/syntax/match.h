// match: patterns are read into a tree, then compiled to tests that follow one another.
//
// A clause is written in continuation-passing style at expansion time: each pattern's test stands around what follows
// it, so the body sits inside the tests and sees what they took apart.  What a failed test does is a call of a procedure
// without parameters, bound around the clause, that tries the next one; the optimizer makes such procedures labels.
// An ellipsis with a pattern of its own becomes a loop that collects a list for each name.
#pragma once

#include <functional>
#include <vector>

#include "syntax/expander.h"

namespace tiercel::syntax {

// A name of a pattern; `variable` is what holds its value where the code made last stands.
struct PatternName {
  Syntax* identifier;
  core::Variable* variable = nullptr;
};

struct MatchPattern {
  enum class Kind : uint8_t {
    any,
    name,
    literal,
    empty,
    pair,
    ellipsis,
    vector,
    predicate,
    both,
    either,
    none,
    access,
    record
  };
  Kind kind;
  Span span;
  PatternName* name = nullptr;      // name
  const Datum* datum = nullptr;     // literal
  core::Node* procedure = nullptr;  // predicate, access; record: the type
  std::span<MatchPattern*> parts;   // pair: first, rest; ellipsis: repeated, rest; vector: list; others: the patterns
  std::span<PatternName*> names;    // ellipsis, either: those inside the repeated pattern or the alternatives
  int64_t after = 0;                // ellipsis: pairs that the rest takes; vector: length, -1 if an ellipsis is inside
};

class MatchCompiler {
 public:
  using Make = std::function<core::Node*()>;
  MatchCompiler(Expander& expander, core::Variable* subject) : e_(expander), subject_(subject) {}

  // The clause, and what happens when it does not fit.
  core::Node* clause(Syntax* syntax, core::Node* otherwise);

 private:
  // --- Reading patterns
  MatchPattern* read(Syntax* syntax);
  MatchPattern* read_inner(Syntax* syntax);
  MatchPattern* read_identifier(Syntax* syntax);
  MatchPattern* read_list(Syntax* syntax);
  MatchPattern* read_quasi(Syntax* syntax);
  MatchPattern* read_quasi_inner(Syntax* syntax);
  // The patterns of a list's elements, each read by `read_element`, before that of its tail.
  using ReadPattern = MatchPattern* (MatchCompiler::*)(Syntax*);
  MatchPattern* read_spine(std::span<Syntax*> elements, Syntax* tail, ReadPattern read_element, ReadPattern read_tail);
  MatchPattern* read_vector(Syntax* syntax, ReadPattern read_element, ReadPattern read_as_list);
  MatchPattern* read_form(Syntax* syntax, std::span<Syntax*> parts, bool* known);
  MatchPattern* read_alternatives(Syntax* syntax, std::span<Syntax*> parts);
  std::span<MatchPattern*> read_all(std::span<Syntax*> parts, ReadPattern read_element);
  MatchPattern* literal(const Datum* datum, Span span);
  MatchPattern* make(MatchPattern::Kind kind, Span span) { return e_.arena_.make<MatchPattern>(kind, span); }
  std::span<MatchPattern*> parts(std::initializer_list<MatchPattern*> parts);
  bool is_word(Syntax* syntax, const char* word);
  bool is_ellipsis(Syntax* syntax);
  std::span<PatternName*> names_since(size_t first);
  std::nullptr_t fail(Span span, std::string_view what);

  // --- Making tests.  `then` is called exactly once, where everything matched so far is bound.
  core::Node* match(MatchPattern* pattern, core::Variable* value, const Make& otherwise, const Make& then);
  core::Node* match_inner(MatchPattern* pattern, core::Variable* value, const Make& otherwise, const Make& then);
  core::Node* match_part(MatchPattern* pattern, core::Node* part, const Make& otherwise, const Make& then);
  core::Node* match_all(std::span<MatchPattern*> patterns, core::Variable* value, const Make& otherwise,
                        const Make& then);
  core::Node* match_vector(MatchPattern* pattern, core::Variable* value, const Make& otherwise, const Make& then);
  core::Node* match_either(MatchPattern* pattern, core::Variable* value, const Make& otherwise, const Make& then);
  core::Node* match_element(MatchPattern* pattern, core::Variable* value, const Make& otherwise, const Make& then,
                            size_t index);
  core::Node* match_record(MatchPattern* pattern, core::Variable* value, core::Variable* type, const Make& otherwise,
                           const Make& then, size_t field);
  core::Node* match_ellipsis(MatchPattern* pattern, core::Variable* value, const Make& otherwise, const Make& then);
  core::Node* collect(MatchPattern* pattern, core::Variable* rest, core::Variable* count, const Make& otherwise,
                      const Make& then);
  core::Node* literal_test(MatchPattern* pattern, core::Variable* value);
  core::Node* body(Syntax* clause, std::span<Syntax*> forms, const Make& otherwise);
  std::span<core::Variable*> fresh_names(std::span<PatternName*> names);
  std::span<core::Node*> name_references(std::span<PatternName*> names);

  // --- Nodes
  core::Node* reference(core::Variable* variable) { return e_.node<core::LocalRef>(span_, variable); }
  core::Node* test(core::Node* condition, core::Node* then, core::Node* otherwise);
  core::Node* bind(core::Variable* variable, core::Node* value, core::Node* body);
  core::Node* bind_procedure(core::Variable* name, std::span<core::Variable*> parameters, core::Node* procedure,
                             core::Node* body);
  core::Node* call(core::Variable* procedure, std::span<core::Node*> arguments);
  core::Node* truth(bool value) { return e_.constant(span_, value ? DatumKind::true_ : DatumKind::false_); }
  core::Variable* variable(const char* name) { return e_.new_variable(e_.system_.names.intern(name), span_); }
  // `attempt` with a way to go on with `otherwise`, as often as it likes.
  core::Node* with_failure(core::Node* otherwise, const std::function<core::Node*(const Make&)>& attempt);

  Expander& e_;
  core::Variable* subject_;
  Span span_{};                          // of the pattern at work
  std::vector<PatternName*> names_;      // bound by what was read of the clause
  std::vector<PatternName*> all_names_;  // those of finished alternatives included
};

}  // namespace tiercel::syntax
