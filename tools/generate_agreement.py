#!/usr/bin/env python3
"""Writes a header with the digest of every declaration that two binaries of one build share.

usage: tools/generate_agreement.py SOURCE_FOLDER OUTPUT

The executable and libtiercel_native.so lie in files of their own and use each other's structures.  Each carries this digest
of the headers in src/ and of the tables, so that a library of another build is refused and not called.
"""

import hashlib
import pathlib
import sys


def main():
    root, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    digest = hashlib.sha256()
    for path in sorted([*root.glob("src/**/*.h"), *root.glob("tables/**/*.scm"), *root.glob("tools/tables/*.py")]):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)} {len(content)}\n".encode() + content)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("// Made by tools/generate_agreement.py.\n#pragma once\n\nnamespace tiercel {\n\n"
                      f'constexpr char agreement[] = "{digest.hexdigest()}";\n\n}}  // namespace tiercel\n')


if __name__ == "__main__":
    main()
