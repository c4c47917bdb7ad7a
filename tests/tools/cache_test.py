"""The cache as a user meets it: what is found again, what a change recompiles, the commands, and folders that cannot be used.

proves: O5 O6 O7 E8
"""

import json
import os
import pathlib
import re
import stat
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"

MAIN = """(import (scheme base) (scheme write) (scheme eval) (scheme repl) (app one))
(cond-expand ((library (app extra)) (display "extra ")) (else (display "plain ")))
(define counter 10)
(define-syntax twice (syntax-rules () ((_ e) (begin e e))))
(define (show x) (display x) (newline))
(show (first-of '(1 2)))
(define (bump!) (set! counter (+ counter 1)))
(eval '(twice (bump!)) (interaction-environment))
(show counter)
"""
ONE = '(define-library (app one) (export first-of) (import (scheme base) (app two)) (include "one.scm"))'
TWO = "(define-library (app two) (export base) (import (scheme base)) (begin (define (base) 40)))"

SYNTAX_TABLE = """(define-library (table)
  (export remember recall next-number helper-of)
  (import (scheme base) (tiercel syntax) (only (tiercel prelude) defmacro))
  (begin
    (define (runtime x) (* x 10))
    (define-for-syntax seen '())
    (define-for-syntax (note! name) (set! seen (cons name seen)))
    (begin-for-syntax (note! 'first) (define extra 6))
    (define-syntax remember
      (er-macro-transformer (lambda (form rename same?) (note! (cadr form)) `(,(rename 'quote) ,seen))))
    (define-syntax recall
      (begin (note! 'later)
        (er-macro-transformer (lambda (form rename same?) `(,(rename 'runtime) ,(+ extra (length seen)))))))
    (define-for-syntax n 0)
    (defmacro next-number () (set! n (+ n 1)) n)
    (define-syntax helper-of (syntax-rules () ((_ x) (recall))))))
"""
SYNTAX_USER = """(import (scheme base) (scheme write) (scheme eval) (scheme repl) (tiercel syntax) (only (tiercel prelude) defmacro) (table))
(define-for-syntax (double x) (* 2 x))
(defmacro doubled (x) (double x))
(display (list (remember a) (recall) (next-number) (next-number) (helper-of 1) (doubled 21)))
(display (eval '(begin (define-for-syntax (triple x) (+ x (double x))) (defmacro tripled (x) (triple x)) (list (tripled 5) (doubled 4)))
               (interaction-environment)))
"""


