"""Random programs most of whose expressions are well-formed but wrong for some type, for fuzz/compare_levels.py.

A program defines procedures and variables and writes values as it goes, so that the order of effects is part of the
answer; errors and handlers are part of it too.
"""

import random

CONSTANTS = ["0", "1", "2", "-3", "10",
             "'a", "'b", "'()", "#t", "#f", '"s"', "'(1 2)", "'(a . b)", "1.5", "100000000000000000000"]
HANDLED = "(guard (x (#t (list 'caught (if (error-object? x) 'condition x)))) {})"
PROLOGUE = """(import (scheme base) (scheme write))
(define written 0)
(define (out x)
  (set! written (+ written 1))
  (if (> written 60) (raise 'enough))
  (write (if (procedure? x) 'procedure x))
  (newline)
  x)
"""


class Generator:
    """Makes expressions from the names in scope; `procedures` are pairs of a name and an argument count."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = 0
        self.forms = [self.conditional, self.let, self.let_star, self.sequence, self.abstraction, self.call, self.call,
                      self.any_call, self.arithmetic, self.unary, self.pair, self.output, self.assignment, self.logic,
                      self.named_let, self.do_loop, self.mutual_recursion, self.two_values, self.internal_definitions,
                      self.local_procedure, self.escape, self.case, self.rest_values, self.vector, self.handled,
                      self.identity, self.generator]

    def name(self, prefix="v"):
        self.names += 1
        return f"{prefix}{self.names}"

    def expression(self, scope, procedures, depth):
        if depth <= 0 or self.random.random() < 0.1:
            return self.random.choice(scope if scope and self.random.random() < 0.75 else CONSTANTS)
        make = self.random.choice(self.forms)
        return make(scope, procedures, lambda more=(), called=(), less=1:
                    self.expression(scope + list(more), procedures + list(called), depth - less))

    def several(self, low, high, make):
        return " ".join(make() for _ in range(self.random.randint(low, high)))

    def conditional(self, scope, procedures, part):
        return f"(if {part()} {part()} {part()})"

    def let(self, scope, procedures, part):
        names = [self.name() for _ in range(self.random.randint(1, 3))]
        return f"(let ({' '.join(f'({name} {part()})' for name in names)}) {part(names)})"

    def let_star(self, scope, procedures, part):
        names = [self.name() for _ in range(self.random.randint(1, 3))]
        bindings = " ".join(f"({name} {part(names[:i])})" for i, name in enumerate(names))
        return f"(let* ({bindings}) {part(names)})"

    def sequence(self, scope, procedures, part):
        return f"(begin {part()} {part()})"

    def abstraction(self, scope, procedures, part):
        names = [self.name() for _ in range(self.random.randint(0, 3))]
        rest = [self.name("r")] if names and self.random.random() < 0.2 else []
        formals = " ".join(names) + (f" . {rest[0]}" if rest else "")
        return f"(lambda ({formals}) {part(names + rest)})"

    def call(self, scope, procedures, part):
        if not procedures:
            return part()
        name, count = self.random.choice(procedures)
        count += self.random.random() < 0.05  # now and then a wrong number
        return f"({name} {self.several(count, count, part)})"

    def any_call(self, scope, procedures, part):
        return f"({part()} {self.several(0, 2, part)})"

    def arithmetic(self, scope, procedures, part):
        return f"({self.random.choice(['+', '-', '*', '<', '=', '>='])} {part()} {part()})"

    def unary(self, scope, procedures, part):
        return f"({self.random.choice(['car', 'cdr', 'not', 'null?', 'pair?', 'zero?', 'list', 'vector?'])} {part()})"

    def pair(self, scope, procedures, part):
        return f"(cons {part()} {part()})"

    def output(self, scope, procedures, part):
        return f"(out {part()})"

    def assignment(self, scope, procedures, part):
        if not scope:
            return part()
        name = self.random.choice(scope)
        return f"(begin (set! {name} {part()}) {name})"

    def logic(self, scope, procedures, part):
        return f"({self.random.choice(['and', 'or'])} {self.several(2, 3, part)})"

    def named_let(self, scope, procedures, part):
        loop, i, a = self.name("loop"), self.name("i"), self.name("a")
        return f"(let {loop} (({i} {self.random.randint(0, 4)}) ({a} {part()})) " \
               f"(if (= {i} 0) {part([a])} ({loop} (- {i} 1) {part([i, a], less=2)})))"

    def do_loop(self, scope, procedures, part):
        i, x = self.name("i"), self.name()
        return f"(do (({i} 0 (+ {i} 1)) ({x} {part()} {part([x], less=2)})) ((= {i} {self.random.randint(0, 3)}) {part([x])}))"

    def mutual_recursion(self, scope, procedures, part):
        f, g, n, x = self.name("f"), self.name("g"), self.name("n"), self.name()
        return f"(letrec (({f} (lambda ({n} {x}) (if (<= {n} 0) {part([x], less=2)} ({g} (- {n} 1) {part([x], less=2)})))) " \
               f"({g} (lambda ({n} {x}) (if (<= {n} 0) {x} (cons {x} ({f} (- {n} 1) {part([x], less=2)})))))) " \
               f"({self.random.choice([f, g])} {self.random.randint(0, 5)} {part()}))"

    def two_values(self, scope, procedures, part):
        a, b = self.name(), self.name()
        return f"(call-with-values (lambda () (values {part()} {part()})) (lambda ({a} {b}) {part([a, b])}))"

    def internal_definitions(self, scope, procedures, part):
        names = [self.name() for _ in range(3)]
        early = [names if self.random.random() < 0.3 else names[:i] for i in range(3)]  # sometimes before their turn
        definitions = " ".join(f"(define {name} {part(early[i], less=2)})" for i, name in enumerate(names))
        return f"(let () {definitions} {part(names)})"

    def local_procedure(self, scope, procedures, part):
        f, names = self.name("f"), [self.name() for _ in range(self.random.randint(0, 2))]
        return f"(let (({f} (lambda ({' '.join(names)}) {part(names)}))) {part([f], [(f, len(names))] * 3)})"

    def escape(self, scope, procedures, part):
        k = self.name("k")
        return f"(call/cc (lambda ({k}) {part([], [(k, 1)])}))"

    def generator(self, scope, procedures, part):
        k, n, x = self.name("k"), self.name("n"), self.name()  # the continuation is entered again
        return f"(let (({k} #f) ({n} 0)) (let (({x} (call/cc (lambda (c) (set! {k} c) {part()})))) " \
               f"(set! {n} (+ {n} 1)) (if (< {n} 3) ({k} {part([n, x], less=2)}) {part([n, x])})))"

    def case(self, scope, procedures, part):
        return f"(case {part()} ((a b) {part()}) ((1 2) {part()}) (else {part()}))"

    def rest_values(self, scope, procedures, part):
        a, rest = self.name(), self.name()
        return f"(let-values ((({a} . {rest}) (values {part()} {part()} {part()}))) {part([a, rest])})"

    def vector(self, scope, procedures, part):
        return f"(vector-ref (vector {part()} {part()}) {self.random.randint(0, 2)})"

    def handled(self, scope, procedures, part):
        return HANDLED.format(part())

    def identity(self, scope, procedures, part):
        return f"(eq? {part()} {part()})"

    def program(self):
        text = PROLOGUE
        procedures = [(self.name("p"), self.random.randint(0, 3)) for _ in range(4)]
        variables = []
        for i, (name, count) in enumerate(procedures):
            names = [self.name() for _ in range(count)]
            callable_here = procedures[:i] if self.random.random() < 0.7 else procedures[:i] + procedures[i + 1:]
            text += f"(define ({' '.join([name, *names])}) {self.expression(names + variables, callable_here, 4)})\n"
            if self.random.random() < 0.4:
                variable = self.name("g")
                text += f"(define {variable} {self.expression(variables, procedures[:i + 1], 3)})\n"
                variables.append(variable)
            if self.random.random() < 0.3:
                text += f"(out {self.expression(variables, procedures[:i + 1], 3)})\n"
        for _ in range(3):
            text += f"(out {HANDLED.format(self.expression(variables, procedures, 5))})\n"
        return text
