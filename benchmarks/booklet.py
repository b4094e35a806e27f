"""One database: a booklet of all 177 practices of a programme, a third of them with photos. Prints one JSON document as its last line.

The floor is WeasyPrint called barely: the same card's HTML with the same style sheet, written as a PDF of its own, nothing else.
"""

import json
import random
import time
import tomllib
from datetime import UTC, date, datetime
from uuid import UUID

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import transaction  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher  # noqa: E402

from mentorhalo.accounts.actions import open_account  # noqa: E402
from mentorhalo.accounts.models import User  # noqa: E402
from mentorhalo.core import search  # noqa: E402
from mentorhalo.core.papers import VARIANT, style_sheet  # noqa: E402
from mentorhalo.demo.practice_pictures import photos_of  # noqa: E402
from mentorhalo.demo.practice_words import told  # noqa: E402
from mentorhalo.demo.write_experts import DATA  # noqa: E402
from mentorhalo.knowledge.actions.booklets import make_booklet, order_booklet  # noqa: E402
from mentorhalo.knowledge.actions.practice_photos import enter_photos  # noqa: E402
from mentorhalo.knowledge.actions.practices import (  # noqa: E402
    PracticeDraft,
    TakenPractice,
    enter_practices,
)
from mentorhalo.knowledge.cards import CARD, card_of  # noqa: E402
from mentorhalo.knowledge.choices import PracticeState  # noqa: E402
from mentorhalo.knowledge.models import Booklet, Practice, Term  # noqa: E402
from mentorhalo.knowledge.queries.bands import ladders  # noqa: E402
from mentorhalo.knowledge.queries.practice_photos import shown_photos  # noqa: E402
from mentorhalo.territory.actions import load_register  # noqa: E402
from mentorhalo.territory.models import Settlement  # noqa: E402

from .memory import largest_memory  # noqa: E402

PRACTICES, BARE, SEED = 177, 24, 12
MEGABYTES = 900.0
AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
WAY = (
    PracticeState.PROPOSED,
    PracticeState.CHECKED,
    PracticeState.CONSENTED,
    PracticeState.IN_REVIEW,
    PracticeState.ACCEPTED,
    PracticeState.PUBLISHED,
)


def main() -> None:
    call_command("migrate", verbosity=0)
    load_register()
    with search.quietly(), transaction.atomic():
        practices = _write(random.Random(SEED))
    floor = _bare(practices[: BARE + 1])
    before = largest_memory()
    booklet = order_booklet(
        practices=[one.pk for one in practices], title="Jó gyakorlatok", language="hu", at=AT
    )
    seen: list[int] = []
    started = time.perf_counter()
    made = make_booklet(booklet=booklet.pk, at=AT, should_stop=lambda: _look(booklet, seen))
    taken = time.perf_counter() - started
    assert made is not None
    assert made.done == made.total == PRACTICES, (made.done, made.total, made.trouble)
    steps = len(set(seen))
    assert steps >= PRACTICES // 10, f"progress was told {steps} times"
    print(
        json.dumps(
            {
                "rows": [
                    {
                        "what": f"booklet of {PRACTICES} practices, {made.size / 1e6:.1f} MB, for each practice",
                        "measure": f"{taken / PRACTICES * 1000:.0f} ms, {taken:.0f} s in all",
                        "floor": f"{floor * 1000:.0f} ms",
                        "ratio": taken / PRACTICES / floor,
                        "goal": 1.5,
                    },
                    {
                        "what": f"booklet: largest memory, progress told {steps} times",
                        "measure": f"{largest_memory():.0f} MB, {before:.0f} before",
                        "floor": f"{MEGABYTES:.0f} MB",
                        "ratio": largest_memory() / MEGABYTES,
                        "goal": 1.0,
                    },
                ]
            }
        )
    )


def _look(booklet: Booklet, seen: list[int]) -> bool:
    """What somebody reads who looks at the booklet's page just now."""
    seen.append(Booklet.objects.values_list("done", flat=True).get(pk=booklet.pk))
    return False


def _bare(practices: list[Practice]) -> float:
    """Seconds of one bare call, the first of them (which loads the fonts) left out."""
    fonts, fetcher = FontConfiguration(), URLFetcher(allowed_protocols={"file", "data"})
    styles = CSS(string=style_sheet(), font_config=fonts, url_fetcher=fetcher)
    taken = []
    for practice in practices:
        version = practice.public_version
        assert version is not None
        content = card_of(
            practice, version, version.texts.get(language="hu"), shown_photos(version), ladders()
        )
        page = render_to_string(CARD, dict(content))
        started = time.perf_counter()
        HTML(string=page, url_fetcher=fetcher).write_pdf(
            stylesheets=[styles], font_config=fonts, pdf_variant=VARIANT
        )
        taken.append(time.perf_counter() - started)
    return sum(taken[1:]) / len(taken[1:])


def _write(chance: random.Random) -> list[Practice]:
    office = open_account(
        email="office@example.org", password=None, name="Office", is_verified=True, by=None, at=AT
    )
    stories = tomllib.loads((DATA / "practices.toml").read_text(encoding="utf-8"))["practice"]
    places = list(Settlement.objects.filter(ended_on=None).order_by("code"))
    terms = {one.code: one.pk for one in Term.objects.all()}
    taken = [_taken(number, stories, chance, places, terms, office) for number in range(PRACTICES)]
    enter_practices(practices=taken, by=office)
    enter_photos(photos=list(photos_of(taken)))
    return list(Practice.objects.select_related("settlement", "public_version").order_by("number"))


def _taken(
    number: int,
    stories: list[dict],
    chance: random.Random,
    places: list[Settlement],
    terms: dict[str, int],
    office: User,
) -> TakenPractice:
    story, place = stories[number % len(stories)], chance.choice(places)
    words, _english = told(story, "Községi Könyvtár", place.name, number, chance)
    return TakenPractice(
        id=UUID(int=number + 1),
        draft=PracticeDraft(
            field=story["field"],
            settlement=place.pk,
            institution_name="Községi Könyvtár",
            words=words,
            starts_on=date(2024, 1, 1),
            staff_band="1",
            money_band="0",
            time_band="1",
            terms=tuple(terms[code] for code in (*story["targets"], *story["partners"])),
            contact_email="library@example.org",
        ),
        programme="",
        way=[(state, AT) for state in WAY],
        contributor=None,
        by=office,
        checker=office,
        editor=office,
        agreed_by="Somebody",
        opinion="Good.",
    )


if __name__ == "__main__":
    main()
