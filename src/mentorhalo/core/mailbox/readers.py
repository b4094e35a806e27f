"""Where mail waits: IMAP, POP3 or a Maildir. A reader shows one message after the other and removes those it is told to."""

import imaplib
import mailbox
import poplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 30
HEADERS_OF_A_GIANT = 64 * 1024


class MailboxUnusable(Exception):
    """The address is none that is understood, or nobody answers there as a mailbox does."""


@dataclass(frozen=True)
class Waiting:
    """A message in the mailbox. Of one that is too large `read` gives the headers alone."""

    size: int
    read: Callable[[], bytes]
    remove: Callable[[], Any]


Messages = Iterator[Waiting]
Reader = Callable[[Any, int], AbstractContextManager[Messages]]


def open_mailbox(url: str, *, largest: int) -> AbstractContextManager[Messages]:
    """The messages that wait now, the oldest first. What was removed is gone when the context ends well."""
    parts = urlsplit(url)
    reader = _READERS.get(parts.scheme)
    if reader is None:
        raise MailboxUnusable(
            f"MAILBOX_URL: {parts.scheme or 'nothing'} is not one of {', '.join(_READERS)}."
        )
    return reader(parts, largest)


@contextmanager
def _imap(parts: Any, largest: int) -> Iterator[Messages]:
    context = ssl.create_default_context()
    try:
        if parts.scheme == "imap+ssl":
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                parts.hostname, parts.port or 993, ssl_context=context, timeout=TIMEOUT_SECONDS
            )
        else:
            server = imaplib.IMAP4(parts.hostname, parts.port or 143, timeout=TIMEOUT_SECONDS)
            if parts.scheme == "imap+tls":
                server.starttls(context)
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        _expect(server.select(f'"{folder}"'))
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxUnusable(_without_secrets(parts, error)) from error
    try:
        yield _imap_messages(server, largest)
        server.expunge()
    finally:
        _quietly(server.logout)


def _imap_messages(server: imaplib.IMAP4, largest: int) -> Messages:
    found = _expect(server.uid("SEARCH", "UNDELETED"))
    for uid in (found[0] or b"").split():
        name = uid.decode("ascii")
        sizes = _expect(server.uid("FETCH", name, "(RFC822.SIZE)"))
        size = _number_after(b"RFC822.SIZE", sizes)
        if size is None:  # removed by somebody else meanwhile
            continue
        part = "BODY.PEEK[]" if size <= largest else f"BODY.PEEK[HEADER]<0.{HEADERS_OF_A_GIANT}>"

        def read(name: str = name, part: str = part) -> bytes:
            answer = _expect(server.uid("FETCH", name, f"({part})"))
            return next((bytes(item[1]) for item in answer if isinstance(item, tuple)), b"")

        def remove(name: str = name) -> None:
            _expect(server.uid("STORE", name, "+FLAGS.SILENT", r"(\Deleted)"))

        yield Waiting(size, read, remove)


def _expect(answer: tuple[str, list[Any]]) -> list[Any]:
    state, data = answer
    if state != "OK":
        raise MailboxUnusable(f"The mail server says {state}.")
    return data


def _number_after(word: bytes, answer: list[Any]) -> int | None:
    for item in answer:
        text = item if isinstance(item, bytes) else b""
        if word in text:
            digits = text.split(word, 1)[1].strip().split(b" ", 1)[0].rstrip(b")")
            return int(digits) if digits.isdigit() else None
    return None


@contextmanager
def _pop3(parts: Any, largest: int) -> Iterator[Messages]:
    try:
        if parts.scheme == "pop3+ssl":
            server: poplib.POP3 = poplib.POP3_SSL(
                parts.hostname,
                parts.port or 995,
                context=ssl.create_default_context(),
                timeout=TIMEOUT_SECONDS,
            )
        else:
            server = poplib.POP3(parts.hostname, parts.port or 110, timeout=TIMEOUT_SECONDS)
        server.user(unquote(parts.username or ""))
        server.pass_(unquote(parts.password or ""))
    except (poplib.error_proto, OSError) as error:
        raise MailboxUnusable(_without_secrets(parts, error)) from error
    # What was marked is removed by QUIT alone: a connection that breaks leaves all there, and all is seen once more.
    try:
        yield _pop3_messages(server, largest)
        server.quit()
    finally:
        _quietly(server.close)


def _pop3_messages(server: poplib.POP3, largest: int) -> Messages:
    for line in server.list()[1]:
        number, size = (int(word) for word in line.split()[:2])

        def read(number: int = number, size: int = size) -> bytes:
            lines = server.retr(number)[1] if size <= largest else server.top(number, 0)[1]
            return b"\r\n".join(lines) + b"\r\n"

        def remove(number: int = number) -> None:
            server.dele(number)

        yield Waiting(size, read, remove)


@contextmanager
def _maildir(parts: Any, largest: int) -> Iterator[Messages]:
    folder = Path(unquote(parts.path))
    if not folder.is_dir():
        raise MailboxUnusable(f"There is no folder {folder}.")
    box = mailbox.Maildir(folder, create=True)
    try:
        yield _maildir_messages(box, largest)
    finally:
        box.close()


def _maildir_messages(box: "mailbox.Maildir", largest: int) -> Messages:
    for key in sorted(box.keys()):
        try:
            with box.get_file(key) as file:
                size = len(file.read(largest + 1))
        except (KeyError, FileNotFoundError):
            continue

        def read(key: str = key, limit: int = largest if size <= largest else HEADERS_OF_A_GIANT) -> bytes:
            with box.get_file(key) as file:
                return bytes(file.read(limit))

        def remove(key: str = key) -> None:
            box.discard(key)

        yield Waiting(size, read, remove)


def _quietly(goodbye: Callable[[], Any]) -> None:
    try:
        goodbye()
    except (imaplib.IMAP4.error, poplib.error_proto, OSError):
        return


def _without_secrets(parts: Any, error: Exception) -> str:
    return f"The mailbox at {parts.hostname} cannot be opened: {error}"


_READERS: dict[str, Reader] = {
    "imap": _imap,
    "imap+tls": _imap,
    "imap+ssl": _imap,
    "pop3": _pop3,
    "pop3+ssl": _pop3,
    "maildir": _maildir,
}
