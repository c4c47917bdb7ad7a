"""What every library exports, as the executable says (`tiercel doc`), joined with the documentation of each name."""

import subprocess

from . import collect


class Export:
    """A name of a library; `contract` is None if nothing documents it."""

    def __init__(self, library, name, kind, home, home_name, contract):
        self.library, self.name, self.kind = library, name, kind
        self.home, self.home_name, self.contract = home, home_name, contract

    @property
    def complaint(self):
        if self.contract is None:
            return "no documentation"
        if not self.contract.text:
            return "no text"
        if not self.contract.has_example and self.kind != "auxiliary":
            return "no example"
        return None


def read(root, executable):
    """({library: [Export]}, complaints)"""
    table, complaints = collect.collect(root)
    result = subprocess.run([str(executable), "doc"], capture_output=True, text=True, timeout=60, check=True)
    libraries = {}
    for line in result.stdout.splitlines():
        library, name, kind, home, home_name = line.split("\t")
        contract = table.get((home, home_name)) or table.get((home, name))
        libraries.setdefault(library, []).append(Export(library, name, kind, home, home_name, contract))
    return libraries, complaints


def missing(libraries):
    """[(library, name, complaint)]"""
    return [(export.library, export.name, export.complaint) for exports in libraries.values() for export in exports
            if export.complaint]
