"""`tiercel emit prog.scm -o prog.c`: the text, and what C compilers make of it.

That such programs do what they should is shown by the configurations `c`, `c-gcc-O0` and `c-clang` of the program tests.
proves: O3 C20
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
ARCHIVE = ROOT / "build" / "libtiercel_rt.a"
LIBRARIES = (ARCHIVE, "-lgmp", "-lstdc++", "-lm", "-Wl,--gc-sections")
COMPILERS = [name for name in ("gcc", "clang", "clang-22") if shutil.which(name)]

# Tail calls with different numbers of arguments, of unknown procedures, through apply and between clauses; in a stack of 1 MB.
TAIL_CALLS = """\
(import (scheme base) (scheme case-lambda) (scheme write))
(define (f n) (if (= n 0) 'done (g n 1 2 3 4 5)))
(define (g n a b c d e) (if (= a 1) (h (- n 1) e) (vector-ref (vector a b) 0)))
(define h (case-lambda ((n) (f n)) ((n . rest) (apply f n '()))))
(define procedures (vector f h))
(define (turn n) (if (= n 0) 'round ((if (even? n) step-even step-odd) n)))
(define (step-even n) (let ((v (vector n (+ n 1)))) (call-with-values (lambda () (values v n)) (lambda (v m) (turn (- m 1))))))
(define (step-odd n) (let-values (((a . b) (values n 1 2))) (turn (- a 1))))
(write (list (f 1000000) ((vector-ref procedures 1) 1000000 2 3) (turn 1000000)))
"""
FAULT = "(import (scheme base))\n(define (first-of x)\n  (+ 1 (car x)))\n(define (main x) (list (first-of x)))\n(main (string->number \"5\"))\n"
EVALUATING = """\
(define-library (counter) (export bump! total)
  (import (scheme base))
  (begin (define n 0) (define (bump!) (set! n (+ n 1)) n) (define (total) n)))
(define-library (own) (export twice) (import (scheme base)) (begin (define (twice f x) (f (f x)))))
(import (scheme base) (scheme write) (scheme eval) (scheme repl) (tiercel introspect) (counter) (own))
(define (pair x) (list x x))
(define (inner x) (* 2 (vector-ref (vector 1) x)))
(define (outer x) (+ 1 (inner x)))
(define first (bump!))
(define second (eval '(bump!) (environment '(counter))))
(define evaluated (eval '(lambda (x) (pair x)) (interaction-environment)))
(write (list first second (total) (evaluated 'c) (map current-tier (list pair bump! twice evaluated))))
(newline)
(outer 1)
"""
# A loop over a vector that calls something at each step, without the tests that its index would have.
WALK = """\
#include <tiercel/emit.h>
extern void call(tc_value);
void walk(tc_value v, tc_value end) {
  tc_value i = FIXNUM(0);
loop:
  KEEP(v);
  KEEP(i);
  call(VECTOR_WORD(v, i));
  i += 8;
  if ((int64_t)i < (int64_t)end) goto loop;
}
"""


def run(*command, **options):
    options.setdefault("env", dict(os.environ, TIERCEL_CACHE="off"))
    return subprocess.run([str(word) for word in command], capture_output=True, check=False, timeout=120, **options)


@unittest.skipUnless(ARCHIVE.exists() and COMPILERS, "needs a release build and a C compiler")
class EmittingC(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.program = self.folder / "program"

    def emit(self, text, *options):
        (self.folder / "program.scm").write_text(text)
        done = run(TIERCEL, "emit", *options, "program.scm", "-o", "program.c", cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return (self.folder / "program.c").read_text()

    def compile(self, *compiler):
        done = run(*compiler, "-Wall", "-I", ROOT / "include", self.folder / "program.c", *LIBRARIES, "-o", self.program)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_text(self):
        text = self.emit("(define (square n) (* n n))\n(define (go x)\n  (display (square x)))\n(go (read))\n", "--opt=0")
        for part in ("/* square, program.scm:1:1 */\nKNOWN(square_", "/* program.scm:3: (display (square x))) */",
                     "MULTIPLY(0, r1, r0, r0);", "PRIMITIVE_2(prim_display, \"display\");"):
            self.assertIn(part, text)

    def test_lines_for_debuggers(self):
        self.emit(FAULT, "-g")
        for compiler in COMPILERS:
            self.compile(compiler, "-g", "-O1")
            lines = run("objdump", "--dwarf=decodedline", self.program).stdout.decode()
            self.assertRegex(lines, r"program\.scm +3 ")
            self.assertIn(b"in first-of at program.scm:3:8", run(self.program, cwd=self.folder).stderr)

    def test_lines_of_a_file_with_a_long_name(self):
        """A directive ends with its line, however long that is."""
        name = "a \"name\" that goes on?? " + "and on " * 20 + ".scm"
        (self.folder / name).write_text(FAULT)
        done = run(TIERCEL, "emit", "-g", name, "-o", "program.c", cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        for compiler in COMPILERS:
            self.compile(compiler, "-g", "-O1")
            lines = run("objdump", "--dwarf=decodedline", self.program).stdout.decode()
            self.assertRegex(lines, r"and on \.scm")
            self.assertIn(f"in first-of at {name}:3:8".encode(), run(self.program, cwd=self.folder).stderr)

    def test_same_bytes(self):
        folders = [self.folder / "a", self.folder / "b" / "c"]
        for folder in folders:
            folder.mkdir(parents=True)
            (folder / "program.scm").write_text(FAULT)
            done = run(TIERCEL, "emit", "program.scm", "--stage=c", cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(*((folder / "program.c").read_bytes() for folder in folders))

    def test_tail_calls(self):
        self.emit(TAIL_CALLS, "--stack-limit=1M")
        for compiler in COMPILERS:
            for level in ("-O0", "-O2"):
                with self.subTest(compiler=compiler, level=level):
                    self.compile(compiler, level)
                    done = run(self.program)
                    self.assertEqual((done.stdout, done.stderr), (b"(done done round)", b""))

    def test_messages_are_those_of_run(self):
        self.emit(FAULT)
        expected = run(TIERCEL, "run", "program.scm", cwd=self.folder)
        for compiler in COMPILERS:
            for level in ("-O0", "-O2"):
                with self.subTest(compiler=compiler, level=level):
                    self.compile(compiler, level)
                    done = run(self.program, cwd=self.folder)
                    self.assertEqual((done.returncode, done.stderr.decode()), (1, expected.stderr.decode()))

    def test_names_that_c_cannot_have(self):
        """Comments that would end early, trigraphs, names of C, bytes that are no letters."""
        self.emit("(define (int /* */ x\\) (list /* */ x\\))\n(define 1+é?? (lambda (if while) (cons if while)))\n"
                  "(write (list (int 1 2 3) (1+é?? 4 5) '|a\\x7f;??/b*/| \"??/\\x0;\\\\9\"))\n", "--opt=0")
        expected = run(TIERCEL, "run", self.folder / "program.scm").stdout
        for compiler in COMPILERS:
            self.compile(compiler, "-O1", "-std=c11", "-trigraphs")
            self.assertEqual(run(self.program).stdout, expected)

    def test_loops_keep_the_object_and_an_index(self):
        """So that the collector finds the object.  Without what emit.h does for that, the check sees Clang's fault."""
        (self.folder / "walk.c").write_text(WALK)
        (self.folder / "tiercel").mkdir()
        header = (ROOT / "include/tiercel/emit.h").read_text()
        keep = '#define KEEP(r) __asm__("" : "+r"(r))'
        self.assertIn(keep, header)
        (self.folder / "tiercel/emit.h").write_text(header.replace(keep, "#define KEEP(r)"))
        for compiler in COMPILERS:
            self.check_walk(compiler, ROOT / "include", self.assertRegex)
            if compiler.startswith("clang"):
                self.check_walk(compiler, self.folder, self.assertNotRegex)

    def check_walk(self, compiler, folder, check):
        done = run(compiler, "-O2", "-S", "-I", folder, self.folder / "walk.c", "-o", "-")
        walk = done.stdout.decode().partition("walk:")[2].partition(".size")[0]
        if "%rdi" not in walk:
            self.skipTest("reads x86-64 assembly")
        check(walk, r"\(%r\w+,\s*%r\w+\)")

    def test_every_opcode_has_a_macro(self):
        header = (ROOT / "include/tiercel/emit.h").read_text() + (ROOT / "src/emit_c/function_text.cpp").read_text()
        rows = (ROOT / "build/gen/opcodes.h").read_text().partition("#define TC_OPCODES")[2]
        for identifier in re.findall(r"X\((\w+),", rows):
            macro = identifier.rstrip("_").upper()
            self.assertTrue(f"define {macro}(" in header or f"case Opcode::{identifier}:" in header, identifier)

    def test_every_usual_case_has_a_macro(self):
        """With as many parameters as the primitive has, and the register before them."""
        header = (ROOT / "include/tiercel/emit.h").read_text()
        macros = {name: parameters.count(",") for name, parameters in re.findall(r"#define (USUAL_\w+)\(([^)]*)\)", header)}
        source, counts = (ROOT / "src/emit_c/usual.cpp").read_text(), {"one": 1, "two": 2, "three": 3}
        named = {}
        for function in source.split("const char* usual_of_")[1:]:
            for name in re.findall(r'"(USUAL_\w+)"', function):
                named[name] = counts[function.partition("(")[0]]
        self.assertEqual(named, macros)

    def test_eval(self):
        """The program carries the compiler; its units are procedures in C, with the state that eval sees, and backtraces."""
        self.emit(EVALUATING)
        expected = run(TIERCEL, "run", "program.scm", cwd=self.folder)
        self.assertIn(b"index 1 is out of range", expected.stderr)
        for compiler in COMPILERS:
            self.compile(compiler)
            done = run(self.program)
            self.assertEqual(done.stdout, b"(1 2 2 (c c) (2 2 2 1))\n", compiler)
            self.assertEqual((done.stderr, done.returncode), (expected.stderr, 1), compiler)

    def test_other_version(self):
        self.emit("1")
        header = (ROOT / "include/tiercel/emit.h").read_text()
        (self.folder / "tiercel").mkdir()
        (self.folder / "tiercel/emit.h").write_text(header.replace("TIERCEL_EMIT_VERSION 2", "TIERCEL_EMIT_VERSION 3"))
        done = run(COMPILERS[0], "-c", "-I", self.folder, self.folder / "program.c", "-o", self.program)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"another version of Tiercel", done.stderr)


if __name__ == "__main__":
    unittest.main()
