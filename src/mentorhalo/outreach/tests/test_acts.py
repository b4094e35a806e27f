"""Information acts: logged, counted, corrected, withdrawn, and written by letters themselves."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import GROUP_LEADER, MENTOR, OFFICE, OTHER_MENTOR, World
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.reconciliation import reconcile
from mentorhalo.mentoring.models import PeriodClosing
from mentorhalo.network.tests.factories import MandateFactory
from mentorhalo.outreach.actions.acts import (
    ActDraft,
    ActRefused,
    FileRefused,
    correct_act,
    follow_register,
    log_act,
    record_issue_act,
    withdraw_act,
)
from mentorhalo.outreach.actions.bounces import record_bounce, recount_acts
from mentorhalo.outreach.choices import (
    ActChannel,
    Audience,
    BounceKind,
    CountMethod,
    DeliveryState,
    IssueState,
)
from mentorhalo.outreach.facts import ACT_SOURCE
from mentorhalo.outreach.models import InformationAct
from mentorhalo.outreach.queries.acts import acts_seen_by
from mentorhalo.outreach.sending.reports import Report
from mentorhalo.outreach.tests.factories import DeliveryFactory, IssueFactory
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.tests.factories import ProgrammeFactory
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db

AT = timezone.now()
TODAY = timezone.localdate(AT)


@pytest.fixture
def mentor() -> User:
    user = holder(Role.MENTOR)
    MandateFactory(
        mentor__user=user, group__programme=ProgrammeFactory(code="proba", starts_on=date(2024, 1, 1))
    )
    return user


def told(**said: Any) -> ActDraft:
    return ActDraft(
        **{
            "client_key": uuid4(),
            "given_on": TODAY,
            "audience": Audience.MUNICIPALITY,
            "channel": ActChannel.MEETING,
            "message": "A jegyzők hallottak a pályázatról.",
            "reached": 14,
            "counting": CountMethod.SHEET,
            **said,
        }
    )


def facts(act: InformationAct) -> list[Fact]:
    """What the journal says of the act now."""
    return list(Fact.objects.of_source(ACT_SOURCE, str(act.pk)).known_at(None))


def test_an_act_counts_from_the_moment_it_is_logged(mentor: User) -> None:
    place = SettlementFactory()

    act = log_act(draft=told(settlement=place.pk), by=mentor, at=AT)

    fact = facts(act)[0]
    assert (fact.kind, fact.subject, fact.occurred_on, fact.quantity, fact.programme) == (
        "information.given",
        f"act:{act.pk}",
        TODAY,
        14,
        "proba",
    )
    assert (fact.form, fact.channel, fact.state, fact.place, fact.county) == (
        "municipality",
        "meeting",
        "counted",
        place.pk,
        place.county_id,
    )
    assert (fact.who, fact.group) == (f"mentor:{mentor.mentor.pk}", f"group:{act.group}")


def test_an_act_sent_twice_is_one(mentor: User) -> None:
    draft = told()

    assert log_act(draft=draft, by=mentor, at=AT) == log_act(draft=draft, by=mentor, at=AT)
    with pytest.raises(ActRefused):
        log_act(draft=draft, by=holder(Role.OFFICE), at=AT)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"counting": CountMethod.DELIVERED}, "counting"),
        ({"counting": CountMethod.ESTIMATE}, "counting_note"),
        ({"channel": ActChannel.NEWSLETTER}, "channel"),
        ({"message": " "}, "message"),
        ({"message": "a" * 301}, "message"),
        ({"reached": -1}, "reached"),
        ({"audience": "king"}, "audience"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    mentor: User, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(ActRefused) as refusal:
        log_act(draft=told(**said), by=mentor, at=AT)

    assert refusal.value.field == field
    assert InformationAct.objects.count() == 0


def test_without_a_programme_nothing_can_be_counted() -> None:
    with pytest.raises(ActRefused):
        log_act(draft=told(), by=holder(Role.OFFICE), at=AT)


def test_an_estimate_is_counted_apart(mentor: User) -> None:
    act = log_act(
        draft=told(counting=CountMethod.ESTIMATE, counting_note="minden második ház"), by=mentor, at=AT
    )

    assert facts(act)[0].state == "estimated"


def test_a_file_is_kept_with_its_fingerprint(mentor: User) -> None:
    act = log_act(draft=told(), upload=SimpleUploadedFile("ív.pdf", b"%PDF"), by=mentor, at=AT)

    assert (act.file_name, act.sha256) == ("ív.pdf", sha256(b"%PDF").hexdigest())


def test_a_file_that_cannot_be_kept_keeps_the_act_from_being_written(mentor: User) -> None:
    with pytest.raises(FileRefused):
        log_act(draft=told(), upload=SimpleUploadedFile("a.html", b"<script>"), by=mentor, at=AT)

    assert InformationAct.objects.count() == 0


def test_a_corrected_act_says_why_and_what_it_said_before(mentor: User) -> None:
    draft = told()
    act = log_act(draft=draft, by=mentor, at=AT)

    correct_act(act=act, draft=replace(draft, reached=41), reason="elírás", by=mentor, at=AT)

    assert [fact.quantity for fact in facts(act)] == [41]
    assert AuditLine.objects.get(deed="correct_act").details == {
        "reason": "elírás",
        "before": {"reached": "14"},
    }


def test_a_withdrawn_act_counts_no_more_and_stays_as_it_is(mentor: User) -> None:
    draft = told()
    act = log_act(draft=draft, by=mentor, at=AT)

    withdraw_act(act=act, reason="kétszer írtam be", by=mentor, at=AT)

    assert facts(act) == []
    act.refresh_from_db()
    assert act.withdrawn_reason == "kétszer írtam be"
    with pytest.raises(ActRefused):
        withdraw_act(act=act, reason="megint", by=mentor, at=AT)
    with pytest.raises(ActRefused):
        correct_act(act=act, draft=draft, reason="elírás", by=mentor, at=AT)


def test_without_a_reason_nothing_is_corrected_or_withdrawn(mentor: User) -> None:
    draft = told()
    act = log_act(draft=draft, by=mentor, at=AT)

    with pytest.raises(ActRefused):
        withdraw_act(act=act, reason=" ", by=mentor, at=AT)
    with pytest.raises(ActRefused):
        correct_act(act=act, draft=draft, reason="", by=mentor, at=AT)


def test_a_closed_period_takes_no_acts_and_gives_none_back(mentor: User) -> None:
    act = log_act(draft=told(), by=mentor, at=AT)
    PeriodClosing.objects.create(programme=Programme.objects.get(), until=TODAY, closed_at=AT)

    with pytest.raises(ActRefused):
        log_act(draft=told(), by=mentor, at=AT)
    with pytest.raises(ActRefused):
        withdraw_act(act=act, reason="elírás", by=mentor, at=AT)


def test_a_letter_logs_itself_and_follows_what_comes_back(mentor: User) -> None:
    issue = IssueFactory(by=mentor, programme="proba", started_at=AT, county="20")
    first = DeliveryFactory(issue=issue, state=DeliveryState.SENT, sent_at=AT)
    DeliveryFactory(issue=issue, state=DeliveryState.SENT, sent_at=AT)
    DeliveryFactory(issue=issue, state=DeliveryState.REFUSED)

    act = record_issue_act(issue=issue, at=AT)

    assert act is not None
    assert (act.reached, act.counting, act.channel, act.message, act.county) == (
        2,
        CountMethod.DELIVERED,
        ActChannel.NEWSLETTER,
        "Hírek a közösségekről",
        "20",
    )
    first.state = DeliveryState.BOUNCED
    first.save()
    assert record_issue_act(issue=issue, at=AT) == act
    assert [fact.quantity for fact in facts(act)] == [1]
    with pytest.raises(ActRefused):
        withdraw_act(act=act, reason="nem kell", by=mentor, at=AT)


def test_a_letter_of_which_its_provider_tells_late_is_taken_out_of_the_count(mentor: User) -> None:
    issue = IssueFactory(by=mentor, programme="proba", started_at=AT, finished_at=AT, state=IssueState.SENT)
    delivery = DeliveryFactory(issue=issue, state=DeliveryState.SENT, sent_at=AT)
    DeliveryFactory(issue=issue, state=DeliveryState.SENT, sent_at=AT)
    act = record_issue_act(issue=issue, at=AT)
    assert act is not None
    gone = Report(BounceKind.HARD, is_final=True, code="5.1.1", told="no such mailbox")
    record_bounce(delivery=delivery.pk, report=gone, key="1", source="webhook", at=AT - timedelta(days=3))

    recount_acts(at=AT)

    assert [fact.quantity for fact in facts(act)] == [1]


@pytest.mark.parametrize(
    ("roles", "told_as"),
    [
        (["municipality"], Audience.MUNICIPALITY),
        (["mentor", "expert"], Audience.PROFESSIONAL),
        (["mentor", "municipality"], Audience.POPULATION),
        ([], Audience.POPULATION),
    ],
)
def test_a_letter_told_those_whom_it_was_for(mentor: User, roles: list[str], told_as: str) -> None:
    issue = IssueFactory(by=mentor, programme="proba", started_at=AT, audience={"roles": roles})
    DeliveryFactory(issue=issue, state=DeliveryState.SENT, sent_at=AT)

    act = record_issue_act(issue=issue, at=AT)

    assert act is not None
    assert act.audience == told_as


def test_a_settlement_that_moves_takes_its_acts_along(mentor: User) -> None:
    place = SettlementFactory()
    act = log_act(draft=told(settlement=place.pk), by=mentor, at=AT)
    InformationAct.objects.update(county="99")  # as if the settlement had lain elsewhere until now

    follow_register(codes=[place.pk], by=None, at=AT)

    act.refresh_from_db()
    assert (act.county, facts(act)[0].county) == (place.county_id, place.county_id)


def test_a_letter_that_reached_nobody_is_no_act(mentor: User) -> None:
    assert record_issue_act(issue=IssueFactory(by=mentor, programme="proba", started_at=AT), at=AT) is None


def test_the_journal_can_be_derived_anew(mentor: User) -> None:
    log_act(draft=told(), by=mentor, at=AT)
    withdraw_act(act=log_act(draft=told(), by=mentor, at=AT), reason="elírás", by=mentor, at=AT)

    assert [one for one in reconcile().differences if one.source_type == ACT_SOURCE] == []


# --- pages ------------------------------------------------------------------------------------------------------------


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def typed(**said: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "audience": "municipality",
        "channel": "meeting",
        "message": "A jegyzők hallottak a pályázatról.",
        "given_on": TODAY.isoformat(),
        "reached": "14",
        "counting": "sheet",
        "county": "",
        **said,
    }


def test_a_mentor_logs_an_act_on_the_phone(client: Client, mentor: User) -> None:
    sign_in(client, mentor)

    assert f'value="{timezone.localdate().isoformat()}"' in client.get(reverse("outreach:log_act")).text
    answer = client.post(reverse("outreach:log_act"), typed(), follow=True)

    assert answer.status_code == 200
    assert "A jegyzők hallottak a pályázatról." in answer.text


def test_what_is_refused_keeps_what_was_typed(client: Client, mentor: User) -> None:
    sign_in(client, mentor)

    answer = client.post(reverse("outreach:log_act"), typed(counting="estimate"))

    assert answer.status_code == 200
    assert "A jegyzők hallottak a pályázatról." in answer.text
    assert InformationAct.objects.count() == 0


def test_correcting_withdrawing_and_the_file_on_their_pages(client: Client, world: World) -> None:
    sign_in(client, world.users[MENTOR])
    act = world.act

    assert client.get(reverse("outreach:act_file", args=[act.pk])).content == b"jegyzet"
    client.post(reverse("outreach:correct_act", args=[act.pk]), typed(reached="20", reason="elírás"))
    act.refresh_from_db()
    assert act.reached == 20
    client.post(reverse("outreach:withdraw_act", args=[act.pk]), {"reason": "elírás"})
    act.refresh_from_db()
    assert act.withdrawn_at is not None
    assert client.get(reverse("outreach:act", args=[act.pk])).status_code == 200
    assert client.get(reverse("outreach:correct_act", args=[act.pk])).status_code == 404


def test_a_file_that_was_changed_is_not_handed_out(client: Client, world: World) -> None:
    sign_in(client, world.users[MENTOR])
    InformationAct.objects.update(sha256="0" * 64)

    assert client.get(reverse("outreach:act_file", args=[world.act.pk])).status_code == 302


def test_a_mentor_sees_own_and_the_groups_acts(world: World) -> None:
    seen = {
        role: acts_seen_by(world.users[role]).count() for role in (MENTOR, GROUP_LEADER, OTHER_MENTOR, OFFICE)
    }

    assert seen == {MENTOR: 1, GROUP_LEADER: 1, OTHER_MENTOR: 0, OFFICE: 1}


@pytest.mark.parametrize("acts", [1, 3])
def test_the_list_asks_the_same_however_long(
    client: Client, world: World, acts: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(acts):
        log_act(draft=told(), by=world.users[MENTOR], at=AT)
    sign_in(client, world.users[OFFICE])
    client.get(reverse("outreach:acts"))

    with django_assert_max_num_queries(12):
        answer = client.get(reverse("outreach:acts"), {"audience": "municipality", "since": "2024-01-01"})

    assert answer.text.count("A jegyzők hallottak") == acts


def test_a_communitys_card_tells_what_it_was_told(client: Client, world: World) -> None:
    log_act(
        draft=told(
            audience=Audience.COMMUNITY, settlement=world.community.settlement_id, message="Volt egy fórum."
        ),
        by=world.users[MENTOR],
        at=AT,
    )
    sign_in(client, world.users[MENTOR])

    assert "Volt egy fórum." in client.get(reverse("partners:community", args=[world.community.pk])).text
