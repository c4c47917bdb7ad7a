"""Tiers are an axis, not a folder: no program changes for one, and what was decided of them has tests.

proves: C30 C31
"""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
OF_TIERS = re.compile(r"\((current-tier|promote!|tier-threshold|tier-status|tier-promotions|jit\?|jit/rejections)[ )]")
# Programs whose subject is the change of tier.
ABOUT_TIERS = ("tests/native/", "tests/language/libraries/native", "examples/jit_demo.scm")
DECISION = ROOT / "docs" / "decisions" / "1102-what-every-tier-keeps.md"


class Tiers(unittest.TestCase):
    def test_c30_no_program_holds_a_form_for_one_tier(self):
        found = []
        for top in ("tests", "examples", "bench"):
            for path in (ROOT / top).rglob("*.scm"):
                name = str(path.relative_to(ROOT))
                if not name.startswith(ABOUT_TIERS) and OF_TIERS.search(path.read_text(encoding="utf-8", errors="replace")):
                    found.append(name)
        self.assertEqual(found, [])

    def test_c31_each_decision_has_its_test(self):
        rows = re.findall(r"^\| .* \| (.*) \|$", DECISION.read_text(encoding="utf-8"), re.MULTILINE)[1:]
        self.assertEqual(len(rows), 5)
        for row in rows:
            paths = re.findall(r"`(tests/\S+)`", row)
            self.assertTrue(paths, row)
            for path in paths:
                self.assertTrue((ROOT / path).exists(), path)

    def test_every_proof_that_is_named_exists(self):
        text = (ROOT / "docs" / "native-proofs.md").read_text(encoding="utf-8")
        paths = re.findall(r"`((?:tests|tools|fuzz|docs)/[^` ]+)`", text)
        self.assertGreater(len(paths), 30)
        self.assertEqual([path for path in paths if not (ROOT / path).exists()], [])


if __name__ == "__main__":
    unittest.main()
