"""The demonstration's programme: names, funder, counties, calls, targets."""

from collections.abc import Iterable
from datetime import datetime

from mentorhalo.accounts.models import User
from mentorhalo.programmes.models import GrantCall, Programme, ProgrammeCounty

from .plan import Period

CODE = "cselekvo-kozossegek"


def found_programme(
    period: Period, counties: Iterable[str], calls: Iterable[str], *, by: User, at: datetime
) -> Programme:
    programme = Programme.objects.create(
        code=CODE,
        name_hu="Cselekvő közösségek – aktív közösségi szerepvállalás",
        name_en="Acting Communities – active community involvement",
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        is_demo=True,
    )
    for code in counties:
        ProgrammeCounty.objects.create(programme=programme, county_code=code)
    for code in calls:
        GrantCall.objects.create(programme=programme, code=code, title_hu=code)
    return programme
