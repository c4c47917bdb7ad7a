// Text of symbols and constants.
#include "core/forms.h"

#include <algorithm>
#include <iterator>

#include "reader/datum_writer.h"

namespace tiercel::core {

bool is_form_name(std::string_view name) {
  static constexpr std::string_view names[] = {
      "again",  "bind-values", "call",      "call-known", "captures", "case-lambda", "constant",
      "define", "fix",         "fuel",      "if",         "lambda",   "let",         "letrec",
      "loop",   "prim",        "prim-call", "quote",      "seq",      "set!",        "values"};
  return std::binary_search(std::begin(names), std::end(names), name);
}

std::string symbol_text(std::string_view name) {
  std::string out;
  append_symbol(out, name);
  return out;
}

std::string constant_text(const Datum* datum) {
  switch (datum->kind) {
    case DatumKind::nil: return "(constant nil)";
    case DatumKind::eof: return "(constant eof)";
    case DatumKind::unspecified: return "(constant unspecified)";
    case DatumKind::default_: return "(constant default)";
    case DatumKind::undefined: return "(constant undefined)";
    case DatumKind::symbol:
    case DatumKind::pair:
    case DatumKind::empty:
    case DatumKind::vector:
    case DatumKind::number_vector: return "'" + write_datum(*datum);
    case DatumKind::true_:
    case DatumKind::false_:
    case DatumKind::fixnum:
    case DatumKind::flonum:
    case DatumKind::bignum:
    case DatumKind::ratio:
    case DatumKind::complex:
    case DatumKind::character:
    case DatumKind::string:
    case DatumKind::opaque: return write_datum(*datum);
  }
  return "";
}

}  // namespace tiercel::core
