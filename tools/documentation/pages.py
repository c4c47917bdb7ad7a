"""docs/reference/*.md: a page for each library, and pages for errors, instructions and the command line.

Every page is made of tables and contracts alone, so its text cannot differ from what the program does; the examples on
it are run by tests.
"""

import re
import subprocess

from tables import errors, opcodes

from . import collect, names

MADE = "<!-- Written by tools/generate_reference.py. Change the tables or the contract comments in lib/, not this page. -->\n"
STAGE_TITLES = {"read": "Reading", "expand": "Expansion", "compile": "Compilation", "run": "Running", "system": "System and limits"}
FAMILIES = ["scheme", "tiercel", "srfi"]


def page_name(library):
    return re.sub(r"[^a-z0-9]+", "-", library.strip("()").lower()) + ".md"


def anchor(name):
    """The anchor that is written before an entry; GitHub's own would lose the punctuation that tells names apart."""
    return "name-" + "".join(c if c.isalnum() or c == "-" else f"_{ord(c):x}" for c in name)


def order(library):
    words = library.strip("()").split()
    rank = FAMILIES.index(words[0]) if words[0] in FAMILIES else len(FAMILIES)
    return (library != "(scheme base)", rank, [int(word) if word.isdigit() else -1 for word in words], words)


def prose(text):
    """Text as Markdown: names in parentheses and with odd signs must not become markup."""
    return re.sub(r"([*_<>\[\]\\`|])", r"\\\1", text)


def example_lines(contract):
    words = {"=>": "⇒", "prints": "prints", "error": "is error"}
    return [f"{expression}  {words[kind]} {expected}" for expression, kind, expected in contract.examples]


def entry(export):
    contract = export.contract
    lines = [f'<a id="{anchor(export.name)}"></a>', f"### `{export.name}`", ""]
    if contract is None:
        return lines + ["Not documented.", ""]
    lines += ["```scheme", *contract.signatures, "```", ""]
    if contract.text:
        lines += [prose(contract.text), ""]
    if contract.examples:
        lines += ["```scheme", *example_lines(contract), "```", ""]
    return lines


def primary_places(libraries):
    """{(home, name at home): library}: the one page that describes a name which several libraries export."""
    places = {}
    for library in sorted(libraries, key=order):
        for export in libraries[library]:
            key = (export.home, export.home_name)
            if library == export.home or key not in places:
                places[key] = (library, export.name)
    return places


def library_text(root, library):
    """The header comment of the library's file: `;;; (srfi 1): ...`."""
    path = root / "lib" / ("/".join(library.strip("()").split()) + ".sld")
    if not path.exists():
        return ""
    header = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(";;;"):
            break
        header.append(line[3:].strip())
    text = " ".join(header)
    return text.removeprefix(library).lstrip(":,. ").strip()


def library_page(root, library, exports, places):
    text = library_text(root, library)
    lines = [f"# {library}", "", prose(text[:1].upper() + text[1:]), ""]
    own = [export for export in exports if places[export.home, export.home_name] == (library, export.name)]
    shared = [export for export in exports if export not in own]
    for export in own:
        lines += entry(export)
    if shared:
        lines += ["## Described elsewhere", ""]
        for export in shared:
            place, name = places[export.home, export.home_name]
            lines.append(f"- `{export.name}`: [{name if name != export.name else ''}{' in ' if name != export.name else ''}"
                         f"{place}]({page_name(place)}#{anchor(name)})")
        lines.append("")
    return "\n".join(lines)


def error_page(rows):
    lines = ["# Errors", "", "Every condition has a code that never changes its meaning. `{0}` stands for what was found.", ""]
    stage = None
    for row in sorted(rows, key=lambda row: row.code):
        if row.stage != stage:
            stage = row.stage
            lines += [f"## {STAGE_TITLES[stage]}", ""]
        lines += [f'<a id="{row.code}"></a>', f"### {row.code} {row.name}", "", f"> {prose(row.template)}", "", prose(row.doc), ""]
        if row.situation:
            lines += [prose(row.situation), ""]
            continue
        fence = "text" if row.example.startswith("tiercel ") else "scheme"
        lines += [f"```{fence}", row.example, "```", ""]
    return "\n".join(lines)


def opcode_page(rows):
    lines = ["# Instructions", "", "An instruction has up to four operands: registers, small integers, and references to the",
             "constants, globals and functions of its unit. `tiercel dump --stage=bytecode FILE` shows them.", "",
             "| instruction | operands | control | effects | meaning |", "|---|---|---|---|---|"]
    for row in rows:
        operands = " ".join(f"{name}:{type_name}" for name, type_name, _ in row.operands)
        meaning = row.doc or (f"the primitive {row.primitive}" if row.primitive else "")
        lines.append(f"| `{row.name}` | {operands} | {row.control} | {' '.join(row.effects)} | {prose(meaning)} |")
    return "\n".join(lines) + "\n"


def command_line_page(executable):
    result = subprocess.run([str(executable), "--help"], capture_output=True, text=True, timeout=60, check=True)
    text = "\n".join(line.rstrip() for line in result.stdout.strip().splitlines())
    return f"# The command line\n\n```text\n{text}\n```\n"


def index_page(root, libraries):
    lines = ["# Reference", "", "What every exported name does, with examples that tests run. At the prompt `:doc NAME` shows the same.", "",
             "- [Errors](errors.md)", "- [The command line](command-line.md)", "- [Instructions](instructions.md)", "",
             "| library | names | |", "|---|---|---|"]
    for library in sorted(libraries, key=order):
        lines.append(f"| [{library}]({page_name(library)}) | {len(libraries[library])} | {prose(library_text(root, library))} |")
    return "\n".join(lines) + "\n"


def generate(root, executable):
    """{file name: text}"""
    libraries, _ = names.read(root, executable)
    places = primary_places(libraries)
    made = {page_name(library): library_page(root, library, exports, places) for library, exports in libraries.items()}
    tables = root / "tables"
    made["errors.md"] = error_page(errors.read(collect.read_table(tables, "errors.scm")))
    made["instructions.md"] = opcode_page(opcodes.read(collect.read_table(tables, "opcodes.scm")))
    made["command-line.md"] = command_line_page(executable)
    made["README.md"] = index_page(root, libraries)
    return {name: MADE + text for name, text in made.items()}
