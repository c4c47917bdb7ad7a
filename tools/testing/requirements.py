"""Which ids of docs/requirements.md are cited by a test or a benchmark, and which have no proof yet."""

import re

ROW = re.compile(r"^\| ([A-Z]\d+) \|", re.MULTILINE)
PLACES = ("tests", "bench", "examples", "fuzz", "tools/testing", "tools/benchmarks")


def ids(root):
    return ROW.findall((root / "docs" / "requirements.md").read_text(encoding="utf-8"))


def citations(root):
    """{id: [path, ...]}: programs cite with `proves: R5 C20`, C++ and Python tests with the id in a comment or a name."""
    known = set(ids(root))
    found = {}
    for place in PLACES:
        for path in sorted((root / place).rglob("*")):
            if path.suffix not in (".scm", ".cpp", ".py", ".sld") or not path.is_file():
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            if path.suffix in (".scm", ".sld") or place.startswith("tools/"):
                text = "\n".join(re.findall(r"proves: *(.*)", text))
            for word in set(re.findall(r"(?<![A-Za-z0-9])([A-Z]\d{1,2})(?![A-Za-z0-9])", text)) & known:
                found.setdefault(word, []).append(str(path.relative_to(root)))
    return found


def report(root):
    found = citations(root)
    every = ids(root)
    for id_ in every:
        if id_ in found:
            print(f"{id_:4} {' '.join(found[id_])}")
    missing = [id_ for id_ in every if id_ not in found]
    print(f"\n{len(every) - len(missing)} of {len(every)} checks have a proof; without one: {' '.join(missing) or 'none'}")
