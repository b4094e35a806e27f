"""Letters that come back: believed with caution, counted gently, taken once, never answered."""

from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.core import mail

from mentorhalo.outreach.actions.bounces import record_bounce, take_bounce_mail, take_leave_mail
from mentorhalo.outreach.choices import BounceKind, DeliveryState, IssueKind, SubscriberState
from mentorhalo.outreach.models import Bounce, Consent, Delivery, Subscriber
from mentorhalo.outreach.sending.reports import Report, read_report

from .factories import DeliveryFactory, SubscriberFactory

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db

DSN = """\
From: Mail Delivery System <MAILER-DAEMON@mx.pelda.hu>
To: bounce@mail.pelda.hu
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}@mx.pelda.hu>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.pelda.hu
Arrival-Date: Mon, 23 Nov 2026 08:00:00 +0000

Final-Recipient: rfc822; anna@pelda.hu
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such
 mailbox here

--b
Content-Type: text/rfc822-headers

Subject: Hírlevél

--b--
"""

ARF = """\
From: <fbl@provider.example>
To: abuse@pelda.hu
Subject: FW: Hírlevél
Message-ID: <arf@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is a spam report.

--b
Content-Type: message/feedback-report

Feedback-Type: {type}
User-Agent: Provider/1.0
Version: 1

--b
Content-Type: message/rfc822

From: Mentorháló <a@pelda.hu>
Subject: Level
List-Unsubscribe: <https://pelda.hu/outreach/u/{token}/>,
 <mailto:leave+{token}@pelda.hu>

Text.

--b--
"""


def message(text: str) -> EmailMessage:
    found = message_from_string(text, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def dsn(status: str = "5.1.1", action: str = "failed", number: str = "1") -> EmailMessage:
    return message(DSN.format(status=status, action=action, number=number))


def sent(**fields: Any) -> Delivery:
    return DeliveryFactory(state=DeliveryState.SENT, sent_at=AT, **fields)


def test_a_permanent_failure_is_written_down_with_its_code() -> None:
    delivery = sent()

    assert take_bounce_mail(dsn(), delivery.token)

    delivery.refresh_from_db()
    bounce = Bounce.objects.get()
    assert (bounce.kind, bounce.code) == (BounceKind.HARD, "5.1.1")
    assert bounce.told == "550 5.1.1 no such mailbox here"
    assert delivery.state == DeliveryState.BOUNCED
    assert delivery.subscriber.state == SubscriberState.ACTIVE


def test_after_two_letters_lost_for_good_the_address_gets_no_more() -> None:
    reader = SubscriberFactory()
    for number in "12":
        take_bounce_mail(dsn(number=number), sent(subscriber=reader).token)

    reader.refresh_from_db()
    assert reader.state == SubscriberState.BOUNCING
    assert reader.consents.standing().exists()


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", BounceKind.HARD),
        ("5.2.1", "failed", BounceKind.HARD),
        ("5.2.2", "failed", BounceKind.SOFT),
        ("5.7.1", "failed", BounceKind.SOFT),
        ("4.4.1", "failed", BounceKind.SOFT),
        ("4.4.1", "delayed", BounceKind.SOFT),
    ],
)
def test_what_may_pass_is_temporary(status: str, action: str, kind: str) -> None:
    report = read_report(dsn(status=status, action=action))

    assert report is not None
    assert report.kind == kind


def test_good_news_is_no_bounce() -> None:
    delivery = sent()

    assert take_bounce_mail(dsn(status="2.0.0", action="delivered"), delivery.token)
    assert not Bounce.objects.exists()


def test_an_answer_from_a_holiday_is_no_bounce() -> None:
    text = "From: anna@pelda.hu\nSubject: Szabadságon\nAuto-Submitted: auto-replied\n\nJövő héten jövök.\n"

    assert take_bounce_mail(message(text), sent().token)
    assert not Bounce.objects.exists()


def test_prose_that_nobody_understands_counts_as_temporary() -> None:
    text = "From: postmaster@regi.hu\nSubject: Hiba\nMessage-ID: <x@y>\n\nA levél nem jó.\n"

    assert take_bounce_mail(message(text), sent().token)
    assert Bounce.objects.get().kind == BounceKind.SOFT


def test_a_report_for_a_forged_token_is_not_ours() -> None:
    assert not take_bounce_mail(dsn(), "0" * 26)
    assert not take_bounce_mail(dsn(), "")
    assert not take_bounce_mail(message("Subject: =?utf-8?q?=FF?=\n\n\x00\n"), "x")


def test_temporary_failures_add_up_and_are_forgiven_with_time() -> None:
    reader = SubscriberFactory()
    soft = Report(BounceKind.SOFT)
    for month in range(12):
        at = AT + timedelta(days=31 * month)
        record_bounce(
            delivery=sent(subscriber=reader).pk, report=soft, key=f"m{month}", source="mailbox", at=at
        )
    reader.refresh_from_db()
    assert (reader.soft_bounces, reader.state) == (1, SubscriberState.ACTIVE)

    for day in range(6):
        at = AT + timedelta(days=400 + day)
        record_bounce(
            delivery=sent(subscriber=reader).pk, report=soft, key=f"d{day}", source="mailbox", at=at
        )
    reader.refresh_from_db()
    assert reader.state == SubscriberState.BOUNCING


def test_a_storm_of_bounces_is_taken_once_and_answered_never() -> None:
    delivery = sent()
    for _again in range(20):
        take_bounce_mail(dsn(), delivery.token)
    for number in range(50):
        take_bounce_mail(dsn(number=f"n{number}"), delivery.token)

    delivery.subscriber.refresh_from_db()
    assert Bounce.objects.count() == 5
    assert delivery.subscriber.state == SubscriberState.ACTIVE
    assert mail.outbox == []


def test_a_complaint_ends_all_letters_at_once() -> None:
    delivery = sent()

    assert take_bounce_mail(message(ARF.format(type="abuse", token=delivery.token)), "")

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.COMPLAINED
    assert delivery.subscriber.state == SubscriberState.COMPLAINED
    assert not Consent.objects.standing().filter(subscriber=delivery.subscriber).exists()


def test_a_complaint_taken_back_is_no_complaint() -> None:
    delivery = sent()

    assert not take_bounce_mail(message(ARF.format(type="not-spam", token=delivery.token)), "")
    assert not Bounce.objects.exists()


def test_a_mail_to_the_address_of_leaving_is_enough() -> None:
    delivery = sent()
    empty = message("From: valaki@mas.hu\nSubject: \n\n")

    assert take_leave_mail(empty, delivery.token)
    assert take_leave_mail(empty, delivery.token)
    assert not take_leave_mail(empty, "0" * 26)
    assert Subscriber.objects.get().state == SubscriberState.LEFT


def test_a_county_letter_that_came_back_is_shown_to_its_mentor() -> None:
    from mentorhalo.outreach.queries import sendings  # late: asked in this test alone

    delivery = sent(issue__kind=IssueKind.COUNTY_LETTER)
    take_bounce_mail(dsn(), delivery.token)

    assert sendings.returned(delivery.issue) == [delivery]
