"""What people agree to, and what the room brings along for interviews."""

from django.utils.translation import gettext as _

from ..models import AssetCategory, ConsentWording, PoolTopic, Term, Theme
from .refusals import ProcessRefused
from .shipping import shipped

SHIPPED_TERMS: tuple[tuple[type[Term], str], ...] = (
    (Theme, "themes"),
    (AssetCategory, "asset_categories"),
    (PoolTopic, "pool_topics"),
)


def wording_read(purpose: str, number: int) -> ConsentWording:
    """The one in force; refused where another one was read to the person."""
    wording = ConsentWording.objects.in_force(purpose)
    if wording is None or wording.number != number:
        raise ProcessRefused(_("The wording has changed meanwhile: read the new one out."), field="agreed")
    return wording


def ship_words() -> None:
    """Put shipped words and wordings into an installation that does not have them. Repeating it is harmless."""
    for terms, name in SHIPPED_TERMS:
        known = set(terms._default_manager.values_list("code", flat=True))
        missing = [row for row in shipped(name) if row["code"] not in known]
        terms._default_manager.bulk_create(terms(**row) for row in missing)
    worded = set(ConsentWording.objects.values_list("purpose", flat=True))
    ConsentWording.objects.bulk_create(
        ConsentWording(**row) for row in shipped("wordings") if row["purpose"] not in worded
    )
