"""The pages of data: what is shown before it is taken, the file, the codebook, scripts."""

import csv
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import OFFICE, RESEARCHER, World
from mentorhalo.surveys.models import Export, Instrument, KeyHolder
from mentorhalo.surveys.tests.factories import InstrumentFactory, StratumFactory

from .builders import ANSWERS, a_response, a_version

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def instrument(world: World) -> Instrument:
    made: Instrument = InstrumentFactory(study=world.study, form_id="life")
    version = a_version(made)
    a_response(version, settlement=world.settlement, unit=world.unit)
    a_response(version, {**ANSWERS, "who/age": 21}, settlement=world.settlement)
    return made


@pytest.fixture
def researcher(client: Client, world: World) -> Client:
    client.force_login(world.users[RESEARCHER], backend=BACKEND)
    return client


def address(name: str, instrument: Instrument, *more: Any) -> str:
    return reverse(f"surveys:{name}", args=[instrument.pk, *more])


def zipped(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(archive)) as packed:
        return packed.read(name)


def test_the_page_says_what_one_gets(researcher: Client, instrument: Instrument, world: World) -> None:
    page = researcher.get(address("data", instrument))

    preview = page.context["preview"]
    assert (preview.responses, len(preview.layout.sheets)) == (2, 3)
    assert preview.small_cells == [(world.settlement.name, 2)]
    assert [path for path, _why in page.context["withheld"]] == ["deviceid", "who/name", "wish", "greeting"]


def test_choosing_changes_what_one_gets(researcher: Client, instrument: Instrument) -> None:
    page = researcher.get(address("data", instrument), {"free_text": "on", "states": "rejected"})

    assert page.context["preview"].responses == 0
    assert "wish" in page.context["preview"].layout.main.names


def test_who_unticks_every_state_is_asked_for_one(researcher: Client, instrument: Instrument) -> None:
    """The form, unlike a short address, says all that is chosen in it."""
    sent = {"format": "csv", "values": "codes", "headings": "names", "names": "short", "times": "day"}

    page = researcher.get(address("data", instrument), sent)

    assert page.context["preview"] is None
    assert page.context["form"].errors["states"] == ["Jelöljön ki legalább egy állapotot."]


def test_a_small_file_is_there_at_once(researcher: Client, instrument: Instrument) -> None:
    page = researcher.post(address("order_export", instrument) + "?format=xlsx", follow=True)

    export = Export.objects.get()
    assert page.redirect_chain == [(reverse("surveys:export", args=[export.pk]), 302)]
    file = researcher.get(reverse("surveys:export_file", args=[export.pk]))
    assert file["Content-Disposition"] == f'attachment; filename="{export.file_name}"'
    assert file.getvalue()[:2] == b"PK"


