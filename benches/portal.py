"""Figures of speed and weight of a portal with the demo's data, each beside its target.

    python3 benches/portal.py PROGRAM [--quick] [--folder DIR]

PROGRAM is a release build of `lumbung`. Nothing fails on a figure; what can't be measured says why. `--quick` uploads
100 MB instead of 1 GB. Everything is written below a temporary folder (in DIR) and removed at the end. Linux only.
"""

import argparse
import csv
import http.client
import io
import itertools
import json
import os
import platform
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

sys.dont_write_bytecode = True  # The clone stays as it is.
from resumable import resumed
from support import MB, ORGANIZATION, REQUESTS, Fault, Portal, Watch
from support import against, csv_blocks, descendants, quantile, say, status_mb, timed

RESTARTS = 5


def conditions(program, folder, size):
    """Prints on what the figures were taken."""
    def git(*words):
        done = subprocess.run(["git", *words], cwd=Path(__file__).parent, capture_output=True, text=True)
        return done.stdout.strip()

    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    changed = " with changes" if git("status", "--porcelain") else ""
    print(f"commit     {git('rev-parse', '--short', 'HEAD') or 'unknown'}{changed}")
    print(f"program    {program.name}, {program.stat().st_size / MB:.0f} MB")
    print(f"machine    {len(os.sched_getaffinity(0))} cores ({model[1] if model else platform.machine()}), "
          f"{int(memory[1]) / 1e6:.1f} GB, Linux {platform.release()}, load {os.getloadavg()[0]:.2f}")
    print(f"peer       SQLite {sqlite3.sqlite_version} in Python {platform.python_version()}, in memory")
    print(f"upload     {size / MB:.0f} MB; folder {folder.parent}, {shutil.disk_usage(folder).free / 1e9:.0f} GB free")
    print("settings   defaults, but a million requests a minute and 2 s to stop\n")
    say("", "figure", "target")


def starts(portal):
    """First start with the demo, restarts, and memory after one."""
    say("first start with the demo", *against(portal.start("--demo"), 30, "s"))
    portal.stop()

    def restarts(*options):
        times = []
        for _ in range(RESTARTS):
            times.append(portal.start(*options))
            portal.stop()
        return times

    for name, options in [("restart", []), ("restart with --demo", ["--demo"])]:
        times = restarts(*options)
        figure, target, met = against(statistics.median(times), 1, "s", 2)
        say(f"{name}, median of {RESTARTS}", figure, target, met or f"{min(times):.2f} to {max(times):.2f}")
    portal.start()
    time.sleep(2)
    children = descendants(portal.process.pid)
    total = sum(status_mb(pid, "VmRSS") for pid in [portal.process.pid, *children])
    figure, target, met = against(total, 100, "MB")
    say("memory 2 s after a restart (VmRSS)", figure, target, f"{met} server and {len(children)} children".strip())


def dataset_page(portal):
    """Weight and time of the heaviest dataset page."""
    sizes, connection = {}, portal.connect()
    for name in [one["name"] for one in portal.json("/api/v1/datasets?limit=1000")["items"]]:
        path = f"/dataset/{urllib.parse.quote(name)}"
        for coding in ["br", "gzip", "identity"]:
            status, headers, body = portal.ask(connection, path, {"Accept-Encoding": coding})
            if status != 200 or headers.get("Content-Encoding", "identity") != coding:
                raise Fault(f"{path} answers {status} in {headers.get('Content-Encoding')}")
            sizes.setdefault(path, {})[coding] = len(body) / 1000
    path = max(sizes, key=lambda path: sizes[path]["br"])
    for coding in ["br", "gzip"]:
        figure, target, met = against(sizes[path][coding], 30, "kB")
        say(f"heaviest of {len(sizes)} dataset pages, {coding}", figure, target,
            f"{met} plain {sizes[path]['identity']:.1f} kB {path}".strip())
    times, source = timed(portal, path, {"Accept-Encoding": "br"})
    say("that page, p50", *against(statistics.median(times), 5, "ms", 2))
    say("that page, p95", f"{quantile(times, 0.95):.2f} ms", "", f"{REQUESTS} requests, {source}")


