"""Unsound rows must fail the generator with file and row named."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import generate_tables  # noqa: E402
from tables import cpp, sexp  # noqa: E402

SOUND = {
    "types.scm": '(define-type any (doc "any value"))\n(define-type pair (doc "a pair"))',
    "objects.scm": "(define-object pair (tag pair) (field car value) (field cdr value) (tail none) (mutable yes))\n"
                   "(define-object string (tag object) (flags wide) (field data value) (tail none) (mutable yes))",
    "opcodes.scm": "(define-opcode car (operands (dst dst) (x reg)) (effects reads raises) (primitive car))\n"
                   "(define-opcode jump-unless-<=i (operands (x reg) (n s16) (to label)) (control branch))",
    "errors.scm": '(define-error T3001 (stage run) (name wrong-type) (template "{0} {1}") (doc "d") (example "e"))',
    "passes.scm": '(define-pass letrec (claim "c") (level 0))',
    "primitives/pairs.scm": "(define-primitive car (lib (scheme base)) (sig ((pair pair)) any) (effects reads raises foldable) "
                            '(c prim_car) (op car) (doc "d") (example (car \'(1)) 1) (error (car 5) T3001))',
}


def generate(**changes):
    files = dict(SOUND)
    for name, text in changes.items():
        files[{"pairs": "primitives/pairs.scm"}.get(name, f"{name}.scm")] = text
    return generate_tables.generate(files)


class Sound(unittest.TestCase):
    def test_everything_is_made(self):
        made = generate()
        self.assertIn("enum class ObjectKind : uint8_t { pair, string };", made["objects.h"])
        self.assertIn("jump_unless_less_equal_immediate,", made["opcodes.h"])
        self.assertIn("T3001 = 3001,", made["errors.h"])
        self.assertIn("if (!type_is_pair(p_pair))", made["primitive_checks.inc"])
        self.assertIn("argc != 1", made["primitive_entries.inc"])

    def test_identifiers(self):
        self.assertEqual(cpp.identifier("num-<="), "num_less_equal")
        self.assertEqual(cpp.identifier("add-i"), "add_immediate")
        self.assertEqual(cpp.identifier("return"), "return_")
        self.assertEqual(cpp.pascal("code_block"), "CodeBlock")

    def test_optional_and_rest_shapes(self):
        made = generate(pairs='(define-primitive f (lib (tiercel kernel)) (sig ((a any) (optional (b pair))) any) (effects raises) '
                              '(c prim_f) (doc "d") (example (f 1) 1))\n'
                              '(define-primitive g (lib (tiercel kernel)) (sig ((a any) (rest (b pair))) any) (effects raises) '
                              '(c prim_g) (doc "d") (example (g 1) 1))', opcodes="")
        self.assertIn("Value prim_f(Context* ctx, Value p_a, Value p_b);", made["primitive_bodies.h"])
        self.assertIn("Value prim_g(Context* ctx, int64_t argc, const Value* argv);", made["primitive_bodies.h"])
        self.assertIn("p_b != v_default && !type_is_pair(p_b)", made["primitive_checks.inc"])
        self.assertIn("argc > 1 ? a1 : v_default", made["primitive_entries.inc"])

    def test_floats(self):
        made = generate(pairs=CAR + CAR.replace("(define-primitive car", "(define-primitive f").replace("(op car)", "(floats)")
                        .replace("prim_car", "prim_f"))
        self.assertIn("shown[] = {\n      core::Prim::f,\n  };", made["primitive_floats.h"])


CAR = SOUND["primitives/pairs.scm"]


class Unsound(unittest.TestCase):
    def refuses(self, pattern, **changes):
        with self.assertRaisesRegex(sexp.TableError, r"tables/[a-z/]+\.scm:\d+: .*" + pattern):
            generate(**changes)

    def test_unknown_effect(self):
        self.refuses("car: unknown effect `fast`", pairs=CAR.replace("reads", "fast"))

    def test_unknown_type(self):
        self.refuses("car: unknown type `pear`", pairs=CAR.replace("(pair pair)", "(pair pear)"))

    def test_unknown_library(self):
        self.refuses("car: unknown library", pairs=CAR.replace("(scheme base)", "(scheme bass)"))

    def test_unknown_opcode(self):
        self.refuses(r"\(op cdr\), opcodes.scm says car", pairs=CAR.replace("(op car)", "(op cdr)"))

    def test_opcode_not_claimed(self):
        self.refuses(r"\(op None\), opcodes.scm says car", pairs=CAR.replace("(op car)", ""))

    def test_missing_doc(self):
        self.refuses("car: .doc", pairs=CAR.replace('(doc "d")', ""))

    def test_missing_example(self):
        self.refuses("car: .example", pairs=CAR.replace("(example (car '(1)) 1) (error (car 5) T3001)", ""))

    def test_foldable_that_writes(self):
        self.refuses("car: what writes must not be foldable", pairs=CAR.replace("reads", "writes"))

    def test_pure_that_raises(self):
        self.refuses("car: `pure` and `raises`", pairs=CAR.replace("reads raises", "pure raises"))

    def test_typed_without_raises(self):
        self.refuses("@pair is type-checked", pairs=CAR.replace("reads raises", "reads"))

    def test_hidden_name_in_standard_library(self):
        self.refuses("a %name must not", pairs=CAR.replace("define-primitive car", "define-primitive %car"))

    def test_duplicate(self):
        self.refuses("primitive `car` is already declared in tables/primitives/pairs.scm:1", pairs=CAR + "\n" + CAR)

    def test_error_example_with_unknown_code(self):
        self.refuses("names `T3999`", pairs=CAR.replace("T3001", "T3999"))

    def test_parameters_out_of_order(self):
        self.refuses("required, optional, rest", pairs=CAR.replace("((pair pair))", "((rest (x any)) (pair pair))"))

    def test_unknown_clause(self):
        self.refuses("unknown clause `colour`", pairs=CAR.replace('(doc "d")', '(doc "d") (colour red)'))

    def test_operands_that_do_not_fit(self):
        self.refuses("do not fit", opcodes="(define-opcode x (operands (a reg) (b reg) (c reg) (to label)))")

    def test_unknown_operand(self):
        self.refuses("unknown operand type", opcodes="(define-opcode x (operands (a register)))")

    def test_error_without_page(self):
        self.refuses("T3001: .doc", errors=SOUND["errors.scm"].replace('(doc "d")', ""))

    def test_error_stage(self):
        self.refuses("does not go with its first digit", errors=SOUND["errors.scm"].replace("stage run", "stage read"))

    def test_template_gap(self):
        self.refuses("without a gap", errors=SOUND["errors.scm"].replace("{1}", "{2}"))

    def test_object_field(self):
        self.refuses("a field is", objects="(define-object x (tag object) (field y) (tail none) (mutable no))")

    def test_pass_level(self):
        self.refuses("level N", passes='(define-pass p (claim "c") (level 9))')

    def test_unclosed_row(self):
        self.refuses("ends inside a row", passes='(define-pass p (claim "c") (level 1)')


if __name__ == "__main__":
    unittest.main()
