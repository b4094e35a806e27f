"""Partnerships of a mentor at work, written by the room's own actions."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from mentorhalo.accounts.models import User
from mentorhalo.mentoring.tests.factories import mentor_at_work
from mentorhalo.partners.tests.factories import CommunityFactory, OrganisationFactory
from mentorhalo.partnerships import actions
from mentorhalo.partnerships.choices import Initiative, Observed, Occasion
from mentorhalo.partnerships.models import Grading, Observation, Partnership
from mentorhalo.partnerships.queries.gradings import members_to_ask

BEGAN = date(2025, 1, 13)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def draft(**changed: Any) -> actions.PartnershipDraft:
    parties = changed.get("parties") or [OrganisationFactory(), CommunityFactory()]
    return actions.PartnershipDraft(
        **{
            "key": uuid4(),
            "title": "A kórus és a könyvtár",
            "purpose": "Havonta közös este.",
            "field": "culture",
            "initiative": Initiative.BY_MENTOR,
            "settlement": parties[0].settlement_id,
            "starts_on": BEGAN,
            "parties": parties,
            **changed,
        }
    )


def opened(*, by: User | None = None, at: datetime = AT, **changed: Any) -> Partnership:
    """By a mentor, between an organisation and a community."""
    if "mentor" not in changed:
        changed["mentor"] = mentor_at_work()
    user = by or changed["mentor"].user
    return actions.open_partnership(draft=draft(**changed), by=user, at=at)


def seen(
    partnership: Partnership, kind: str = Observed.EVENT, day: date = BEGAN, at: datetime = AT, **changed: Any
) -> Observation:
    upload = changed.pop("upload", None)
    by: Any = changed.pop("by", None) or partnership.created_by
    said = {"key": uuid4(), "kind": kind, "occurred_on": day, "words": "Közös nap volt.", **changed}
    return actions.observe(
        partnership=partnership, draft=actions.ObservationDraft(**said), by=by, at=at, upload=upload
    )


def asked(partnership: Partnership, day: date = BEGAN, at: datetime = AT, **changed: Any) -> Grading:
    """Each party of the day asked at an address of its own."""
    members = members_to_ask(partnership, day)
    said = {
        "occasion": Occasion.HALF_YEAR,
        "graded_on": day,
        "addresses": {one.pk: f"{one.pk.hex[:8]}@pelda.hu" for one in members},
        "by": partnership.created_by,
        **changed,
    }
    return actions.open_grading(partnership=partnership, at=at, **said)


def said(grading: Grading, *levels: int | None, at: datetime = AT) -> Grading:
    """Each party, in the order they joined, says its level of all the others; None says nothing."""
    askings = {one.member_id: one for one in grading.askings.all()}
    members = [one for one in grading.partnership.members.all() if one.pk in askings]
    for member, level in zip(members, levels, strict=True):
        if level is not None:
            others = [one.pk for one in members if one != member]
            actions.answer(
                asking=askings[member.pk],
                draft=actions.AnswerDraft(
                    levels=dict.fromkeys(others, level), comments={}, name="Kiss Anna", role="vezető"
                ),
                at=at,
            )
    grading.refresh_from_db()
    return grading
