"""The axis on which every program runs: ways of running that must all give the same answer."""

import os
import shutil
import subprocess
import zlib


class Configuration:
    def __init__(self, name, options=(), preset="release", quick=False, slowness=1, like=(), cached_runs=(), built=(), compiler=(),
                 sample=1):
        self.name, self.options, self.preset, self.quick, self.slowness = name, options, preset, quick, slowness
        self.cached_runs = cached_runs  # with a cache of its own: each run of a program is held to what it states
        self.built = built  # not empty: programs are built with these options and the executable is run
        self.compiler = compiler  # not empty: what is built is C text, which this compiles
        self.sample = sample  # in the quick matrix one program of so many runs here
        self.names = {name, *like}  # a program that skips one of these does not run here
        # Freed memory is held back for errors to be found, but not so much of it that a program which counts its pages is misled.
        self.environment = dict(os.environ, TIERCEL_CACHE="off", LC_ALL="C.UTF-8",
                                ASAN_OPTIONS="detect_stack_use_after_return=0:detect_leaks=0:abort_on_error=1:quarantine_size_mb=16",
                                UBSAN_OPTIONS="print_stacktrace=1")

    def samples(self, name):
        """Whether the program of that name is in the sample: it does not change as other programs come and go."""
        return zlib.crc32(name.encode()) % self.sample == 0


CLANG = next((name for name in ("clang-22", "clang-19", "clang") if shutil.which(name)), "clang")
CONFIGURATIONS = [
    Configuration("default", quick=True),
    Configuration("opt=0", ["--opt=0"], quick=True),
    Configuration("opt=1", ["--opt=1"]),
    Configuration("opt=3", ["--opt=3"]),
    Configuration("interp", ["--tier=interp"]),
    Configuration("jit-threshold=0", ["--jit-threshold=0"], quick=True),
    Configuration("aot", built=["build"], slowness=2, quick=True),
    Configuration("aot-static", built=["build", "--static", "--cpu=native"], slowness=2, like=["aot"]),
    Configuration("aot-opt=0", ["--opt=0"], built=["build"], slowness=2, like=["aot", "opt=0"]),
    Configuration("bytecode", built=["emit", "--stage=bytecode"], slowness=2, like=["aot"]),
    Configuration("c", built=["emit"], compiler=["cc", "-O1"], slowness=3, quick=True, sample=4, like=["aot"]),
    Configuration("c-gcc-O0", built=["emit"], compiler=["gcc", "-O0"], slowness=5, like=["aot", "c"]),
    Configuration("c-clang", built=["emit"], compiler=[CLANG, "-O2"], slowness=3, like=["aot", "c"]),
    Configuration("c-no-native", preset="interpreter", built=["emit"], compiler=["cc", "-O1"], slowness=3, like=["aot", "c"]),
    Configuration("cache", cached_runs=["cold", "warm"], quick=True),
    Configuration("cache-jit-threshold=0", ["--jit-threshold=0"], like=["jit-threshold=0"], cached_runs=["cold", "warm", "warm again"]),
    Configuration("jit-threshold=20", ["--jit-threshold=20"]),
    Configuration("jit-wait", ["--jit-threshold=1", "--jit-wait"], slowness=5, like=["jit-threshold=20"]),
    Configuration("jit-threshold=0-opt=0", ["--jit-threshold=0", "--opt=0"], like=["jit-threshold=0", "opt=0"]),
    Configuration("jit-optimized", ["--jit-threshold=0", "--jit-optimize=2"], slowness=5, like=["jit-threshold=0"]),
    Configuration("jit-fast", ["--jit-threshold=0", "--jit-optimize=0"], like=["jit-threshold=0"]),
    Configuration("no-native", preset="interpreter"),
    Configuration("gc-stress", ["--gc-stress"], slowness=20),
    Configuration("gc-stress-native", ["--gc-stress", "--jit-threshold=0"], slowness=20, like=["gc-stress", "jit-threshold=0"]),
    Configuration("gc-stress-opt=0", ["--gc-stress", "--opt=0"], slowness=20),
    Configuration("asan", preset="asan", slowness=10),
    Configuration("asan-native", ["--jit-threshold=0"], preset="asan", slowness=60, like=["asan", "jit-threshold=0"]),
    Configuration("asan-gc-stress", ["--gc-stress"], preset="asan", slowness=60),
    Configuration("interrupt-stress", ["--interrupt-stress"], slowness=20),
    Configuration("interrupt-stress-native", ["--interrupt-stress", "--jit-threshold=0"], slowness=20,
                  like=["interrupt-stress", "jit-threshold=0"]),
    Configuration("tsan", preset="tsan", slowness=20),
    Configuration("tsan-native", ["--jit-threshold=20"], preset="tsan", slowness=60, like=["tsan", "jit-threshold=20"]),
]


def executable_of(root, preset):
    """Beside build/ lies what shares its compiler cache: the same flags, seen from the same depth."""
    beside = {"release": "build", "interpreter": "build-interpreter"}
    return root / beside.get(preset, f"build/{preset}") / "tiercel"


def is_built(root, file):
    """Whether a file of a build folder is there and of the sources as they are now: tests that mix builds need them to fit.
    It may be older than sources that it is not made of; then the log of `./dev build` is newer."""
    if not file.exists():
        return False
    times, log = [file.stat().st_mtime], file.with_name("build.log")
    if log.exists() and "build stopped" not in log.read_text(errors="replace"):
        times.append(log.stat().st_mtime)
    sources = [path for place in ("src", "include", "tables", "cmake") for path in (root / place).rglob("*")]
    return max(times) >= max((path.stat().st_mtime for path in sources if path.is_file()), default=0)


class Unavailable(Exception):
    """A configuration that was asked for by name cannot run here."""


def obstacle(root, config):
    """Why a configuration cannot run here, or None."""
    executable = executable_of(root, config.preset)
    if not executable.exists():
        return f"there is no {executable.relative_to(root)}; ./dev build --preset {config.preset} makes it"
    if config.compiler and not shutil.which(config.compiler[0]):
        return f"{config.compiler[0]} is not installed"
    probe = subprocess.run([executable, *config.options, "-e", "1"], capture_output=True, cwd=root, env=config.environment)
    return f"{executable.relative_to(root)} does not know {' '.join(config.options)}" if probe.returncode == 2 else None


def available(root, names=None, everything=False):
    """The configurations to run, those asked for by name, or the quick ones, or all; and [(name, reason)] of those of them
    that this build cannot do."""
    unknown = sorted(set(names or ()) - {config.name for config in CONFIGURATIONS})
    if unknown:
        raise Unavailable(f"unknown configuration {' '.join(map(repr, unknown))}; --list names those that there are")
    chosen, left_out = [], []
    for config in CONFIGURATIONS:
        if config.name in names if names is not None else everything or config.quick:
            reason = obstacle(root, config)
            if reason is None:
                chosen.append(config)
            elif names is not None:
                raise Unavailable(f"configuration {config.name}: {reason}")
            else:
                left_out.append((config.name, reason))
    return chosen, left_out


def features(executable):
    """The words after `features:` in the output of `tiercel --version`."""
    text = subprocess.run([executable, "--version"], capture_output=True, text=True).stdout
    return [word for line in text.splitlines() if line.startswith("features:") for word in line.split()[1:]]
