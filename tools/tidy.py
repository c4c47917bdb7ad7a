#!/usr/bin/env python3
"""The repository's rules as checks: each is a function that returns a list of complaints.

usage: tools/tidy.py [--format CLANG_FORMAT | --check CLANG_FORMAT] [--clang-tidy [FILE ...]]

Without arguments the rules run that need no tool: include levels, file length, room pages, words that mark unfinished
work, error pages.  tools/test.py runs the same rules as tests.  The names of rules are the names of their functions.
"""

import argparse
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES_MAX = 1000
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
TEXT_SUFFIXES = {".h", ".cpp", ".inc", ".S", ".scm", ".sld", ".py", ".cmake", ".txt", ".md", ".sh", ".json"}
ROOM_FREE_FOLDERS = {"cli"}  # cli may include everything; it has a page like every room


def tracked(root, *patterns):
    """Files that git knows or would add, as paths."""
    output = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns], cwd=root,
                            capture_output=True, text=True, check=True).stdout
    return [root / line for line in sorted(set(output.splitlines())) if (root / line).is_file()]


def relative(root, path):
    return str(path.relative_to(root))


def levels(root):
    """{folder: level} from src/levels.txt."""
    result = {"gen": 0}
    for line in (root / "src" / "levels.txt").read_text().splitlines():
        words = line.split()
        if words and words[0].isdigit():
            result.update({name: int(words[0]) for name in words[1:]})
    return result


def level_of_include(target, levels_by_name):
    """The level of an include such as "number/literal.h"; None if it is not one of ours."""
    folder = target.split("/")[0]
    if target.startswith("tiercel/"):
        return 0  # the public header stands outside the levels
    if target.startswith("number/literal"):
        return 1
    return levels_by_name.get(folder)


def includes_respect_levels(root):
    known, complaints = levels(root), []
    for path in tracked(root, "src/*.h", "src/*.cpp"):
        room = path.relative_to(root / "src").parts[0]
        own = 1 if relative(root, path).startswith("src/number/literal") else known.get(room)
        if own is None:
            complaints.append(f"{relative(root, path)}: src/{room} is not in src/levels.txt")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not match or match.group(1).split("/")[0] in (room, "gen"):
                continue
            level = level_of_include(match.group(1), known)
            if level is None:
                complaints.append(f"{relative(root, path)}:{number}: \"{match.group(1)}\" names no room")
            elif level >= own:
                complaints.append(f"{relative(root, path)}:{number}: {room} (level {own}) includes {match.group(1)} (level {level})")
    return complaints


def files_are_short(root):
    complaints = []
    for path in tracked(root, "src", "lib", "tools", "tests", "include", "bench", "examples"):
        if path.suffix in TEXT_SUFFIXES and path.suffix != ".json":
            count = len(path.read_text(encoding="utf-8", errors="replace").splitlines())
            if count > LINES_MAX and not (path.suffix == ".txt" and path.parts[-3:-2] == ("stages",)):
                complaints.append(f"{relative(root, path)}: {count} lines, {LINES_MAX} at most")
    return complaints


def rooms_have_pages(root):
    rooms = {path.relative_to(root / "src").parts[0] for path in tracked(root, "src/*/*")}
    pages = {path.stem for path in tracked(root, "docs/rooms/*.md")}
    return [f"src/{room} has no page docs/rooms/{room}.md" for room in sorted(rooms - pages)] + \
           [f"docs/rooms/{page}.md has no folder src/{page}" for page in sorted(pages - rooms)]


def nothing_is_unfinished(root):
    pattern = re.compile(r"\b(" + "|".join(UNFINISHED) + r")\b")
    complaints = []
    for path in tracked(root):
        if path.suffix not in TEXT_SUFFIXES and path.name != "dev":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                complaints.append(f"{relative(root, path)}:{number}: {line.strip()}")
    return complaints


def sources_say_what_they_are(root):
    """Every C++ file of src/ begins with a comment paragraph, or has a header that does; so does every file of lib/."""
    complaints = []
    for path in tracked(root, "src/*.h", "src/*.cpp"):
        twin = path.with_suffix(".h")
        if path.suffix == ".cpp" and twin.exists():
            path = twin
        if not path.read_text(encoding="utf-8").startswith("//"):
            complaints.append(f"{relative(root, path)}: no header paragraph")
    for path in tracked(root, "lib/*.sld", "lib/*.scm"):
        if not path.read_text(encoding="utf-8").startswith(";;"):
            complaints.append(f"{relative(root, path)}: no header paragraph")
    return complaints


