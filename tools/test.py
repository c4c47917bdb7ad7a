#!/usr/bin/env python3
"""Runs every test of the repository and ends with the line `N passed, N failed`.

usage: tools/test.py [--all] [--config=NAME,...] [--jobs=N] [--regenerate] [--requirements] [--list] [--only-programs]
                     [--quick-units=PRESET] [--skips-fail] [--times] [PATTERN ...]

  PATTERN          only tests whose name contains one of the patterns
  --all            every configuration: tiers, stress modes, sanitizers; the default is the quick matrix
  --config=...     only these configurations, which must be there; --list names them
  --only-programs  no unit tests, no tests of tools, no rules
  --quick-units=P  of these only the unit tests, of preset P instead of release
  --skips-fail     a test that is skipped, or a configuration that cannot run here, is a failure (tools/testing/tally.py)
  --times          prints what each configuration took, and its slowest programs (tools/testing/times.py)
  --regenerate     writes golden text of tests/stages and documents anew: read the difference before you accept it
  --requirements   prints which ids of docs/requirements.md have a proof and which have none, and ends;
                   the status is 1 if one without stands not in the list of those that are known to have none

How a Scheme program states what it expects is in tools/testing/programs.py.
"""

import argparse
import concurrent.futures
import os
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
os.environ["TIERCEL_CACHE"] = "off"  # tests of the cache bring a folder of their own; the user's is not theirs
sys.path.insert(0, str(ROOT / "tools"))
import tidy  # noqa: E402
from testing import configurations, contracts, documents, examples, programs, reference, requirements, tally, times, units  # noqa: E402


