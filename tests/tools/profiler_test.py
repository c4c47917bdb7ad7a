"""What perf sees of native code: the names in its map, and the names, bytes and lines in its dump of code made at run time."""

import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
NATIVE = TIERCEL.exists() and "native" in subprocess.run([TIERCEL, "--version"], capture_output=True, text=True).stdout

PROGRAM = """(import (scheme base) (scheme read) (scheme write))
(define (fib n)
  (if (< n 2)
      n
      (+ (fib (- n 1))
         (fib (- n 2)))))
(write (fib (read)))
(newline)
(flush-output-port)
(read)
"""
LOAD, LINES, CLOSE = 0, 2, 3


class Dump:
    """A file as tools/perf/Documentation/jitdump-specification.txt of the Linux kernel describes it."""

    def __init__(self, path):
        data = path.read_bytes()
        self.magic, self.version, size, self.machine, _, self.process, self.time, self.flags = struct.unpack_from("<6I2Q", data)
        self.kinds, self.times, self.loads, self.lines = [], [], [], {}
        while size < len(data):
            kind, count, when = struct.unpack_from("<2IQ", data, size)
            record, at = data[size:size + count], 16
            assert count >= at and len(record) == count, "a record goes beyond the end"
            self.kinds.append(kind)
            self.times.append(when)
            size += count
            if kind == LOAD:
                process, thread, virtual, address, length, index = struct.unpack_from("<2I4Q", record, at)
                assert process == self.process and thread >= process and virtual == address
                name, code = record[at + 40:].split(b"\0", 1)
                assert len(code) == length
                self.loads.append((index, address, name.decode(), code))
            elif kind == LINES:
                address, rows = struct.unpack_from("<2Q", record, at)
                rest = record[at + 16:]
                self.lines[address] = []
                for _ in range(rows):
                    where, line, _ = struct.unpack_from("<Q2I", rest)
                    name, rest = rest[16:].split(b"\0", 1)
                    self.lines[address].append((where, pathlib.Path(name.decode()).name, line))
                assert rest == b""

    def load(self, name):
        return next(load for load in self.loads if load[2] == name)


class Running:
    """A program under --jit-perf that has printed its answer and waits for input."""

    def __init__(self, *options, command=(), environment=None, number=10):
        self.folder = tempfile.TemporaryDirectory(prefix="tiercel-profiler-test-")
        path = pathlib.Path(self.folder.name) / "program.scm"
        path.write_text(PROGRAM)
        self.process = subprocess.Popen([*command, TIERCEL, "--jit-perf", *options, path], stdin=subprocess.PIPE, env=environment,
                                        stdout=subprocess.PIPE, text=True, cwd=self.folder.name)
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "55\n" or number != 10
        self.pid = self.process.pid
        if command:  # it has started the program
            self.pid = int(pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()[0])
        self.map, self.dump = pathlib.Path(f"/tmp/perf-{self.pid}.map"), pathlib.Path(f"/tmp/jit-{self.pid}.dump")

    def __enter__(self):
        return self

    def end(self):
        self.process.communicate("\n", timeout=120)

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()
        for path in (self.map, self.dump, *pathlib.Path("/tmp").glob(f"jitted-{self.pid}-*.so")):
            path.unlink(missing_ok=True)
        self.folder.cleanup()


