"""What is supported and what is not, where people and continuous integration meet it; and that the documents of the native
tier are there.

proves: C32 C27
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERCEL = ROOT / "build" / "tiercel"


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


class Platforms(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def test_dev_says_what_is_not_supported(self):
        uname = self.folder / "uname"
        uname.write_text('#!/bin/sh\ncase $1 in -s) echo Darwin ;; *) echo arm64 ;; esac\n')
        uname.chmod(0o755)
        environment = dict(os.environ, PATH=f"{self.folder}:{os.environ['PATH']}")
        for verb in ("build", "test", "run"):
            done = subprocess.run(["./dev", verb], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr),
                             (1, "dev: Tiercel builds on x86-64 Linux; this is Darwin on arm64\n"))

    @unittest.skipUnless(shutil.which("cmake"), "needs cmake")
    def test_cmake_says_what_is_not_supported(self):
        done = subprocess.run(["cmake", "-P", ROOT / "cmake" / "toolchain.cmake"], capture_output=True, text=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Tiercel builds on x86-64 Linux", done.stderr)

    def test_ci_has_each_configuration(self):
        steps = text_of(".ci/run")
        for step in ("./dev test --skips-fail\n", "--preset interpreter", "--config=no-native", "--preset llvm-19", "--preset asan"):
            self.assertIn(step, steps)
        supported = text_of("README.md").split("\n## Supported\n")[1].split("\n## ")[0]
        for words in ("x86-64 Linux", "LLVM 22", "19", "macOS and Windows are not supported"):
            self.assertIn(words, supported)


class Documents(unittest.TestCase):
    def test_the_native_tier_is_in_the_readme(self):
        section = text_of("README.md").split("\n## Machine code while the program runs\n")[1].split("\n## ")[0]
        for words in ("--jit", ":jit on", "--no-jit", "--jit-threshold=N", "What to expect", "Limits", "examples/jit_demo.scm"):
            self.assertIn(words, section)
        self.assertTrue((ROOT / "examples" / "jit_demo.scm").exists())

    @unittest.skipUnless(TIERCEL.exists(), "needs a release build")
    def test_every_command_is_in_the_help(self):
        """Of the prompt: what its session understands."""
        table = re.findall(r'\{":([a-z-]+)", "', text_of("src/repl/commands.cpp"))
        self.assertGreater(len(table), 6)
        done = subprocess.run([TIERCEL], input=":help\n", capture_output=True, text=True, check=False)
        for name in table:
            self.assertIn(":" + name, done.stdout)

    def test_every_function_of_the_interface_has_a_word(self):
        """Above each declaration of tiercel.h, or above the group that it stands in without an empty line, is a comment."""
        header = text_of("include/tiercel/tiercel.h")
        bare = []
        for paragraph in re.split(r"\n\s*\n", header):
            if re.search(r"^\w.*\btc_\w+\(", paragraph, re.MULTILINE) and "/*" not in paragraph:
                bare.append(paragraph)
        self.assertEqual(bare, [])


if __name__ == "__main__":
    unittest.main()
