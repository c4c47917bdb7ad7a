"""The boot image follows its sources, and the runner's exit status tells what happened.

proves: E19 L13
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAGE0 = ROOT / "build" / "tiercel_stage0"
TIERCEL = ROOT / "build" / "tiercel"


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=ROOT, check=False)


@unittest.skipUnless(STAGE0.exists(), "needs a release build")
class BootImage(unittest.TestCase):
    def make(self, library_folder, output):
        done = run(STAGE0, "--no-image", "make-image", library_folder, output)
        self.assertEqual(done.returncode, 0, done.stderr)
        return output.read_bytes()

    def test_e19_editing_a_macro_changes_the_image(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            shutil.copytree(ROOT / "lib", folder / "lib")
            before = self.make(folder / "lib", folder / "before.image")
            self.assertEqual(before, self.make(folder / "lib", folder / "again.image"), "the same sources, the same bytes")
            macros = folder / "lib" / "tiercel" / "prelude-macros.scm"
            macros.write_text(macros.read_text() + "\n(define-syntax defn (syntax-rules () ((_ x ...) 'edited)))\n")
            self.assertNotEqual(before, self.make(folder / "lib", folder / "after.image"))
            shown = run(STAGE0, "--no-image", "-I", folder / "lib", "-e", "(defn f (x) x)")
            self.assertEqual(shown.stdout, "edited\n", shown.stderr)

    def test_e4_the_macro_prelude_holds_macros_only(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            shutil.copytree(ROOT / "lib", folder / "lib")
            macros = folder / "lib" / "tiercel" / "prelude-macros.scm"
            macros.write_text(macros.read_text() + "\n(define (smuggled x) x)\n")
            done = run(STAGE0, "--no-image", "make-image", folder / "lib", folder / "out.image")
            self.assertNotEqual(done.returncode, 0)

    def test_no_source_is_read_at_start(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([str(TIERCEL), "-e", "(map (lambda (x) (* x x)) '(1 2 3))"], capture_output=True, text=True,
                                  cwd=folder, check=False)
            self.assertEqual(done.stdout, "(1 4 9)\n")


class Runner(unittest.TestCase):
    def test_l13_exit_status_tells(self):
        with tempfile.TemporaryDirectory(dir=ROOT / "tests") as folder:
            program = pathlib.Path(folder) / "one.scm"
            for expected, status in (("3", 0), ("4", 1)):
                program.write_text(f"(import (scheme base) (scheme write))\n(write (+ 1 2))\n;; => {expected}\n")
                done = run(sys.executable, "tools/test.py", "--config=default", "--quick-units=none", "--only-programs", program.parent.name)
                self.assertEqual(done.returncode, status, done.stdout + done.stderr)
                self.assertRegex(done.stdout, r"(?m)^\d+ passed, \d+ failed$")


if __name__ == "__main__":
    unittest.main()
