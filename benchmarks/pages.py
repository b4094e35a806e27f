"""Public pages on the built demonstration: CPU of a request, asked for the first time and again, and its queries at two sizes.

The floors are the budgets of the portal: 15 ms for a list asked for the first time, 2 ms again. The pages of a well-known question-and-answer
site, measured alike on such a machine, cost 69 to 519 ms.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorhalo.programmes.models import Topic
from mentorhalo.questions.choices import State
from mentorhalo.questions.models import Question
from mentorhalo.website.models import NewsIndexPage

UNCACHED_MS, CACHED_MS = 15.0, 2.0
QUESTIONS = 5_000
ROUNDS = 12


def public_pages() -> list[dict[str, Any]]:
    """Rows for the table of results. Writes questions, and takes them back."""
    rows = []
    news = NewsIndexPage.objects.live().filter(locale__language_code="hu").first()
    assert news is not None, "the demonstration has no news"
    county = reverse("website:county", args=["02"])
    for name, address in {"home": "/", "news": news.url, "county": county}.items():
        rows += _page(name, address, goal=None if name != "news" else 1.0)
    questions = reverse("questions:public")
    few = _queries(questions)
    with _many_questions():
        rows += _page(f"questions, 30 of {QUESTIONS}", questions, goal=1.0)
        many = _queries(questions)
    rows.append(_row("questions: queries, many : few", f"{many}", f"{few}", many / few, 1.0))
    return rows


def _page(name: str, address: str, *, goal: float | None) -> list[dict[str, Any]]:
    first, again = _cpu(address, is_new=True), _cpu(address, is_new=False)
    return [
        _row(f"page: {name}", f"{first:.1f} ms", f"{UNCACHED_MS:.0f} ms", first / UNCACHED_MS, goal),
        _row(f"page: {name}, again", f"{again:.1f} ms", f"{CACHED_MS:.0f} ms", again / CACHED_MS, goal),
    ]


def _cpu(address: str, *, is_new: bool) -> float:
    """Median CPU of this process for one anonymous request, in milliseconds; with `is_new` of a page that nobody has asked for yet.

    Figures stay kept under the journal's head, as they do for the next visitor of a site at work.
    """
    client = Client()
    assert client.get(address).status_code == 200, address
    taken = []
    for number in range(ROUNDS):
        asked = f"{address}?visit={number}" if is_new else address
        started = time.process_time()
        client.get(asked)
        taken.append((time.process_time() - started) * 1000)
    return median(taken)


def _queries(address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        Client().get(address)
    return len(captured)


@contextmanager
def _many_questions() -> Iterator[None]:
    now, topics = timezone.now(), list(Topic.objects.in_use())
    with transaction.atomic():
        Question.objects.bulk_create(
            (_question(number, now - timedelta(minutes=number), topics) for number in range(QUESTIONS)),
            batch_size=500,
        )
        cache.clear()
        yield
        transaction.set_rollback(True)


def _question(number: int, at: Any, topics: list[Topic]) -> Question:
    title = f"Hogyan szervezzük meg a {number}. közösségi napot, ha kevesen vagyunk hozzá?"
    return Question(
        client_key=uuid4(),
        title=title,
        text="Tizenöten vagyunk, és még nem csináltunk ilyet.",
        topic=topics[number % len(topics)] if topics else None,
        county=f"{number % 19 + 2:02}",
        state=State.PUBLISHED,
        may_publish=True,
        asked_at=at,
        received_at=at,
        first_answered_at=at,
        published_at=at,
        public_changed_at=at,
        public_title=title,
        public_text="Kevesen vagyunk, és még nem csináltunk ilyet.",
        public_answer="Kezdjék kicsiben, és kérdezzék meg a szomszédokat is. " * 8,
        public_language="hu",
        slug=f"hogyan-szervezzuk-{number}",
    )


def _row(what: str, measure: str, floor: str, ratio: float, goal: float | None) -> dict[str, Any]:
    return {"what": what, "measure": measure, "floor": floor, "ratio": ratio, "goal": goal}
