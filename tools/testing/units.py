"""The tests that are not Scheme programs: GoogleTest's executable and Python's unittest."""

import re
import subprocess
import unittest

from .tally import Skipped


def run_google_tests(executable, root, patterns, environment):
    """[(name, None, complaint or Skipped)] of unit_tests."""
    command = [str(executable), "--gtest_color=no", "--gtest_brief=0"]
    if patterns:
        command.append("--gtest_filter=" + ":".join(f"*{pattern}*" for pattern in patterns))
    seconds = 3600 if "TIERCEL_PROPERTY_CASES" in environment else 900
    try:
        result = subprocess.run(command, cwd=root, capture_output=True, text=True, errors="replace", timeout=seconds, env=environment)
    except subprocess.TimeoutExpired as expired:
        return [("unit_tests", f"no end after {seconds} s\n" + (expired.stdout or b"").decode(errors="replace")[-2000:])]
    outcomes, gathered = {}, []
    for line in result.stdout.splitlines():
        match = re.match(r"\[ +(RUN|OK|FAILED|SKIPPED) +\] ([^ ,]+\.[^ ,]+)", line)
        if not match:
            gathered.append(line)
        elif match.group(1) == "RUN":
            gathered = []
            outcomes[match.group(2)] = "the process died in this test\n" + result.stderr[-3000:]
        elif "(" not in line:  # the list at the end
            continue
        elif match.group(1) == "OK":
            outcomes[match.group(2)] = None
        elif match.group(1) == "SKIPPED":
            outcomes[match.group(2)] = Skipped(" ".join(line.strip() for line in gathered if not line.endswith(": Skipped")).strip())
        elif match.group(2) in outcomes:
            outcomes[match.group(2)] = "\n".join(gathered)
    tests = [(f"unit {name}", outcome) for name, outcome in outcomes.items()]
    if result.returncode and not any(isinstance(outcome, str) for _, outcome in tests):
        tests.append(("unit_tests", f"exit status {result.returncode}\n{result.stderr[-3000:]}"))
    return tests


def cases(suite):
    """The test cases of a suite of suites."""
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from cases(part)
        else:
            yield part


def name_of(test):
    return f"tool {test.id()}"


class Result(unittest.TestResult):
    """Gathers [(name, None, complaint or Skipped)].  A test of which a part fails or is skipped is told of as such, and
    unittest then does not call it a success."""

    def __init__(self):
        super().__init__()
        self.outcomes = []

    def addSuccess(self, test):
        self.outcomes.append((name_of(test), None))

    def addFailure(self, test, err):
        self.outcomes.append((name_of(test), self._exc_info_to_string(err, test)))

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.outcomes.append((name_of(subtest), self._exc_info_to_string(err, test)))

    def addSkip(self, test, reason):
        self.outcomes.append((name_of(test), Skipped(reason)))

    def addExpectedFailure(self, test, err):
        self.outcomes.append((name_of(test), None))

    def addUnexpectedSuccess(self, test):
        self.outcomes.append((name_of(test), "passed, but says that it is expected to fail"))


def run_python_tests(folder, wanted=lambda name: True):
    """[(name, None, complaint or Skipped)] of the *_test.py of a folder whose names are wanted."""
    suite = unittest.defaultTestLoader.discover(str(folder), pattern="*_test.py", top_level_dir=str(folder))
    chosen, result = [test for test in cases(suite) if wanted(name_of(test))], Result()
    unittest.TestSuite(chosen).run(result)
    return result.outcomes
