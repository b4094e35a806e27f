"""Mail that comes in: found by its address, handled once, by nobody but a person's own hand; broken mail harms nobody."""

import io
import mailbox
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from mentorhalo.core.mailbox import new_token, reply_address
from mentorhalo.core.mailbox.actions import (
    ATTEMPTS,
    MailMovedOn,
    drop_message,
    forget_old_mail,
    handle_again,
    receive,
)
from mentorhalo.core.mailbox.addresses import find_tokens
from mentorhalo.core.mailbox.choices import MailState
from mentorhalo.core.mailbox.messages import parse, text_of
from mentorhalo.core.mailbox.reading import read_mailbox
from mentorhalo.core.models import AuditLine, InboundMessage
from mentorhalo.core.registry import registry

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 3, 10, 9, 30, tzinfo=UTC)
TOKEN = "0123456789abcdef"


@pytest.fixture(autouse=True)
def taken(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[tuple[str, str, str]]:
    """What handlers took: (prefix, token, subject). "fussy" fails, "strange" knows no token."""
    settings.MAIL_DOMAIN, settings.MAIL_ADDRESS = "in.example.org", ""
    found: list[tuple[str, str, str]] = []

    def take(prefix: str) -> Callable[[EmailMessage, str], bool]:
        def handler(message: EmailMessage, token: str) -> bool:
            found.append((prefix, token, str(message["Subject"])))
            return True

        return handler

    def fail(message: EmailMessage, token: str) -> bool:
        AuditLine.objects.create(at=NOW, deed="test.half", subject="done")
        raise ValueError("no")

    handlers = {
        "answer": take("answer"),
        "bounce": take("bounce"),
        "fussy": fail,
        "strange": lambda message, token: False,
    }
    monkeypatch.setattr(registry, "mail", handlers)
    return found


def letter(to: str, subject: str = "Re: question", **headers: str) -> bytes:
    lines = {
        "From": "Kis Anna <anna@example.org>",
        "To": to,
        "Subject": subject,
        "Message-ID": "<1@example.org>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"{head}\r\nThank you!\r\n".encode()


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("domain", "address", "expected"),
    [
        ("in.example.org", "", f"answer+{TOKEN}@in.example.org"),
        ("", "valasz@example.org", f"valasz+answer-{TOKEN}@example.org"),
        ("", "", ""),
    ],
)
def test_address_leads_back_to_its_token(
    settings: Settings, domain: str, address: str, expected: str
) -> None:
    settings.MAIL_DOMAIN, settings.MAIL_ADDRESS = domain, address

    made = reply_address("answer", TOKEN)

    assert made == expected
    assert find_tokens([made.upper()]) == ([("answer", TOKEN)] if made else [])


def test_token_of_an_address_survives_a_careless_mail_server() -> None:
    token = new_token()

    assert token == token.lower()
    assert find_tokens([reply_address("answer", token)]) == [("answer", token)]
    with pytest.raises(ValueError, match="lower case"):
        reply_address("answer", "ABC")


@pytest.mark.parametrize(
    "address", ["", "answer@in.example.org", "answer+x y@in.example.org", f"answer+{TOKEN}@example.com"]
)
def test_other_addresses_are_not_ours(address: str) -> None:
    assert find_tokens([address]) == []


# --- taking in ----------------------------------------------------------------------------------


def test_answer_is_given_to_its_room_and_then_forgotten(taken: list[tuple[str, str, str]]) -> None:
    row = receive(letter(f"Mentorháló <answer+{TOKEN}@in.example.org>"), at=NOW)

    assert taken == [("answer", TOKEN, "Re: question")]
    assert (row.state, row.sender, row.subject, row.raw) == (MailState.HANDLED, "", "", None)


def test_message_brought_twice_is_handled_once(taken: list[tuple[str, str, str]]) -> None:
    raw = letter(f"answer+{TOKEN}@in.example.org")
    receive(raw, at=NOW)

    again = receive(b"Received: from elsewhere\r\n" + raw.replace(b"\r\n", b"\n"), at=NOW)

    assert again.state == MailState.HANDLED
    assert (len(taken), InboundMessage.objects.count()) == (1, 1)


def test_recipient_named_by_the_mail_server_counts(taken: list[tuple[str, str, str]]) -> None:
    receive(letter("somebody@example.org"), at=NOW, recipients=[f"answer+{TOKEN}@in.example.org"])

    assert [token for _prefix, token, _subject in taken] == [TOKEN]


def test_message_to_nobody_is_laid_aside(taken: list[tuple[str, str, str]]) -> None:
    row = receive(letter("info@in.example.org"), at=NOW)

    assert (row.state, row.subject) == (MailState.UNMATCHED, "Re: question")
    assert taken == []
    assert receive(letter("strange+abc@in.example.org"), at=NOW).state == MailState.UNMATCHED


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=x"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<news.example.org>"},
    ],
)
def test_machine_is_not_listened_to(header: dict[str, str], taken: list[tuple[str, str, str]]) -> None:
    row = receive(letter(f"answer+{TOKEN}@in.example.org", **header), at=NOW)

    assert (row.state, row.raw, taken) == (MailState.AUTOMATIC, None, [])


