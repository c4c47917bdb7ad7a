"""`tiercel build` and `tiercel emit`: what comes out, what is in it, and what is said when something is missing.

That built programs do what they should is shown by the configurations `aot` and `bytecode` of the program tests.
proves: O2 O15 O13 O17
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import terminal

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
ARCHIVE = ROOT / "build" / "libtiercel_rt.a"
STACK = """(import (scheme base) (scheme write))
(define (inner x)
  (vector-ref (vector x 1) 0))
(define (middle n)
  (if (= n 0)
      (+ 1 (inner (string-length (symbol->string 'abc))))
      (+ 1 (middle (- n 1)))))
(define (outer n)
  (let ((a (middle n)))
    (display a)
    a))
(outer 3)
"""
SHAPES = """(define-library (shapes)
  (export make-point point? point-x point-y count! ten)
  (import (scheme base))
  (begin
    (define-record-type point (make-point x y) point? (x point-x) (y point-y))
    (define n 0)
    (define (count!) (set! n (+ n 1)) n)
    (define-syntax ten (syntax-rules () ((_ name) (list 'name (* 2 5)))))))
"""
EVALUATING = """(define-library (own) (export twice) (import (scheme base)) (begin (define (twice f x) (f (f x)))))
(import (scheme base) (scheme write) (scheme eval) (scheme load) (scheme repl) (scheme file) (tiercel introspect) (shapes) (own))
(define (show . items)
  (display (car items))
  (for-each (lambda (item) (display " ") (display item)) (cdr items))
  (newline))
(define (add-one x) (+ x 1))
(define here (interaction-environment))
(define shapes (environment '(scheme base) '(shapes) '(own)))
(apply show (map current-tier (list add-one count! twice (eval '(lambda (x) x) here))))
(show (count!) (eval '(count!) shapes) (eval '(count!) here))
(define point (eval '(make-point 4 5) shapes))
(show (cons (point-x point) (eval `(point-y ,point) here)) (point? point))
(apply show (eval '(ten ten) shapes))
(define file "TEXT")
(call-with-output-file file (lambda (port) (write '(define loaded (twice add-one 4)) port)))
(load file)
(delete-file file)
(show 'loaded (eval 'loaded here))
"""
HELLO = '(display "hello, world")\n(newline)\n'


def run(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, check=False, timeout=120, **options)


@unittest.skipUnless(ARCHIVE.exists() and shutil.which("cc"), "needs a release build and a C compiler")
class Building(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.output = self.folder / "program"

    def source(self, text, name="program.scm"):
        path = self.folder / name
        path.write_text(text)
        return path

    def build(self, text, *options, name="program.scm", output=None):
        done = run(TIERCEL, "build", self.source(text, name), "-o", output or self.output, *options)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def expect(self, output, *arguments):
        done = run(self.output, *arguments, cwd="/", env={})
        self.assertEqual((done.stdout, done.stderr, done.returncode), (output, b"", 0))

    def needed(self):
        text = run("readelf", "-d", self.output).stdout.decode()
        return {line.split("[")[1].split("]")[0] for line in text.splitlines() if "(NEEDED)" in line}

    def test_hello(self):
        self.build(HELLO)
        self.expect(b"hello, world\n")
        self.assertLessEqual(self.needed(), {"libc.so.6", "libm.so.6", "libgmp.so.10", "ld-linux-x86-64.so.2"})

    def test_static(self):
        self.build(HELLO, "--static")
        self.expect(b"hello, world\n")
        self.assertEqual(self.needed(), set())
        self.assertLessEqual(self.output.stat().st_size, 2_000_000)

    def test_same_bytes(self):
        folders = [self.folder / "a", self.folder / "b" / "c"]
        for folder in folders:
            folder.mkdir(parents=True)
            (folder / "program.scm").write_text(HELLO + "(define (f x) (if (pair? x) (f (cdr x)) x))\n(display (f '(1 2)))\n")
            done = run(TIERCEL, "build", "program.scm", "-o", "program", cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(*((folder / "program").read_bytes() for folder in folders))

    def test_eval_and_machine_code(self):
        """A program that can reach `eval` is machine code with its libraries, which eval'ed text sees as they are."""
        (self.folder / "shapes.sld").write_text(SHAPES)
        for options in ([], ["--opt=0"], ["--static"], ["--dialect=consair"]):
            self.build(EVALUATING.replace("TEXT", str(self.folder / "text.scm")), *options)
            self.expect(b"2 2 2 1\n1 2 3\n(4 . 5) #t\nten 10\nloaded 6\n")

    def test_same_bytes_with_eval(self):
        folders = [self.folder / "a", self.folder / "b" / "c"]
        for folder in folders:
            folder.mkdir(parents=True)
            (folder / "shapes.sld").write_text(SHAPES)
            (folder / "program.scm").write_text(EVALUATING)
            done = run(TIERCEL, "build", "program.scm", "-o", "program", cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(*((folder / "program").read_bytes() for folder in folders))

    def test_same_bytes_of_several_parts(self):
        """A top level that is an object of its own: made in threads, with calls between the objects, and places in errors."""
        define = "(define (q{0} l n)\n  (if (null? l) n (if (= n 0) (car l)\n    (q{1} (cdr l) (- n 1)))))\n"
        count = 300
        text = "(import (scheme base) (scheme write))\n" + "".join(define.format(i, (i + 1) % count) for i in range(count))
        text += "".join(f"(write (q{i} '(1 2 3 4) {i % 7}))" for i in range(count)) + "\n"
        text += "(define (wrong n) (if (= n 0) (+ 1 (q210 '(1 2 . x) 9)) (+ 1 (wrong (- n 1)))))\n(wrong 2)\n"
        path = self.source(text)
        outputs = [self.folder / "one", self.folder / "two"]
        for output in outputs:
            done = run(TIERCEL, "build", path, "-o", output)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(*(output.read_bytes() for output in outputs))
        expected, found = run(TIERCEL, "run", path), run(outputs[0])
        self.assertEqual((found.stdout, found.stderr, found.returncode), (expected.stdout, expected.stderr, 1))

    def test_output_comes_before_what_ends_the_program(self):
        path = self.source("(import (scheme base) (scheme write))\n(display \"first\")\n(newline)\n(display (car 1))\n")
        output = self.folder / "program"
        self.assertEqual(run(TIERCEL, "build", path, "-o", output).returncode, 0)
        written = [subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
                   for command in ([TIERCEL, "run", path], [output])]
        self.assertTrue(written[0].startswith(b"first\n"), written[0])
        self.assertEqual(*written)

    def gdb(self, *commands):
        words = [word for command in commands for word in ("-ex", command)]
        return run("gdb", "-q", "-batch", "-nx", *words, self.output, cwd=self.folder).stdout.decode()

    @unittest.skipUnless(shutil.which("gdb"), "gdb is not installed")
    def test_debugger_knows_lines_and_names(self):
        self.build(STACK, "-g", name="stack.scm")
        out = self.gdb("break stack.scm:6", "run", "bt", "delete", "break stack.scm:10", "continue", "info line inner")
        frames = re.findall(r"^#\d+ .*?(\S+) \(\) at \S*stack\.scm:(\d+)$", out, re.MULTILINE)
        self.assertEqual(frames[:4], [("middle", "6")] + [("middle", "7")] * 3, out)
        self.assertIn(frames[4][0], ("outer", "top-level"), out)
        self.assertRegex(out, r"stack\.scm:10\n10\t    \(display a\)", out)
        self.build(STACK, name="stack.scm")
        self.assertNotIn(b".debug", run("readelf", "-S", self.output).stdout)

    def test_no_front(self):
        """With `-g` symbols stay, so that they can be looked at: no expander, no interpreter, unless eval is there."""
        def symbols():
            return run("nm", "-C", self.output).stdout.decode()
        self.build(HELLO, "-g")
        unwanted = ("tiercel::syntax::", "tiercel::Engine", "tiercel::core::optimize", "tiercel::lower::", "tiercel::Reader")
        self.assertEqual([part for part in unwanted if part in symbols()], [])
        self.build("(import (scheme base) (scheme eval) (scheme write))\n(display (eval '(+ 1 2) (environment '(scheme base))))", "-g")
        self.assertTrue("tiercel::syntax::" in symbols())
        self.expect(b"3")

    def test_nothing_is_interpreted(self):
        self.build("(import (scheme base) (scheme write) (tiercel stats) (tiercel introspect))\n"
                   "(define (f n) (if (= n 0) 0 (+ 1 (f (- n 1)))))\n(display (f 100))\n"
                   "(write (list (stats 'interpreted-calls) (fn/tier f)))")
        self.expect(b"100(0 native)")

    def test_places_without_the_source(self):
        path = self.source("(define (f x) (car x))\n(display 1)\n(f 5)\n")
        self.assertEqual(run(TIERCEL, "build", path, "-o", self.output).returncode, 0)
        expected = run(TIERCEL, "run", path)
        path.unlink()
        done = run(self.output)
        self.assertEqual((done.stdout, done.returncode), (b"1", 1))
        self.assertEqual(done.stderr, expected.stderr)

    def test_arguments(self):
        self.build("(import (scheme base) (scheme process-context) (scheme write))(write (cdr (command-line)))(exit 7)")
        done = run(self.output, "--a", "b c")
        self.assertEqual((done.stdout, done.returncode), (b'("--a" "b c")', 7))

    def on_terminal(self, *command):
        """What a terminal at standard error gets."""
        code, shown = terminal.run(command, ["stderr"], cwd=self.folder, env=dict(os.environ, TERM="xterm"))
        self.assertEqual(code, 0, shown)
        return shown

    def test_a_terminal_shows_what_is_being_done(self):
        """On one line, of which nothing is left but what came out; `emit`, whose output may be the terminal's too, leaves none."""
        path = self.source(HELLO)
        shown = self.on_terminal(TIERCEL, "build", path, "-o", self.output).split("\r\x1b[K")
        self.assertEqual(shown[:2], ["", f"{path}: compiling ..."])
        self.assertIn(f"{path}: making machine code ...", shown)
        self.assertIn(f"{path}: linking ...", shown)
        self.assertRegex(shown[-1] or shown[-2], r"^\S*program: [0-9.]+ [kKM]i?B, .*procedures?.*, \d+\.\d\d s\r\n$")
        shown = self.on_terminal(TIERCEL, "emit", path, "-o", self.folder / "p.ll").split("\r\x1b[K")
        self.assertEqual((shown[1], shown[-1]), (f"{path}: compiling ...", ""))
        shown = self.on_terminal(TIERCEL, "emit", path, "--stage=c").split("\r\x1b[K")  # says what the file is called
        self.assertRegex(shown[-1] or shown[-2], r"^program\.c: [0-9.]+ kB, \d+\.\d\d s\r\n$")

    def test_no_linker(self):
        done = run(TIERCEL, "build", self.source(HELLO), "-o", self.output, env={"PATH": str(self.folder)})
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"T4011", done.stderr)
        self.assertIn(b"no linker was found", done.stderr)
        self.assertFalse(self.output.exists())

    def test_source_is_not_written_over(self):
        plain = self.source(HELLO, "plain")
        done = run(TIERCEL, "build", plain, cwd=self.folder)
        self.assertEqual((done.returncode, plain.read_text()), (0, HELLO), done.stderr)
        self.assertTrue((self.folder / "a.out").read_bytes().startswith(b"\x7fELF"))
        path = self.source(HELLO)
        (self.folder / "other").hardlink_to(path)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for output, words, problem in ((self.folder / "none" / "p", ["build"], b"p: No such file"), (path, ["build"], b"its own source"),
                                       (self.folder / "other", ["build"], b"its own source"),
                                       (path, ["emit", "--stage=c"], b"its own source"), (pipe, ["build"], b"is no file"),
                                       (self.folder, ["emit", "--stage=c"], b"is a folder"),
                                       ("-", ["emit", "--stage=object"], b"not written to standard output")):
            done = run(TIERCEL, *words, path, "-o", output)
            self.assertEqual(done.returncode, 1, (output, words))
            self.assertIn(b"T4011", done.stderr)
            self.assertIn(problem, done.stderr)
        self.assertEqual(path.read_text(), HELLO)
        self.assertEqual([file.name for file in self.folder.iterdir() if "unfinished" in file.name], [])

    def test_unknown_processor(self):
        for words in (["build"], ["emit", "--stage=object"], ["emit", "--stage=llvm"]):
            for option in ("--cpu=frob", "--target=frob-unknown-linux"):
                if words == ["build"] and option.startswith("--target"):
                    continue
                done = run(TIERCEL, *words, self.source(HELLO), "-o", self.output, option)
                self.assertEqual(done.returncode, 1, (words, option))
                self.assertIn(b"T4011", done.stderr)
                self.assertIn(b"frob", done.stderr)
                self.assertFalse(self.output.exists())

    def test_emit(self):
        path = self.source(HELLO)
        shown = run(TIERCEL, "dump", "--stage=c", path).stdout
        self.assertEqual(shown, run(TIERCEL, "emit", path, "-o", "-", "--stage=c").stdout)
        self.assertTrue(shown.startswith(b"/*") or b"#include <tiercel/emit.h>" in shown)
        for name, start in (("p.ll", b"; ModuleID"), ("p.s", b"\t.file"), ("p.o", b"\x7fELF"), ("p.tcb", b"\x7ftcb")):
            output = self.folder / name
            done = run(TIERCEL, "emit", path, "-o", output)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(output.read_bytes().startswith(start), name)
        done = run(TIERCEL, "run", self.folder / "p.tcb")
        self.assertEqual((done.stdout, done.returncode), (b"hello, world\n", 0))
        damaged = bytearray((self.folder / "p.tcb").read_bytes())
        damaged[len(damaged) // 2] ^= 1
        (self.folder / "p.tcb").write_bytes(damaged)
        done = run(TIERCEL, "run", self.folder / "p.tcb")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"it is damaged", done.stderr)

    def test_emit_a_program_that_evaluates(self):
        """Its units, the libraries of its file among them, are one module; what has no machine code says so, and what there is."""
        (self.folder / "shapes.sld").write_text(SHAPES)
        path = self.source(EVALUATING)
        for name, form in ("p.ll", r"^define internal .*@%s_\d+_\d+\("), ("p.s", r"^%s_\d+_\d+:"):
            done = run(TIERCEL, "emit", path, "-o", self.folder / name)
            self.assertEqual(done.returncode, 0, done.stderr)
            text = (self.folder / name).read_text()
            for procedure in "twice", "point.x":  # with an underscore for what assemblers do not know
                self.assertTrue(re.search(form % procedure, text, re.MULTILINE), (name, procedure))
        for assembler in filter(shutil.which, ("gcc", "clang-22", "clang-19")):
            done = run(assembler, "-c", self.folder / "p.s", "-o", self.folder / "p.o")
            self.assertEqual(done.returncode, 0, done.stderr)
        path.write_text("(import (scheme base) (scheme eval) (tiercel syntax))\n"
                        "(define-syntax here (er-macro-transformer (lambda (form rename same?) `(,(rename 'quote) ,car))))\n"
                        "(eval (list (here) ''(1)) (environment '(scheme base)))\n")
        done = run(TIERCEL, "emit", path, "-o", self.folder / "p.ll")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"it is compiled when it starts", done.stderr)
        self.assertIn(b"--stage=bytecode", done.stderr)

    def test_shared(self):
        library = self.folder / "libhello.so"
        self.build(HELLO, "--shared", output=library)
        (self.folder / "main.c").write_text(
            "#include <signal.h>\n#include <stdio.h>\n#include <tiercel/program.h>\n"
            "static volatile int got;\nstatic void take(int signal) { got = signal; }\n"
            "int main(int argc, char** argv) {\n"
            "  signal(SIGINT, take);\n  int code = tc_run_program(argc, argv);\n  raise(SIGINT);\n"
            "  puts(code || got != SIGINT || signal(SIGPIPE, SIG_DFL) != SIG_DFL ? \"?\" : \"back\");\n"
            "  return tc_run_program(argc, argv) != 70;\n}\n")
        done = run("cc", self.folder / "main.c", f"-I{ROOT / 'include'}", library, f"-Wl,-rpath,{self.folder}", "-o", self.output)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = run(self.output)
        self.assertEqual((done.stdout, done.returncode), (b"hello, world\nback\n", 0))
        self.assertIn(b"a process runs its program once", done.stderr)

    def test_object(self):
        self.build(HELLO, "--object", output=self.folder / "p.o")
        done = run("cc", self.folder / "p.o", ARCHIVE, "-lgmp", "-lstdc++", "-lm", "-Wl,--gc-sections", "-no-pie", "-o", self.output)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.expect(b"hello, world\n")


if __name__ == "__main__":
    unittest.main()
