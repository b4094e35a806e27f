"""What stands on the card of a practice, alone or in a booklet."""

from collections.abc import Mapping, Sequence
from typing import Any

import segno

from .choices import TermKind
from .citing import address_of, citation
from .models import Practice, PracticePhoto, PracticeText, PracticeVersion
from .pictures import not_on_card, on_card
from .queries.bands import Ladders, conditions_of
from .queries.practice_work import narrative_of

CARD = "knowledge/practices/card.html"


def card_of(
    practice: Practice,
    version: PracticeVersion,
    text: PracticeText,
    photos: Sequence[PracticePhoto],
    bands: Ladders,
) -> Mapping[str, Any]:
    """For the template `CARD`, in the language that is active: make it that of the text. No query where the terms were fetched, too."""
    return {
        "practice": practice,
        "version": version,
        "text": text,
        "conditions": conditions_of(version, bands),
        "targets": [term.name for term in version.terms.all() if term.kind == TermKind.TARGET],
        "partners": [term.name for term in version.terms.all() if term.kind == TermKind.PARTNER],
        "code": segno.make(address_of(practice), micro=False).svg_data_uri(),
        "narrative": narrative_of(text),
        "photos": on_card(photos, practice, version),
        "more_photos": not_on_card(photos),
        "citation": citation(practice, version, text),
    }
