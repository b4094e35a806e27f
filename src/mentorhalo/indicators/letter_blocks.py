"""A figure in a newsletter: as it stands when the letter is sent, with its rule a click away."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.core.numbers import NO_BREAK_SPACE, amount, day
from mentorhalo.core.registry import LetterBlock, LetterItem, registry
from mentorhalo.programmes.queries import current_programme

from . import queries


def offered() -> list[tuple[str, str]]:
    """The public figures in force."""
    rows = queries.published().values()
    public = (row.indicator for row in rows if row.indicator.is_public)
    return [(indicator.code, queries.in_language(indicator, "name")) for indicator in public]


def filled(code: str) -> LetterItem | None:
    """None without a programme, and for a figure that is not public (any more) or cannot be told."""
    programme = current_programme()
    definition = queries.published().get(code)
    if programme is None or definition is None or not definition.indicator.is_public:
        return None
    found = queries.figure(code, programme=programme, as_of=timezone.localdate())
    if found.value is None:
        return None
    return LetterItem(
        title=found.name,
        figure=f"{amount(found.value)}{NO_BREAK_SPACE}{found.unit}".strip(),
        href=reverse("indicators:figure", kwargs={"code": found.code}),
        note=_("as of %(day)s; behind the link stands how it is counted") % {"day": day(found.as_of)},
    )


def sign_in() -> None:
    registry.add_letter_block("figure", LetterBlock(gettext_lazy("Figure"), offered, filled))
