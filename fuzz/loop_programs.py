"""Random programs whose procedures are loops that count over vectors of every kind, for fuzz/compare_levels.py.

What native code proves about such loops (which elements are there, which variables are floats, what no turn changes) is
tried here from its edges: indices computed in every way, bounds and starts that are no small integers, vectors that are
too short or of another kind, two names for one vector. Each procedure is called with many lists of arguments by
fuzz/support/fuzz/loops.sld, which writes the result or the error, and what the vectors then hold: what was stored before
an error counts. Every loop ends: its counter moves by a constant towards a small bound.
"""

import random

PROLOGUE = """(import (scheme base) (scheme inexact) (srfi 4) (only (srfi 151) bitwise-and bitwise-xor arithmetic-shift) (fuzz loops))
"""
PARAMETERS = "v w u b n s x y".split()
FLOATS = ["0.0", "-0.0", "1.0", "0.5", "-2.25", "1e300", "1e-300", "3.0", "123456789.125", "9007199254740993.0", "+inf.0"]
SMALL = ["0", "1", "2", "3", "4", "7"]
EDGES = ["268435455", "268435456", "2147483648", "4294967296", "1152921504606846975", "1152921504606846976", "2305843009213693951",
         "2305843009213693952", "4611686018427387903", "4611686018427387904", "-4611686018427387904", "9223372036854775807",
         "-2305843009213693952", "-2305843009213693953", "-1152921504606846977", "18446744073709551616", "1000000000000000000000"]
# As try-all of fuzz/support/fuzz/loops.sld reads them.
ARGUMENTS = {
    "v": ["(ramp 30)"] * 6 + ["(ramp 12)", "(ramp 6)", "(ramp 4)", "(ramp 3)", "(ramp 1)", "(ramp 0)", "(special (-1.5 0. -0. +inf.0 1e300))"],
    "u": ["(mixed 30)"] * 4 + ["(small 30)"] * 4 + ["(small 12)", "(mixed 6)", "(small 4)", "(mixed 3)", "(mixed 0)", "(symbol 3)"],
    "b": ["(bytes 30)"] * 4 + ["(bytes 12)", "(bytes 6)", "(bytes 3)", "(bytes 0)"],
    "n": ["1", "1", "1", "2", "3", "3", "4", "6", "2", "0", "-1", "12", "5"],
    "s": ["0", "0", "0", "1", "2", "-1", "3"],
    "x": ["0", "1", "2", "3", "5", "-1", "-3", "50", str(3 << 28), str(-2 << 28), str(50 << 28), str(99 + (2 << 32)), str(1 << 60)],
    "y": ["1.", "2.5", "-0.", "0.", "1e10", "-3.25", "0.1", "2"],
}
ODD = {
    "v": ["(symbol 2)", "(single 6)", "()", "(words 3)"], "u": ["(1 2)", "(ramp 2)", '"abc"'], "b": ["(signed 3)", "(words 3)", "(small 3)"],
    "n": ["2.5", "3.", "7/2", "a", "-0.", "-2305843009213693952"], "s": ["0.", "1/2", "1.", "b", "2305843009213693951", "4611686018427387904"],
    "x": ["1.", "c", "1/3", "2.5", "#f", *EDGES], "y": ["1/3", "d", "1000000000000000000000", "+nan.0", "-inf.0", "7", "4611686018427387904"],
}


