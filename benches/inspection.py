"""How fast a large table is inspected, beside DuckDB doing the nearest thing in the same run.

    python3 benches/inspection.py PROGRAM [--rows N] [--folder DIR] [--runs N]

Writes a CSV of N rows and 41 columns (default a million, about 500 MB), lets PROGRAM make its canonical Parquet, profile
and report of it, and DuckDB (`pip install duckdb`; its default settings) read it, copy it to Parquet and summarize it.
Nothing fails on a figure. Everything is written below a temporary folder (in DIR) and removed at the end. Linux only.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True  # The clone stays as it is.
from support import MB, against, say

SECONDS, RATIO, MEMORY = 10, 1.3, 600
DISTRICTS = ("Magetan Plaosan Panekan Barat Maospati Karas Kawedanan Lembeyan Parang Poncol Sidorejo Sukomoro Takeran "
             "Bendo Nguntoronadi Ngariboyo Karangrejo Kartoharjo").split()
DUCKDB = """
import duckdb, sys
source, target = sys.argv[1:]
duckdb.sql(f"copy (select * from read_csv('{source}')) to '{target}' (format parquet, compression zstd)")
duckdb.sql(f"summarize select * from '{target}'").fetchall()
"""


def table(path, rows, chance):
    """Keys, words, dates, codes, whole numbers, decimals and categories."""
    head = ["id", "kecamatan", "tahun", "tanggal", "status", "keterangan"]
    head += [f"jumlah_{n}" for n in range(20)] + [f"nilai_{n}" for n in range(10)] + [f"kelas_{n}" for n in range(5)]
    with path.open("w") as out:
        print(*head, sep=",", file=out)
        for row in range(1, rows + 1):
            words = [row, chance.choice(DISTRICTS), chance.randint(2010, 2024),
                     f"{chance.randint(2010, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                     chance.choice(("aktif", "tidak aktif", "pindah")),
                     f"catatan lapangan nomor {chance.randrange(10**9)} pada baris ke-{row} dari seluruh baris tabel"]
            words += [chance.randrange(10 ** chance.randint(4, 12)) for _ in range(20)]
            words += [f"{chance.random() * 10**7:.4f}" for _ in range(10)]
            words += [f"kelompok umur {chance.randint(1, 200)}" for _ in range(5)]
            print(*words, sep=",", file=out)


def run(*command):
    """Seconds and greatest resident memory (MB) of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, used.ru_maxrss * 1024 / MB


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("program", type=Path)
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--folder", type=Path)
    options = words.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        folder = Path(folder)
        source = folder / "tabel.csv"
        table(source, options.rows, random.Random(options.seed))
        print(f"{options.rows} rows × 41 columns, {source.stat().st_size / MB:.0f} MB, seed {options.seed}; "
              f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.2f}\n")
        say("", "figure", "target")
        command = (options.program, "inspect", source, "--stage", "table", "--format", "parquet", "--out", folder)
        ours = [run(*command) for _ in range(options.runs)]
        seconds = statistics.median(seconds for seconds, _ in ours)
        say("table, profile and report", *against(seconds, SECONDS, "s"))
        say("memory", *against(max(memory for _, memory in ours), MEMORY, "MB"))
        written = folder / "tabel.csv.parquet"
        say("Parquet", f"{written.stat().st_size / MB:.0f} MB")
        try:
            import duckdb
        except ImportError:
            say("DuckDB", "not installed", note="pip install duckdb")
            return
        command = (sys.executable, "-c", DUCKDB, source, folder / "duckdb.parquet")
        theirs = [run(*command) for _ in range(options.runs)]
        peer = statistics.median(seconds for seconds, _ in theirs)
        say(f"DuckDB {duckdb.__version__}: read, copy, summarize", f"{peer:.1f} s",
            note=f"{max(memory for _, memory in theirs):.0f} MB, {(folder / 'duckdb.parquet').stat().st_size / MB:.0f} MB Parquet")
        say("ratio", *against(seconds / peer, RATIO, "×", 2))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
