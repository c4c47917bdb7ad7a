"""The examples of contract comments (tools/documentation/contracts.py) as tests.

All examples of one library run in one process, in the environment of the prompt after `(import LIBRARY)`, because that is
where a reader of the documentation will try them.  Each prints one line: what it gave, or the code of its error.
"""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from documentation import names, pages  # noqa: E402

# `%` begins each line that the harness prints.  What is expected is compared as data where it can be read, else as text.
HARNESS = """\
(import (scheme base) (scheme read) (scheme write) (only (tiercel conditions) condition-code))
(define (%text-of values)
  (let ((port (open-output-string)))
    (let loop ((values values) (first #t))
      (if (pair? values)
          (begin (if (not first) (write-char #\\space port))
                 (write (car values) port)
                 (loop (cdr values) #f))))
    (get-output-string port)))
(define (%data-of text)
  (guard (e (#t (list text)))
    (let ((port (open-input-string text)))
      (let loop ((data '()))
        (let ((datum (read port)))
          (if (eof-object? datum) (reverse data) (loop (cons datum data))))))))
(define (%same? text values) (or (equal? (%text-of values) text) (equal? (%data-of text) values)))
(define (%code-of e)
  (if (error-object? e) (%text-of (list (condition-code e))) (string-append "raised " (%text-of (list e)))))
(define (%outcome thunk)
  (call/cc (lambda (k)
    (with-exception-handler
      (lambda (e) (k (cons 'error (%code-of e))))
      (lambda () (call-with-values thunk (lambda values (cons 'values values))))))))
(define (%example number kind thunk expected)
  (let* ((port (open-output-string))
         (outcome (parameterize ((current-output-port port)) (%outcome thunk)))
         (printed (get-output-string port)))
    (write-string "%") (write number) (write-char #\\space)
    (cond ((and (eq? kind 'value) (eq? (car outcome) 'values) (%same? expected (cdr outcome))) (write-string "ok"))
          ((and (eq? kind 'prints) (eq? (car outcome) 'values) (equal? printed expected)) (write-string "ok"))
          ((and (eq? kind 'error) (eq? (car outcome) 'error) (equal? (cdr outcome) expected)) (write-string "ok"))
          ((eq? (car outcome) 'error) (write-string "raised ") (write-string (cdr outcome)))
          ((eq? kind 'prints) (write-string "printed ") (write printed))
          (else (write-string "gave ") (write-string (%text-of (cdr outcome)))))
    (newline)))
"""
# Where the special forms are: their examples run in native code too, and must be native then (requirement L9).
FORMS = {"(scheme base)", "(scheme case-lambda)", "(scheme lazy)", "(tiercel macros)", "(tiercel prelude)", "(srfi 2)", "(srfi 8)",
         "(srfi 26)", "(srfi 31)"}
NATIVE = """\
(import (only (tiercel introspect) current-tier jit/rejections))
(define (%native-example number kind thunk expected)
  (%example number kind thunk expected)
  (if (not (and (= (current-tier thunk) 2) (null? (jit/rejections))))
      (begin (write-string "%") (write number) (write-string " is not native") (newline))))
"""
KINDS = {"=>": "value", "prints": "prints", "error": "error"}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def program(library, examples, native=False):
    text = HARNESS + (NATIVE if native else "") + f"(import {library})\n"
    for number, (_, expression, kind, expected) in enumerate(examples):
        expected = expected.replace("\\n", "\n") if kind == "prints" else expected
        text += f"(%{'native-' if native else ''}example {number} '{KINDS[kind]} (lambda () {expression}) {quoted(expected)})\n"
    return text


def collect(root, executable):
    """[(library, [(name, expression, kind, expected)])] of contracts whose home is Scheme."""
    libraries, _ = names.read(root, executable)
    places = pages.primary_places(libraries)
    found = {}
    for exports in libraries.values():
        for export in exports:
            library, name = places[export.home, export.home_name]
            if export.contract and export.home != "(tiercel primitives)" and (library, name) == (export.library, export.name):
                rows = found.setdefault(library, [])
                for expression, kind, expected in export.contract.examples:
                    if not any(row[1] == expression for row in rows):
                        rows.append((export.name, expression, kind, expected))
    return sorted(found.items())


def run_library(executable, environment, library, examples, native=False):
    """[(name, None or complaint)]"""
    try:
        command = [executable, *(["--jit-threshold=0"] if native else []), "-e", program(library, examples, native)]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60,
                                env=environment)
        output, problem = result.stdout, result.stderr[-1500:]
    except subprocess.TimeoutExpired:
        output, problem = "", "no end after 60 s"
    answers = {line.split(" ", 1)[0]: line.split(" ", 1)[1] for line in output.splitlines() if line.startswith("%") and " " in line}
    outcomes = []
    for number, (name, expression, kind, expected) in enumerate(examples):
        answer = answers.get(f"%{number}", "gave nothing; standard error:\n" + problem)
        complaint = None if answer == "ok" else f"{expression}\n{kind} {expected}; {answer}"
        outcomes.append((f"example {library} {name}#{number}" + (" [native]" if native else ""), complaint))
    return outcomes
