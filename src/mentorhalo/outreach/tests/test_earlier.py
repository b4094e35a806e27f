"""What was told before is taken over: letters as sent, acts in bulk, by the rules of the single ones."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.reconciliation import reconcile
from mentorhalo.outreach.actions.acts import ActDraft, ActRefused, TakenAct, log_acts
from mentorhalo.outreach.actions.earlier import enter_as_sent
from mentorhalo.outreach.actions.sending import SendingRefused
from mentorhalo.outreach.choices import ActChannel, Audience, CountMethod, DeliveryState, IssueState
from mentorhalo.outreach.facts import ACT_SOURCE
from mentorhalo.outreach.models import Delivery, InformationAct, Issue, IssueText
from mentorhalo.programmes.tests.factories import ProgrammeFactory

from .factories import IssueFactory, SubscriberFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=200)


@pytest.fixture
def office() -> User:
    ProgrammeFactory(code="proba", starts_on=date(2020, 1, 1))
    user: User = GrantFactory(role="office", starts_on=date(2020, 1, 1)).user
    return user


@pytest.fixture
def draft(office: User) -> Issue:
    issue: Issue = IssueFactory(by=office)
    blocks = [{"id": "a", "type": "text", "text": "Megnyílt a kert."}]
    IssueText.objects.filter(issue=issue).update(subject="Kertek nyíltak", blocks=blocks)
    return issue


def taken(**said: object) -> TakenAct:
    words = {
        "client_key": uuid4(),
        "given_on": timezone.localdate(LONG_AGO),
        "audience": Audience.CIVIL,
        "channel": ActChannel.MEETING,
        "message": "Az egyesületek hallottak a pályázatról.",
        "reached": 12,
        "counting": CountMethod.SHEET,
    }
    return TakenAct(draft=ActDraft(**{**words, **said}), entered_at=LONG_AGO)  # type: ignore[arg-type]


def test_letter_entered_as_sent_counts_on_its_day_and_nothing_leaves(
    draft: Issue, office: User, mailoutbox: list[object], django_capture_on_commit_callbacks: object
) -> None:
    for number in range(3):
        SubscriberFactory(email=f"olvaso{number}@pelda.hu")

    with django_capture_on_commit_callbacks(execute=True) as callbacks:  # type: ignore[operator]
        issue = enter_as_sent(issue=draft, by=office, at=LONG_AGO)

    assert (issue.state, issue.finished_at, issue.act.reached) == (IssueState.SENT, LONG_AGO, 3)
    assert set(Delivery.objects.values_list("state", "sent_at")) == {(DeliveryState.SENT, LONG_AGO)}
    assert mailoutbox == []
    assert not [one for one in callbacks if "sending_due" in repr(one)]
    assert reconcile().ok


def test_letter_of_which_some_went_stays_open(draft: Issue, office: User) -> None:
    for number in range(3):
        SubscriberFactory(email=f"olvaso{number}@pelda.hu")

    issue = enter_as_sent(issue=draft, by=office, at=LONG_AGO, most=2)

    assert (issue.state, issue.finished_at) == (IssueState.SENDING, None)
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == 1
    assert not InformationAct.objects.exists()


def test_letter_without_readers_is_not_entered(draft: Issue, office: User) -> None:
    with pytest.raises(SendingRefused):
        enter_as_sent(issue=draft, by=office, at=LONG_AGO)


def test_acts_taken_over_count_on_their_days(office: User) -> None:
    made = log_acts(acts=[taken(), taken(reached=30)], by=office)

    facts = Fact.objects.filter(source_type=ACT_SOURCE, source_id__in=[str(act.pk) for act in made])
    assert sorted(facts.values_list("quantity", flat=True)) == [12, 30]
    assert {act.entered_at for act in InformationAct.objects.all()} == {LONG_AGO}
    assert reconcile().ok


@pytest.mark.parametrize(
    "said",
    [
        {"counting": CountMethod.DELIVERED},
        {"counting": CountMethod.ESTIMATE},
        {"channel": ActChannel.NEWSLETTER},
        {"audience": "everybody"},
        {"given_on": timezone.localdate() + timedelta(days=1)},
    ],
)
def test_one_wrong_act_keeps_all_out(office: User, said: dict[str, object]) -> None:
    with pytest.raises(ActRefused):
        log_acts(acts=[taken(), taken(**said)], by=office)

    assert not InformationAct.objects.exists()
