#!/usr/bin/env python3
"""Runs the benchmark programs in bench/ and compares Tiercel with its rivals in one run.

    tools/bench.py [--rivals | --against NAMES | --tiers | --tier-up | --floats | --aot | --compile-time | --build-time | --start]
                   [--runs N] [--tiercel PATH] [--record] [--table]
                   [--gate] [NAME ...]

Every program is portable R7RS: it states its group and its expected output (`;; => line`), and a run whose output
differs counts as failed.  A program takes about a second.  Rounds are interleaved (each implementation once, then all
again; tier 1 alone, which is slow, takes part in the first), the figure is the median of CPU seconds less what the
implementation needs for an empty program and less those of its compile thread, and what is compared are ratios within
the run: they travel, seconds do not.

--against chez,c   measures these rivals only, without tier 1 alone.

--tiers   compares the tiers instead, and with the yardstick, on the programs in bench/tiers/; fails if native code is not
          as much faster as the programs say.
--aot     compares programs as executables of their own with the hot JIT and with Chez, by the best of the runs; fails if
          they are slower than the JIT on the whole, or that slower than 0.6 of Chez's time.
--tier-up  compares the default with each tier alone; fails if it is over 5 % slower than the better one in a program of
          a second or more.
--floats  compares loops over floats with the same in C; fails if one takes longer than its program says.
--compile-time   measures how long a program of a thousand lines takes to become native code; fails if it is too long.
--build-time   measures how long `tiercel build` takes for a small program and one of ten thousand lines.
--start   measures how long processes take to start; fails if it is too long.
--table   writes the figures into docs/performance.md.
--record  writes bench/results/<date>.json with the machine's description.
--gate    counts instructions of the programs in bench/gate/ with callgrind and fails if one is over 10 % above the
          baseline in bench/results/instructions.json, which --gate --record writes.
"""
import argparse
import datetime
import json
import math
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

from benchmarks import build_time, built, compile_time, floats, start, tier_up, tiers, twins

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BENCH = os.path.join(ROOT, "bench")
DOCUMENT = os.path.join(ROOT, "docs", "performance.md")
RESULTS = os.path.join(BENCH, "results")
GATE_LIMIT = 1.10
GATE = os.path.join(BENCH, "gate")  # R9's six programs and some more; small, because callgrind is slow
COMPILE_THREAD = re.compile(r"^native +([0-9.]+) ms .* on a thread of its own$", re.MULTILINE)
TIMEOUT_SECONDS = 120
RIVAL_PACKAGES = {"chez": "chezscheme", "guile": "guile-3.0", "gambit": "gambc", "racket": "racket", "lua": "lua5.4",
                  "sbcl": "sbcl", "gcc": "gcc"}


class Program:
    """One file of bench/: its text, its group and what it must print."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as file:
            self.text = file.read()
        lines = self.text.splitlines()
        self.expected = [line[6:] for line in lines if line.startswith(";; => ")]
        groups = [line.split("group:")[1].strip() for line in lines if line.startswith(";;; group:")]
        if not groups or not self.expected:
            sys.exit(f"{path}: needs a `;;; group:` line and an expected answer")
        self.group = groups[0]

        self.uses_float_vectors = "(srfi 4)" in self.text
        self.uses_tables = "(srfi 69)" in self.text

    def without_imports(self):
        lines = [line for line in self.text.splitlines() if not line.startswith("(import ")]
        return "\n".join(lines) + "\n"


def programs_in(folder):
    return [Program(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".scm")]


# What each rival needs in front of the program so that the same text runs; a row is
# (name, extension, prelude or None to keep the import, command as a function of the file).
CHEZ_PRELUDE = """(import (except (rename (chezscheme) (define-record-type define-r6rs-record-type))
                sort merge datum make-hash-table box box?))
(define write-string
  (case-lambda ((text) (display text)) ((text port) (put-string port text))))
(define (read-line port) (get-line port))
(define-syntax define-record-type
  (syntax-rules () ((_ name (make . arguments) test . fields) (define-with-fields (name make test) fields ()))))
