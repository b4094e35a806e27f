from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core import imports
from mentorhalo.core.tests.access import ADMINISTRATOR, OFFICE, PUBLIC, Access, World

IMPORTERS = {OFFICE, ADMINISTRATOR}
TABLE = "code;name;type;county_code;district_code\n26408;Kömlő;város;02;026\nrossz;Semmi;város;02;026\n"


def _settlement(world: World) -> dict[str, object]:
    return {"code": world.settlement.code}


def _upload(world: World) -> dict[str, object]:
    file = SimpleUploadedFile("helyseg_2026.csv", BytesIO(TABLE.encode()).read())
    upload = imports.store_upload("settlements", file, by=world.users[OFFICE], at=world.now)
    return {"pk": upload.pk}


EXPECTATIONS = {
    "territory:settlements": Access(PUBLIC),
    "territory:settlement": Access(PUBLIC, kwargs=_settlement),
    "territory:suggest": Access(PUBLIC, query="?q=kom"),
    "territory:import_settlements": Access(IMPORTERS),
    # An upload is seen by whoever brought it.
    "territory:import_settlements_look": Access({OFFICE}, kwargs=_upload),
    "territory:import_settlements_errors": Access({OFFICE}, kwargs=_upload),
}
