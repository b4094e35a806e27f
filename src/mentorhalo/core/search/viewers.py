from typing import Any

from mentorhalo.core.registry import registry

PUBLIC = "public"


def tokens_of(user: Any) -> frozenset[str]:
    """The audiences that somebody belongs to: of each kind its own, so that no room opens another's doors."""
    found = {PUBLIC}
    for kind, source in registry.search.items():
        found |= {f"{kind}:{token}" for token in source.tokens(user)}
    return frozenset(found)
