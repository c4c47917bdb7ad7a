"""Built programs (`tiercel build --cpu=native`) against the hot JIT and Chez Scheme, on the programs of bench/ (O9).

The hot JIT is a run that finds its machine code in the cache, from the first call on: an earlier run has found out what is
hot and has compiled it.
"""
import math
import os
import subprocess

AT_MOST = {("aot", "jit"): 1.0, ("jit", "chez"): 0.6}  # geometric means


class Builder:
    """Executables of programs, each built once."""

    def __init__(self, tiercel, folder):
        self.tiercel, self.folder, self.built = tiercel, folder, {}

    def __call__(self, source):
        if source not in self.built:
            output = os.path.join(self.folder, os.path.basename(source) + ".built")
            subprocess.run([self.tiercel, "build", "--cpu=native", source, "-o", output], check=True)
            self.built[source] = output
        return self.built[source]


def implementations(tiercel, folder, chez_row):
    """Rows of the table of tools/bench.py; the first run of `jit` fills the cache."""
    build = Builder(tiercel, folder)
    cache = {"TIERCEL_CACHE": "on", "TIERCEL_CACHE_DIR": os.path.join(folder, "cache")}
    rows = [("jit", ".scm", None, lambda f: [tiercel, "run", "--timings", f], cache),
            ("aot", ".scm", None, lambda f: [build(f)], {})]
    return rows + ([chez_row] if chez_row else [])


def means(figures):
    """{(a, b): geometric mean of a's seconds by b's}, over the programs that both ran."""
    result = {}
    for a, b in AT_MOST:
        ratios = [row[a] / row[b] for row in figures.values() if row.get(a) and row.get(b)]
        if ratios:
            result[a, b] = math.exp(sum(map(math.log, ratios)) / len(ratios))
    return result


def summary(figures):
    """Lines for the terminal and the document, and whether all goals are met."""
    found = means(figures)
    lines = [f"{a} takes {ratio:.2f} of {b}'s time (geometric mean of {len(figures)} programs; goal {AT_MOST[a, b]:g})"
             for (a, b), ratio in found.items()]
    return lines, all(ratio <= AT_MOST[pair] for pair, ratio in found.items())
