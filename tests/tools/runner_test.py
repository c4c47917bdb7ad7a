"""The runner sees what the tests that it runs come to: what fails in part, what is skipped, what does not run at all."""

import contextlib
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from testing import programs, tally, units  # noqa: E402

SAMPLE = """
import unittest

class Sample(unittest.TestCase):
    def test_pass(self):
        pass

    def test_parts(self):
        for number in range(4):
            with self.subTest(number=number):
                self.assertEqual(number % 2, 0)

    def test_part_skipped(self):
        with self.subTest("one"):
            self.skipTest("for a part")

    def test_fail(self):
        self.fail("on purpose")

    @unittest.skip("for itself")
    def test_skip(self):
        pass

    @unittest.expectedFailure
    def test_mended(self):
        pass

@unittest.skipUnless(False, "for its class")
class Absent(unittest.TestCase):
    def test_it(self):
        pass

class Unready(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise unittest.SkipTest("for what it needs")

    def test_it(self):
        pass
"""
GOOGLE = """#!/bin/sh
cat <<'END'
[----------] 4 tests from Suite
[ RUN      ] Suite.Good
[       OK ] Suite.Good (0 ms)
[ RUN      ] Suite.Left
suite_test.cpp:74: Skipped
there is no kernel

[  SKIPPED ] Suite.Left (0 ms)
[ RUN      ] Suite.Bad
suite_test.cpp:80: Failure
[  FAILED  ] Suite.Bad (0 ms)
[  SKIPPED ] 1 test, listed below:
[  SKIPPED ] Suite.Left
[  FAILED  ] Suite.Bad
[ RUN      ] Suite.Dies
END
exit 1
"""


def shown(outcomes):
    """{name: None, (reason,) or the last line of the complaint}"""
    return {name: (outcome.reason,) if isinstance(outcome, tally.Skipped) else outcome and outcome.strip().splitlines()[-1]
            for name, outcome in outcomes}


class Runner(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_python(self):
        (self.folder / "runner_sample_test.py").write_text(SAMPLE)
        outcomes = units.run_python_tests(self.folder)
        name = "tool runner_sample_test.Sample.test_"
        self.assertEqual(shown(outcomes), {
            name + "pass": None,
            name + "parts (number=1)": "AssertionError: 1 != 0", name + "parts (number=3)": "AssertionError: 1 != 0",
            name + "part_skipped [one]": ("for a part",), name + "fail": "AssertionError: on purpose", name + "skip": ("for itself",),
            name + "mended": "passed, but says that it is expected to fail",
            "tool runner_sample_test.Absent.test_it": ("for its class",),
            "tool setUpClass (runner_sample_test.Unready)": ("for what it needs",)})
        self.assertEqual(len(units.run_python_tests(self.folder, lambda name: name.endswith("_pass"))), 1)

    def test_a_file_that_cannot_be_read_is_a_failure(self):
        (self.folder / "runner_broken_test.py").write_text("import no_such_module_at_all\n")
        (_, complaint), = units.run_python_tests(self.folder)
        self.assertIn("no_such_module_at_all", complaint)

    def test_google(self):
        program = self.folder / "unit_tests"
        program.write_text(GOOGLE)
        program.chmod(0o755)
        outcomes = units.run_google_tests(program, self.folder, None, dict(os.environ))
        self.assertEqual(shown(outcomes), {"unit Suite.Good": None, "unit Suite.Left": ("there is no kernel",),
                                           "unit Suite.Bad": "suite_test.cpp:80: Failure",
                                           "unit Suite.Dies": "the process died in this test"})

    def count(self, *outcomes, skips_fail=False):
        """(passed, failed, skipped, status, what was printed)"""
        counts, text = tally.Tally(skips_fail), io.StringIO()
        with contextlib.redirect_stdout(text):
            for name, outcome in outcomes:
                counts.add(name, outcome)
            status = counts.end(1.0)
        return counts.passed, counts.failed, counts.skipped, status, text.getvalue()

    def test_skips_are_told_and_fail_where_every_test_must_run(self):
        skip, good = ("some test", tally.Skipped("no gdb")), ("other test", None)
        *numbers, text = self.count(skip, good)
        self.assertEqual(numbers, [1, 0, 1, 0])
        self.assertIn("SKIPPED some test: no gdb\n", text)
        *numbers, text = self.count(skip, good, skips_fail=True)
        self.assertEqual(numbers, [1, 1, 1, 1])
        self.assertTrue(text.endswith("1 passed, 1 failed\n"))
        listed = ("unit SystemCalls.TheFilterBites", tally.Skipped("the kernel lets nobody filter"))
        self.assertEqual(self.count(listed, good, skips_fail=True)[:4], (1, 0, 1, 0))
        other = ("unit SystemCalls.TheFilterBites", tally.Skipped("there is no native library"))
        self.assertEqual(self.count(other, good, skips_fail=True)[:4], (1, 1, 1, 1))

    def test_suites_count_their_assertions(self):
        self.assertEqual(self.count(("suite", programs.Counted(7, 0, None)))[:4], (7, 0, 0, 0))
        self.assertEqual(self.count(("suite", programs.Counted(7, 2, "two")))[:4], (7, 2, 0, 1))

    def test_no_test_is_a_failure(self):
        *numbers, text = self.count()
        self.assertEqual(numbers, [0, 1, 0, 1])
        done = subprocess.run([sys.executable, ROOT / "tools" / "test.py", "no test has this in its name"], capture_output=True,
                              text=True, check=False)
        self.assertEqual((done.returncode, done.stdout.splitlines()[-1]), (1, "0 passed, 1 failed"))


class Steps(unittest.TestCase):
    """What .ci/run makes of its steps."""

    def step(self, command):
        text = (ROOT / ".ci" / "run").read_text()
        function = text[text.index("step() {"):text.index("\n}\n") + 3]
        done = subprocess.run(["sh", "-u", "-c", f'log=$(mktemp)\npassed=0\nfailed=0\n{function}step it {command}\n'
                               'rm "$log"\necho "$passed and $failed"'], capture_output=True, text=True, check=False)
        return done.stdout.splitlines()[-1]

    def test_counts(self):
        self.assertEqual(self.step("true"), "1 and 0")
        self.assertEqual(self.step("false"), "0 and 1")
        self.assertEqual(self.step("echo '3 passed, 0 failed'"), "3 and 0")
        self.assertEqual(self.step("sh -c 'echo 3 passed, 2 failed; exit 1'"), "3 and 2")
        self.assertEqual(self.step("sh -c 'echo 3 passed, 0 failed; exit 1'"), "3 and 1")
        self.assertEqual(self.step("echo '0 passed, 0 failed'"), "0 and 1")


if __name__ == "__main__":
    unittest.main()
