"""The examples in tables/primitives/*.scm as tests: each expression gives its result, each error example its code.

One program per set of libraries evaluates all its examples and prints a line for each, so a primitive's row is its own
test.  `%names` can be imported by lib/ only and are proven there.
"""

import pathlib
import shlex
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from tables import errors, opcodes, primitives, types  # noqa: E402

HEADER = """\
(import (scheme base) (scheme write) {libraries})
(define (example name thunk expected)
  (let ((result (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list '*raised* e))) thunk)))))
    (display name)
    (if (equal? result expected)
        (display " ok")
        (begin (display " gave ") (if (and (pair? result) (eq? (car result) '*raised*) (error-object? (cadr result)))
                                      (write (cons (error-object-message (cadr result)) (error-object-irritants (cadr result))))
                                      (write result))))
    (newline)))
"""


# Each example is a procedure: in native code it must say so (requirement L9), and nothing may have been refused.
NATIVE = """\
(import (only (tiercel introspect) current-tier jit/rejections))
(define (native-example name thunk expected)
  (example name thunk expected)
  (unless (and (= (current-tier thunk) 2) (null? (jit/rejections))) (display name) (display " is not native") (newline)))
"""


def rows(root):
    def table(pattern):
        return [(str(path), path.read_text(encoding="utf-8")) for path in sorted((root / "tables").glob(pattern))]
    known_types = {row.name for row in types.read(table("types.scm"))}
    return primitives.read(table("primitives/*.scm"), known_types, opcodes.read(table("opcodes.scm")),
                           errors.read(table("errors.scm")))


def programs(root):
    """{library: [(example's name, expression, expected)]}, errors apart as [(name, library, expression, code)]."""
    values, raising = {}, []
    for row in rows(root):
        if row.name.startswith("%"):
            continue
        for number, (expression, result) in enumerate(row.examples):
            values.setdefault(row.libraries[0], []).append((f"{row.name}#{number}", expression, result))
        for number, (expression, code) in enumerate(row.errors):
            raising.append((f"{row.name}#error{number}", row.libraries[0], expression, code))
    return values, raising


def run(executable, environment, text, options=()):
    try:
        return subprocess.run([executable, *options, "-"], input=text, capture_output=True, text=True, timeout=60, env=environment)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess([], -1, "", "no end after 60 s")


def run_values(executable, environment, library, examples, native=False):
    """[(name, None or complaint)] of one library's examples, as they come or in native code throughout."""
    text = HEADER.format(libraries="" if library == "(scheme base)" else library) + (NATIVE if native else "")
    for name, expression, expected in examples:
        text += f'({"native-" if native else ""}example "{name}" (lambda () {expression}) \'{expected})\n'
    result = run(executable, environment, text, ["--jit-threshold=0"] if native else [])
    lines = {line.split(" ", 1)[0]: line.split(" ", 1)[1] for line in result.stdout.splitlines() if " " in line}
    outcomes = []
    for name, expression, expected in examples:
        answer = lines.get(name, "nothing; standard error:\n" + result.stderr[-1500:])
        complaint = None if answer == "ok" else f"{expression}\nexpected {expected}, {answer}"
        outcomes.append((f"example {library} {name}" + (" [native]" if native else ""), complaint))
    return outcomes


def run_error(executable, environment, example):
    name, library, expression, code = example
    imports = "(import (scheme base))" if library == "(scheme base)" else f"(import (scheme base) {library})"
    result = run(executable, environment, f"{imports}\n{expression}\n")
    good = result.returncode == 1 and code in result.stderr
    return (f"example {library} {name}", None if good else f"{expression}\nexpected {code}, exit status {result.returncode}:\n{result.stderr[-1500:]}")


def all_error_rows(root):
    path = root / "tables" / "errors.scm"
    return errors.read([(str(path), path.read_text(encoding="utf-8"))])


def error_rows(root):
    """[(code, example)] of the errors whose example is a program or a command line."""
    return [(row.code, row.example) for row in all_error_rows(root) if row.example]


def error_pages(root, executable, environment):
    """Every error has its page, and every error without a short example has a test that names its code."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for pattern in ("*.scm", "*.cpp", "*.c", "*.py")
             for path in (root / "tests").rglob(pattern)]
    outcomes = []
    for row in all_error_rows(root):
        page = subprocess.run([executable, "explain", row.code], capture_output=True, text=True, env=environment).stdout
        wanted = [row.code, row.name, row.template, *row.doc.split(), *(row.example or row.situation).split()]
        missing = [word for word in wanted if word not in page]
        complaint = f"`tiercel explain {row.code}` does not say {missing}:\n{page}" if missing else None
        if not row.example and not any(row.code in text for text in texts):
            complaint = f"no test under tests/ names {row.code}"
        outcomes.append((f"explain {row.code}", complaint))
    return outcomes


def run_error_row(executable, environment, code, example):
    """The example on an error's page really raises that error, as a program or as the command line that it shows."""
    command, text = [executable, "--stack-limit=64M", "--heap-limit=256M", "-"], example
    if example.startswith("tiercel "):
        command, text = [executable, *shlex.split(example)[1:]], ""
    try:
        result = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, env=environment)
    except subprocess.TimeoutExpired:
        return (f"error page {code}", f"{example}\nno end after 60 s")
    good = result.returncode == 1 and code in result.stderr
    complaint = None if good else f"{example}\nexit status {result.returncode}; standard error:\n{result.stderr[-1500:]}"
    return (f"error page {code}", complaint)
