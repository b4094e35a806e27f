"""The demonstration's programme: names, funder, counties, calls and what it promised to reach."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.indicators.actions import set_target, ship_definitions
from mentorhalo.indicators.models import Indicator
from mentorhalo.programmes.actions import ProgrammeDraft, add_call, create_programme
from mentorhalo.programmes.models import Programme

from .plan import Period, Size

CODE = "cselekvo-kozossegek"
CALLS = {
    "TOP-5.3.1-16": "A helyi identitás és kohézió erősítése",
    "TOP-6.9.2-16": "A helyi identitás és kohézió erősítése megyei jogú városokban",
}
TARGETS = {
    "mentors": 60,
    "county-groups": 18,
    "consortia-supported": 270,
    "settlements-reached": 1000,
    "institutions-contacted": 2500,
    "communities-informed": 900,
    "communities-mentored-continuously": 400,
}


def found_programme(
    period: Period, size: Size, counties: Iterable[str], *, by: User, at: datetime
) -> Programme:
    programme = create_programme(
        code=CODE,
        draft=ProgrammeDraft(
            name_hu="Cselekvő közösségek – aktív közösségi szerepvállalás",
            name_en="Acting Communities – active community involvement",
            summary_hu="Kulturális közösségfejlesztő mentorok támogatják a települések, az intézmények és a közösségek"
            " fejlődését tizennyolc vármegyében.",
            summary_en="Cultural community development mentors support settlements, institutions and communities in"
            " eighteen counties.",
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            fund_hu="Európai Szociális Alap (bemutató adat)",
            fund_en="European Social Fund (demonstration data)",
            project_code="BEMUTATÓ-1.3.1-15",
            counties=counties,
        ),
        is_demo=True,
        by=by,
        at=at,
    )
    for code, title in CALLS.items():
        add_call(programme=programme, code=code, title_hu=title, by=by, at=at)
    _promise(programme, period, size, by, at)
    return programme


def _promise(programme: Programme, period: Period, size: Size, by: User, at: datetime) -> None:
    ship_definitions(at=at)
    for indicator in Indicator.objects.filter(code__in=TARGETS):
        is_network = indicator.code in ("mentors", "county-groups")
        set_target(
            programme=programme,
            indicator=indicator,
            due_on=period.ends_on,
            value=TARGETS[indicator.code] if is_network else size(TARGETS[indicator.code]),
            source=_("grant contract"),
            by=by,
            at=at,
        )
