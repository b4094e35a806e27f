"""How long somebody worked in a form, by the audit that ODK Collect and others send along (audit.csv)."""

import csv
from io import StringIO

# Events that last; the others are moments.
ASKED = {"question", "group questions", "repeat", "end screen", "jump", "hierarchy"}
LONGEST = 24 * 3600


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
