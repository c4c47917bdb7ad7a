"""How long the native compiler takes for an ordinary program of a thousand lines: programs of examples/ made one.

Each example becomes a library of the program.  The figures are processor milliseconds of the compile thread, as
`tiercel --timings` reports them: of what gets hot under the options of every day; of all that reaches the same thresholds
without the patience that these have with a young program; of everything before it runs (code of libraries is then made with the
fast generator); and of everything optimised.  The program waits for its code: it runs for 0.2 s, in which the compile thread is
never idle otherwise, so that the figure would say how long the program runs.
proves: L6 O8
"""
import os
import re
import statistics
import subprocess
import time

EXAMPLES = ("regex", "json", "scheme", "calculator", "text-statistics")
NATIVE = re.compile(r"^native +([0-9.]+) ms +(\d+) procedures, (\d+) loops", re.MULTILINE)
# (what, options, milliseconds at most, if any: row L6 of docs/requirements.md)
MODES = (("what gets hot", ["--jit-wait"], 100),
         ("all that is called a thousand times", ["--jit-threshold=1000", "--jit-wait"], None),
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


# 200 expressions as at the prompt: microseconds for each, and those of them that the compile thread worked.
WARM = """(import (scheme base) (scheme eval) (scheme time) (scheme write) (tiercel stats))
(define env (environment '(scheme base)))
(define (now-us) (* 1000000 (/ (current-jiffy) (jiffies-per-second))))
(define (compile-us) (cdr (assq 'compile-us (stats))))
(define (evaluate count)
  (when (> count 0) (eval (list '* count 3) env) (evaluate (- count 1))))
(evaluate 20)
(define begin-us (now-us))
(define begin-compile-us (compile-us))
(evaluate 200)
(write (inexact (/ (- (now-us) begin-us) 200)))
(newline)
(write (inexact (/ (- (compile-us) begin-compile-us) 200)))
"""


def elapsed_ms(command):
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - begin) * 1000


def measure_waiting(tiercel, folder, runs):
    """[(what, milliseconds, milliseconds at most)]: what somebody waits for by the clock, at best: others may be at work."""
    first = [elapsed_ms([tiercel, "--jit", "-e", "(* 6 7)"]) - elapsed_ms(["/bin/true"]) for _ in range(3 * runs)]
    path = os.path.join(folder, "warm.scm")
    with open(path, "w", encoding="utf-8") as file:
        file.write(WARM)
    samples = []
    for _ in range(runs):
        done = subprocess.run([tiercel, "run", "--jit", path], capture_output=True, text=True, check=True)
        all_us, compile_us = map(float, done.stdout.split())
        samples.append((all_us / 1000, compile_us / 1000))
    return [("process start to the first native result", min(first), 50),
            ("a warm expression with `--jit`, beyond the compile thread's work",
             min(whole - compiling for whole, compiling in samples), 1),
            ("the compile thread's work for it", min(compiling for _, compiling in samples), None)]


def waiting_table(rows):
    return "\n| by the clock, the best run | ms |\n|---|--:|\n" + "".join(f"| {what} | {ms:.2f} |\n" for what, ms, _ in rows)


def table(rows, lines):
    text = f"| of {lines:,} lines | procedures | loops | compile thread, ms |\n|---|--:|--:|--:|\n"
    return text + "".join(f"| {what} | {procedures} | {loops} | {ms:.0f} |\n" for what, ms, procedures, loops, _ in rows)
