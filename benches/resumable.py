"""A large upload that is killed with the portal at 60 % and goes on: memory, and bytes sent twice."""

import hashlib
import json
import shutil
import time

from support import MB, ORGANIZATION, Fault, Watch, against, csv_blocks, say, status_mb

PIECE = 8 << 20  # as the upload page sends them


class Resumed:
    """An upload in pieces, as the page sends them; what is counted is what left this side."""

    def __init__(self, portal, token, size):
        self.portal, self.size, self.sent, self.digest = portal, size, 0, hashlib.sha256()
        self.headers = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}
        _, headers, _ = self.ask("POST", "/api/v1/uploads", {"Upload-Length": size}, 201)
        self.path = headers["Location"]

    def ask(self, method, path, headers, expected, body=None):
        connection = self.portal.connect(600)
        connection.request(method, path, body, self.headers | {key: str(value) for key, value in headers.items()})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != expected:
            raise Fault(f"{method} {path} is answered {answer.status}: {text[:300].decode(errors='replace')}")
        return answer.status, answer.headers, text

    def stands_at(self):
        """Where the portal says that the upload stands."""
        _, headers, _ = self.ask("HEAD", self.path, {}, 200)
        return int(headers["Upload-Offset"])

    def pieces(self):
        """The file piece by piece."""
        piece = bytearray()
        for block in csv_blocks(self.size, b"Panekan"):
            piece += block
            while len(piece) >= PIECE:
                yield bytes(piece[:PIECE])
                del piece[:PIECE]
        if piece:
            yield bytes(piece)

    def append(self, offset, piece):
        self.sent += len(piece)
        headers = {"Upload-Offset": offset, "Content-Type": "application/offset+octet-stream"}
        self.ask("PATCH", self.path, headers, 204, piece)

    def break_off(self, offset, piece):
        """Sends half of a piece and kills the portal."""
        connection = self.portal.connect(600)
        connection.putrequest("PATCH", self.path)
        headers = self.headers | {"Upload-Offset": str(offset), "Content-Length": str(len(piece)),
                                  "Content-Type": "application/offset+octet-stream"}
        for key, value in headers.items():
            connection.putheader(key, value)
        connection.endheaders()
        connection.send(piece[:len(piece) // 2])
        self.sent += len(piece) // 2
        time.sleep(0.05)
        self.portal.kill()
        connection.close()


def resumed(portal, size):
    """A large upload, killed with the portal at 60 %: memory, bytes sent twice, and whether the file is whole."""
    if shutil.disk_usage(portal.folder).free < 3 * size:
        raise Fault("the disk has no room for it")
    portal.stop()
    portal.start()
    time.sleep(2)
    upload, offset, growth, began = Resumed(portal, portal.token(), size), 0, 0.0, time.perf_counter()
    before, watch = status_mb(portal.process.pid, "VmRSS"), Watch(portal.process.pid)
    watch.start()
    for piece in upload.pieces():
        upload.digest.update(piece)
        if offset <= 0.6 * size < offset + len(piece):
            upload.break_off(offset, piece)
            watch.done.set()
            growth, ready = watch.peak - before, portal.start()
            before, watch = status_mb(portal.process.pid, "VmRSS"), Watch(portal.process.pid)
            watch.start()
            at = upload.stands_at()
            upload.append(at, piece[at - offset:])
        else:
            upload.append(offset, piece)
        offset += len(piece)
    took = time.perf_counter() - began
    watch.done.set()
    growth = max(growth, watch.peak - before)
    label = f"resumable upload of {size / MB:.0f} MB"
    figure, target, met = against(growth, 64, "MB")
    say(f"{label}, growth", figure, target, f"{met} killed at 60 %, ready again after {ready:.2f} s".strip())
    figure, target, met = against((upload.sent - size) / MB, PIECE / MB, "MB", 2)
    say("  bytes sent twice", figure, f"≤ {PIECE / MB:.2f} MB", f"{met} went on at {at / MB:.1f} MB".strip())
    say("  throughput", f"{size / MB / took:.0f} MB/s", "", f"{took:.1f} s with the restart and the making of the CSV")
    taken = hand_in(upload)
    whole = "the same file" if taken == upload.digest.hexdigest() else "ANOTHER FILE"
    say("  as a file of a submission", whole, "", taken[:16])


def hand_in(upload):
    """Makes the upload a file of a draft; the sha256 that the portal gives it."""
    facts = {"organization": ORGANIZATION, "title": "Unggahan terputus untuk mengukur",
             "upload_ids": [upload.path.rsplit("/", 1)[1]]}
    body = (f'--bench\r\nContent-Disposition: form-data; name="submission"\r\n\r\n{json.dumps(facts)}'
            "\r\n--bench--\r\n").encode()
    headers = {"Content-Type": "multipart/form-data; boundary=bench"}
    _, _, text = upload.ask("POST", "/api/v1/submissions", headers, 201, body)
    return json.loads(text)["files"][0]["sha256"]
