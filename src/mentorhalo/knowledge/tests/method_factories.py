"""Method cards at each step of their way, by the room's own actions."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.knowledge.actions import methods as actions
from mentorhalo.knowledge.actions.methods import CardDraft
from mentorhalo.knowledge.models import Method, MethodVersion

AT = datetime(2025, 3, 3, 9, tzinfo=UTC)


def card(title: str = "Közösségi interjú", **parts: Any) -> CardDraft:
    """Every needed part is there."""
    whole = CardDraft(
        title=title,
        definition="Beszélgetés egy lakossal arról, mit szeret a helyben, és mit tenne hozzá.",
        purpose="Megszólítani és bevonni.",
        key_concepts="Megszólítás: személyes hívás.",
        conditions="Legyen, aki kérdez.",
        steps="Keressünk fel húsz embert.\nÍrjuk le, amit mondtak.",
        tools="Jegyzetfüzet.",
        source="Saját gyakorlat.",
    )
    return replace(whole, **parts)


def begun(
    title: str = "Közösségi interjú",
    *,
    by: User | None = None,
    at: datetime = AT,
    language: str = "hu",
    topics: tuple[str, ...] = (),
    **parts: Any,
) -> MethodVersion:
    return actions.begin_method(
        draft=card(title, **parts),
        language=language,
        topics=list(topics),
        by=by or holder(Role.EXPERT),
        at=at,
    )


def handed_in(
    title: str = "Közösségi interjú", *, by: User | None = None, at: datetime = AT, **more: Any
) -> MethodVersion:
    by = by or holder(Role.EXPERT)
    return actions.hand_in(version=begun(title, by=by, at=at, **more), by=by, at=at)


def decided(
    version: MethodVersion,
    *,
    reader: User | None = None,
    verdict: str = "lock",
    reason: str = "",
    at: datetime = AT,
    **remarks: str,
) -> MethodVersion:
    actions.decide_method_review(
        version=version,
        verdict=verdict,
        reason=reason,
        remarks=remarks,
        seen=version.print_of_words(),
        by=reader or holder(Role.OFFICE),
        at=at,
    )
    version.refresh_from_db()
    return version


def locked(
    title: str = "Közösségi interjú", *, reader: User | None = None, at: datetime = AT, **more: Any
) -> MethodVersion:
    return decided(handed_in(title, at=at, **more), reader=reader, at=at)


def withdrawn(title: str, *, reader: User, at: datetime = AT, **more: Any) -> Method:
    version = locked(title, reader=reader, at=at, **more)
    return actions.withdraw_method(method=version.method, reason="elavult", by=reader, at=at)


def next_locked(
    version: MethodVersion, *, by: User, reader: User, at: datetime = AT, **parts: Any
) -> MethodVersion:
    """A second version with these parts changed."""
    new = actions.begin_version(method=version.method, language=version.language, by=by, at=at)
    words = CardDraft(**{**new.said(), **parts})
    new = actions.write_version(version=new, draft=words, seen=new.print_of_words(), by=by, at=at)
    return decided(actions.hand_in(version=new, by=by, at=at), reader=reader, at=at)
