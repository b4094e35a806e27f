"""Service letters: both parts, the reader's language, nothing that begins another header, one Message-ID however often sent."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from mentorhalo.core.letters import (
    KEEP_DAYS,
    LetterRefused,
    as_message,
    deliver,
    forget_old_letters,
    quietly,
    send_letter,
)
from mentorhalo.core.models import Letter
from mentorhalo.core.work import GiveUp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def templates(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "core/letters").mkdir(parents=True)
    (tmp_path / "core/letters/example.subject.txt").write_text("Answer to:\n{{ title }}\n")
    (tmp_path / "core/letters/example.txt").write_text(
        "{% load i18n %}Dear {{ name }},\n\n{% translate 'Save' %}\nlook at {{ site_url }}/q/1.\n"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]


def write(**changes: object) -> None:
    arguments = {
        "to": "anna@example.org",
        "language": "hu",
        "context": {"title": "Why?", "name": "O'Neil <b>"},
        **changes,
    }
    send_letter("core/letters/example", **arguments)  # type: ignore[arg-type]


def sent() -> EmailMessage:
    [letter] = mail.outbox
    return letter.message()


def test_letter_leaves_after_the_commit_in_both_parts(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(reply_to="answer+abc@in.example.org")
        assert mail.outbox == []

    message = sent()
    plain, html = (part.get_content() for part in message.iter_parts())
    assert message["Subject"] == "Answer to: Why?"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "hu"
    assert message["Reply-To"] == "answer+abc@in.example.org"
    assert "Dear O'Neil <b>,\n\nMentés\n" in plain
    assert "O'Neil &lt;b&gt;" in html
    assert '/q/1" style="color: #1f5f41' in html
    assert 'lang="hu"' in html
    assert "prefers-color-scheme: dark" in html
    assert not [word for word in ("<img", "<script", "<link", "url(") if word in html]


def test_sent_letter_forgets_its_words(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write()

    letter = Letter.objects.get()
    assert letter.sent_at is not None
    assert letter.body == ""
    deliver.call(letter_id=str(letter.pk))
    assert len(mail.outbox) == 1
    job = DBTaskResult.objects.get(task_path=deliver.module_path)
    assert job.args_kwargs["kwargs"] == {"letter_id": str(letter.pk)}


def test_letter_sent_again_is_the_same_letter() -> None:
    write()
    letter = Letter.objects.get()

    first, second = as_message(letter).message(), as_message(letter).message()

    assert first["Message-ID"] == second["Message-ID"] == f"<letter.{letter.pk}@localhost>"


def test_subject_is_one_line_whatever_was_written() -> None:
    write(context={"title": "a\r\nBcc: x@example.org\x00\u2028b", "name": ""})

    assert Letter.objects.get().subject == "Answer to: a Bcc: x@example.org b"


@pytest.mark.parametrize(
    "to", ["", "anna", "a@b\nBcc: c@d.hu", "a@example.org, b@example.org", "Anna <anna@example.org>"]
)
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(LetterRefused):
        write(to=to)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"X-A": "b\nBcc: c@d.hu"}, {"X-A\n": "b"}, {"Bcc": "c@d.hu"}, {"subject": "x"}, {"X A": "b"}],
)
def test_header_that_would_begin_another_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(LetterRefused):
        write(headers=headers)


def test_rooms_own_header_stands_in_the_letter() -> None:
    write(headers={"In-Reply-To": "<1@example.org>"})

    assert as_message(Letter.objects.get()).message()["In-Reply-To"] == "<1@example.org>"


@pytest.fixture
def relay(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """What the relay says next; nothing: it takes the letter."""
    answers: list[Exception] = []
    take = EmailMultiAlternatives.send

    def send(self: EmailMultiAlternatives, *args: object, **kwargs: object) -> int:
        if answers:
            raise answers.pop()
        return take(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    return answers


def test_letter_that_is_refused_for_ever_is_not_tried_again(relay: list[Exception]) -> None:
    write()
    letter = Letter.objects.get()
    relay.append(SMTPRecipientsRefused({"anna@example.org": (550, b"no such user\r\nhere")}))

    with pytest.raises(GiveUp, match="550 no such user here"):
        deliver.call(letter_id=str(letter.pk))

    letter.refresh_from_db()
    assert (letter.refused_at is None, letter.error) == (False, "550 no such user here")
    deliver.call(letter_id=str(letter.pk))
    letter.refresh_from_db()
    assert (letter.refused_at, letter.error, len(mail.outbox)) == (None, "", 1)


@pytest.mark.parametrize(
    "trouble",
    [
        SMTPRecipientsRefused({"anna@example.org": (451, b"later")}),
        SMTPServerDisconnected("gone"),
        ConnectionRefusedError("nobody there"),
    ],
)
def test_letter_that_cannot_leave_now_is_tried_again(relay: list[Exception], trouble: Exception) -> None:
    write()
    letter = Letter.objects.get()
    relay.append(trouble)

    with pytest.raises(type(trouble)):
        deliver.call(letter_id=str(letter.pk))

    letter.refresh_from_db()
    assert (letter.refused_at, letter.sent_at) == (None, None)
    assert letter.error != ""


def test_old_letters_are_forgotten() -> None:
    write()

    forget_old_letters(at=timezone.now() + timedelta(days=KEEP_DAYS - 1))
    assert Letter.objects.count() == 1
    forget_old_letters(at=timezone.now() + timedelta(days=KEEP_DAYS + 1))
    assert not Letter.objects.exists()


def test_what_happened_long_ago_is_written_to_nobody() -> None:
    with quietly():
        write()

    assert not Letter.objects.exists()
    write()
    assert Letter.objects.count() == 1
