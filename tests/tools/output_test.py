"""Output that cannot be written and input that never comes: each ends in a clear error or an interrupt, and nothing hangs."""

import pathlib
import signal
import subprocess
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
INTERRUPT_MAX_S = 0.5  # the goal is 50 ms; the machine that runs the tests may be busy


def start(expression, **streams):
    return subprocess.Popen([str(TIERCEL), "-e", expression], stderr=subprocess.PIPE, **streams)


@unittest.skipUnless(TIERCEL.exists(), "needs a release build")
class Output(unittest.TestCase):
    def test_a_full_disk_is_an_error_at_the_end_and_a_condition_before(self):
        with open("/dev/full", "w") as full:
            lost = subprocess.run([TIERCEL, "-e", '(display "x")'], stdout=full, stderr=subprocess.PIPE, text=True)
            caught = subprocess.run(
                [TIERCEL, "-e", "(exit (guard (e ((file-error? e) 7)) (display 1) (flush-output-port) 8))"], stdout=full)
        self.assertEqual(lost.returncode, 1)
        self.assertIn("T4004", lost.stderr)
        self.assertIn("No space left", lost.stderr)
        self.assertEqual(caught.returncode, 7)

    def test_closed_output_is_an_error(self):
        for expression in ("(display 1)", "1"):
            done = subprocess.run(["sh", "-c", f'"$0" -e "{expression}" >&-', TIERCEL], stderr=subprocess.PIPE, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn("T4004", done.stderr)

    def test_a_reader_that_goes_away_ends_the_program(self):
        process = start("(let loop () (write 'more) (newline) (loop))", stdout=subprocess.PIPE)
        process.stdout.read(1000)
        process.stdout.close()
        error = process.stderr.read().decode()
        process.stderr.close()
        self.assertEqual(process.wait(timeout=20), 1)
        self.assertIn("T4004", error)
        self.assertIn("Broken pipe", error)


@unittest.skipUnless(TIERCEL.exists(), "needs a release build")
class Interrupts(unittest.TestCase):
    # Each waits, computes or allocates inside one primitive when the interrupt comes.
    PROGRAMS = [
        "(read-line)",
        "(read)",
        "(read-string 100)",
        "(define l (list 1)) (set-cdr! l l) (write-simple l (open-output-string))",
        "(let loop () (write (make-vector 2000000 'abc) (open-output-string)) (loop))",
        "(define v (make-vector 3000000 '(1 2))) (define w (vector-map list-copy v)) (let loop () (equal? v w) (loop))",
        "(let loop () (loop))",
        "(expt 7 20000001)",
        "(define l (list 1)) (set-cdr! l l) (list-tail l 1000000000000)",
        "(define l (list 1)) (set-cdr! l l) (list-ref l 1000000000000)",
        "(define l (list 1)) (set-cdr! l l) (list-set! l 1000000000000 1)",
        "(define l (list 1)) (set-cdr! l l) (member 2 l =)",
        "(define l (make-list 5000000 1)) (let loop () (length l) (memv 2 l) (last-pair l) (loop))",
    ]

    def seconds_to_end(self, program):
        """How long an interrupt of the running program takes, or None if it was not running any more."""
        process = start(program, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        time.sleep(0.4)
        running = process.poll() is None
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=20)
        seconds = time.monotonic() - began
        process.stdin.close()
        process.stderr.close()
        if running:
            self.assertEqual(code, 130)
        return seconds if running else None

    def test_an_interrupt_ends_a_long_primitive(self):
        for program in self.PROGRAMS:
            with self.subTest(program=program):
                seconds = []
                while not seconds or (min(seconds) > INTERRUPT_MAX_S and len(seconds) < 5):  # another process may have been in the way
                    seconds.append(self.seconds_to_end(program))
                    self.assertIsNotNone(seconds[-1], "it ended before the interrupt came")
                self.assertLess(min(seconds), INTERRUPT_MAX_S)


if __name__ == "__main__":
    unittest.main()
