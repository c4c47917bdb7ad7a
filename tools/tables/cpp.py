"""Small helpers for writing C++: identifiers, string literals, the banner of a generated file."""

import re

# Words that C++ keeps for itself; an enumerator with such a name gets a trailing underscore, as in `Opcode::return_`.
RESERVED = set("""and and_eq asm auto bitand bitor bool break case catch char class compl const constexpr continue
default delete do double else enum explicit export extern false float for friend goto if inline int long mutable
namespace new noexcept not not_eq nullptr operator or or_eq private protected public register requires return short
signed sizeof static struct switch template this throw true try typedef typename union unsigned using virtual void
volatile while xor xor_eq""".split())

COMPARISONS = {"=": "equal", "<": "less", ">": "greater", "<=": "less_equal", ">=": "greater_equal"}


def identifier(name):
    """`jump-unless-<=i` → `jump_unless_less_equal_immediate`, `add-i` → `add_immediate`, `return` → `return_`."""
    match = re.fullmatch(r"(.*-)?(<=|>=|<|>|=)(i?)", name)
    if match:
        prefix, comparison, immediate = match.groups()
        name = (prefix or "") + COMPARISONS[comparison] + ("-immediate" if immediate else "")
    elif name.endswith("-i"):
        name = name[:-2] + "-immediate"
    result = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return result + "_" if result in RESERVED else result


def pascal(name):
    """`code_block` → `CodeBlock`."""
    return "".join(part.capitalize() for part in re.split(r"[-_]", name))


def literal(text):
    """A C++ string literal of a Python string, as UTF-8."""
    parts = []
    for char in text:
        if char in '"\\':
            parts.append("\\" + char)
        elif char == "\n":
            parts.append("\\n")
        elif ord(char) < 32:
            parts.append(f"\\{ord(char):03o}")
        else:
            parts.append(char)
    return '"' + "".join(parts) + '"'


def banner(tables):
    return f"// Made by tools/generate_tables.py from {tables}; do not edit.\n"


def header(tables, includes, body, namespace="tiercel"):
    lines = [banner(tables) + "#pragma once\n"]
    lines.append("".join(f"#include {name}\n" for name in includes))
    lines.append(f"namespace {namespace} {{\n\n{body}\n}}  // namespace {namespace}\n")
    return "\n".join(lines)


def source(tables, includes, body, namespace="tiercel"):
    return banner(tables) + "".join(f"#include {name}\n" for name in includes) + \
        f"\nnamespace {namespace} {{\n\n{body}\n}}  // namespace {namespace}\n"
