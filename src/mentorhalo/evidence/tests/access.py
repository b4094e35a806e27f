from mentorhalo.core.tests.access import ADMINISTRATOR, AUDITOR, NETWORK, OFFICE, PUBLIC, Access, World
from mentorhalo.evidence.models import Fact


def _source(world: World) -> dict[str, str]:
    """A record of which the journal speaks, where the world has one; the page is the same for others."""
    fact = Fact.objects.order_by("pk").last()
    if fact is None:
        return {"source_type": "mentoring.activity", "source_id": str(world.group)}
    return {"source_type": fact.source_type, "source_id": fact.source_id}


EXPECTATIONS = {
    "evidence:journal": Access({OFFICE, AUDITOR}),
    "evidence:seals": Access(PUBLIC),
    "evidence:source": Access(NETWORK | {ADMINISTRATOR}, kwargs=_source),
}
