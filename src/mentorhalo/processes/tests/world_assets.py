from mentorhalo.core.tests.access import OFFICE, World
from mentorhalo.processes import actions
from mentorhalo.processes.actions import AssetDraft


def build(world: World) -> None:
    """Adds `asset`, at a point and behind `strength`, and one that is a community of the network."""
    office = world.users[OFFICE]
    world.asset = actions.add_asset(
        process=world.process,
        draft=AssetDraft(
            category="places",
            name="Régi mozi",
            offers="Száz szék és színpad",
            audience="bárkinek",
            availability="hétvégén",
            lat=world.settlement.lat,
            lon=world.settlement.lon,
            strengths=[world.strength.pk],
        ),
        by=office,
        at=world.now,
    )
    actions.add_asset(
        process=world.process,
        draft=AssetDraft(
            category="associations",
            name="A kórus",
            offers="Énekelnek az ünnepeken",
            community=world.community.pk,
            source="interview",
        ),
        by=office,
        at=world.now,
    )
