"""Reads a feed as Excel does: service document, `$metadata`, then each table page by page, with the types that were declared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree as ET

from mentorhalo.surveys.tests.serving.programs import Program

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
ACCEPT = (
    "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
    "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7"
)
HEADERS = {"Accept": ACCEPT, "OData-MaxVersion": "4.0", "MaxDataServiceVersion": "3.0"}


def _a(*kinds: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kinds) and not isinstance(value, bool)


def _written(read: Callable[[str], Any]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and read(value) is not None


IS_OF: dict[str, Callable[[Any], bool]] = {
    "Edm.String": _a(str),
    "Edm.Int64": _a(int),
    "Edm.Double": _a(int, float),
    "Edm.Date": _written(date.fromisoformat),
    "Edm.TimeOfDay": _written(time.fromisoformat),
    "Edm.DateTimeOffset": _written(lambda text: datetime.fromisoformat(text).tzinfo),
}


@dataclass
class Table:
    types: dict[str, str]
    key: list[str]
    rows: list[dict[str, Any]]
    pages: int


@dataclass
class Excel:
    program: Program
    address: str
    page: int = 0  # rows it prefers at once

    def ask(self, address: str) -> Any:
        prefer = {"Prefer": f"odata.maxpagesize={self.page}"} if self.page else {}
        response = self.program.get(address, None, **HEADERS, **prefer)
        assert response.status_code == 200, response.content
        assert response["OData-Version"] == "4.0"
        return response

    def read(self) -> dict[str, Table]:
        service = self.ask(self.address).json()
        metadata = service["@odata.context"]
        assert metadata == f"{self.address}$metadata"
        schemas = ET.fromstring(self.ask(metadata).content)
        types = {one.get("Name"): one for one in schemas.iter(f"{EDM}EntityType")}
        sets = {one.get("Name"): one.get("EntityType", "") for one in schemas.iter(f"{EDM}EntitySet")}
        assert [one["name"] for one in service["value"]] == list(sets)
        return {
            one["name"]: self._table(one, types[sets[one["name"]].rpartition(".")[2]])
            for one in service["value"]
        }

    def _table(self, listed: dict[str, str], declared: ET.Element) -> Table:
        types = {one.get("Name", ""): one.get("Type", "") for one in declared.iter(f"{EDM}Property")}
        key = [one.get("Name", "") for one in declared.iter(f"{EDM}PropertyRef")]
        table = Table(types, key, [], 0)
        address = f"{self.address}{listed['url']}"
        while address:
            page = self.ask(address).json()
            assert page["@odata.context"] == f"{self.address}$metadata#{listed['name']}"
            table.rows += page["value"]
            table.pages += 1
            address = page.get("@odata.nextLink", "")
        for row in table.rows:
            assert list(row) == list(types)
            wrong = {
                name: value
                for name, value in row.items()
                if value is not None and not IS_OF[types[name]](value)
            }
            assert wrong == {}
        keys = [tuple(row[name] for name in key) for row in table.rows]
        assert len(keys) == len(set(keys))
        return table
