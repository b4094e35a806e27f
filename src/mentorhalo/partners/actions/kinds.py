"""The kinds of organisations that come with the product."""

import csv
from importlib import resources

from ..models import OrganisationKind


def ship_organisation_kinds() -> list[OrganisationKind]:
    """Put the shipped kinds into an installation that does not have them. Repeating it is harmless."""
    text = (
        resources.files("mentorhalo.partners")
        .joinpath("data/organisation_kinds.csv")
        .read_text(encoding="utf-8")
    )
    known = set(OrganisationKind.objects.values_list("sector", "code"))
    return OrganisationKind.objects.bulk_create(
        OrganisationKind(**row)
        for row in csv.DictReader(text.splitlines())
        if (row["sector"], row["code"]) not in known
    )
