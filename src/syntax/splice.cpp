// Forms that stand for other forms wherever they are: begin, include, cond-expand, record definitions, syntax-error.
#include "reader/datum_writer.h"
#include "syntax/expander.h"

namespace tiercel::syntax {

bool Expander::splice(CoreForm form, Syntax* syntax, std::vector<Syntax*>* forms) {
  List list = maker_.take_list(syntax);
  if (!list.proper()) return bad_syntax(syntax, "a proper list"), false;
  auto parts = list.parts.subspan(1);
  switch (form) {
    case CoreForm::begin: forms->assign(parts.begin(), parts.end()); return true;
    case CoreForm::include: return include_forms(syntax, false, forms);
    case CoreForm::include_ci: return include_forms(syntax, true, forms);
    case CoreForm::cond_expand: return choose_feature_clause(syntax, parts, forms);
    case CoreForm::define_record_type: return splice_record(syntax, forms);
    case CoreForm::syntax_error: return report_syntax_error(syntax);
    default: return false;
  }
}

// The file is looked for beside the file that the form was read from; its forms get the form's own scopes.
bool Expander::include_forms(Syntax* syntax, bool fold_case, std::vector<Syntax*>* forms) {
  auto parts = maker_.take_list(syntax).parts;
  if (parts.size() < 2) return bad_syntax(syntax, "file names"), false;
  for (Syntax* part : parts.subspan(1)) {
    if (!part->is_string()) return bad_syntax(syntax, "a file name as a string"), false;
    std::string_view path{part->datum->string.data, part->datum->string.size};
    std::vector<const Datum*> data;
    std::string message;
    size_t errors = diagnostics_.error_count();
    if (!system_.finder ||
        !system_.finder->include(path, syntax->span.file, fold_case, &data, diagnostics_, &message)) {
      failed_ = failed_ || diagnostics_.error_count() > errors;  // in the file
      fail(ErrorCode::T2021, part->span, "cannot include " + quoted(path) + (message.empty() ? "" : ": " + message));
      return false;
    }
    for (const Datum* datum : data) forms->push_back(maker_.wrap(datum, maker_.first(syntax)->scopes));
  }
  return true;
}

bool Expander::choose_feature_clause(Syntax* syntax, std::span<Syntax*> clauses, std::vector<Syntax*>* forms) {
  for (Syntax* clause : clauses) {
    List list = maker_.take_list(clause);
    if (!clause->is_pair() || !list.proper()) return bad_syntax(syntax, "clauses (requirement form ...)"), false;
    bool holds = false;
    if (!feature_holds(list.parts[0], &holds)) return false;
    if (!holds) continue;
    forms->assign(list.parts.begin() + 1, list.parts.end());
    return true;
  }
  return true;  // no clause holds: nothing (R7RS leaves it open)
}

// Requirements are matched by name: cond-expand also stands in libraries, where nothing is bound yet.
bool Expander::feature_holds(Syntax* requirement, bool* holds) {
  if (requirement->is_identifier()) {
    std::string_view name = requirement->name()->text;
    *holds = name == "else";
    for (const std::string& feature : system_.features) *holds |= feature == name;
    return true;
  }
  List list = maker_.take_list(requirement);
  if (!requirement->is_pair() || !list.proper() || !list.parts[0]->is_identifier()) {
    fail(ErrorCode::T2001, requirement->span, "cond-expand: expected a feature requirement");
    return false;
  }
  std::string_view head = list.parts[0]->name()->text;
  auto parts = list.parts.subspan(1);
  if (head == "library" && parts.size() == 1) {
    std::vector<std::string> name;
    if (!parse_library_name(parts[0], &name)) return false;
    *holds = library_exists(name);
    return true;
  }
  bool is_and = head == "and";
  if (head == "not" ? parts.size() != 1 : !is_and && head != "or") {
    fail(ErrorCode::T2001, requirement->span, "cond-expand: expected and, or, not or library");
    return false;
  }
  *holds = is_and;
  for (Syntax* part : parts) {
    bool one = false;
    if (!feature_holds(part, &one)) return false;
    if (head == "not") {
      *holds = !one;
    } else {
      *holds = is_and ? *holds && one : *holds || one;
    }
  }
  return true;
}

bool Expander::report_syntax_error(Syntax* syntax) {
  auto parts = maker_.take_list(syntax).parts;
  if (parts.size() < 2 || !parts[1]->is_string())
    return bad_syntax(syntax, "(syntax-error \"message\" form ...)"), false;
  std::string message(parts[1]->datum->string.data, parts[1]->datum->string.size);
  for (Syntax* part : parts.subspan(2)) message += " " + brief(part);
  fail(ErrorCode::T2013, parts.size() > 2 ? parts[2]->span : syntax->span, std::move(message));
  return false;
}

// A form in a message: its external representation, cut short.
// ", found (let (x 1) x)", or nothing if that would not fit into a line with the rest.
std::string Expander::found(Syntax* syntax) {
  constexpr size_t shown_max = 50;
  std::string text = write_datum(*maker_.strip(syntax), shown_max + 1);
  return text.size() > shown_max ? "" : ", found " + text;
}

std::string Expander::brief(Syntax* syntax) { return write_datum(*maker_.strip(syntax), 80); }

}  // namespace tiercel::syntax
