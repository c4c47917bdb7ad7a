"""Machine code across runs: used from the first call, without the compiler; what it was compiled for is checked again.

proves: O5
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
NATIVE = TIERCEL.exists() and "native" in subprocess.run([TIERCEL, "--version"], capture_output=True, text=True).stdout

HOT = """(import (scheme base) (scheme write) (scheme file) (tiercel stats) (only (tiercel introspect) current-tier))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(define (bad x) (if (= x 0) (vector-ref #(1 2) 7) (+ 1 (bad (- x 1)))))
(define (show . parts) (for-each display parts) (newline))
(show (fib 15) (guard (e (#t 'caught)) (bad 3)))
(show "tier " (current-tier fib) (current-tier bad))
(show "stored " (> (cdr (assq 'stored-functions (stats))) 0))
(show "calls " (cdr (assq 'interpreted-calls (stats))))
(define maps (call-with-input-file "/proc/self/maps" (lambda (port)
  (let loop ((text '())) (let ((line (read-line port))) (if (eof-object? line) text (loop (cons line text))))))))
(define (mentions? line word)
  (let ((n (string-length word)))
    (let loop ((i 0))
      (and (<= (+ i n) (string-length line)) (or (string=? word (substring line i (+ i n))) (loop (+ i 1)))))))
(define (any? test list) (and (pair? list) (or (test (car list)) (any? test (cdr list)))))
(show "compiler " (any? (lambda (line) (mentions? line "tiercel_native")) maps))
(show "writable code " (any? (lambda (line) (mentions? line "rwx")) maps))
(bad 2)
"""

# At the first call of `early` what it refers to is not defined yet: code that took this for granted must not run.
EARLY = """(define (early n) (if (= n 0) 'first (list n late)))
(display (early 0))
(define late (read (open-input-string "(1 2)")))
(display (early 5))
(newline)
"""

# Libraries whose procedures get hot one after the other.  Between two, the compile thread has time to write what it made
# (it waits for 200 ms), while the program allocates, loads the next library from source or cache, and calls what is new.
GROWING = """(import (scheme base) (scheme write) (scheme eval) (scheme time))
(define (wait-until end) (let loop ((kept '())) (if (< (current-jiffy) end) (loop (list (make-vector 8 kept))) kept)))
(define (use number)
  (let ((grow (eval 'grow (environment (list 'hot (string->symbol (string-append "part" (number->string number))))))))
    (let loop ((i 0) (sum 0)) (if (< i 3000) (loop (+ i 1) (+ sum (length (grow i)))) sum))))
(do ((number 0 (+ number 1))) ((= number 4))
  (display (use number))
  (newline)
  (wait-until (+ (current-jiffy) (* 3 (quotient (jiffies-per-second) 10)))))
"""
PART = """(define-library (hot part{0})
  (export grow)
  (import (scheme base))
  (begin (define (grow n) (let loop ((i 0) (list '())) (if (> i (modulo n 20)) list (loop (+ i {0}1) (cons n list)))))))
"""


@unittest.skipUnless(NATIVE, "there is no native tier")
class MachineCode(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="tiercel-cache-test-")
        self.folder = pathlib.Path(self.temporary.name)

    def tearDown(self):
        self.temporary.cleanup()

    def run_program(self, text, *options):
        (self.folder / "program.scm").write_text(text)
        environment = dict(os.environ, TIERCEL_CACHE="on", TIERCEL_CACHE_DIR=str(self.folder / "cache"))
        return subprocess.run([TIERCEL, *options, "program.scm"], capture_output=True, text=True, timeout=120,
                              env=environment, cwd=self.folder)

    def test_second_run_needs_no_compiler(self):
        first = self.run_program(HOT, "--jit-threshold=0")
        self.assertIn("compiler #t", first.stdout, first.stderr)
        second = self.run_program(HOT, "--jit-threshold=0")
        self.assertEqual(second.stdout, first.stdout.replace("stored #f", "stored #t").replace("compiler #t", "compiler #f"))
        self.assertIn("610caught\ntier 22\nstored #t\ncalls 0\n", second.stdout)
        self.assertIn("writable code #f", second.stdout)
        self.assertEqual((second.returncode, second.stderr), (first.returncode, first.stderr))  # the same backtrace
        self.assertIn("in bad at program.scm:3:56", second.stderr)

    def test_stored_code_is_used_below_the_threshold(self):
        self.run_program(HOT, "--jit-threshold=1", "--jit-wait")
        self.assertIn("tier 22\nstored #t", self.run_program(HOT).stdout)

    def test_code_made_in_haste_is_not_used_for_good(self):
        """A loop that is entered once is made fast where everything is compiled before it runs; it would never be better."""
        text = "(define v (make-vector 3 1))\n(let loop ((i 0)) (if (< i 200000) (begin (vector-set! v 0 i) (loop (+ i 1)))))\n"
        for hasty in ("--jit", "--jit-optimize=0"):
            shutil.rmtree(self.folder / "cache", ignore_errors=True)
            for _ in range(2):
                self.run_program(text, hasty, "--jit-threshold=0")
            again = self.run_program(text, "--jit-threshold=10", "--jit-wait", "--jit-log")
            self.assertIn("a loop in the top level", again.stderr, hasty)
            again = self.run_program(text, "--jit-threshold=10", "--jit-wait", "--jit-log")
            self.assertEqual(again.stderr, "", hasty)  # what was made with care is found again

    def test_what_was_taken_for_granted_is_checked(self):
        expected = "first(5 (1 2))\n"
        for options in (["--jit-threshold=2", "--jit-wait"], ["--jit-threshold=0"], []):
            for text in (EARLY, EARLY.replace("(early 5)", "(begin (early 5) (early 5) (early 5) (early 5))")):
                for _ in range(3):
                    result = self.run_program(text, *options)
                    self.assertEqual(result.stdout, expected, result.stderr)

    def test_other_code_of_the_same_name(self):
        self.run_program(HOT, "--jit-threshold=0")
        changed = HOT.replace("(fib (- n 2))", "(fib (- n 3))")
        self.assertNotIn("610", self.run_program(changed).stdout)

    def test_killed_program_leaves_its_code(self):
        """Machine code is on disk soon after it was made, so that a server that never ends keeps it, too."""
        server = ("(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))\n(display (fib 15))\n(newline)\n"
                  "(flush-output-port (current-output-port))\n(define (serve) (fib 5) (serve))\n(serve)\n")
        (self.folder / "program.scm").write_text(server)
        environment = dict(os.environ, TIERCEL_CACHE="on", TIERCEL_CACHE_DIR=str(self.folder / "cache"))
        with subprocess.Popen([TIERCEL, "--jit-threshold=5", "program.scm"], stdout=subprocess.PIPE, env=environment,
                              cwd=self.folder) as process:
            deadline = time.monotonic() + 60
            while not list((self.folder / "cache").glob("*/n-*")) and time.monotonic() < deadline:
                time.sleep(0.02)
            process.kill()
            self.assertEqual(process.communicate()[0], b"610\n")
        self.assertEqual(process.returncode, -9)
        self.assertEqual(len(list((self.folder / "cache").glob("*/n-*"))), 1)
        verdict = subprocess.run([TIERCEL, "cache", "verify"], capture_output=True, text=True, env=environment)
        self.assertTrue(verdict.stdout.startswith("2 good, 0 damaged"), verdict.stdout)


class Sanitized(unittest.TestCase):
    """The compile thread writes while the program goes on, under ThreadSanitizer."""

    def test_written_in_the_background(self):
        tiercel = ROOT / "build" / "tsan" / "tiercel"
        if not tiercel.exists():
            self.skipTest("needs the tsan preset")
        with tempfile.TemporaryDirectory(prefix="tiercel-cache-test-") as folder:
            place = pathlib.Path(folder)
            (place / "hot").mkdir()
            (place / "program.scm").write_text(GROWING)
            for number in range(4):
                (place / "hot" / f"part{number}.sld").write_text(PART.format(number))
            environment = dict(os.environ, TIERCEL_CACHE="on", TIERCEL_CACHE_DIR=str(place / "cache"))
            for run in ("cold", "warm"):
                done = subprocess.run([tiercel, "--jit-threshold=50", "program.scm"], capture_output=True, text=True, timeout=600,
                                      env=environment, cwd=place)
                self.assertEqual((done.stderr, done.returncode), ("", 0), run)
                self.assertEqual(done.stdout, "31500\n4350\n3000\n3000\n", run)
            self.assertGreaterEqual(len(list((place / "cache").glob("*/n-*"))), 4)


if __name__ == "__main__":
    unittest.main()
