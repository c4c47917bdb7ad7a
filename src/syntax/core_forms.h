// The special forms: one row each, name and handler.
//
// A form is here and not in lib/ when it is part of the language proper or so common that expansion speed matters; all
// of them refer to primitives and kernel procedures by binding, never by name.  X(identifier, "name", kind):
// `expression` forms are handled by Expander::expand_<identifier>, `definition` forms by the body and top-level
// expanders, `auxiliary` words only have meaning inside other forms.
#pragma once

#include <cstdint>

namespace tiercel::syntax {

#define TC_CORE_FORMS(X) \
  X(quote, "quote", expression) \
  X(quasiquote, "quasiquote", expression) \
  X(lambda, "lambda", expression) \
  X(case_lambda, "case-lambda", expression) \
  X(named_lambda, "named-lambda", expression) \
  X(fn, "fn", expression) \
  X(set, "set!", expression) \
  X(if_, "if", expression) \
  X(let, "let", expression) \
  X(let_star, "let*", expression) \
  X(letrec, "letrec", expression) \
  X(letrec_star, "letrec*", expression) \
  X(let_values, "let-values", expression) \
  X(let_star_values, "let*-values", expression) \
  X(do_, "do", expression) \
  X(cond, "cond", expression) \
  X(case_, "case", expression) \
  X(and_, "and", expression) \
  X(or_, "or", expression) \
  X(when, "when", expression) \
  X(unless, "unless", expression) \
  X(parameterize, "parameterize", expression) \
  X(guard, "guard", expression) \
  X(delay, "delay", expression) \
  X(delay_force, "delay-force", expression) \
  X(function, "function", expression) \
  X(let_syntax, "let-syntax", expression) \
  X(letrec_syntax, "letrec-syntax", expression) \
  X(quote_syntax, "quote-syntax", expression) \
  X(deferred, "%defer", expression) \
  X(while_, "while", expression) \
  X(for_, "for", expression) \
  X(each, "%each-loop", expression) \
  X(break_, "break", expression) \
  X(continue_, "continue", expression) \
  X(match, "match", expression) \
  X(begin, "begin", definition) \
  X(define, "define", definition) \
  X(def, "def", definition) \
  X(label, "label", definition) \
  X(defun, "defun", definition) \
  X(define_values, "define-values", definition) \
  X(define_record_type, "define-record-type", definition) \
  X(define_syntax, "define-syntax", definition) \
  X(defmacro, "defmacro", definition) \
  X(define_for_syntax, "define-for-syntax", definition) \
  X(begin_for_syntax, "begin-for-syntax", definition) \
  X(include, "include", definition) \
  X(include_ci, "include-ci", definition) \
  X(cond_expand, "cond-expand", definition) \
  X(syntax_error, "syntax-error", definition) \
  X(import, "import", definition) \
  X(define_library, "define-library", definition) \
  X(syntax_rules, "syntax-rules", auxiliary) \
  X(else_, "else", auxiliary) \
  X(arrow, "=>", auxiliary) \
  X(ellipsis, "...", auxiliary) \
  X(underscore, "_", auxiliary) \
  X(unquote, "unquote", auxiliary) \
  X(unquote_splicing, "unquote-splicing", auxiliary)

enum class CoreForm : uint16_t {
#define X(identifier, name, kind) identifier,
  TC_CORE_FORMS(X)
#undef X
};

enum class FormKind : uint8_t { expression, definition, auxiliary };

struct CoreFormInfo {
  const char* name;
  FormKind kind;
};

constexpr CoreFormInfo core_form_table[] = {
#define X(identifier, name, kind) {name, FormKind::kind},
    TC_CORE_FORMS(X)
#undef X
};
constexpr int core_form_count = sizeof(core_form_table) / sizeof(core_form_table[0]);
constexpr const CoreFormInfo& core_form_info(CoreForm form) { return core_form_table[static_cast<uint16_t>(form)]; }

}  // namespace tiercel::syntax
