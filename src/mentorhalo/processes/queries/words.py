"""The office's words: what may be chosen, how often it was, and every version of what people agree to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from ..choices import Purpose
from ..models import AssetCategory, ConsentWording, PoolTopic, Term, Theme

KINDS: dict[
    str, tuple[type[Term], str]
] = {  # by the name in the address: the words, and what is sorted by them
    "themes": (Theme, "interviews"),
    "categories": (AssetCategory, "assets"),
    "topics": (PoolTopic, "offers"),
}


@dataclass(frozen=True)
class TermList:
    kind: str
    label: str
    terms: list[Any]  # with `used`


@dataclass(frozen=True)
class Wordings:
    """What is agreed to for one purpose, the version in force first."""

    purpose: Purpose
    in_force: ConsentWording | None
    earlier: list[ConsentWording]


def label_of(kind: str) -> str:
    return {
        "themes": _("Themes of interviews"),
        "categories": _("Categories of assets"),
        "topics": _("Topics of the knowledge pool"),
    }[kind]


def kind_called(kind: str) -> str:
    """Raises `DoesNotExist` for a kind there is none of. No query."""
    if kind not in KINDS:
        raise Theme.DoesNotExist
    return kind


def term_named(kind: str, pk: int) -> Term:
    """Raises `DoesNotExist`. One query."""
    return KINDS[kind_called(kind)][0]._default_manager.get(pk=pk)


def purpose_called(purpose: str) -> Purpose:
    """Raises `DoesNotExist` for a purpose there is none of. No query."""
    if purpose not in Purpose.values:
        raise ConsentWording.DoesNotExist
    return Purpose(purpose)


def term_lists() -> list[TermList]:
    """Those that may be chosen first. One query a kind."""
    found = []
    for kind, (terms, used) in KINDS.items():
        rows = terms._default_manager.annotate(used=Count(used)).order_by("-is_offered", "order", "code")
        found.append(TermList(kind, label_of(kind), list(rows)))
    return found


def wordings() -> list[Wordings]:
    """Of every purpose. One query."""
    rows = list(ConsentWording.objects.order_by("purpose", "-number"))
    found = []
    for purpose in Purpose:
        own = [one for one in rows if one.purpose == purpose]
        found.append(Wordings(purpose, own[0] if own else None, own[1:]))
    return found