def test_answer_that_says_it_is_no_machine_is_taken(taken: list[tuple[str, str, str]]) -> None:
    receive(letter(f"answer+{TOKEN}@in.example.org", Auto_Submitted="no"), at=NOW)

    assert len(taken) == 1


def test_returned_letter_goes_to_the_room_of_bounces(taken: list[tuple[str, str, str]]) -> None:
    report = 'multipart/report; report-type=delivery-status; boundary="b"'
    raw = letter("somebody@example.org", "Undelivered", Content_Type=report, Auto_Submitted="auto-replied")
    row = receive(raw, at=NOW, recipients=[f"bounce+{TOKEN}@in.example.org"])

    assert row.state == MailState.HANDLED
    assert taken == [("bounce", TOKEN, "Undelivered")]


def test_returned_letter_without_our_address_goes_there_too(taken: list[tuple[str, str, str]]) -> None:
    report = 'multipart/report; report-type=feedback-report; boundary="b"'
    receive(letter("abuse@in.example.org", "Complaint", Content_Type=report), at=NOW)

    assert taken == [("bounce", "", "Complaint")]


def test_failure_undoes_what_was_half_done_and_is_tried_again() -> None:
    raw = letter("fussy+abc@in.example.org")

    row = receive(raw, at=NOW)

    assert (row.state, row.attempts, row.error) == (MailState.FAILED, 1, "ValueError: no")
    assert not AuditLine.objects.exists()
    assert receive(raw, at=NOW).attempts == 2
    assert InboundMessage.objects.count() == 1


def test_giant_is_not_read(settings: Settings, taken: list[tuple[str, str, str]]) -> None:
    settings.MAILBOX_MAX_MEGABYTES = 1

    row = receive(letter(f"answer+{TOKEN}@in.example.org") + b"x" * (1024 * 1024), at=NOW)

    assert (row.state, row.raw, taken) == (MailState.TOO_LARGE, None, [])


BROKEN = [
    b"",
    b"\r\n\r\n",
    b"\x00\xff\xfe" * 50,
    b"To: =?utf-8?q?=FF=FE?= <answer+abc@in.example.org\r\nFrom: <<<>>>\r\nSubject: =?x?y?z?=\r\n\r\n\xff",
    b"Content-Type: multipart/mixed\r\nTo: answer+abc@in.example.org\r\n\r\n--x",
    b"Content-Type: text/plain; charset=nothing\r\n\r\n\xff\xfe",
    b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n\r\n!!!",
    b"To: " + b"a," * 5000 + b"\r\n\r\n",
    b"Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\n" * 40,
]


@pytest.mark.parametrize("raw", BROKEN, ids=range(len(BROKEN)))
def test_broken_message_harms_nobody(raw: bytes) -> None:
    row = receive(raw, at=NOW)

    assert row.state in (MailState.UNMATCHED, MailState.HANDLED)
    assert isinstance(text_of(parse(raw)), str)


@given(raw=st.binary(max_size=300), head=st.text(max_size=60))
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_bytes_make_it_fall(raw: bytes, head: str) -> None:
    receive(f"To: {head}\r\nSubject: {head}\r\n".encode("utf-8", "replace") + raw, at=NOW)


def test_what_was_laid_aside_is_forgotten_in_the_end() -> None:
    receive(letter("info@in.example.org"), at=NOW)

    forget_old_mail(at=NOW + timedelta(days=29))
    assert InboundMessage.objects.count() == 1
    forget_old_mail(at=NOW + timedelta(days=31))
    assert not InboundMessage.objects.exists()


