"""Scheme programs as tests: the expectation is read from the program, one run is compared with it.

What a program may say, each at the end of a line or on a line of its own:

  ;; => TEXT             the next line of standard output is TEXT
  ;; error T3002         the exit status is 1 and standard error holds the code
  ;; error-text: TEXT    standard error holds TEXT
  ;; exit: N             the exit status is N
  ;; args: A B           arguments of the program
  ;; options: --x        options of tiercel, before `run`
  ;; command: -e '1'     replaces `run FILE ARGS` altogether; $FILE and $DIR are this file and its folder
  ;; stdin: TEXT         standard input, `\\n` for a new line; several lines are joined
  ;; requires: WORD      runs only where `tiercel --version` lists WORD among its features; !WORD: where it does not
  ;; skip: CONFIG        not under this configuration (say why beside it)
  ;; timeout: SECONDS    instead of the usual
  ;; proves: R5 C20      ids of docs/requirements.md that this program shows
  ;; assertions          the program is a suite: it imports (tiercel-test assert) from tests/support, which is in the
                         library path, and ends with (test-end); each of its assertions counts as a test

Instead of `=>` lines a sibling NAME.out may hold the whole standard output, and NAME.err the whole standard error.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile

from . import matrix

DIRECTIVE = re.compile(r";; *(=>|error-text:|error|exit:|args:|options:|command:|stdin:|requires:|skip:|timeout:|proves:|"
                       r"assertions$) ?(.*)$")
ASSERTIONS = re.compile(r"(\d+) assertions passed(?:, (\d+) failed)?$")
TIMEOUT_S = 30
# Beside the runtime library; symbols for debuggers would be most of the linker's work.
C_LIBRARIES = ["-lgmp", "-lstdc++", "-lm", "-Wl,--gc-sections,--strip-debug", *(["-fuse-ld=lld"] if shutil.which("ld.lld") else [])]


class Counted:
    """The outcome of an assertion suite."""

    def __init__(self, passed, failed, complaint):
        self.passed, self.failed, self.complaint = passed, failed, complaint


class Program:
    def __init__(self, path, root):
        self.path, self.root = path, root
        self.name = str(path.relative_to(root))
        self.said = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            match = DIRECTIVE.search(line)
            if match:
                self.said.setdefault(match.group(1).rstrip(":"), []).append(match.group(2).rstrip())
        self.golden_out = self.golden(".out")
        self.golden_err = self.golden(".err")

    def golden(self, suffix):
        path = self.path.with_suffix(suffix)
        return path.read_text(encoding="utf-8") if path.exists() else None

    @property
    def has_expectation(self):
        return bool(self.golden_out is not None or self.golden_err is not None or
                    {"=>", "error", "error-text", "exit", "assertions"} & set(self.said))

    @property
    def timeout_s(self):
        return int(self.said["timeout"][0]) if "timeout" in self.said else TIMEOUT_S

    @property
    def is_suite(self):
        return "assertions" in self.said

    def words(self, key):
        return [word for text in self.said.get(key, []) for word in text.split()]

    def runs_under(self, config, features):
        if config.names & set(self.words("skip")):
            return False
        if config.built and ("command" in self.said or
                             any(word.startswith(("--tier", "--jit", "--gc-stress")) for word in self.words("options"))):
            return False  # it is about how `run` runs it
        return all((word.lstrip("!") in features) != word.startswith("!") for word in self.words("requires"))

    def command(self, executable, config):
        options = list(config.options) + [word for text in self.said.get("options", []) for word in shlex.split(text)]
        if self.is_suite:
            options += ["-I", "tests/support"]
        if "command" in self.said:
            folder = str(self.path.parent.relative_to(self.root))
            text = self.said["command"][0].replace("$FILE", self.name).replace("$DIR", folder)
            return [executable, *options, *shlex.split(text)]
        arguments = [word for text in self.said.get("args", []) for word in shlex.split(text)]
        return [executable, *options, "run", self.name, *arguments]

    @property
    def stdin(self):
        return "\n".join(text.replace("\\n", "\n") for text in self.said.get("stdin", []))

    @property
    def expected_exit(self):
        if "exit" in self.said:
            return int(self.said["exit"][0])
        return 1 if "error" in self.said else 0

    def run(self, executable, config):
        """None if the program behaves as it says, else what it did instead; for a suite what it counted."""
        if config.built:
            return self.run_built(executable, config)
        if not config.cached_runs:
            return self.run_once(executable, config, config.environment)
        with tempfile.TemporaryDirectory(prefix="tiercel-test-") as folder:
            environment = dict(config.environment, TIERCEL_CACHE="on", TIERCEL_CACHE_DIR=folder)
            for run in config.cached_runs:
                outcome = self.run_once(executable, config, environment)
                complaint = outcome.complaint if isinstance(outcome, Counted) else outcome
                if complaint:
                    return f"with a {run} cache:\n{complaint}"
            return outcome

    def run_built(self, executable, config):
        """What `run` would be told is told to `build`; what does not come so far has told what is wrong."""
        with tempfile.TemporaryDirectory(prefix="tiercel-test-") as folder:
            output = f"{folder}/program" + (".c" if config.compiler else "")
            command = self.command(executable, config)
            run = command.index("run")
            build = [executable, *config.built, *command[1:run], command[run + 1], "-o", output]
            try:
                result = subprocess.run(build, cwd=self.root, input=self.stdin, capture_output=True, text=True,
                                        encoding="utf-8", errors="replace", timeout=patience_s(120), env=config.environment)
            except subprocess.TimeoutExpired:
                return f"not built in time\n  $ {shlex.join(build)}"
            start = [executable, "run", output] if config.built[0] == "emit" else [output]
            if result.returncode == 0 and config.compiler:
                start = [f"{folder}/program"]
                archive = str(pathlib.Path(executable).with_name("libtiercel_rt.a"))
                compile_c = [*config.compiler, "-Wall", "-I", f"{self.root}/include", output, archive, *C_LIBRARIES, "-o", *start]
                compiled = subprocess.run(compile_c, capture_output=True, text=True, env=config.environment)
                if compiled.returncode != 0 or compiled.stderr:
                    return f"not compiled by\n  $ {shlex.join(compile_c)}\n{clip(compiled.stderr)}"
            if result.returncode != 0:
                outcome = self.judge(result, build)
            else:
                outcome = self.run_once(executable, config, config.environment, [*start, *command[run + 2:]], result.stderr)
            return outcome if outcome is None or isinstance(outcome, Counted) else outcome + f"\n  built by\n  $ {shlex.join(build)}"

    def run_once(self, executable, config, environment, command=None, said_before=""):
        command = command or self.command(executable, config)
        timeout_s = patience_s(self.timeout_s * config.slowness)
        try:
            result = subprocess.run(command, cwd=self.root, input=self.stdin, capture_output=True, text=True,
                                    encoding="utf-8", errors="replace", timeout=timeout_s, env=environment)
        except subprocess.TimeoutExpired:
            return f"no end after {timeout_s} s\n  $ {shlex.join(command)}"
        result.stderr = said_before + result.stderr
        return self.judge(result, command)

    def judge(self, result, command):
        if self.is_suite:
            return self.count(result, command)
        complaints = self.compare(result)
        if not complaints:
            return None
        text = "\n".join(complaints) + f"\n  $ {shlex.join(command)}"
        if result.stderr and not any("standard error" in complaint for complaint in complaints):
            text += "\nstandard error:\n" + clip(result.stderr)
        return text

    def count(self, result, command):
        lines = result.stdout.splitlines()
        counted = ASSERTIONS.match(lines[-1]) if lines else None
        if not counted or result.returncode not in (0, 1):
            return f"the suite did not reach (test-end): exit status {result.returncode}\n{clip(result.stdout)}" + \
                   f"\n  $ {shlex.join(command)}\nstandard error:\n{clip(result.stderr)}"
        passed, failed = int(counted.group(1)), int(counted.group(2) or 0)
        if result.returncode == 0 and passed and not failed:
            return Counted(passed, 0, None)
        return Counted(passed, max(failed, 1), clip(result.stdout, 20000) + f"  $ {shlex.join(command)}")

    def compare(self, result):
        complaints = []
        if result.returncode != self.expected_exit:
            how = f"killed by signal {-result.returncode}" if result.returncode < 0 else f"exit status {result.returncode}"
            complaints.append(f"{how}, expected exit status {self.expected_exit}")
        if self.golden_out is not None and result.stdout != self.golden_out:
            complaints.append("standard output differs\n" + difference(self.golden_out, result.stdout))
        elif self.golden_out is None and ("=>" in self.said or "error" not in self.said and "exit" not in self.said):
            expected = self.said.get("=>", [])
            actual = [line.rstrip() for line in result.stdout.splitlines()]
            if actual != expected and not ("=>" not in self.said and self.golden_err is not None):
                complaints.append("standard output differs\n" + difference("\n".join(expected), "\n".join(actual)))
        if self.golden_err is not None and result.stderr != self.golden_err:
            complaints.append("standard error differs\n" + difference(self.golden_err, result.stderr))
        for text in [code.split()[0] for code in self.said.get("error", [])] + self.said.get("error-text", []):
            if text not in result.stderr:
                complaints.append(f"standard error does not hold `{text}`:\n{clip(result.stderr)}")
        return complaints


def patience_s(seconds):
    """Limits of time are for what hangs: a machine that does much else gets as much longer."""
    return round(seconds * max(1, os.getloadavg()[0] / (os.cpu_count() or 1)))


def clip(text, limit=2000):
    return text if len(text) <= limit else text[:limit] + f"\n... ({len(text)} characters)"


def difference(expected, actual):
    import difflib
    lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm="", n=2)
    return clip("\n".join(lines), 4000)


def find(root):
    """Every program below tests/ and examples/, and the generated matrix.  Folders named `support` hold parts of programs."""
    paths = []
    for top in ("tests", "examples"):
        for path in sorted((root / top).rglob("*.scm")):
            parts = path.relative_to(root).parts
            if "support" not in parts and parts[:2] not in (("tests", "stages"), ("tests", "unit"), ("tests", "tools")):
                paths.append(path)
    paths += matrix.write_programs(root / "build" / "matrix")
    return [Program(path, root) for path in paths]


def find_stage_tests(root):
    """tests/stages/STAGE/NAME.scm, each with NAME.txt as `tiercel dump --stage=STAGE` prints it."""
    return sorted(path for path in (root / "tests" / "stages").rglob("*.scm") if "support" not in path.parts)


def run_stage_test(path, root, executable, regenerate):
    stage = path.relative_to(root / "tests" / "stages").parts[0]
    said = Program(path, root).said
    options = [word for text in said.get("options", []) for word in shlex.split(text)]
    command = [executable, *options, "dump", f"--stage={stage}", str(path.relative_to(root))]
    try:
        result = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=patience_s(TIMEOUT_S))
    except subprocess.TimeoutExpired:
        return "no end in time"
    golden = path.with_suffix(".txt")
    actual = result.stdout + (result.stderr if result.returncode else "")
    if regenerate:
        golden.write_text(actual, encoding="utf-8")
        return None
    if not golden.exists():
        return f"{golden.relative_to(root)} is missing; make it with tools/test.py --regenerate and read it"
    expected = golden.read_text(encoding="utf-8")
    if actual == expected:
        return None
    return "the dump differs\n" + difference(expected, actual) + f"\n  $ {shlex.join(command)}"
