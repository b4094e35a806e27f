"""What the network's records say to the journal."""

from collections.abc import Iterator

from mentorhalo.evidence.actions import FactDraft

from .models import CountyGroup, Mandate

MANDATE = "network.mandate"
GROUP = "network.countygroup"


def mandate_facts(mandate: Mandate) -> list[FactDraft]:
    """`mandate` comes with its programme and group."""
    return [
        FactDraft(
            programme=mandate.programme.code,
            kind="mandate.held",
            subject=f"mentor:{mandate.mentor_id}",
            who=f"mentor:{mandate.mentor_id}",
            group=f"group:{mandate.group_id}",
            occurred_on=mandate.starts_on,
            until_on=mandate.ends_on,
            county=mandate.group.county_id,
            quantity=mandate.working_time,
        )
    ]


def group_facts(group: CountyGroup) -> list[FactDraft]:
    """`group` comes with its programme."""
    return [
        FactDraft(
            programme=group.programme.code,
            kind="group.active",
            subject=f"group:{group.pk}",
            group=f"group:{group.pk}",
            occurred_on=group.starts_on,
            until_on=group.ends_on,
            county=group.county_id,
        )
    ]


def all_mandates() -> Iterator[tuple[str, list[FactDraft]]]:
    mandates = Mandate.objects.select_related("programme", "group").order_by("pk")
    for mandate in mandates.iterator(chunk_size=1000):
        yield str(mandate.pk), mandate_facts(mandate)


def all_groups() -> Iterator[tuple[str, list[FactDraft]]]:
    for group in CountyGroup.objects.select_related("programme").order_by("pk").iterator(chunk_size=1000):
        yield str(group.pk), group_facts(group)
