"""A slice of tools/cache_torture.py, which says what it does; the whole of it is run by hand.

proves: O7
"""

import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@unittest.skipUnless((ROOT / "build" / "tiercel").exists(), "there is no build")
class Torture(unittest.TestCase):
    def test_slice(self):
        result = subprocess.run([sys.executable, ROOT / "tools" / "cache_torture.py", "--quick"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
