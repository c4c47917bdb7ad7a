"""A program that redefines a procedure again and again, which becomes machine code each time: names never collide, the answer is
that of the newest definition, and memory stays flat.

Two thousand times with every run; `tools/test.py --all` does it 100,000 times (TIERCEL_REDEFINITIONS).
proves: C9 C25
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
NATIVE = TIERCEL.exists() and "native" in subprocess.run([TIERCEL, "--version"], capture_output=True, text=True).stdout
COUNT = int(os.environ.get("TIERCEL_REDEFINITIONS", "2000"))
GROWTH_PAGES = 1000  # each piece of code takes at least one
PARTS = 10

PROGRAM = """(import (scheme base) (scheme file) (scheme read) (scheme write) (scheme eval) (scheme repl) (scheme process-context)
        (tiercel memory) (tiercel stats))
(define environment (interaction-environment))
(define (pages) (call-with-input-file "/proc/self/statm" (lambda (port) (read port) (read port))))
(define (mappings)
  (call-with-input-file "/proc/self/maps"
    (lambda (port) (let loop ((n 0)) (if (eof-object? (read-line port)) n (loop (+ n 1)))))))
(define count (string->number (cadr (command-line))))
(define parts (string->number (list-ref (command-line) 2)))
(do ((i 0 (+ i 1))) ((= i count))
  (eval `(define (step x) (+ x ,i)) environment)
  (if (not (= (eval '(begin (step 1) (step 1) (step 1)) environment) (+ i 1))) (error "an old definition answers" i))
  (if (= 0 (remainder i 50)) (collect-garbage))
  (if (= 0 (remainder (+ i 1) (quotient count parts)))
      (begin (for-each (lambda (number) (write number) (write-char #\\space)) (list (pages) (mappings) (stats 'compiled-functions)))
             (newline))))
"""


@unittest.skipUnless(NATIVE, "needs the native tier")
class Redefinitions(unittest.TestCase):
    def test_memory_stays_flat(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "program.scm"
            path.write_text(PROGRAM)
            done = subprocess.run([TIERCEL, "--no-cache", "--jit-threshold=1", "--jit-wait", "--jit-optimize=0", path, str(COUNT),
                                   str(PARTS)], capture_output=True, text=True, timeout=60 + COUNT // 10, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        rows = [[int(word) for word in line.split()] for line in done.stdout.splitlines()]
        self.assertEqual(len(rows), PARTS)
        self.assertGreaterEqual(rows[-1][2], COUNT, "each definition was compiled")
        for pages, mappings, _ in rows[2:]:
            self.assertLess(pages - rows[1][0], GROWTH_PAGES, rows)
            self.assertLess(mappings - rows[1][1], 20, rows)


if __name__ == "__main__":
    unittest.main()
