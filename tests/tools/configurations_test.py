"""The matrix has no holes: each way of running that must give the same answers exists, can run here if it is run with every
change, and runs programs of each test room.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from testing import configurations, programs  # noqa: E402

# Taking one out of the matrix must be done here too.
REQUIRED = {
    "default", "interp", "opt=0", "opt=1", "opt=3", "no-native",
    "jit-threshold=0", "jit-threshold=0-opt=0", "jit-optimized", "jit-fast", "jit-threshold=20", "jit-wait",
    "aot", "aot-static", "aot-opt=0", "bytecode", "c", "c-clang", "c-gcc-O0", "c-no-native",
    "cache", "cache-jit-threshold=0",
    "gc-stress", "gc-stress-native", "gc-stress-opt=0", "interrupt-stress", "interrupt-stress-native",
    "asan", "asan-native", "asan-gc-stress", "tsan", "tsan-native",
}


def room_of(program):
    return "/".join(program.name.split("/")[:2]) if program.name.startswith("tests/") else program.name.split("/")[0]


class Matrix(unittest.TestCase):
    def test_every_way_is_there(self):
        names = {config.name for config in configurations.CONFIGURATIONS}
        self.assertEqual(REQUIRED, names)

    @unittest.skipUnless((ROOT / "build" / "tiercel").exists() and
                         "native" in configurations.features(ROOT / "build" / "tiercel"), "needs a native build")
    def test_what_runs_with_every_change_can_run(self):
        quick = {config.name for config in configurations.CONFIGURATIONS if config.quick}
        chosen, left_out = configurations.available(ROOT)
        self.assertEqual(({config.name for config in chosen}, left_out), (quick, []))

    def test_a_name_that_is_none_is_an_error(self):
        for name in ("aot-statics", "", "default,"):
            done = subprocess.run([sys.executable, ROOT / "tools" / "test.py", "--only-programs", f"--config={name}", "tests/cli/fuel"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("unknown configuration", done.stderr)

    def test_one_that_is_not_built_is_an_error_if_it_is_asked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(configurations.Unavailable, "tsan-native: there is no build/tsan/tiercel; ./dev build"):
                configurations.available(pathlib.Path(folder), ["tsan-native"])
            chosen, left_out = configurations.available(pathlib.Path(folder))
            self.assertEqual((chosen, len(left_out)), ([], sum(config.quick for config in configurations.CONFIGURATIONS)))

    def test_what_is_older_than_its_sources_is_not_built(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            source, file, log = (root / name for name in ("src/a.cpp", "build/x.so", "build/build.log"))
            for path, seconds, text in ((source, 200, ""), (file, 100, ""), (log, 300, "ninja: no work to do.\n")):
                path.parent.mkdir(exist_ok=True)
                self.assertFalse(configurations.is_built(root, file))
                path.write_text(text)
                os.utime(path, (seconds, seconds))
            self.assertTrue(configurations.is_built(root, file))
            log.write_text("ninja: build stopped: subcommand failed.\n")
            self.assertFalse(configurations.is_built(root, file))
            os.utime(file, (200, 200))
            self.assertTrue(configurations.is_built(root, file))

    def test_every_room_runs_in_every_way(self):
        rooms = {}
        for program in programs.find(ROOT):
            if program.has_expectation:
                rooms.setdefault(room_of(program), []).append(program)
        self.assertGreater(len(rooms), 8)
        features = ["interpreter", "native"]
        for config in configurations.CONFIGURATIONS:
            for room, members in rooms.items():
                with self.subTest(configuration=config.name, room=room):
                    self.assertTrue(any(program.runs_under(config, features) for program in members))


if __name__ == "__main__":
    unittest.main()
