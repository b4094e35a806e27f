from datetime import timedelta

from mentorhalo.core.tests.access import GROUP_LEADER, World
from mentorhalo.processes import actions
from mentorhalo.processes.actions import InterviewDraft


def build(world: World) -> None:
    """Adds `interview`, of GROUP_LEADER, with its text and its respondent."""
    later = world.today + timedelta(days=200)
    draft = InterviewDraft(
        process=world.process.pk,
        held_on=world.today,
        wording=1,
        said="Kevés a közös tér.",
        contribution="Kinyitnám a pajtámat.",
        is_quotable=True,
        themes=["places"],
        text_until=later,
        name="Kovács Borbála",
        contact="+36 30 000 0000",
        name_until=later,
    )
    world.interview = actions.record_interview(draft=draft, by=world.users[GROUP_LEADER], at=world.now)
