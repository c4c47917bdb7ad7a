#!/usr/bin/env python3
"""Writes docs/reference/ from the tables and the contract comments of lib/, or shows what is not documented.

usage: tools/generate_reference.py                      write the pages
       tools/generate_reference.py --missing [LIBRARY]  list exported names without documentation or example
       tools/generate_reference.py --embed FILE         the text that the executable carries (the build calls this)

What a contract comment is stands in tools/documentation/contracts.py.  The pages and the list need build/tiercel, which
knows what each library exports; a test compares the committed pages with generated ones.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from documentation import collect, names  # noqa: E402
from testing import reference  # noqa: E402

EXECUTABLE = ROOT / "build" / "tiercel"


def embed(path):
    table, complaints = collect.collect(ROOT)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    path.write_text(collect.encode(table), encoding="utf-8")
    return 1 if complaints else 0


def show_missing(wanted):
    libraries, complaints = names.read(ROOT, EXECUTABLE)
    listed = [row for row in names.missing(libraries) if not wanted or row[0] in wanted]
    for complaint in complaints:
        print(complaint)
    for library, name, complaint in listed:
        print(f"{library} {name}: {complaint}")
    return 1 if listed or complaints else 0


def main(arguments):
    if arguments[:1] == ["--embed"] and len(arguments) == 2:
        return embed(pathlib.Path(arguments[1]))
    if arguments[:1] == ["--missing"]:
        return show_missing(arguments[1:])
    if not arguments:
        reference.regenerate(ROOT, EXECUTABLE)
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
