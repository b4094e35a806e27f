"""The plain case is written as the long way would write it; what is not plain is left to the long way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from mentorhalo.surveys.actions import plain
from mentorhalo.surveys.actions.inserting import Row
from mentorhalo.surveys.actions.plain import Arrived, Permit, Wish, permits_of, put_down
from mentorhalo.surveys.actions.receiving import receive
from mentorhalo.surveys.choices import VersionState
from mentorhalo.surveys.models import Enrolment, InstrumentVersion, Interviewer, Submission

from .factories import EnrolmentFactory, InstrumentVersionFactory, InterviewerFactory
from .sendings import a_sending, household_xml

pytestmark = pytest.mark.django_db(transaction=True)
ITS_OWN = {"id", "instance_id", "thread", "xml", "sha256"}


@pytest.fixture
def version() -> InstrumentVersion:
    found: InstrumentVersion = InstrumentVersionFactory(
        instrument__form_id="household", state=VersionState.FROZEN
    )
    return found


@pytest.fixture
def interviewer(version: InstrumentVersion) -> Interviewer:
    found: Interviewer = InterviewerFactory()
    EnrolmentFactory(interviewer=found, study=version.instrument.study)
    return found


def arrived(interviewer: Interviewer, xml: bytes | None = None) -> Arrived:
    return Arrived(household_xml() if xml is None else xml, interviewer.pk, "phone-1")


def told(submission: Submission) -> dict[str, Any]:
    return {name: value for name, value in vars(submission).items() if name not in ITS_OWN and name[0] != "_"}


def test_it_is_written_as_the_long_way_writes_it(interviewer: Interviewer) -> None:
    now = timezone.now()
    xml = household_xml(instance="uuid:1")
    sending = replace(a_sending(interviewer, instance="uuid:2"), device_id="phone-1", by=interviewer.user)

    calls: list[str] = []
    done = put_down(questionnaires=[arrived(interviewer, xml)], at=now, tell=lambda: calls.append("told"))
    receive(sending=sending, at=now)

    mine, long_way = Submission.objects.order_by("instance_id")
    assert (done, calls) == ([True], ["told"])
    assert told(mine) == told(long_way)
    assert (bytes(mine.xml), mine.instance_id) == (xml, "uuid:1")
    assert receive(sending=replace(sending, xml=xml), at=now).is_new is False  # its digest is known


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(household_xml(form="nothing"), id="unknown form"),
        pytest.param(household_xml(version="99"), id="unknown version"),
        pytest.param(household_xml()[:-9], id="cut"),
        pytest.param(b"", id="empty"),
        pytest.param(household_xml().replace(b"instanceID", b"somethingID"), id="without identifier"),
        pytest.param(household_xml(instance="x" * 121), id="too long an identifier"),
        pytest.param(household_xml(deprecated="uuid:1"), id="an edit"),
    ],
)
def test_what_is_not_plain_is_left_and_what_is_beside_it_is_not(interviewer: Interviewer, xml: bytes) -> None:
    both = [arrived(interviewer, xml), arrived(interviewer)]

    assert put_down(questionnaires=both, at=timezone.now()) == [False, True]
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.PUBLISHED, VersionState.RETIRED])
def test_only_a_version_in_use_is_plain(
    interviewer: Interviewer, version: InstrumentVersion, state: VersionState
) -> None:
    InstrumentVersion.objects.filter(pk=version.pk).update(state=state)

    assert put_down(questionnaires=[arrived(interviewer)], at=timezone.now()) == [False]
    assert not Submission.objects.exists()


def test_who_is_not_at_work_goes_the_long_way(interviewer: Interviewer) -> None:
    long_ago = timezone.localdate() - timedelta(days=400)
    Enrolment.objects.update(starts_on=long_ago, ends_on=long_ago)
    calls: list[str] = []

    done = put_down(
        questionnaires=[arrived(interviewer)], at=timezone.now(), tell=lambda: calls.append("told")
    )
    assert (done, calls) == ([False], [])


def test_one_that_is_known_goes_the_long_way_and_what_is_beside_it_does_not(interviewer: Interviewer) -> None:
    first, second, third = (arrived(interviewer) for _time in range(3))
    assert put_down(questionnaires=[first], at=timezone.now()) == [True]

    assert put_down(questionnaires=[second, first, third, second], at=timezone.now()) == [
        True,
        False,
        True,
        False,
    ]
    assert put_down(questionnaires=[first, third], at=timezone.now()) == [False, False]
    assert sorted(bytes(one.xml) for one in Submission.objects.all()) == sorted(
        one.xml for one in (first, second, third)
    )


def test_what_another_process_wrote_in_the_same_moment_goes_the_long_way(
    interviewer: Interviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_rows: Sequence[Row]) -> list[int]:
        raise IntegrityError

    monkeypatch.setattr(plain, "insert", refuse)
    calls: list[str] = []

    done = put_down(
        questionnaires=[arrived(interviewer)], at=timezone.now(), tell=lambda: calls.append("told")
    )
    assert (done, calls) == ([False], [])


def test_permits_are_given_to_those_whose_wish_is_in_order(
    interviewer: Interviewer, version: InstrumentVersion
) -> None:
    mine = Wish(interviewer.pk, "household", version.version)
    stranger = Wish(InterviewerFactory().pk, "household", version.version)

    assert permits_of({mine, stranger, mine._replace(form_id="nothing")}) == {
        mine: Permit(version.pk, interviewer.user_id)
    }
