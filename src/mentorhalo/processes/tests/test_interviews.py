"""Interviews: the text for few, the name for fewer, both gone on their day."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import GROUP_LEADER, MENTOR, OFFICE, OTHER_MENTOR, REPRESENTATIVE
from mentorhalo.processes import actions
from mentorhalo.processes.actions import InterviewDraft, ProcessRefused
from mentorhalo.processes.models import CommunityInterview, InterviewText, Respondent
from mentorhalo.processes.queries.interviews import theme_rows

from . import factories
from .browsing import browser, page, send
from .factories import AT, TODAY

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=100)


@pytest.fixture
def office():
    return holder(Role.OFFICE)


@pytest.fixture
def draft(office):
    return InterviewDraft(
        process=factories.process(by=office).pk,
        held_on=TODAY,
        wording=1,
        said="Nincs hol találkozni.",
        themes=["places", "youth"],
        text_until=LATER,
        name="Kiss Anna",
        name_until=LATER - timedelta(days=10),
    )


def test_same_draft_is_one_interview_and_numbers_go_on(draft, office):
    first = actions.record_interview(draft=draft, by=office, at=AT)
    assert actions.record_interview(draft=draft, by=office, at=AT) == first
    other = InterviewDraft(
        process=draft.process, held_on=TODAY, wording=1, said="Szép.", text_until=LATER, contribution="Sütök.",
        themes=["places"],
    )  # fmt: skip
    second = actions.record_interview(draft=other, by=office, at=AT)

    assert (first.code, second.code) == ("001", "002")
    assert not Respondent.objects.filter(interview=second).exists()
    rows = [(row.theme.code, row.interviews, row.contributions) for row in theme_rows(first.process)]
    assert rows == [("places", 2, 1), ("youth", 1, 0)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"wording": 0}, "agreed"),
        ({"said": "  "}, "said"),
        ({"held_on": date(2999, 1, 1)}, "held_on"),
        ({"held_on": date(1999, 1, 1)}, "held_on"),
        ({"text_until": TODAY}, "text_until"),
        ({"text_until": TODAY.replace(year=2050)}, "text_until"),
        ({"name_until": TODAY.replace(year=2050)}, "name_until"),
        ({"themes": ["nincs"]}, "themes"),
    ],
)
def test_interview_without_what_it_needs_is_refused(draft, office, changed, field):
    with pytest.raises(ProcessRefused) as refusal:
        actions.record_interview(draft=replace(draft, **changed), by=office, at=AT)

    assert refusal.value.field == field


def test_name_and_text_are_forgotten_on_their_days_and_themes_stay(draft, office):
    interview = actions.record_interview(draft=draft, by=office, at=AT)
    assert actions.forget_in_time(at=AT + timedelta(days=89)) == 0
    assert actions.forget_in_time(at=AT + timedelta(days=90)) == 1
    assert not Respondent.objects.exists()
    assert actions.forget_in_time(at=AT + timedelta(days=100)) == 1
    assert not InterviewText.objects.exists()

    assert interview.themes.count() == 2
    rows = theme_rows(interview.process)
    assert [(one.interviews, one.contributions) for one in rows] == [(1, 0), (1, 0)]


def test_a_number_is_given_out_once(draft, office):
    first = actions.record_interview(draft=draft, by=office, at=AT)
    actions.withdraw_interview(interview=first, by=office, at=AT)

    second = actions.record_interview(draft=replace(draft, id=uuid4()), by=office, at=AT)

    assert (first.number, second.number) == (1, 2)
    with pytest.raises(ProcessRefused, match="hozzájárul"):
        actions.withdraw_interview(interview=first, by=office, at=AT)


def test_consent_taken_back_deletes_everything_and_leaves_no_name_behind(draft, office):
    interview = actions.record_interview(draft=draft, by=office, at=AT)

    actions.withdraw_interview(interview=interview, by=office, at=AT)

    assert not CommunityInterview.objects.exists()
    assert not InterviewText.objects.exists()
    assert not Respondent.objects.exists()
    line = AuditLine.objects.get(deed="withdraw_interview")
    assert (line.subject, line.details) == (f"interview:{interview.pk}", {})


@pytest.mark.usefixtures("shared_world")
def test_who_reads_what(world):
    interview, process = world.interview.pk, world.process.pk
    for role in (MENTOR, GROUP_LEADER, OFFICE):
        shown = page(browser(world, role), "interview", interview)
        assert "Kevés a közös tér." in shown
        assert "Kovács" not in shown
    for role in (REPRESENTATIVE, OTHER_MENTOR):
        page(browser(world, role), "interview", interview, status=404)
        summed_up = page(browser(world, role), "interviews", process)
        assert "Kinyitnám a pajtámat." not in summed_up
    page(browser(world, OFFICE), "respondent", interview, status=404)
    assert "Kovács Borbála" in page(browser(world, MENTOR), "respondent", interview)
    assert AuditLine.objects.filter(deed="read_respondent", by_id=world.users[MENTOR].pk).exists()


@pytest.mark.usefixtures("shared_world")
def test_mentor_records_until_themes_are_summed_up_and_deletes(world):
    mentor, own = browser(world, MENTOR), browser(world, REPRESENTATIVE)
    process, today = world.process.pk, world.today
    later = (today + timedelta(days=30)).isoformat()
    data = {
        "wording": "1",
        "agreed": "on",
        "held_on": today.isoformat(),
        "text_until": later,
        "said": "Jó itt.",
    }
    kept = send(mentor, "record_interview", process, expected=200, **{**data, "agreed": ""})
    assert "Jó itt." in kept.content.decode()
    reworded = send(mentor, "record_interview", process, expected=200, **{**data, "wording": "7"})
    form = reworded.context["form"]
    assert (form["wording"].value(), form["said"].value(), list(form.errors)) == ("1", "Jó itt.", ["agreed"])
    unnamed = send(mentor, "record_interview", process, expected=200, **data, contact="06 30 111 2233")
    assert list(unnamed.context["form"].errors) == ["name"]
    for number in range(2):
        send(
            mentor, "record_interview", process, **data, themes=["places"], contribution=f"Segítek {number}."
        )

    shown = page(own, "interviews", process)

    assert "Kinyitnám a pajtámat." in shown
    assert "Segítek" not in shown
    assert "Jó itt." not in shown
    send(mentor, "set_themes", world.interview.pk, themes=["youth"])
    send(mentor, "respondent", world.interview.pk)
    assert not Respondent.objects.exists()
    send(mentor, "withdraw_interview", world.interview.pk)
    page(mentor, "interview", world.interview.pk, status=404)
