#include "syntax/macro_file.h"

#include "reader/datum_writer.h"

namespace tiercel::syntax {

namespace {

bool is_symbol(const Datum* datum, std::string_view name) {
  return datum->kind == DatumKind::symbol && (name.empty() || datum->symbol->text == name);
}

// The element of a list, or null.
const Datum* element(const Datum* list, int index) {
  for (; list->kind == DatumKind::pair; list = list->pair.second) {
    if (index-- == 0) return list->pair.first;
  }
  return nullptr;
}

bool is_macro_definition(const Datum* form) {
  const Datum* keyword = element(form, 0);
  const Datum* name = element(form, 1);
  const Datum* transformer = element(form, 2);
  if (!transformer || element(form, 3)) return false;
  const Datum* kind = element(transformer, 0);
  return is_symbol(keyword, "define-syntax") && is_symbol(name, "") && kind && is_symbol(kind, "syntax-rules");
}

}  // namespace

Result<void> check_macro_definitions(std::span<const Datum* const> forms, std::string_view file,
                                     DiagnosticList& diagnostics) {
  for (const Datum* form : forms) {
    if (is_macro_definition(form)) continue;
    return diagnostics.error(
        ErrorCode::T2020, form->span,
        std::string(file) + " holds something else than macro definitions: " + write_datum(*form, 80));
  }
  return {};
}

}  // namespace tiercel::syntax
