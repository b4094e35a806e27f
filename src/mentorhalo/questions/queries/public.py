"""What everybody may read: published questions and the experts who show themselves. Fixed numbers of queries."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q
from django.urls import reverse

from mentorhalo.core.numbers import day
from mentorhalo.core.paging import in_pages
from mentorhalo.programmes.models import Topic
from mentorhalo.territory.queries import county_choices

from ..choices import State
from ..models import Expert, Question
from ..models.questions import QuestionQuerySet

A_PAGE = 30
IN_FEED = 30
RELATED = 5


class Line(NamedTuple):
    """One published question in a list, ready to show: lists are read far more often than written."""

    href: str
    title: str
    note: str


@dataclass(frozen=True)
class Names:
    """What codes are called, in the reader's language. Two queries."""

    topics: dict[str, str] = field(default_factory=lambda: topics_shown())
    counties: dict[str, str] = field(default_factory=lambda: counties_shown())


@dataclass(frozen=True)
class Usefulness:
    useful: int
    votes: int


@dataclass(frozen=True)
class ExpertCard:
    pk: UUID
    name: str
    title: str
    topics: list[str]
    answers: int


def edition() -> datetime | None:
    """When anything public last changed, also by disappearing. One query by index."""
    return Question.objects.aggregate(last=Max("public_changed_at"))["last"]


def public_page(
    number: str | None, names: Names, *, topic: str = "", county: str = ""
) -> tuple[Page[Any], list[Line]]:
    """A page of the list and its lines. Two queries."""
    return _page(_listed(topic, county), number, names)


def latest(*, topic: str = "", county: str = "") -> list[Question]:
    """What the feed holds, newest first."""
    rows = _listed(topic, county).select_related("topic", "expert")
    return list(rows[:IN_FEED])


def newest_lines(count: int) -> list[Line]:
    """Three queries."""
    return _lines(_listed("", "")[:count], Names())


def listed_one(pk: UUID) -> Question | None:
    """One of the list; None for what is not public (any more). One query."""
    return Question.objects.listed().filter(pk=pk).first()


def published_to_find(ids: Collection[str] | None) -> Iterator[Question]:
    """For the index: those of the list among these, or all of it. One query for each thousand."""
    rows = Question.objects.listed().order_by("pk")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return in_pages(rows)


def topics_shown() -> dict[str, str]:
    """Every topic by code, in their order and the reader's language. One query."""
    return {topic.code: topic.name for topic in Topic.objects.order_by("order", "code")}


def topics_offered() -> list[Topic]:
    return list(Topic.objects.in_use().order_by("order", "code"))


def counties_shown() -> dict[str, str]:
    """Every county by code, in Hungarian order. One query."""
    return dict(county_choices())


def question_at(slug: str) -> Question:
    """What was ever published under the address, whether it still is or not. Raises `DoesNotExist`. One query."""
    return Question.objects.exclude(slug="").select_related("expert", "topic").get(slug=slug)


def related_to(question: Question, names: Names) -> list[Line]:
    """Others of the same topic, newest first. One query."""
    if question.topic_id is None:
        return []
    return _lines(_listed(question.topic_id, "").exclude(pk=question.pk)[:RELATED], names)


def usefulness_of(question: Question) -> Usefulness:
    """One query."""
    found = question.votes.aggregate(useful=Count("pk", filter=Q(is_useful=True)), votes=Count("pk"))
    return Usefulness(found["useful"], found["votes"])


def vote_of(question: Question, voter: str) -> bool | None:
    """How this reader voted; None: not yet. One query, none for a reader nobody knows."""
    if not voter:
        return None
    return question.votes.filter(voter=voter).values_list("is_useful", flat=True).first()


def experts_shown() -> list[ExpertCard]:
    """Every public profile in Hungarian order. Two queries."""
    published = Count("questions", filter=Q(questions__state=State.PUBLISHED, questions__expired_at=None))
    rows = Expert.objects.shown_publicly().annotate(answers=published).prefetch_related("topics")
    return [
        ExpertCard(one.pk, one.name, one.title, [topic.name for topic in one.topics.all()], one.answers)
        for one in rows.order_by("name_sort", "pk")
    ]


def expert_shown(pk: UUID) -> Expert:
    """Raises `DoesNotExist`, also for one without a public profile. Two queries."""
    return Expert.objects.shown_publicly().prefetch_related("topics").get(pk=pk)


def answers_of(expert: Expert, number: str | None, names: Names) -> tuple[Page[Any], list[Line]]:
    return _page(_listed("", "").filter(expert=expert), number, names)


def _listed(topic: str, county: str) -> QuestionQuerySet:
    rows = Question.objects.listed().order_by("-published_at", "-pk")
    if topic:
        rows = rows.filter(topic=topic)
    return rows.filter(county=county) if county else rows


def _page(rows: QuestionQuerySet, number: str | None, names: Names) -> tuple[Page[Any], list[Line]]:
    page = Paginator(rows, A_PAGE).get_page(number)
    return page, _lines(page.object_list, names)


def _lines(rows: Any, names: Names) -> list[Line]:
    columns = (
        "slug",
        "public_title",
        "topic_id",
        "county",
        "expert__name",
        "expert__is_public",
        "published_at",
    )
    found = []
    for slug, title, topic, county, expert, is_public, published_at in rows.values_list(*columns):
        said = (
            names.topics.get(topic, ""),
            names.counties.get(county, ""),
            expert if is_public else "",
            day(published_at),
        )
        href = reverse("questions:public_question", args=[slug])
        found.append(Line(href, title, " · ".join(filter(None, said))))
    return found
