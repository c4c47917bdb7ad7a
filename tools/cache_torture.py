#!/usr/bin/env python3
"""Tries to make the cache hurt: damage, attacks, kills, races, failing disks.  Prints figures; exits with 1 if anything got through.

usage: tools/cache_torture.py [--quick] [--races=N]

A case is good if the program's output, standard error and exit status are those without a cache, within the time limit.
--quick is the slice that runs with every test; --races=N is the races alone, with N compiles.  Cases that need root, strace
or another user are told of as left out where these are missing.  What is counted has run: a case that raises, a program
that hangs among them, has got through, and so has a part that broke off or ran fewer cases than it should.
"""

import argparse
import contextlib
import os
import pathlib
import random
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import hashlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIERCEL = pathlib.Path(os.environ.get("TIERCEL", ROOT / "build" / "tiercel"))
UNITS = ROOT / "build" / "unit_tests"
TIMEOUT_S = 60

PROGRAM = """(import (scheme base) (scheme write) (torture lib))
(define (loop n sum) (if (= n 0) sum (loop (- n 1) (+ sum (square-of n)))))
(display (loop 3000 0))
(newline)
(display (loop 3000 1))
(newline)
"""
LIBRARY = "(define-library (torture lib) (export square-of) (import (scheme base)) (include \"lib.scm\"))"
BODY = "(define (square-of x) (* x x))\n"
SHORT_PROGRAM = """(import (scheme base) (scheme write) (torture lib))
(write (list {} (square-of 7)))
(newline)
"""
EXPECTED = "9004500500\n9004500501\n"


