"""Targets and snapshots of figures."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from mentorhalo.programmes.models import Programme

from ..models import Indicator, Snapshot, Target
from .definitions import in_language


def targets_of(programme: Programme) -> dict[str, list[Target]]:
    """Targets by the indicator's code, by their day. One query."""
    found: dict[str, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(programme=programme).select_related("indicator").order_by("due_on"):
        found[target.indicator.code].append(target)
    return dict(found)


def target_value(targets: Sequence[Target], day: date) -> int | None:
    """What was promised for the day: the next promise due, else the last one."""
    due = [target.value for target in targets if target.due_on >= day]
    return due[0] if due else targets[-1].value if targets else None


def snapshot_known(pk: Any) -> Snapshot:
    """Raises `DoesNotExist`, `ValidationError`."""
    return Snapshot.objects.select_related("indicator", "definition__indicator", "programme", "taken_by").get(
        pk=pk
    )


def snapshots_of(indicator: Indicator, programme: Programme) -> list[Snapshot]:
    """The latest twenty, without their rows."""
    own = indicator.snapshots.filter(programme=programme).select_related("definition")
    return list(own.defer("rows").order_by("-taken_at", "pk")[:20])


def latest_snapshots(programme: Programme) -> list[Snapshot]:
    """The latest hundred of all figures, without their rows; `name` is the figure's in the reader's language."""
    own = Snapshot.objects.filter(programme=programme).select_related("indicator", "definition")
    found = list(own.defer("rows").order_by("-taken_at", "pk")[:100])
    for snapshot in found:
        snapshot.name = in_language(snapshot.indicator, "name")  # type: ignore[attr-defined]
    return found
