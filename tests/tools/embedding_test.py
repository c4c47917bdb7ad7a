"""The runtime as a library: C and C++ programs built against libtiercel_rt.a and .so by the compilers that are installed.

Programs under tests/embed/ check themselves and say what is not so; those under examples/embedding/ are what the documents
show.
proves: O4 C3 C18
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from testing import configurations  # noqa: E402

BUILD = ROOT / "build"
ARCHIVE = BUILD / "libtiercel_rt.a"
EXAMPLES = ROOT / "examples" / "embedding"
PROGRAMS = ROOT / "tests" / "embed"
C_COMPILER = shutil.which("gcc") or shutil.which("clang-22") or "clang-19"
CXX_COMPILER = shutil.which("g++") or shutil.which("clang++-22") or "clang++-19"
SANITIZING = shutil.which("clang-22") or shutil.which("clang-19") or "clang"
STRICT = ["-Wall", "-Wextra", "-Werror", "-pedantic"]
STATIC_PARTS = ["-l:libtiercel_rt.a", "-lgmp", "-lstdc++", "-lm"]


def run(*command, cwd=None, **environment):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=300, cwd=cwd,
                          env=dict(os.environ, **environment))


class Embedding(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def build(self, source, compiler, *options):
        program = self.folder / "program"
        done = run(compiler, "-O1", "-g", *STRICT, f"-I{ROOT / 'include'}", *options[:1], source, f"-L{BUILD}", "-o", program, *options[1:])
        complaints = [line for line in done.stderr.split("\n") if line and "-static" not in options]  # about dlopen
        self.assertEqual((done.returncode, complaints), (0, []), done.stderr)
        return program

    def expect(self, program, output, *arguments, **environment):
        done = run(program, *arguments, **{"LD_LIBRARY_PATH": str(BUILD), **environment})
        self.assertEqual((done.stdout, done.stderr, done.returncode), (output, "", 0))


@unittest.skipUnless(ARCHIVE.exists(), "needs a release build")
class Libraries(Embedding):
    def expect_hello(self, program):
        self.expect(program, "(0 1 4)\n", "(map (lambda (x) (* x x)) (list 0 1 2))")

    def test_archive(self):
        for compiler in {C_COMPILER, SANITIZING}:
            self.expect_hello(self.build(EXAMPLES / "hello.c", compiler, "-std=c99", *STATIC_PARTS))

    def test_static_program(self):
        program = self.build(EXAMPLES / "hello.c", C_COMPILER, "-std=c99", "-static", *STATIC_PARTS)
        self.expect_hello(program)
        self.expect(program, "#f\n(0 \"0\")\n", "(import (tiercel introspect)) (promote! (lambda (x) x))",
                    "(call-with-values (lambda () (values 0 \"0\")) list)")

    def test_shared_library(self):
        self.expect_hello(self.build(EXAMPLES / "hello.c", C_COMPILER, "-std=c11", "-ltiercel_rt"))
        symbols = run("nm", "-D", "--defined-only", BUILD / "libtiercel_rt.so").stdout.split("\n")
        strangers = [line for line in symbols if line and not line.split()[-1].startswith("tc_")]
        self.assertEqual(strangers, [], "only the C interface is visible")

    def test_opened_at_run_time(self):
        self.expect(sys.executable, "5000050000\n\"x\"\n", EXAMPLES / "from_python.py", BUILD / "libtiercel_rt.so",
                    "(define (f n) (if (= n 0) '() (cons n (f (- n 1))))) (apply + (f 100000))", "(string #\\x)")

    def test_every_declaration_is_exported(self):
        header = (ROOT / "include" / "tiercel" / "tiercel.h").read_text()
        exported = run("nm", "-D", "--defined-only", BUILD / "libtiercel_rt.so").stdout
        names = set(re.findall(r"^[a-z].*?\b(tc_[a-z_0-9]+)\(", re.sub(r"^typedef.*$", "", header, flags=re.M), re.M))
        self.assertGreater(len(names), 80)
        self.assertEqual([name for name in names if f" {name}\n" not in exported], [])


@unittest.skipUnless(ARCHIVE.exists(), "needs a release build")
class Programs(Embedding):
    def test_in_c99_with_the_shared_library(self):
        for source in sorted(PROGRAMS.glob("*.c")):
            with self.subTest(source.name):
                self.expect(self.build(source, C_COMPILER, "-std=c99", "-ltiercel_rt"), "", self.folder)

    def test_in_cxx_with_the_archive(self):
        for source in sorted(PROGRAMS.glob("*.cpp")):
            with self.subTest(source.name):
                self.expect(self.build(source, CXX_COMPILER, "-std=c++17", "-pthread", *STATIC_PARTS), "", self.folder)

    def test_under_address_sanitizer(self):
        for source in sorted(PROGRAMS.glob("*.c")):
            with self.subTest(source.name):
                program = self.build(source, SANITIZING, "-fsanitize=address,undefined", "-ltiercel_rt")
                for option in ("0", "1"):
                    self.expect(program, "", self.folder, ASAN_OPTIONS=f"detect_stack_use_after_return={option}")


class Sanitized(Embedding):
    """The same programs where the runtime is built with the sanitizer too."""

    def try_programs(self, preset, sources, flags, **environment):
        build = BUILD / preset
        if not configurations.is_built(ROOT, build / "libtiercel_rt.so"):
            self.skipTest(f"needs ./dev build --preset {preset} tiercel_rt_shared")
        for source in sources:
            with self.subTest(source.name):
                standard = "-std=c99" if source.suffix == ".c" else "-std=c++17"
                compiler = SANITIZING if source.suffix == ".c" else SANITIZING.replace("clang", "clang++")
                program = self.folder / "program"
                done = run(compiler, standard, "-O1", "-g", flags, f"-I{ROOT / 'include'}", source, f"-L{build}", "-ltiercel_rt",
                           "-pthread", "-o", program)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.expect(program, "", self.folder, LD_LIBRARY_PATH=str(build), **environment)

    def test_address(self):
        self.try_programs("asan", sorted(PROGRAMS.glob("*.c*")), "-fsanitize=address,undefined")

    def test_threads(self):
        self.try_programs("tsan", [PROGRAMS / "threads.cpp"], "-fsanitize=thread")


@unittest.skipUnless(ARCHIVE.exists(), "needs a release build")
class Examples(Embedding):
    def test_counter(self):
        program = self.build(EXAMPLES / "counter.c", C_COMPILER, "-std=c99", "-ltiercel_rt")
        done = run(program, LD_LIBRARY_PATH=str(BUILD))
        self.assertEqual(done.stderr, "")
        self.assertIn("=> (4 3 2 1 0)\n", done.stdout)
        self.assertIn("=> (left at 2)\n", done.stdout)
        self.assertIn("counter-add!: expected a counter as argument 1, found c", done.stdout)
        self.assertTrue(done.stdout.endswith("a counter at 5 is released\n"))

    def test_workers(self):
        program = self.build(EXAMPLES / "workers.cpp", CXX_COMPILER, "-std=c++17", "-pthread", "-ltiercel_rt")
        self.expect(program, "4 queens: 2\n5 queens: 10\n6 queens: 4\n", "3")


@unittest.skipUnless(ARCHIVE.exists() and shutil.which("pkg-config"), "needs a release build and pkg-config")
class Installed(Embedding):
    """What `cmake --install` and the package put in place works there, and nothing else is needed."""

    def try_documents(self, root):
        """The commands of docs/embedding.md print what it shows."""
        shutil.copytree(EXAMPLES, self.folder / "examples")
        environment = {"PKG_CONFIG_PATH": str(root / "lib" / "pkgconfig"), "LD_LIBRARY_PATH": str(root / "lib")}
        text = (ROOT / "docs" / "embedding.md").read_text()
        commands = 0
        for block in re.findall(r"```console\n(.*?)```", text, re.S):
            for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
                done = run("sh", "-c", command, cwd=self.folder / "examples", **environment)
                self.assertEqual(done.stdout + done.stderr, expected, command)
                commands += 1
        self.assertGreater(commands, 5)

    def try_executable(self, root):
        tiercel = root / "bin" / "tiercel"
        done = run(tiercel, "--jit-threshold=0", "-e", "(import (tiercel introspect)) (promote! (lambda (x) x))", HOME=self.folder)
        native = "native" in run(tiercel, "--version").stdout
        self.assertEqual((done.stdout, done.stderr), ("#t\n" if native else "#f\n", ""))
        self.assertEqual(native, (root / "lib" / "tiercel" / "libtiercel_native.so").exists())
        source, program = self.folder / "built.scm", self.folder / "built"
        source.write_text("(define (f n) (if (= n 0) '(0) (cons n (f (- n 1)))))\n(write (f 3))\n")
        for options in ([], ["--static"]) if native else ():
            done = run(tiercel, "build", *options, source, "-o", program, HOME=self.folder)
            self.assertEqual((done.stdout, done.stderr, done.returncode), ("", "", 0))
            self.expect(program, "(3 2 1 0)", LD_LIBRARY_PATH="")
        done = run(tiercel, "emit", source, "-o", self.folder / "built.c", HOME=self.folder)
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("", "", 0))
        done = run(C_COMPILER, f"-I{root / 'include'}", self.folder / "built.c", f"-L{root / 'lib'}", *STATIC_PARTS, "-o", program)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.expect(program, "(3 2 1 0)", LD_LIBRARY_PATH="")

    def test_install(self):
        root = self.folder / "root"
        done = run("cmake", "--install", BUILD, "--prefix", root, "--strip")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.try_executable(root)
        self.try_documents(root)

    @unittest.skipUnless(shutil.which("dpkg") and shutil.which("dpkg-shlibdeps") and os.geteuid() == 0,
                         "needs dpkg and dpkg-dev, and to be root")
    def test_package(self):
        done = run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", self.folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        package, = self.folder.glob("tiercel_*.deb")
        self.assertIn("libgmp10", run("dpkg-deb", "--field", package, "Depends").stdout)
        root = self.folder / "root"
        for file in ("info", "updates", "status"):
            path = root / "var" / "lib" / "dpkg" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch() if file == "status" else path.mkdir()
        before = sorted(path for path in root.rglob("*") if "dpkg" not in path.parts)
        dpkg = ("dpkg", f"--root={root}", "--force-depends", "--force-script-chrootless", f"--log={self.folder / 'log'}")
        done = run(*dpkg, "--install", package)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.try_executable(root / "usr")
        self.try_documents(root / "usr")
        done = run(*dpkg, "--purge", "tiercel")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(path for path in root.rglob("*") if "dpkg" not in path.parts), before)
