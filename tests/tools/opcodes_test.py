"""Every opcode occurs in a program that asks of each of its procedures that it is native.

proves: L9
"""

import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
sys.path.insert(0, str(ROOT / "tools"))
from tables import opcodes  # noqa: E402

# Only libraries of the image define and assign what lies in the isolate's table of cells: their code is compiled when the
# executable is built, and every program that imports such a library runs it.
OF_IMAGE_LIBRARIES = {"global-define", "global-set"}


@unittest.skipUnless(TIERCEL.exists(), "needs a release build")
class EveryOpcode(unittest.TestCase):
    def test_l9_every_opcode_is_tested(self):
        path = ROOT / "tables" / "opcodes.scm"
        every = {row.name for row in opcodes.read([(str(path), path.read_text(encoding="utf-8"))])}
        found = set()
        for options in ([], ["--opt=0"], ["--fuel=1000000"]):
            command = [TIERCEL, *options, "dump", "--stage=bytecode", "tests/native/every_opcode.scm"]
            text = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
            found |= set(re.findall(r"^ +\d+  (\S+)", text, re.MULTILINE))
        self.assertEqual(every - found, OF_IMAGE_LIBRARIES)
