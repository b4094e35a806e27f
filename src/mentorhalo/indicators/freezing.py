"""What a snapshot freezes, and the hash over it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from .models import Snapshot
from .scope import Figure, Row


def frozen_content(frozen: Figure, overrides: Mapping[str, Any], uses: Mapping[str, int]) -> dict[str, Any]:
    """All that the hash of a snapshot speaks of, JSON-safe."""
    return {
        "code": frozen.code,
        "version": frozen.rule_version,
        "programme": frozen.programme,
        "as_of": frozen.as_of.isoformat(),
        "known_at": frozen.known_at.astimezone(UTC).isoformat(),
        "filters": dict(frozen.filters),
        "parameters": dict(frozen.parameters),
        "overrides": {
            name: None if value is None else str(value) for name, value in sorted(overrides.items())
        },
        "uses": dict(uses),
        "value": float(frozen.value or 0),
        "rows": {
            "counted": [{"unit": row.unit, "facts": row.facts} for row in frozen.counted or ()],
            "excluded": [_excluded(row) for row in frozen.excluded or ()],
        },
    }


def content_of(snapshot: Snapshot) -> dict[str, Any]:
    """The same, read back from what was frozen. Needs `indicator`, `definition` and `programme` at hand."""
    return {
        "code": snapshot.indicator.code,
        "version": snapshot.definition.version,
        "programme": snapshot.programme.code if snapshot.programme else "",
        "as_of": snapshot.as_of.isoformat(),
        "known_at": snapshot.known_at.astimezone(UTC).isoformat(),
        "filters": snapshot.filters,
        "parameters": snapshot.parameters,
        "overrides": snapshot.overrides,
        "uses": snapshot.uses,
        "value": snapshot.value,
        "rows": snapshot.rows,
    }


def _excluded(row: Row) -> dict[str, Any]:
    return {"unit": row.unit, "facts": row.facts, "reasons": [reason.as_json() for reason in row.reasons]}


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: keys in order, no spaces."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
