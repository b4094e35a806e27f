"""The Week of Communities: joining without an account, programmes, the county group's look, through whom they came, the report."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.events import actions
from mentorhalo.events.actions import OccasionRefused
from mentorhalo.events.choices import JoinerState, OccasionState
from mentorhalo.events.facts import JOINER_SOURCE
from mentorhalo.events.forms.week import EditionForm
from mentorhalo.events.keys import joiner_key
from mentorhalo.events.models import Joiner, Occasion, WeekProgramme
from mentorhalo.events.queries import week as queries
from mentorhalo.evidence.models import Fact
from mentorhalo.network.tests.factories import MentorFactory
from mentorhalo.territory.tests.factories import SettlementFactory

from . import factories
from .factories import GUEST, NOW

pytestmark = pytest.mark.django_db


def typed(settlement, **fields):
    return {
        "kind": "informal",
        "name": "Kertbarátok  köre",
        "settlement": settlement.name,
        "settlement_value": settlement.pk,
        "contact_name": "Kiss Anna",
        "email": GUEST,
        "heard": "unknown",
        "key": str(uuid4()),
        **fields,
    }


def test_a_community_joins_writes_copies_and_is_published(
    client, django_capture_on_commit_callbacks, mailoutbox
):
    edition, settlement = factories.edition(), SettlementFactory()
    data = typed(settlement)
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            answer = client.post(reverse("events:week_join", args=[edition.year]), data)
        client.post(reverse("events:week_join", args=[edition.year]), {**data, "key": str(uuid4())})
    assert answer["Location"] == reverse("events:week_joined")
    joiner = Joiner.objects.get()
    assert (joiner.name, joiner.state, len(mailoutbox)) == ("Kertbarátok köre", "unconfirmed", 1)
    [link] = re.findall(r"https?://\S+/events/week/own/\S+", mailoutbox[0].body)
    path = link[link.index("/events/") :]

    client.get(path)
    joiner.refresh_from_db()
    assert joiner.state == JoinerState.UNCONFIRMED  # a link scanner opened it
    client.post(f"{path}confirm/")
    programme = {
        "title": "Nyitott kert",
        "kind": "public",
        "theme": "Szomszédolás",
        "summary": "Palántacsere.",
        "on": edition.starts_on.isoformat(),
        "starts_hour": "10:00",
        "ends_hour": "12:00",
        "place": "Fő utca 1.",
        "key": str(uuid4()),
    }
    for _time in range(2):
        client.post(f"{path}programme/", programme)
    first = WeekProgramme.objects.get()
    days = [(edition.starts_on + timedelta(days=n)).isoformat() for n in (1, 2)]
    for _time in range(2):
        client.post(f"{path}programme/{first.pk}/copy/", {"days": days})
    assert [timezone.localtime(one.starts_at).hour for one in joiner.programmes.all()] == [10, 10, 10]

    office = holder(Role.OFFICE)
    with django_capture_on_commit_callbacks(execute=True):
        actions.accept_joiner(joiner=joiner, by=office, at=NOW)
        actions.tell_of_accepted(at=NOW)
    assert [letter.to for letter in mailoutbox[1:]] == [[GUEST]]
    assert Occasion.objects.public().filter(kind="week", settlement=settlement).count() == 3
    page = client.get(reverse("events:calendar") + "?kind=week").content.decode()
    assert page.count("Nyitott kert") == 3
    poster = client.get(reverse("events:week_poster", args=[first.pk]))
    assert poster.content.startswith(b"%PDF")
    [fact] = Fact.objects.filter(source_type=JOINER_SOURCE)
    assert (fact.kind, fact.state, fact.place) == ("week.joined", "unknown", settlement.pk)
    assert not Fact.objects.filter(source_type="events.occasion").exists()


def test_nothing_typed_is_lost_and_late_is_late(client):
    edition = factories.edition()
    page = client.post(
        reverse("events:week_join", args=[edition.year]), typed(SettlementFactory(), email="x")
    )
    assert page.context["form"]["name"].value() == "Kertbarátok  köre"
    last = edition.closes_at - timedelta(seconds=1)
    joiner = factories.joined(edition, at=last)

    with pytest.raises(OccasionRefused):
        factories.joined(edition, at=edition.closes_at, email="keso@pelda.hu")
    factories.week_programme(joiner, at=edition.closes_at + timedelta(days=6))
    with pytest.raises(OccasionRefused):
        factories.week_programme(joiner, at=edition.closes_at + timedelta(days=8), hour=14)
    with pytest.raises(OccasionRefused):
        factories.week_programme(joiner, day=edition.ends_on + timedelta(days=1))


def test_sent_back_with_a_reason_and_sent_in_again(client, django_capture_on_commit_callbacks, mailoutbox):
    joiner, office = factories.sent_in(factories.edition()), holder(Role.OFFICE)
    with pytest.raises(OccasionRefused):
        actions.return_joiner(joiner=joiner, reason=" ", by=office, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.return_joiner(joiner=joiner, reason="Hol lesz?", by=office, at=NOW)
    assert "Hol lesz?" in mailoutbox[-1].body
    assert "Hol lesz?" in client.get(reverse("events:week_own", args=[joiner_key(joiner)])).content.decode()

    client.post(reverse("events:week_send", args=[joiner_key(joiner)]))
    joiner = actions.accept_joiner(joiner=joiner, by=office, at=NOW)
    assert joiner.state == JoinerState.ACCEPTED


def own_page(joiner):
    return reverse("events:week_own", args=[joiner_key(joiner)])


def test_a_mended_address_gets_the_letter_and_the_first_one_opens_nothing(
    client, django_capture_on_commit_callbacks, mailoutbox
):
    edition = factories.edition()
    page, data = reverse("events:week_join", args=[edition.year]), typed(SettlementFactory())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {**data, "email": "vendge@pelda.hu"})
        first = Joiner.objects.get()
        client.post(page, {**data, "contact_name": "Kiss Anna Mária"})
    assert [letter.to for letter in mailoutbox] == [["vendge@pelda.hu"], [GUEST]]
    joiner = Joiner.objects.get()
    assert (joiner.email, joiner.contact_name) == (GUEST, "Kiss Anna Mária")
    assert client.get(own_page(first)).status_code == 302  # opens nothing any more

    too_long = client.post(
        page, {**data, "email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.hu"}
    )
    assert "email" in too_long.context["form"].errors
    actions.confirm_joiner(joiner=joiner, at=NOW)
    client.post(page, {**data, "email": "harmadik@pelda.hu"})
    assert Joiner.objects.get().email == GUEST


def test_an_id_that_stands_elsewhere_is_refused():
    edition = factories.edition()
    first, second = (factories.accepted(edition, email=f"{name}@pelda.hu") for name in "ab")
    [programme] = first.programmes.all()
    draft = actions.ProgrammeDraft(
        title="Más",
        kind="public",
        summary="Más.",
        starts_at=programme.starts_at,
        ends_at=programme.ends_at,
        place="Itt",
    )
    for taken in (programme.pk, factories.planned().pk):
        with pytest.raises(OccasionRefused):
            actions.add_programme(joiner=second, key=taken, draft=draft, at=NOW)
    one, other = MentorFactory.create_batch(2)
    said = {"key": uuid4(), "edition": edition, "name": "Kórus", "settlement": first.settlement_id, "at": NOW}
    made = actions.invite(mentor=one, **said)
    assert actions.invite(mentor=one, **said) == made
    with pytest.raises(OccasionRefused):
        actions.invite(mentor=other, **said)


def test_a_theme_fits_into_a_programme():
    form = EditionForm({"themes": f"Jó\n{'x' * 201}"})
    assert "x" * 40 in form.errors["themes"][0]


def test_cancelled_reported_and_withdrawn(client):
    before = NOW - timedelta(days=40)
    edition = factories.edition(at=before)
    joiner = factories.accepted(edition, at=before)
    later = edition.starts_on + timedelta(days=2)
    second = factories.week_programme(joiner, day=later, at=before)
    actions.accept_joiner(joiner=joiner, by=holder(Role.OFFICE), at=before)
    first, second = joiner.programmes.select_related("occasion")

    actions.cancel_programme(programme=second, reason="Eső.", at=before)
    told = {"attendance": 40, "counted_by": "headcount", "quote": "Jövőre is!", "by": None}
    with pytest.raises(OccasionRefused):
        actions.report_programme(programme=first, at=before, **told)
    actions.report_programme(programme=first, at=NOW, **told)
    second.refresh_from_db()
    with pytest.raises(OccasionRefused):
        actions.report_programme(programme=second, at=NOW, **told)

    states = dict(Occasion.objects.values_list("pk", "state"))
    assert states == {first.pk: OccasionState.HELD, second.pk: OccasionState.CANCELLED}
    with pytest.raises(OccasionRefused):
        actions.report_programme(programme=first, at=NOW + timedelta(days=60), **told)
    with pytest.raises(OccasionRefused):
        actions.withdraw_joiner(joiner=joiner, at=NOW)
    other = factories.accepted(edition, name="Másik", email="b@pelda.hu", at=before)
    factories.week_programme(other, day=later, at=before)
    [published] = other.programmes.filter(occasion__isnull=False).select_related("occasion")
    assert "/withdraw/" not in client.get(page := own_page(other)).content.decode()
    actions.cancel_programme(programme=published, reason="Beteg.", at=before)
    assert "/withdraw/" in client.get(page).content.decode()
    client.post(reverse("events:week_withdraw", args=[joiner_key(other)]))
    other.refresh_from_db()
    assert (other.state, other.contact_name, other.email) == (JoinerState.WITHDRAWN, "", "")
    assert [one.pk for one in other.programmes.all()] == [published.pk]
    assert [one.quote for one in queries.quotes(edition)] == ["Jövőre is!"]


def test_who_has_not_told_is_asked_once_and_who_never_confirmed_is_deleted(
    django_capture_on_commit_callbacks, mailoutbox
):
    edition = factories.edition()
    factories.accepted(edition)
    factories.joined(edition, email="b@pelda.hu")
    over = NOW + timedelta(days=40)

    with django_capture_on_commit_callbacks(execute=True):
        assert [actions.remind_to_report(at=over), actions.remind_to_report(at=over)] == [1, 0]
    assert [letter.to for letter in mailoutbox] == [[GUEST]]
    Joiner.objects.filter(email="b@pelda.hu").update(written_at=over - timedelta(days=13))
    assert actions.forget_unconfirmed_joiners(at=over) == 0
    assert actions.forget_unconfirmed_joiners(at=over + timedelta(days=2)) == 1


def test_desk_asks_the_same_number_of_queries(client, django_assert_max_num_queries):
    edition = factories.edition(year=NOW.year)
    office = holder(Role.OFFICE)
    client.force_login(office, backend="allauth.account.auth_backends.AuthenticationBackend")
    factories.sent_in(edition)
    pages = [reverse(f"events:{name}") for name in ("week_desk", "week_funnel", "week")]
    for page in pages:
        client.get(page)
    with django_assert_max_num_queries(60) as few:
        for page in pages:
            client.get(page)
    for number in range(3):
        factories.sent_in(edition, email=f"{number}@pelda.hu")
    with django_assert_max_num_queries(len(few)):
        for page in pages:
            client.get(page)
