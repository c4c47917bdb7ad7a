"""Writes the matrix tests: every combination of a few axes as code of its own, because a loop over data would compile
once what has to be compiled in each combination.

R5   shape of call × way out × depth: stack depth, handlers and parameters are as before.
R10  operation × depth × kind of variable × kind of closure: the value is the one the scope rules give.
R11  shape of call × way out × setting: parameterize, with and defer are undone on every path.
"""

import itertools

# --- R5 ---------------------------------------------------------------------------------------------------------------
# A leak of one frame per call would fill the small stack that these programs run with: each case descends through
# FRAMES frames in all.
FRAMES = 20000
R5_DEPTHS = (5, 50, 500)
R5_HEADER = """\
;;; R5: {shape} calls, left in every way at every depth.
;; proves: R5
;; options: --stack-limit=1M -I tests/matrix/support
(import (scheme base) (scheme case-lambda) (scheme write) (matrix descent))
(define parameter (make-parameter 'before))
(define (check name expected times run)
  (let loop ((i 0) (result #f))
    (if (< i times)
        (loop (+ i 1) (run))
        (let ((probe (raise-continuable 'probe)))
          (display name)
          (if (and (equal? result expected) (eq? (parameter) 'before) (eq? probe 'base-handler))
              (display " ok")
              (write (list result (parameter) probe)))
          (newline)))))
(with-exception-handler
 (lambda (c) 'base-handler)
 (lambda ()
"""

# {act} is what the innermost frame does; {n} the depth.
R5_SHAPES = {
    "recursive": "(letrec ((f (lambda (n) (if (= n 0) {act} (+ 1 (f (- n 1))))))) (f {n}))",
    "loop": "(let loop ((i 0) (sum 0)) (if (= i {n}) (+ sum {act}) (loop (+ i 1) (+ sum 1))))",
    "closure": "((let build ((n {n})) (if (= n 0) (lambda () {act}) (let ((inner (build (- n 1)))) (lambda () (+ 1 (inner)))))))",
    "case-lambda": "(letrec ((f (case-lambda ((n) (if (= n 0) {act} (+ 1 (f (- n 1) 'x)))) "
                   "((n x) (if (= n 0) {act} (+ 1 (f (- n 1)))))))) (f {n}))",
    "imported": "(descend {n} (lambda () {act}))",
}
# {body} is the shape; every way binds the parameter and a handler inside, so that both have to be undone.
R5_WAYS = {
    "return": ("(parameterize ((parameter 'in)) (with-exception-handler (lambda (c) 'inner) (lambda () {body})))",
               "0", lambda n: str(n)),
    "error": ("(guard (e ((eq? e 'mid) 'caught)) (parameterize ((parameter 'in)) "
              "(with-exception-handler (lambda (c) (raise c)) (lambda () {body}))))", "(raise 'mid)", lambda n: "'caught"),
    "escape": ("(call/cc (lambda (k) (parameterize ((parameter 'in)) (with-exception-handler (lambda (c) 'inner) (lambda () {body})))))",
               "(k 'escaped)", lambda n: "'escaped"),
    "loop-exit": ("(let turn ((i 0)) (if (= i 3) 'left (let ((r (call/cc (lambda (break) (parameterize ((parameter i)) {body}))))) "
                  "(turn (+ i r)))))", "(break 1)", lambda n: "'left"),
}


def r5_program(shape):
    lines, expected = [R5_HEADER.format(shape=shape)], []
    for (way, (template, act, result)), depth in itertools.product(R5_WAYS.items(), R5_DEPTHS):
        body = template.format(body=R5_SHAPES[shape].format(act=act, n=depth))
        name = f"{shape} {way} {depth}"
        lines.append(f'   (check "{name}" {result(depth)} {FRAMES // depth}\n          (lambda () {body}))   ;; => {name} ok')
    lines.append("))")
    return "\n".join(lines) + "\n"


# --- R10 --------------------------------------------------------------------------------------------------------------
R10_HEADER = """\
;;; R10: {operation} at depths 1, 3 and 10, of variables that are immutable, mutable or shadowed, with closures or not.
;; proves: R10 R7
(import (scheme base) (scheme write))
(define (show name x) (display name) (display " ") (write x) (newline))
"""
OPERATIONS = ("define", "lookup", "assign", "capture")


