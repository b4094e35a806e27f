"""A researcher's way from the workbook to the published questionnaire, on the pages."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from mentorhalo.core.tests.access import RESEARCHER, World
from mentorhalo.surveys.choices import VersionState
from mentorhalo.surveys.models import InstrumentVersion

from .factories import InstrumentVersionFactory
from .openrosa.wire import InProcess
from .test_instruments import SURVEY, picture, upload


@pytest.fixture(autouse=True)
def _own_files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def researcher(world: World, client: Client) -> Client:
    client.force_login(world.users[RESEARCHER], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_mistakes_stand_at_their_sheet_and_row(world: World, researcher: Client) -> None:
    wrong = [*SURVEY, ["select_one nowhere", "kind", "Milyen?", "What kind?", ""]]

    page = researcher.post(
        reverse("surveys:upload_workbook", args=[world.study.pk]), {"workbook": upload(wrong)}
    )

    assert page.status_code == 200
    (problem,) = page.context["problems"]
    assert (problem["sheet"], problem["row"]) == ("survey", 6)
    assert problem["message"] in page.content.decode()
    assert not InstrumentVersion.objects.filter(instrument__form_id="visits").exists()


def test_from_the_workbook_to_the_published_questionnaire(world: World, researcher: Client) -> None:
    answer = researcher.post(
        reverse("surveys:upload_workbook", args=[world.study.pk]), {"workbook": upload()}
    )
    draft = InstrumentVersion.objects.get(instrument__form_id="visits")
    assert answer["Location"] == reverse("surveys:version", args=[draft.pk])

    refused = researcher.post(reverse("surveys:publish_version", args=[draft.pk]), follow=True)
    assert "hall.jpg" in refused.content.decode()
    researcher.post(reverse("surveys:attach_file", args=[draft.pk]), {"file": picture()})
    researcher.post(
        reverse("surveys:mark_keys", args=[draft.pk]),
        {"identity_keys": ["name"], "unit_key": "unit", "settlement_key": "settlement", "notes": "Első"},
    )
    researcher.post(reverse("surveys:publish_version", args=[draft.pk]))

    draft.refresh_from_db()
    assert (draft.state, draft.notes) == (VersionState.PUBLISHED, "Első")
    page = researcher.get(reverse("surveys:version", args=[draft.pk])).content.decode()
    assert "Hányszor járt itt?" in page
    form = researcher.get(reverse("surveys:xform", args=[draft.pk]))
    assert form.content == bytes(draft.xform)


def test_two_versions_are_compared_in_words(world: World, researcher: Client) -> None:
    researcher.post(reverse("surveys:upload_workbook", args=[world.study.pk]), {"workbook": upload()})
    first = InstrumentVersion.objects.get(instrument__form_id="visits")
    InstrumentVersion.objects.filter(pk=first.pk).update(state=VersionState.PUBLISHED)
    changed = [row if row[1] != "visits" else ["text", *row[1:]] for row in SURVEY]
    researcher.post(
        reverse("surveys:upload_workbook", args=[world.study.pk]), {"workbook": upload(changed, version="2")}
    )
    second = InstrumentVersion.objects.exclude(pk=first.pk).get(instrument__form_id="visits")

    page = researcher.get(reverse("surveys:compare_versions", args=[second.pk, first.pk]))

    (row,) = page.context["changes"]
    assert (row[0].path, str(row[2])) == ("visits", "nem összehasonlítható")
    assert page.context["is_comparable"] is False
    stranger = reverse("surveys:compare_versions", args=[second.pk, world.instrument_version.pk])
    assert researcher.get(stranger).status_code == 404


def test_draft_is_tried_on_a_phone_by_an_address_that_can_be_closed(world: World, researcher: Client) -> None:
    draft = InstrumentVersionFactory(instrument=world.instrument, version="2", state=VersionState.DRAFT)
    page = reverse("surveys:version", args=[draft.pk])
    assert reverse("filling:preview", args=[draft.pk]) in researcher.get(page).content.decode()

    shown = researcher.post(reverse("surveys:open_trial", args=[draft.pk]))
    address = f"/openrosa/test/{shown.context['token']}/formList"
    assert f"/openrosa/test/{shown.context['token']}</code>" in shown.content.decode()
    assert 'class="mh-qr"' in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert InProcess().ask("GET", address).status == 200
    again = researcher.get(reverse("surveys:open_trial", args=[draft.pk]), follow=True)
    assert (again.redirect_chain, InProcess().ask("GET", address).status) == ([(page, 302)], 200)

    researcher.post(reverse("surveys:close_trial", args=[draft.pk]))
    assert InProcess().ask("GET", address).status == 403


def test_only_a_draft_has_an_address_for_trying(world: World, researcher: Client) -> None:
    page = researcher.post(reverse("surveys:open_trial", args=[world.instrument_version.pk]), follow=True)

    world.instrument_version.refresh_from_db()
    assert world.instrument_version.test_token_hash == ""
    assert reverse("surveys:open_trial", args=[world.instrument_version.pk]) not in page.content.decode()
    assert reverse("filling:preview", args=[world.instrument_version.pk]) in page.content.decode()


@pytest.mark.parametrize(
    ("deed", "state", "left"),
    [
        ("retire_version", VersionState.PUBLISHED, [VersionState.RETIRED]),
        ("discard_draft", VersionState.DRAFT, []),
    ],
)
def test_what_cannot_be_undone_asks_first(
    world: World, researcher: Client, deed: str, state: VersionState, left: list[VersionState]
) -> None:
    version = InstrumentVersionFactory(instrument=world.instrument, version="9", state=state)
    standing = InstrumentVersion.objects.filter(pk=version.pk).values_list("state", flat=True)
    address = reverse(f"surveys:{deed}", args=[version.pk])
    assert (
        f'href="{address}"' in researcher.get(reverse("surveys:version", args=[version.pk])).content.decode()
    )

    asked = researcher.get(address)
    assert "Ez nem fordítható vissza." in asked.content.decode()
    assert list(standing.all()) == [state]

    researcher.post(address)
    assert list(standing.all()) == left
