"""How the journal's references to practices are named, and where whoever reads a figure finds them."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.ids import known_ids
from mentorhalo.core.registry import SourceLink

from .models import Adoption, Practice


def practices(_request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """A published one by its public title, with its page; any other by its identifier alone. One query."""
    rows = Practice.objects.filter(pk__in=known_ids(ids)).select_related("public_version")
    rows = rows.prefetch_related("public_version__texts")
    return {str(one.pk): SourceLink(_label(one), _address(one)) for one in rows}


def adoptions(_request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By the practice taken over, with its page. One query."""
    rows = Adoption.objects.filter(pk__in=known_ids(ids)).select_related("practice")
    return {
        str(one.pk): SourceLink(
            _("%(code)s taken over") % {"code": one.practice.code}, _address(one.practice)
        )
        for one in rows
    }


def _label(practice: Practice) -> str:
    version = practice.public_version
    titles = (
        [text.title for text in version.texts.all() if text.language == version.language] if version else []
    )
    return _("%(code)s: %(title)s") % {"code": practice.code, "title": titles[0]} if titles else practice.code


def _address(practice: Practice) -> str | None:
    if practice.public_version_id is None:
        return None
    return reverse("knowledge:practice", args=[practice.code])
