"""The runtime as a library: C programs built against libtiercel_rt.a and .so by the compilers that are installed."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
ARCHIVE = BUILD / "libtiercel_rt.a"
HELLO = r"""
#include <stdio.h>
#include <string.h>
#include <tiercel/tiercel.h>
int main(void) {
  tc_isolate* isolate = tc_isolate_create(NULL);
  tc_environment* environment = tc_environment_create(isolate, TC_FULL);
  const char* text = "(display (map (lambda (x) (* x x)) '(1 2 3)))";
  tc_result result = tc_evaluate(environment, text, strlen(text), "hello");
  tc_free(result.text);
  tc_environment_destroy(environment);
  tc_isolate_destroy(isolate);
  return result.status != TC_OK;
}
"""


def run(*command, **environment):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=300,
                          env=dict(os.environ, **environment))


@unittest.skipUnless(ARCHIVE.exists(), "needs a release build")
class Libraries(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.source = self.folder / "hello.c"
        self.source.write_text(HELLO)
        self.program = self.folder / "hello"

    def build(self, compiler, *options):
        done = run(compiler, "-O1", self.source, f"-I{ROOT / 'include'}", f"-L{BUILD}", "-o", self.program, *options)
        self.assertEqual(done.returncode, 0, done.stderr)

    def expect_hello(self, **environment):
        done = run(self.program, **environment)
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("(1 4 9)", "", 0))

    def test_archive(self):
        for compiler in ("gcc", "clang"):
            if shutil.which(compiler):
                self.build(compiler, "-l:libtiercel_rt.a", "-lgmp", "-lstdc++", "-lm")
                self.expect_hello()

    def test_static_program(self):
        self.build("gcc" if shutil.which("gcc") else "clang", "-static", "-l:libtiercel_rt.a", "-lgmp", "-lstdc++", "-lm")
        self.expect_hello()

    def test_shared_library(self):
        self.build("gcc" if shutil.which("gcc") else "clang", "-ltiercel_rt")
        self.expect_hello(LD_LIBRARY_PATH=str(BUILD))
        symbols = run("nm", "-D", "--defined-only", BUILD / "libtiercel_rt.so").stdout.split("\n")
        strangers = [line for line in symbols if line and not line.split()[-1].startswith("tc_")]
        self.assertEqual(strangers, [], "only the C interface is visible")
