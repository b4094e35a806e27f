"""Questionnaires as forms."""

from functools import lru_cache
from uuid import UUID

from ..models import InstrumentVersion
from ..xforms import Form, Places, places_of


def form_of(version: InstrumentVersion) -> Form:
    """The schema of a version, kept by this process: under one hash it never changes. One query at the first time."""
    return _form_of(version.pk, version.content_sha256)


def places_in(version: InstrumentVersion) -> Places:
    """Which of its questions ask for places; kept as the schema is."""
    return _places_in(version.pk, version.content_sha256)


@lru_cache(maxsize=64)
def _places_in(version: UUID, content_sha256: str) -> Places:
    return places_of(_form_of(version, content_sha256))


@lru_cache(maxsize=64)
def _form_of(version: UUID, _content_sha256: str) -> Form:
    return Form.from_dict(InstrumentVersion.objects.values_list("schema", flat=True).get(pk=version))
