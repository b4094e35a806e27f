"""The knowledge pool: shown by consent alone, gone at once when taken back, asked through the mentor, forgotten in time."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.letters import deliver
from mentorhalo.core.models import AuditLine, Letter, SearchEntry
from mentorhalo.core.registry import registry
from mentorhalo.core.search import index_whole
from mentorhalo.core.tests.access import ANONYMOUS, MENTOR, OFFICE, REPRESENTATIVE
from mentorhalo.network.tests.factories import CountyGroupFactory, MentorFactory
from mentorhalo.processes import actions
from mentorhalo.processes.actions import OfferDraft, ProcessRefused, QuestionDraft
from mentorhalo.processes.choices import OFFER_KIND
from mentorhalo.processes.keys import offer_key, offer_of
from mentorhalo.processes.models import ConsentWording, Offer, OfferPerson, PoolQuestion, Process
from mentorhalo.processes.queries.pool import asked_of, mentor_users, public_offers
from mentorhalo.processes.waiting import what_waits

from . import factories
from .browsing import browser, page, send
from .factories import AT, TODAY

pytestmark = pytest.mark.django_db
ASKS = QuestionDraft(name="Tanuló Tamás", contact="06 30 555 6677", message="Mikor kezdünk?")


@pytest.fixture
def office():
    return holder(Role.OFFICE)


@pytest.fixture
def process(office):
    return factories.process(by=office)


@pytest.fixture
def draft():
    return OfferDraft(
        topic="music", what="Citera", name="Pengető Pál", email="pal@example.org", wording=1,
        until=TODAY + timedelta(days=365),
    )  # fmt: skip


def test_same_draft_is_one_offer_and_its_person_gets_the_way_back(process, draft, office):
    offer = actions.record_offer(process=process, draft=draft, by=office, at=AT)

    assert actions.record_offer(process=process, draft=draft, by=office, at=AT) == offer
    letter = Letter.objects.get(template="processes/letters/pool_recorded")
    assert letter.to == "pal@example.org"
    assert offer_key(offer) in letter.body
    assert (offer.agreed_at, offer.wording.number, offer.channel) == (AT, 1, "spoken")
    with pytest.raises(ProcessRefused):
        actions.record_offer(process=factories.process(by=office), draft=draft, by=office, at=AT)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"wording": 2}, "agreed"),
        ({"agreed_on": TODAY + timedelta(days=1)}, "agreed_on"),
        ({"until": TODAY}, "until"),
        ({"until": TODAY + timedelta(days=400)}, "until"),
        ({"agreed_on": TODAY - timedelta(days=60), "until": TODAY + timedelta(days=307)}, "until"),
        ({"topic": "nincs"}, "topic"),
        ({"what": " "}, "what"),
        ({"name": " "}, "name"),
        ({"email": ""}, "phone"),
        ({"email": "ez nem cím"}, "email"),
    ],
)
def test_offer_without_consent_or_what_it_needs_is_refused(process, draft, office, changed, field):
    with pytest.raises(ProcessRefused) as refusal:
        actions.record_offer(process=process, draft=replace(draft, **changed), by=office, at=AT)

    assert refusal.value.field == field
    assert not Offer.objects.exists()


def test_consent_counts_from_its_day_and_not_before_its_words_were_there(process, draft, office):
    agreed_on = TODAY - timedelta(days=60)
    longest = replace(draft, agreed_on=agreed_on, until=agreed_on + timedelta(days=366))
    assert actions.record_offer(process=process, draft=longest, by=office, at=AT).until == longest.until
    ConsentWording.objects.create(
        purpose="pool", number=2, text_hu="Új.", text_en="New.", published_at=AT - timedelta(days=10)
    )

    by_new_words = replace(longest, id=uuid4(), wording=2, until=TODAY + timedelta(days=9))
    with pytest.raises(ProcessRefused) as refusal:
        actions.record_offer(process=process, draft=by_new_words, by=office, at=AT)

    assert refusal.value.field == "agreed_on"
    on_the_day = replace(by_new_words, agreed_on=TODAY - timedelta(days=10))
    assert actions.record_offer(process=process, draft=on_the_day, by=office, at=AT).wording.number == 2
    with pytest.raises(ProcessRefused):
        actions.record_offers(
            drafts=[(process, replace(on_the_day, id=uuid4(), until=TODAY + timedelta(days=360)))],
            by=office,
            at=AT,
        )


def test_letters_go_with_the_consent_and_none_that_waits_is_sent(process, draft, office):
    offer = actions.record_offer(process=process, draft=draft, by=office, at=AT)
    other = actions.record_offer(process=process, draft=replace(draft, id=uuid4()), by=office, at=AT)
    actions.ask_for_offer(offer=offer, draft=ASKS, at=AT)
    waiting = [str(pk) for pk in Letter.objects.filter(sent_at=None).values_list("pk", flat=True)]
    assert len(waiting) == 3

    actions.withdraw_offer(offer=offer, by=None, at=AT)
    for letter in waiting:
        deliver.func(letter)

    assert [letter.to for letter in mail.outbox] == [["pal@example.org"]]
    assert Letter.objects.get().reference == f"offer:{other.pk}"
    assert actions.forget_offers(at=AT + timedelta(days=366)) == 1
    assert not Letter.objects.exists()


def test_by_another_address_the_earlier_link_opens_nothing(process, draft, office):
    offer = actions.record_offer(process=process, draft=replace(draft, shows_name=True), by=office, at=AT)
    first, told = offer_key(offer), actions.PersonDraft(name="Pengető Pál", email="pal@example.org")
    actions.revise_person(offer=offer, draft=replace(told, name="Pengető Péter"), by=office, at=AT)
    found = offer_of(first)
    assert (found.person.name, found.shows_name) == ("Pengető Péter", False)

    actions.revise_person(offer=offer, draft=replace(told, email="peti@example.org"), by=office, at=AT)

    with pytest.raises(Offer.DoesNotExist):
        offer_of(first)
    letter = Letter.objects.get()
    assert letter.to == "peti@example.org"
    assert offer_key(Offer.objects.get()) in letter.body
    lines = AuditLine.objects.filter(deed="revise_offer_person").order_by("pk")
    assert [line.details for line in lines] == [
        {"shows_name": [True, False], "link": 1},
        {"shows_name": [False, False], "link": 2},
    ]
    for wrong, field in (({"name": " "}, "name"), ({"email": ""}, "phone"), ({"email": "nem az"}, "email")):
        with pytest.raises(ProcessRefused) as refusal:
            actions.revise_person(offer=offer, draft=replace(told, **wrong), by=office, at=AT)
        assert refusal.value.field == field
    assert Letter.objects.get().to == "peti@example.org"


def test_name_alone_is_taken_back_and_what_they_teach_stays(process, draft, office):
    offer = actions.record_offer(process=process, draft=replace(draft, shows_name=True), by=office, at=AT)

    for _time in range(2):
        actions.hide_name(offer=offer, by=None, at=AT)

    assert not Offer.objects.get().shows_name
    assert OfferPerson.objects.get().name == "Pengető Pál"
    assert AuditLine.objects.filter(deed="hide_offer_name").count() == 1


def test_taken_back_nothing_of_the_person_is_left_and_the_search_forgets_at_once(process, draft, office):
    offer = actions.record_offer(process=process, draft=draft, by=office, at=AT)
    actions.ask_for_offer(offer=offer, draft=ASKS, at=AT)
    SearchEntry.objects.filter(kind=OFFER_KIND).delete()
    Offer.objects.update(until=timezone.localdate() + timedelta(days=5))
    index_whole(registry.search[OFFER_KIND], at=AT)
    assert SearchEntry.objects.filter(kind=OFFER_KIND).count() == 1

    actions.withdraw_offer(offer=offer, by=None, at=AT)
    actions.withdraw_offer(offer=offer, by=None, at=AT)

    assert not SearchEntry.objects.filter(kind=OFFER_KIND).exists()
    assert not OfferPerson.objects.exists()
    assert not PoolQuestion.objects.exists()
    line = AuditLine.objects.get(deed="withdraw_offer")
    assert line.details == {
        "wording": offer.wording_id, "agreed_at": AT.isoformat(), "channel": "spoken",
    }  # fmt: skip
    with pytest.raises(ProcessRefused):
        actions.revise_offer(
            offer=offer, topic="music", what="x", audience="", frequency="", by=office, at=AT
        )


def test_after_its_last_day_it_is_shown_no_more_and_forgotten(process, draft, office):
    actions.record_offer(process=process, draft=draft, by=office, at=AT)
    last, after = draft.until, draft.until + timedelta(days=1)

    assert [rows.count() for rows in (public_offers(last), public_offers(after))] == [1, 0]
    assert actions.forget_offers(at=AT + timedelta(days=365)) == 0
    assert actions.forget_offers(at=AT + timedelta(days=366)) == 1
    assert not OfferPerson.objects.exists()


def test_person_and_mentor_are_reminded_once_and_again_after_it_was_prolonged(process, draft, office):
    offer = actions.record_offer(process=process, draft=draft, by=office, at=AT)
    soon = AT + timedelta(days=340)
    assert actions.remind_of_offers(at=AT + timedelta(days=300)) == 0
    assert [actions.remind_of_offers(at=soon) for _time in range(2)] == [1, 0]
    reminders = Letter.objects.exclude(template="processes/letters/pool_recorded")
    assert sorted(reminders.values_list("to", flat=True)) == sorted(["pal@example.org", office.email])

    until = timezone.localdate(soon) + timedelta(days=365)
    longer = actions.prolong_offer(offer=offer, until=until, wording=1, channel="own", by=None, at=soon)

    assert (longer.until, longer.agreed_at, longer.channel) == (until, soon, "own")
    assert actions.remind_of_offers(at=soon + timedelta(days=340)) == 1
    with pytest.raises(ProcessRefused):
        actions.prolong_offer(offer=offer, until=until, wording=3, channel="own", by=None, at=soon)


def test_question_waits_a_month_for_the_mentor_and_the_letter_says_nothing_of_who_asks(
    process, draft, office
):
    offer = actions.record_offer(process=process, draft=draft, by=office, at=AT)
    question = actions.ask_for_offer(offer=offer, draft=ASKS, at=AT)
    letter = Letter.objects.get(template="processes/letters/pool_asked")
    assert letter.to == office.email
    assert "Tanuló" not in letter.body
    assert "06 30" not in letter.body

    assert actions.forget_offers(at=AT + timedelta(days=29)) == 0
    assert actions.forget_offers(at=AT + timedelta(days=30)) == 1
    actions.pass_on(question=question, by=office, at=AT)
    assert not AuditLine.objects.filter(deed="pass_on_question").exists()
    for empty in ("name", "contact", "message"):
        with pytest.raises(ProcessRefused):
            actions.ask_for_offer(offer=offer, draft=replace(ASKS, **{empty: " "}), at=AT)
    with pytest.raises(ProcessRefused):
        actions.ask_for_offer(offer=offer, draft=ASKS, at=AT + timedelta(days=400))


def test_questions_go_to_the_mentor_who_serves_else_to_the_leader_else_to_the_office(office):
    serving, gone = holder(Role.MENTOR), holder(Role.INTERVIEWER)
    of_mentor = factories.process(by=office, mentor=MentorFactory(user=serving).pk)
    of_nobody = factories.process(by=office, mentor=MentorFactory(user=gone).pk)

    found = mentor_users([of_mentor.pk, of_nobody.pk], timezone.localdate())

    assert found == {of_mentor.pk: [serving], of_nobody.pk: [office]}


def test_question_waits_on_the_home_of_whom_its_letter_goes_to(draft, office):
    group, now = CountyGroupFactory().pk, timezone.now()
    leader, serving, gone = holder(Role.GROUP_LEADER, group=group), holder(Role.MENTOR), holder(Role.EXPERT)
    of_mentor = factories.process(by=office, mentor=MentorFactory(user=serving).pk)
    of_leader = factories.process(by=office, mentor=MentorFactory(user=gone).pk)
    of_office = factories.process(by=office)
    Process.objects.filter(pk=of_leader.pk).update(group=group)
    told = replace(draft, agreed_on=None, until=timezone.localdate() + timedelta(days=9))
    processes = {serving: of_mentor, leader: of_leader, office: of_office}
    for process in processes.values():
        offer = actions.record_offer(process=process, draft=replace(told, id=uuid4()), by=office, at=now)
        actions.ask_for_offer(offer=offer, draft=ASKS, at=now)

    for person, process in processes.items():
        assert [one.process for one in asked_of(person, timezone.localdate())] == [process]
        assert mentor_users([process.pk], timezone.localdate())[process.pk] == [person]
        assert [one.deed for one in what_waits(person, now)] == ["A kérdés továbbadása"]
    assert asked_of(gone, timezone.localdate()) == []


def test_hundreds_are_recorded_in_a_fixed_number_of_queries(
    process, draft, office, django_assert_max_num_queries
):
    many = [(process, replace(draft, id=uuid4(), what=f"Dal {number}")) for number in range(300)]

    with django_assert_max_num_queries(10):
        assert actions.record_offers(drafts=many, by=office, at=AT) == 300
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("shared_world")
def test_visitor_finds_by_topic_place_and_word_and_asks_through_the_mentor(world):
    visitor = browser(world, ANONYMOUS)
    place = world.process.settlement_id
    for query in ({}, {"q": "kosarfonas"}, {"topic": "crafts"}, {"settlement": place}, {"county": "02"}):
        assert "Vesszős Piroska" in page(visitor, "pool", **query)
    assert "Vesszős Piroska" in page(visitor, "pool", q="kosarfonas " * 3000)
    assert "Vesszős Piroska" in page(visitor, "pool", settlement="\0", q="\0")
    for query in ({"q": "citera"}, {"settlement": "00000"}, {"county": "03"}):
        assert "Vesszős Piroska" not in page(visitor, "pool", **query)
    shown = visitor.get(reverse("processes:pool_offer", args=[world.offer.pk]))
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "111 2233" not in shown.content.decode()
    data = {"name": "Anna", "contact": "anna@example.org", "message": "Szeretném megtanulni."}
    kept = send(visitor, "pool_offer", world.offer.pk, expected=200, **{**data, "contact": ""})
    assert "Szeretném megtanulni." in kept.content.decode()

    send(visitor, "pool_offer", world.offer.pk, **data)

    mentor = browser(world, MENTOR)
    question = PoolQuestion.objects.get(name="Anna")
    assert "anna@example.org" in page(mentor, "offer", world.offer.pk)
    assert AuditLine.objects.filter(deed="read_offer_person", by_id=world.users[MENTOR].pk).exists()
    send(mentor, "pass_on", question.pk)
    assert not PoolQuestion.objects.filter(pk=question.pk).exists()


@pytest.mark.usefixtures("shared_world")
def test_too_many_questions_from_one_place_are_refused_with_what_was_typed(world):
    visitor = browser(world, ANONYMOUS)
    data = {"name": "Anna", "contact": "anna@example.org", "message": "Kérdezek."}
    for _time in range(10):
        send(visitor, "pool_offer", world.offer.pk, **data)

    kept = send(visitor, "pool_offer", world.offer.pk, expected=200, **data)

    assert "Kérdezek." in kept.content.decode()


@pytest.mark.usefixtures("shared_world")
def test_person_goes_on_or_takes_it_back_on_a_page_of_their_own(world):
    own, key = browser(world, ANONYMOUS), offer_key(world.offer)
    assert "Vesszős Piroska" in page(own, "own_offer", key)
    reworded = send(own, "own_offer", key, expected=200, wording="9", agreed="on")
    assert list(reworded.context["form"].errors) == ["agreed"]
    send(own, "own_offer", key, wording="1", agreed="on")
    assert Offer.objects.get(pk=world.offer.pk).until == world.today + timedelta(days=365)
    send(own, "hide_own_name", key)
    assert "Vesszős Piroska" not in page(own, "own_offer", key)
    assert "Vesszős Piroska" not in page(own, "pool_offer", world.offer.pk)
    page(own, "withdraw_own_offer", key)
    assert Offer.objects.filter(pk=world.offer.pk).exists()

    send(own, "withdraw_own_offer", key)

    assert "Kosárfonás" not in page(own, "pool")
    for name in ("own_offer", "withdraw_own_offer"):
        assert own.get(reverse(f"processes:{name}", args=[key])).status_code != 200
    assert own.get(reverse("processes:own_offer", args=["hamis"])).status_code != 200


@pytest.mark.usefixtures("shared_world")
def test_mentor_records_changes_prolongs_and_takes_back(world):
    mentor, process = browser(world, MENTOR), world.process
    data = {
        "wording": "1",
        "agreed": "on",
        "channel": "paper",
        "agreed_on": world.today.isoformat(),
        "topic": "kitchen",
        "what": "Lekvárfőzés",
        "until": (world.today + timedelta(days=100)).isoformat(),
        "name": "Titkos Teréz",
        "phone": "06 30 444 5566",
        "language": "hu",
    }
    refused = send(mentor, "record_offer", process.pk, expected=200, **{**data, "agreed": ""})
    assert list(refused.context["form"].errors) == ["agreed"]
    send(mentor, "record_offer", process.pk, **data)
    offer = Offer.objects.get(what="Lekvárfőzés")
    anonymous = page(browser(world, ANONYMOUS), "pool_offer", offer.pk)
    assert "Titkos" not in anonymous
    assert "Titkos" not in page(browser(world, REPRESENTATIVE), "offers", process.pk)
    send(mentor, "revise_offer", offer.pk, topic="garden", what="Szilvalekvár")
    assert "Szilvalekvár" in page(mentor, "offers", process.pk)
    person = {"name": "Titkos Terézia", "phone": "06 30 444 5566", "language": "hu"}
    assert 'value="Titkos Teréz"' in page(mentor, "revise_offer_person", offer.pk)
    kept = send(mentor, "revise_offer_person", offer.pk, expected=200, **{**person, "phone": ""})
    assert list(kept.context["form"].errors) == ["phone"]
    send(mentor, "revise_offer_person", offer.pk, **person)
    assert "Titkos Terézia" in page(mentor, "offer", offer.pk)
    until = (world.today + timedelta(days=300)).isoformat()
    send(mentor, "prolong_offer", offer.pk, wording="1", agreed="on", channel="phone", until=until)
    assert Offer.objects.get(pk=offer.pk).until.isoformat() == until

    send(mentor, "withdraw_offer", offer.pk)

    assert not Offer.objects.filter(pk=offer.pk).exists()


@pytest.mark.usefixtures("shared_world")
def test_pool_asks_the_same_number_of_questions_for_one_and_for_many(world, django_assert_num_queries):
    visitor, address = browser(world, ANONYMOUS), reverse("processes:pool")
    visitor.get(address)
    with CaptureQueriesContext(connection) as one:
        visitor.get(address)
    drafts = [
        (world.process, OfferDraft(topic="music", what=f"Dal {number}", name="X", until=world.today + timedelta(days=9)))
        for number in range(5)
    ]  # fmt: skip
    actions.record_offers(drafts=drafts, by=world.users[OFFICE], at=world.now)

    with django_assert_num_queries(len(one)):
        visitor.get(address)
