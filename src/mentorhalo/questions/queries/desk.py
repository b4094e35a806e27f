"""The desk of those who work on questions: what waits, one question with everything about it, what to read beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.registry import TimelineEntry
from mentorhalo.network.models import CountyGroup
from mentorhalo.territory.models import Settlement

from ..choices import Author, State
from ..models import Expert, Message, Question, Review
from ..models.questions import OPEN
from ..redaction import Hint, hints_in
from .lateness import deadline_words

DONE = (State.PUBLISHED, State.PRIVATE, State.REJECTED, State.WITHDRAWN)
AFTER_ANSWER = (State.ANSWERED, State.IN_REVIEW)
SMALL = 1000  # people: below it, the very name of a settlement tells who asked
SIMILAR = 5


@dataclass(frozen=True)
class Filters:
    """How the queue is narrowed; empty is everything."""

    state: str = ""
    topic: str = ""
    county: str = ""
    expert: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the queue, its deadline in words."""

    question: Question
    deadline: str
    is_late: bool


@dataclass(frozen=True)
class Said:
    """One message as those who work on the question see it."""

    message: Message
    who: str
    is_hidden: bool


def question(pk: UUID) -> Question:
    """Raises `DoesNotExist`; what nobody confirmed is nobody's business yet. One query."""
    rows = Question.objects.exclude(state=State.UNCONFIRMED).select_related("topic", "expert__user", "asker")
    return rows.get(pk=pk)


def message(pk: UUID) -> Message:
    """Raises `DoesNotExist`."""
    return Message.objects.select_related("question__expert").get(pk=pk)


def handled_by(user: User) -> QuerySet[Question]:
    """What this person sorts: the office everything, a leader what belongs to their groups or to none yet."""
    rows = Question.objects.exclude(state=State.UNCONFIRMED)
    if user.holds(Role.OFFICE):
        return rows
    return (
        rows.filter(Q(group__in=list(user.groups_led())) | Q(group=None))
        if user.groups_led()
        else rows.none()
    )


def queue(user: User, filters: Filters, now: datetime) -> QuerySet[Question]:
    """The overdue first, then what owes an answer by its day, then what is on its way to the public, then the closed."""
    rows = _narrowed(handled_by(user), filters)
    rank = Case(
        When(Q(state__in=OPEN, due_at__lt=now) & ~Q(state=State.WAITING), then=Value(0)),
        When(state__in=OPEN, then=Value(1)),
        When(state__in=AFTER_ANSWER, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = rows.annotate(rank=rank).select_related("topic", "expert")
    return rows.order_by("rank", "due_at", "-asked_at", "pk")


def answered_by(expert: Expert, now: datetime) -> list[Row]:
    """What this expert owes, the overdue first. One query."""
    rows = Question.objects.filter(expert=expert, state__in=(State.ASSIGNED, State.WAITING))
    return rows_of(rows.select_related("topic", "expert").order_by("due_at", "pk"), now)


def to_read(user: User) -> list[Question]:
    """Public versions that wait for this second reader. One query."""
    waiting = Review.objects.filter(reader=user, decided_at=None).values("question")
    rows = Question.objects.filter(pk__in=waiting, state=State.IN_REVIEW).select_related("topic", "expert")
    return list(rows.order_by("due_at", "pk"))


def to_confirm(user: User, today: date) -> QuerySet[Question]:
    """Published answers of this expert, or of what this person handles, whose year is over; the longest waiting first."""
    own = Question.objects.filter(expert__user=user)
    rows = (own | handled_by(user)).filter(pk__in=Question.objects.to_confirm(today).values("pk"))
    return rows.select_related("topic", "expert").order_by("confirm_on", "pk")


def rows_of(questions: Iterable[Question], now: datetime) -> list[Row]:
    return [Row(one, deadline_words(one, now), one.is_overdue(now)) for one in questions]


def counts_of(user: User, now: datetime) -> dict[str, int]:
    """How many owe an answer, and how many of them too late. One query."""
    rows = handled_by(user).filter(state__in=OPEN).order_by()
    is_late = Q(due_at__lt=now) & ~Q(state=State.WAITING)
    return rows.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=is_late),
        unsorted=Count("pk", filter=Q(state=State.RECEIVED)),
    )


