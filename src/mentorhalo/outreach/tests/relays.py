"""Mail servers for tests: a real one in a process of its own, and clocks that need not be waited for."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from mentorhalo.outreach.actions.handover import Clock


@dataclass(frozen=True)
class RunningSink:
    folder: Path
    port: int

    @property
    def taken(self) -> list[str]:
        """Recipients in the order in which the server took their letters."""
        return [line.split()[0] for line in (self.folder / "taken").read_text().splitlines()]

    @property
    def senders(self) -> list[str]:
        return [line.split()[1] for line in (self.folder / "taken").read_text().splitlines()]

    def letter(self, recipient: str) -> bytes:
        """As it came over the wire, dots still stuffed."""
        return (self.folder / f"{recipient}.eml").read_bytes()

    def parsed(self, recipient: str) -> EmailMessage:
        """As an independent parser reads it."""
        return message_from_bytes(unstuffed(self.letter(recipient)), policy=default)

    @property
    def mailers(self) -> dict[str, Any]:
        options = {"host": "127.0.0.1", "port": self.port}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def unstuffed(letter: bytes) -> bytes:
    letter = letter.replace(b"\r\n..", b"\r\n.")
    return letter[1:] if letter.startswith(b"..") else letter


@contextmanager
def sink(
    folder: Path,
    *,
    says: Mapping[str, str] | None = None,
    pipelining: bool = True,
    keep: bool = True,
    slow: float = 0,
) -> Iterator[RunningSink]:
    """`says`: an address, MAIL or DATA -> what the server answers. `slow`: how many seconds it takes for a letter."""
    command = [sys.executable, str(Path(__file__).with_name("sink.py")), str(folder), f"--slow={slow}"]
    command += [f"--say={what}={reply}" for what, reply in (says or {}).items()]
    command += [] if pipelining else ["--no-pipelining"]
    command += ["--keep"] if keep else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield RunningSink(folder, int(process.stdout.readline()))
        finally:
            process.kill()


class Hourglass(Clock):
    """A clock that moves only when somebody sleeps."""

    def __init__(self, now: float) -> None:
        self.moment = now
        super().__init__(now=lambda: self.moment, sleep=self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.moment += seconds
