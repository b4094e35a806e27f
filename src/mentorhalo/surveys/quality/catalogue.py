"""The check behind each rule, and a run of those that are on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from . import (
    duplicates,
    durations,
    effects,
    grids,
    nonresponse,
    outcomes,
    outliers,
    positions,
    profiles,
    rechecks,
    times,
)
from .context import Context
from .crowds import crowds
from .definitions import RULES
from .flags import Check, Flag, Level, NotApplicable, Note, Settings
from .table import Interviews

# All rules but "crowd", which is made of what the others found.
CHECKS: dict[str, Check] = {
    "short": durations.check_short,
    "hasty": durations.check_hasty,
    "long": durations.check_long,
    "idle": durations.check_idle,
    "overlap": times.check_overlap,
    "night": times.check_night,
    "clock": times.check_clock,
    "crowded_day": times.check_crowded_day,
    "straight": grids.check_straight,
    "run": grids.check_run,
    "modal": grids.check_modal,
    "same_answers": duplicates.check_same_answers,
    "nearly_same": duplicates.check_nearly_same,
    "same_key": duplicates.check_same_key,
    "same_start": duplicates.check_same_start,
    "same_place": duplicates.check_same_place,
    "outside": positions.check_outside,
    "gathered": positions.check_gathered,
    "speed": positions.check_speed,
    "inaccurate": positions.check_inaccurate,
    "mocked": positions.check_mocked,
    "no_position": positions.check_no_position,
    "outlier": outliers.check_outlier,
    "recheck": rechecks.check_recheck,
    "quick": durations.check_quick,
    "silent": nonresponse.check_silent,
    "talkative": nonresponse.check_talkative,
    "unlike": profiles.check_unlike,
    "refusals": outcomes.check_refusals,
    "contacts": outcomes.check_contacts,
    "too_good": outcomes.check_too_good,
    "rechecks": rechecks.check_rechecks,
    "effect": effects.check_effect,
}


@dataclass(slots=True)
class Findings:
    flags: list[Flag] = field(default_factory=list)
    # Rules that could not be applied, and why.
    notes: list[Note] = field(default_factory=list)


def run(
    table: Interviews,
    chosen: Mapping[str, Settings],
    context: Context,
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> Findings:
    """Apply the chosen rules ({code: parameters}, what is not given is the default). The same input gives the same findings.

    Memory: some copies of the table, and a tile of 12 MB for comparing all pairs. `progress` hears the code of the rule, how
    many are done, and of how many.
    """
    found = Findings()
    wanted = [rule for rule in RULES.values() if rule.code in chosen]
    for done, rule in enumerate(wanted):
        context.pulse()
        if progress:
            progress(rule.code, done, len(wanted))
        settings = rule.settings(chosen[rule.code])
        if rule.code not in CHECKS:
            found.flags += _crowds(table, found.flags, settings)
            continue
        try:
            found.flags += CHECKS[rule.code](table, settings, context)
        except NotApplicable as reason:
            found.notes.append(Note(rule.code, str(reason)))
    return found


def _crowds(table: Interviews, flags: list[Flag], settings: Settings) -> list[Flag]:
    flagged: dict[str, set[str]] = {}
    for flag in flags:
        if flag.level is Level.INTERVIEW and RULES[flag.rule].crowd is not None:
            flagged.setdefault(flag.rule, set()).add(flag.subject)
    least = {code: rule.crowd for code, rule in RULES.items() if rule.crowd is not None}
    return list(crowds(table, flagged, least, settings))