class World:
    """A program, its library, and a cache folder of its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "torture").mkdir(parents=True)
        (self.folder / "main.scm").write_text(PROGRAM)
        (self.folder / "torture" / "lib.sld").write_text(LIBRARY)
        (self.folder / "torture" / "lib.scm").write_text(BODY)
        self.cache = self.folder / "home" / "cache"
        self.cache.parent.mkdir(mode=0o700)

    def environment(self, **more):
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("TIERCEL_", "XDG_"))}
        return {**kept, "TIERCEL_CACHE_DIR": str(self.cache), **more}

    def run(self, prefix=(), options=("--jit-threshold=10", "--jit-wait"), **environment):
        return subprocess.run([*prefix, TIERCEL, *options, "main.scm"], capture_output=True, text=True, timeout=TIMEOUT_S,
                              cwd=self.folder, env=self.environment(**environment))

    def is_right(self, result):
        return (result.stdout, result.stderr, result.returncode) == (EXPECTED, "", 0)

    def fill(self):
        """Entries of all three kinds."""
        shutil.rmtree(self.cache, ignore_errors=True)
        if not self.is_right(self.run()) or not self.is_right(self.run()):
            raise RuntimeError("the program does not run right to begin with")
        return self.entries()

    def tell_cache(self, word):
        """`tiercel cache verify` or `clear`."""
        return subprocess.run([TIERCEL, "cache", word], capture_output=True, text=True, timeout=TIMEOUT_S, env=self.environment())

    def entries(self):
        return sorted(path for path in self.cache.glob("*/?-*") if not path.name.startswith("t-"))

    def build(self):
        return self.entries()[0].parent


@contextlib.contextmanager
def world():
    with tempfile.TemporaryDirectory(prefix="tiercel-torture-") as folder:
        yield World(pathlib.Path(folder) / "w")
        subprocess.run(["chmod", "-R", "u+rwX", folder])


class Cases:
    """The cases of one part: how many ran, and which of them got through."""

    def __init__(self, what, expected=None):
        self.what, self.expected = what, expected
        self.ran, self.bad, self.left_out = 0, [], []
        self.lock = threading.Lock()

    def check(self, name, case):
        """Runs a case, which gives whether all was right; what it raises is not right.  From any thread."""
        try:
            right, name = case(), str(name)
        except Exception as problem:  # whatever it is, the case has not shown what it should
            right, name = False, f"{name}: {type(problem).__name__}: {str(problem)[:300]}"
        with self.lock:
            self.ran += 1
            if not right:
                self.bad.append(name)
        return right


class Tally:
    def __init__(self):
        self.bad = []

    def tell(self, cases):
        if cases.expected is not None and cases.ran != cases.expected:
            cases.bad.append(f"only {cases.ran} of {cases.expected} cases ran")
        self.bad += cases.bad
        text = f"{cases.what}: {cases.ran} cases, {len(cases.bad)} got through"
        if cases.left_out:
            text += f"; left out: {', '.join(cases.left_out)}"
        print(text, flush=True)
        for each in cases.bad[:10]:
            print(f"  {each}", flush=True)

    def part(self, function, *arguments):
        """A part that breaks off has shown nothing; the others go on."""
        try:
            function(self, *arguments)
        except Exception:
            self.bad.append(f"{function.__name__} broke off")
            print(f"{function.__name__} broke off:\n{traceback.format_exc()}", flush=True)


# --- Damage -----------------------------------------------------------------------------------------------------------

def damage_in_process(tally, count):
    """Flips, truncations and splices against the code that reads entries, on 20 entries of real runs."""
    with world() as w:
        kept = w.folder / "kept"
        kept.mkdir()
        for number in range(10):
            (w.folder / "main.scm").write_text(PROGRAM + f"(define unused{number} '({number} text))\n")
            (w.folder / "torture" / "lib.scm").write_text(BODY + f"(define other{number} {number})\n")
            w.run()
        for path in w.entries()[:20]:
            shutil.copy(path, kept)
        environment = w.environment(TIERCEL_CACHE_ENTRIES=str(kept), TIERCEL_CACHE_TORTURE=str(count))
        result = subprocess.run([UNITS, "--gtest_filter=CacheTorture.*"], capture_output=True, text=True, env=environment,
                                timeout=3600)
        figures = [line for line in result.stdout.splitlines() if line.startswith(("flips:", "truncations:", "splices:"))]
        print("\n".join(figures), flush=True)
        if result.returncode != 0 or len(figures) != 3:
            tally.bad.append(result.stdout[-2000:])
            print(result.stdout[-2000:] + result.stderr[-2000:], flush=True)


def damage_of_files(tally, count):
    """The same through whole runs: the file in the cache is damaged, the program runs."""
    chance, cases = random.Random(7), Cases("damaged files, whole runs", count)
    with world() as w:
        w.fill()
        for number in range(count):
            paths = w.entries() or w.fill()
            path = chance.choice(paths)
            content = bytearray(path.read_bytes())
            kind = chance.randrange(3)
            if kind == 0:
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            elif kind == 1:
                del content[chance.randrange(len(content)):]
            else:
                content = content[:chance.randrange(len(content))] + chance.choice(paths).read_bytes()[chance.randrange(100):]
            path.write_bytes(content)
            cases.check(f"case {number}: {path.name}", lambda: w.is_right(w.run()))
    tally.tell(cases)


# --- Kills and failing calls --------------------------------------------------------------------------------------------

CALLS = ["openat", "open", "fstat", "newfstatat", "lstat", "readlink", "mkdir", "mkdirat", "read", "write", "close", "rename",
         "renameat", "unlinkat", "utimensat", "getdents64", "mmap", "munmap", "mprotect"]


def has_strace():
    return shutil.which("strace") and subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode == 0


def kills(tally, every):
    """Killed at each call of each kind while it writes; then the next run is right, and nothing is left over."""
    cases = Cases("kill -9 at a system call")
    if not has_strace():
        cases.left_out = ["all: no strace"]
        return tally.tell(cases)
    with world() as w:
        for call in CALLS:
            for number in range(1, 10000, every):
                shutil.rmtree(w.cache, ignore_errors=True)
                inject = ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}", "-e",
                          f"inject={call}:signal=KILL:when={number}"]
                try:
                    killed = w.run(inject).returncode != 0
                except subprocess.TimeoutExpired:
                    cases.check(f"{call} {number}: hangs", lambda: False)
                    break
                if not killed:
                    break
                cases.check(f"{call} {number}: the next run is wrong, or something is left over",
                            lambda: w.is_right(w.run()) and w.tell_cache("verify") and not list(w.cache.glob("*/t-*")))
    if not cases.ran:
        cases.bad.append("nothing was killed")
    tally.tell(cases)


def failing_calls(tally, every):
    """The calls that only the cache makes fail; the first writes are the cache's too."""
    cases = Cases("failing system calls")
    if not has_strace():
        cases.left_out = ["all: no strace"]
        return tally.tell(cases)
    with world() as w:
        for call, last in (("mkdirat", 9), ("rename", 9), ("renameat", 9), ("unlinkat", 9), ("utimensat", 9), ("getdents64", 9),
                           ("write", 2)):
            for error in ("EIO", "ENOSPC", "EACCES", "EROFS")[::every]:
                for number in range(1, last + 1):
                    shutil.rmtree(w.cache, ignore_errors=True)
                    inject = ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}", "-e",
                              f"inject={call}:error={error}:when={number}"]
                    # In a second run the second write is the program's own.
                    for prefix in (inject, ()) if call == "write" else (inject, inject, ()):
                        cases.check(f"{call} {number} {error}", lambda p=prefix: w.is_right(w.run(p)))
    tally.tell(cases)