def largest_table(portal):
    """Dataset, resource and row count of the largest public table."""
    found = []
    for one in portal.json("/api/v1/datasets?limit=1000")["items"]:
        whole = portal.json(f"/api/v1/datasets/{urllib.parse.quote(one['name'])}")
        found += [(r["rows"], one["name"], r["id"]) for r in whole["resources"] if r["has_table"]]
    if not found:
        raise Fault("the demo has no public table")
    return max(found)


def load_peer(portal, resource):
    """The table in SQLite, from the CSV export; returns connection and text columns."""
    columns = portal.json(f"/api/v1/resources/{resource}/schema")["columns"]
    kinds = {"integer": ("integer", int), "decimal": ("real", float), "float": ("real", float)}
    _, _, body = portal.ask(portal.connect(), f"/api/v1/resources/{resource}/rows?format=csv")
    rows = csv.reader(io.StringIO(body.decode()))
    if next(rows) != [column["name"] for column in columns]:
        raise Fault("the CSV export has other columns than the schema")
    kinds = [kinds.get(column["type"], ("text", str)) for column in columns]
    peer = sqlite3.connect(":memory:")
    names = ", ".join(f'"{column["name"]}" {kind}' for column, (kind, _) in zip(columns, kinds))
    peer.execute(f"create table data ({names})")
    values = ([read(cell) if cell else None for cell, (_, read) in zip(row, kinds)] for row in rows)
    peer.executemany(f"insert into data values ({', '.join('?' * len(columns))})", values)
    return peer, [column["name"] for column, (kind, _) in zip(columns, kinds) if kind == "text"]


def peer_time(peer, text, values=()):
    """Milliseconds of a query in SQLite with its rows written as JSON, and how many rows came."""
    times, rows = [], []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        cursor = peer.execute(text, values)
        names = [name for name, *_ in cursor.description]
        rows = cursor.fetchall()
        json.dumps([dict(zip(names, row)) for row in rows])
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), len(rows)


def rows(portal):
    """A first page and a filter over the largest table of the demo, beside SQLite."""
    count, name, resource = largest_table(portal)
    peer, texts = load_peer(portal, resource)
    address = f"/api/v1/resources/{resource}/rows?limit=100"
    cases = [("rows, first page of 100", address, "select * from data limit 100", ())]
    distinct = {column: peer.execute(f'select count(distinct "{column}") from data').fetchone()[0] for column in texts}
    narrow = [column for column in texts if distinct[column] > 1]
    if narrow:
        column = min(narrow, key=distinct.get)
        (value,) = peer.execute(f'select "{column}" from data group by 1 order by count(*) desc').fetchone()
        query = urllib.parse.urlencode({column: f'eq.{value}'})
        text = f'select * from data where "{column}" = ? limit 100'
        cases.append((f"rows where {column}", f"{address}&{query}", text, (value,)))
    for label, path, text, values in cases:
        times, source = timed(portal, path)
        beside, expected = peer_time(peer, text, values)
        got = len(portal.json(path))
        note = f"{got} of {count} rows of {name}" if got == expected else f"{got} rows, SQLite {expected}: THEY DIFFER"
        own = statistics.median(times)
        say(f"{label}, p50", f"{own:.2f} ms", "", f"{note}, {source}")
        say("  the same in SQLite, in process, p50", f"{beside:.3f} ms", "", f"ratio {own / beside:.1f}")


