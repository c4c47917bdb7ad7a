"""Loop strength reduction must not leave a pointer outside an object as the only one alive across a call.

The collector pins what words on the stack point at, into, or just behind.  LLVM's pass would turn an index into a moving
pointer, which may begin before the object and be all that is left of it while something else runs.
"""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"
NATIVE = TIERCEL.exists() and "native" in subprocess.run([TIERCEL, "--version"], capture_output=True, text=True).stdout

# An element of a vector by its index, or by the index's word, which is one more than eight times that.
ELEMENT = r"6\(%r\w+,%r\w+,8\)|[56]\(%r\w+,%r\w+\)"

# Each walks over something in a loop and calls out at every step; the operand reads an element.
LOOPS = {
    "forwards": ("(define (walk v f) (let loop ((i 0)) (if (< i (vector-length v)) (begin (f (vector-ref v i)) (loop (+ i 1))))))",
                 ELEMENT),
    "backwards": ("(define (walk v f) (let loop ((i (- (vector-length v) 1)))"
                  " (if (>= i 0) (begin (f (vector-ref v i)) (loop (- i 1))))))",
                  ELEMENT),
    "bytes": ("(define (walk b f) (let loop ((i 0)) (if (< i (bytevector-length b)) (begin (f (bytevector-u8-ref b i)) (loop (+ i 1))))))",
              r"6\(%r\w+,%r\w+\)"),
}

# The same loop as a C compiler would have it: without guards, which is how the pass likes it.
PLAIN = """
declare void @call(i64)
define void @walk(i64 %base, i64 %count) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %scaled = shl i64 %i, 3
  %offset = add i64 %scaled, 6
  %address = add i64 %base, %offset
  %pointer = inttoptr i64 %address to ptr
  %element = load i64, ptr %pointer
  call void @call(i64 %element)
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %count
  br i1 %more, label %loop, label %done
done:
  ret void
}
"""
BASE_AND_INDEX = r"\(%r\w+,%r\w+(,8)?\)"


def llc(options):
    program = next((found for version in ("22", "19") if (found := shutil.which(f"llc-{version}"))), None)
    if not program:
        raise unittest.SkipTest("llc is not installed")
    return subprocess.run([program, "-O2", "-mtriple=x86_64", "-o", "-", *options, "-"], input=PLAIN, capture_output=True,
                          text=True, check=True).stdout


class LoopPointers(unittest.TestCase):
    @unittest.skipUnless(NATIVE, "needs the native tier")
    def test_native_loops_keep_the_object_and_an_index(self):
        for name, (program, operand) in LOOPS.items():
            with tempfile.NamedTemporaryFile("w", suffix=".scm") as file:
                file.write("(import (scheme base))\n" + program)
                file.flush()
                assembly = subprocess.run([TIERCEL, "--stage=asm", "dump", file.name], capture_output=True, text=True,
                                          check=True).stdout
            if "x86_64" not in assembly and "%rbp" not in assembly:
                self.skipTest("reads x86-64 assembly")
            self.assertRegex(assembly, operand, name)

    def test_the_check_would_see_the_fault(self):
        self.assertNotRegex(llc([]), BASE_AND_INDEX)
        self.assertRegex(llc(["-disable-lsr"]), BASE_AND_INDEX)

    def test_the_runtime_is_compiled_without_the_pass(self):
        commands = ROOT / "build" / "compile_commands.json"
        if not commands.exists():
            self.skipTest("there are no compile commands")
        for command in json.loads(commands.read_text()):
            if re.search(r"/src/(?!llvm|jit)\w+/", command["file"]):
                self.assertIn("-disable-lsr", command["command"], command["file"])


if __name__ == "__main__":
    unittest.main()