def test_what_is_ticked_is_what_is_made(world: World, instrument: Instrument) -> None:
    """The choices and both buttons are one form; only the deed carries the token, so that no address tells it."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.users[RESEARCHER], backend=BACKEND)
    page: Any = html.fromstring(browser.get(address("data", instrument) + "?format=csv").content)
    form: Any = page.forms[[one.fields.get("format") for one in page.forms].index("csv")]
    show, make = form.findall(".//button")
    form.fields["format"] = "xlsx"
    ticked = dict(form.form_values())

    made = browser.post(make.get("formaction"), {**ticked, make.get("name"): make.get("value")})

    assert (form.method, show.get("formmethod"), make.get("formmethod")) == ("GET", None, "post")
    assert "csrfmiddlewaretoken" not in ticked
    export = Export.objects.get()
    assert made.headers["Location"] == reverse("surveys:export", args=[export.pk])
    assert export.order["format"] == "xlsx"


def test_an_order_that_cannot_be_made_keeps_what_was_ticked(
    researcher: Client, instrument: Instrument
) -> None:
    sent = {"format": "xlsx", "values": "codes", "headings": "names", "names": "short", "times": "day"}

    page = researcher.post(address("order_export", instrument) + "?format=csv", sent, follow=True)

    assert not Export.objects.exists()
    assert page.context["form"]["format"].value() == "xlsx"
    assert page.context["form"].errors["states"] == ["Jelöljön ki legalább egy állapotot."]


def test_identities_can_be_asked_for_by_key_holders_alone(
    client: Client, world: World, instrument: Instrument
) -> None:
    client.force_login(world.users[OFFICE], backend=BACKEND)
    query = "?identities=on&purpose=Az+adatok+teljes+listája"

    client.post(address("order_export", instrument) + query)

    assert Export.objects.get().order["identities"] is False


def test_a_file_with_identities_is_closed_once_the_key_is_taken_back(
    researcher: Client, instrument: Instrument
) -> None:
    query = "?identities=on&purpose=Az+adatok+teljes+listája"
    researcher.post(address("order_export", instrument) + query)
    file = reverse("surveys:export_file", args=[Export.objects.get().pk])

    opened = researcher.get(file)
    assert b"Piroska" in zipped(opened.getvalue(), "responses.csv")
    KeyHolder.objects.all().delete()
    closed = researcher.get(file)

    assert (opened.status_code, closed.status_code) == (200, 404)
    assert AuditLine.objects.filter(deed="take_export").count() == 1


def test_codebook_shows_questions_codes_and_counts(researcher: Client, instrument: Instrument) -> None:
    page = researcher.get(address("codebook", instrument)).content.decode()

    assert "Honnan hallott rólunk?" in page
    assert "How content are you?" in page
    assert "Piroska" not in page


def test_codebook_counts_anew_when_something_came(researcher: Client, instrument: Instrument) -> None:
    before = researcher.get(address("codebook", instrument)).context["book"].tables[0].rows
    a_response(instrument.versions.get())

    after = researcher.get(address("codebook", instrument)).context["book"].tables[0].rows

    assert (before, after) == (2, 3)


def test_pages_ask_as_often_whatever_there_is(researcher: Client, instrument: Instrument) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            researcher.get(address("data", instrument))
        return len(asked)

    queries()
    few = queries()
    version = a_version(instrument, "2")
    for _number in range(3):
        a_response(version)

    assert queries() == few


def test_python_script_estimates_from_the_exported_file(
    researcher: Client, instrument: Instrument, world: World, tmp_path: Path
) -> None:
    world.unit.stratum = StratumFactory(wave=world.wave, code="big", population=300)
    world.unit.save()
    researcher.post(address("order_export", instrument) + "?format=csv")
    file = researcher.get(reverse("surveys:export_file", args=[Export.objects.get().pk]))
    (tmp_path / "all.zip").write_bytes(file.getvalue())
    shutil.unpack_archive(tmp_path / "all.zip", tmp_path)
    script = researcher.get(address("script", instrument, "python"))
    (tmp_path / "read.py").write_bytes(script.content)

    done = subprocess.run(
        [sys.executable, "read.py", "age"], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    with (tmp_path / "responses.csv").open(encoding="utf-8") as rows:
        ages = {row["stratum"]: int(row["age"]) for row in csv.DictReader(rows)}
    first, second = done.stdout.splitlines()
    assert first == "2 responses"
    name, question, estimate, _error = second.split(" | ")
    assert (name, question) == ("age", "Kora?")
    assert float(estimate) == pytest.approx((300 * ages["big"] + ages[""]) / 301)


@pytest.mark.parametrize("kind", ["r", "stata", "spss"])
def test_scripts_name_the_design(researcher: Client, instrument: Instrument, kind: str) -> None:
    script = researcher.get(address("script", instrument, kind)).content.decode()

    assert "stratum" in script
    assert "settlement_code" in script


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not on this machine")
def test_r_reads_its_script(researcher: Client, instrument: Instrument, tmp_path: Path) -> None:
    (tmp_path / "read.R").write_bytes(researcher.get(address("script", instrument, "r")).content)

    subprocess.run(["Rscript", "-e", "invisible(parse('read.R'))"], cwd=tmp_path, check=True)


def test_an_unknown_script_is_not_there(researcher: Client, instrument: Instrument) -> None:
    assert researcher.get(address("script", instrument, "cobol")).status_code == 404


def test_pages_say_where_programs_read(researcher: Client, instrument: Instrument) -> None:
    pages = [
        researcher.get(reverse("surveys:study_data", args=[instrument.study_id])),
        researcher.get(address("data", instrument)),
        researcher.post(
            reverse("surveys:make_data_key", args=[instrument.study_id]),
            {"label": "Power BI", "ends_on": timezone.localdate().isoformat()},
        ),
    ]

    for page in pages:
        text = page.content.decode()
        assert f"{settings.SITE_URL}/odata/v1/{instrument.pk}/" in text
        assert f"{settings.SITE_URL}/api/v1/instruments/{instrument.pk}/responses" in text
