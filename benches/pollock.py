"""How well the main table of polluted CSV files is found, with no parameters given.

    python3 benches/pollock.py PROGRAM CHECKOUT [--dataset polluted_files] [--worst N]

CHECKOUT is a copy of the repository HPI-Information-Systems/Pollock (Vitagliano et al., "Pollock: A Data Loading
Benchmark", VLDB 2023): its files, clean versions, weights and its own measures are used. Needs numpy, chardet, joblib,
multiset, price_parser and python-dateutil. PROGRAM reads all files in one process with `inspect --stage locate`.
Simple is the mean over all files of ten measures, weighted counts each file as often as its pollution is met in the
wild. Nothing fails on a figure.
"""

import argparse
import functools
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True  # The clone and the checkout stay as they are.
from support import say

SIMPLE, WEIGHTED = 9.97, 9.70
# Simple and weighted, as published with the benchmark.
PUBLISHED = {"DuckDB 1.2, told the dialect": (9.961, 9.599), "DuckDB 1.2, auto": (9.075, 8.439),
             "CleverCSV": (9.193, 9.453), "pandas, told the dialect": (9.895, 9.431)}


def measures(checkout):
    """The benchmark's own measures, its slow look at each cell remembered."""
    sys.path.insert(0, str(checkout))
    from pollock import metrics
    metrics.normalize_cell = functools.lru_cache(maxsize=1 << 20)(metrics.normalize_cell)
    return metrics.successful_csv, metrics.header_record_cell_measures_csv


def scores(checkout, dataset, loaded):
    """Each file's ten measures, summed up."""
    is_successful, compare = measures(checkout)
    found = {}
    for clean in sorted((checkout / dataset / "clean").glob("*.csv")):
        result = loaded / f"{clean.name}.csv"
        if not result.exists() or not is_successful(result):
            found[clean.name] = 0.0
            continue
        found[clean.name] = 1.0 + float(sum(compare(clean, result)))
    return found


def kind(name):
    """What is polluted: the file's name without its places."""
    return re.sub(r"\d+", "N", name) if name.startswith("row") else name


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--dataset", default="polluted_files")
    parser.add_argument("--worst", type=int, default=12)
    options = parser.parse_args()
    files = sorted((options.checkout / options.dataset / "csv").glob("*.csv"))
    with tempfile.TemporaryDirectory() as folder:
        command = [options.program.resolve(), "inspect", "--stage", "locate", "--format", "csv", "--out", folder, *files]
        ended = subprocess.run(command, stderr=subprocess.PIPE, text=True)
        found = scores(options.checkout, options.dataset, Path(folder))
    if ended.stderr:
        print(ended.stderr[:2000], file=sys.stderr)
    say("files", len(found))
    say("Pollock, simple", f"{sum(found.values()) / len(found):.3f}", f"≥ {SIMPLE}")
    known = options.checkout / "pollock_weights.json"
    if options.dataset == "polluted_files":
        weights = json.loads(known.read_text())
        total = sum(weights[name] for name in found)
        weighted = sum(score * weights[name] for name, score in found.items()) / total
        say("Pollock, weighted", f"{weighted:.3f}", f"≥ {WEIGHTED}")
        for system, (simple, weighted) in PUBLISHED.items():
            say(f"  published: {system}", f"{simple:.3f}", "", f"weighted {weighted:.3f}")
    kinds = {}
    for name, score in found.items():
        kinds.setdefault(kind(name), []).append((score, name))
    worst = sorted((sum(10 - score for score, _ in all), name, all) for name, all in kinds.items())[::-1]
    for lost, name, all in worst[:options.worst]:
        if lost > 0:
            say(f"  {name}", f"{10 - lost / len(all):.3f}", f"{len(all)} files", f"lowest {min(all)[1]} {min(all)[0]:.3f}")


if __name__ == "__main__":
    main()
