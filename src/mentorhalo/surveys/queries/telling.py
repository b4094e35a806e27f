"""Which of the files sent along tell who answered: those of identity questions, and logs that repeat the answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from ..models import Response, Submission, SubmissionFile
from ..quality.audit import AUDIT_LOG, repeats_answers
from ..xforms import MalformedXml, file_name, texts_apart
from .identities import identity_paths
from .review import files_of

LONGEST_HEAD = 4_000


@dataclass(frozen=True, slots=True)
class Telling:
    """Of a thread what its identity questions say, in any of its versions, and what the others say.

    `silent`: submissions that do not say any more, or never did in a way we can read, which of their files answer identity questions.
    """

    said: set[str] = field(default_factory=set)
    said_elsewhere: set[str] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)


def telling_of(threads: Iterable[UUID]) -> dict[UUID, Telling]:
    """Only of threads whose forms ask for identities. A query, and one for each instrument; reads what was sent."""
    sent = Submission.objects.filter(thread__in=list(threads)).select_related("version").order_by()
    paths: dict[UUID, frozenset[str]] = {}
    found: dict[UUID, Telling] = {}
    for one in sent.defer("version__xform", "version__schema", "version__definition"):
        instrument = one.version.instrument_id
        if instrument not in paths:
            paths[instrument] = identity_paths([instrument]).get(instrument, frozenset())
        wanted = paths[instrument].union(one.version.identity_keys)
        if wanted:
            _hear(one, wanted, found.setdefault(one.thread, Telling()))
    return found


def tells_who(file: SubmissionFile, telling: Telling | None) -> bool:
    """`telling` is that of its thread, None where the form asks for no identity. Opens logs."""
    if telling is None:
        return False
    name = file_name(file.name)
    if name in telling.said:
        return True
    if name == AUDIT_LOG:
        return _may_repeat_answers(file)
    return file.submission_id in telling.silent and name not in telling.said_elsewhere


def files_shown(response: Response, *, with_people: bool) -> list[SubmissionFile]:
    """The files of a response that are still there; without `with_people` none that tells who answered. Three queries at most."""
    there = [file for file in files_of(response) if file.erased_at is None]
    if with_people or not there:
        return there
    telling = telling_of([response.pk]).get(response.pk)
    return [file for file in there if not tells_who(file, telling)]


def is_telling(file: SubmissionFile) -> bool:
    """Three queries at most."""
    thread = file.submission.thread
    return tells_who(file, telling_of([thread]).get(thread))


def _hear(submission: Submission, paths: Iterable[str], telling: Telling) -> None:
    if submission.blanked_at is not None:
        telling.silent.add(submission.pk)
    try:
        said, elsewhere = texts_apart(bytes(submission.xml), set(paths))
    except MalformedXml:
        telling.silent.add(submission.pk)
        return
    telling.said.update(map(file_name, said))
    telling.said_elsewhere.update(map(file_name, elsewhere))


def _may_repeat_answers(log: SubmissionFile) -> bool:
    """Of a log that cannot be read nobody knows what it repeats."""
    try:
        with log.file.open("rb") as file:
            return repeats_answers(file.readline(LONGEST_HEAD).decode("utf-8", "replace"))
    except (OSError, ValueError):
        return True
