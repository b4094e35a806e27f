from datetime import timedelta

from mentorhalo.core.tests.access import World
from mentorhalo.programmes.models import GrantCall, Programme, ProgrammeCounty


def build_world(world: World) -> None:
    """The programme the grants name, running, in two counties, with a call: `world.the_programme`, `world.call`."""
    world.the_programme = Programme.objects.create(
        code=world.programme,
        name_hu="Próbaprogram",
        name_en="Trial programme",
        starts_on=world.today - timedelta(days=900),
        ends_on=world.today + timedelta(days=200),
    )
    for code in ("02", "03"):
        ProgrammeCounty.objects.create(programme=world.the_programme, county_code=code)
    world.call = GrantCall.objects.create(
        programme=world.the_programme, code="TOP-5.3.1-16", title_hu="Helyi identitás és kohézió erősítése"
    )
