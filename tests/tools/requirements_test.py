"""What counts as a proof of a check and what does not."""

import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from testing import requirements  # noqa: E402


class Citations(unittest.TestCase):
    def test_what_is_a_proof(self):
        for text in (";; proves: C20 R5", "// proves: C20 R5", "  // proves: C20, R5\n", '"""What it is.\n\nproves: C20 R5\n"""',
                     "TEST_F(Interpreter, Calls) {  // proves: C20 R5", "(f 1)  ;; proves: C20 R5", " * proves: C20 R5"):
            self.assertEqual(requirements.cited(text), {"C20", "R5"}, text)

    def test_what_is_none(self):
        for text in ('run("cc", "-O2", "-O1")', "// R5: what the matrix shows", '"""Calls (C20)."""', "TEST(Embed, E1_Fresh) {",
                     "whoever reads this proves: C20 is hard"):
            self.assertEqual(requirements.cited(text), set(), text)

    def test_the_list_is_held_to(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "docs").mkdir()
            (root / "tests").mkdir()
            (root / "docs" / "requirements.md").write_text("| R1 | a |\n| R2 | b |\n| R3 | c |\n" + requirements.SECTION +
                                                           "\n- R2: later\n- R4: what is that\n")
            (root / "tests" / "some.scm").write_text(";; proves: R2 R9\n")
            (_, complaint), = requirements.rules(root)
        self.assertEqual(complaint.splitlines(), [
            "R1 has no proof and does not stand in docs/requirements.md, Without a proof",
            "R3 has no proof and does not stand in docs/requirements.md, Without a proof",
            "R2 has a proof; take it out of Without a proof: tests/some.scm", "R4 is said to have no proof and is no check",
            "tests/some.scm proves R9, which is no check"])


if __name__ == "__main__":
    unittest.main()
