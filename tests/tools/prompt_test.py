"""The prompt through a pseudo-terminal: entries, keys, interrupts, history.

What a session shows is read from a small model of a screen, so the tests say what a person would see.
proves: O1 C24
"""

import os
import pathlib
import pty
import random
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
PROMPT = "tiercel> "
ANY_PROMPT = re.compile(r"tiercel(\[jit\])?>")
NATIVE = (ROOT / "build" / "libtiercel_native.so").exists()
SEQUENCE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z~])")
PATIENCE_S = 30


class Screen:
    """Lines of text, with the few control sequences that the prompt uses."""

    def __init__(self):
        self.lines, self.row, self.column = [""], 0, 0

    def feed(self, text):
        at = 0
        while at < len(text):
            match = SEQUENCE.match(text, at)
            if match:
                self.obey(match.group(1), match.group(2))
                at = match.end()
                continue
            self.put(text[at])
            at += 1

    def put(self, char):
        if char == "\r":
            self.column = 0
        elif char == "\n":
            self.row += 1
            while self.row >= len(self.lines):
                self.lines.append("")
        elif char >= " ":
            line = self.lines[self.row].ljust(self.column)
            self.lines[self.row] = line[:self.column] + char + line[self.column + 1:]
            self.column += 1

    def obey(self, parameters, command):
        count = int(parameters) if parameters.isdigit() else 1
        if command == "A":
            self.row = max(0, self.row - count)
        elif command == "C":
            self.column += count
        elif command == "J":
            self.lines[self.row] = self.lines[self.row][:self.column]
            del self.lines[self.row + 1:]

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.lines)


class Session:
    """A prompt in a child process, on a terminal of 80 columns."""

    def __init__(self, home, arguments=(), **environment):
        self.raw, self.screen = "", Screen()
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.environ.pop("NO_COLOR", None)
            os.environ.update({"HOME": str(home), "XDG_STATE_HOME": str(home) + "/state", "TERM": "xterm", **environment})
            os.execv(TIERCEL, [str(TIERCEL), *arguments])
        import fcntl
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.wait_prompts(1)

    def send(self, text):
        os.write(self.terminal, text.encode())

    def receive(self, timeout_s):
        if not select.select([self.terminal], [], [], timeout_s)[0]:
            return False
        try:
            text = os.read(self.terminal, 65536).decode(errors="replace")
        except OSError:
            text = ""
        self.raw += text
        self.screen.feed(text)
        return bool(text)

    def wait(self, condition, what):
        end = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > end or not self.receive(max(0, end - time.monotonic())):
                raise AssertionError(f"no {what}; the screen:\n{self.screen.text}")

    def prompts(self):
        """How often the terminal was made raw: once for each entry that the prompt began to read."""
        return self.raw.count("\x1b[?2004h")

    def wait_prompts(self, count):
        self.wait(lambda: self.prompts() >= count and ANY_PROMPT.search(self.raw.rsplit("\x1b[?2004h", 1)[1]),
                  f"prompt {count}")

    def enter(self, text):
        """Types an entry; what came of it, as shown."""
        before, rows = self.prompts(), self.screen.row
        self.send(text + "\r")
        self.wait_prompts(before + 1)
        return "\n".join(self.screen.text.splitlines()[rows:-1])

    def cancel(self):
        before = self.prompts()
        self.send("\x03")
        self.wait_prompts(before + 1)

    def end(self):
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            self.receive(0.05)
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                os.close(self.terminal)
                return os.waitstatus_to_exitcode(status)
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        raise AssertionError(f"the session did not end; the screen:\n{self.screen.text}")