def parse_arguments():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("patterns", nargs="*")
    for flag in ("--all", "--regenerate", "--requirements", "--list", "--help", "--only-programs", "--skips-fail", "--times"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--config")
    parser.add_argument("--quick-units")
    parser.add_argument("--jobs", type=int, default=max(2, os.cpu_count() or 2))
    arguments = parser.parse_args()
    if arguments.help:
        print(__doc__)
        sys.exit(0)
    return arguments


def matches(name, patterns):
    return not patterns or any(pattern in name for pattern in patterns)


def program_jobs(arguments, configs):
    """(name, function) for every program under every configuration."""
    jobs = []
    found = [program for program in programs.find(ROOT) if matches(program.name, arguments.patterns)]
    for program in found:
        if not program.has_expectation:
            jobs.append((program.name, lambda: "the program states no expectation; see tools/testing/programs.py"))
    whole = arguments.all or arguments.config or arguments.patterns
    known = {config.name: configurations.features(configurations.executable_of(ROOT, config.preset)) for config in configs}
    for config in configs:
        executable = str(configurations.executable_of(ROOT, config.preset))
        for program in found:
            if not whole and not config.samples(program.name):
                continue
            if program.has_expectation and program.runs_under(config, known[config.name]):
                jobs.append((f"{program.name} [{config.name}]", lambda p=program, e=executable, c=config: p.run(e, c)))
    return jobs


def stage_jobs(arguments):
    executable = configurations.executable_of(ROOT, "release")
    if not executable.exists():
        return []
    return [(str(path.relative_to(ROOT)), lambda p=path: programs.run_stage_test(p, ROOT, str(executable), arguments.regenerate))
            for path in programs.find_stage_tests(ROOT) if matches(str(path.relative_to(ROOT)), arguments.patterns)] + \
           [(str(path.relative_to(ROOT)), lambda p=path: documents.run(p, ROOT, str(executable), arguments.regenerate))
            for path in documents.find(ROOT) if matches(str(path.relative_to(ROOT)), arguments.patterns)]


def example_jobs(arguments, configs):
    """One job per library and one per error example, each giving a list of outcomes; under one configuration."""
    if arguments.patterns and not any("example" in pattern for pattern in arguments.patterns):
        return []
    plain = [config for config in configs if not config.options and not config.built and not config.cached_runs]
    config = next((config for config in plain if config.preset in ("release", "interpreter")), None)
    if config is None:
        return []
    executable = str(configurations.executable_of(ROOT, config.preset))
    values, raising = examples.programs(ROOT)
    jobs = [lambda l=library, r=rows: examples.run_values(executable, config.environment, l, r) for library, rows in values.items()]
    native = any(config.name == "jit-threshold=0" for config in configs) and "native" in configurations.features(executable)
    if native:
        jobs += [lambda l=library, r=rows: examples.run_values(executable, config.environment, l, r, native=True)
                 for library, rows in values.items()]
    collected = contracts.collect(ROOT, executable)
    jobs += [lambda l=library, r=rows: contracts.run_library(executable, config.environment, l, r) for library, rows in collected]
    if native:
        jobs += [lambda l=library, r=rows: contracts.run_library(executable, config.environment, l, r, native=True)
                 for library, rows in collected if library in contracts.FORMS]
    jobs += [lambda x=example: [examples.run_error(executable, config.environment, x)] for example in raising]
    jobs.append(lambda: examples.error_pages(ROOT, executable, config.environment))
    return jobs + [lambda c=code, x=example: [examples.run_error_row(executable, config.environment, c, x)]
                   for code, example in examples.error_rows(ROOT)]


def other_tests(arguments, counts):
    """Tests that bring their own runner: GoogleTest, unittest, the repository's rules."""
    presets = ["release", "asan"] if arguments.all else [arguments.quick_units or "release"]
    for preset in presets:
        executable = configurations.executable_of(ROOT, preset).with_name("unit_tests")
        if executable.exists():
            environment = configurations.CONFIGURATIONS[0].environment
            if arguments.all and preset == "release":
                environment = dict(environment, TIERCEL_PROPERTY_CASES="1000000")  # of each property of numbers
            for name, complaint in units.run_google_tests(executable, ROOT, arguments.patterns, environment):
                counts.add(name if preset == "release" else f"{name} [{preset}]", complaint)
        elif counts.skips_fail or arguments.quick_units:
            counts.add(f"unit_tests [{preset}]", f"there is no {executable}")
    if arguments.quick_units:
        return
    if arguments.all:
        os.environ["TIERCEL_REDEFINITIONS"] = "100000"  # of tests/tools/code_life_test.py
    for name, outcome in units.run_python_tests(ROOT / "tests" / "tools", lambda name: matches(name, arguments.patterns)):
        counts.add(name, outcome)
    release = configurations.executable_of(ROOT, "release")
    written = reference.run(ROOT, release) if release.exists() else []
    for name, complaint in tidy.rules(ROOT) + requirements.rules(ROOT) + written:
        if matches(name, arguments.patterns):
            counts.add(name, complaint)


def main():
    arguments = parse_arguments()
    if arguments.requirements:
        return requirements.report(ROOT)
    if arguments.list:
        for config in configurations.CONFIGURATIONS:
            print(f"{config.name:18} {config.preset:8} {' '.join(config.options)}{'   (quick)' if config.quick else ''}")
        return 0
    start = time.monotonic()
    counts, taken = tally.Tally(arguments.skips_fail), times.Times()
    names = arguments.config.split(",") if arguments.config is not None else None
    try:
        configs, left_out = configurations.available(ROOT, names, arguments.all)
    except configurations.Unavailable as problem:
        print(f"tools/test.py: {problem}", file=sys.stderr)
        return 2
    for name, reason in left_out:
        counts.add(f"configuration {name}", tally.Skipped(reason))
    if not arguments.regenerate and not arguments.only_programs:
        other_tests(arguments, counts)
    if arguments.regenerate and not arguments.patterns:
        reference.regenerate(ROOT, configurations.executable_of(ROOT, "release"))
    jobs = stage_jobs(arguments) + ([] if arguments.regenerate else program_jobs(arguments, configs))
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        listed = [] if arguments.regenerate else example_jobs(arguments, configs)
        for future in [pool.submit(job) for job in listed]:
            for name, complaint in future.result():
                counts.add(name, complaint)
        pending = [(name, pool.submit(taken.timed(name, job))) for name, job in jobs]
        for name, future in pending:
            counts.add(name, future.result())
    if arguments.times:
        taken.tell()
    print("configurations: " + " ".join(config.name for config in configs))
    return counts.end(time.monotonic() - start)


if __name__ == "__main__":
    sys.exit(main())
