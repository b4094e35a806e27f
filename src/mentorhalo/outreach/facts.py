"""What the journal says of information acts: pure functions of the record."""

from collections.abc import Iterator

from mentorhalo.evidence.actions import FactDraft

from .choices import CountMethod
from .models import InformationAct

ACT_SOURCE = "outreach.informationact"
COUNTED = "counted"
ESTIMATED = "estimated"


def facts_of_act(act: InformationAct) -> list[FactDraft]:
    """`information.given` on the day, with how many were reached; none once it is withdrawn."""
    if act.withdrawn_at is not None:
        return []
    return [
        FactDraft(
            kind="information.given",
            programme=act.programme,
            subject=f"act:{act.pk}",
            occurred_on=act.given_on,
            who=f"mentor:{act.mentor}" if act.mentor else "",
            group=f"group:{act.group}" if act.group else "",
            place=act.settlement,
            county=act.county,
            form=str(act.audience),
            channel=str(act.channel),
            state=ESTIMATED if act.counting == CountMethod.ESTIMATE else COUNTED,
            quantity=act.reached,
        )
    ]


def derive_acts() -> Iterator[tuple[str, list[FactDraft]]]:
    """Every act with its facts, for `evidence reconcile`. One query."""
    for act in InformationAct.objects.order_by("pk").iterator():
        yield str(act.pk), facts_of_act(act)
