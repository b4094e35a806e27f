"""One kept connection to the relay, by which letters go one after the other with the fewest round trips (RFC 2920).

A letter goes in two steps, so that the caller can write down durably what is in flight before its last byte leaves:

    refused = session.offer(sender, recipient)      # a Result, or None: the server is ready for the letter
    result = session.hand_over(data, upcoming)      # the letter, stuffed and ended, and the envelope of the next one with it

Where the server offers PIPELINING, the three commands of an envelope are one packet, and the next envelope rides with the end
of the letter before: one round trip a letter. Without it each command waits for its answer.
"""

import contextlib
import smtplib
import socket
import ssl
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, Self

from .replies import SENT, Reply, Result, Stage, Verdict, judged

CONNECT_SECONDS = 30
ANSWER_SECONDS = 300  # RFC 5321 4.5.3.2: a server may take minutes for the end of a letter
LONGEST_REPLY = 8 * 1024  # of one line; RFC 5321 allows 512
MOST_LINES = 100
STAGES = (Stage.SENDER, Stage.RECIPIENT, Stage.CONTENT)


class RelayUnreachable(Exception):
    """No session could be opened. `is_lasting`: somebody must change a setting first (a wrong password, no TLS)."""

    def __init__(self, told: str, *, is_lasting: bool = False) -> None:
        super().__init__(told)
        self.is_lasting = is_lasting


class RelayLost(Exception):
    """The connection went away, or what came is no SMTP."""


@dataclass(frozen=True)
class Relay:
    """Where letters are handed over, as `EMAIL_URL` says."""

    host: str
    port: int = 25
    username: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False
    hello: str = "localhost"

    @classmethod
    def from_options(cls, options: Mapping[str, Any], *, hello: str) -> Self:
        """From the options of Django's SMTP mailer, with the same defaults."""
        use_tls, use_ssl = bool(options.get("use_tls")), bool(options.get("use_ssl"))
        return cls(
            host=options["host"],
            port=int(options.get("port") or (465 if use_ssl else 587 if use_tls else 25)),
            username=options.get("username") or "",
            password=options.get("password") or "",
            use_tls=use_tls,
            use_ssl=use_ssl,
            hello=hello,
        )


class Envelope(NamedTuple):
    sender: bytes
    recipient: bytes

    def commands(self) -> tuple[bytes, bytes, bytes]:
        return b"MAIL FROM:<%b>\r\n" % self.sender, b"RCPT TO:<%b>\r\n" % self.recipient, b"DATA\r\n"

    def packet(self) -> bytes:
        return b"MAIL FROM:<%b>\r\nRCPT TO:<%b>\r\nDATA\r\n" % self


