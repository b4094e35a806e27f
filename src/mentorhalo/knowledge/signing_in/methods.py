"""What the method cards tell the house."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core.ids import known_ids
from mentorhalo.core.registry import (
    MenuEntry,
    SearchDraft,
    SearchSource,
    SourceLink,
    Waiting,
    registry,
)
from mentorhalo.programmes.models import Topic

from ..actions.methods import SEARCH_KIND
from ..models.methods import MethodVersion
from ..queries import methods as queries


def sign_in() -> None:
    registry.add_menu(
        MenuEntry("knowledge:methods", gettext_lazy("Methods"), order=36),
        MenuEntry(
            "knowledge:methods_desk",
            gettext_lazy("Method cards"),
            perm="knowledge.write_methods",
            order=46,
            place="desk",
            group="knowledge",
        ),
    )
    registry.add_search(
        SearchSource(SEARCH_KIND, gettext_lazy("Methods"), entries=cards, fields=topics, order=30)
    )
    registry.add_subject("method", links)
    registry.add_waiting(waiting_for)


def cards(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    for version in queries.methods_to_find(ids):
        method = version.method
        others = [one for one in method.in_force if one.pk != version.pk]  # type: ignore[attr-defined]
        topic = next(iter(method.topics.all()), None)
        yield SearchDraft(
            id=str(method.pk),
            title=version.title,
            text="\n".join(
                words for one in (version, *others) for _part, _name, words in queries.parts_to_read(one)
            ),
            url_name="knowledge:method",
            url_args=(method.code,),
            language="" if version.language == "hu" else version.language,
            keywords=" ".join(one.title for one in others),
            field=topic.pk if topic else "",
            day=timezone.localdate(version.locked_at) if version.locked_at else None,
        )


def topics() -> dict[str, str]:
    return {topic.code: topic.name for topic in Topic.objects.order_by("order", "code")}


def links(_request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By the name of the card. One query."""
    rows = MethodVersion.objects.in_force().filter(method__in=known_ids(ids)).select_related("method")
    return {
        str(one.method_id): SourceLink(one.title, reverse("knowledge:method", args=[one.method.code]))
        for one in rows.order_by("-language", "pk")
    }


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """Cards to review, cards returned. Two queries, none for whom there is no work here."""
    if not isinstance(user, User) or not (user.holds(Role.OFFICE) or user.holds(Role.EXPERT)):
        return []
    return [
        *(
            Waiting(
                _("A method card waits for a reviewer: %(title)s") % {"title": one.title},
                _("Read and decide"),
                reverse("knowledge:review_method", args=[one.pk]),
            )
            for one in queries.to_review(user)
        ),
        *(
            Waiting(
                _("A method card was returned to be mended: %(title)s") % {"title": one.title},
                _("Mend it"),
                reverse("knowledge:write_method", args=[one.pk]),
            )
            for one in queries.returned_to(user)
        ),
    ]