(define-syntax define-with-fields
  (syntax-rules ()
    ((_ head () rows) (define-r6rs-record-type head (fields . rows)))
    ((_ head ((field get) . rest) (row ...)) (define-with-fields head rest (row ... (immutable field get))))
    ((_ head ((field get set) . rest) (row ...)) (define-with-fields head rest (row ... (mutable field get set))))))
"""
CHEZ_TABLES = """(define (make-hash-table) (make-hashtable equal-hash equal?))
(define hash-table-set! hashtable-set!)
(define hash-table-ref/default hashtable-ref)
"""
RACKET_TABLES = """(define make-hash-table make-hash)
(define hash-table-set! hash-set!)
(define hash-table-ref/default hash-ref)
"""
GAMBIT_TABLES = """(define (make-hash-table) (make-table))
(define hash-table-set! table-set!)
(define hash-table-ref/default table-ref)
"""
RACKET_PRELUDE = """#lang racket/base
(require (rename-in racket/base (if racket-if)))
(define-syntax if
  (syntax-rules () ((_ a b) (racket-if a b (void))) ((_ a b c) (racket-if a b c))))
(define (exact x) (inexact->exact x))
(define (inexact x) (exact->inexact x))
(define (raise-continuable x) (raise x #t))
(define-syntax guard
  (syntax-rules () ((_ (e (test result)) body ...) (with-handlers (((lambda (e) test) (lambda (e) result))) body ...))))
"""


TABLES = {".sps": CHEZ_TABLES, ".rkt": RACKET_TABLES, ".gambit": GAMBIT_TABLES}


def implementations(tiercel, rivals):
    table = [("tiercel", ".scm", None, lambda f: [tiercel, "run", "--timings", f], {})]
    table.append(("interp", ".scm", None, lambda f: [tiercel, "run", "--tier=interp", f], {}))
    if not rivals:
        return table
    chez = shutil.which("scheme") or shutil.which("chezscheme") or shutil.which("chez")
    if chez:
        table.append(("chez", ".sps", CHEZ_PRELUDE, lambda f: [chez, "--program", f], {}))
    if shutil.which("guile"):
        # Guile compiles a program at its first run and keeps the code: the warm-up run pays for that.
        table.append(("guile", ".scm", None, lambda f: ["guile", "--r7rs", "-s", f], {}))
        table.append(("guile-nojit", ".scm", None, lambda f: ["guile", "--r7rs", "-s", f],
                      {"GUILE_JIT_THRESHOLD": "-1"}))
    if shutil.which("gsi"):
        table.append(("gambit-gsi", ".gambit", "", lambda f: ["gsi", f], {}))
    if shutil.which("racket"):
        table.append(("racket", ".rkt", RACKET_PRELUDE, lambda f: ["racket", f], {}))
    return table + twins.implementations()


def prepare(program, extension, prelude, folder):
    """The file that an implementation runs, or None if the program has no form for it."""
    if extension == ".walker":
        return tiers.prepare_for_yardstick(program, folder)
    if extension in twins.EXTENSIONS:
        return twins.prepare(program.path, extension, folder)
    if program.uses_float_vectors and extension in (".sps", ".rkt"):
        return None
    if prelude is None:
        return program.path
    path = os.path.join(folder, program.name + extension)
    with open(path, "w", encoding="utf-8") as file:
        file.write(prelude + (TABLES.get(extension, "") if program.uses_tables else "") + program.without_imports())
    return path


def run_once(command, expected, environment):
    """CPU seconds of one run, or None if it failed or printed something else.  Without the compile thread, if the
    implementation tells: its work is on another core."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_SECONDS, env={**os.environ, **environment})
    except (subprocess.TimeoutExpired, OSError):
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode != 0 or lines != expected:
        return None
    compiling = COMPILE_THREAD.search(done.stderr.decode("utf-8", "replace"))
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds - (float(compiling.group(1)) / 1000 if compiling else 0)


EMPTY = {**twins.EMPTY, ".walker": "", ".rkt": RACKET_PRELUDE, ".sps": CHEZ_PRELUDE}


def start_seconds(table, runs, folder):
    """{implementation: median seconds for a program that does nothing}; subtracted from every sample (O8's measure)."""
    seconds = {}
    for name, extension, _, command, environment in table:
        path = os.path.join(folder, "empty" + extension)
        with open(path, "w", encoding="utf-8") as file:
            file.write(EMPTY.get(extension, "" if extension == ".gambit" else "(import (scheme base))\n"))
        if extension == ".c":
            path = twins.compile_c(path, folder)
        samples = [run_once(command(path), [], environment) for _ in range(runs + 3)]
        seconds[name] = statistics.median(samples[1:]) if None not in samples else 0.0
    return seconds


def measure(programs, table, runs, figure=statistics.median):
    """({program: {implementation: `figure` of the seconds without the start, or None}}, {implementation: seconds to start})"""
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        starts = start_seconds(table, runs, folder)
        print("start         " + "".join(f"{starts[row[0]]:>13.3f}s" for row in table), flush=True)
        for program in programs:
            samples = {}
            for name, extension, prelude, command, environment in table:
                if name in ("guile", "jit"):
                    run_once(command(prepare(program, extension, prelude, folder)), program.expected, environment)
            for round_number in range(runs):
                for name, extension, prelude, command, environment in table:
                    if name == "interp" and round_number > 0 and table[0][0] == "tiercel":
                        continue
                    path = prepare(program, extension, prelude, folder)
                    if path is None or (samples.get(name) == []):
                        continue
                    seconds = run_once(command(path), program.expected, environment)
                    if seconds is None:
                        samples[name] = []
                    else:
                        samples.setdefault(name, []).append(max(seconds - starts[name], 0.001))
            figures[program.name] = {n: figure(s) if s else None for n, s in samples.items()}
            tiers.scale_yardstick(figures[program.name])
            print_row(program, figures[program.name], table)
    return figures, starts


def print_header(table):
    print(f"{'program':14}" + "".join(f"{row[0]:>14}" for row in table), flush=True)


def print_row(program, row, table):
    cells = []
    first = table[0][0]
    base = row.get(first)
    for name, *_ in table:
        seconds = row.get(name, "absent")
        if seconds == "absent":
            cells.append("-")
        elif seconds is None:
            cells.append("failed")
        elif name == first or not base:
            cells.append(f"{seconds:.3f}s")
        else:
            cells.append(f"{seconds / base:.2f}x")
    print(f"{program.name:14}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


def geometric_means(figures, table):
    """How many times the first one's seconds each other implementation takes, over the programs both ran."""
    means = {}
    first = table[0][0]
    for name, *_ in table[1:]:
        ratios = [row[name] / row[first] for row in figures.values() if row.get(name) and row.get(first)]
        if ratios:
            means[name] = math.exp(sum(map(math.log, ratios)) / len(ratios))
    return means


def machine():
    model = "unknown"
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return {"cpu": model, "cores": os.cpu_count(), "kernel": platform.release(), "system": platform.machine()}


def count_instructions(tiercel, program):
    """Instructions of one run.  Valgrind does not read newer debug information, so it gets a stripped copy."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "callgrind.out")
        stripped = os.path.join(folder, "tiercel")
        subprocess.run(["strip", "--strip-debug", "-o", stripped, tiercel], check=True)
        done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", stripped, "run",
                               "--no-jit", "--no-cache", "--stack-limit=64M", "--heap-limit=512M", program.path], capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{program.name}: failed under callgrind:\n" + done.stderr.decode("utf-8", "replace")[-2000:])
        with open(out, encoding="utf-8") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(("summary:", "totals:")))


def gate(tiercel, record):
    """Compares instruction counts of the gate programs with the recorded ones; True if none grew by over 10 %."""
    baseline_path = os.path.join(RESULTS, "instructions.json")
    programs = programs_in(GATE)
    if not record:
        with open(baseline_path, encoding="utf-8") as file:
            baseline = json.load(file)
        missing = [program.name for program in programs if program.name not in baseline]
        if missing:
            sys.exit(f"bench: no baseline for {', '.join(missing)}; record one with ./dev bench --gate --record")
    counts = {program.name: count_instructions(tiercel, program) for program in programs}
    if record:
        with open(baseline_path, "w", encoding="utf-8") as file:
            json.dump(counts, file, indent=1)
            file.write("\n")
        return True
    good = True
    for name, count in counts.items():
        ratio = count / baseline[name]
        print(f"{name:20}{count:>16,} instructions {ratio:6.3f} of the baseline")
        if ratio > GATE_LIMIT:
            print(f"bench: {name} needs over 10 % more instructions than recorded", file=sys.stderr)
            good = False
    return good


def refuse_debug_build(tiercel):
    done = subprocess.run([tiercel, "--version"], capture_output=True, check=False)
    text = done.stdout.decode()
    if done.returncode != 0 or "release" not in text:
        sys.exit(f"bench: {tiercel} is not an optimised build ({text.strip()}); measure only with the release preset")


def install_rivals(names):
    missing = [p for name, p in RIVAL_PACKAGES.items() if (not names or name in names or (name == "gcc" and "c" in names))
               if subprocess.run(["dpkg", "-s", p], capture_output=True, check=False).returncode != 0]
    if missing:
        prefix = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run(prefix + ["apt-get", "install", "-y", "--no-install-recommends", *missing], check=True)


def compare_tiers(arguments):
    """Whether native code is as much faster as the programs of bench/tiers/ say."""
    programs = [p for p in programs_in(os.path.join(BENCH, "tiers")) if not arguments.names or p.name in arguments.names]
    with tempfile.TemporaryDirectory() as folder:
        table = tiers.implementations(arguments.tiercel, folder)
        print_header(table)
        figures, _ = measure(programs, table, arguments.runs)
    if arguments.table:
        columns = [name for name, *_ in table]
        tiers.write_section(DOCUMENT, "tiers", tiers.table(programs, figures, columns, "native"))
    broken = tiers.broken_claims(programs, figures)
    for complaint in broken:
        print("bench: " + complaint, file=sys.stderr)
    return not broken


def compare_built(arguments):
    """Whether built programs are as fast as the hot JIT, and that as fast against Chez as it should be."""
    programs = [p for p in programs_in(BENCH) if not arguments.names or p.name in arguments.names]
    install_rivals(["chez"])
    chez = next((row for row in implementations(arguments.tiercel, True) if row[0] == "chez"), None)
    with tempfile.TemporaryDirectory() as folder:
        table = built.implementations(arguments.tiercel, folder, chez)
        print_header(table)
        figures, _ = measure(programs, table, arguments.runs, min)
    lines, good = built.summary(figures)
    print("\n".join(lines))
    if arguments.table:
        columns = [name for name, *_ in table]
        text = tiers.table(programs, figures, columns, "jit") + "\n" + "\n".join(f"- {line}" for line in lines) + "\n"
        tiers.write_section(DOCUMENT, "built programs", text)
    return good


def measure_tier_up(arguments):
    programs = [p for p in programs_in(BENCH) if not arguments.names or p.name in arguments.names]
    rows = tier_up.measure(arguments.tiercel, programs, arguments.runs)
    complaints = tier_up.broken(rows)
    if arguments.table and None not in rows.values():
        tiers.write_section(DOCUMENT, "tier-up", tier_up.table(rows))
    for complaint in complaints:
        print("bench: " + complaint, file=sys.stderr)
    return not complaints


def measure_floats(arguments):
    programs = [p for p in programs_in(BENCH) if floats.at_most(p) and (not arguments.names or p.name in arguments.names)]
    install_rivals(["c"])
    table = [row for row in implementations(arguments.tiercel, True) if row[0] in ("tiercel", "c")]
    with tempfile.TemporaryDirectory() as folder:
        starts = start_seconds(table, arguments.runs, folder)
        complaints = floats.measure(programs, table, starts, folder, arguments.runs, run_once)
    for complaint in complaints:
        print("bench: " + complaint, file=sys.stderr)
    return bool(programs) and not complaints


def measure_compile_time(arguments):
    with tempfile.TemporaryDirectory() as folder:
        rows, lines = compile_time.measure(arguments.tiercel, ROOT, folder, arguments.runs)
        waiting = compile_time.measure_waiting(arguments.tiercel, folder, arguments.runs)
    text = compile_time.table(rows, lines) + compile_time.waiting_table(waiting)
    print(text, end="")
    if arguments.table:
        tiers.write_section(DOCUMENT, "compile time", text)
    limits = [(milliseconds, most) for _, milliseconds, _, _, most in rows]
    limits += [(milliseconds, most) for _, milliseconds, most in waiting]
    return all(most is None or milliseconds <= most for milliseconds, most in limits)


def measure_build_time(arguments):
    with tempfile.TemporaryDirectory() as folder:
        rows = build_time.measure(arguments.tiercel, ROOT, folder, arguments.runs)
    print(build_time.table(rows), end="")
    if arguments.table:
        tiers.write_section(DOCUMENT, "build time", build_time.table(rows))
    return all(wall <= most for _, _, wall, _, most in rows)


def measure_start(arguments):
    with tempfile.TemporaryDirectory() as folder:
        rows, size = start.measure(arguments.tiercel, folder, arguments.runs)
    print(start.table(rows, size), end="")
    if arguments.table:
        tiers.write_section(DOCUMENT, "start", start.table(rows, size))
    return start.holds(rows, size)


def main():
    parser = argparse.ArgumentParser(description="Benchmarks: ratios within one run.")
    parser.add_argument("--rivals", action="store_true")
    parser.add_argument("--against", default="")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tiercel", default=os.path.join(ROOT, "build", "tiercel"))
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--tiers", action="store_true")
    parser.add_argument("--aot", action="store_true")
    parser.add_argument("--tier-up", action="store_true")
    parser.add_argument("--floats", action="store_true")
    parser.add_argument("--compile-time", action="store_true")
    parser.add_argument("--build-time", action="store_true")
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    os.environ["TIERCEL_CACHE"] = "off"  # what is measured is the first run of a program
    refuse_debug_build(arguments.tiercel)
    for wanted, measured in ((arguments.gate, lambda a: gate(a.tiercel, a.record)), (arguments.tiers, compare_tiers),
                             (arguments.aot, compare_built), (arguments.tier_up, measure_tier_up), (arguments.floats, measure_floats),
                             (arguments.start, measure_start),
                             (arguments.build_time, measure_build_time), (arguments.compile_time, measure_compile_time)):
        if wanted:
            sys.exit(0 if measured(arguments) else 1)
    against = [name for name in arguments.against.split(",") if name]
    if arguments.rivals or against:
        install_rivals(against)
    programs = programs_in(BENCH)
    if arguments.names:
        programs = [p for p in programs if p.name in arguments.names]
    table = implementations(arguments.tiercel, arguments.rivals or bool(against))
    if against:
        table = [row for row in table if row[0] in ["tiercel", *against]]
    print_header(table)
    figures, starts = measure(programs, table, arguments.runs)
    means = geometric_means(figures, table)
    for name, mean in means.items():
        print(f"{name}: {mean:.2f} times tiercel's time (geometric mean)")
    if arguments.table:
        columns = [name for name, *_ in table if any(row.get(name) for row in figures.values())]
        tiers.write_section(DOCUMENT, "programs", tiers.table(programs, figures, columns, "tiercel"))
    if arguments.record:
        os.makedirs(RESULTS, exist_ok=True)
        result = {"date": datetime.date.today().isoformat(), "machine": machine(), "runs": arguments.runs,
                  "start_seconds": starts, "seconds": figures, "geometric_means": means}
        name = datetime.date.today().isoformat() + ("-rivals" if arguments.rivals else "") + ".json"
        with open(os.path.join(RESULTS, name), "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1)
            file.write("\n")
    failed = [name for name, row in figures.items() if row.get("tiercel") is None]
    if failed:
        sys.exit("bench: wrong answer or failure in " + ", ".join(failed))


if __name__ == "__main__":
    main()
