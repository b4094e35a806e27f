"""What is frozen of a version: a hash over its conditions and all its words, the same however it is read."""

import hashlib
import json
from typing import Any

from .models import PracticeText, PracticeVersion


def content_of(version: PracticeVersion) -> dict[str, Any]:
    """All that is told, as it is frozen. Five queries, none of them where everything was fetched with the version."""
    practice = version.practice
    return {
        "practice": practice.code,
        "field": practice.field,
        "institution": practice.institution_name,
        "settlement": practice.settlement_id,
        "is_lesson": practice.is_lesson,
        "language": version.language,
        "starts_on": version.starts_on.isoformat() if version.starts_on else "",
        "ends_on": version.ends_on.isoformat() if version.ends_on else "",
        "settlement_size": version.settlement_size,
        "staff_band": version.staff_band,
        "money_band": version.money_band,
        "time_band": version.time_band,
        "topics": sorted(topic.pk for topic in version.topics.all()),
        "terms": sorted(term.code for term in version.terms.all()),
        "methods": sorted(str(method.pk) for method in version.methods.all()),
        "licence": version.licence,
        "texts": {text.language: words_of(text) for text in version.texts.all()},
    }


def words_of(text: PracticeText) -> dict[str, Any]:
    told = {name: getattr(text, name) for name in ("title", "summary", *PracticeText.NARRATIVE)}
    return {**told, "reasons": text.reasons}


def fingerprint_of(version: PracticeVersion) -> str:
    """SHA-256 of the content in one written form."""
    written = json.dumps(content_of(version), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
