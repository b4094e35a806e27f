"""The pages of sending: what would happen, what happens, and what became of each letter."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as house
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory
from mentorhalo.core.tests.clock import noon
from mentorhalo.outreach.actions import sending as deeds
from mentorhalo.outreach.choices import DeliveryState, IssueState
from mentorhalo.outreach.models import Delivery, InformationAct, Issue, IssueText, Omission, Sending
from mentorhalo.outreach.queries import sendings
from mentorhalo.outreach.tasks import look_after_sendings, send_issue
from mentorhalo.programmes.tests.factories import ProgrammeFactory

from .factories import DeliveryFactory, IssueFactory, SubscriberFactory

pytestmark = pytest.mark.django_db

BLOCKS = [{"type": "text", "id": "a1", "text": "Új közösségi kert nyílt, várunk mindenkit szeretettel."}]


@pytest.fixture
def office(client: Client) -> User:
    user: User = GrantFactory(role=Role.OFFICE).user
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


@pytest.fixture
def draft(office: User, monkeypatch: pytest.MonkeyPatch) -> Issue:
    """A newsletter ready to go, and two readers."""
    ProgrammeFactory()
    issue: Issue = IssueFactory(by=office)
    IssueText.objects.filter(issue=issue).update(subject="Kertek nyíltak", blocks=BLOCKS)
    SubscriberFactory(email="a@egy.hu", name="Anna")
    SubscriberFactory(email="b@ketto.hu", name="Béla")
    SubscriberFactory(email="c@harom.hu", consents=(), wishes=((None, ""),), state="pending")
    return issue


def page(client: Client, issue: Issue, name: str = "sending") -> Any:
    return client.get(f"/outreach/letters/{issue.pk}/{name}/")


def post(client: Client, issue: Issue, deed: str, **data: Any) -> Any:
    return client.post(f"/outreach/letters/{issue.pk}/sending/{deed}/", data)


def test_a_newsletter_goes_from_the_button_to_its_readers_and_into_the_count(
    client: Client,
    draft: Issue,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    assert page(client, draft).context["reached"] == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert post(client, draft, "start").status_code == 302
    sending = Sending.objects.get()
    assert draft.deliveries.count() == 2
    send_issue.call(issue_id=str(draft.pk), turn=sending.turn)

    draft.refresh_from_db()
    assert sorted(letter.to[0].rpartition("<")[2] for letter in mailoutbox) == ["a@egy.hu>", "b@ketto.hu>"]
    assert draft.state == IssueState.SENT
    assert {one.state for one in draft.deliveries.all()} == {DeliveryState.SENT}
    assert [one.reason for one in Omission.objects.all()] == ["not_confirmed"]
    assert InformationAct.objects.get().reached == 2
    shown = page(client, draft)
    assert shown.context["progress"].done == 2
    assert page(client, draft, "deliveries").context["page"].paginator.count == 2
    send_issue.call(issue_id=str(draft.pk), turn=sending.turn)
    assert len(mailoutbox) == 2


def test_a_letter_with_errors_is_not_sent(client: Client, draft: Issue) -> None:
    IssueText.objects.filter(issue=draft).update(subject="")

    post(client, draft, "start")

    draft.refresh_from_db()
    assert draft.state == IssueState.DRAFT
    assert not Delivery.objects.exists()


def test_a_letter_to_nobody_is_not_sent(draft: Issue, office: User) -> None:
    draft.audience = {"counties": ["02"], "topics": [], "roles": ["mentor"]}
    draft.save()

    with pytest.raises(deeds.SendingRefused):
        deeds.start_sending(issue=draft, by=office, at=timezone.now())
    assert not Delivery.objects.exists()


def test_a_sending_begins_once(draft: Issue, office: User) -> None:
    deeds.start_sending(issue=draft, by=office, at=timezone.now())

    with pytest.raises(deeds.SendingRefused):
        deeds.start_sending(issue=draft, by=office, at=timezone.now())
    assert Delivery.objects.count() == 2


def test_a_planned_letter_goes_at_its_moment(
    client: Client, draft: Issue, django_capture_on_commit_callbacks: Any
) -> None:
    moment = noon(timezone.localdate() + timedelta(days=1))
    post(client, draft, "plan", planned_at=moment.strftime("%Y-%m-%dT%H:%M"))
    draft.refresh_from_db()
    assert draft.planned_at is not None
    look_after_sendings.call()
    draft.refresh_from_db()
    assert draft.state == IssueState.DRAFT

    Issue.objects.update(planned_at=timezone.now() - timedelta(minutes=1))
    look_after_sendings.call()

    draft.refresh_from_db()
    assert draft.state == IssueState.SENDING


def test_a_plan_that_cannot_be_kept_says_why(draft: Issue, office: User, client: Client) -> None:
    now = timezone.now()
    deeds.plan_sending(issue=draft, planned_at=now + timedelta(minutes=5), by=office, at=now)
    IssueText.objects.filter(issue=draft).update(subject="")

    assert not deeds.start_planned(issue=draft.pk, at=now + timedelta(minutes=6))
    assert page(client, draft).context["failed"] != ""
    assert not sendings.planned_until(now + timedelta(minutes=7))


def test_a_plan_is_called_off_and_never_lies_in_the_past(client: Client, draft: Issue) -> None:
    past = timezone.localtime() - timedelta(hours=2)
    assert post(client, draft, "plan", planned_at=past.strftime("%Y-%m-%dT%H:%M")).status_code == 200
    Issue.objects.update(planned_at=timezone.now() + timedelta(days=1))

    post(client, draft, "call-off")

    draft.refresh_from_db()
    assert draft.planned_at is None


def test_pausing_and_resuming_ten_times_loses_nothing(
    client: Client, draft: Issue, mailoutbox: list[Any]
) -> None:
    post(client, draft, "start")
    for _time in range(10):
        post(client, draft, "pause")
        send_issue.call(issue_id=str(draft.pk), turn=Sending.objects.get().turn)
        assert mailoutbox == []
        post(client, draft, "resume")
    send_issue.call(issue_id=str(draft.pk), turn=Sending.objects.get().turn)

    assert len(mailoutbox) == 2


def test_a_job_of_an_earlier_turn_does_nothing(client: Client, draft: Issue, mailoutbox: list[Any]) -> None:
    post(client, draft, "start")
    old = Sending.objects.get().turn
    post(client, draft, "pause")
    post(client, draft, "resume")

    send_issue.call(issue_id=str(draft.pk), turn=old)

    assert mailoutbox == []


def test_a_stopped_sending_cannot_be_resumed(client: Client, draft: Issue) -> None:
    post(client, draft, "start")
    post(client, draft, "stop")
    post(client, draft, "resume")
    send_issue.call(issue_id=str(draft.pk), turn=Sending.objects.get().turn)

    draft.refresh_from_db()
    assert draft.state == IssueState.STOPPED
    assert draft.finished_at is not None
    assert {one.state for one in draft.deliveries.all()} == {DeliveryState.NOT_SENT}
    assert not InformationAct.objects.exists()


def test_a_sending_whose_job_was_lost_is_found(client: Client, draft: Issue) -> None:
    post(client, draft, "start")
    now = timezone.now()

    assert sendings.left_alone(now) == []
    assert sendings.left_alone(now + timedelta(minutes=4)) == [draft.pk]


def test_an_uncertain_letter_is_repeated_only_by_hand(
    client: Client, draft: Issue, mailoutbox: list[Any]
) -> None:
    post(client, draft, "start")
    one = draft.deliveries.get(address="a@egy.hu")
    Delivery.objects.filter(pk=one.pk).update(state=DeliveryState.UNCERTAIN, reason="lost")
    send_issue.call(issue_id=str(draft.pk), turn=Sending.objects.get().turn)
    assert [letter.to for letter in mailoutbox] == [["Béla <b@ketto.hu>"]] or len(mailoutbox) == 1
    assert page(client, draft).context["uncertain"] == [one]

    client.post(f"/outreach/deliveries/{one.pk}/repeat/")
    send_issue.call(issue_id=str(draft.pk), turn=Sending.objects.get().turn)
    client.post(f"/outreach/deliveries/{one.pk}/repeat/")

    assert len(mailoutbox) == 2
    draft.refresh_from_db()
    assert draft.state == IssueState.SENT


def test_deliveries_are_listed_by_state_with_as_many_queries_for_three_as_for_one(
    client: Client, draft: Issue
) -> None:
    DeliveryFactory(issue=draft, state=DeliveryState.REFUSED, reason="550 5.1.1 no such user")
    page(client, draft, "deliveries")
    with CaptureQueriesContext(
        connection,
    ) as first:
        page(client, draft, "deliveries")
    DeliveryFactory(issue=draft)
    DeliveryFactory(issue=draft)
    with CaptureQueriesContext(connection) as second:
        shown = client.get(f"/outreach/letters/{draft.pk}/deliveries/?state=refused")

    assert len(first) == len(second)
    assert [one.reason for one in shown.context["page"]] == ["550 5.1.1 no such user"]


def test_nobody_is_heard_as_a_provider_unless_it_is_set(client: Client, settings: Any) -> None:
    assert client.post("/outreach/events/mailgun/", {}).status_code == 404
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:secret"}

    told = {
        "RecordType": "SpamComplaint",
        "MessageID": "x",
        "Email": "a@egy.hu",
        "BouncedAt": "2026-11-23T08:00:00Z",
        "ID": 42,
    }
    reader = SubscriberFactory(email="a@egy.hu")
    DeliveryFactory(subscriber=reader, state=DeliveryState.SENT, sent_at=timezone.now())

    def tell(headers: dict[str, str] | None = None) -> int:
        response = client.post(
            "/outreach/events/postmark/", told, content_type="application/json", headers=headers
        )
        return int(response.status_code)

    assert tell() == 400
    signed = {"Authorization": "Basic bmFtZTpzZWNyZXQ="}
    assert [tell(signed), tell(signed)] == [200, 200]
    reader.refresh_from_db()
    assert reader.state == "complained"
    assert house.MAIL_PROVIDER == "postmark"
