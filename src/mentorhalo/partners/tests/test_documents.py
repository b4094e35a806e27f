"""What the documents say of the columns is what the importers know."""

from pathlib import Path

import pytest

from mentorhalo.partners.importers import CommunityImporter, ConsortiumImporter, OrganisationImporter

DOCUMENT = Path(__file__).parents[4] / "docs" / "how-to" / "bring-in-parties.md"


@pytest.mark.parametrize(
    ("heading", "importer"),
    [
        ("organisations", OrganisationImporter),
        ("communities", CommunityImporter),
        ("consortia", ConsortiumImporter),
    ],
)
def test_every_column_is_documented(heading, importer):
    section = DOCUMENT.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]

    assert [spec.name for spec in importer.columns if f"`{spec.name}`" not in section] == []
