"""A process is opened for a target area, goes through its phases, and ends."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import resources
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.evidence.actions import sync, sync_many
from mentorhalo.network.models import CountyGroup, Mandate
from mentorhalo.partners.models import Consortium

from ..choices import Column, Perspective, PhaseState
from ..facts import PHASE_SOURCE, PROCESS_SOURCE, facts_of_phase, facts_of_process
from ..models import PhaseKind, Process, ProcessPhase
from ..queries.phases import card_of
from .obligations import derive_obligations
from .refusals import ProcessRefused, held, held_process, refuse_ended, refuse_future, words

BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class ProcessDraft:
    programme: UUID
    settlement: str
    starts_on: date
    consortium: UUID | None = None
    area: str = ""
    community: UUID | None = None
    mentor: UUID | None = None
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class PhaseDraft:
    """How far a phase of a process is that is brought in."""

    began_on: date
    done_on: date | None = None
    findings: str = ""


def open_process(*, draft: ProcessDraft, by: User, at: datetime) -> Process:
    """Open it with all phases before it. The same draft again is the same process. Raises `ProcessRefused`."""
    standing = Process.objects.filter(pk=draft.id).first()
    if standing is not None:
        return standing
    refuse_future(draft.starts_on, at, "starts_on")
    try:
        with transaction.atomic():
            made = open_processes(drafts=[(draft, {})], by=by, at=at)[0]
            if made.consortium_id is not None:
                grant = Consortium.objects.filter(pk=made.consortium_id)
                derive_obligations(consortia=grant, by=by, at=at)
            return made
    except IntegrityError:
        raise ProcessRefused(
            _("This target area has a process under this grant already."), field="area"
        ) from None


@transaction.atomic
def open_processes(
    *, drafts: Iterable[tuple[ProcessDraft, dict[str, PhaseDraft]]], by: User | None, at: datetime
) -> list[Process]:
    """Open many, each with the phases it has gone through by their codes. A fixed number of queries a batch."""
    drafts = list(drafts)
    groups = dict(CountyGroup.objects.values_list("pk", "county"))
    by_county = {(programme, county): pk for pk, programme, county in
                 CountyGroup.objects.values_list("pk", "programme", "county")}  # fmt: skip
    mandates = dict(
        Mandate.objects.filter(mentor__in={draft.mentor for draft, _phases in drafts if draft.mentor})
        .order_by("starts_on", "pk")
        .values_list("mentor", "group")
    )
    made = [
        Process(
            id=draft.id,
            programme_id=draft.programme,
            consortium_id=draft.consortium,
            settlement_id=draft.settlement,
            area=draft.area.strip()[:120],
            community_id=draft.community,
            mentor_id=draft.mentor,
            group_id=mandates.get(draft.mentor) if draft.mentor else None,
            starts_on=draft.starts_on,
            opened_by=by,
            opened_at=at,
        )
        for draft, _phases in drafts
    ]
    Process.objects.bulk_create(made, batch_size=BATCH)
    rows = {one.pk: one for one in Process.objects.select_related("programme", "settlement").filter(
        pk__in=[one.pk for one in made])}  # fmt: skip
    lacking = [one for one in rows.values() if one.group_id not in groups]
    for one in lacking:
        one.group_id = by_county.get((one.programme_id, one.settlement.county_id))
    Process.objects.bulk_update(lacking, ["group"], batch_size=BATCH)
    kinds = list(PhaseKind.objects.all())
    phases = [_phase(rows[draft.id], kind, said.get(kind.code)) for draft, said in drafts for kind in kinds]
    ProcessPhase.objects.bulk_create(phases, batch_size=BATCH)
    moments = {str(one.pk): at for one in made}
    sync_many(
        PROCESS_SOURCE,
        {str(pk): facts_of_process(one) for pk, one in rows.items()},
        by=by,
        at=moments,
        fresh=True,
    )
    told = {str(one.pk): facts_of_phase(one) for one in phases if one.state == PhaseState.DONE}
    sync_many(PHASE_SOURCE, told, by=by, at=dict.fromkeys(told, at), fresh=True)
    return [rows[one.pk] for one in made]


def _phase(process: Process, kind: PhaseKind, said: PhaseDraft | None) -> ProcessPhase:
    if said is None:
        return ProcessPhase(process=process, kind=kind)
    state = PhaseState.DONE if said.done_on else PhaseState.RUNNING
    return ProcessPhase(
        process=process,
        kind=kind,
        state=state,
        began_on=said.began_on,
        done_on=said.done_on,
        findings=said.findings,
    )


@transaction.atomic
def revise_process(
    *,
    process: Process,
    community: UUID | None,
    mentor: UUID | None,
    area: str,
    by: User,
    at: datetime,
) -> Process:
    """Another mentor, community or name of the area. Raises `ProcessRefused`."""
    process = held_process(process.pk)
    refuse_ended(process)
    if community != process.community_id and process.evaluations.filter(
        perspective=Perspective.OWN, closed_at=None
    ):
        raise ProcessRefused(
            _("The community is writing a self-evaluation: it has to be closed first."), field="community"
        )
    before = {"mentor": str(process.mentor_id), "community": str(process.community_id), "area": process.area}
    process.community_id, process.mentor_id, process.area = community, mentor, area.strip()[:120]
    if mentor is not None:
        serving = Mandate.objects.filter(mentor=mentor, programme=process.programme_id)
        newest = serving.order_by("-starts_on", "pk").values_list("group", flat=True).first()
        process.group_id = newest or process.group_id
    try:
        with transaction.atomic():
            process.save()
    except IntegrityError:
        raise ProcessRefused(
            _("This target area has a process under this grant already."), field="area"
        ) from None
    audit.note(deed="revise_process", subject=process.reference, by=by.pk, at=at, details=before)
    tell(process, by=by, at=at)
    return process


@transaction.atomic
def end_process(*, process: Process, ended_on: date, reason: str, by: User, at: datetime) -> Process:
    process = held_process(process.pk)
    refuse_ended(process)
    refuse_future(ended_on, at, "ended_on")
    if ended_on < process.starts_on:
        raise ProcessRefused(_("A process cannot end before it starts."), field="ended_on")
    process.ended_reason = words(reason, "reason", _("Say why."))[:300]
    process.ended_on = ended_on
    process.save()
    tell(process, by=by, at=at)
    return process


@transaction.atomic
def begin_phase(*, phase: ProcessPhase, began_on: date, by: User, at: datetime) -> ProcessPhase:
    """Refused with the reason while a phase that has to come before it is not completed."""
    phase = held_phase(phase)
    refuse_future(began_on, at, "began_on")
    if began_on < phase.process.starts_on:
        raise ProcessRefused(_("This is before the process began."), field="began_on")
    card = card_of(phase)
    if card.column == Column.BLOCKED:
        raise ProcessRefused(card.reason)
    if phase.state != PhaseState.WAITING:
        raise ProcessRefused(_("This phase has begun already."))
    phase.state, phase.began_on = PhaseState.RUNNING, began_on
    return _written(phase, by=by, at=at)


@transaction.atomic
def complete_phase(
    *, phase: ProcessPhase, done_on: date, findings: str, opinion: str, by: User, at: datetime
) -> ProcessPhase:
    """A phase that ends with an analysis is completed only with what was found."""
    phase = held_phase(phase)
    if phase.state != PhaseState.RUNNING or phase.began_on is None:
        raise ProcessRefused(_("Only a phase that is under way can be completed."))
    refuse_future(done_on, at, "done_on")
    if done_on < phase.began_on:
        raise ProcessRefused(_("A phase cannot be completed before it begins."), field="done_on")
    if phase.kind.is_analysed:
        findings = words(findings, "findings", _("It is analysed once you write what was found."))
    phase.state, phase.done_on = PhaseState.DONE, done_on
    phase.findings, phase.opinion = (
        findings.replace("\r\n", "\n").strip(),
        opinion.replace("\r\n", "\n").strip(),
    )
    return _written(phase, by=by, at=at)


@transaction.atomic
def reopen_phase(*, phase: ProcessPhase, reason: str, by: User, at: datetime) -> ProcessPhase:
    """It goes on; what was found is kept, and the reason stands in the audit lines."""
    phase = held_phase(phase)
    if phase.state != PhaseState.DONE:
        raise ProcessRefused(_("Only a completed phase can be opened again."))
    said = words(reason, "reason", _("Say why."))
    phase.state, phase.done_on = PhaseState.RUNNING, None
    audit.note(
        deed="reopen_phase",
        subject=f"phase:{phase.pk}",
        by=by.pk,
        at=at,
        details={"reason": said[:500]},
    )
    return _written(phase, by=by, at=at)


def held_phase(phase: ProcessPhase) -> ProcessPhase:
    """As it is now, with its process held: what the phases say of each other stays true until the transaction ends."""
    process = held_process(phase.process_id)
    refuse_ended(process)
    found = held(ProcessPhase.objects.select_related("kind"), phase.pk)
    found.process = process
    return found


def tell(process: Process, *, by: User | None, at: datetime) -> None:
    """Let the journal say of the process and its phases what they say now. Repeating it is harmless."""
    sync(PROCESS_SOURCE, process.pk, facts_of_process(process), by=by, at=at)
    for phase in process.phases.select_related("kind").filter(state=PhaseState.DONE):
        phase.process = process
        sync(PHASE_SOURCE, phase.pk, facts_of_phase(phase), by=by, at=at)


def _written(phase: ProcessPhase, *, by: User, at: datetime) -> ProcessPhase:
    phase.save()
    sync(PHASE_SOURCE, phase.pk, facts_of_phase(phase), by=by, at=at)
    return phase


def ship_phases() -> list[PhaseKind]:
    """Put the shipped phases into an installation that does not have them. Repeating it is harmless."""
    text = resources.files("mentorhalo.processes").joinpath("data/phases.json").read_text(encoding="utf-8")
    known = set(PhaseKind.objects.values_list("code", flat=True))
    return PhaseKind.objects.bulk_create(
        PhaseKind(**row) for row in json.loads(text) if row["code"] not in known
    )