@unittest.skipUnless(NATIVE, "needs the native tier")
class Files(unittest.TestCase):
    def test_the_map_names_procedures(self):
        with Running("--jit-threshold=0") as running:
            lines = running.map.read_text().splitlines()
        self.assertTrue(any(re.fullmatch(r"[0-9a-f]+ [0-9a-f]+ fib", line) for line in lines), lines)

    def test_the_dump_is_whole(self):
        before = time.monotonic_ns()
        with Running("--jit-threshold=0") as running:
            mappings = [line.split() for line in pathlib.Path(f"/proc/{running.pid}/maps").read_text().splitlines()]
            running.end()
            dump = Dump(running.dump)
            named = {(int(begin, 16), int(size, 16), name)
                     for begin, size, name in (line.split(" ", 2) for line in running.map.read_text().splitlines())}
        after = time.monotonic_ns()
        self.assertEqual([words[1] for words in mappings if words[-1] == str(running.dump)], ["r-xp"], "the mapping perf goes by")
        self.assertEqual((dump.magic, dump.version, dump.process, dump.flags), (0x4A695444, 1, running.pid, 0))
        self.assertEqual(dump.machine, struct.unpack_from("<H", TIERCEL.read_bytes()[:32], 18)[0], "that of the executable")
        self.assertEqual(dump.kinds[-1], CLOSE)
        self.assertNotIn(CLOSE, dump.kinds[:-1])
        self.assertEqual(sorted(dump.times), dump.times)
        self.assertLess(before, dump.time)
        self.assertLessEqual(dump.time, dump.times[0])
        self.assertLess(dump.times[-1], after)
        self.assertEqual([load[0] for load in dump.loads], list(range(1, len(dump.loads) + 1)), "each piece has its number")
        self.assertEqual({(address, len(code), name) for _, address, name, code in dump.loads}, named)

    def test_the_dump_has_the_code_and_its_lines(self):
        with Running("--jit-threshold=0") as running:
            dump = Dump(running.dump)  # it is complete at every moment
            pieces = [(address, code) for _, address, name, code in dump.loads if name == "fib"]  # its versions
            with open(f"/proc/{running.pid}/mem", "rb") as memory:
                for address, code in pieces:
                    memory.seek(address)
                    self.assertEqual(memory.read(len(code)), code)
        self.assertLess(dump.kinds.index(LINES), dump.kinds.index(LOAD), "lines stand before the code")
        lines = set()
        for address, code in pieces:
            rows = dump.lines[address]
            self.assertEqual(rows[0][0], address)
            self.assertEqual(sorted(rows), rows)
            self.assertTrue(all(address <= where < address + len(code) for where, _, _ in rows))
            self.assertEqual({name for _, name, _ in rows}, {"program.scm"})
            lines.update(line for _, _, line in rows)
        self.assertLessEqual(lines, {3, 4, 5, 6})
        self.assertLessEqual({3, 5, 6}, lines, "its beginning, and both calls in their lines")

    def test_a_killed_program_leaves_its_dump(self):
        with Running("--jit-threshold=0") as running:
            running.process.send_signal(signal.SIGKILL)
            running.process.wait()
            self.assertTrue(Dump(running.dump).load("fib"))

    def test_code_from_the_cache_is_dumped(self):
        with tempfile.TemporaryDirectory(prefix="tiercel-profiler-test-") as folder:
            environment = dict(os.environ, TIERCEL_CACHE="on", TIERCEL_CACHE_DIR=f"{folder}/cache")
            loads = []
            for _ in range(2):
                with Running("--jit-threshold=1", "--jit-wait", environment=environment) as running:
                    compilers = pathlib.Path(f"/proc/{running.pid}/maps").read_text().count("libtiercel_native")
                    running.end()
                    loads.append((compilers > 0, Dump(running.dump).load("fib")))
        self.assertEqual([compiled for compiled, _ in loads], [True, False])
        self.assertEqual(len(loads[1][1][3]), len(loads[0][1][3]), "the same code")

    def test_nothing_is_written_over(self):
        """Under the name of the dump something may lie already, of an earlier process or of somebody else."""
        with tempfile.TemporaryDirectory(prefix="tiercel-profiler-test-") as folder:
            victim = pathlib.Path(folder) / "victim"
            victim.write_text("mine\n")
            script = f'ln -s {victim} /tmp/jit-$$.dump; ln -s {victim} /tmp/perf-$$.map; echo $$; exec "$@"'
            done = subprocess.run(["sh", "-c", script, "sh", TIERCEL, "--jit-perf", "-e", "(+ 1 2)"], capture_output=True, text=True)
            pid, answer = done.stdout.split()
            for path in (pathlib.Path(f"/tmp/jit-{pid}.dump"), pathlib.Path(f"/tmp/perf-{pid}.map")):
                self.assertFalse(path.is_symlink())
                path.unlink()
            self.assertEqual((answer, done.stderr, victim.read_text()), ("3", "", "mine\n"))


def perf_may_watch():
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["perf", "record", "-q", "-e", "cpu-clock", "-k", "mono", "-o", f"{folder}/data", "true"],
                              capture_output=True)
        return done.returncode == 0


@unittest.skipUnless(NATIVE, "needs the native tier")
@unittest.skipUnless(shutil.which("perf"), "perf is not installed")
class Perf(unittest.TestCase):
    def test_perf_finds_names_and_lines(self):
        if not perf_may_watch():
            self.skipTest("the kernel lets nobody watch")
        with tempfile.TemporaryDirectory(prefix="tiercel-profiler-test-") as folder:
            environment = dict(os.environ, HOME=folder)  # where perf keeps what it has injected
            reports = []
            record = ["perf", "record", "-q", "-e", "cpu-clock", "-F", "2000", "-k", "mono", "-o", f"{folder}/data"]
            with Running("--jit-threshold=0", command=record, environment=environment, number=34) as running:
                running.end()
                for words in (["inject", "--jit", "-i", "data", "-o", "injected"],
                              ["report", "--stdio", "-i", "injected", "--sort=dso,symbol"],
                              ["report", "--stdio", "-i", "injected", "--sort=srcline"]):
                    done = subprocess.run(["perf", *words], capture_output=True, text=True, cwd=folder, timeout=120, env=environment)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    reports.append(done.stdout)
        self.assertRegex(reports[1], rf"(?m)^ +[0-9.]+% +jitted-{running.pid}-\d+\.so +\[\.\] fib")
        self.assertRegex(reports[2], r"(?m)^ +[0-9.]+% +program\.scm:[2-6]\b")


if __name__ == "__main__":
    unittest.main()
