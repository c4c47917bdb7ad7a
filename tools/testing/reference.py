"""Every exported name is documented, and docs/reference/ is what tools/generate_reference.py writes."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from documentation import names, pages  # noqa: E402

# Libraries whose contracts are not complete; one that has become complete must be taken out.
INCOMPLETE = set()


def run(root, executable):
    """[(name, None or complaint)]"""
    libraries, complaints = names.read(root, executable)
    lacking = names.missing(libraries)
    incomplete = {library for library, _, _ in lacking}
    complaints += [f"{library} {name}: {complaint}" for library, name, complaint in lacking if library not in INCOMPLETE]
    complaints += [f"{library} is complete now: take it out of INCOMPLETE" for library in sorted(INCOMPLETE - incomplete)]
    folder = root / "docs" / "reference"
    made = pages.generate(root, executable)
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    stale = sorted(name for name in made.keys() | present.keys() if made.get(name) != present.get(name))
    return [("reference: every name is documented", "\n".join(complaints) or None),
            ("reference: pages are up to date",
             "run tools/generate_reference.py; these differ: " + " ".join(stale) if stale else None)]


def regenerate(root, executable):
    folder = root / "docs" / "reference"
    folder.mkdir(exist_ok=True)
    made = pages.generate(root, executable)
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
