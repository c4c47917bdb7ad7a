"""What other tools see of native code: gdb by its interface for code made at run time, the kernel by rights.

proves: O17
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
NATIVE = TIERCEL.exists() and "native" in subprocess.run([TIERCEL, "--version"], capture_output=True, text=True).stdout
INTERRUPT_MAX_S = 0.05  # of the best of some runs: the machine may be busy

PROGRAM = """(import (scheme base) (scheme write))
(define (inner x)
  (vector-ref (vector x 1) 0))
(define (middle n)
  (if (= n 0)
      (+ 1 (inner (read-line)))
      (+ 1 (middle (- n 1)))))
(define (outer n)
  (let ((a (middle n)))
    (display a)
    a))
(outer 3)
"""


def run(arguments, program, folder=None, **more):
    with tempfile.TemporaryDirectory() as other:
        path = pathlib.Path(folder or other) / "stack.scm"
        path.write_text(program)
        return subprocess.run([*arguments, "run", str(path)], capture_output=True, text=True, timeout=120, **more)


@unittest.skipUnless(NATIVE, "needs the native tier")
@unittest.skipUnless(shutil.which("gdb"), "gdb is not installed")
class Debugger(unittest.TestCase):
    def test_breakpoint_by_line_and_backtrace_with_names(self):
        program = PROGRAM.replace("(read-line)", "4")
        commands = ["set breakpoint pending on", "break stack.scm:6", "run", "bt", "delete", "break stack.scm:10", "continue"]
        gdb = ["gdb", "-q", "-batch", "-nx", *(word for command in commands for word in ("-ex", command)), "--args"]
        out = run([*gdb, str(TIERCEL), "--jit-threshold=0", "--jit-debug"], program).stdout
        frames = re.findall(r"^#\d+ .*?(\S+) \(\) at \S*stack\.scm:(\d+)$", out, re.MULTILINE)
        self.assertEqual(frames[:4], [("middle", "6")] + [("middle", "7")] * 3, out)
        self.assertIn(frames[4][0], ("outer", "top-level"), out)
        self.assertRegex(out, r"stack\.scm:10\n10\t    \(display a\)", out)

    def test_code_from_the_cache_has_its_names(self):
        program = PROGRAM.replace("(read-line)", "4") + "(write (stats 'stored-functions))\n"
        program = program.replace("(scheme write))", "(scheme write) (tiercel stats))")
        words = [TIERCEL, "--jit-threshold=0", "--jit-debug"]
        with tempfile.TemporaryDirectory() as folder:
            environment = dict(os.environ, TIERCEL_CACHE="on", TIERCEL_CACHE_DIR=f"{folder}/cache")
            self.assertEqual(run(words, program, folder=folder, env=environment).stdout, "80")
            gdb = ["gdb", "-q", "-batch", "-nx", "-ex", "set breakpoint pending on", "-ex", "break stack.scm:6", "-ex", "run", "-ex",
                   "bt", "-ex", "continue", "--args"]
            out = run([*gdb, *words], program, folder=folder, env=environment).stdout
        frames = re.findall(r"^#\d+ .*?(\S+) \(\) at \S*stack\.scm:(\d+)$", out, re.MULTILINE)
        self.assertEqual(frames[:4], [("middle", "6")] + [("middle", "7")] * 3, out)
        self.assertRegex(out, r"(?m)^8[1-9]\d*\[Inferior", "it came from the cache")

    def test_code_that_has_died_is_taken_back(self):
        program = """(import (scheme base) (scheme eval) (scheme repl) (tiercel memory))
            (define environment (interaction-environment))
            (do ((i 0 (+ i 1))) ((= i 20))
              (eval `(define (step x) (+ x ,i)) environment)
              (eval '(step 1) environment)
              (collect-garbage))"""
        gdb = ["gdb", "-q", "-batch", "-nx", "-ex", "run", "--args"]
        out = run([*gdb, str(TIERCEL), "--jit-threshold=0", "--jit-debug"], program).stdout
        self.assertIn("exited normally", out)


@unittest.skipUnless(NATIVE, "needs the native tier")
class Rights(unittest.TestCase):
    def test_no_page_is_ever_writable_and_executable(self):
        program = "(define (f x) (if (= x 0) 0 (+ 1 (f (- x 1))))) (f 100) "
        process = subprocess.Popen([TIERCEL, "--jit-threshold=0", "-e", " ".join(
            program.replace("(f", f"(f{i}") for i in range(60))], stdout=subprocess.PIPE)
        executable = writable = 0
        while process.poll() is None:
            try:
                rights = re.findall(r"^\S+ (\S{4}) \S+ 00:00 0 *$", pathlib.Path(f"/proc/{process.pid}/maps").read_text(), re.M)
            except (FileNotFoundError, ProcessLookupError):
                break
            self.assertFalse([right for right in rights if "w" in right and "x" in right])
            executable += sum("x" in right for right in rights)
            writable += len(rights) > 0
        process.communicate()
        self.assertGreater(executable, 10)  # code was there while we looked
        self.assertGreater(writable, 10)


@unittest.skipUnless(NATIVE, "needs the native tier")
class Interrupts(unittest.TestCase):
    LOOPS = [
        "(define (spin i) (if (< i 0) i (spin (+ i 1)))) (spin 0)",
        "(define (spin) (do ((i 0 (+ i 1)) (x 0.5 (* x 1.0000001))) ((< i 0) x))) (spin)",
        "(define (spin v i) (vector-set! v (remainder i 10) i) (spin v (+ i 1))) (spin (make-vector 10) 0)",
        "(define (deep n) (if (= n 0) 0 (+ 1 (deep (- n 1))))) (let loop () (deep 1000) (loop))",
        "(define (even i) (odd (+ i 1))) (define (odd i) (even (+ i 1))) (even 0)",
        "(let loop ((i 0)) (loop (+ i 1)))",
    ]

    def seconds_to_end(self, loop):
        """From the signal to the end of the process, whose end is part of it."""
        process = subprocess.Popen([TIERCEL, "--jit-threshold=0", "-e", f'(display "ready") (newline) (flush-output-port) {loop}'],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(0.3)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=30)
        seconds = time.monotonic() - start
        self.assertEqual((process.returncode, error), (130, b"interrupted\n"), loop)
        return seconds

    def test_loops_in_native_code_are_interrupted(self):
        """Each in its best of some runs, as a process that has to wait for a processor says nothing; a loop without a poll
        would never end, and one that polls late is late every time."""
        for loop in self.LOOPS:
            with self.subTest(loop=loop):
                seconds = [self.seconds_to_end(loop) for _ in range(3)]
                while min(seconds) > INTERRUPT_MAX_S and len(seconds) < 10:
                    seconds.append(self.seconds_to_end(loop))
                self.assertLess(min(seconds), INTERRUPT_MAX_S, seconds)

    def test_fuel_ends_native_code(self):
        for loop in self.LOOPS:
            done = subprocess.run([TIERCEL, "--jit-threshold=0", "--fuel=1000000", "-e", loop], capture_output=True, timeout=60)
            self.assertNotEqual(done.returncode, 0, loop)
            self.assertIn(b"fuel", done.stderr, loop)


if __name__ == "__main__":
    unittest.main()