# --- the mailbox --------------------------------------------------------------------------------


@pytest.fixture
def box(tmp_path: Path) -> Iterator["mailbox.Maildir"]:
    made = mailbox.Maildir(tmp_path / "box", create=True)
    yield made
    made.close()


def url_of(box: "mailbox.Maildir") -> str:
    return f"maildir://{box._path}"


def test_mailbox_is_emptied_as_it_is_handled(
    box: "mailbox.Maildir", taken: list[tuple[str, str, str]]
) -> None:
    for number in range(3):
        box.add(letter(f"answer+{TOKEN}{number}@in.example.org", Message_ID=f"<{number}@example.org>"))

    assert read_mailbox(url_of(box), at=NOW) == 3
    assert (len(taken), len(box)) == (3, 0)


def test_message_stays_in_the_mailbox_until_it_is_given_up(box: "mailbox.Maildir") -> None:
    box.add(letter("fussy+abc@in.example.org"))

    for _attempt in range(ATTEMPTS - 1):
        read_mailbox(url_of(box), at=NOW)
        assert len(box) == 1
    read_mailbox(url_of(box), at=NOW)

    assert len(box) == 0
    row = InboundMessage.objects.get()
    assert (row.state, row.attempts) == (MailState.FAILED, ATTEMPTS)
    assert row.raw is not None
    assert bytes(row.raw).endswith(b"Thank you!\r\n")


def test_reading_stops_when_its_time_is_over(box: "mailbox.Maildir") -> None:
    for number in range(3):
        box.add(letter("info@in.example.org", Message_ID=f"<{number}@example.org>"))

    assert read_mailbox(url_of(box), at=NOW, until=NOW) == 1
    assert len(box) == 2


def receive_mail(raw: bytes, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    try:
        call_command("receive_mail", *arguments, stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_mail_server_hands_a_message_over(
    monkeypatch: pytest.MonkeyPatch, taken: list[tuple[str, str, str]]
) -> None:
    address = f"answer+{TOKEN}@in.example.org"

    assert receive_mail(letter("x@example.org"), monkeypatch, "--recipient", address) == 0
    assert len(taken) == 1
    assert receive_mail(b"", monkeypatch) == 65


def test_mail_server_is_asked_to_bring_again_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = letter("fussy+abc@in.example.org")

    assert [receive_mail(raw, monkeypatch) for _attempt in range(ATTEMPTS)] == [75] * (ATTEMPTS - 1) + [0]


# --- the administrator --------------------------------------------------------------------------


@pytest.fixture
def administrator(sign_in: Callable[..., Any]) -> Any:
    return sign_in(Client(), "administrator")


def test_administrator_handles_a_message_again(
    taken: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch, administrator: Any
) -> None:
    row = receive(letter("fussy+abc@in.example.org"), at=NOW)
    monkeypatch.setitem(registry.mail, "fussy", registry.mail["answer"])

    done = handle_again(row=row, by=administrator, at=NOW)

    assert (done.state, done.raw, len(taken)) == (MailState.HANDLED, None, 1)
    with pytest.raises(MailMovedOn):
        handle_again(row=done, by=administrator, at=NOW)


def test_dropped_message_does_not_come_back(administrator: Any) -> None:
    raw = letter("info@in.example.org")
    drop_message(row=receive(raw, at=NOW), by=administrator, at=NOW)

    assert receive(raw, at=NOW).state == MailState.HANDLED


def test_pages_show_what_was_laid_aside(client: Client, sign_in: Callable[..., Any]) -> None:
    sign_in(client, "administrator")
    row = receive(letter("info@in.example.org", "<script>alert(1)</script>"), at=NOW)

    listed = client.get(reverse("core:inbound"))
    shown = client.get(reverse("core:inbound_message", kwargs={"pk": row.pk}))

    assert "&lt;script&gt;" in listed.content.decode()
    assert "Thank you!" in shown.content.decode()
    again = client.post(reverse("core:inbound_deed", kwargs={"pk": row.pk}), {"deed": "again"})
    assert again.headers["Location"] == reverse("core:inbound_message", kwargs={"pk": row.pk})
    client.post(reverse("core:inbound_deed", kwargs={"pk": row.pk}), {"deed": "drop"})
    assert not InboundMessage.objects.filter(state=MailState.UNMATCHED).exists()
