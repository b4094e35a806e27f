"""Writing letters: begun, written, addressed, tried on oneself; frozen when their sending begins."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.core.hungarian import fold
from mentorhalo.core.models import AuditLine

from ..blocks import Block, BlocksRefused, cleaned
from ..choices import IssueKind, IssueState
from ..models import Issue, IssueText
from ..queries.issues import last_saved
from ..rendering import render
from ..rendering.letters import subject_of
from ..segments import Segment as Segment

ARCHIVED = "newsletter"  # the kind of `searching.py`


class IssueRefused(Exception):
    """The letter cannot be changed like that."""


class ChangedMeanwhile(IssueRefused):
    """Somebody else saved this text since the page was opened; nothing was written."""

    def __init__(self, text: IssueText, line: AuditLine | None) -> None:
        super().__init__(_("Somebody saved this text while you were writing."))
        self.text = text
        self.line = line


@dataclass(frozen=True)
class IssueDraft:
    """What is said of a letter apart from its words."""

    kind: str
    title: str
    programme: str = ""
    topic: str = ""
    county: str = ""
    group: UUID | None = None
    sender_name: str = ""
    reply_to: str = ""
    is_archived: bool = True


@dataclass(frozen=True)
class TextDraft:
    """The words of a letter in one language, finished or not."""

    subject: str = ""
    preview: str = ""
    blocks: Sequence[Block] = field(default=())


@transaction.atomic
def start_issue(
    *, draft: IssueDraft, audience: Segment, by: User, at: datetime, pk: UUID | None = None
) -> Issue:
    """Begin a letter with an empty Hungarian text. A second call with the same `pk` answers with the first's letter."""
    if pk and (known := Issue.objects.filter(pk=pk, by=by).first()):
        return known
    identity = {"id": pk} if pk else {}
    issue = Issue.objects.create(
        **identity, **_columns(draft), audience=audience.to_json(), by=by, created_at=at, changed_at=at
    )
    IssueText.objects.create(issue=issue, language="hu")
    _note("start_issue", issue, by, at)
    return issue


@transaction.atomic
def revise_issue(*, issue: Issue, draft: IssueDraft, by: User, at: datetime) -> Issue:
    """Change what is said of a letter; after sending began only whether the archive shows it."""
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if issue.state == IssueState.DRAFT:
        for name, value in _columns(draft).items():
            setattr(issue, name, value)
    else:
        issue.is_archived = draft.is_archived
    issue.changed_at = at
    issue.save()
    search.changed(ARCHIVED, [issue.pk])
    _note("revise_issue", issue, by, at)
    return issue


@transaction.atomic
def save_text(
    *, issue: Issue, language: str, draft: TextDraft, seen: str | None, by: User, at: datetime
) -> IssueText:
    """Keep the words of one language. `seen` is the `fingerprint` of what the writer started from; None writes over.

    Raises `ChangedMeanwhile`, `BlocksRefused`, `IssueRefused`.
    """
    issue = _draft(issue)
    text = IssueText.objects.filter(issue=issue, language=language).first()
    if seen is not None and text is not None and fingerprint(text) != seen:
        raise ChangedMeanwhile(text, last_saved(issue, language))
    text = text or IssueText(issue=issue, language=language)
    text.subject, text.preview = draft.subject.strip(), draft.preview.strip()
    text.blocks = cleaned(draft.blocks)
    text.save()
    Issue.objects.filter(pk=issue.pk).update(changed_at=at)
    _note("save_text", issue, by, at, language=language)
    return text


@transaction.atomic
def drop_text(*, issue: Issue, language: str, by: User, at: datetime) -> None:
    """Take a language out of the letter. The last one stays."""
    issue = _draft(issue)
    if not issue.texts.exclude(language=language).exists():
        raise IssueRefused(_("A letter needs at least one language."))
    issue.texts.filter(language=language).delete()
    Issue.objects.filter(pk=issue.pk).update(changed_at=at)
    _note("drop_text", issue, by, at, language=language)


@transaction.atomic
def choose_audience(*, issue: Issue, segment: Segment, by: User, at: datetime) -> Issue:
    issue = _draft(issue)
    issue.audience, issue.changed_at = segment.to_json(), at
    issue.save(update_fields=["audience", "changed_at"])
    _note("choose_audience", issue, by, at, audience=issue.audience)
    return issue


