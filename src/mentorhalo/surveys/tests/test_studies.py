"""A study is founded, revised, its waves planned, opened and closed, its key holders named."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from mentorhalo.core.forms import validate_code
from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.surveys.actions import studies as actions
from mentorhalo.surveys.actions.studies import StudyDraft, StudyRefused, WaveDraft
from mentorhalo.surveys.choices import VersionState, WaveState
from mentorhalo.surveys.forms.studies import FoundStudyForm
from mentorhalo.surveys.models import KeyHolder, Study, UnitKey, Wave
from mentorhalo.surveys.queries.studies import still_open
from mentorhalo.surveys.tests.factories import InstrumentVersionFactory, WaveFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def study_draft(world: World, **changes: object) -> StudyDraft:
    fields: dict[str, Any] = {
        "title_hu": "Új kutatás",
        "kind": "resident",
        "purpose": "Mit tudnak?",
        "legal_basis": "Hozzájárulás.",
        "owner": "Kutatók",
        "keys_end_on": world.today + timedelta(days=400),
    }
    return StudyDraft(**fields | changes)


def wave_draft(world: World, **changes: object) -> WaveDraft:
    fields: dict[str, Any] = {
        "title_hu": "Második",
        "starts_on": world.today,
        "ends_on": world.today + timedelta(days=20),
    }
    return WaveDraft(**fields | changes)


def test_a_founded_study_leaves_a_line(world: World) -> None:
    study = actions.found_study(
        programme=world.the_programme,
        code="new",
        draft=study_draft(world),
        by=world.users[access.RESEARCHER],
        at=world.now,
    )

    line = AuditLine.objects.get(deed="found_study")
    assert (line.subject, line.by_id) == (f"study:{study.pk}", world.users[access.RESEARCHER].pk)


def test_a_code_is_given_once(world: World) -> None:
    with pytest.raises(StudyRefused) as refusal:
        actions.found_study(
            programme=world.the_programme, code="residents", draft=study_draft(world), by=None, at=world.now
        )

    assert refusal.value.field == "code"


def test_identities_cannot_be_deleted_before_they_are_gathered(world: World) -> None:
    yesterday = world.today - timedelta(days=1)

    with pytest.raises(StudyRefused) as refusal:
        actions.found_study(
            programme=world.the_programme,
            code="new",
            draft=study_draft(world, keys_end_on=yesterday),
            by=None,
            at=world.now,
        )

    assert refusal.value.field == "keys_end_on"


def test_the_day_of_deletion_moves_with_every_key_that_stands(world: World) -> None:
    day = world.today + timedelta(days=500)
    erased = UnitKey.objects.get(unit=world.free_unit)
    UnitKey.objects.filter(pk=erased.pk).update(erased_at=world.now)

    actions.revise_study(study=world.study, draft=study_draft(world, keys_end_on=day), by=None, at=world.now)

    moved = UnitKey.objects.filter(delete_on=day)
    assert set(moved.values_list("unit__code", flat=True)) == {"A0001", "A0002", "A0003"}


def test_keys_outlive_the_fieldwork(world: World) -> None:
    with pytest.raises(StudyRefused):
        actions.revise_study(
            study=world.study, draft=study_draft(world, keys_end_on=world.today), by=None, at=world.now
        )


def test_waves_are_numbered_in_a_study(world: World) -> None:
    wave = actions.plan_wave(study=world.study, draft=wave_draft(world), by=None, at=world.now)

    assert (wave.number, wave.state) == (2, WaveState.PLANNED)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "ends_on"),
        ({"attempts_needed": 2, "days_needed": 3}, "days_needed"),
        ({"recontact_percent": 101}, "recontact_percent"),
    ],
)
def test_a_wave_that_makes_no_sense_is_refused(world: World, changes: dict[str, object], field: str) -> None:
    with pytest.raises(StudyRefused) as refusal:
        actions.plan_wave(study=world.study, draft=wave_draft(world, **changes), by=None, at=world.now)

    assert refusal.value.field == field


def test_the_rule_of_substitution_stands_while_the_wave_is_open(world: World) -> None:
    with pytest.raises(StudyRefused) as refusal:
        actions.revise_wave(
            wave=world.wave, draft=wave_draft(world, attempts_needed=9), by=None, at=world.now
        )

    assert refusal.value.field == "attempts_needed"


def test_a_wave_without_a_questionnaire_stays_closed(world: World) -> None:
    wave: Wave = WaveFactory(state=WaveState.PLANNED)
    InstrumentVersionFactory(instrument__study=wave.study, state=VersionState.DRAFT)

    with pytest.raises(StudyRefused):
        actions.open_wave(wave=wave, by=None, at=world.now)

    InstrumentVersionFactory(instrument__study=wave.study)
    assert actions.open_wave(wave=wave, by=None, at=world.now).state == WaveState.OPEN


def test_closing_says_what_is_open_until_it_is_accepted(world: World) -> None:
    left = still_open(world.wave)
    assert (left.assigned, left.unassigned) == (2, 1)

    with pytest.raises(StudyRefused):
        actions.close_wave(wave=world.wave, by=None, at=world.now)
    closed = actions.close_wave(wave=world.wave, accept_open=True, by=None, at=world.now)

    assert closed.state == WaveState.CLOSED
    assert AuditLine.objects.get(deed="close_wave").details["left"]["assigned"] == 2


def test_nothing_open_lets_a_wave_be_closed_at_once(world: World) -> None:
    wave: Wave = WaveFactory()

    assert actions.close_wave(wave=wave, by=None, at=world.now).state == WaveState.CLOSED


def test_a_key_holder_is_named_with_a_reason_once(world: World) -> None:
    named = {"user": world.users[access.OFFICE], "starts_on": world.today, "ends_on": None, "by": None}

    with pytest.raises(StudyRefused) as refusal:
        actions.name_key_holder(study=world.study, reason="  ", at=world.now, **named)
    assert refusal.value.field == "reason"

    actions.name_key_holder(study=world.study, reason="Ellenőrző hívások", at=world.now, **named)
    with pytest.raises(StudyRefused) as refusal:
        actions.name_key_holder(study=world.study, reason="Még egyszer", at=world.now, **named)
    assert refusal.value.field == "user"
    assert world.users[access.OFFICE].has_perm("surveys.view_keys", world.study)
    assert AuditLine.objects.filter(deed="name_key_holder").count() == 1


def test_a_key_holders_leave_ends(world: World) -> None:
    holder: KeyHolder = world.key_holder
    actions.end_key_holder(holder=holder, ends_on=world.today - timedelta(days=1), by=None, at=world.now)

    assert not world.users[access.RESEARCHER].has_perm("surveys.view_keys", Study.objects.get())
    with pytest.raises(StudyRefused):
        actions.end_key_holder(holder=holder, ends_on=world.today, by=None, at=world.now)


def test_the_help_beside_a_code_names_what_its_mistake_names() -> None:
    with translation.override("en"):
        help_text, mistake = str(FoundStudyForm.base_fields["code"].help_text), str(validate_code.message)

    for sign in ("hyphens", "underscores", "without accents", "no spaces"):
        assert (sign in help_text, sign in mistake) == (True, True)
