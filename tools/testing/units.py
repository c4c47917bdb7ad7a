"""The tests that are not Scheme programs: GoogleTest's executable and Python's unittest."""

import re
import subprocess
import sys
import unittest


def run_google_tests(executable, root, pattern, environment):
    """[(name, None or complaint)] of unit_tests."""
    command = [str(executable), "--gtest_color=no", "--gtest_brief=0"]
    if pattern:
        command.append(f"--gtest_filter=*{pattern}*")
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
        elif match.group(1) in ("OK", "SKIPPED"):
            outcomes[match.group(2)] = None
        elif match.group(2) in outcomes and "(" in line:
            outcomes[match.group(2)] = "\n".join(gathered)
    tests = [(f"unit {name}", complaint) for name, complaint in outcomes.items()]
    if result.returncode and not any(complaint for _, complaint in tests):
        tests.append(("unit_tests", f"exit status {result.returncode}\n{result.stderr[-3000:]}"))
    return tests


def run_python_tests(root):
    """[(name, None or complaint)] of tests/tools/*_test.py."""
    sys.path.insert(0, str(root / "tools"))
    suite = unittest.defaultTestLoader.discover(str(root / "tests" / "tools"), pattern="*_test.py", top_level_dir=str(root / "tests" / "tools"))
    outcomes = []

    class Result(unittest.TestResult):
        def addSuccess(self, test):
            outcomes.append((f"tool {test.id()}", None))

        def addFailure(self, test, err):
            outcomes.append((f"tool {test.id()}", self._exc_info_to_string(err, test)))

        addError = addFailure

    suite.run(Result())
    return outcomes
