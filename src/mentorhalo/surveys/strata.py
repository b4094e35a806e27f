"""Names of strata: what the program drew is told in the reader's language, what people named stays as it is."""

from django.db.models import TextChoices
from django.utils.translation import override

from mentorhalo.partners.choices import Sector
from mentorhalo.territory.choices import SizeType

HUNGARIAN = "hu"
KINDS: dict[str, TextChoices] = {str(one.value): one for one in (*SizeType, *Sector)}


def drawn_code(county: str, kind: str) -> str:
    return f"{county}-{kind}"


def drawn_name(county: str, kind: str) -> str:
    """As it is kept: the same whoever draws, so that the same draw gives the same sample."""
    return county + _told(kind)


def stratum_label(code: str, name: str) -> str:
    _county, _dash, kind = code.partition("-")
    if kind not in KINDS or not name.endswith(_told(kind)):
        return name
    return f"{name.removesuffix(_told(kind))}, {KINDS[kind].label}"


def _told(kind: str) -> str:
    with override(HUNGARIAN):
        return f", {KINDS[kind].label}"
