"""`--fail-alloc=N` ends every run in the answer, in the condition T4002, or, while the runtime starts, in exit status 70.

Every N over 23 workloads is the business of tests/fail_alloc, inside one process; here the N reach into the start.
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
WORKLOAD = """\
(import (scheme base) (scheme write))
(define (numbers n) (if (= n 0) '() (cons n (numbers (- n 1)))))
(write (apply + (map (lambda (x) (vector-length (make-vector x 0))) (numbers 100))))
"""
STEP = 1 if os.environ.get("TIERCEL_EVERY_FAILURE") else 151


@unittest.skipUnless(TIERCEL.exists(), "needs a release build")
class FailAlloc(unittest.TestCase):
    def outcome(self, path, n):
        done = subprocess.run([TIERCEL, f"--fail-alloc={n}", "run", path], capture_output=True, text=True, cwd=ROOT,
                              check=False, timeout=60)
        if done.returncode == 0:
            return "answer" if done.stdout == "5050" else f"wrong answer {done.stdout!r}"
        if done.returncode in (1, 70) and "T4002" in done.stderr:
            return "told"
        return f"exit status {done.returncode}: {done.stderr[:300]}"

    def test_r12_an_answer_or_a_condition(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "workload.scm"
            path.write_text(WORKLOAD, encoding="utf-8")
            outcomes = {n: self.outcome(path, n) for n in range(1, 4000, STEP)}
        self.assertEqual({n: text for n, text in outcomes.items() if text not in ("answer", "told")}, {})
        self.assertIn("told", outcomes.values())


if __name__ == "__main__":
    unittest.main()
