// Text of symbols and constants.
#include "core/forms.h"

#include <algorithm>

#include "number/literal.h"

namespace tiercel::core {
namespace {

constexpr int datum_depth_max = 200;

void append_datum(std::string& out, const Datum* datum, int depth);

void append_quoted(std::string& out, std::string_view text, char quote) {
  out += quote;
  for (char c : text) {
    if (c == quote || c == '\\') out += '\\';
    if (c == '\n') out += "\\n";
    else out += c;
  }
  out += quote;
}

void append_list(std::string& out, const Datum* datum, int depth) {
  out += '(';
  for (int count = 0;; count++) {
    append_datum(out, datum->pair.first, depth + 1);
    datum = datum->pair.second;
    if (datum->kind == DatumKind::empty) break;
    out += ' ';
    if (datum->kind != DatumKind::pair || count > 10000) {
      out += ". ";
      append_datum(out, datum, count > 10000 ? datum_depth_max : depth + 1);
      break;
    }
  }
  out += ')';
}

void append_elements(std::string& out, const Datum* datum, int depth) {
  out += "#(";
  for (uint64_t i = 0; i < datum->vector.size; i++) {
    if (i > 0) out += ' ';
    append_datum(out, datum->vector.data[i], depth + 1);
  }
  out += ')';
}

void append_bytes(std::string& out, const Datum* datum) {
  out += "#u8(";
  for (uint64_t i = 0; i < datum->bytes.size; i++) {
    if (i > 0) out += ' ';
    out += std::to_string(datum->bytes.data[i]);
  }
  out += ')';
}

void append_hex(std::string& out, uint64_t number) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  do text += digits[number & 15];
  while (number >>= 4);
  out.append(text.rbegin(), text.rend());
}

void append_datum(std::string& out, const Datum* datum, int depth) {
  if (depth >= datum_depth_max) {
    out += "...";
    return;
  }
  switch (datum->kind) {
    case DatumKind::empty: out += "()"; return;
    case DatumKind::true_: out += "#t"; return;
    case DatumKind::false_: out += "#f"; return;
    case DatumKind::nil: out += "(constant nil)"; return;
    case DatumKind::eof: out += "(constant eof)"; return;
    case DatumKind::unspecified: out += "(constant unspecified)"; return;
    case DatumKind::default_: out += "(constant default)"; return;
    case DatumKind::undefined: out += "(constant undefined)"; return;
    case DatumKind::fixnum: return append_fixnum(out, datum->fixnum);
    case DatumKind::flonum: return append_flonum(out, datum->flonum);
    case DatumKind::bignum: return append_limbs(out, {datum->limbs.data, datum->limbs.size}, datum->negative);
    case DatumKind::ratio:
      append_datum(out, datum->pair.first, depth + 1);
      out += '/';
      return append_datum(out, datum->pair.second, depth + 1);
    case DatumKind::complex: {
      append_datum(out, datum->pair.first, depth + 1);
      std::string imaginary = datum_text(datum->pair.second);
      if (imaginary[0] != '-' && imaginary[0] != '+') out += '+';
      out += imaginary + "i";
      return;
    }
    case DatumKind::character:
      out += "#\\x";
      return append_hex(out, datum->scalar);
    case DatumKind::string: return append_quoted(out, {datum->string.data, datum->string.size}, '"');
    case DatumKind::symbol: out += symbol_text(datum->symbol->text); return;
    case DatumKind::pair: return append_list(out, datum, depth);
    case DatumKind::vector: return append_elements(out, datum, depth);
    case DatumKind::bytevector: return append_bytes(out, datum);
    case DatumKind::opaque: out += "#<opaque " + std::to_string(datum->handle) + ">"; return;
  }
}

}  // namespace

bool is_form_name(std::string_view name) {
  constexpr std::string_view names[] = {
      "again", "bind-values", "call", "call-known", "captures", "case-lambda", "constant", "define", "fix", "fuel",
      "if", "lambda", "let", "letrec", "loop", "prim", "prim-call", "quote", "seq", "set!", "values"};
  return std::binary_search(std::begin(names), std::end(names), name);
}

std::string symbol_text(std::string_view name) {
  auto plain = [](unsigned char c) { return c > ' ' && c != 127 && std::string_view("()[]{}\";'`,|#\\").find(static_cast<char>(c)) == std::string_view::npos; };
  if (!name.empty() && std::all_of(name.begin(), name.end(), plain)) return std::string(name);
  std::string out;
  append_quoted(out, name, '|');
  return out;
}

std::string datum_text(const Datum* datum) {
  std::string out;
  append_datum(out, datum, 0);
  return out;
}

std::string constant_text(const Datum* datum) {
  bool quoted = datum->kind == DatumKind::symbol || datum->kind == DatumKind::pair || datum->kind == DatumKind::empty ||
                datum->kind == DatumKind::vector || datum->kind == DatumKind::bytevector;
  return (quoted ? "'" : "") + datum_text(datum);
}

}  // namespace tiercel::core
