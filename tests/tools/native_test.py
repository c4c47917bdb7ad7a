"""The native tier from outside: its stages, what it says, its library, and how it ends.

proves: C7 C8 C9 C28 L10 O8
"""

import os
import pathlib
import re
import shutil
import statistics
import struct
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
LIBRARY = ROOT / "build" / "libtiercel_native.so"
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8")
FIB = "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))\n"


def tiercel(*arguments, text="", executable=TIERCEL):
    return subprocess.run([executable, *arguments], input=text, capture_output=True, text=True, timeout=120, env=ENVIRONMENT)


def float_word(number):
    """How a float is tagged: its bits rotated left by four (src/object/value.h)."""
    bits = struct.unpack("<Q", struct.pack("<d", number))[0]
    return (bits << 4 | bits >> 60) & (1 << 64) - 1


@unittest.skipUnless(TIERCEL.exists() and LIBRARY.exists(), "needs a release build with the native tier")
class Native(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def program(self, text):
        path = pathlib.Path(self.folder.name) / "program.scm"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def test_c7_stages(self):
        path = self.program(FIB + "(println (fib 10))\n")
        result = tiercel("dump", "--stage=llvm", path)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertGreaterEqual(result.stdout.count("\ndefine "), 2)
        self.assertIn("target triple", result.stdout)
        result = tiercel("dump", "--stage=asm", path)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("%rbp", result.stdout)
        self.assertIn("program.scm", result.stdout)
        self.assertIn("asm", tiercel("dump", "--stage=machine", path).stderr)

    def test_c7_runtime_names(self):
        """Every function of the runtime that the emitter names is in the table by which code is linked."""
        table = set(re.findall(r"X\((tc_\w+),", (ROOT / "src" / "tier" / "runtime.cpp").read_text(encoding="utf-8")))
        named = set()
        for path in (ROOT / "src" / "llvm").glob("*.cpp"):
            named |= set(re.findall(r'"(tc_\w+)"', path.read_text(encoding="utf-8")))
        self.assertGreater(len(named), 20)
        self.assertEqual(named - table, set())

    def test_c8_constants(self):
        for expression, word in (("42", 42 * 8 + 1), ("3.14", float_word(3.14))):
            text = tiercel("dump", "--stage=llvm", self.program(expression)).stdout
            self.assertTrue({str(word), str(word - (1 << 64))} & set(re.findall(r"ret i64 (-?\d+)", text)), text)
        for expression, word in (("nil", 1 << 8 | 5), ("#t", 4 << 8 | 5), ("#f", 5)):  # constant_bits of src/object/value.h
            text = tiercel("dump", "--stage=llvm", self.program(expression)).stdout
            self.assertEqual(re.findall(r"ret i64 (-?\d+)", text)[-1], str(word), text)
        for expression, shown in (("42", "42"), ("3.14", "3.14"), ("nil", "nil"), ("#t", "#t"), ("#f", "#f")):
            self.assertEqual(tiercel("--jit", "-e", expression).stdout, shown + "\n")

    def test_c9_levels(self):
        path = self.program(FIB + "(println (fib 20) (map (lambda (x) (* x 1.5)) '(1 2 3)))\n")
        for level in range(4):
            result = tiercel(f"--opt={level}", "--jit-threshold=0", path)
            self.assertEqual((result.stdout, result.stderr), ("6765 (1.5 3.0 4.5)\n", ""))

    def test_log_and_timings(self):
        path = self.program(FIB + "(println (fib 30))\n(println (promote! fib))")
        result = tiercel("--jit-log", "--jit-threshold=100", path)
        self.assertEqual(result.stdout, "832040\n#t\n")
        self.assertRegex(result.stderr, r"jit: .*program.scm:1:\d+: fib, \d+ bytes, \d+\.\d ms\n")
        result = tiercel("--timings", "--jit-threshold=100", path)
        self.assertRegex(result.stderr, r"native +\d+\.\d+ ms +[1-9]\d* procedures")

    def test_without_library(self):
        alone = pathlib.Path(self.folder.name) / "tiercel"
        shutil.copy(TIERCEL, alone)
        expression = "(let ((f (lambda (x) (* x 2)))) (list (promote! f) (f 4) (current-tier f) (jit?) (cdr (assq 'reason (tier-status f)))))"
        result = tiercel("--jit-threshold=1000", "-e", expression, executable=alone)
        self.assertEqual(result.returncode, 0)
        self.assertIn('(#f 8 1 #f "the native tier is not available: ', result.stdout)
        result = tiercel("--jit", "-e", "(let ((f (lambda (x) (* x 2)))) (f 4))", executable=alone)
        self.assertEqual((result.returncode, result.stdout), (0, "8\n"))
        self.assertEqual(tiercel("--jit", "-", text=FIB + "(println (fib 20))", executable=alone).stdout, "6765\n")
        result = tiercel("dump", "--stage=llvm", self.program("1"), executable=alone)
        self.assertIn("T4008", result.stderr)
        self.assertEqual(result.returncode, 1)

    def test_library_of_another_build(self):
        copy = pathlib.Path(self.folder.name) / "tiercel"
        shutil.copy(TIERCEL, copy)
        (copy.parent / "other.c").write_text("void* tiercel_open_native(void) { return *(void**)0; }\n")
        library = copy.parent / "libtiercel_native.so"
        subprocess.run(["cc", "-shared", "-fPIC", copy.parent / "other.c", "-o", library], check=True)
        result = tiercel("--jit", "-e", "(* 6 7)", executable=copy)
        self.assertEqual(result.stdout, "42\n")
        self.assertIn("belongs to another build", tiercel("--jit", executable=copy, text=":jit\n").stdout)

    def test_l10_short_programs(self):
        """A program of a few milliseconds ends before the library is opened, and waits for no compiler at its end."""
        trace = "(println (string-contains (slurp \"/proc/self/maps\") \"libtiercel_native\"))"
        self.assertEqual(tiercel("-", text=FIB + "(println (fib 15))" + trace).stdout, "610\n#f\n")

    def test_o8_end(self):
        """A compile under way does not hold up the end of the program: it is not waited for."""
        many = "".join(f"(define (f{i} x) (if (< x 0) (list x {i}) (vector (+ x {i}) (* x {i}) (- x {i}))))\n" for i in range(300))
        calls = "".join(f"(f{i} 1)" for i in range(300))
        path = self.program(f"{many}(define (all) {calls} 1)\n(define begin-at (now))\n(let loop ((i 0)) (if (< i 200) (begin (all) (loop (+ i 1)))))\n"
                            "(spit (cadr (command-line)) (number->string (now)))\n")
        stamp = pathlib.Path(self.folder.name) / "stamp"
        delays = []
        for _ in range(5):
            subprocess.run([TIERCEL, "--jit-threshold=50", path, str(stamp)], check=True, timeout=60, env=ENVIRONMENT)
            delays.append(time.time() - float(stamp.read_text()))
        self.assertLess(statistics.median(delays), 0.05, delays)


if __name__ == "__main__":
    unittest.main()
