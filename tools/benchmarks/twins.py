"""Twins of benchmark programs in other languages: bench/NAME.c, bench/NAME.lisp and bench/NAME.lua beside NAME.scm.

A twin does the same work with the same algorithm and prints the same line.  A C twin says in its first line how it is
compiled: `// cc: gcc -O2 -fno-inline`.
"""
import os
import shutil
import subprocess

EXTENSIONS = (".c", ".lisp", ".lua")
EMPTY = {".c": "// cc: cc\nint main(void) { return 0; }\n", ".lisp": "", ".lua": ""}


def implementations():
    """Rows of the table of tools/bench.py, of what is installed."""
    rows = []
    if shutil.which("gcc") and shutil.which("clang-22"):
        rows.append(("c", ".c", None, lambda f: [f], {}))
    if shutil.which("sbcl"):
        rows.append(("sbcl", ".lisp", None, lambda f: ["sbcl", "--script", f], {}))
    if shutil.which("lua5.4"):
        rows.append(("lua", ".lua", None, lambda f: ["lua5.4", f], {}))
    return rows


def prepare(path, extension, folder):
    """What runs: the twin of the program at path, for C an executable in the folder; None if there is no twin."""
    twin = path[: -len(".scm")] + extension
    if not os.path.exists(twin):
        return None
    return compile_c(twin, folder) if extension == ".c" else twin


def compile_c(source, folder):
    executable = os.path.join(folder, os.path.basename(source) + ".out")
    if not os.path.exists(executable):
        with open(source, encoding="utf-8") as file:
            command = file.readline().split("cc:")[1].split()
        subprocess.run([*command, source, "-o", executable, "-lm"], check=True)
    return executable
