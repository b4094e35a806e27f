from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from mentorhalo.core.models import AuditLine
from mentorhalo.programmes.actions import (
    ProgrammeDraft,
    ProgrammeRefused,
    add_call,
    create_programme,
    revise_call,
    revise_programme,
    ship_topics,
)
from mentorhalo.programmes.models import Programme, Topic
from mentorhalo.programmes.tests.factories import GrantCallFactory, ProgrammeFactory
from mentorhalo.programmes.topics import TOPICS

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
DRAFT = ProgrammeDraft(name_hu="Próba", starts_on=date(2026, 1, 1), counties=["02", "03"])


def test_programme_is_founded_with_its_counties_and_an_audit_line() -> None:
    programme = create_programme(code="proba", draft=DRAFT, by=None, at=AT)

    assert [county.county_code for county in programme.counties.all()] == ["02", "03"]
    line = AuditLine.objects.get()
    assert (line.deed, line.subject, line.at) == ("create_programme", "programme:proba", AT)


def test_second_programme_with_the_code_is_refused() -> None:
    ProgrammeFactory(code="proba")

    with pytest.raises(ProgrammeRefused, match="kód") as refusal:
        create_programme(code="proba", draft=DRAFT, by=None, at=AT)
    assert refusal.value.field == "code"


def test_programme_that_ends_before_it_starts_is_refused() -> None:
    draft = ProgrammeDraft(name_hu="Próba", starts_on=date(2026, 1, 1), ends_on=date(2025, 1, 1))

    with pytest.raises(ProgrammeRefused):
        create_programme(code="proba", draft=draft, by=None, at=AT)
    assert not Programme.objects.exists()


def test_revision_names_what_changed() -> None:
    programme = create_programme(code="proba", draft=DRAFT, by=None, at=AT)
    draft = ProgrammeDraft(
        name_hu="Próba", starts_on=date(2026, 1, 1), amount=Decimal(5), counties=["03", "04"]
    )

    revise_programme(programme=programme, draft=draft, by=None, at=AT)

    assert [county.county_code for county in programme.counties.all()] == ["03", "04"]
    assert AuditLine.objects.get(deed="revise_programme").details == {"changed": ["amount", "counties"]}


def test_revision_without_a_change_leaves_no_audit_line() -> None:
    programme = create_programme(code="proba", draft=DRAFT, by=None, at=AT)

    revise_programme(programme=programme, draft=DRAFT, by=None, at=AT)

    assert not AuditLine.objects.filter(deed="revise_programme").exists()


def test_call_is_added_once() -> None:
    programme = ProgrammeFactory()
    add_call(programme=programme, code="TOP-1", title_hu="Első", by=None, at=AT)

    with pytest.raises(ProgrammeRefused) as refusal:
        add_call(programme=programme, code="TOP-1", title_hu="Megint", by=None, at=AT)
    assert refusal.value.field == "code"
    assert programme.calls.get().title_hu == "Első"


def test_titles_of_a_call_may_change() -> None:
    call = GrantCallFactory()

    revise_call(call=call, title_hu="Új cím", title_en="New title", by=None, at=AT)

    call.refresh_from_db()
    assert (call.title_hu, call.title_en) == ("Új cím", "New title")


def test_shipped_topics_are_there_and_a_renamed_one_stays_so() -> None:
    assert Topic.objects.count() == len(TOPICS)
    Topic.objects.filter(code="library").update(name_hu="Könyvtárak")

    ship_topics()

    assert Topic.objects.get(code="library").name_hu == "Könyvtárak"
    assert Topic.objects.count() == len(TOPICS)
