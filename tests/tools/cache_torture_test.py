"""A slice of tools/cache_torture.py, which says what it does; the whole of it is run by hand.  And that the harness counts
what really ran: what hangs, raises or breaks off has not held.

proves: O7
"""

import contextlib
import io
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import cache_torture  # noqa: E402


@unittest.skipUnless((ROOT / "build" / "tiercel").exists(), "there is no build")
class Torture(unittest.TestCase):
    def test_slice(self):
        result = subprocess.run([sys.executable, ROOT / "tools" / "cache_torture.py", "--quick"], capture_output=True, text=True,
                                timeout=1200)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        if "no strace" in result.stdout:
            self.skipTest("strace is not there or not allowed; the rest is right")

    def test_what_hangs_in_a_race_is_counted(self):
        def hangs(w, number):
            if number == 3:
                raise subprocess.TimeoutExpired("tiercel", 60)
            return number != 5
        tally, text = self.told(lambda tally: cache_torture.race(tally, "sample", 2, 8, hangs))
        self.assertIn("sample, 2 processes at a time: 8 cases, 2 got through\n", text)
        self.assertEqual(sorted(each[:10] for each in tally.bad), ["compile 3:", "compile 5"])

    def told(self, part):
        tally, text = cache_torture.Tally(), io.StringIO()
        with contextlib.redirect_stdout(text):
            tally.part(part)
        return tally, text.getvalue()

    def test_a_part_that_breaks_off_has_not_held(self):
        def damage(tally):
            raise RuntimeError("the program does not run right to begin with")
        tally, text = self.told(damage)
        self.assertEqual(tally.bad, ["damage broke off"])
        self.assertIn("to begin with", text)

    def test_fewer_cases_than_there_should_be(self):
        cases = cache_torture.Cases("sample", 2)
        cases.check("first", lambda: True)
        tally, text = self.told(lambda tally: tally.tell(cases))
        self.assertEqual(tally.bad, ["only 1 of 2 cases ran"])
        self.assertIn("sample: 1 cases, 1 got through\n", text)


if __name__ == "__main__":
    unittest.main()
