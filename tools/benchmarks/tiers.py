"""The tiers compared: programs of bench/tiers/, each interpreted, native, and under the yardstick.

The yardstick is bench/yardstick/walker.cpp, a tree-walking evaluator as one writes it first.  A program says how much
faster than the others native code must be, `;;; native at least: 4 times interp, 10 times walker`, and the same of built
programs, `;;; built at least: 100 times walker`: ratios within one run, so that they hold on every machine.  The yardstick
does a tenth of the rounds, and its seconds are multiplied by ten.

proves: O9
"""
import os
import re
import subprocess

from benchmarks import built

ROUNDS = re.compile(r"\(define rounds (\d+)0\)")
CLAIMS = re.compile(r";;; (native|built) at least:")
CLAIM = re.compile(r"(\d+(?:\.\d+)?) times (\w+)")


def implementations(tiercel, folder):
    """Rows of the table of tools/bench.py."""
    walker, build = build_yardstick(folder), built.Builder(tiercel, folder)
    return [("native", ".scm", None, lambda f: [tiercel, "run", "--timings", "--jit-threshold=200", f], {}),
            ("interp", ".scm", None, lambda f: [tiercel, "run", "--tier=interp", f], {}),
            ("walker", ".walker", "", lambda f: [walker, f], {}),
            ("built", ".scm", None, lambda f: [build(f)], {})]


def prepare_for_yardstick(program, folder):
    """A copy with a tenth of the rounds, or None where the program claims nothing about the yardstick."""
    if not any(name == "walker" for _, _, name in claims(program)):
        return None
    path = os.path.join(folder, program.name + ".walker")
    with open(path, "w", encoding="utf-8") as file:
        file.write(ROUNDS.sub(r"(define rounds \1)", program.text))
    return path


def scale_yardstick(row):
    if row.get("walker"):
        row["walker"] *= 10


def build_yardstick(folder):
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    walker = os.path.join(folder, "walker")
    source = os.path.join(root, "bench", "yardstick", "walker.cpp")
    compiler = os.environ.get("CXX", "clang++-22")
    subprocess.run([compiler, "-O2", "-std=c++20", source, "-o", walker], check=True)
    return walker


def claims(program):
    """[(what is that fast, times, implementation)]"""
    found = []
    for line in program.text.splitlines():
        start = CLAIMS.match(line)
        if start:
            found += [(start.group(1), float(times), name) for times, name in CLAIM.findall(line)]
    return found


def broken_claims(programs, figures):
    broken = []
    for program in programs:
        row = figures[program.name]
        for what, times, name in claims(program):
            if row.get(what) and row.get(name) and row[name] / row[what] < times:
                broken.append(f"{program.name}: {what} code is {row[name] / row[what]:.1f} times as fast as {name}, not {times:g} times")
    return broken


def table(programs, figures, columns, base):
    """Markdown: seconds of the base, and how many times as long the others take."""
    lines = ["| program | " + " | ".join([f"{base}, s"] + [f"{name}, times" for name in columns if name != base]) + " |",
             "|---|" + "--:|" * len(columns)]
    for program in programs:
        row = figures[program.name]
        if not row.get(base):
            continue
        cells = [f"{row[base]:.3f}"]
        cells += [f"{row[name] / row[base]:.2f}" if row.get(name) else "" for name in columns if name != base]
        lines.append(f"| {program.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def write_section(path, name, text):
    """Replaces what stands between `<!-- measured: NAME -->` and `<!-- end -->` in the document."""
    with open(path, encoding="utf-8") as file:
        document = file.read()
    pattern = re.compile(rf"(<!-- measured: {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not pattern.search(document):
        raise SystemExit(f"{path}: no section {name}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(pattern.sub(lambda match: match.group(1) + text + match.group(2), document))
