"""What a terminal shows while a program and its libraries are compiled: one line, which leaves nothing behind."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import terminal

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"

QUICK = "(define-library (quick) (export one) (import (scheme base)) (begin (define (one) 1)))"
# Its macro takes 0.9 s, and is not kept, because it opens a file.
SLOW = """(define-library (slow) (export two)
  (import (scheme base) (scheme time) (scheme write) (scheme file) (tiercel syntax) (quick))
  (begin
    (define-syntax wait
      (er-macro-transformer
        (lambda (form rename same?)
          (close-port (open-input-file "slow.sld"))
          (let wait-until ((end (+ (current-jiffy) 900000000)))
            (if (< (current-jiffy) end) (wait-until end)))
          (display "(waited)")
          (newline)
          1)))
    (define (two) (+ (wait) (one)))))
"""
MAIN = "(import (scheme base) (scheme write) (slow)) (display (two))"


@unittest.skipUnless(TIERCEL.exists(), "there is no build")
class ProgressLine(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="tiercel-progress-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        (self.folder / "quick.sld").write_text(QUICK)
        (self.folder / "slow.sld").write_text(SLOW)
        (self.folder / "main.scm").write_text(MAIN)
        self.environment = dict(os.environ, TIERCEL_CACHE="on", TIERCEL_CACHE_DIR=str(self.folder / "cache"), TERM="xterm")

    def on_terminal(self, *words, kind="xterm"):
        """All that a run writes, standard output and standard error being the same terminal."""
        code, shown = terminal.run([TIERCEL, *words], ["stdout", "stderr"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   env=dict(self.environment, TERM=kind))
        self.assertEqual(code, 0, shown)
        return shown.replace("\r\n", "\n")

    def test_what_takes_long(self):
        """Which library, how many are done, how many came from the cache; where the program writes, nothing is left of it."""
        shown = self.on_terminal("run", "main.scm")
        steps = re.findall(r"\r\x1b\[K(main\.scm: [^\r\n]+)", shown)
        self.assertEqual(re.sub(r"\r\x1b\[K(main\.scm: [^\r\n]+)?", "", shown), "(waited)\n2")
        self.assertIn("main.scm: compiling (slow) ... 1 of 2 libraries done", steps)
        self.assertEqual(steps[-1], "main.scm: compiling ... 2 of 2 libraries done")
        self.assertTrue(shown.endswith("\r\x1b[K2"), repr(shown))
        again = self.on_terminal("run", "main.scm")
        self.assertIn("\r\x1b[Kmain.scm: compiling (slow) ... 0 of 1 library done, 1 library from the cache\r\x1b[K", again)

    def test_an_import_in_an_expression(self):
        shown = self.on_terminal("-I", ".", "-e", "(begin (import (slow)) (two))")
        self.assertIn("\r\x1b[Kcompiling (slow) ... 1 of 2 libraries done", shown)

    def test_what_is_fast(self):
        (self.folder / "main.scm").write_text(MAIN.replace("slow", "quick").replace("two", "one"))
        for _ in "first", "second":
            self.assertEqual(self.on_terminal("run", "main.scm"), "1")

    def test_no_terminal_that_understands_it(self):
        self.assertEqual(self.on_terminal("run", "main.scm", kind="dumb"), "(waited)\n2")
        done = subprocess.run([TIERCEL, "run", "main.scm"], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("(waited)\n2", "", 0))


if __name__ == "__main__":
    unittest.main()