def raised_errors_have_rows(root):
    """Every ErrorCode::Tnnnn that the sources name is a row; the generator already demands doc and example of each."""
    rows = set(re.findall(r"\(define-error (T\d+)", (root / "tables" / "errors.scm").read_text(encoding="utf-8")))
    complaints = []
    for path in tracked(root, "src", "lib", "tests"):
        if path.suffix in (".h", ".cpp", ".sld", ".scm") and "tools" not in path.parts:
            for code in set(re.findall(r"ErrorCode::(T\d{4})", path.read_text(encoding="utf-8", errors="replace"))) - rows:
                complaints.append(f"{relative(root, path)}: {code} is not in tables/errors.scm")
    return complaints


def error_rows_are_raised(root):
    """Every row of tables/errors.scm is raised by some source; what nothing can raise is no error of the user's."""
    sources = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in tracked(root, "src/*.h", "src/*.cpp"))
    raised = set(re.findall(r"\b(T\d{4})\b", sources))
    rows = re.findall(r"\(define-error (T\d+)", (root / "tables" / "errors.scm").read_text(encoding="utf-8"))
    return [f"{code} is raised nowhere" for code in rows if code not in raised]


def rows_are_exported(root):
    """Every library that a primitive's row names exists in lib/ and exports the name, perhaps wrapped in Scheme."""
    sys.path.insert(0, str(root / "tools"))
    from tables import sexp
    from testing import examples
    exports, complaints = {}, []
    for row in examples.rows(root):
        for library in row.libraries:
            if row.name.startswith("%") or library == "(tiercel primitives)":
                continue
            if library not in exports:
                exports[library] = exported_names(root, library, sexp)
            if exports[library] is None:
                complaints.append(f"{row.name}: there is no file for {library}")
            elif row.name not in exports[library]:
                complaints.append(f"{row.name}: {library} does not export it")
    return complaints


def exported_names(root, library, sexp):
    """The names in the export declarations of a library's file; None without a file."""
    path = root / "lib" / ("/".join(library.strip("()").split()) + ".sld")
    if not path.exists():
        return None
    names = set()
    for form in sexp.Reader(str(path), path.read_text(encoding="utf-8")).rows():
        for declaration in form.items[2:]:
            if declaration.head == "export":
                for item in declaration.items[1:]:
                    names.add(item.name if isinstance(item, sexp.Symbol) else item[2].name)
    return names


RULES = [includes_respect_levels, files_are_short, rooms_have_pages, nothing_is_unfinished, sources_say_what_they_are,
         raised_errors_have_rows, error_rows_are_raised,
         rows_are_exported]


def rules(root):
    """[(name, None or complaint)] for the test runner."""
    return [(f"rule {rule.__name__}", "\n".join(complaints) if (complaints := rule(root)) else None) for rule in RULES]


def formatted_files(root):
    return [str(path) for path in tracked(root, "src/*.h", "src/*.cpp", "tests/*.cpp", "tests/*.h", "include/*.h", "fuzz/*.cpp")]


def layout(root, program, check):
    files = formatted_files(root)
    if not files:
        return 0
    mode = ["--dry-run", "-Werror"] if check else ["-i"]
    return subprocess.run([program, *mode, *files], cwd=root).returncode


def lint(root, program, files):
    chosen = files or [relative(root, path) for path in tracked(root, "src/*.cpp")]
    return subprocess.run([program, "-p", "build", "--quiet", *chosen], cwd=root).returncode


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--format")
    parser.add_argument("--check")
    parser.add_argument("--clang-tidy", nargs="*")
    parser.add_argument("--clang-tidy-program", default="clang-tidy-22")
    arguments = parser.parse_args()
    if arguments.format:
        return layout(ROOT, arguments.format, check=False)
    failed = 0
    for name, complaint in rules(ROOT):
        if complaint:
            failed += 1
            print(f"FAILED {name}\n{complaint}\n")
    if arguments.check and layout(ROOT, arguments.check, check=True):
        failed += 1
    if arguments.clang_tidy is not None and lint(ROOT, arguments.clang_tidy_program, arguments.clang_tidy):
        failed += 1
    print(f"{len(RULES) - min(failed, len(RULES))} of {len(RULES)} rules hold" if failed else "all rules hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