# --- Races --------------------------------------------------------------------------------------------------------------

def race(tally, what, processes, compiles, run_one):
    """So many processes at a time compile the same things into one folder, which somebody clears and verifies meanwhile; in the
    end nothing is left over, and what is there is whole."""
    cases, counter, lock = Cases(f"{what}, {processes} processes at a time", compiles), iter(range(compiles)), threading.Lock()
    with world() as w:
        def one(number):
            right = run_one(w, number)
            if number % 64 == 0:
                w.tell_cache("verify" if number % 128 else "clear")
            return right

        def work():
            while True:
                with lock:
                    number = next(counter, None)
                if number is None:
                    return
                cases.check(f"compile {number}", lambda: one(number))
        threads = [threading.Thread(target=work) for _ in range(processes)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = Cases(f"after {what}")
        after.check("something is left over or damaged", lambda: w.tell_cache("verify") and w.tell_cache("verify").returncode == 0 and
                    not list(w.cache.glob("*/t-*")))
        after.check("the run afterwards", lambda: w.is_right(w.run()))
    tally.tell(cases)
    tally.tell(after)


def races(tally, processes, compiles):
    race(tally, "the same keys, program, library and machine code", processes, compiles, lambda w, _: w.is_right(w.run()))


# Without machine code a compile is 3 ms; its programs stand under eight keys, so that each is written again and again.
def short_races(tally, processes, compiles):
    def run_one(w, number):
        name = f"short{number % 8}.scm"
        path = w.folder / name
        if not path.exists():
            other = w.folder / f"{name}.{number}"
            other.write_text(SHORT_PROGRAM.format(number % 8))
            other.rename(path)
        result = subprocess.run([TIERCEL, "--no-jit", name], capture_output=True, text=True, timeout=TIMEOUT_S, cwd=w.folder,
                                env=w.environment())
        return (result.stdout, result.stderr, result.returncode) == (f"({number % 8} 49)\n", "", 0)
    race(tally, "the same keys, short programs", processes, compiles, run_one)


def killed_races(tally, processes, compiles):
    """Half of the processes are killed with signal 9 at a time that nobody chose; those that are not must be right."""
    def run_one(w, number):
        process = subprocess.Popen([TIERCEL, "--jit-threshold=10", "--jit-wait", "main.scm"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, cwd=w.folder, env=w.environment())
        if number % 2:
            time.sleep(random.Random(number).uniform(0, 0.12))
            process.kill()
        try:
            output, complaint = process.communicate(timeout=TIMEOUT_S)
        finally:
            process.kill()
        if process.returncode == -signal.SIGKILL:
            return number % 2 == 1
        return (output, complaint, process.returncode) == (EXPECTED, "", 0)
    race(tally, "kill -9 at any time", processes, compiles, run_one)


# --- Attacks ------------------------------------------------------------------------------------------------------------

def rewrite(path, change):
    """Changes an entry and gives it the right checksum again: what a writer with the same format could do."""
    content = bytearray(path.read_bytes())[:-32]
    change(content)
    path.write_bytes(bytes(content) + hashlib.blake2b(content, digest_size=32).digest())


def replaced(path, make):
    path.unlink()
    make(path)


def swap_while_running(w, entries):
    """Somebody exchanges the files all the time."""
    stop, contents = threading.Event(), {path: path.read_bytes() for path in entries}

    def swap():
        turn = 0
        while not stop.is_set():
            for path, content in contents.items():
                turn += 1
                with contextlib.suppress(OSError):
                    path.write_bytes(content[: len(content) * (turn % 7) // 6] + b"x" * (turn % 3))
    thread = threading.Thread(target=swap)
    thread.start()
    try:
        return all([w.is_right(w.run()) for _ in range(10)])
    finally:
        stop.set()
        thread.join()


def attacks():
    """{name: function(world, entries)}; each prepares the folder, or gives whether all is right itself."""
    def lengths(number):
        def change(content):
            content[48:64] = struct.pack("<QQ", number, number)
        return change

    def key(content):
        content[16] ^= 1

    def kind(content):
        content[8:16] = struct.pack("<Q", (struct.unpack("<Q", content[8:16])[0] + 1) % 3)

    def magic(content):
        content[0] ^= 1

    def each(change):
        return lambda w, entries: [change(path) for path in entries] and None

    def aside(path, make):
        other = path.with_name("aside-" + path.name)
        path.rename(other)
        make(other, path)

    def huge(path):
        with path.open("r+b") as file:
            file.truncate(1 << 40)

    def folder(make):
        def prepare(w, _):
            shutil.rmtree(w.cache)
            make(w.cache)
        return prepare

    def build(make):
        def prepare(w, entries):
            place = entries[0].parent
            aside_ = place.with_name("aside")
            place.rename(aside_)
            make(aside_, place)
        return prepare

    def crossed(w, entries):
        contents = [path.read_bytes() for path in entries]
        for path, content in zip(entries, contents[1:] + contents[:1]):
            path.write_bytes(content)

    cases = {
        "the folder is a link": lambda w, _: (w.cache.rename(w.cache.with_name("real")), w.cache.symlink_to("real")) and None,
        "the folder is a dangling link": folder(lambda place: place.symlink_to("/nonexistent/place")),
        "the folder is writable by all": lambda w, _: w.cache.chmod(0o777),
        "the folder is writable by its group": lambda w, _: w.cache.chmod(0o770),
        "the folder is a file": folder(lambda place: place.write_text("no folder")),
        "the folder is a FIFO": folder(os.mkfifo),
        "the folder above is writable by all": lambda w, _: w.cache.parent.chmod(0o777),
        "the build's folder is a link": build(lambda real, place: place.symlink_to(real)),
        "the build's folder is writable by all": lambda w, entries: entries[0].parent.chmod(0o777),
        "the build's folder is a file": build(lambda real, place: place.write_text("")),
        "entries are links": each(lambda path: aside(path, lambda real, place: place.symlink_to(real))),
        "entries are hard links": each(lambda path: aside(path, lambda real, place: os.link(real, place))),
        "entries are writable by all": each(lambda path: path.chmod(0o666)),
        "entries are FIFOs": each(lambda path: replaced(path, os.mkfifo)),
        "entries are folders": each(lambda path: replaced(path, lambda place: place.mkdir())),
        "entries are empty": each(lambda path: path.write_bytes(b"")),
        "entries are a terabyte": each(huge),
        "entries are devices": each(lambda path: replaced(path, lambda place: place.symlink_to("/dev/zero"))),
        "lengths are huge, checksums right": each(lambda path: rewrite(path, lengths((1 << 64) - 1))),
        "lengths wrap around, checksums right": each(lambda path: rewrite(path, lengths((1 << 64) - 64))),
        "keys are others, checksums right": each(lambda path: rewrite(path, key)),
        "kinds are others, checksums right": each(lambda path: rewrite(path, kind)),
        "the format is another, checksums right": each(lambda path: rewrite(path, magic)),
        "entries stand under each other's names": crossed,
        "entries are exchanged during runs": swap_while_running,
        "no rights to read": each(lambda path: path.chmod(0)),
        "relative XDG folder": lambda w, _: w.is_right(w.run(TIERCEL_CACHE_DIR="", XDG_CACHE_HOME="relative", HOME="")) and
        not (w.folder / "relative").exists(),
        "no home": lambda w, _: w.is_right(w.run(TIERCEL_CACHE_DIR="", HOME="")),
        "home is not there": lambda w, _: w.is_right(w.run(TIERCEL_CACHE_DIR="", HOME="/nonexistent/home")),
        "no file may grow": lambda w, _: w.is_right(w.run(["sh", "-c", 'ulimit -f 0; exec "$@"', "sh"])),
    }
    if os.geteuid() == 0 and shutil.which("setpriv"):
        cases.update({
            "the folder belongs to another": lambda w, _: os.chown(w.cache, 65534, 65534),
            "the folder above belongs to another": lambda w, _: os.chown(w.cache.parent, 65534, 65534),
            "entries belong to another": each(lambda path: os.chown(path, 65534, 65534)),
            "a read-only folder": read_only_folder,
            "more rights than the caller's": set_user,
        })
    return cases


NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def read_only_folder(w, entries):
    """As a user that does not stand above rights."""
    for path in [w.folder.parent, *w.folder.rglob("*"), w.folder]:
        os.chown(path, 65534, 65534)
    shutil.rmtree(w.cache)
    w.cache.parent.chmod(0o500)
    good = w.is_right(w.run(NOBODY))
    w.cache.parent.chmod(0o700)
    return good and not w.cache.exists() and w.is_right(w.run(NOBODY)) and w.cache.exists()


def set_user(w, entries):
    """A copy of the executable that takes on its owner's rights must not follow the caller's environment."""
    copy = w.folder / "copy"
    shutil.copy(TIERCEL, copy)
    copy.chmod(0o4755)
    w.folder.parent.chmod(0o755)
    place = w.folder / "chosen"
    result = subprocess.run([*NOBODY, copy, "main.scm"], capture_output=True, text=True, cwd=w.folder,
                            timeout=TIMEOUT_S, env=w.environment(TIERCEL_CACHE_DIR=str(place)))
    return result.stdout == EXPECTED and not place.exists()


def attack(tally):
    rows = attacks()
    cases = Cases("attacks", len(rows))
    if not any("another" in name and "folder" in name for name in rows):
        cases.left_out = ["other owners (needs root and setpriv)"]

    def suffers(prepare):
        with world() as w:
            verdict = prepare(w, w.fill())
            return w.is_right(w.run()) and w.is_right(w.run()) if verdict is None else verdict
    for name, prepare in rows.items():
        cases.check(name, lambda p=prepare: suffers(p))
    tally.tell(cases)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--races", type=int)
    arguments = parser.parse_args()
    quick, tally = arguments.quick, Tally()
    if not arguments.races:
        tally.part(damage_in_process, 5_000 if quick else 100_000)
        tally.part(damage_of_files, 10 if quick else 1_000)
        tally.part(attack)
    compiles, processes = arguments.races or (24 if quick else 10_000), 4 if quick else 16
    tally.part(short_races, processes, compiles)
    tally.part(races, processes, compiles // 12)
    tally.part(killed_races, processes, compiles // 12)
    if not arguments.races:
        tally.part(kills, 40 if quick else 1)
    if not quick and not arguments.races:
        tally.part(failing_calls, 1)
    print(f"{len(tally.bad)} got through")
    return 1 if tally.bad else 0


if __name__ == "__main__":
    sys.exit(main())
