// What forms of a watched program are, by their heads: definitions, and what has to be expanded anew after a change.
#include <algorithm>

#include "engine/parts.h"
#include "engine/watch.h"

namespace tiercel {
namespace {

using Words = std::set<std::string_view>;

bool is_macro(const Datum* form) {
  std::string_view head = head_of(form);
  return head == "define-syntax" || head == "defmacro";
}

// What (HEAD NAME ...) or (HEAD (NAME ...) ...) defines; empty if the form is of another shape.
std::string_view defined_name(const Datum* form) {
  const Datum* rest = form->pair.second;
  if (rest->kind != DatumKind::pair) return "";
  const Datum* target = rest->pair.first;
  if (target->kind == DatumKind::pair) target = target->pair.first;
  return target->kind == DatumKind::symbol ? target->symbol->text : std::string_view();
}

// A definition whose value is a procedure by its look: to run it again changes nothing else.
bool is_procedure(const Datum* form) {
  std::string_view head = head_of(form);
  if (head == "defn" || head == "defun") return true;
  if (head != "define" && head != "def") return false;
  const Datum* rest = form->pair.second;
  if (rest->kind != DatumKind::pair) return false;
  if (rest->pair.first->kind == DatumKind::pair) return true;
  const Datum* value = rest->pair.second->kind == DatumKind::pair ? rest->pair.second->pair.first : rest;
  std::string_view maker = head_of(value);
  return maker == "lambda" || maker == "case-lambda" || maker == "fn";
}

bool mentions(const Datum* form, const Words& words) {
  std::vector<const Datum*> waiting{form};
  while (!waiting.empty()) {
    const Datum* datum = waiting.back();
    waiting.pop_back();
    if (datum->kind == DatumKind::symbol && words.contains(datum->symbol->text)) return true;
    if (datum->kind != DatumKind::pair) continue;
    waiting.push_back(datum->pair.first);
    waiting.push_back(datum->pair.second);
  }
  return false;
}

}  // namespace

std::string_view head_of(const Datum* form) {
  bool named = form->kind == DatumKind::pair && form->pair.first->kind == DatumKind::symbol;
  return named ? form->pair.first->symbol->text : std::string_view();
}

bool is_definition(const Datum* form) {
  std::string_view head = head_of(form);
  constexpr std::string_view others[] = {"def", "defn", "defun", "defmacro", "import"};
  return head.starts_with("define") || std::ranges::find(others, head) != std::end(others);
}

void add_users_of_macros(const std::vector<WatchedForm>& forms, std::vector<size_t>* fresh) {
  Words changed;
  for (size_t index : *fresh)
    if (is_macro(forms[index].form)) changed.insert(defined_name(forms[index].form));
  std::set<size_t> all(fresh->begin(), fresh->end());
  for (size_t before = 0; !changed.empty() && before != all.size();) {  // macros that use macros change as well
    before = all.size();
    for (size_t i = 0; i < forms.size(); i++) {
      bool macro = is_macro(forms[i].form);
      if (all.contains(i) || !(macro || is_procedure(forms[i].form)) || !mentions(forms[i].form, changed)) continue;
      all.insert(i);
      if (macro) changed.insert(defined_name(forms[i].form));
    }
  }
  fresh->assign(all.begin(), all.end());
}

}  // namespace tiercel
