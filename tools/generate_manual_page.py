#!/usr/bin/env python3
"""Makes the manual page of what `tiercel --help` says.

usage: tools/generate_manual_page.py EXECUTABLE OUTPUT
"""

import pathlib
import re
import subprocess
import sys


def escape(text):
    return re.sub(r"^([.'])", r"\\&\1", text.replace("\\", "\\e").replace("-", "\\-"), flags=re.M)


def entries(lines):
    """[(term, explanation)] of lines in two columns; a line that begins further right goes on with the one before."""
    found = []
    for line in lines:
        if not line.strip():
            continue
        if re.match(r" {10}", line) and found:
            found[-1][1].append(line.strip())
            continue
        term, _, explanation = line.strip().partition("  ")
        found.append((term, [explanation.strip()] if explanation.strip() else []))
    return [(term, " ".join(words)) for term, words in found]


def tagged(pairs):
    return "".join(f".TP\n.B {escape(term)}\n{escape(text) or '...'}\n" for term, text in pairs)


def page(version, help_text):
    title, _, rest = help_text.partition("\n")
    options, _, commands = rest.partition("\nCommands:\n")
    options = options.partition("Options:\n")[2]
    summary = title.partition(": ")[2]
    return (f'.\\" Made by tools/generate_manual_page.py; do not edit.\n.TH TIERCEL 1 "" "{version}"\n'
            f".SH NAME\ntiercel \\- {escape(summary)}\n"
            ".SH SYNOPSIS\n.B tiercel\n[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR | \\fIFILE\\fR [\\fIARGUMENTS\\fR]]\n"
            f".SH COMMANDS\n{tagged(entries(commands.splitlines()))}.SH OPTIONS\n{tagged(entries(options.splitlines()))}"
            ".SH EXIT STATUS\n0, or what the program gives to exit; 1 after an error that nothing handled; 2 for wrong usage; 70 for an\n"
            "internal error; 130 after an interrupt.\n"
            ".SH SEE ALSO\nThe reference and examples in the documentation folder of the package; tiercel doc NAME; tiercel explain CODE.\n")


def main():
    executable, output = sys.argv[1:]
    version = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True).stdout.split("(")[0].strip()
    text = subprocess.run([executable, "--help"], capture_output=True, text=True, check=True).stdout
    pathlib.Path(output).write_text(page(version, text), encoding="utf-8")


if __name__ == "__main__":
    main()
