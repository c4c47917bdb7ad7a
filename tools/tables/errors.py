"""tables/errors.scm → gen/errors.h and errors.cpp: codes, message templates and the pages people read."""

import re

from . import cpp, sexp

STAGES = {"1": ("read",), "2": ("expand", "compile"), "3": ("run",), "4": ("system",)}


class ErrorRow:
    def __init__(self, row):
        self.node, self.code = row, row[1].name
        clauses = sexp.clauses_of(row, {"stage", "name", "template", "doc", "example", "situation"})
        if not re.fullmatch(r"T[1-9]\d{3}", self.code):
            row.fail(f"`{self.code}` is not an error code such as T3001")
        self.stage = self.word(clauses, "stage")
        self.name = self.word(clauses, "name")
        self.template = sexp.text_of(row, clauses, "template")
        self.doc = sexp.text_of(row, clauses, "doc")
        if ("example" in clauses) == ("situation" in clauses):
            row.fail(f"{self.code}: needs either (example PROGRAM) or (situation TEXT)")
        self.example = sexp.text_of(row, clauses, "example") if "example" in clauses else None
        self.situation = sexp.text_of(row, clauses, "situation") if "situation" in clauses else None
        if self.stage not in STAGES.get(self.code[1], ()):
            row.fail(f"{self.code}: stage `{self.stage}` does not go with its first digit")
        self.check_template()

    def word(self, clauses, head):
        names = sexp.symbols_of(clauses[head][0]) if head in clauses else []
        if len(names) != 1:
            self.node.fail(f"{self.code}: ({head} WORD) is missing")
        return names[0]

    def check_template(self):
        for hole in re.findall(r"\{([^}]*)\}", self.template):
            if not re.fullmatch(r"\d", hole):
                self.node.fail(f"{self.code}: the template's hole {{{hole}}} is not one digit")
        numbers = sorted({int(hole) for hole in re.findall(r"\{(\d)\}", self.template)})
        if numbers != list(range(len(numbers))):
            self.node.fail(f"{self.code}: the template's holes must be {{0}}, {{1}}, ... without a gap")


def read(files):
    rows = [ErrorRow(row) for path, text in files for row in sexp.read_rows(path, text, "define-error")]
    sexp.refuse_duplicates(rows, "error", lambda row: row.code)
    sexp.refuse_duplicates(rows, "error name", lambda row: row.name)
    return sorted(rows, key=lambda row: row.code)


TYPES = """\
enum class ErrorStage : uint8_t { read, expand, compile, run, system };

struct ErrorInfo {
  ErrorCode code;
  const char* code_text;         // "T3001"
  ErrorStage stage;
  const char* name;              // "wrong-type": also the condition's kind
  const char* message_template;  // {0}, {1}, ... are the irritants
  const char* explanation;
  const char* example;           // a program that has the error, or null
  const char* situation;         // else, in words, when it happens
};

extern const ErrorInfo error_table[];
const ErrorInfo& error_info(ErrorCode code);
// The row of a code such as "T3001", or null.
const ErrorInfo* find_error(std::string_view code_text);
"""

LOOKUP = """
const ErrorInfo& error_info(ErrorCode code) {
  for (const ErrorInfo& row : error_table)
    if (row.code == code) return row;
  __builtin_unreachable();
}

const ErrorInfo* find_error(std::string_view code_text) {
  for (const ErrorInfo& row : error_table)
    if (row.code_text == code_text) return &row;
  return nullptr;
}
"""


def generate(rows):
    enumeration = "enum class ErrorCode : uint16_t {\n" + \
        "".join(f"  {row.code} = {row.code[1:]},  // {row.name}\n" for row in rows) + "};\n" \
        f"constexpr int error_count = {len(rows)};\n"
    def text(words):
        return "nullptr" if words is None else cpp.literal(words)
    table = "const ErrorInfo error_table[] = {\n" + "\n".join(
        f"    {{ErrorCode::{row.code}, \"{row.code}\", ErrorStage::{row.stage}, {cpp.literal(row.name)}, "
        f"{cpp.literal(row.template)},\n     {cpp.literal(row.doc)},\n     {text(row.example)}, {text(row.situation)}}}," for row in rows) + "\n};\n"
    return {"errors.h": cpp.header("tables/errors.scm", ["<cstdint>", "<string_view>"], enumeration + "\n" + TYPES),
            "errors.cpp": cpp.source("tables/errors.scm", ['"gen/errors.h"'], table + LOOKUP)}
