"""A file whose record was never written is deleted, and no other."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from mentorhalo.core.tests.access import INTERVIEWER, World
from mentorhalo.surveys.actions.receiving import receive
from mentorhalo.surveys.actions.sweeping import remove_ownerless_files
from mentorhalo.surveys.models import Export, SubmissionFile

from .sendings import a_photo, a_sending


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_only_files_that_no_record_names_are_deleted(world: World) -> None:
    receive(sending=a_sending(world.interviewers[INTERVIEWER], a_photo(), photo="hall.jpg"), at=world.now)
    world.instrument_version.workbook.save("household.xlsx", ContentFile(b"a workbook"))
    lost = [
        default_storage.save(name, ContentFile(b"of somebody who was killed"))
        for name in (
            "submissions/2026/11/a.jpg",
            "drafts/2025/01/b.jpg",
            "instruments/2026/11/c.xlsx",
            "exports/2026/11/e.zip",
        )
    ]
    elsewhere = default_storage.save("evidence/2026/11/d.pdf", ContentFile(b"of another room"))
    taken = Export(instrument=world.instrument_version.instrument, order={}, asked_at=world.now)
    taken.file.save("f.zip", ContentFile(b"answers"))
    kept = [
        SubmissionFile.objects.get().file.name,
        world.instrument_version.workbook.name,
        elsewhere,
        taken.file.name,
    ]

    assert remove_ownerless_files(at=timezone.now() + timedelta(days=2)) == len(lost)
    assert [name for name in lost if default_storage.exists(name)] == []
    assert [name for name in kept if default_storage.exists(name)] == kept
    assert remove_ownerless_files(at=timezone.now() + timedelta(days=2)) == 0


def test_young_file_may_still_get_its_record(world: World) -> None:
    young = default_storage.save("submissions/2026/11/a.jpg", ContentFile(b"on its way"))

    assert remove_ownerless_files(at=timezone.now() + timedelta(hours=23)) == 0
    assert default_storage.exists(young)


def test_it_stops_when_it_is_asked_to(world: World) -> None:
    lost = default_storage.save("submissions/2026/11/a.jpg", ContentFile(b"of somebody who was killed"))

    assert remove_ownerless_files(at=timezone.now() + timedelta(days=2), should_stop=lambda: True) == 0
    assert default_storage.exists(lost)
