from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests.access import OFFICE, World
from mentorhalo.processes import actions


def build(world: World) -> None:
    """Adds `obligation_rule`; of its dues `obligation` (open), `obligation_met`, `obligation_asked`; and `pack`."""
    office, grant = world.users[OFFICE], world.consortium
    world.obligation_rule = actions.set_rule(
        call=grant.call,
        clause="A.6",
        wording_hu="Részvételi fórum",
        wording_en="Participation forum",
        per_year=[4, 2],
        by=office,
        at=world.now,
    )
    met, asked, world.obligation = grant.obligations.order_by("number")[:3]
    world.obligation_met = actions.fulfil_by_document(
        obligation=met,
        fulfilled_on=grant.starts_on,
        upload=SimpleUploadedFile("fórum.txt", b"24 name"),
        note="Huszonnégyen voltunk.",
        by=office,
        at=world.now,
    )
    world.obligation_asked = actions.ask_exception(
        obligation=asked, reason="Zárva volt a ház.", by=office, at=world.now
    )
    world.pack = actions.order_pack(consortium=grant, language="hu", by=office, at=world.now)
    actions.make_pack(pack=world.pack.pk, at=world.now)