def r10_case(operation, depth, kind, closure):
    """(expression, value): a variable `v` is bound to 1 outside, seen through `depth` scopes and one kind of closure."""
    value = 1
    inner = "v"
    if operation == "define":
        inner, value = "(let () (define w (+ v 10)) (define (get) w) (get))", 11
    elif operation == "assign":
        inner, value = "(begin (set! v (+ v 100)) v)", 101
    elif operation == "capture":
        inner, value = "((lambda () v))", 1
    if kind == "shadowed":
        inner, value = f"(let ((v 5)) {inner})", value + 4
    if kind == "mutable":
        inner, value = f"(begin (set! v (+ v 1)) {inner})", value + 1
    if closure == "simple":
        inner = f"((lambda (a) (+ a {inner})) 0)"
    elif closure == "nested":
        inner = f"(((lambda (a) (lambda (b) (+ a b {inner}))) 0) 0)"
    for level in range(depth):
        inner = f"(let ((s{level} {level})) (+ s{level} (- s{level}) {inner}))" if level % 2 else \
                f"((lambda (s{level}) {inner}) {level})"
    # What the outer variable holds afterwards tells whether assignments went to the right one.
    after = 1
    if kind == "mutable":
        after += 1
    if operation == "assign" and kind != "shadowed":
        after += 100
    if kind == "shadowed" and operation == "assign":
        after = 1
    return f"(let ((v 1)) (let ((r {inner})) (list r v)))", f"({value} {after})"


def r10_program(operation):
    lines = [R10_HEADER.format(operation=operation)]
    kinds, closures = ("immutable", "mutable", "shadowed"), ("none", "simple", "nested")
    for depth, kind, closure in itertools.product((1, 3, 10), kinds, closures):
        expression, value = r10_case(operation, depth, kind, closure)
        name = f"{operation}-{depth}-{kind}-{closure}"
        lines.append(f"(show '{name}\n  {expression})\n;; => {name} {value}")
    return "\n".join(lines) + "\n"


# --- R11 --------------------------------------------------------------------------------------------------------------
R11_HEADER = """\
;;; R11: {shape} calls that end in every way; what parameterize, with and defer set up is undone on every path.
;; proves: R11
;; options: -I tests/matrix/support
(import (scheme base) (scheme case-lambda) (scheme write) (tiercel prelude) (matrix descent))
(define bound (make-parameter 'before))
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define (show name result)
  (display name)
  (display " ")
  (write (list result (bound) (depth-parameter) (reverse trace)))
  (newline)
  (set! trace '()))
"""
R11_SHAPES = {
    "recursive": "(letrec ((f (lambda (n) (if (= n 0) {act} (+ 1 (f (- n 1))))))) (f 5))",
    "imported": "(call-deep 5 (lambda () {act}))",
    "closure": "((let build ((n 5)) (if (= n 0) (lambda () {act}) (let ((inner (build (- n 1)))) (lambda () (+ 1 (inner)))))))",
    "case-lambda": "(letrec ((f (case-lambda ((n) (if (= n 0) {act} (+ 1 (f (- n 1) 'x)))) "
                   "((n x) (if (= n 0) {act} (+ 1 (f (- n 1)))))))) (f 5))",
}
R11_WAYS = {
    "early-exit": ("(call/cc (lambda (k) {body}))", "(k 'left)", "left"),
    "nested-guard": ("(guard (e ((number? e) (list 'outer e))) (try {body} (catch e (raise 7)) (finally (note 'finally))))",
                     "(raise 'inner)", "(outer 7)"),
    "error": ("(guard (e ((error-object? e) (error-object-message e))) {body})", '(error "failed")', '"failed"'),
}
R11_SETTINGS = {
    "parameters": ("(parameterize ((bound 'inside)) (with (r (begin (note 'acquire) 'r) (lambda (r) (note 'release))) {body}))",
                   "(acquire release)"),
    "self-reference": ("(letrec ((self (lambda (n) (defer (note 'deferred)) (if (= n 0) {body} (begin (self (- n 1))))))) (self 1))",
                       "(deferred deferred)"),
    "other-module": ("(parameterize ((bound 'inside)) (call-deep 2 (lambda () (defer (note 'deferred)) {body})))", "(deferred)"),
}


def r11_program(shape):
    lines = [R11_HEADER.format(shape=shape)]
    for (way, (template, act, result)), (setting, (around, notes)) in itertools.product(R11_WAYS.items(), R11_SETTINGS.items()):
        body = template.format(body=around.format(body=R11_SHAPES[shape].format(act=act)))
        name = f"{shape}-{way}-{setting}"
        if way == "nested-guard":
            notes = notes[:-1] + " finally)"
        lines.append(f"(show '{name}\n  {body})\n;; => {name} ({result} before outside {notes})")
    return "\n".join(lines) + "\n"


def write_programs(folder):
    """The matrix programs as files in `folder`; untouched when nothing changed."""
    texts = {f"r5_{shape}.scm": r5_program(shape) for shape in R5_SHAPES}
    texts |= {f"r10_{operation}.scm": r10_program(operation) for operation in OPERATIONS}
    texts |= {f"r11_{shape}.scm": r11_program(shape) for shape in R11_SHAPES}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return sorted(folder / name for name in texts)
