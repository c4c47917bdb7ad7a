"""tables/types.scm → the set of type names that signatures may use, and the declarations of their predicates."""

from . import cpp, sexp


class TypeRow:
    def __init__(self, row):
        self.node, self.name = row, row[1].name
        clauses = sexp.clauses_of(row, {"doc", "result-only"})
        self.doc = sexp.text_of(row, clauses, "doc")


def read(files):
    rows = [TypeRow(row) for path, text in files for row in sexp.read_rows(path, text, "define-type")]
    sexp.refuse_duplicates(rows, "type", lambda row: row.name)
    return rows


def generate(rows):
    table = "const TypeInfo type_table[] = {\n" + "\n".join(
        f"    {{{cpp.literal(row.name)}, {cpp.literal(row.doc)}}}," for row in rows) + "\n};\n" + """
const char* type_phrase(std::string_view name) {
  for (const TypeInfo& row : type_table)
    if (row.name == name) return row.phrase;
  return "a value";
}
"""
    declarations = """\
struct TypeInfo {
  const char* name;
  const char* phrase;  // as messages say it: "a pair"
};
extern const TypeInfo type_table[];
// How messages speak of a type: type_phrase("pair") is "a pair".
const char* type_phrase(std::string_view name);
""" + f"constexpr int type_count = {len(rows)};\n"
    return {"types.h": cpp.header("tables/types.scm", ["<string_view>"], declarations),
            "types.cpp": cpp.source("tables/types.scm", ['"gen/types.h"'], table)}
