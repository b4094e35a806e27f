"""Every fact of this room, derived anew from its records: what `evidence reconcile` compares the journal with."""

from collections.abc import Iterator

from mentorhalo.evidence.actions import FactDraft

from .facts import (
    all_surroundings,
    facts_of_activity,
    facts_of_engagement,
    facts_of_evidence_file,
    facts_of_pause,
)
from .queries.derivations import all_activities, all_engagements, all_evidence_files, all_pauses

type Derived = Iterator[tuple[str, list[FactDraft]]]


def of_engagements() -> Derived:
    around = all_surroundings()
    for engagement in all_engagements():
        yield str(engagement.pk), facts_of_engagement(engagement, around)


def of_pauses() -> Derived:
    around = all_surroundings()
    for pause in all_pauses():
        yield str(pause.pk), facts_of_pause(pause, around)


def of_activities() -> Derived:
    around = all_surroundings()
    for activity, organisations, is_replaced in all_activities():
        yield str(activity.pk), facts_of_activity(activity, organisations, around, is_replaced=is_replaced)


def of_evidence_files() -> Derived:
    around = all_surroundings()
    for evidence_file, activity, organisations, is_replaced in all_evidence_files():
        yield (
            str(evidence_file.pk),
            facts_of_evidence_file(evidence_file, activity, organisations, around, is_replaced=is_replaced),
        )
