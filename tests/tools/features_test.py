"""`tiercel features` lists what the executable holds: every library of lib/, and for each SRFI the feature `srfi-N`."""

import pathlib
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"

# The SRFIs that Tiercel promises.
PROMISED = [0, 1, 2, 4, 8, 9, 23, 26, 27, 28, 31, 39, 64, 69, 98, 111, 125, 128, 132, 133, 141, 151, 158]


def run(*command):
    return subprocess.run([str(TIERCEL), *command], capture_output=True, text=True, cwd=ROOT, check=False)


def groups():
    """{title: [line, ...]} of the report."""
    result = {}
    for line in run("features").stdout.splitlines():
        if line.startswith("  "):
            result[title].append(line.strip())
        else:
            title = line
            result[title] = []
    return result


@unittest.skipUnless(TIERCEL.exists(), "needs a release build")
class Features(unittest.TestCase):
    def test_the_libraries_are_those_of_lib(self):
        listed = [name for title, names in groups().items() if title.endswith("libraries") for name in names]
        files = ["(" + " ".join(path.relative_to(ROOT / "lib").with_suffix("").parts) + ")" for path in (ROOT / "lib").rglob("*.sld")]
        self.assertEqual(sorted(listed), sorted(files))

    def test_srfis_are_in_order_and_are_features(self):
        shown = groups()
        numbers = [int(name.strip("()").split()[1]) for name in shown["SRFI libraries"]]
        self.assertEqual(numbers, sorted(numbers))
        self.assertEqual([f"srfi-{number}" for number in numbers], [name for name in shown["Features"] if name.startswith("srfi-")])

    def test_promised_srfis_are_there_and_each_has_a_suite(self):
        shown = groups()["SRFI libraries"]
        suites = "".join(path.read_text(errors="replace") for path in (ROOT / "tests").rglob("*.scm"))
        for number in PROMISED:
            self.assertIn(f"(srfi {number})", shown)
            self.assertIn(f"(srfi {number})", suites)

    def test_cond_expand_and_features_agree_with_the_report(self):
        shown = groups()
        self.assertIn("r7rs", shown["Features"])
        self.assertIn("full-unicode", shown["Features"])
        self.assertEqual(run("-e", "(features)").stdout, "(" + " ".join(shown["Features"]) + ")\n")
        requirement = " ".join(shown["Features"])
        self.assertEqual(run("-e", f"(cond-expand ((and {requirement}) 'all) (else 'some))").stdout, "all\n")

    def test_every_library_can_be_imported(self):
        names = [name for title, names in groups().items() if title.endswith("libraries") for name in names]
        imports = " ".join(f"(prefix {name} p{number}:)" for number, name in enumerate(names))
        known = " ".join(f"(library {name})" for name in names)
        done = run("-e", f"(import {imports}) (cond-expand ((and {known}) 'all) (else 'some))")
        self.assertEqual((done.stdout, done.stderr), ("all\n", ""))

    def test_it_takes_no_arguments(self):
        done = run("features", "more")
        self.assertEqual(done.returncode, 2)
        self.assertIn("features takes no arguments", done.stderr)
