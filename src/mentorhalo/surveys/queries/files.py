"""Where the files lie that came with responses: for exports and programs, some hundreds of responses at once."""

from collections.abc import Collection, Mapping
from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import Count, QuerySet, Sum

from ..models import Response, SubmissionFile
from ..quality.audit import AUDIT_LOG
from ..xforms import file_name


def stored_files(responses: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """Of each response the names under which files came (by `file_name`), with any of its versions, and where they are stored. One query."""
    rows = _answering(SubmissionFile.objects.filter(submission__thread__in=responses))
    found: dict[UUID, dict[str, str]] = {}
    for thread, name, stored in rows.order_by("received_at", "pk").values_list(
        "submission__thread", "name", "file"
    ):
        found.setdefault(thread, {})[file_name(name)] = stored
    return found


def size_of_files(responses: QuerySet[Response]) -> tuple[int, int]:
    """How many files came with them, and how large they are together. One query."""
    rows = _answering(SubmissionFile.objects.filter(submission__thread__in=responses.order_by().values("pk")))
    found: Mapping[str, int | None] = rows.aggregate(many=Count("pk"), size=Sum("size"))
    return found["many"] or 0, found["size"] or 0


def open_stored(name: str) -> BinaryIO:
    """What lies at this place among the uploads; raises `OSError` where nothing does."""
    return cast(BinaryIO, default_storage.open(name, "rb"))


def _answering(files: QuerySet[SubmissionFile]) -> QuerySet[SubmissionFile]:
    """Those that may be the answer to a question."""
    return files.filter(erased_at=None).exclude(name=AUDIT_LOG)
