"""Contract comments: the documentation of names that are defined in Scheme, read from the comments of lib/.

  ;; (iota count [start [step]]) -> list
  ;; The list of count numbers, from start (default 0), each greater by step (default 1) than the one before.
  ;; (iota 3) => (0 1 2)
  ;; (iota 'a) error T3001

A contract is a block of lines that begin with exactly two semicolons.  Signatures come first: `(name parameter ...)`,
perhaps with `-> result`, or `name -> what it is` for a variable; a block may hold several, for several names or usages.
Then follows the text, then examples: `EXPRESSION => VALUES`, `EXPRESSION prints TEXT`, `EXPRESSION error CODE`, or
`(no example: reason)`.  A block that begins otherwise is an ordinary comment.  A contract belongs to the library whose
.sld file holds or includes it.  This module knows nothing of exports, of primitives, or of how contracts are shown.
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from tables import sexp  # noqa: E402

BLOCK_LINE = re.compile(r"^\s*;;(?!;) ?(.*)$")
VARIABLE = re.compile(r"^([^\s();'\"`,]+) +-> +(\S.*)$")
FOLLOWING = re.compile(r"^ *(=>|prints|error) ?(.*)$")
NO_EXAMPLE = re.compile(r"^\(no example: (.+)\)$")
INCLUDES = ("include", "include-ci", "include-library-declarations")


class Contract:
    """What is known of one name: `signatures` as text, `text`, and examples as (expression, kind, expected), where kind
    is one of `=>`, `prints` and `error`."""

    def __init__(self, name, place):
        self.name, self.place = name, place
        self.signatures, self.text, self.examples, self.no_example = [], "", [], ""

    @property
    def has_example(self):
        return bool(self.no_example or self.examples)


def datum_end(text, begin=0):
    """The end of the datum that starts at `begin`, or None if the text holds no whole one."""
    reader = sexp.Reader("", text)
    reader.position = begin
    try:
        reader.read()
    except (sexp.TableError, IndexError):
        return None
    return reader.position


def parenthesized_name(text):
    match = re.match(r"\(([^\s();'\"`,]+)(?=[\s)])", text) or re.match(r"\((\|[^|]*\|)", text)
    return match.group(1) if match else None


class Block:
    """The lines of one comment, read from the top."""

    def __init__(self, lines, place):
        self.lines, self.at, self.place = lines, 0, place

    @property
    def line(self):
        return self.lines[self.at]

    def datum_lines(self):
        """The number of lines that a datum beginning on this line takes, the datum, and what follows it on its last
        line; None if there is no datum."""
        text = ""
        for count, line in enumerate(self.lines[self.at:self.at + 40], 1):
            text += ("\n" if text else "") + line
            end = datum_end(text)
            if end is not None:
                return count, text[:end], text[end:]
        return None

    def take_example(self):
        """(expression, kind, expected), or None if this line begins none."""
        if self.line[:1] not in ("(", "'", "`", "#") and " => " not in self.line:
            return None
        found = self.datum_lines()
        if not found:
            return None
        count, expression, rest = found
        match = FOLLOWING.match(rest)
        if not match:
            return None
        self.at += count
        return expression, match.group(1), match.group(2).strip()

    def take_signature(self):
        """(name, signature, text after it), or None."""
        variable = VARIABLE.match(self.line)
        if variable:
            self.at += 1
            return variable.group(1), variable.group(0), ""
        name, found = parenthesized_name(self.line), self.datum_lines()
        if not name or not found or NO_EXAMPLE.match(self.line):
            return None
        count, signature, rest = found
        if FOLLOWING.match(rest):
            return None
        self.at += count
        signature = " ".join(signature.split())
        rest = rest.strip()
        if not rest or rest.startswith("->"):
            return name, f"{signature} {rest}".strip(), ""
        # "(name parameter ...) is ...": the line is also the first sentence.
        return name, signature, signature + (rest if rest[0] in ":," else " " + rest)


def parse_block(lines, place):
    """The contracts of one comment: a list, empty if it is an ordinary comment."""
    block = Block(lines, place)
    made, text, examples, no_example = {}, [], [], ""
    while block.at < len(lines):
        if not text and not examples:
            signature = block.take_signature()
            if signature:
                name, shown, sentence = signature
                made.setdefault(name, Contract(name, place)).signatures.append(shown)
                if sentence:
                    text.append(sentence)
                continue
        if not made:
            return []
        nothing = NO_EXAMPLE.match(block.line)
        example = None if nothing else block.take_example()
        if example:
            examples.append(example)
        else:
            if nothing:
                no_example = nothing.group(1)
            elif block.line.strip():
                text.append(block.line.strip())
            block.at += 1
    for contract in made.values():
        contract.text, contract.examples, contract.no_example = " ".join(text), examples, no_example
    return list(made.values())


def parse_text(text, path):
    """Every contract of a file."""
    contracts, lines, first = [], [], 0
    for number, line in enumerate(text.splitlines() + [""], 1):
        match = BLOCK_LINE.match(line)
        if match:
            first = first if lines else number
            lines.append(match.group(1).rstrip())
        elif lines:
            contracts += parse_block(lines, f"{path}:{first}")
            lines = []
    return contracts


def included_files(sld):
    """The files that a library's definition names, in order, with itself first."""
    text = sld.read_text(encoding="utf-8")
    files = [sld]

    def walk(node):
        if isinstance(node, sexp.List):
            if node.head in INCLUDES:
                files.extend(sld.parent / item.value for item in node.items[1:] if isinstance(item, sexp.Text))
            elif node.head != "begin":
                for item in node:
                    walk(item)

    for row in sexp.Reader(str(sld), text).rows():
        walk(row)
    return files


def key_of(path, folder):
    """lib/srfi/1.sld → (srfi 1)"""
    return "(" + " ".join(path.relative_to(folder).with_suffix("").parts) + ")"


def read_folder(folder):
    """({(library, name): Contract}, complaints) of every library below `folder`."""
    found, complaints = {}, []
    sources = {key_of(path, folder): included_files(path) for path in sorted(folder.rglob("*.sld"))}
    # The core forms are built into the expander; their contracts stand in a file of their own.
    sources["(tiercel core)"] = [folder / "tiercel" / "core.scm"]
    for key, files in sources.items():
        for path in files:
            if not path.exists():
                continue
            for contract in parse_text(path.read_text(encoding="utf-8"), str(path.relative_to(folder.parent))):
                other = found.get((key, contract.name))
                if other and other.examples and contract.examples:
                    complaints.append(f"{contract.place}: {contract.name} already has a contract at {other.place}")
                elif not other or contract.examples:
                    found[key, contract.name] = contract
    return found, complaints
