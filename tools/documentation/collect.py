"""All documentation in one table, {(home library, name): Contract}: contract comments of lib/ and rows of tables/.

`encode` lays it out as the text that is embedded in the executable (src/engine/documentation.cpp reads it).  One entry:

  \\x01HOME NAME      then lines, each with a letter first:
  S SIGNATURE        usage
  T TEXT             the paragraph
  V EXPRESSION\\x02VALUES, P EXPRESSION\\x02TEXT, E EXPRESSION\\x02CODE     examples; a new line inside is \\x03
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from tables import errors, opcodes, primitives, types  # noqa: E402

from . import contracts  # noqa: E402

EXAMPLE_LETTERS = {"=>": "V", "prints": "P", "error": "E"}


def read_table(tables, pattern):
    return [(str(path), path.read_text(encoding="utf-8")) for path in sorted(tables.glob(pattern))]


def primitive_rows(tables):
    known_types = {row.name for row in types.read(read_table(tables, "types.scm"))}
    return primitives.read(read_table(tables, "primitives/*.scm"), known_types,
                           opcodes.read(read_table(tables, "opcodes.scm")), errors.read(read_table(tables, "errors.scm")))


def signature_of(row):
    """A row's parameters as a person writes them: (string->number string [radix]) -> any"""
    words, closing = [row.name], 0
    for parameter in row.parameters:
        if parameter.kind == "optional":
            words.append("[" + parameter.name)
            closing += 1
        elif parameter.kind == "rest":
            words.append(parameter.name + "]" * closing + " ...")
            closing = 0
        else:
            words.append(parameter.name)
    return "(" + " ".join(words) + "]" * closing + ") -> " + row.result


def contract_of(row):
    contract = contracts.Contract(row.name, f"{row.node.file.path}:{row.node.line}")
    contract.signatures = [signature_of(row)]
    contract.text = re.sub(r"(?<![\w(])@(?=[a-z])", "", row.doc)
    contract.examples = [(expression, "=>", result) for expression, result in row.examples]
    contract.examples += [(expression, "error", code) for expression, code in row.errors]
    return contract


def collect(root):
    """({(home, name): Contract}, complaints)"""
    found, complaints = contracts.read_folder(root / "lib")
    for row in primitive_rows(root / "tables"):
        found["(tiercel primitives)", row.name] = contract_of(row)
    return found, complaints


def encode(table):
    out = []
    for (home, name), contract in sorted(table.items()):
        out.append(f"\x01{home} {name}")
        out += [f"S{signature}" for signature in contract.signatures]
        out.append(f"T{contract.text}")
        for expression, kind, expected in contract.examples:
            out.append(EXAMPLE_LETTERS[kind] + expression.replace("\n", "\x03") + "\x02" + expected)
    return "\n".join(out) + "\n\x01"
