"""`--target`: objects for aarch64, and procedures of them that run under an emulator.

What runs them is cross_main.cpp in place of the runtime, whose stack switching is written for x86-64 only.
proves: O12
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
NATIVE = TIERCEL.exists() and "native" in subprocess.run([TIERCEL, "--version"], capture_output=True, text=True).stdout
CLANG = next(filter(None, map(shutil.which, ("clang++-22", "clang++-19"))), None)
QEMU = shutil.which("qemu-aarch64")
CROSS = pathlib.Path("/usr/aarch64-linux-gnu/lib/libc.a").exists()
TARGET = "--target=aarch64-linux-gnu"

PROGRAM = """(import (scheme base) (scheme read) (scheme write))
(define (fibonacci n) (if (< n 2) n (+ (fibonacci (- n 1)) (fibonacci (- n 2)))))
(define (even n) (if (= n 0) #t (odd (- n 1))))
(define (odd n) (if (= n 0) #f (even (- n 1))))
(define (sum-to n) (let loop ((i 0) (sum 0)) (if (> i n) sum (loop (+ i 1) (+ sum i)))))
(define (halves n) (let loop ((i 0) (x 512.)) (if (= i n) x (loop (+ i 1) (/ x 2.)))))
(define (list-down n) (let loop ((i 1) (list '())) (if (> i n) list (loop (+ i 1) (cons i list)))))
(define (add-list list sum) (if (pair? list) (add-list (cdr list) (+ sum (car list))) sum))
(define (six a b c d e f) (+ (* a d) (+ (* b e) (* c f))))
(for-each (lambda (procedure) (write (procedure (read))))
  (list fibonacci even odd sum-to halves list-down add-list six))
"""


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, check=False, timeout=120,
                          env=dict(os.environ, TIERCEL_CACHE="off"))


@unittest.skipUnless(NATIVE, "needs the native tier")
class Cross(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.object = self.folder / "program.o"
        (self.folder / "program.scm").write_text(PROGRAM)

    def make(self, *options):
        done = run(TIERCEL, *options, TARGET, self.folder / "program.scm", "-o", self.object)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_object(self):
        for options in (["build", "--object"], ["build", "--object", "-g"], ["build", "--object", "--opt=0"], ["emit"]):
            self.make(*options)
            out = run("readelf", "-hs", "--wide", self.object).stdout.decode()
            self.assertIn("AArch64", out)
            self.assertRegex(out, r"FUNC .* entry_fibonacci_")
            self.assertRegex(out, r"OBJECT .* tiercel_program")

    def test_assembly(self):
        done = run(TIERCEL, "emit", TARGET, "--stage=asm", self.folder / "program.scm", "-o", "-")
        self.assertIn(b"\tldp\tx29, x30, [sp]", done.stdout)

    def test_unknown_machine(self):
        done = run(TIERCEL, "build", "--object", "--target=pdp11-unknown-unix", self.folder / "program.scm", "-o", self.object)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"T4011", done.stderr)

    @unittest.skipUnless(CLANG and QEMU and CROSS, "needs clang, qemu-user and a C library for aarch64")
    def test_runs(self):
        self.make("build", "--object")
        symbols = run("readelf", "-s", "--wide", self.object).stdout.decode()
        names = {"FIBONACCI": "fibonacci", "EVEN": "even", "SUM": "sum-to", "HALVES": "halves", "LIST": "list-down",
                 "ADD": "add-list", "SIX": "six"}
        entries = [f'-DE_{macro}="{re.search(rf" (entry_{name}_0_[0-9]+)", symbols).group(1)}"'
                   for macro, name in names.items()]
        program = self.folder / "program"
        done = run(CLANG, TARGET, "-std=c++20", "-O1", "-fno-exceptions", "-fuse-ld=lld", "-static", "-nostdlib++",
                   f"-I{ROOT / 'src'}", f"-I{ROOT / 'build'}", *entries, ROOT / "tests/tools/cross_main.cpp", self.object,
                   "-Wl,--unresolved-symbols=ignore-all,--gc-sections", "-o", program)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        done = run(QEMU, program)
        self.assertEqual((done.returncode, done.stdout.count(b"right"), done.stderr), (0, 6, b""), done.stdout)


if __name__ == "__main__":
    unittest.main()