@unittest.skipUnless(TIERCEL.exists(), "there is no build")
class Cache(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="tiercel-cache-test-")
        self.folder = pathlib.Path(self.temporary.name)
        (self.folder / "app").mkdir()
        self.write("main.scm", MAIN)
        self.write("app/one.sld", ONE)
        self.write("app/one.scm", "(define (first-of list) (+ (car list) (base)))")
        self.write("app/two.sld", TWO)
        self.cache = self.folder / "cache"

    def tearDown(self):
        subprocess.run(["chmod", "-R", "u+rwX", self.folder])
        self.temporary.cleanup()

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def tiercel(self, *arguments, executable=TIERCEL, **environment):
        all_of_it = dict(os.environ, TIERCEL_CACHE="on", TIERCEL_CACHE_DIR=str(self.cache), **environment)
        return subprocess.run([executable, *arguments], capture_output=True, text=True, timeout=60, env=all_of_it, cwd=self.folder)

    def run_main(self, expected="plain 41\n12\n", **environment):
        """(found, not found, stored)"""
        result = self.tiercel("--timings", "run", "main.scm", **environment)
        self.assertEqual((result.stdout, result.returncode), (expected, 0), result.stderr)
        counts = re.search(r"cached code: (\d+) found, (\d+) not found, (\d+) stored", result.stderr)
        return tuple(int(count) for count in counts.groups()) if counts else None

    def test_second_run_finds_everything(self):
        self.assertEqual(self.run_main(), (0, 3, 3))
        self.assertEqual(self.run_main(), (3, 0, 0))

    def test_change_recompiles_importers_and_nothing_else(self):
        self.run_main()
        self.write("app/two.sld", TWO.replace("40", "50"))
        self.assertEqual(self.run_main("plain 51\n12\n"), (0, 3, 3))
        self.write("app/one.scm", "(define (first-of list) (+ 1000 (base)))")
        self.assertEqual(self.run_main("plain 1050\n12\n"), (1, 2, 2))
        self.write("main.scm", MAIN.replace("10", "20"))
        self.assertEqual(self.run_main("plain 1050\n22\n"), (2, 1, 1))

    def test_old_contents_are_found_again(self):
        self.run_main()
        self.write("main.scm", MAIN + "\n")
        self.run_main()
        self.write("main.scm", MAIN)
        self.assertEqual(self.run_main(), (3, 0, 0))

    def test_library_that_appears_is_noticed(self):
        self.run_main()
        self.write("app/extra.sld", "(define-library (app extra) (export) (import (scheme base)))")
        self.assertEqual(self.run_main("extra 41\n12\n"), (2, 2, 1))  # the new one was looked for too

    def test_library_earlier_in_the_path_is_used(self):
        self.run_main()
        (self.folder / "other" / "app").mkdir(parents=True)
        self.write("other/app/two.sld", TWO.replace("40", "60"))
        result = self.tiercel("-I", "other", "main.scm")
        self.assertEqual(result.stdout, "plain 61\n12\n")

    def test_other_options_have_entries_of_their_own(self):
        self.run_main()
        result = self.tiercel("--timings", "--opt=0", "main.scm")
        self.assertIn("0 found, 3 not found", result.stderr)

    def test_another_build_has_entries_of_its_own(self):
        """Builds differ by the linker's note.  What one has written, another does not find, not even under its own names."""
        note = subprocess.run(["readelf", "-n", TIERCEL], capture_output=True, text=True, check=True).stdout
        build = bytes.fromhex(re.search(r"Build ID: (\w+)", note).group(1))
        content = TIERCEL.read_bytes()
        self.assertEqual(content.count(build), 1)
        other = self.folder / "tiercel"
        other.write_bytes(content.replace(build, bytes(byte ^ 0x5A for byte in build)))
        other.chmod(0o755)
        self.assertEqual(self.run_main(), (0, 3, 3))
        mine, = self.cache.iterdir()
        self.assertEqual(self.run_main(executable=other), (0, 3, 3))
        self.assertEqual(self.run_main(executable=other), (3, 0, 0))
        its, = set(self.cache.iterdir()) - {mine}
        foreign = {path.name[0]: path.read_bytes() for path in mine.iterdir()}
        self.assertEqual(set(path.name for path in mine.iterdir()) & set(path.name for path in its.iterdir()), set())
        for path in its.iterdir():
            path.write_bytes(foreign[path.name[0]])
        self.assertEqual(self.run_main(executable=other), (0, 3, 3))
        self.assertEqual(self.run_main(), (3, 0, 0))

    def test_errors_are_shown_as_without_cache(self):
        self.write("main.scm", "(define (f x)\n  (car x))\n(f 5)\n")
        first, second = self.tiercel("main.scm"), self.tiercel("main.scm")
        self.assertIn("main.scm:2:3", first.stderr)
        self.assertEqual((first.stderr, first.returncode), (second.stderr, second.returncode))

    def counts(self, *arguments):
        """(found, not found, stored, not kept)"""
        stderr = self.tiercel("--timings", *arguments).stderr
        found = re.search(r"cached code: (\d+) found, (\d+) not found, (\d+) stored, (\d+) not kept", stderr)
        return tuple(int(count) for count in found.groups())

    def test_warnings_are_shown_again(self):
        """Of the program and of its libraries, also if only one of them is compiled again."""
        (self.folder / "main.scm").write_bytes(b'(import (scheme base) (scheme write) (app odd))\n(display "\xff")\n'
                                               b"(define (f) (lenght odd))\n(f)\n")
        (self.folder / "app" / "odd.sld").write_bytes(
            b'(define-library (app odd) (export odd) (import (scheme base)) (begin (define odd "\xfe")))')
        expected = self.tiercel("--no-cache", "main.scm")
        self.assertEqual((expected.stderr.count("warning[T1013]"), expected.stderr.count("warning[T3002]")), (2, 1))
        self.assertIn("did you mean", expected.stderr)
        for _ in range(2):
            result = self.tiercel("main.scm")
            self.assertEqual((result.stdout, result.stderr, result.returncode),
                             (expected.stdout, expected.stderr, expected.returncode))
        self.assertEqual(self.counts("main.scm"), (2, 0, 0, 0))
        with (self.folder / "main.scm").open("a") as file:
            file.write("\n")
        self.assertEqual(self.tiercel("main.scm").stderr, expected.stderr)

    def test_file_with_several_libraries(self):
        self.write("main.scm", "(import (scheme base) (scheme write) (app one) (app helper))(write (list (one) (help)))")
        several = ("(define-library (app helper) (export help) (import (scheme base)) (begin (define (help) 1)))\n"
                   "(define-library (app one) (export one) (import (scheme base) (app helper)) (include \"one.scm\"))")
        self.write("app/one.sld", several)
        self.write("app/one.scm", "(define (one) (+ 1 (help)))")
        self.assertEqual(self.counts("main.scm"), (0, 2, 3, 0))
        self.assertEqual(self.counts("main.scm"), (3, 0, 0, 0))
        self.write("app/one.scm", "(define (one) (+ 2 (help)))")
        self.assertEqual(self.tiercel("main.scm").stdout, "(3 1)")
        self.assertEqual(self.counts("main.scm"), (3, 0, 0, 0))
        # A library of that name in a file of its own is another one, and the file with both is refused as without a cache.
        self.write("app/helper.sld", "(define-library (app helper) (export help) (import (scheme base)) (begin (define (help) 5)))")
        self.write("main.scm", "(import (scheme base) (app helper) (app one))")
        self.assertIn("defined twice", self.tiercel("main.scm").stderr)
        self.assertEqual(self.tiercel("main.scm").stderr, self.tiercel("--no-cache", "main.scm").stderr)

    def test_fuel_has_entries_of_its_own(self):
        expected = self.tiercel("--no-cache", "--fuel=40", "main.scm")
        for _ in range(2):
            result = self.tiercel("--fuel=40", "main.scm")
            self.assertEqual((result.stdout, result.stderr), (expected.stdout, expected.stderr))
        self.assertEqual(self.counts("--fuel=1000", "main.scm"), (3, 0, 0, 0))
        self.assertEqual(self.counts("main.scm"), (0, 3, 3, 0))

    def test_macros_that_are_procedures(self):
        """Of a library and of the program; a changed program expands with the stored library, and eval with the stored program."""
        self.write("app/one.sld", """(define-library (app one) (export swap! my-or square-now) (import (scheme base) (tiercel syntax))
  (begin
    (define (twice x) (* 2 x))
    (define-syntax swap! (er-macro-transformer (lambda (form rename same?)
      (let ((a (list-ref form 1)) (b (list-ref form 2)))
        `(,(rename 'let) ((,(rename 'tmp) ,a)) (,(rename 'set!) ,a ,b) (,(rename 'set!) ,b ,(rename 'tmp)))))))
    (define-syntax my-or (er-macro-transformer (lambda (form rename same?)
      (if (null? (cdr form)) #f
          `(,(rename 'let) ((,(rename 't) ,(list-ref form 1)))
             (,(rename 'if) ,(rename 't) ,(rename 't) (,(rename 'my-or) ,@(list-tail form 2))))))))
    (define-syntax square-now (er-macro-transformer (lambda (form rename same?)
      (list (rename (string->symbol "twice")) (* (list-ref form 1) (list-ref form 1))))))))
""")
        program = """(import (scheme base) (scheme write) (scheme eval) (scheme repl) (tiercel syntax) (app one))
(define tmp 1) (define t 2)
(swap! tmp t)
(define-syntax same (er-macro-transformer (lambda (form rename same?) (list-ref form 1))))
(write (list tmp t (my-or #f t) (square-now 5) (same 7) (eval '(same (square-now 2)) (interaction-environment))))
"""
        self.write("main.scm", program)
        for counts in ((0, 2, 2, 0), (2, 0, 0, 0)):
            self.assertEqual(self.counts("main.scm"), counts)
            self.assertEqual(self.tiercel("main.scm").stdout, "(2 1 1 50 7 8)")
        self.write("main.scm", program.replace("(square-now 5)", "(square-now 6)"))
        self.assertEqual(self.counts("main.scm"), (1, 1, 1, 0))
        for _ in range(2):
            self.assertEqual(self.tiercel("main.scm").stdout, "(2 1 1 72 7 8)")

    def test_what_only_the_compiler_sees(self):
        """define-for-syntax: another process evaluates it again, in order, before it uses a macro that may share it."""
        self.write("table.sld", SYNTAX_TABLE)
        self.write("main.scm", SYNTAX_USER)
        printed = "((a later first) 90 1 2 90 42)(15 8)"
        self.assertEqual(self.counts("main.scm"), (0, 2, 1, 1))  # `remember` changes what macros of `eval` would see
        self.assertEqual(self.tiercel("main.scm").stdout, printed)
        self.assertEqual(self.counts("main.scm"), (1, 1, 0, 1))
        self.write("main.scm", SYNTAX_USER.replace("(remember a) ", "").replace("(next-number) ", ""))
        for counts in (1, 1, 1, 0), (2, 0, 0, 0):
            self.assertEqual(self.counts("main.scm"), counts)
            self.assertEqual(self.tiercel("main.scm").stdout, "(80 80 42)(15 8)")

    def test_variables_that_macros_change(self):
        """What can see the change is not kept: `eval`, the program if the library's body has run, and later expansions."""
        self.write("counter.sld", "(define-library (counter) (export bump! total next mark marks)\n"
                                  "  (import (scheme base) (tiercel syntax) (only (tiercel prelude) defmacro))\n"
                                  "  (begin (define n 0) (define (bump!) (set! n (+ n 1)) n) (define (total) n)\n"
                                  "    (define-for-syntax m 0) (defmacro next () (set! m (+ m 1)) m)\n"
                                  "    (define-for-syntax marked '()) (defmacro mark (x) (set! marked (cons x marked)) 0)\n"
                                  "    (defmacro marks () (list 'quote marked))))\n")
        self.write("marking.sld", "(define-library (marking) (export zero) (import (scheme base) (counter))"
                                  " (begin (define zero (mark here))))\n")
        begin = "(import (scheme base) (scheme write) (tiercel syntax) (counter){})\n(define-syntax counted (er-macro-transformer (lambda (f r c) (bump!))))\n"
        for imports, body, printed, kept in [
                ("", "(write (list (counted) (counted) (total)))", "(1 2 2)", False),
                (" (only (tiercel prelude) defmacro)",
                 "(define-for-syntax k 0) (defmacro own () (set! k (+ k 1)) k) (write (list (own) (own)))", "(1 2)", True),
                (" (scheme eval) (scheme repl)", "(write (list (next) (eval '(next) (interaction-environment))))", "(1 2)", False),
                (" (marking)", "(write (list zero (marks)))", "(0 (here))", False)]:
            self.write("main.scm", begin.format(imports) + body)
            for _ in "cold", "warm":
                self.assertEqual(self.tiercel("main.scm").stdout, printed)
            with self.subTest(body):
                self.assertEqual(self.counts("main.scm")[3] == 0, kept)
        self.assertIn("because a macro changes a variable that others may see", self.tiercel("cache", "stats").stdout)
        self.write("main.scm", "(define-for-syntax n 0)\n(defmacro next () (set! n (+ n 1)) n)\n"
                               "(write (list (next) (eval '(next) (interaction-environment))))")
        for _ in "cold", "warm":
            self.assertEqual(self.tiercel("main.scm").stdout, "(1 2)")

    def test_libraries_in_the_program(self):
        """Also one that nobody uses, but eval may."""
        inner = "(define-library ({0}) (export {0}) (import (scheme base)) (begin (define ({0}) '{0})))\n"
        self.write("main.scm", inner.format("one") + inner.format("two") + "(import (scheme base) (scheme write) (scheme eval) (one))\n"
                   "(display (list (one) (eval '(two) (environment '(two)))))")
        self.assertEqual(self.counts("main.scm"), (0, 1, 3, 0))
        self.assertEqual(self.tiercel("main.scm").stdout, "(one two)")
        self.assertEqual(self.counts("main.scm"), (3, 0, 0, 0))

    def test_what_is_not_kept_is_told(self):
        (self.folder / "data").write_text("17")
        self.write("main.scm", "(import (scheme base) (scheme file) (scheme read) (scheme write) (tiercel syntax))\n"
                               "(define-syntax datum (er-macro-transformer (lambda (form rename same?)"
                               " (call-with-input-file (cadr form) read))))\n(display (datum \"data\"))")
        self.assertEqual(self.counts("main.scm"), (0, 1, 0, 1))
        reason = "a macro uses files"
        self.assertIn(f"not kept: main.scm: {reason}", self.tiercel("--timings", "main.scm").stderr)
        self.assertIn(f"not kept 1\n         1 because {reason}", self.tiercel("cache", "stats").stdout)
        self.assertEqual(len(json.loads(self.tiercel("cache", "stats", "--json").stdout)["refused"]), 1)
        self.write("main.scm", "(import (scheme base))\n1")
        self.assertEqual(self.counts("main.scm"), (0, 1, 1, 0))
        self.assertIn("not kept 0\n", self.tiercel("cache", "stats").stdout)

    def test_what_macros_ask_of_the_world(self):
        """The next run would ask again, so nothing is kept; `tiercel cache stats` says why."""
        reasons = {
            '(begin (spit "data" "1") (slurp "data"))': "a macro uses files",
            '(file-exists? "data")': "a macro uses files",
            "(begin (load \"data\") 1)": "a macro uses files",
            "(exact? (current-second))": "a macro asks for the time",
            "(exact? (current-jiffy))": "a macro asks for the time",
            "(eof-object? (read-line))": "a macro reads input",
            "(char-ready?)": "a macro reads input",
            '(begin (display "") 1)': "a macro writes output",
            "(length (command-line))": "a macro asks for the command line",
            "(list? (get-environment-variables))": "a macro asks for all environment variables",
            "(list? (stats))": "a macro asks what the process has done",
            "(random-integer 1)": None,
            "(begin (random-source-randomize! default-random-source) 1)": "a macro asks for random bits",
            "(eval '1 (environment '(scheme base)))": "a macro evaluates in an environment of its own",
        }
        for expression, reason in reasons.items():
            self.tiercel("cache", "clear")
            self.write("main.scm", "(import (scheme base) (scheme eval) (scheme file) (scheme load) (scheme process-context) (scheme time)"
                                   " (scheme write) (srfi 27) (tiercel syntax) (tiercel stats) (only (tiercel prelude) slurp spit))\n"
                                   f"(define-syntax asked (er-macro-transformer (lambda (form rename same?) {expression})))\n(asked)")
            with self.subTest(expression):
                self.assertEqual(self.counts("main.scm"), (0, 1, 0, 1) if reason else (0, 1, 1, 0))
                if reason:
                    self.assertIn(f"1 because {reason}\n", self.tiercel("cache", "stats").stdout)

    def test_environment_variables_that_macros_ask_for(self):
        """They are part of the key, also those that the body of a library asked for which macros use; others are not."""
        self.write("world.sld", "(define-library (world) (export level name)\n"
                                "  (import (scheme base) (scheme process-context) (tiercel syntax))\n"
                                "  (begin (define level (get-environment-variable \"LEVEL\"))\n"
                                "    (define-syntax name (er-macro-transformer (lambda (form rename same?)\n"
                                "      (get-environment-variable \"NAME\"))))))\n")
        self.write("user.sld", "(define-library (user) (export leveled) (import (scheme base) (tiercel syntax) (world))\n"
                               "  (begin (define-syntax level-now (er-macro-transformer (lambda (form rename same?) level)))\n"
                               "    (define (leveled) (level-now))))\n")
        self.write("main.scm", "(import (scheme base) (scheme write) (user) (world))\n(write (list (leveled) (name) level))\n")
        for environment, printed, counts in [
                ({}, "(#f #f #f)", (0, 3, 3)), ({}, "(#f #f #f)", (3, 0, 0)), ({"OTHER": "1"}, "(#f #f #f)", (3, 0, 0)),
                ({"NAME": "a"}, '(#f "a" #f)', (2, 1, 1)), ({"NAME": "a"}, '(#f "a" #f)', (3, 0, 0)),
                ({"NAME": ""}, '(#f "" #f)', (2, 1, 1)), ({"LEVEL": "2"}, '("2" #f "2")', (1, 2, 2)),
                ({"LEVEL": "2"}, '("2" #f "2")', (3, 0, 0)), ({}, "(#f #f #f)", (1, 2, 2))]:
            with self.subTest(environment=environment, counts=counts):
                self.assertEqual(self.run_main(printed, **environment), counts)

    def test_off(self):
        for arguments, environment in ((["--no-cache"], {}), ([], {"TIERCEL_CACHE": "off"})):
            env = dict(os.environ, TIERCEL_CACHE_DIR=str(self.cache), **environment)
            subprocess.run([TIERCEL, *arguments, "main.scm"], capture_output=True, env=env, cwd=self.folder)
            self.assertFalse(self.cache.exists())

    def test_no_folder_for_an_expression(self):
        self.assertEqual(self.tiercel("-e", "(+ 1 2)").stdout, "3\n")
        self.assertFalse(self.cache.exists())

    def test_place(self):
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("TIERCEL_", "XDG_"))}

        def place(*options, **more):
            return subprocess.run([TIERCEL, "cache", "dir", *options], capture_output=True, text=True,
                                  env={**environment, "HOME": "/h", **more}).stdout.strip()
        self.assertEqual(place(), "/h/.cache/tiercel")
        self.assertEqual(place(XDG_CACHE_HOME="/x"), "/x/tiercel")
        self.assertEqual(place(XDG_CACHE_HOME="relative"), "/h/.cache/tiercel")
        self.assertEqual(place(XDG_CACHE_HOME="/x", TIERCEL_CACHE_DIR="/t"), "/t")
        self.assertEqual(place("--cache-dir=/o", TIERCEL_CACHE_DIR="/t"), "/o")

    def test_commands(self):
        self.assertEqual(self.tiercel("cache", "list").stdout, "")
        self.run_main()
        stats = json.loads(self.tiercel("cache", "stats", "--json").stdout)
        sources = {(entry["kind"], pathlib.Path(entry["source"]).name) for entry in stats["entries"]}
        self.assertEqual(sources, {("program", "main.scm"), ("library", "one.sld"), ("library", "two.sld")})
        for entry in stats["entries"]:
            self.assertEqual((self.cache / entry["entry"]).stat().st_size, entry["bytes"])
        self.assertIn("3 good, 0 damaged", self.tiercel("cache", "verify").stdout)
        self.assertIn("3 entries removed", self.tiercel("cache", "clear").stdout)
        self.assertEqual(list(self.cache.iterdir()), [])
        self.assertEqual(self.tiercel("cache", "nonsense").returncode, 2)

    def test_rights(self):
        self.run_main()
        files = [path for path in self.cache.rglob("*")]
        self.assertEqual({stat.S_IMODE(path.stat().st_mode) for path in [self.cache, *files] if path.is_dir()}, {0o700})
        self.assertEqual({stat.S_IMODE(path.stat().st_mode) for path in files if path.is_file()}, {0o600})

    def test_damaged_entries(self):
        self.run_main()
        for path in self.cache.rglob("*-*"):
            if path.is_file():
                content = bytearray(path.read_bytes())
                content[len(content) // 2] ^= 1
                path.write_bytes(content)
        self.assertEqual(self.run_main(), (0, 3, 3))
        self.assertEqual(self.run_main(), (3, 0, 0))

    def test_size_limit(self):
        self.run_main()
        self.write("main.scm", MAIN + "'more\n")
        result = self.tiercel("--cache-limit=1", "main.scm")
        self.assertEqual(result.stdout, "plain 41\n12\n")
        self.assertEqual([path for path in self.cache.rglob("*") if path.is_file()], [])

    def test_folders_that_cannot_be_used(self):
        self.cache.mkdir(mode=0o777)
        self.cache.chmod(0o777)
        self.assertEqual(self.run_main(), (0, 0, 0))
        self.cache.rmdir()
        self.cache.symlink_to(self.folder)
        self.assertEqual(self.run_main(), (0, 0, 0))
        self.cache.unlink()
        self.cache.write_text("a file")
        self.assertEqual(self.run_main(), (0, 0, 0))
        self.cache.unlink()


if __name__ == "__main__":
    unittest.main()
