#!/usr/bin/env python3
"""Makes a program smaller as long as fuzz/compare_levels.py still objects to it in the same way.

usage: fuzz/reduce.py [--build=build] [--ways=03fo] [--seconds=120] FILE

Prints the small program. Steps: leave out forms, put a part in the place of the whole, leave out a part, put 0 in its
place. `--ways` are letters of compare_levels.WAYS; one way suffices where the driver dies.
"""

import argparse
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import compare_levels  # noqa: E402

TOKEN = re.compile(r"\s*(,@|#\(|#u8\(|[()'`,]|\"(?:\\.|[^\"\\])*\"|\|[^|]*\||#\\.[^\s()]*|[^\s()'`,\"]+)")


def parse(text):
    """Trees: a token, or a list that begins with its opening token."""
    stack = [[""]]
    for token in TOKEN.findall(text):
        if token.endswith("(") and not token.startswith("#\\"):
            stack.append([token])
        elif token == ")":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(token)
    return stack[0][1:]


def show(tree):
    if isinstance(tree, str):
        return tree
    return tree[0] + " ".join(show(part) for part in tree[1:]).replace("' ", "'").replace("` ", "`").replace(",@ ", ",@") + ")"


def smaller(tree):
    """Every tree that is one step smaller, the most daring steps first."""
    if isinstance(tree, str):
        return
    for part in tree[1:]:
        yield part
    yield "0"
    for i in range(len(tree) - 1, 0, -1):
        yield tree[:i] + tree[i + 1:]
    for i in range(1, len(tree)):
        for other in smaller(tree[i]):
            yield tree[:i] + [other] + tree[i + 1:]


def steps(forms):
    for i in range(len(forms) - 1, -1, -1):
        yield forms[:i] + forms[i + 1:]
    for i in range(len(forms) - 1, -1, -1):
        for other in smaller(forms[i]):
            if not isinstance(other, str):
                yield forms[:i] + [other] + forms[i + 1:]


def verdict(driver, forms, ways):
    """What is wrong with a program, without its details; None if nothing is."""
    answers = driver.answers("\n".join(show(form) for form in forms), ways)
    if answers is None:
        return "died"
    if not compare_levels.comparable(answers):
        return None
    briefs = [compare_levels.brief(answer) for answer in answers]
    return tuple(b != briefs[0] for b in briefs) if any(b != briefs[0] for b in briefs) else None


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", default="build")
    parser.add_argument("--ways", default="03fo")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("file")
    arguments = parser.parse_args()
    driver = compare_levels.Driver(str(pathlib.Path(arguments.build) / "levels_driver"))
    forms = parse(pathlib.Path(arguments.file).read_text(encoding="utf-8"))
    wanted, end = verdict(driver, forms, arguments.ways), time.monotonic() + arguments.seconds
    if wanted is None:
        sys.exit("nothing is wrong with this program")
    progress = True
    while progress and time.monotonic() < end:
        progress = False
        for other in steps(forms):
            if time.monotonic() > end:
                break
            if verdict(driver, other, arguments.ways) == wanted:
                forms, progress = other, True
                break
    driver.stop()
    print("\n".join(show(form) for form in forms))


if __name__ == "__main__":
    main()