@unittest.skipUnless(TIERCEL.exists(), "needs a release build")
class Prompt(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def session(self, *arguments, **environment):
        return Session(self.folder.name, arguments, **environment)

    def quit(self, session):
        session.send("\x04")
        self.assertEqual(session.end(), 0)

    def test_o1_values(self):
        session = self.session()
        self.assertTrue(session.enter("(+ 1 2)").endswith("\n3"))
        self.assertTrue(session.enter("(values 1 2)").endswith("\n1\n2"))
        self.assertTrue(session.enter("1 'b \"λ\"").endswith("\n1\nb\n\"λ\""))
        self.assertTrue(session.enter("(list *1 *2)").endswith("\n(\"λ\" b)"))
        self.assertTrue(session.enter(":keyword").endswith("\n:keyword"))
        self.quit(session)

    def test_several_lines_are_one_entry(self):
        session = self.session()
        shown = session.enter("(define (f x)\r(* x\r2))")
        self.assertIn("       >   (* x\n       >      2))", shown)
        self.assertTrue(session.enter("(f 21)").endswith("\n42"))
        # Up brings all of it back; a change in its first line.
        session.send("\x1b[A\x1b[A\x1b[A")
        session.wait(lambda: session.screen.text.count("(define (f x)") == 2, "entry of the history")
        session.send("\x1b<" + "\x1b[C" * 9 + "g")
        session.enter("")
        self.assertTrue(session.enter("(gf 1)").endswith("\n2"), session.screen.text)
        self.quit(session)

    def test_paste_of_many_lines(self):
        session = self.session()
        session.send("\x1b[200~(define a 1)\n(define b\n  2)\n(+ a b)\n(* 10 b)\x1b[201~")
        self.assertTrue(session.enter("").endswith("\n3\n20"))
        self.quit(session)

    def test_errors_leave_the_state(self):
        session = self.session("--stack-limit=64M")
        session.enter("(define x 5)")
        self.assertIn("T3001", session.enter("(car 5)"))
        self.assertIn("T3002", session.enter("(no-such)"))
        self.assertIn("T1002", session.enter(")"))
        self.assertIn("T4001", session.enter("(define (deep n) (+ 1 (deep n))) (deep 1)"))
        self.assertTrue(session.enter("x").endswith("\n5"))
        session.enter("(def y 1)")
        session.enter("(def y 2)")
        self.assertTrue(session.enter("y").endswith("\n2"))
        self.quit(session)

    def test_out_of_memory_leaves_the_prompt(self):
        session = self.session("--heap-limit=64M")
        self.assertIn("T4002", session.enter("(let loop ((l '())) (loop (cons l l)))"))
        self.assertIn("T4002", session.enter("(make-vector 1000000000000 0)"))
        self.assertTrue(session.enter("(+ 1 1)").endswith("\n2"))
        self.quit(session)

    def test_exit_code(self):
        session = self.session()
        session.send("(exit 3)\r")
        self.assertEqual(session.end(), 3)

    def commands_work(self, session):
        """All but :quit, in the mode that the session is in."""
        for command, words in ((":help", ":doc NAME"), (":doc car", "(car pair) -> any"), (":time (+ 1 2)", "s elapsed"),
                               (":expand (list 1)", "(list 1)"), (":dump bytecode (lambda (x) x)", "return"),
                               (":dump llvm (lambda (x) x)", "define"), (":dump asm (lambda (x) x)", "%rbp"),
                               (":dump-ir (+ 1 2)", "ret i64 25")):
            screen = session.enter(command)
            self.assertIn(words, screen)
            self.assertNotIn("error[", screen)

    @unittest.skipUnless(NATIVE, "needs the native tier")
    def test_c24_native_modes(self):
        session = self.session()
        self.assertIn("auto: ", session.enter(":jit"))
        session.enter(":jit on")
        self.assertTrue(session.screen.text.endswith("\ntiercel[jit]>"), session.screen.text)
        session.enter("(define (square x) (* x x))")
        self.assertTrue(session.enter("(square 5)").endswith("\n25"))
        self.assertTrue(session.enter("(current-tier square)").endswith("\n2"))
        self.assertIn("T3001", session.enter("(square 'a)"))
        self.assertTrue(session.enter("(list\r1 2)").endswith("            >  1 2)\n(1 2)"))
        self.assertIn("on: procedures become machine code before they run", session.enter(":jit"))
        self.commands_work(session)
        session.enter(":jit off")
        self.assertTrue(session.screen.text.endswith("\ntiercel>"), session.screen.text)
        session.enter("(define (cube x) (* x x x))")
        self.assertTrue(session.enter("(list (promote! cube) (cube 3) (current-tier cube))").endswith("\n(#f 27 1)"))
        self.assertTrue(session.enter("(square 6)").endswith("\n36"))
        self.assertIn("off: promotion is off", session.enter(":jit"))
        self.commands_work(session)
        session.enter(":jit auto")
        self.commands_work(session)
        self.assertIn("define", session.enter(":dump-ir (lambda (x) x)"))
        self.assertIn("%rbp", session.enter(":dump asm (lambda (x) x)"))
        self.assertIn("usage", session.enter(":jit sometimes"))
        self.quit(session)
        session = self.session("--jit")
        self.assertTrue(session.enter("(+ 1 2)").endswith("\n3"))
        self.assertTrue(session.screen.text.endswith("\ntiercel[jit]>"), session.screen.text)
        self.quit(session)

    def test_c24_commands(self):
        session = self.session()
        self.assertIn("auto: ", session.enter(":jit"))
        self.assertIn(":doc NAME", session.enter(":help"))
        self.assertIn("(car pair) -> any", session.enter(":doc car"))
        self.assertIn("(car pair) -> any", session.enter("(doc car)"))
        self.assertIn("nothing is known", session.enter(":doc no-such-name"))
        self.assertIn("s elapsed", session.enter(":time (+ 1 2)"))
        self.assertIn("return", session.enter(":dump bytecode (lambda (x) x)"))
        self.assertIn("usage", session.enter(":dump nonsense 1"))
        self.assertIn("(let ((x.", session.enter(":expand (let ((x (car '(1)))) (set! x 2) x)"))
        session.send(":quit\r")
        self.assertEqual(session.end(), 0)

    def test_interrupt_at_the_prompt_drops_the_entry(self):
        session = self.session()
        session.send("(define (f x)\r")
        session.wait(lambda: "       >" in session.screen.text, "second line")
        session.cancel()
        self.assertTrue(session.enter("(+ 2 2)").endswith("\n4"))
        self.quit(session)

    def test_completion(self):
        session = self.session()
        session.send("(call-with-cur\t")
        session.wait(lambda: "(call-with-current-continuation" in session.screen.text, "completion")
        session.cancel()
        session.enter("(define a-name-of-mine 7)")
        self.assertTrue(session.enter("a-name\t").endswith("\n7"))
        session.send("vector-f\t\t")
        session.wait(lambda: "vector-fill!" in session.screen.text and "vector-for-each" in session.screen.text, "list")
        session.cancel()
        session.send(":he\t")
        session.wait(lambda: ":help" in session.screen.text, "command")
        session.cancel()
        session.send("(import (srfi 13\t")
        session.wait(lambda: "(srfi 132)" in session.screen.text, "library")
        session.cancel()
        self.quit(session)

    def test_history_is_kept_and_private(self):
        session = self.session()
        session.enter("(define (h)\r1)")
        session.enter("'second")
        self.quit(session)
        path = pathlib.Path(self.folder.name) / "state" / "tiercel" / "history"
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        session = self.session()
        session.send("\x12h)")
        session.wait(lambda: "(define (h)" in session.screen.text, "search")
        session.send("\r")
        session.enter("")
        self.assertTrue(session.enter("(h)").endswith("\n1"))
        self.quit(session)

    def test_without_a_home(self):
        session = self.session(HOME="/nonexistent", XDG_STATE_HOME="/proc/nowhere")
        self.assertTrue(session.enter("(+ 1 2)").endswith("\n3"))
        self.quit(session)

    def test_colours_only_where_wanted(self):
        session = self.session()
        self.assertIn("\x1b[1;32mtiercel> ", session.raw)
        self.quit(session)
        session = self.session(NO_COLOR="1")
        session.enter("(car 5)")
        self.assertNotIn("\x1b[1;3", session.raw)
        self.quit(session)

    def interrupt(self, session, expression, delay_s):
        """Seconds from Ctrl-C to the next prompt."""
        before = session.prompts()
        session.send(expression + "\r")
        session.wait(lambda: session.raw.count("\x1b[?2004l") >= before, "start of the evaluation")
        end = time.monotonic() + delay_s
        while time.monotonic() < end:
            session.receive(max(0, end - time.monotonic()))
        begin = time.monotonic()
        session.send("\x03")
        session.wait_prompts(before + 1)
        return time.monotonic() - begin

    def test_interrupts_come_within_50_ms(self):
        session = self.session()
        session.enter("(define count 0)")
        session.enter("(import (srfi 1))")
        session.enter("(define long (iota 1000000))")
        loops = ["(let loop () (loop))", "(let loop ((i 0)) (loop (+ i 1)))", "(let loop () (list 1 2 3) (loop))",
                 "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 60)",
                 "(let loop () (map list long) (loop))", "(let loop () (write-to-string long) (loop))"]
        draw = random.Random(1)
        times = [self.interrupt(session, draw.choice(loops), draw.uniform(0.02, 0.2)) for _ in range(24)]
        self.assertLessEqual(statistics.median(times), 0.05, times)
        self.interrupt(session, "(dynamic-wind (lambda () #f) (lambda () (let loop () (loop))) (lambda () (set! count 1)))", 0.1)
        self.assertTrue(session.enter("count").endswith("\n1"))
        self.quit(session)

    def test_interrupts_of_reading_and_printing(self):
        session = self.session()
        self.interrupt(session, "(read-line)", 0.1)
        self.interrupt(session, "(let loop () (display 'word) (loop))", 0.1)
        self.assertTrue(session.enter("(+ 1 2)").endswith("\n3"))
        self.quit(session)

    def test_a_terminal_that_cannot_move_its_cursor(self):
        child, terminal = pty.fork()
        if child == 0:
            os.environ.update({"TERM": "dumb", "HOME": self.folder.name})
            os.execv(TIERCEL, [str(TIERCEL)])
        os.write(terminal, b"(list 1\n2)\n(exit 4)\n")
        text = ""
        while True:
            try:
                piece = os.read(terminal, 4096).decode()
            except OSError:
                break
            if not piece:
                break
            text += piece
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 4)
        self.assertIn("(1 2)", text)
        self.assertNotIn("\x1b", text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
