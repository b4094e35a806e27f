"""How long somebody worked in a form, by the audit that ODK Collect and others send along (audit.csv)."""

import csv
from io import StringIO

AUDIT_LOG = "audit.csv"
# Columns that say what was answered, by whom the device was held, where it was, and why something was changed.
TELLING = {"old-value", "new-value", "user", "latitude", "longitude", "change-reason"}
# Events that last; the others are moments.
ASKED = {"question", "group questions", "repeat", "end screen", "jump", "hierarchy"}
LONGEST = 24 * 3600


def repeats_answers(head: str) -> bool:
    """Whether a log with these columns says what was answered."""
    return bool(TELLING.intersection(name.strip() for name in head.split(",")))


def active_seconds(text: str) -> int | None:
    """The time covered by questions on the screen, none counted twice; None where the audit does not tell."""
    spans = []
    try:
        for row in csv.DictReader(StringIO(text)):
            if row.get("event") in ASKED and row.get("start") and row.get("end"):
                spans.append((int(row["start"]), int(row["end"])))
    except (csv.Error, ValueError):
        return None
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    seconds = round(total / 1000)
    return seconds if 0 < seconds <= LONGEST else None
