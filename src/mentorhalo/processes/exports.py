"""What the room hands out as files."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorhalo.core.sheets import csv_response

from .models import Asset, Process


def assets_csv(process: Process, assets: Iterable[Asset]) -> Any:
    """One line an asset, those that were too. Needs categories, parties and strengths at hand."""

    def lines() -> Iterator[Sequence[object]]:
        yield (
            _("Category"),
            _("What it is"),
            _("What it offers"),
            pgettext("of an asset", "To whom"),
            _("When it can be used"),
            _("Of the network"),
            _("Latitude"),
            _("Longitude"),
            _("How it became known"),
            _("There from"),
            _("There until"),
            _("Last confirmed on"),
            _("Strengths"),
        )
        for one in assets:
            yield (
                str(one.category),
                one.name,
                one.offers,
                one.audience,
                one.availability,
                str(one.organisation or one.community or ""),
                one.lat,
                one.lon,
                one.get_source_display(),
                one.starts_on,
                one.ended_on,
                one.confirmed_on,
                "; ".join(item.text for item in one.strengths.all()),
            )

    return csv_response(lines(), f"assets-{process.settlement_id}.csv")
