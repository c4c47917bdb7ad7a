"""Whether loops over floats are as fast against C as their programs say: `;;; at most: 1.5 times c`.

A program's twin beside it, bench/NAME.c, does the same work and says in its first line how it is compiled.  A figure is what
tools/bench.py measures of a program: processor time without the start of an empty one and without the compile thread.  That of
Tiercel begins in tier 1.  Rounds are interleaved, and the median of each counts.  The first step to the 1.2 times of check C29.
"""
import re
import statistics

from benchmarks import twins

CLAIM = re.compile(r"^;;; at most: (\d+(?:\.\d+)?) times c$", re.MULTILINE)
SECONDS_MIN = 0.001


def at_most(program):
    """How many times the twin's time the program may take, or None."""
    found = CLAIM.search(program.text)
    return float(found.group(1)) if found else None


def measure_program(program, table, starts, folder, runs, run_once):
    """{implementation: median seconds}, or None for a wrong answer."""
    samples = {name: [] for name, *_ in table}
    for _ in range(runs):
        for name, extension, _, command, environment in table:
            path = program.path if extension == ".scm" else twins.prepare(program.path, extension, folder)
            seconds = run_once(command(path), program.expected, environment)
            if seconds is None:
                return None
            samples[name].append(max(seconds - starts[name], SECONDS_MIN))
    return {name: statistics.median(seconds) for name, seconds in samples.items()}


def measure(programs, table, starts, folder, runs, run_once):
    """Prints a line for each program that claims something; the complaints about those that are slower."""
    print(f"{'program':20}{'tiercel':>10}{'c':>10}{'times':>8}{'at most':>10}", flush=True)
    complaints = []
    for program in programs:
        row = measure_program(program, table, starts, folder, runs, run_once)
        if row is None:
            complaints.append(f"{program.name}: wrong answer or failure")
            continue
        times, most = row["tiercel"] / row["c"], at_most(program)
        print(f"{program.name:20}{row['tiercel']:>9.3f}s{row['c']:>9.3f}s{times:>8.2f}{most:>10.2f}", flush=True)
        if times > most:
            complaints.append(f"{program.name} takes {times:.2f} times as long as C, which is more than {most:.2f}")
    return complaints
