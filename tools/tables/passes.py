"""tables/passes.scm → gen/passes.h and passes.cpp: the optimizer's passes, in the order they run."""

from . import cpp, sexp


class PassRow:
    def __init__(self, row):
        self.node, self.name = row, row[1].name
        clauses = sexp.clauses_of(row, {"claim", "level"})
        self.claim = sexp.text_of(row, clauses, "claim")
        level = clauses.get("level", [None])[0]
        if level is None or len(level) != 2 or not isinstance(level[1], sexp.Number) or not 0 <= level[1].value <= 3:
            row.fail(f"{self.name}: (level N) must say from which --opt=N, 0 to 3, the pass runs")
        self.level = level[1].value


def read(files):
    rows = [PassRow(row) for path, text in files for row in sexp.read_rows(path, text, "define-pass")]
    sexp.refuse_duplicates(rows, "pass", lambda row: row.name)
    return rows


TYPES = """\
struct PassInfo {
  const char* name;
  const char* claim;  // what the pass guarantees of its output
  int level;          // runs from this --opt level on
};

extern const PassInfo pass_table[];
inline const PassInfo& pass_info(Pass pass) { return pass_table[static_cast<int>(pass)]; }
"""


def generate(rows):
    enumeration = "enum class Pass : uint8_t { " + ", ".join(cpp.identifier(row.name) for row in rows) + " };\n" \
        f"constexpr int pass_count = {len(rows)};\n"
    macro = "// X(identifier, \"name\") for every pass, in the order they run.\n#define TC_PASSES(X) \\\n" + \
        " \\\n".join(f"  X({cpp.identifier(row.name)}, {cpp.literal(row.name)})" for row in rows) + "\n"
    table = "const PassInfo pass_table[] = {\n" + "\n".join(
        f"    {{{cpp.literal(row.name)}, {cpp.literal(row.claim)}, {row.level}}}," for row in rows) + "\n};\n"
    return {"passes.h": cpp.header("tables/passes.scm", ["<cstdint>"], "\n".join([enumeration, TYPES, macro])),
            "passes.cpp": cpp.source("tables/passes.scm", ['"gen/passes.h"'], table)}