def send(portal, token, size):
    """Uploads a CSV of `size` bytes as a draft; its view, the seconds, and those spent on making the bytes."""
    mark = "lumbung-bench"
    part = 'Content-Disposition: form-data; name="{}"{}\r\nContent-Type: {}\r\n\r\n'.format
    facts = json.dumps({"organization": ORGANIZATION, "title": "Unggahan besar untuk mengukur"})
    head = (f"--{mark}\r\n" + part("submission", "", "application/json") + facts + f"\r\n--{mark}\r\n"
            + part("file", '; filename="besar.csv"', "text/csv")).encode()
    tail = f"\r\n--{mark}--\r\n".encode()
    connection = portal.connect(600)
    connection.putrequest("POST", "/api/v1/submissions")
    connection.putheader("Authorization", f"Bearer {token}")
    connection.putheader("Content-Type", f"multipart/form-data; boundary={mark}")
    connection.putheader("Content-Length", str(len(head) + size + len(tail)))
    connection.endheaders()
    began, sending = time.perf_counter(), 0.0
    try:
        for block in itertools.chain([head], csv_blocks(size), [tail]):
            before = time.perf_counter()
            connection.send(block)
            sending += time.perf_counter() - before
    except OSError:
        pass  # The answer says why it was not wanted.
    waited = time.perf_counter()
    answer = connection.getresponse()
    body = answer.read()
    ended = time.perf_counter()
    if answer.status != 201:
        raise Fault(f"the upload was answered {answer.status}: {body[:300].decode(errors='replace')}")
    return json.loads(body), ended - began, waited - began - sending


def upload(portal, size):
    """A large upload: growth of the server's memory, throughput, and what becomes of the file."""
    if shutil.disk_usage(portal.folder).free < 3 * size:
        raise Fault("the disk has no room for it")
    portal.stop()
    portal.start()
    token = portal.token()
    time.sleep(2)
    pid = portal.process.pid
    before = status_mb(pid, "VmRSS")
    try:
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # proc(5): begin the high-water mark anew
    except OSError:
        pass
    with Watch(pid) as watch:
        view, took, making = send(portal, token, size)
        peak = max(watch.peak, status_mb(pid, "VmHWM"))
    figure, target, met = against(peak - before, 64, "MB")
    label = f"upload of {size / MB:.0f} MB"
    say(f"{label}, growth of the server", figure, target, f"{met} {before:.1f} to {peak:.1f} MB".strip())
    note = f"{took:.1f} s, {making:.1f} of them to make the CSV"
    say(f"{label}, throughput", f"{size / MB / took:.0f} MB/s", "", note)
    return label, token, view


def inspection(portal, label, token, view, patience):
    """What the inspection, in its child process, makes of the uploaded file; for information."""
    headers = {"Authorization": f"Bearer {token}"}
    began = time.perf_counter()
    with Watch(portal.process.pid, with_children=True) as watch:
        while time.perf_counter() - began < patience:
            (file,) = portal.json(f"/api/v1/submissions/{view['id']}", headers)["files"]
            if file["state"] in ("done", "failed"):
                break
            time.sleep(0.1)
    took = time.perf_counter() - began
    report = portal.json(f"/api/v1/submissions/{view['id']}/report", headers)["files"][0]["report"] or {}
    codes = sorted({finding["code"] for finding in report.get("findings", [])})
    note = f"{file['state']}, {file['rows']} rows, findings: {', '.join(codes) or 'none'}"
    say(f"{label}, inspected", f"{took:.1f} s", "", note)
    say("  the child's peak (VmRSS)", f"{watch.peak:.0f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path, help="the built portal")
    parser.add_argument("--quick", action="store_true", help="upload 100 MB instead of 1 GB")
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    options = parser.parse_args()
    size = 100 * MB if options.quick else 1000 * MB
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="lumbung-bench-", dir=options.folder))
    portal = Portal(options.program.resolve(), folder)
    try:
        conditions(portal.program, folder, size)
        starts(portal)
        for figures in [dataset_page, rows]:
            try:
                figures(portal)
            except (Fault, OSError, http.client.HTTPException) as why:
                say(figures.__name__, "not measured", "", str(why))
        try:
            found = upload(portal, size)
            inspection(portal, *found, patience=60 if options.quick else 330)
        except (Fault, OSError, http.client.HTTPException) as why:
            say("upload", "not measured", "", str(why))
        try:
            resumed(portal, size)
        except (Fault, OSError, http.client.HTTPException) as why:
            say("resumable upload", "not measured", "", str(why))
    except Fault as why:
        sys.exit(str(why))
    finally:
        portal.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
