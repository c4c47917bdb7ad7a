"""How long it takes to start: an expression, scripts that were compiled before, built programs.

Whole processes by the clock, less an empty one (`/bin/true`), all by turns in one loop.  What else the machine does makes each
of them longer and none shorter, so that the figure is the best run.
proves: O8
"""
import os
import subprocess
import time

HELLO = '(import (scheme base) (scheme write))\n(display "hello, world")\n(newline)\n'
MIB = 1 << 20
SIZE_MAX_MIB = 2.0


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def script(folder):
    """A thousand lines: procedures that call one another, of which some are called."""
    parts = ["(import (scheme base) (scheme write))\n"]
    for i in range(249):
        parts.append(f"(define (step-{i} list sum)\n  (cond ((null? list) sum)\n        ((odd? (car list)) (step-{max(i - 1, 0)} (cdr list) (+ sum {i})))\n"
                     f"        (else (step-{max(i - 1, 0)} (cdr list) (vector-ref (vector sum {i}) 0)))))\n")
    parts.append("(define (all) (step-248 (list 1 2 3 4 5 6) 0))\n(write (all))\n(newline)\n")
    return write(folder, "script.scm", "".join(parts))


def importer(folder):
    """A script that imports ten libraries, each a file of its own."""
    for i in range(10):
        write(folder, f"start/part{i}.sld", f"(define-library (start part{i}) (export add{i} twice{i}) (import (scheme base))\n  (begin\n"
              f"    (define (add{i} x) (+ x {i}))\n    (define-syntax twice{i} (syntax-rules () ((_ e) (begin e e))))))\n")
    names = " ".join(f"(start part{i})" for i in range(10))
    calls = " ".join(f"(add{i} 1)" for i in range(10))
    return write(folder, "importer.scm", f"(import (scheme base) (scheme write) {names})\n(write (+ {calls}))\n(newline)\n")


def commands(tiercel, folder):
    """[(what, command, milliseconds at most)] and the bytes of the stripped static program."""
    hello = write(folder, "hello.scm", HELLO)
    built, static = os.path.join(folder, "hello"), os.path.join(folder, "hello-static")
    subprocess.run([tiercel, "build", hello, "-o", built], check=True)
    subprocess.run([tiercel, "build", "--static", hello, "-o", static], check=True)
    stripped = static + "-stripped"
    subprocess.run(["strip", "-o", stripped, static], check=True)
    rows = [("`tiercel -e 1`", [tiercel, "-e", "1"], 5), ("a script of 1,000 lines, its second run", [tiercel, script(folder)], 5),
            ("a script that imports ten libraries, its second run", [tiercel, importer(folder)], 10),
            ("a built `hello, world`", [built], 2), ("a built `hello, world`, `--static`, stripped", [stripped], 2)]
    return rows, os.path.getsize(stripped)


def elapsed_ms(command, environment, nowhere):
    begin = time.perf_counter()
    process = os.posix_spawn(command[0], command, environment, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)])
    status = os.waitpid(process, 0)[1]
    milliseconds = (time.perf_counter() - begin) * 1000
    if status:
        raise SystemExit(f"bench: {' '.join(command)} ended with {status}")
    return milliseconds


def measure(tiercel, folder, runs):
    """[(what, milliseconds, milliseconds at most)] and the bytes of the stripped static program."""
    rows, size = commands(tiercel, folder)
    environment = dict(os.environ, TIERCEL_CACHE="on", TIERCEL_CACHE_DIR=os.path.join(folder, "cache"))
    samples, empty = {what: [] for what, _, _ in rows}, []
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for turn in range(20 * runs + 1):
        for what, command, _ in rows:
            milliseconds = elapsed_ms(command, environment, nowhere)
            if turn:  # the first fills the cache
                samples[what].append(milliseconds)
        empty.append(elapsed_ms(["/bin/true"], environment, nowhere))
    os.close(nowhere)
    return [(what, min(samples[what]) - min(empty), most) for what, _, most in rows], size


def table(rows, size):
    text = "| the best run over that of an empty process | ms | goal, ms |\n|---|--:|--:|\n"
    text += "".join(f"| {what} | {milliseconds:.1f} | {most} |\n" for what, milliseconds, most in rows)
    return text + f"\nThe static program is {size / MIB:.2f} MiB, stripped (goal {SIZE_MAX_MIB:g}).\n"


def holds(rows, size):
    return all(best <= most for _, best, most in rows) and size <= SIZE_MAX_MIB * MIB
