"""Ways of running a program that need processes of their own, for compare_levels.py: built, emitted, from the cache.

Each gives (status, exit code, output, report) as levels_driver does. The limits are those of the driver's engines, and the file
is called as there, so that places agree.
"""

import os
import pathlib
import subprocess
import tempfile

import typed_programs

ROOT = pathlib.Path(__file__).resolve().parent.parent
WAYS = {"A": "build --cpu=native", "B": "emit --stage=bytecode", "C": "emit --stage=c, cc -O0", "K": "a cold cache, a warm one"}
LIMITS = ["--stack-limit=4M", "--heap-limit=512M", "-I", str(typed_programs.SUPPORT)]
C_LIBRARIES = ["-lgmp", "-lstdc++", "-lm", "-Wl,--gc-sections"]
SECONDS_MAX = 120


def run(folder, command, cache="off"):
    environment = dict(os.environ, LC_ALL="C.UTF-8", TIERCEL_CACHE=cache, TIERCEL_CACHE_DIR=f"{folder}/cache")
    try:
        return subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS_MAX,
                              env=environment)
    except subprocess.TimeoutExpired:
        return None


def as_answer(result):
    if result is None:
        return "interrupted", 0, "", ""
    output, report = (text.decode(errors="replace") for text in (result.stdout, result.stderr))
    if result.returncode < 0:
        return f"killed-by-{-result.returncode}", 0, output, report
    if result.returncode == 1 and "error[" in report:
        return "condition", 1, output, report
    return ("exited" if result.returncode else "ok"), result.returncode, output, report


def steps(tiercel, letter):
    """Commands that make the program; the last one runs it."""
    if letter == "A":
        return [[tiercel, *LIMITS, "build", "--cpu=native", "program.scm", "-o", "program"], ["./program"]]
    if letter == "B":
        return [[tiercel, *LIMITS, "emit", "--stage=bytecode", "program.scm", "-o", "program"], [tiercel, "run", "program"]]
    archive = str(pathlib.Path(tiercel).with_name("libtiercel_rt.a"))
    return [[tiercel, *LIMITS, "emit", "--stage=c", "program.scm", "-o", "program.c"],
            ["cc", "-O0", "-I", f"{ROOT}/include", "program.c", archive, *C_LIBRARIES, "-o", "program"], ["./program"]]


def answer(tiercel, letter, text):
    with tempfile.TemporaryDirectory(prefix="tiercel-fuzz-") as folder:
        (pathlib.Path(folder) / "program.scm").write_text(text, encoding="utf-8")
        if letter == "K":
            command = [tiercel, *LIMITS, "--jit-threshold=1", "--jit-wait", "--jit-optimize=0", "run", "program.scm"]
            cold, warm = (as_answer(run(folder, command, cache="on")) for _ in range(2))
            return warm if cold == warm else ("cold-and-warm-differ", 0, str(cold), str(warm))
        *making, start = steps(tiercel, letter)
        for command in making:
            made = run(folder, command)
            if made is None or made.returncode != 0:
                return as_answer(made)
        return as_answer(run(folder, start))
