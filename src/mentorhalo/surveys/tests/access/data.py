from datetime import timedelta

from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    OFFICE,
    RESEARCHER,
    Access,
    Expectations,
    World,
)
from mentorhalo.surveys.actions.data_keys import make_data_key
from mentorhalo.surveys.actions.exporting import make_export, order_export
from mentorhalo.surveys.exporting.order import Order

from .studies import KEEPERS, study


def instrument(world: World) -> dict[str, object]:
    return {"pk": world.instrument.pk}


def export(world: World) -> dict[str, object]:
    """A file that the researcher asked for: nobody else sees it."""
    ordered = order_export(
        instrument=world.instrument, order=Order("csv"), by=world.users[RESEARCHER], at=world.now
    )
    return {"pk": make_export(export=ordered.export.pk, at=world.now).pk}


def data_key(world: World) -> dict[str, object]:
    made, _key = make_data_key(
        study=world.study,
        label="Power BI",
        ends_on=world.today + timedelta(days=30),
        by=world.users[OFFICE],
        at=world.now,
    )
    return {"pk": made.pk}


def nothing(world: World) -> dict[str, object]:
    return {}


EXPECTATIONS: Expectations = {
    "surveys:study_data": Access(KEEPERS, kwargs=study),
    "surveys:data": Access(KEEPERS, kwargs=instrument),
    "surveys:order_export": Access(KEEPERS, kwargs=instrument, method="post", data=nothing),
    "surveys:export": Access({RESEARCHER}, kwargs=export),
    "surveys:export_file": Access({RESEARCHER}, kwargs=export),
    "surveys:codebook": Access(KEEPERS, kwargs=instrument),
    "surveys:codebook_xml": Access(KEEPERS, kwargs=instrument),
    "surveys:script": Access(KEEPERS, kwargs=lambda world: instrument(world) | {"kind": "r"}),
    "surveys:make_data_key": Access(KEEPERS, kwargs=study),
    "surveys:revoke_data_key": Access(
        KEEPERS | {ADMINISTRATOR}, kwargs=data_key, method="post", data=nothing, read=200
    ),
}
