"""Whether changing over to native code ever costs more than it gives: the default against tier 1 alone and tier 2 alone.

A figure is the processor time of the running thread from the start of the process to its end, and, where it waits for the
compiler (tier 2 alone), the compiler's: what somebody waits for who has two cores to himself.  The default compiles on a
thread of its own.  The system's time is left out: it is for fresh memory, of which each tier takes as much, and differs more
from run to run than the tiers do.  Rounds are interleaved and the best of each counts; a program that seems to be slower is
given more.
"""
import os
import re
import subprocess

MODES = {"tiercel": [], "interp": ["--tier=interp"], "native": ["--jit-threshold=0"]}
RUNNING = re.compile(r"^all +([0-9.]+) ms", re.MULTILINE)
COMPILING = re.compile(r"^native +([0-9.]+) ms", re.MULTILINE)
TIMEOUT_SECONDS = 300
AT_MOST = 1.05        # times the better tier's time
LONG_SECONDS = 1.0    # the claim is about programs that run so long
HOPELESS = 1.5        # times the best: a tier that is so much slower runs once
ROUNDS_MORE = 3       # times as many for a program that seems to be slower


def run_once(tiercel, mode, program):
    """Seconds, or None for a wrong answer."""
    done = subprocess.run([tiercel, "run", "--timings", *MODES[mode], program.path], capture_output=True, text=True,
                          timeout=TIMEOUT_SECONDS, env={**os.environ, "TIERCEL_CACHE": "off"}, check=False)
    if done.returncode != 0 or done.stdout.splitlines() != program.expected:
        return None
    seconds = float(RUNNING.search(done.stderr).group(1)) / 1000
    return seconds + (float(COMPILING.search(done.stderr).group(1)) / 1000 if mode == "native" else 0)


def ratio(row):
    return row["tiercel"] / min(row["interp"], row["native"])


def measure_program(tiercel, program, runs):
    """{mode: seconds of the best run}, or None for a wrong answer."""
    row = {}
    for done in range(runs * ROUNDS_MORE):
        if done >= runs and ratio(row) <= AT_MOST:
            break
        for mode in MODES:
            if mode in row and row[mode] > HOPELESS * min(row.values()):
                continue
            seconds = run_once(tiercel, mode, program)
            if seconds is None:
                return None
            row[mode] = min(row.get(mode, seconds), seconds)
    return row


def measure(tiercel, programs, runs):
    print(f"{'program':20}{'tiercel':>10}{'interp':>10}{'native':>10}   of the better", flush=True)
    rows = {}
    for program in programs:
        row = measure_program(tiercel, program, runs)
        rows[program.name] = row
        text = "wrong answer" if row is None else "".join(f"{row[m]:>9.3f}s" for m in MODES) + f"{ratio(row):>10.3f}"
        print(f"{program.name:20}" + text, flush=True)
    return rows


def broken(rows):
    complaints = []
    for name, row in rows.items():
        if row is None:
            complaints.append(f"{name}: wrong answer or failure")
        elif row["tiercel"] >= LONG_SECONDS and ratio(row) > AT_MOST:
            complaints.append(f"{name}: the default takes {ratio(row):.3f} times as long as the better tier")
    return complaints


def table(rows):
    lines = ["| program | default, s | interp, s | native, s | default, times the better |", "|---|--:|--:|--:|--:|"]
    for name, row in rows.items():
        lines.append(f"| {name} | " + " | ".join(f"{row[mode]:.3f}" for mode in MODES) + f" | {ratio(row):.2f} |")
    return "\n".join(lines) + "\n"