class Scope:
    """Names of integers (counters first), of floats, and those that are assigned; what a loop inside another one sees."""

    def __init__(self, counters=(), floats=(), integers=(), assigned=()):
        self.counters, self.floats, self.integers, self.assigned = map(list, (counters, floats, integers, assigned))

    def with_more(self, **more):
        return Scope(*(getattr(self, name) + more.get(name, []) for name in ("counters", "floats", "integers", "assigned")))


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = 0

    def name(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    def one(self, *choices):
        return self.random.choice(choices)

    def chance(self, probability):
        return self.random.random() < probability

    # --- Expressions ---

    def plain_index(self, scope):
        if scope.counters and self.chance(0.8):
            return self.random.choice(scope.counters)
        return self.one(*SMALL, "s", "(- n 1)", "(quotient x 268435456)", "(remainder x 3)", "(modulo x 4294967296)", "x")

    def index(self, scope, depth=2):
        """Often an index of an element that is there."""
        if depth == 0 or self.chance(0.55):
            return self.plain_index(scope)
        a, b = self.index(scope, depth - 1), self.index(scope, depth - 1)
        small, edge = self.one(*SMALL), self.one(*EDGES) if self.chance(0.4) else self.one(*SMALL[1:])
        if self.chance(0.15):  # hardly ever an element
            return self.one(f"(* {a} {edge})", f"(+ {a} {edge})", f"(- {a} {edge})", f"(- {a})", f"(arithmetic-shift {a} 61)", f"(vector-ref u {a})")
        return self.one(f"(+ {a} {small})", f"(+ {a} {small})", f"(- {a} {small})", f"(* {a} {small})", f"(+ {a} {b})", f"(- n {a} 1)",
                        f"(- n 1 {a})", f"(+ (* {a} 3) {b})", f"(+ (* {a} n) {b})", f"(quotient {a} {edge})", f"(remainder {a} {edge})",
                        f"(modulo {a} {edge})", f"(quotient {a} n)", f"(modulo {a} n)", f"(- {a} {b})", f"(bitwise-and {a} {edge})",
                        f"(arithmetic-shift {a} {self.one('-1', '1', '-2', '2', '-61')})", f"(abs {a})", f"(min {a} {b})", f"(max {a} {b})",
                        f"(if {self.test(scope, depth - 1)} {a} {b})", f"(let ((t {a})) (+ t t))", f"(modulo (vector-ref u {a}) 7)",
                        f"(bytevector-u8-ref b {a})", f"(min {a} (- (f64vector-length v) 1))", f"(- (+ {a} {edge}) {edge})",
                        f"(quotient (* {a} {edge}) {edge})", f"(modulo (exact (floor {self.flo(scope, 1)})) 7)")

    def integer(self, scope, depth=2):
        if scope.integers and self.chance(0.4):
            return self.random.choice(scope.integers)
        if depth and self.chance(0.2):
            a, b = self.integer(scope, depth - 1), self.integer(scope, depth - 1)
            return self.one(f"(+ {a} {b})", f"(- {a} {b})", f"(bitwise-xor {a} {b})", f"(modulo (* {a} {b}) 1000000007)")
        return self.index(scope, depth)

    def flo(self, scope, depth=3):
        if depth == 0 or self.chance(0.15):
            return self.random.choice(scope.floats) if scope.floats and self.chance(0.6) else self.one("y", *FLOATS)
        if self.chance(0.35):
            return f"({self.one('f64vector-ref v', 'f64vector-ref v', 'f64vector-ref w', 'vector-ref u')} {self.index(scope)})"
        a, b = self.flo(scope, depth - 1), self.flo(scope, depth - 1)
        return self.one(f"(+ {a} {b})", f"(- {a} {b})", f"(* {a} {b})", f"(/ {a} {b})", f"(+ {a} (* {b} {a}))", f"(sqrt (abs {a}))", f"(- {a})",
                        f"(abs {a})", f"(min {a} {b})", f"(max {a} {b})", f"(* 2 {a})", f"(+ {a} {self.integer(scope, 1)})", f"(* {a} {a})",
                        f"(inexact {self.integer(scope, 1)})", f"(if {self.test(scope, depth - 1)} {a} {b})", f"(let ((t {a})) (* t (+ t {b})))",
                        f"(floor {a})", f"(- {a} 1)", f"(/ 1. (+ 1. (* {a} {a})))", f"(square {a})", f"(round {a})", f"(sqrt {a})")

    def inexact(self, scope):
        """What a turn makes for the next one: an exact number that is squared in every turn would never be done."""
        return self.one(f"(* 1. {self.flo(scope)})", f"(* 0.5 {self.flo(scope)})", f"(- {self.flo(scope)} 0.25)",
                        f"({self.one('+', '-', '*')} {self.flo(scope)} (f64vector-ref v {self.index(scope)}))")

    def test(self, scope, depth=2):
        compare = self.one("<", "<=", ">", ">=", "=")
        if self.chance(0.5):
            return f"({compare} {self.flo(scope, max(0, depth - 1))} {self.flo(scope, max(0, depth - 1))})"
        a = self.index(scope, max(0, depth - 1))
        return self.one(f"({compare} {a} {self.index(scope, max(0, depth - 1))})", f"(even? {a})", f"(zero? {a})", f"(eqv? {a} 1)")

    # --- Loops ---

    def statement(self, scope, depth):
        if depth and self.chance(0.3):
            return self.loop(scope, depth - 1)
        if scope.assigned and self.chance(0.15):
            name = self.random.choice(scope.assigned)
            return f"(set! {name} {self.inexact(scope)})"
        if self.chance(0.2):
            return f"(if {self.test(scope)} {self.statement(scope, 0)})"
        at = self.index(scope)
        return self.one(f"(f64vector-set! v {at} {self.flo(scope)})", f"(f64vector-set! w {at} {self.flo(scope)})",
                        f"(vector-set! u {at} {self.inexact(scope)})", f"(vector-set! u {at} {self.integer(scope)})",
                        f"(bytevector-u8-set! b {at} {self.one(f'(modulo {self.integer(scope, 1)} 256)', self.integer(scope, 1))})",
                        f"(let ((t (f64vector-ref v {at}))) (f64vector-set! v {at} (f64vector-ref w {self.index(scope)})) (f64vector-set! w {at} t))")

    def counting(self, counter):
        """(start, test that goes on, step) of a loop that ends."""
        length = self.one("n", "n", "n", "(f64vector-length v)", "(vector-length u)", "(bytevector-length b)", "3", "(min n (f64vector-length w))")
        start, step = self.one("0", "0", "0", "1", "s"), self.one("1", "1", "1", "2", "3")
        if self.chance(0.2):
            return f"(- {length} 1)", self.one(f"(>= {counter} 0)", f"(> {counter} -1)", f"(>= {counter} {start})"), f"(- {counter} 1)"
        if self.chance(0.1) and length != "n" and not length.startswith("(min"):
            return "0", f"(not (= {counter} {length}))", f"(+ {counter} 1)"
        go_on = self.one(f"(< {counter} {length})", f"(< {counter} {length})", f"(> {length} {counter})", f"(<= {counter} (- {length} 1))",
                         f"(not (>= {counter} {length}))", f"(<= {counter} {length})", f"(< {counter} (- {length} 1))")
        return start, go_on, self.one(f"(+ {counter} {step})", f"(+ {step} {counter})")

    def loop(self, scope, depth):
        i = self.name("i")
        start, go_on, step = self.counting(i)
        if scope.counters and self.chance(0.15):
            start = self.random.choice(scope.counters)
            step = f"(+ {i} 1)"
            go_on = f"(< {i} n)"
        sums = [(self.name("f"), True) for _ in range(self.one(0, 1, 1, 2, 3))] + [(self.name("k"), False) for _ in range(self.one(0, 0, 0, 1))]
        begins = [self.flo(scope, 1) if is_float else self.integer(scope, 1) for _, is_float in sums]
        floats, integers = [n for n, is_float in sums if is_float], [n for n, is_float in sums if not is_float]
        inner = scope.with_more(counters=[i], floats=floats, integers=integers)
        nexts = [self.value(inner, is_float, depth, name) for name, is_float in sums]
        body = " ".join(self.statement(inner, depth) for _ in range(self.one(0, 1, 1, 2) if sums else self.one(1, 2)))
        result = self.one(*[name for name, _ in sums]) if sums else i
        if len(sums) > 1 and self.chance(0.3):
            result = f"(list {' '.join(name for name, _ in sums)})" if not scope.counters else f"(+ {' '.join(name for name, _ in sums)})"
        if self.chance(0.5):
            bindings = " ".join(f"({name} {begin} {after})" for (name, _), begin, after in zip(sums, begins, nexts))
            return f"(do (({i} {start} {step}) {bindings}) ((not {go_on}) {result}) {body})"
        label = self.name("loop")
        bindings = " ".join(f"({name} {begin})" for (name, _), begin in zip(sums, begins))
        again = f"({label} {step} {' '.join(nexts)})"
        if self.chance(0.15):  # a turn that leaves something out
            again = f"(if {self.test(inner)} {again} ({label} {step} {' '.join(name for name, _ in sums)}))"
        turn = f"(begin {body} {again})" if body else again
        return f"(let {label} (({i} {start}) {bindings}) (if {go_on} {turn} {result}))"

    def value(self, scope, is_float, depth, name):
        if not is_float:
            return self.one(f"(+ {name} {self.index(scope)})", self.integer(scope), f"(- {name} 1)", f"(* {name} 3)")
        if depth and self.chance(0.2):
            return f"(+ (* 0.5 {name}) {self.loop(scope, 0)})"
        return self.one(f"(+ {name} {self.inexact(scope)})", f"(+ {name} {self.inexact(scope)})", self.inexact(scope))

    def procedure(self, name):
        scope, head, tail = Scope(), "", ""
        if self.chance(0.3):
            total = self.name("f")
            scope = scope.with_more(floats=[total], assigned=[total])
            head, tail = f"(let (({total} {self.flo(Scope(), 1)})) ", ")"
        first = f"{self.loop(scope, 0)} " if self.chance(0.25) else ""
        if self.chance(0.15):
            head += f"(if {self.one('(< 0 x 6)', '(f64vector? v)', '(and (<= 0 s) (< s n))', '(<= n (f64vector-length v))')} "
            tail = f" 'left)" + tail
            first = ""
        return f"(define ({' '.join([name, *PARAMETERS])})\n  {head}{first}{self.loop(scope, self.one(0, 0, 0, 1, 1, 2))}{tail})\n"

    # --- Programs ---

    def arguments(self):
        """One list in three has an argument that does not fit; in one of four the two vectors of floats are one."""
        kinds = {parameter: "v" if parameter == "w" else parameter for parameter in PARAMETERS}
        odd = self.random.choice(PARAMETERS) if self.chance(0.33) else None
        same = self.chance(0.25)
        return "(" + " ".join("v" if p == "w" and same else self.one(*(ODD if p == odd else ARGUMENTS)[kinds[p]]) for p in PARAMETERS) + ")"

    def program(self):
        self.names, text = 0, PROLOGUE
        for _ in range(self.one(1, 1, 2)):
            name = self.name("p")
            calls = "\n".join(f"  '{self.arguments()}" for _ in range(self.random.randint(10, 20)))
            text += f"{self.procedure(name)}(try-all '{name} {name}\n{calls})\n"
        return text
