"""Which ids of docs/requirements.md are cited by a test or a benchmark, and which have no proof yet.

A proof says `proves: C20 R5` on a line of its own comment or docstring; an id anywhere else is none (`-O2` is an option of
compilers).  What has none must stand in the section `Without a proof` of docs/requirements.md, with the reason, and only that.
"""

import re

ROW = re.compile(r"^\| ([A-Z]\d+) \|", re.MULTILINE)
OPEN = re.compile(r"^- ([A-Z]\d+): \S", re.MULTILINE)
PROVES = re.compile(r"^(?:.*(?:;|//|#|\*) *)?proves: *((?:[A-Z]\d+[ ,]*)+)$", re.MULTILINE)
PLACES = ("tests", "bench", "examples", "fuzz", "tools/testing", "tools/benchmarks")
SUFFIXES = (".scm", ".sld", ".cpp", ".c", ".py")
TITLE = "Without a proof"
SECTION = f"\n## {TITLE}\n"


def read(root):
    """The ids of the checks, and of those that are said to have no proof."""
    text = (root / "docs" / "requirements.md").read_text(encoding="utf-8")
    return ROW.findall(text), OPEN.findall(text.partition(SECTION)[2])


def cited(text):
    return {word for words in PROVES.findall(text) for word in re.findall(r"[A-Z]\d+", words)}


def citations(root):
    """{id: [path, ...]}"""
    found = {}
    for place in PLACES:
        for path in sorted((root / place).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                for word in cited(path.read_text(encoding="utf-8", errors="replace")):
                    found.setdefault(word, []).append(str(path.relative_to(root)))
    return found


def complaints(every, listed, found):
    lines = [f"{id_} has no proof and does not stand in docs/requirements.md, {TITLE}" for id_ in every
             if id_ not in found and id_ not in listed]
    lines += [f"{id_} has a proof; take it out of {TITLE}: {found[id_][0]}" for id_ in listed if id_ in found]
    lines += [f"{id_} is said to have no proof and is no check" for id_ in listed if id_ not in every]
    return lines + [f"{path} proves {id_}, which is no check" for id_ in sorted(set(found) - set(every)) for path in found[id_]]


def rules(root):
    """[(name, None or complaint)]"""
    every, listed = read(root)
    return [("requirements: every check has a proof or is known to have none",
             "\n".join(complaints(every, listed, citations(root))) or None)]


def report(root):
    """Prints who proves what; the status of the process."""
    every, listed = read(root)
    found = citations(root)
    for id_ in every:
        if id_ in found:
            print(f"{id_:4} {' '.join(found[id_])}")
    missing = [id_ for id_ in every if id_ not in found]
    print(f"\n{len(every) - len(missing)} of {len(every)} checks have a proof; without one: {' '.join(missing) or 'none'}")
    wrong = complaints(every, listed, found)
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0