def messages_of(question: Question) -> list[Said]:
    """Everything that was said, notes among colleagues too. One query."""
    rows = Message.objects.filter(question=question).select_related("by").order_by("at", "pk")
    return [Said(row, _who(row, question), row.hidden_at is not None) for row in rows]


def history_of(question: Question) -> list[TimelineEntry]:
    """Each step with who took it and why, the latest first. Two queries."""
    moves = question.moves.select_related("by").order_by("-at", "-pk")
    reviews = (
        question.reviews.exclude(decided_at=None).select_related("reader").order_by("-decided_at", "-pk")
    )
    lines = [
        TimelineEntry(one.at, _step_words(one.before, one.after), _because(one.by, one.reason))
        for one in moves
    ]
    lines += [
        TimelineEntry(
            review.decided_at or review.asked_at,
            _("Second reader: %(verdict)s") % {"verdict": review.get_verdict_display()},
            _because(review.reader, review.reason),
        )
        for review in reviews
    ]
    return sorted(lines, key=lambda line: _moment(line.at), reverse=True)


def open_review(question: Question) -> Review | None:
    """One query."""
    return question.reviews.filter(decided_at=None).select_related("reader").first()


def last_review(question: Question) -> Review | None:
    """The latest verdict. One query."""
    return (
        question.reviews.exclude(decided_at=None)
        .select_related("reader")
        .order_by("-decided_at", "-pk")
        .first()
    )


def settlement_of(question: Question) -> Settlement | None:
    """One query, none where the asker named no place."""
    if not question.settlement:
        return None
    return Settlement.objects.select_related("county").filter(pk=question.settlement).first()


def groups_offered(today: date) -> list[CountyGroup]:
    """County groups at work, by county. One query."""
    groups = CountyGroup.objects.on(today).select_related("county", "programme")
    return list(groups.order_by("county__name_sort", "pk"))


def similar_answers(question: Question, user: User) -> list[search.Hit]:
    """Published questions like this one: an answer may stand there already."""
    words = f"{question.title}\n{question.text}"
    found = search.similar(words, kind="question", tokens=search.tokens_of(user), limit=SIMILAR + 1)
    return [hit for hit in found if hit.record != str(question.pk)][:SIMILAR]


def hints_of(question: Question, text: str) -> list[Hint]:
    """What in the text could tell who asked. One query for the names of small settlements."""
    asker = question.asker
    people = [name for name in (question.asker_name, asker.name if asker else "") if name]
    return hints_in(text, small_places=small_places(question.settlement), people=people)


def small_places(settlement: str) -> set[str]:
    """Names, in small letters, of settlements with fewer than a thousand people, and of the asker's own. One query."""
    rows = Settlement.objects.filter(Q(population__lt=SMALL) | Q(pk=settlement or "-"))
    return {name.casefold() for name in rows.order_by().values_list("name", flat=True)}


def original_answer(question: Question) -> str:
    """All that was answered and is not hidden, in its order. One query."""
    answers = Message.objects.filter(question=question, is_answer=True, hidden_at=None).order_by("at", "pk")
    return "\n\n".join(answers.values_list("text", flat=True))


def _narrowed(rows: QuerySet[Question], filters: Filters) -> QuerySet[Question]:
    if filters.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif filters.state in State.values:
        rows = rows.filter(state=filters.state)
    if filters.topic:
        rows = rows.filter(topic=filters.topic)
    if filters.county:
        rows = rows.filter(county=filters.county)
    if filters.expert:
        rows = rows.filter(expert=UUID(filters.expert))
    return rows


def _who(message: Message, question: Question) -> str:
    if message.by is not None:
        return str(message.by)
    if message.author == Author.ASKER:
        return question.asker_name or _("The asker")
    return str(message.get_author_display())


def _step_words(before: str, after: str) -> str:
    if before == after:
        return _("Given to somebody else")
    words = str(State(after).label)
    return words[:1].upper() + words[1:]


def _because(by: User | None, reason: str) -> str:
    return ": ".join(part for part in (str(by) if by else "", reason) if part)


def _moment(at: date | datetime) -> datetime:
    return at if isinstance(at, datetime) else timezone.make_aware(datetime.combine(at, datetime.min.time()))
