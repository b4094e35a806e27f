"""Letters: those one writes, those the archive shows, and the pictures in them."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch, Q
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_auditor, is_editor, is_office
from mentorhalo.core.hungarian import matches
from mentorhalo.core.models import AuditLine
from mentorhalo.network.models import Mandate

from ..blocks import Block
from ..models import Issue, IssueText
from ..models.issues import IssueQuerySet

IN_ORDER = Prefetch("texts", IssueText.objects.order_by("-language"))


def issue(pk: UUID) -> Issue:
    """With its texts, Hungarian first, and who wrote it."""
    return Issue.objects.select_related("topic", "by").prefetch_related(IN_ORDER).get(pk=pk)


def issues_for(user: User) -> IssueQuerySet:
    """Letters this person may see, the latest first."""
    rows = Issue.objects.select_related("topic", "by").prefetch_related(IN_ORDER)
    if not (is_office(user) or is_editor(user) or is_auditor(user)):
        mandates = Mandate.objects.on(timezone.localdate()).filter(mentor__user=user)
        groups = {*user.groups_led(), *mandates.values_list("group", flat=True)}
        rows = rows.filter(Q(by=user) | Q(group__in=groups))
    return rows.order_by("-created_at", "pk")


def archived_issues() -> IssueQuerySet:
    """What anybody may read, the latest first."""
    rows = Issue.objects.in_archive().exclude(slug="").select_related("topic").prefetch_related(IN_ORDER)
    return rows.order_by("-started_at", "pk")


def archived_issue(slug: str) -> Issue:
    """Raises `DoesNotExist`."""
    return archived_issues().get(slug=slug)


def text_in(issue: Issue, language: str) -> IssueText | None:
    """The text in that language, else the Hungarian one. Needs the texts fetched already."""
    texts = {text.language: text for text in issue.texts.all()}
    return texts.get(language) or texts.get("hu") or next(iter(texts.values()), None)


def sent_text(pk: UUID, language: str) -> IssueText:
    """The words of a letter exactly as sent, for whoever has its address. Raises `DoesNotExist` before that."""
    texts = IssueText.objects.select_related("issue").exclude(html="")
    return texts.get(issue=pk, language=language, issue__started_at__isnull=False)


def last_saved(issue: Issue, language: str) -> AuditLine | None:
    """When the text was saved last, and by whom. One query."""
    lines = AuditLine.objects.filter(subject=f"issue:{issue.pk}", deed="save_text")
    return next((line for line in lines[:20] if line.details.get("language") == language), None)


def who_saved(line: AuditLine | None) -> User | None:
    return User.objects.filter(pk=line.by_id).first() if line else None


def picture(pk: int) -> AbstractImage:
    """Raises `DoesNotExist`, also for one in a collection that is not open to everybody."""
    model = get_image_model()
    image: AbstractImage = model.objects.select_related("collection").get(pk=pk)
    if image.collection.get_view_restrictions().exists():
        raise model.DoesNotExist
    return image


def picture_chosen(value: str, words: str) -> AbstractImage | None:
    """The picture of that id; typed words alone name one if it is the only one they fit."""
    if value.isdecimal():
        try:
            return picture(int(value))
        except ObjectDoesNotExist:
            return None
    found = pictures_matching(words, limit=2) if words else []
    return found[0] if len(found) == 1 else None


def known_pictures(blocks: Iterable[Block]) -> dict[str, str]:
    """Which pictures of the blocks exist: id -> title. One query at most."""
    wanted = {int(one["image"]) for one in blocks if one.get("image", "").isdecimal()}
    if not wanted:
        return {}
    rows = get_image_model().objects.filter(pk__in=wanted).values_list("pk", "title")
    return {str(pk): title for pk, title in rows}


def pictures_matching(words: str, limit: int = 12) -> list[AbstractImage]:
    """The newest pictures whose title holds the words, whatever their accents and capitals; looks among the last 500."""
    newest = get_image_model().objects.order_by("-created_at", "pk")[:500]
    return [image for image in newest if matches(words, image.title)][:limit]