@transaction.atomic
def copy_issue(*, issue: Issue, by: User, at: datetime) -> Issue:
    """A new draft with the same words and audience. Answers to another's county letter go to who copied it."""
    texts = list(issue.texts.all())
    draft = draft_of(issue)
    if issue.kind == IssueKind.COUNTY_LETTER and (issue.by_id != by.pk or not issue.reply_to):
        draft = replace(draft, sender_name=str(by), reply_to=by.email)
    made = Issue.objects.create(
        **_columns(draft), audience=issue.audience, by=by, created_at=at, changed_at=at
    )
    IssueText.objects.bulk_create(
        IssueText(
            issue=made,
            language=text.language,
            subject=text.subject,
            preview=text.preview,
            blocks=text.blocks,
        )
        for text in texts
    )
    _note("start_issue", made, by, at, copied_from=str(issue.pk))
    return made


@transaction.atomic
def discard_issue(*, issue: Issue, by: User, at: datetime) -> None:
    """Delete a letter that was never sent."""
    issue = _draft(issue)
    _note("discard_issue", issue, by, at)
    issue.delete()


@transaction.atomic
def freeze_texts(*, issue: Issue, base_url: str, at: datetime) -> list[IssueText]:
    """Render every language as it will be sent and keep it, live blocks filled; give the letter its place in the archive.

    Part of beginning to send, in its transaction.
    """
    texts = list(issue.texts.select_related("issue"))
    for text in texts:
        made = render(text, base_url=base_url)
        text.subject, text.html, text.plain = made.subject, made.html, made.plain
    IssueText.objects.bulk_update(texts, ["subject", "html", "plain"])
    if not issue.slug:
        issue.slug = free_slug(texts, at)
        Issue.objects.filter(pk=issue.pk).update(slug=issue.slug)
    search.changed(ARCHIVED, [issue.pk])
    return texts


def free_slug(texts: Sequence[IssueText], at: datetime) -> str:
    """The month and the first subject; numbered if there was one of that name."""
    words = slugify(fold(subject_of(texts[0])))[:120] if texts else ""
    slug = f"{at:%Y-%m}-{words}".strip("-")
    taken = set(Issue.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


@transaction.atomic
def store_picture(*, title: str, alt: str, file: File[bytes], by: User, at: datetime) -> AbstractImage:
    """Keep an uploaded picture among the site's images. The form has looked whether it is one.

    What the site asks of its pictures beyond a title is filled in as far as it is known.
    """
    model = get_image_model()
    asked = {"alt_hu": alt or title, "author": str(by), "rights": _("uploaded for a letter by its author")}
    known = {field.name for field in model._meta.get_fields()}
    told = {name: value for name, value in asked.items() if name in known}
    image: AbstractImage = model.objects.create(title=title, file=file, uploaded_by_user=by, **told)
    audit.note(deed="store_picture", subject=f"image:{image.pk}", by=by.pk, at=at)
    return image


def fingerprint(text: IssueText) -> str:
    """Of the words as they are kept: two people who started from the same carry the same."""
    words = json.dumps([text.subject, text.preview, text.blocks], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def draft_of(issue: Issue) -> IssueDraft:
    return IssueDraft(
        kind=issue.kind,
        title=issue.title,
        programme=issue.programme,
        topic=issue.topic_id or "",
        county=issue.county,
        group=issue.group,
        sender_name=issue.sender_name,
        reply_to=issue.reply_to,
        is_archived=issue.is_archived,
    )


def _columns(draft: IssueDraft) -> dict[str, Any]:
    columns = asdict(draft)
    columns["topic_id"] = columns.pop("topic") or None
    columns["is_archived"] = draft.is_archived
    if draft.kind == IssueKind.COUNTY_LETTER and not draft.reply_to:
        raise IssueRefused(_("A county letter needs somebody who gets the answers."))
    return columns


def _draft(issue: Issue) -> Issue:
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    if locked.state != IssueState.DRAFT:
        raise IssueRefused(_("This letter is on its way already; its words stay as they were sent."))
    return locked


def _note(deed: str, issue: Issue, by: User, at: datetime, **details: Any) -> None:
    audit.note(deed=deed, subject=f"issue:{issue.pk}", by=by.pk, at=at, details=details)


__all__ = [
    "BlocksRefused",
    "ChangedMeanwhile",
    "IssueDraft",
    "IssueRefused",
    "TextDraft",
    "choose_audience",
    "copy_issue",
    "discard_issue",
    "draft_of",
    "drop_text",
    "fingerprint",
    "free_slug",
    "freeze_texts",
    "revise_issue",
    "save_text",
    "start_issue",
    "store_picture",
]
