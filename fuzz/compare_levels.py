#!/usr/bin/env python3
"""Random programs, run in several ways: at every level of the optimizer, in both tiers, as built programs, from emitted bytecode
and from the cache; all answers must be the same: what is written, the exit status, and of an uncaught error its code,
message and position.

proves: L7 C9
usage: fuzz/compare_levels.py [--kind=typed|wild|loops] [--seed=N] [--count=N] [--seconds=N] [--stress=N] [--build=build]
                              [--ways=LETTERS] [--keep=FOLDER] [FILE ...]

  --kind      typed: programs that are valid as a rule (fuzz/typed_programs.py); wild: mostly errors (fuzz/wild_programs.py);
              loops: that count over vectors (fuzz/loop_programs.py)
  --seconds   ends after so long, whatever the count
  --stress    every Nth program also runs with a collection at every poll, in both tiers; 0: none
  --ways      letters of WAYS; default: 0 and f or w, and in turn the others, those less often that take long; of loops 0 and o,
              since only optimised code proves something about them, and O by turns
  --keep      where programs whose answers differ are put, as KIND-SEED-NUMBER.scm; default: the current folder
  FILE ...    compares these programs instead of random ones

The ways ABCK have processes of their own (built.py), some 0.3 s each; the others run in one, BUILD/levels_driver. Runs that take too long or overflow the stack or the heap are not
compared, since levels may differ in how much of these a call takes. A program is valid if no error left it.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import built  # noqa: E402
import loop_programs  # noqa: E402
import typed_programs  # noqa: E402
import wild_programs  # noqa: E402

WAYS = {"0": "--opt=0 --tier=interp", "1": "--opt=1 --tier=interp", "2": "--tier=interp", "3": "--opt=3 --tier=interp",
        "f": "--jit-threshold=0 --jit-optimize=0", "J": "--opt=0 --jit-threshold=0 --jit-optimize=0",
        "o": "--jit-threshold=0 --jit-optimize=2", "O": "--opt=0 --jit-threshold=0 --jit-optimize=2",
        "w": "--jit-threshold=1 --jit-wait --jit-optimize=0", "W": "--opt=3 --jit-threshold=1 --jit-wait --jit-optimize=2",
        "g": "--gc-stress --tier=interp", "G": "--gc-stress --jit-threshold=0 --jit-optimize=0",
        "H": "--gc-stress --jit-threshold=0 --jit-optimize=2", **built.WAYS}
KINDS = {"typed": typed_programs, "wild": wild_programs, "loops": loop_programs}
# By turns, since what is native costs ten times what is not, and what is optimised fifty times.
IN_TURN, RARELY, RARE = ("0f", "0w", "0f3", "0w12", "0f", "0wJ", "0f3", "0w"), ("oA", "O", "oB", "W", "oC", "O", "oK", "W"), 40
PROGRAMS_PER_DRIVER = 1000  # what has run stays in a driver's memory: names, positions, code
HEADER = re.compile(rb"(\S+) (-?\d+) (\d+) (\d+)\n")
REPORT = re.compile(r"(\S+: )?(error\[T\d+\].*)\n")
WRONG_COUNT = "error[T3004]"  # its place is the innermost call that is no tail call, and inlining makes those
# A known `-` of three numbers is two subtractions, so the number of the argument in the message depends on inlining.
ARGUMENT = re.compile(r"([-+*/]: expected a number as argument) \d+")
NOT_COMPARED = ("error[T4001]", "error[T4002]")  # stack and heap


class Driver:
    """A running levels_driver, started anew when it dies and from time to time."""

    def __init__(self, executable):
        self.executable, self.process, self.programs = executable, None, 0
        self.tiercel = str(pathlib.Path(executable).resolve().with_name("tiercel"))

    def answers(self, text, letters):
        """For each way (status, exit code, output, report), or None if the driver died."""
        inside = [letter for letter in letters if letter not in built.WAYS]
        answers = self.answers_inside(text, "".join(inside)) if inside else []
        if answers is None:
            return None
        of_letter = dict(zip(inside, answers))
        return [of_letter[letter] if letter in of_letter else built.answer(self.tiercel, letter, text) for letter in letters]

    def answers_inside(self, text, letters):
        if self.process is None or self.programs == PROGRAMS_PER_DRIVER:
            self.stop()
            self.process = subprocess.Popen([self.executable, typed_programs.SUPPORT], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=subprocess.DEVNULL)
            self.programs = 0
        self.programs += 1
        program = text.encode()
        try:
            self.process.stdin.write(b"%d %s\n%s" % (len(program), letters.encode(), program))
            self.process.stdin.flush()
            return [self.answer() for _ in letters]
        except (EOFError, BrokenPipeError):
            self.process.wait()
            self.process = None
            return None

    def answer(self):
        header = HEADER.fullmatch(self.process.stdout.readline())
        if not header:
            raise EOFError
        output, report = (self.process.stdout.read(int(header.group(i))) for i in (3, 4))
        return header.group(1).decode(), int(header.group(2)), output.decode(errors="replace"), report.decode(errors="replace")

    def stop(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()


def ways_in_turn(kind, number, stress):
    if kind == "loops":
        return ("0o", "0o", "0o", "0O", "0o", "0oW")[number % 6] + ("GH" if stress and number % stress == 0 else "")
    rarely = RARELY[number // RARE % len(RARELY)] if number % RARE == 0 else ""
    return IN_TURN[number % len(IN_TURN)] + rarely + ("gGH" if stress and number % stress == 0 else "")


def brief(answer):
    """What must be equal: of a report its first lines, without the frames, which inlining may change."""
    status, code, output, report = answer
    if status in ("ok", "exited", "condition", "syntax"):  # a process has its exit status only
        status, code = "ended", code if status == "exited" else int(status != "ok")
    output, report = ARGUMENT.sub(r"\1", output), ARGUMENT.sub(r"\1", report)
    return status, code, output, [("" if what.startswith(WRONG_COUNT) else place, what) for place, what in REPORT.findall(report)]


def comparable(answers):
    return not any(a[0] in ("interrupted", "fuel") or any(code in a[2] + a[3] or code[6:11] in a[2] for code in NOT_COMPARED)
                   for a in answers)


class Tally:
    def __init__(self, arguments):
        self.arguments = arguments
        self.compared = self.runs = self.valid = self.dropped = self.different = 0

    def compare(self, driver, name, text, letters):
        answers = driver.answers(text, letters)
        if answers is None:
            self.report(name, text, "the driver died")
            return
        self.runs += len(letters)
        if not comparable(answers):
            self.dropped += 1
            return
        self.compared += 1
        self.valid += answers[0][0] in ("ok", "exited")
        wrong = [WAYS[letter] for letter, a in zip(letters, answers) if brief(a) != brief(answers[0])]
        if answers[0][0] not in ("ok", "exited", "condition") or "internal error" in answers[0][3]:
            self.report(name, text, f"ends with {answers[0][0]}: {answers[0][3]}")
        elif wrong:
            self.report(name, text, f"{WAYS[letters[0]]} and {', '.join(wrong)} differ")

    def report(self, name, text, what):
        self.different += 1
        if not name.endswith(".scm"):
            path = pathlib.Path(self.arguments.keep) / f"{name}.scm"
            path.write_text(text, encoding="utf-8")
            name = str(path)
        print(f"{name}: {what}", flush=True)


def parse_arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--kind", choices=tuple(KINDS), default="typed")
    for option, default in (("--seed", 1), ("--count", 200), ("--seconds", 0), ("--stress", 0)):
        parser.add_argument(option, type=int, default=default)
    parser.add_argument("--ways")
    parser.add_argument("--build", default="build")
    parser.add_argument("--keep", default=".")
    parser.add_argument("files", nargs="*")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    generator = KINDS[arguments.kind].Generator(arguments.seed)
    driver, tally, start = Driver(str(pathlib.Path(arguments.build) / "levels_driver")), Tally(arguments), time.monotonic()
    for path in arguments.files:
        tally.compare(driver, path, pathlib.Path(path).read_text(encoding="utf-8"), arguments.ways or "".join(WAYS))
    for number in range(0 if arguments.files else arguments.count):
        if arguments.seconds and time.monotonic() - start > arguments.seconds:
            break
        letters = arguments.ways or ways_in_turn(arguments.kind, number, arguments.stress)
        tally.compare(driver, f"{arguments.kind}-{arguments.seed}-{number}", generator.program(), letters)
    driver.stop()
    print(f"{tally.compared} programs compared in {tally.runs} runs, {100 * tally.valid / max(1, tally.compared):.1f} % valid, "
          f"{tally.dropped} dropped, {time.monotonic() - start:.0f} s")
    print(f"{tally.different} differ")
    sys.exit(1 if tally.different else 0)


if __name__ == "__main__":
    main()