class Session:
    """See the module. Not for two threads. After `RelayLost` it is of no more use."""

    def __init__(self, relay: Relay) -> None:
        self._server = _opened(relay)
        if self._server.sock is None:
            raise RelayLost("the mail server closed the connection")
        self._socket = self._server.sock
        _limit(self._socket, ANSWER_SECONDS)
        self._is_pipelining = self._server.has_extn("pipelining")
        self._heard = b""  # of what the server says, what is still to be read
        self._offered: Envelope | None = None  # an envelope already sent whose answers are still to be read
        self._is_awaited = False  # the server waits for a letter: whatever is said now would be one

    def offer(self, envelope: Envelope) -> Result | None:
        """Announce a letter. None: the server waits for it. Nothing of the letter itself has left yet."""
        if self._offered is not None:
            if self._offered != envelope:
                raise RelayLost("another letter was announced")
            self._offered = None
            return self._answers()
        if self._is_pipelining:
            self._send(envelope.packet())
            return self._answers()
        for command, stage in zip(envelope.commands(), STAGES, strict=True):
            self._send(command)
            reply = self._reply()
            if not reply.is_positive:
                self._reset()
                return judged(reply, stage)
        self._is_awaited = True
        return None

    def hand_over(self, data: bytes, upcoming: Envelope | None = None) -> Result:
        """The letter itself (as `Template.wire` makes it), after `offer` said None; `upcoming` must be offered next.

        A lost connection is an answer, too: nobody knows whether the server took the letter.
        """
        if upcoming is not None and self._is_pipelining:
            data += upcoming.packet()
            self._offered = upcoming
        try:
            self._send(data)
            self._is_awaited = False
            reply = self._reply()
        except RelayLost as lost:
            return Result(Verdict.UNCERTAIN, str(lost))
        return SENT if reply.is_positive else judged(reply, Stage.CONTENT)

    def close(self) -> None:
        """Say goodbye where that is possible; a letter only announced is never taken."""
        with contextlib.suppress(OSError, RelayLost):
            if self._offered is None and not self._is_awaited:
                _limit(self._socket, CONNECT_SECONDS)
                self._send(b"QUIT\r\n")
                self._reply()
        self._server.close()

    def _answers(self) -> Result | None:
        """The three answers to an envelope sent in one packet; all are read, whatever the first said."""
        sender, recipient, data = self._reply(), self._reply(), self._reply()
        if sender.is_positive and recipient.is_positive and data.is_positive:
            self._is_awaited = True
            return None
        for reply, stage in zip((sender, recipient, data), STAGES, strict=True):
            if reply.is_positive:
                continue
            if data.is_positive:  # RFC 2920 3.1: it waits for a letter that nobody will get
                self._send(b".\r\n")
                self._reply()
            self._reset()
            return judged(reply, stage)
        return None

    def _reset(self) -> None:
        self._send(b"RSET\r\n")
        self._reply()

    def _send(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise RelayLost(f"the connection to the mail server was lost ({error})") from error

    def _reply(self) -> Reply:
        lines: list[str] = []
        while True:
            line = self._line()
            code = line[:3]
            if not code.isdigit() or not b"200" <= code < b"600":
                raise RelayLost("the mail server said something that is no answer")
            if line[3:4] != b"-" and not lines and code < b"400":
                return _good_news(code)
            lines.append(line[4:].rstrip(b"\r\n").decode("ascii", "replace"))
            if line[3:4] != b"-":
                return Reply(int(code), " ".join(lines))
            if len(lines) > MOST_LINES:
                raise RelayLost("the mail server's answer does not end")

    def _line(self) -> bytes:
        while (end := self._heard.find(b"\n")) < 0:
            if len(self._heard) > LONGEST_REPLY:
                raise RelayLost("the mail server said something that is no answer")
            try:
                more = self._socket.recv(LONGEST_REPLY)
            except OSError as error:
                raise RelayLost(f"the connection to the mail server was lost ({error})") from error
            if not more:
                raise RelayLost("the mail server closed the connection")
            self._heard += more
        line, self._heard = self._heard[: end + 1], self._heard[end + 1 :]
        return line


@cache
def _good_news(code: bytes) -> Reply:
    """Nobody reads what it says."""
    return Reply(int(code), "")


def _limit(connection: socket.socket, seconds: int) -> None:
    """How long a word may take. Without TLS the system's own limit, which costs no call of its own for each word."""
    if isinstance(connection, ssl.SSLSocket):
        connection.settimeout(seconds)
        return
    connection.settimeout(None)
    for way in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        connection.setsockopt(socket.SOL_SOCKET, way, struct.pack("ll", seconds, 0))


def _opened(relay: Relay) -> smtplib.SMTP:
    """Connected, greeted, encrypted and signed in, as far as the relay wants."""
    try:
        if relay.use_ssl:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host,
                relay.port,
                local_hostname=relay.hello,
                timeout=CONNECT_SECONDS,
                context=ssl.create_default_context(),
            )
        else:
            server = smtplib.SMTP(relay.host, relay.port, local_hostname=relay.hello, timeout=CONNECT_SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        raise RelayUnreachable(f"the mail server cannot be reached ({error})") from error
    try:
        server.ehlo_or_helo_if_needed()
        if relay.use_tls:
            server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
        if relay.username:
            server.login(relay.username, relay.password)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
        server.close()
        raise RelayUnreachable(f"the mail server does not let us in ({error})", is_lasting=True) from error
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise RelayUnreachable(f"the mail server cannot be reached ({error})") from error
    if server.sock is None:
        raise RelayUnreachable("the mail server closed the connection")
    server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return server
