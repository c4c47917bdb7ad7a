"""The programs of examples/built/ as their heads say: built, linked with C, run.

What they print under `run` and as executables is shown by the program tests; here is what only a built one has.
proves: O2
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
ARCHIVE = ROOT / "build" / "libtiercel_rt.a"
EXAMPLES = ROOT / "examples" / "built"
REPORTED = "C: three numbers for Scheme\nmean: 4.0\nC: Scheme says 0\n"


@unittest.skipUnless(ARCHIVE.exists() and shutil.which("cc"), "needs a release build and a C compiler")
class BuiltExamples(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def run_to_end(self, *command, status=0, **options):
        result = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120,
                                env=dict(os.environ, TIERCEL_CACHE="off"), cwd=self.folder, **options)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result

    def build(self, source, name, *options):
        self.run_to_end(TIERCEL, "build", *options, EXAMPLES / source, "-o", self.folder / name)

    def test_count(self):
        self.build("count.scm", "count", "--static")
        (self.folder / "text").write_text("ein Käfer\nzwei\n")
        self.assertEqual(self.run_to_end("./count", "text").stdout.split(), ["2", "3", "15", "text"])
        self.assertEqual(self.run_to_end("./count", "-w", input="a b c").stdout, "       3 -\n")
        self.assertEqual(self.run_to_end("./count", "-l", "text", "text").stdout, "       2 text\n       2 text\n       4 total\n")
        failed = self.run_to_end("./count", "nowhere", status=1)
        self.assertEqual((failed.stdout, failed.stderr), ("", "count: cannot read nowhere\n"))
        self.assertIn("usage:", self.run_to_end("./count", "-x", status=2).stderr)

    def link(self, *parts):
        self.run_to_end("cc", EXAMPLES / "host.c", f"-I{ROOT / 'include'}", *parts, "-o", "host")
        self.assertEqual(self.run_to_end("./host").stdout, REPORTED)

    def test_shared(self):
        self.build("report.scm", "libreport.so", "--shared")
        self.link("./libreport.so")

    def test_object(self):
        self.build("report.scm", "report.o", "--object")
        self.link("report.o", f"-L{ARCHIVE.parent}", "-l:libtiercel_rt.a", "-lgmp", "-lstdc++", "-lm", "-Wl,--gc-sections", "-no-pie")


if __name__ == "__main__":
    unittest.main()
