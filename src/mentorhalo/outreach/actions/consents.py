"""The register of consents: sentences shipped, consents given, taken over with proof, withdrawn."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from ..models import ConsentText

SHIPPED = Path(__file__).parent.parent / "data" / "consent_texts.json"
LANGUAGES = ("hu", "en")


@transaction.atomic
def ship_consent_texts() -> None:
    """Add the versions that are not there yet. What somebody agreed to is never changed."""
    known = set(ConsentText.objects.values_list("purpose", "version", "language"))
    ConsentText.objects.bulk_create(
        ConsentText(
            purpose=row["purpose"],
            version=row["version"],
            language=language,
            text=row[language],
            since=datetime.fromisoformat(row["since"]),
        )
        for row in json.loads(SHIPPED.read_text(encoding="utf-8"))
        for language in LANGUAGES
        if (row["purpose"], row["version"], language) not in known
    )
