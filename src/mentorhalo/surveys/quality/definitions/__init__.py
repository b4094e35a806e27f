"""The rules as people see them. Nothing here needs NumPy: pages show rules and flags without it."""

from . import answering, interviewers, timing, whereabouts
from .interviewers import CROWD, EFFECT
from .rule import Level, Parameter, Rule

__all__ = ["CROWD", "EFFECT", "RULES", "Level", "Parameter", "Rule"]

# In the order of pages. The last one looks at what the others found.
RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        timing.SHORT,
        timing.HASTY,
        timing.LONG,
        timing.IDLE,
        timing.OVERLAP,
        timing.NIGHT,
        timing.CLOCK,
        timing.CROWDED_DAY,
        answering.STRAIGHT,
        answering.RUN,
        answering.MODAL,
        answering.SAME_ANSWERS,
        answering.NEARLY_SAME,
        answering.SAME_KEY,
        answering.SAME_START,
        whereabouts.SAME_PLACE,
        whereabouts.OUTSIDE,
        whereabouts.GATHERED,
        whereabouts.SPEED,
        whereabouts.INACCURATE,
        whereabouts.MOCKED,
        whereabouts.NO_POSITION,
        answering.OUTLIER,
        answering.RECHECK,
        interviewers.QUICK,
        interviewers.SILENT,
        interviewers.TALKATIVE,
        interviewers.UNLIKE,
        interviewers.REFUSALS,
        interviewers.CONTACTS,
        interviewers.TOO_GOOD,
        interviewers.RECHECKS,
        EFFECT,
        CROWD,
    )
}
