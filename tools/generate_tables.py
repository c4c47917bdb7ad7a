#!/usr/bin/env python3
"""Writes build/gen/* from tables/*.scm.

Usage: generate_tables.py TABLES_FOLDER OUTPUT_FOLDER

Only files whose text changes are written, so that a change of one table recompiles what depends on it and no more.
An unsound row ends the run with its file and line; nothing is written then.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from tables import errors, objects, opcodes, passes, primitives, sexp, types  # noqa: E402


def generate(files):
    """{output name: text} from {path relative to tables/: text}.  Raises TableError on an unsound row."""
    def table(name):
        return [(f"tables/{path}", text) for path, text in sorted(files.items())
                if path == f"{name}.scm" or path.startswith(f"{name}/")]

    type_rows = types.read(table("types"))
    object_rows = objects.read(table("objects"))
    opcode_rows = opcodes.read(table("opcodes"))
    error_rows = errors.read(table("errors"))
    pass_rows = passes.read(table("passes"))
    primitive_rows = primitives.read(table("primitives"), {row.name for row in type_rows}, opcode_rows, error_rows)
    outputs = {}
    for made in (types.generate(type_rows), objects.generate(object_rows), opcodes.generate(opcode_rows),
                 errors.generate(error_rows), passes.generate(pass_rows), primitives.generate(primitive_rows)):
        outputs.update(made)
    return outputs


def read_folder(folder):
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.scm")}


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    source, target = pathlib.Path(arguments[0]), pathlib.Path(arguments[1])
    try:
        outputs = generate(read_folder(source))
    except sexp.TableError as error:
        print(error, file=sys.stderr)
        return 1
    target.mkdir(parents=True, exist_ok=True)
    for name, text in outputs.items():
        path = target / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
