"""Documents show what commands print: a test runs them again.

In a Markdown file, `<!-- $ tiercel ARGUMENTS -->` on a line of its own is followed by a fenced block that is exactly what
the command prints, standard output first, then standard error.  `tools/test.py --regenerate` pastes it anew.
"""

import re
import shlex
import subprocess

from . import programs

PASTED = re.compile(r"(^<!-- \$ tiercel (.*?) -->\n```[a-z]*\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)


def output(root, executable, words):
    try:
        result = subprocess.run([executable, *shlex.split(words)], cwd=root, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "no end after 60 s\n"
    text = result.stdout + result.stderr
    return text if text.endswith("\n") or not text else text + "\n"


def paste(root, executable, text):
    return PASTED.sub(lambda match: match.group(1) + output(root, executable, match.group(2)) + match.group(4), text)


def find(root):
    candidates = [*root.glob("*.md"), *sorted((root / "docs").rglob("*.md"))]
    return [path for path in candidates if PASTED.search(path.read_text(encoding="utf-8"))]


def run(path, root, executable, regenerate):
    """None if every pasted block is what its command prints now, else the difference."""
    text = path.read_text(encoding="utf-8")
    current = paste(root, executable, text)
    if regenerate:
        path.write_text(current, encoding="utf-8")
        return None
    return None if current == text else "pasted output is out of date; tools/test.py --regenerate\n" + programs.difference(text, current)
