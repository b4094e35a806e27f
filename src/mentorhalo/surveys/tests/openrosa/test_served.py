"""A real server: bodies in chunks, refusals that are heard, and what is left when it is killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Semaphore, Thread
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from mentorhalo.surveys.models import Submission, SubmissionFile
from mentorhalo.surveys.tests.sendings import household_xml

from .clients import SPOKEN, Collect, Digest, multipart, said_by
from .conftest import CODE, PASSPHRASE, TOKEN
from .wire import ByHttp

pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = os.urandom(300_000)
SENDERS = 4
BETWEEN_KILLS = 12  # questionnaires acknowledged


@dataclass
class Running:
    root: str
    process: "subprocess.Popen[str]"
    group: int

    def kill(self) -> None:
        """Without a word, in the middle of what it does; returns when the next one has taken its place."""
        os.killpg(self.group, signal.SIGKILL)
        assert self.process.stdout is not None
        self.group = int(self.process.stdout.readline())


def database_url() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    user = f"{quote(found['USER'])}:{quote(found['PASSWORD'], safe='')}"
    if str(found["HOST"]).startswith("/"):
        return f"postgres://{user}@/{found['HOST']}/{found['NAME']}"  # a socket in the file system
    return f"postgres://{user}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The server on the database of the test, with its folder of files."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mentorhalo.config.settings",
        "DATABASE_URL": database_url(),
        "MENTORHALO_DATA": str(tmp_path),
        "SECRET_KEY": settings.SECRET_KEY,
        "PYTHONWARNINGS": "ignore",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "mentorhalo.surveys.tests.openrosa.served", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        server = Running(f"http://127.0.0.1:{port}", process, int(process.stdout.readline()))
        try:
            wait_for(server)
            yield server
        finally:
            process.kill()
            with suppress(ProcessLookupError):
                os.killpg(server.group, signal.SIGKILL)


def wait_for(server: Running) -> None:
    """Somebody listens: trying to connect is all that can be done about it."""
    pause = Event()
    while server.process.poll() is None:
        with suppress(OSError, HTTPException):
            if ByHttp(server.root).ask("HEAD", "/openrosa/formList", SPOKEN).status == 401:
                return
        pause.wait(0.05)
    raise AssertionError("the server ended")


def by_token(server: Running) -> Collect:
    return Collect(ByHttp(server.root), way=f"/key/{TOKEN}")


def test_server_speaks_as_clients_expect(running: Running, typed_in: Collect) -> None:
    collect = Collect(ByHttp(running.root), digest=Digest(CODE, PASSPHRASE))

    heard = collect.ask("GET", f"{collect.server}/formList")
    assert heard.header("Date") != ""
    collect.download(collect.forms()[0])
    collect.send(household_xml(photo="hall.jpg"), {"hall.jpg": PHOTO})
    assert SubmissionFile.objects.get().sha256 == sha256(PHOTO).hexdigest()


def test_body_in_chunks_arrives(running: Running, collect: Collect) -> None:
    kind, body = multipart(household_xml(photo="hall.jpg"), {"hall.jpg": PHOTO})
    pieces = (body[start : start + 10_000] for start in range(0, len(body), 10_000))

    headers = {**SPOKEN, "Content-Type": kind, "Transfer-Encoding": "chunked"}
    heard = ByHttp(running.root).ask("POST", f"/openrosa/key/{TOKEN}/submission", headers, pieces)
    assert heard.status == 201
    assert SubmissionFile.objects.get().size == len(PHOTO)


def test_far_too_much_is_refused_in_words_that_are_heard(
    running: Running, collect: Collect, files: Path
) -> None:
    kind, _body = multipart(household_xml())
    host, port = running.root.removeprefix("http://").split(":")
    phone = HTTPConnection(host, int(port), timeout=120)
    phone.putrequest("POST", f"/openrosa/key/{TOKEN}/submission")
    phone.putheader("Content-Type", kind)
    phone.putheader("Content-Length", str(200_000_000))
    phone.endheaders()
    for _piece in range(200):
        phone.send(b"\0" * 1_000_000)

    answer = phone.getresponse()
    assert answer.status == 413
    assert b"<message>" in answer.read()
    phone.close()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_cut_sending_leaves_nothing(running: Running, collect: Collect, files: Path) -> None:
    kind, body = multipart(household_xml(photo="hall.jpg"), {"hall.jpg": PHOTO * 10})
    host, port = running.root.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as phone:
        phone.sendall(
            f"POST /openrosa/key/{TOKEN}/submission HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body[: len(body) // 2]
        )

    by_token(running).send(household_xml())  # goes through after it
    assert Submission.objects.count() == 1
    assert [path for path in files.rglob("*") if path.is_file()] == []


@dataclass
class Senders:
    """Phones that send and, where no answer comes, send the same again; what was acknowledged is written down."""

    server: Running
    acknowledged: dict[str, bool] = field(default_factory=dict)  # instance id -> with a photo
    refused: list[str] = field(default_factory=list)
    is_over: Event = field(default_factory=Event)
    came: Semaphore = field(default_factory=lambda: Semaphore(0))

    def work(self) -> None:
        number = 0
        while not self.is_over.is_set():
            number += 1
            self._send(f"uuid:{uuid4()}", with_photo=number % 3 == 0)

    def _send(self, instance: str, *, with_photo: bool) -> None:
        xml = household_xml(instance=instance, photo="hall.jpg" if with_photo else "")
        while True:
            with suppress(OSError, HTTPException):
                heard = by_token(self.server).post(xml, {"hall.jpg": PHOTO} if with_photo else {})
                if heard.status == 201:
                    self.acknowledged[instance] = with_photo
                else:
                    self.refused.append(f"{heard.status} {said_by(heard)}")
                break
            if self.is_over.wait(0.02):
                return
        self.came.release()


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_what_was_acknowledged_is_there_once_however_often_the_server_is_killed(
    running: Running, collect: Collect, files: Path, kills: int
) -> None:
    senders = Senders(running)
    threads = [Thread(target=senders.work) for _number in range(SENDERS)]
    for thread in threads:
        thread.start()
    try:
        for _kill in range(kills):
            for _questionnaire in range(BETWEEN_KILLS):
                assert senders.came.acquire(timeout=120)
            running.kill()
    finally:
        senders.is_over.set()
        for thread in threads:
            thread.join()

    there = list(Submission.objects.values_list("instance_id", flat=True))
    with_photo = set(SubmissionFile.objects.values_list("submission__instance_id", flat=True))
    assert senders.refused == []
    assert len(senders.acknowledged) >= kills * BETWEEN_KILLS
    assert len(there) == len(set(there))
    assert set(senders.acknowledged) - set(there) == set()
    assert {one for one, has_photo in senders.acknowledged.items() if has_photo} - with_photo == set()
    halves = [path for path in files.rglob("*") if path.is_file() and path.read_bytes() != PHOTO]
    assert halves == []
