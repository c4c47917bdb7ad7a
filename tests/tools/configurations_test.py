"""The matrix has no holes: each way of running that must give the same answers exists, can run here if it is run with every
change, and runs programs of each test room.
"""

import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from testing import configurations, programs  # noqa: E402

# shared by every suite: tier 1, eager fast and optimised native code, by count, without optimizer, built, cold and warm cache
REQUIRED = {"interp", "jit-fast", "jit-optimized", "default", "opt=0", "jit-threshold=0-opt=0", "aot", "aot-static", "aot-opt=0",
            "bytecode", "c", "cache", "cache-jit-threshold=0", "gc-stress", "gc-stress-native", "no-native", "asan", "tsan"}


def room_of(program):
    return "/".join(program.name.split("/")[:2]) if program.name.startswith("tests/") else program.name.split("/")[0]


class Matrix(unittest.TestCase):
    def test_every_way_is_there(self):
        names = {config.name for config in configurations.CONFIGURATIONS}
        self.assertEqual(REQUIRED - names, set())

    @unittest.skipUnless((ROOT / "build" / "tiercel").exists() and
                         "native" in configurations.features(ROOT / "build" / "tiercel"), "needs a native build")
    def test_what_runs_with_every_change_can_run(self):
        quick = {config.name for config in configurations.CONFIGURATIONS if config.quick}
        self.assertEqual({config.name for config in configurations.available(ROOT)}, quick)

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
