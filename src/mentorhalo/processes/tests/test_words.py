"""The office's words: worded anew they are new rows, and what was sorted or agreed to before keeps its own."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import OFFICE
from mentorhalo.processes import actions
from mentorhalo.processes.actions import InterviewDraft, ProcessRefused, TermDraft
from mentorhalo.processes.choices import Purpose
from mentorhalo.processes.models import AssetCategory, ConsentWording, PoolTopic, Theme
from mentorhalo.processes.queries.interviews import themes_offered

from . import factories
from .browsing import browser, page, send
from .factories import AT, TODAY

pytestmark = pytest.mark.django_db
NEW = TermDraft(name_hu="fiatalok és gyerekek", name_en="young people and children", order=25)


@pytest.fixture
def office():
    return holder(Role.OFFICE)


def test_interview_keeps_the_theme_it_was_sorted_by_when_that_is_worded_anew(office):
    draft = InterviewDraft(
        process=factories.process(by=office).pk, held_on=TODAY, wording=1, said="Jó.", themes=["youth"],
        text_until=TODAY + timedelta(days=9),
    )  # fmt: skip
    interview = actions.record_interview(draft=draft, by=office, at=AT)
    before = Theme.objects.get(code="youth")

    after = actions.reword_term(term=before, draft=NEW, by=office, at=AT)

    assert list(interview.themes.all()) == [before]
    offered = [one.code for one in themes_offered()]
    assert "youth" not in offered
    assert after.code in offered
    assert AuditLine.objects.get(deed="reword_term").details == {"before": "youth"}


def test_only_another_order_is_the_same_row_and_codes_are_never_given_twice(office):
    music = PoolTopic.objects.get(code="music")
    names = {"name_hu": music.name_hu, "name_en": music.name_en}
    assert actions.reword_term(term=music, draft=TermDraft(**names, order=5), by=office, at=AT) == music
    other = TermDraft(name_hu="népzene", name_en="Music")
    assert actions.add_term(kind=PoolTopic, draft=other, by=office, at=AT).code == "music-2"
    with pytest.raises(ProcessRefused):
        actions.add_term(kind=PoolTopic, draft=other, by=office, at=AT)
    with pytest.raises(ProcessRefused) as refusal:
        actions.add_term(kind=PoolTopic, draft=TermDraft(name_hu=" ", name_en="x"), by=office, at=AT)
    assert refusal.value.field == "name_hu"


def test_a_category_of_single_people_stays_one_and_the_last_word_stays(office):
    gifts = AssetCategory.objects.get(code="gifts")
    after = actions.reword_term(term=gifts, draft=NEW, by=office, at=AT)
    assert AssetCategory.objects.get(pk=after.pk).is_personal
    for one in AssetCategory.objects.exclude(pk=after.pk):
        actions.offer_term(term=one, is_offered=False, by=office, at=AT)

    with pytest.raises(ProcessRefused):
        actions.offer_term(term=after, is_offered=False, by=office, at=AT)

    assert actions.offer_term(term=gifts, is_offered=True, by=office, at=AT).is_offered


def test_wording_is_followed_and_never_changed(office):
    first = ConsentWording.objects.in_force(Purpose.INTERVIEW)
    said = {"purpose": Purpose.INTERVIEW, "by": office, "at": AT}
    with pytest.raises(ProcessRefused):
        actions.publish_wording(text_hu=first.text_hu, text_en=first.text_en, **said)
    with pytest.raises(ProcessRefused):
        actions.publish_wording(text_hu="Igen.", text_en=" ", **said)

    second = actions.publish_wording(text_hu="Hozzájárulok.", text_en="I agree.", **said)

    assert (second.number, second.published_at) == (2, AT)
    assert ConsentWording.objects.in_force(Purpose.INTERVIEW) == second
    first.refresh_from_db()
    assert first.text_hu != "Hozzájárulok."


@pytest.mark.usefixtures("shared_world")
def test_office_publishes_words_and_consents_and_no_one_else_kind_is_there(world):
    office = browser(world, OFFICE)
    theme = Theme.objects.get(code="places")
    send(office, "add_term", "topics", name_hu="méhészet", name_en="Beekeeping", order="15")
    send(office, "reword_term", "themes", theme.pk, name_hu="terek", name_en="Places", order="10")
    send(office, "offer_term", "categories", AssetCategory.objects.get(code="economy").pk, offered="0")
    send(
        office,
        "publish_wording",
        "pool",
        text_hu="Hozzájárulok a tankatalógushoz.",
        text_en="I agree to the pool.",
    )

    shown = page(office, "words")

    for words in ("méhészet", "terek", "Hozzájárulok a tankatalógushoz."):
        assert words in shown
    assert not AssetCategory.objects.get(code="economy").is_offered
    assert "Hozzájárulok a tankatalógushoz." in page(office, "record_offer", world.process.pk)
    page(office, "add_term", "nincs", status=404)
    page(office, "publish_wording", "nincs", status=404)
    assert reverse("processes:words") in page(office, "processes")
