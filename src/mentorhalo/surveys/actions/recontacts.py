"""Interviews asked again by another person: what is compared, who is drawn, who asks, what they were told."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from math import ceil
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.audit import note

from ..choices import Firmness, RecontactState, ResponseState
from ..models import ComparedQuestion, Interviewer, Recontact, Response, Study, Wave
from ..queries.compared import comparable_questions

LONGEST_REMARK = 300
# What is returned may still change, what was rejected is no interview.
DRAWN_FROM = (ResponseState.RECEIVED, ResponseState.ACCEPTED)


class RecontactRefused(Exception):
    """The re-contact cannot be drawn, given or recorded so; the message is meant for the person."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question to be compared. Numbers nearer than `tolerance` are the same."""

    key: str
    firmness: Firmness
    tolerance: float = 0.0
    is_share: bool = False


@transaction.atomic
def choose_compared(*, study: Study, questions: Collection[Chosen], by: User, at: datetime) -> int:
    """From now on these are asked again; how many. Answers recorded for others are kept."""
    known = {one.key for one in comparable_questions(study)}
    if strange := [one.key for one in questions if one.key not in known]:
        raise RecontactRefused(_("“%(key)s” cannot be compared.") % {"key": strange[0]})
    study.compared_questions.exclude(key__in=[one.key for one in questions]).delete()
    ComparedQuestion.objects.bulk_create(
        [
            ComparedQuestion(
                study=study,
                key=one.key,
                firmness=one.firmness,
                tolerance=one.tolerance,
                is_share=one.is_share,
            )
            for one in questions
        ],
        update_conflicts=True,
        unique_fields=["study", "key"],
        update_fields=["firmness", "tolerance", "is_share"],
    )
    details = {one.key: int(one.firmness) for one in questions}
    note(deed="surveys.choose_compared", subject=f"study:{study.pk}", by=by.pk, at=at, details=details)
    return len(questions)


@transaction.atomic
def draw_recontacts(*, wave: Wave, by: User, at: datetime, seed: str = "") -> int:
    """Draw the wave's share of each interviewer's interviews, at least one of each; how many are new.

    Drawn again later, it adds what the share asks for by then. The order of the draw is the hash of seed and response: with the
    seed, which all draws of a wave share, anybody can draw it again.
    """
    Wave.objects.select_for_update().get(pk=wave.pk)
    drawn = list(Recontact.objects.filter(response__wave=wave).values_list("response", "seed"))
    taken = {pk for pk, _seed in drawn}
    seed = drawn[0][1] if drawn else seed or token_hex(8)
    rows = Response.objects.of_wave(wave).filter(state__in=DRAWN_FROM, interviewer__isnull=False)
    by_interviewer: dict[UUID, list[UUID]] = {}
    for pk, interviewer in rows.order_by("pk").values_list("pk", "interviewer"):
        by_interviewer.setdefault(interviewer, []).append(pk)
    new = [
        Recontact(response_id=pk, drawn_at=at, seed=seed)
        for interviews in by_interviewer.values()
        for pk in drawn_of(interviews, taken=taken, percent=wave.recontact_percent, seed=seed)
    ]
    Recontact.objects.bulk_create(new, batch_size=500)
    details = {"seed": seed, "percent": wave.recontact_percent, "new": len(new)}
    note(deed="surveys.draw_recontacts", subject=f"wave:{wave.pk}", by=by.pk, at=at, details=details)
    return len(new)


def drawn_of(interviews: Iterable[UUID], *, taken: Collection[UUID], percent: int, seed: str) -> list[UUID]:
    """Whom the seed draws of one interviewer's interviews, beside those taken already."""
    order = sorted(interviews, key=lambda pk: sha256(f"{seed}:{pk}".encode()).digest())
    wanted = max(1, ceil(len(order) * percent / 100)) if percent else 0
    missing = wanted - sum(pk in taken for pk in order)
    return [pk for pk in order if pk not in taken][: max(0, missing)]


@transaction.atomic
def assign_recontacts(
    *, recontacts: Collection[UUID], interviewer: Interviewer | None, by: User, at: datetime
) -> int:
    """Give these to somebody to ask again, or take them back; how many changed hands. Nobody asks again whom they asked first."""
    rows = list(
        Recontact.objects.select_for_update(of=("self",))
        .select_related("response__interviewer", "response__submission")
        .defer("response__answers", "response__submission__xml")
        .filter(pk__in=list(recontacts), state=RecontactState.OPEN)
    )
    rows = [row for row in rows if row.interviewer_id != (interviewer.pk if interviewer else None)]
    for row in rows:
        if interviewer is not None and _is_same_person(row, interviewer):
            raise RecontactRefused(
                _("%(name)s made one of these interviews: somebody else must ask again.")
                % {"name": interviewer.name}
            )
        row.interviewer = interviewer
    Recontact.objects.bulk_update(rows, ["interviewer"])
    for row in rows:
        details = {"interviewer": str(interviewer.pk) if interviewer else ""}
        note(deed="surveys.assign_recontact", subject=f"recontact:{row.pk}", by=by.pk, at=at, details=details)
    return len(rows)


@transaction.atomic
def record_recontact(
    *, recontact: Recontact, answers: Mapping[str, Any], remark: str, is_reached: bool, by: User, at: datetime
) -> Recontact:
    """Write down what was said the second time, once. Without any answer it was not reached."""
    row = (
        Recontact.objects.select_for_update(of=("self",))
        .select_related("response__interviewer", "response__submission")
        .get(pk=recontact.pk)
    )
    if row.state != RecontactState.OPEN:
        raise RecontactRefused(_("Its answers were recorded already."))
    if _was_made_by(row.response, by):
        raise RecontactRefused(_("Who made the interview cannot ask again: somebody else must."))
    if len(remark.strip()) > LONGEST_REMARK:
        raise RecontactRefused(
            _("The remark may have %(most)s characters at most.") % {"most": LONGEST_REMARK}
        )
    compared = ComparedQuestion.objects.filter(study__instruments__versions=row.response.version_id)
    known = set(compared.values_list("key", flat=True))
    said = {key: value for key, value in answers.items() if key in known and value not in (None, "", [])}
    if is_reached and not said:
        raise RecontactRefused(_("There is no answer: write down at least one, or that nobody was reached."))
    row.answers = said if is_reached else {}
    row.state = RecontactState.DONE if is_reached else RecontactState.FAILED
    row.remark, row.done_at, row.done_by = remark.strip(), at, by
    row.save(update_fields=["answers", "state", "remark", "done_at", "done_by"])
    details = {"state": row.state, "answers": len(row.answers)}
    note(deed="surveys.record_recontact", subject=f"recontact:{row.pk}", by=by.pk, at=at, details=details)
    return row


def _is_same_person(row: Recontact, interviewer: Interviewer) -> bool:
    first = row.response.interviewer
    if first is not None and first.pk == interviewer.pk:
        return True
    made_by = {first.user_id if first is not None else None, row.response.submission.sent_by_id} - {None}
    return interviewer.user_id in made_by


def _was_made_by(response: Response, user: User) -> bool:
    first = response.interviewer
    return (first is not None and first.user_id == user.pk) or response.submission.sent_by_id == user.pk
