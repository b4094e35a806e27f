"""Letters: those one writes, those the archive shows, and the pictures in them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_auditor, is_editor, is_office
from mentorhalo.core.hungarian import matches
from mentorhalo.network.models import Mandate

from ..blocks import Block
from ..models import Delivery, Issue, IssueText
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


def letter_by_token(token: str) -> Delivery:
    """The delivery of a letter by the token in its addresses; only one whose words are frozen. Raises `DoesNotExist`."""
    found = Delivery.objects.select_related("issue").prefetch_related(
        Prefetch("issue__texts", IN_ORDER.queryset)
    )
    return found.get(token=token, issue__started_at__isnull=False)


def picture(pk: int) -> AbstractImage:
    """Raises `DoesNotExist`, also for one in a collection that is not open to everybody."""
    model = get_image_model()
    image: AbstractImage = model.objects.select_related("collection").get(pk=pk)
    if image.collection.get_view_restrictions().exists():
        raise model.DoesNotExist
    return image


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
