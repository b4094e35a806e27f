"""Questionnaires that came back, as the interviewer's phone goes on with them."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mentorhalo.surveys.models import InstrumentVersion, Interviewer, Response, SubmissionFile
from mentorhalo.surveys.queries.drafts import to_be_corrected_by
from mentorhalo.surveys.queries.review import answers_sent, files_named


def returned_responses(interviewer: Interviewer) -> QuerySet[Response]:
    """What came back, the oldest first, with `why`. One query."""
    return (
        to_be_corrected_by(interviewer)
        .select_related("submission", "version__instrument__study", "unit", "settlement")
        .defer("submission__xml", "answers", "version__xform", "version__schema", "version__definition")
    )


def version_returned(pk: UUID, interviewer: Interviewer) -> InstrumentVersion:
    """The version of something that came back. Raises `DoesNotExist`."""
    asked = returned_responses(interviewer).values("version")
    return InstrumentVersion.objects.served().filter(pk__in=asked).get(pk=pk)


def answers_of(response: Response) -> dict[str, Any]:
    """The answers as they were sent last, and those files that they name which are there. Two queries."""
    xml, said = answers_sent(response)
    return {
        "xml": xml,
        "files": [_file(response, one) for one in files_named(response, said) if _is_there(one)],
    }


def file_of(response: Response, pk: UUID) -> SubmissionFile:
    """Raises `DoesNotExist`."""
    return SubmissionFile.objects.get(submission__thread=response.pk, pk=pk, erased_at=None)


def files_sent(responses: Sequence[UUID]) -> dict[UUID, str]:
    """A fingerprint of the files that came with each, another one as soon as one more arrives. One query."""
    rows = SubmissionFile.objects.filter(submission__thread__in=responses, erased_at=None)
    found: dict[UUID, list[str]] = defaultdict(list)
    for thread, name, digest in rows.order_by("name", "sha256").values_list(
        "submission__thread", "name", "sha256"
    ):
        found[thread].append(f"{name}:{digest}")
    return {thread: sha256("\n".join(files).encode()).hexdigest() for thread, files in found.items()}


def _is_there(file: SubmissionFile) -> bool:
    """One that is lost or deleted does not keep the answers from being corrected."""
    name = file.file.name
    return name is not None and file.erased_at is None and file.file.storage.exists(name)


def _file(response: Response, file: SubmissionFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "address": reverse("field:returned_file", args=[response.pk, file.pk]),
    }
