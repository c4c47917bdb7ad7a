"""Counts what tests came to, prints each failure and each skip as it comes, and ends with `N passed, N failed`.

A test that was skipped has shown nothing, so that it is no pass: it is printed with its reason.  Where every test is asked
for, as continuous integration does (`--skips-fail`), it is a failure, unless it stands in MAY_BE_SKIPPED.  So is a run in
which nothing ran at all.
"""

import fnmatch

from . import programs

# Pattern of `NAME: REASON`, and why that test cannot run everywhere where everything else does.
MAY_BE_SKIPPED = {
    "tool embedding_test.Sanitized.test_threads: *": "the build with the thread sanitizer is made by `./dev test --all` only",
    "tool cache_native_test.Sanitized.*: needs the tsan preset": "the same",
    "unit SystemCalls.* [[]interpreter]: there is no native library": "it is about the native tier",
    "tool profiler_test.Perf.*: the kernel lets nobody watch": "some containers forbid a process to watch its children",
    "unit SystemCalls.*: *nobody filter*": "some containers forbid a process to filter its own system calls",
}


class Skipped:
    """The outcome of a test that did not run."""

    def __init__(self, reason):
        self.reason = reason


def may_be_skipped(name, reason):
    return any(fnmatch.fnmatchcase(f"{name}: {reason}", pattern) for pattern in MAY_BE_SKIPPED)


class Tally:
    def __init__(self, skips_fail=False):
        self.skips_fail = skips_fail
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.failures = []

    def add(self, name, outcome):
        """outcome is None, a complaint, a Skipped, or the programs.Counted of an assertion suite."""
        failed = 1
        if isinstance(outcome, Skipped):
            self.skipped += 1
            print(f"SKIPPED {name}: {outcome.reason}", flush=True)
            if not self.skips_fail or may_be_skipped(name, outcome.reason):
                return
            outcome = f"skipped where every test must run: {outcome.reason}"
        if isinstance(outcome, programs.Counted):
            self.passed += outcome.passed
            failed, outcome = outcome.failed, outcome.complaint
            if outcome is None:
                return
        if outcome is None:
            self.passed += 1
            return
        self.failed += failed
        self.failures.append(name)
        print(f"FAILED {name}\n" + "\n".join("  " + line for line in outcome.splitlines()) + "\n", flush=True)

    def end(self, seconds):
        """Prints the last lines; the status of the process."""
        for name in self.failures:
            print(f"FAILED {name}")
        if not self.passed and not self.failed:
            print("no test ran: that is a failure")
            self.failed = 1
        print(f"{self.passed + self.failed} tests in {seconds:.1f} s, {self.skipped} skipped")
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0
