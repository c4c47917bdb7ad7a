"""The native compiler made with the oldest LLVM that is supported: the executable opens it in place of its own, and programs
run by it, and are built by it.

proves: C1 C32
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from testing import configurations, programs  # noqa: E402

BUILD = ROOT / "build"
LIBRARY = BUILD / "llvm-19" / "libtiercel_native.so"
PROGRAMS = ["tests/native/every_opcode.scm", "tests/native/values_cross.scm", "tests/native/code_dies.scm",
            "tests/native/tail_calls_between_tiers.scm", "tests/gc/native_roots.scm", "tests/r7rs/4.2-derived-expressions.scm",
            "tests/r7rs/6.4-pairs-and-lists.scm", "tests/language/control/exceptions.scm", "tests/errors/backtrace_inlined.scm"]


@unittest.skipUnless(configurations.is_built(ROOT, LIBRARY), "needs ./dev build --preset llvm-19 tiercel_native")
class OldestLLVM(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.executable = pathlib.Path(folder.name) / "tiercel"
        shutil.copy(BUILD / "tiercel", cls.executable)
        for library in (LIBRARY, BUILD / "libtiercel_rt.a"):
            cls.executable.with_name(library.name).symlink_to(library)

    def test_it_is_another(self):
        done = subprocess.run([self.executable, "dump", "--stage=asm", ROOT / PROGRAMS[0]], capture_output=True, text=True, check=True)
        other = subprocess.run([BUILD / "tiercel", "dump", "--stage=asm", ROOT / PROGRAMS[0]], capture_output=True, text=True, check=True)
        self.assertNotEqual(done.stdout, other.stdout)

    def run_programs(self, config):
        ran = 0
        for name in PROGRAMS:
            program = programs.Program(ROOT / name, ROOT)
            if program.runs_under(config, configurations.features(self.executable)):
                with self.subTest(program=name):
                    outcome = program.run(str(self.executable), config)
                    self.assertIsNone(outcome.complaint if isinstance(outcome, programs.Counted) else outcome)
                    ran += 1
        return ran

    def test_all_native(self):
        self.assertGreater(self.run_programs(configurations.Configuration("jit", ["--jit-threshold=0"])), 6)

    def test_optimized(self):
        self.assertGreater(self.run_programs(configurations.Configuration("jit", ["--jit-threshold=0", "--jit-optimize=2"], slowness=5)), 6)

    def test_built(self):
        self.assertGreater(self.run_programs(configurations.Configuration("aot", built=["build"], slowness=2)), 3)


if __name__ == "__main__":
    unittest.main()
