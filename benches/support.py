"""What the figures are taken with: the table, a portal to start and stop, and a look at processes. Linux only."""

import http.client
import json
import os
import re
import socket
import subprocess
import threading
import time
from pathlib import Path

MB = 1_000_000
REQUESTS = 200
WARM_UP = 20
PRODUCER, ORGANIZATION = "produsen.disdukcapil", "disdukcapil"
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "HOME": os.environ.get("HOME", "/"),
    "LUMBUNG_DEMO__PASSWORD": "kata-sandi-untuk-mengukur",
    # One address asks for everything here.
    "LUMBUNG_LIMITS__REQUESTS_PER_MINUTE": "1000000",
    # Nobody waits for an inspection that is still running at the end.
    "LUMBUNG_SERVER__STOP_SECONDS": "2",
}


class Fault(Exception):
    """A figure can't be taken; the text says why."""


def say(name, figure, target="", note=""):
    """Prints one line of the table."""
    print(f"{name:<46} {figure:>14}  {target:>10}  {note}", flush=True)


def against(figure, limit, unit, digits=1):
    """A figure, its target, and whether it is met."""
    met = "" if figure <= limit else "OVER"
    return f"{figure:.{digits}f} {unit}", f"≤ {limit:g} {unit}", met


def quantile(values, share):
    """The value that `share` of the values don't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def status_mb(pid, key):
    """A size in /proc/PID/status in MB (10^6 bytes); 0 when the process is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(rf"^{key}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 / MB if found else 0.0


def descendants(pid):
    """Processes that `pid` began, and those that they began."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name, which comes in brackets, may hold anything.
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def csv_blocks(size, place=b"Plaosan"):
    """A CSV of exactly `size` bytes in blocks of about 1 MB; its rows differ."""
    head = b"nomor,kecamatan,tahun,nilai,keterangan\n"
    yield head
    left, number = size - len(head), 0
    while left > 0:
        numbers = range(number, number + 18_000)
        rows = (b"%09d,%b,2024,%06d.25,baris untuk mengukur\n" % (n, place, n % 999_983) for n in numbers)
        block = b"".join(rows)[:left]
        number = numbers.stop
        left -= len(block)
        yield block


class Watch(threading.Thread):
    """Looks at the memory of a process until it is told to stop."""

    def __init__(self, pid, with_children=False):
        super().__init__(daemon=True)
        self.pid, self.with_children = pid, with_children
        self.peak, self.done = 0.0, threading.Event()

    def run(self):
        while not self.done.wait(0.02):
            pids = descendants(self.pid) if self.with_children else [self.pid]
            self.peak = max([self.peak, *(status_mb(pid, "VmRSS") for pid in pids)])

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.join()


class Portal:
    """A portal over one data folder, started and stopped at will."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.process, self.port = None, 0

    def start(self, *options, patience=300):
        """Starts it; seconds until `/readyz` says 200."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        words = [self.program, "serve", "--listen", f"127.0.0.1:{self.port}", *self.place(), *options]
        with open(self.folder / "log", "ab") as log:
            began = time.perf_counter()
            self.process = subprocess.Popen(words, cwd=self.folder, env=ENVIRONMENT, stdout=log, stderr=log)
        while time.perf_counter() - began < patience:
            if self.process.poll() is not None:
                break
            if self.is_ready():
                return time.perf_counter() - began
            time.sleep(0.005)
        raise Fault("the portal did not get ready:\n" + self.last_words())

    def place(self):
        return ["--data-dir", self.folder / "data"]

    def is_ready(self):
        try:
            status, _, _ = self.ask(self.connect(5), "/readyz")
            return status == 200
        except (OSError, http.client.HTTPException):
            return False

    def last_words(self):
        return "\n".join((self.folder / "log").read_text(errors="replace").splitlines()[-15:])

    def stop(self):
        """Asks it to end; kills it when it doesn't."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def kill(self):
        """Ends it as a power cut would."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def connect(self, timeout=120):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, connection, path, headers=None):
        """Status, headers and bytes as they were sent."""
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def json(self, path, headers=None):
        status, _, body = self.ask(self.connect(), path, headers)
        if status != 200:
            raise Fault(f"{path} answers {status}")
        return json.loads(body)

    def token(self):
        """A token of a producer of the demo."""
        words = [self.program, "token", "create", "--user", PRODUCER, "--scope", "read,write", *self.place()]
        done = subprocess.run(words, cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True)
        if done.returncode != 0:
            raise Fault(f"no token: {done.stderr.strip()}")
        return done.stdout.strip()


def timed(portal, path, headers=None):
    """Milliseconds of many requests over one connection, and who measured: the server if it says so, else this side."""
    connection, times, source = portal.connect(), [], "wall time on loopback"
    for turn in range(WARM_UP + REQUESTS):
        began = time.perf_counter()
        status, answer, _ = portal.ask(connection, path, headers)
        took = (time.perf_counter() - began) * 1000
        if status != 200:
            raise Fault(f"{path} answers {status}")
        said = re.search(r"dur=([\d.]+)", answer.get("Server-Timing", ""))
        if said:
            took, source = float(said[1]), "by Server-Timing"
        if turn >= WARM_UP:
            times.append(took)
    return times, source
