"""How long the native compiler takes for an ordinary program of a thousand lines: programs of examples/ made one.

Each example becomes a library of the program.  The figures are processor milliseconds of the compile thread, as
`tiercel --timings` reports them: of what gets hot by itself, of everything before it runs (code of libraries is then
made with the fast generator), and of everything optimised.
"""
import os
import re
import statistics
import subprocess

EXAMPLES = ("regex", "json", "scheme", "calculator", "text-statistics")
NATIVE = re.compile(r"^native +([0-9.]+) ms +(\d+) procedures, (\d+) loops", re.MULTILINE)
# (what, options, milliseconds at most: row L6 of docs/requirements.md)
MODES = (("what gets hot", ["--jit-threshold=200"], 100),
         ("all, with fast code generation", ["--jit"], 250),
         ("all, optimised", ["--jit", "--jit-optimize=2"], 1000))


def end_of_form(text, start):
    depth = 0
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position + 1
    raise SystemExit("compile_time: an import without end")


def joined_program(root):
    """The text, and its number of lines."""
    parts = []
    for name in EXAMPLES:
        with open(os.path.join(root, "examples", name + ".scm"), encoding="utf-8") as file:
            text = file.read()
        start = re.search(r"^\(import", text, re.MULTILINE).start()
        end = end_of_form(text, start)
        parts.append(f"(define-library (example {name})\n{text[start:end]}\n(begin\n{text[:start]}{text[end:]}))\n")
    names = " ".join(f"(example {name})" for name in EXAMPLES)
    text = "".join(parts) + f"(import (scheme base) {names})\n"
    return text, text.count("\n")


def measure(tiercel, root, folder, runs):
    """[(what, milliseconds, procedures, loops, milliseconds at most)] and the number of lines."""
    text, lines = joined_program(root)
    path = os.path.join(folder, "program.scm")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    rows = []
    for what, options, most in MODES:
        samples = []
        for _ in range(runs):
            done = subprocess.run([tiercel, "run", *options, "--timings", path], capture_output=True, text=True, check=True)
            samples.append(NATIVE.search(done.stderr).groups())
        samples.sort(key=lambda sample: float(sample[0]))
        _, procedures, loops = samples[len(samples) // 2]
        rows.append((what, statistics.median(float(sample[0]) for sample in samples), int(procedures), int(loops), most))
    return rows, lines


def table(rows, lines):
    text = f"| of {lines:,} lines | procedures | loops | compile thread, ms |\n|---|--:|--:|--:|\n"
    return text + "".join(f"| {what} | {procedures} | {loops} | {ms:.0f} |\n" for what, ms, procedures, loops, _ in rows)
