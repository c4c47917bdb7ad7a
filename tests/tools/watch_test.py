"""tiercel run --watch: a saved change takes effect in the running program, what it has counted so far stays.

proves: O18
"""

import os
import pathlib
import queue
import signal
import subprocess
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
PATIENCE_S = 60

PROGRAM = """(import (scheme base) (scheme write))
(define turns 0)
(define (describe n) (list 'old n))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline) (flush-output-port)))))
(define (pause n) (if (> n 0) (pause (- n 1))))
(define (turn)
  (set! turns (+ turns 1))
  (pause 200000)
  (show (describe turns)))
(let loop () (turn) (if (< turns LIMIT) (loop)))
"""


@unittest.skipUnless(TIERCEL.exists(), "there is no build")
class Watch(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.file = pathlib.Path(self.temporary.name) / "program.scm"
        self.process = None

    def tearDown(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait()
            for thread in self.threads:
                thread.join()
            self.process.stdout.close()
            self.process.stderr.close()
        self.temporary.cleanup()

    def start(self, text, *options):
        self.file.write_text(text)
        self.process = subprocess.Popen([TIERCEL, "run", "--watch", *options, str(self.file)], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.lines, self.threads = {}, []
        for name in ("stdout", "stderr"):
            self.lines[name] = queue.Queue()
            self.threads.append(threading.Thread(target=self.collect, args=(name,), daemon=True))
            self.threads[-1].start()

    def collect(self, name):
        for line in getattr(self.process, name):
            self.lines[name].put(line.rstrip("\n"))

    def wait_for(self, name, condition):
        """The first line that is as wanted, and how many came before."""
        count = 0
        while True:
            line = self.lines[name].get(timeout=PATIENCE_S)
            if condition(line):
                return line, count
            count += 1

    def replace(self, text):
        other = self.file.with_name("new")
        other.write_text(text)
        other.rename(self.file)

    def check_swap(self, *options):
        program = PROGRAM.replace("LIMIT", "1000000")
        self.start(program, *options)
        line, _ = self.wait_for("stdout", lambda line: line.startswith("(old "))
        self.replace(program.replace("(list 'old n)", "(vector 'new n)"))
        line, count = self.wait_for("stdout", lambda line: line.startswith("#(new "))
        turns = int(line.split()[1].rstrip(")"))
        self.assertEqual(turns, int(count) + 2)  # nothing was counted anew, no turn was lost
        self.assertIn("1 form", self.wait_for("stderr", lambda line: "has changed" in line)[0])
        self.replace(program.replace("(list 'old n)", "(vector 'broken n"))
        self.assertIn("T1", self.wait_for("stderr", lambda line: "error[" in line)[0])
        self.wait_for("stdout", lambda line: line.startswith("#(new "))  # it goes on as it was
        self.process.send_signal(signal.SIGINT)
        self.assertEqual(self.process.wait(timeout=PATIENCE_S), 130)

    def test_definition_is_swapped_in(self):
        self.check_swap()

    def test_definition_is_swapped_into_machine_code(self):
        self.check_swap("--jit-threshold=1")

    def test_after_the_end(self):
        program = PROGRAM.replace("LIMIT", "2")
        self.start(program)
        self.wait_for("stderr", lambda line: "has ended" in line)
        self.replace(program.replace("'old", "'late") + "(show (describe turns))\n")
        self.wait_for("stdout", lambda line: line == "(late 2)")
        self.process.send_signal(signal.SIGINT)
        self.assertEqual(self.process.wait(timeout=PATIENCE_S), 130)

    def test_what_did_not_compile_is_tried_again(self):
        """A save with two changes, one of them wrong: both take effect when that one is mended."""
        program = PROGRAM.replace("LIMIT", "1000000").replace("(list 'old n)", "(list 'old (other n))")
        program = program.replace("(define (pause", "(define (other n) n)\n(define (pause")
        self.start(program)
        self.wait_for("stdout", lambda line: line.startswith("(old "))
        changed = program.replace("'old", "'new")
        self.replace(changed.replace("(define (other n) n)", "(define (other n) (if))"))
        self.assertIn("T2", self.wait_for("stderr", lambda line: "error[" in line)[0])
        self.replace(changed.replace("(define (other n) n)", "(define (other n) (vector n))"))
        self.wait_for("stdout", lambda line: line.startswith("(new #("))

    def test_macros_reach_their_users(self):
        program = PROGRAM.replace("LIMIT", "1000000").replace("(list 'old n)", "(second-layer n)")
        macros = ("(begin (define-syntax layer (syntax-rules () ((_ n) (list 'old n))))\n"
                  "  (define-syntax second-layer (syntax-rules () ((_ n) (layer n)))))\n(define turns")
        program = program.replace("(define turns", macros, 1)
        self.start(program)
        self.wait_for("stdout", lambda line: line.startswith("(old "))
        self.replace(program.replace("'old", "'new"))
        line, count = self.wait_for("stdout", lambda line: line.startswith("(new "))
        self.assertEqual(int(line.split()[1].rstrip(")")), count + 2)  # the variable that counts stays
        self.assertIn("3 forms", self.wait_for("stderr", lambda line: "has changed" in line)[0])

    def test_what_cannot_be_read_is_waited_for(self):
        self.start("(display 'never")
        self.assertIn("T1", self.wait_for("stderr", lambda line: "error[" in line)[0])
        self.replace("(display 'ever)(newline)\n")
        self.wait_for("stdout", lambda line: line == "ever")
        self.process.send_signal(signal.SIGINT)
        self.assertEqual(self.process.wait(timeout=PATIENCE_S), 130)

    def replace_beside(self, name, text):
        other = self.file.parent / f"{name}.new"
        other.write_text(text)
        other.rename(self.file.parent / name)

    def test_included_and_loaded_files_and_libraries(self):
        """Each part of a program that runs is changed in turn; what it has counted stays."""
        parts = {"top.scm": "(define (top n) (list 'top n))\n(define in-top 0)\n", "inner.scm": "(list 'inner n)\n",
                 "late.scm": "(define (late n) (list 'late n))\n",
                 "body.scm": "(define times 0)\n(define (helper n) (set! times (+ times 1)) (list 'helper n))\n"}
        for name, text in parts.items():
            self.file.with_name(name).write_text(text)
        self.file.with_name("parts").mkdir()
        library = ("(define-library (parts one) (export step helper count) (import (scheme base))\n"
                   "  (begin (define (step n) (list 'step (helper n))) (define (count) times))\n  (include \"../body.scm\"))\n")
        self.file.with_name("parts").joinpath("one.sld").write_text(library)
        self.start("(import (scheme base) (scheme write) (scheme load) (parts one))\n"
                   "(include \"top.scm\")\n(define (inner n) (include \"inner.scm\"))\n"
                   f"(define (late n) n)\n(load \"{self.file.with_name('late.scm')}\")\n"
                   "(define (pause n) (if (> n 0) (pause (- n 1))))\n"
                   "(let loop ((n 0)) (pause 100000) (write (list (top n) (inner n) (late n) (step n) (count))) (newline)\n"
                   "  (flush-output-port) (loop (+ n 1)))\n")
        self.wait_for("stdout", lambda line: line.startswith("((top 0) (inner 0) (late 0) (step (helper 0)) 1)"))
        for name, text in parts.items():
            self.replace_beside(name, text.replace("(list '", "(list 'new-"))
            word = "(new-" + {"top.scm": "top", "inner.scm": "inner", "late.scm": "late", "body.scm": "helper"}[name]
            self.wait_for("stdout", lambda line: word in line)
        self.replace_beside("parts/one.sld", library.replace("(list 'step", "(list 'new-step"))
        line, _ = self.wait_for("stdout", lambda line: "new-step" in line)
        numbers = [int(word) for word in line.replace("(", " ").replace(")", " ").split() if word.isdigit()]
        self.assertEqual(numbers[-1], numbers[0] + 1, line)  # what the library has counted
        self.process.send_signal(signal.SIGINT)
        self.assertEqual(self.process.wait(timeout=PATIENCE_S), 130)


if __name__ == "__main__":
    unittest.main()
