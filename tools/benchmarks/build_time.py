"""How long `tiercel build` takes: of a small program, and of one of ten thousand lines, which is the examples ten times.

Each copy of an example is a library of the program with every procedure of its own, so nothing is shared and, because
their bodies run, nothing is left out.  A loaded machine tells little by its clock: processor time stands beside it, which
on a machine with two processors is to be at most twice the limit.
"""
import os
import resource
import subprocess
import time

from benchmarks import compile_time

SMALL = '(import (scheme base) (scheme write))\n(define (square x) (* x x))\n(display (map square \'(1 2 3)))\n'
COPIES = 10
SMALL_S, LARGE_S = 0.5, 10.0


def large_program(root):
    """The text, and its number of lines."""
    text, _ = compile_time.joined_program(root)
    body = text[:text.rindex("(import (scheme base)")]
    parts, names = [], []
    for copy in range(COPIES):
        part = body
        for name in compile_time.EXAMPLES:
            part = part.replace(f"(define-library (example {name})", f"(define-library (example {name} {copy})")
            names.append(f"(only (example {name} {copy}))")
        parts.append(part)
    text = "".join(parts) + f"(import (scheme base) {' '.join(names)})\n"
    return text, text.count("\n")


def build(tiercel, path, output):
    """Seconds by the clock, and of processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run([tiercel, "build", path, "-o", output], check=True)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(tiercel, root, folder, runs):
    """[(what, lines, seconds, processor seconds, seconds at most)]: the best of the runs."""
    large, lines = large_program(root)
    rows = []
    for what, text, count, most in (("a small program", SMALL, SMALL.count("\n"), SMALL_S),
                                    ("the examples ten times", large, lines, LARGE_S)):
        path = os.path.join(folder, "program.scm")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        samples = [build(tiercel, path, os.path.join(folder, "program")) for _ in range(runs)]
        rows.append((what, count, min(wall for wall, _ in samples), min(cpu for _, cpu in samples), most))
    return rows


def table(rows):
    lines = ["| `tiercel build` of | lines | s | processor s | goal, s |", "|---|---|---|---|---|"]
    lines += [f"| {what} | {count} | {wall:.2f} | {cpu:.2f} | {most} |" for what, count, wall, cpu, most in rows]
    return "\n".join(lines) + "\n"
