"""In which version and format a program wants to be answered."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..serving.problems import Problem

ANY = ("", "*/*", "application/*")
NONE = "none"
MINIMAL = "minimal"


@dataclass(frozen=True, slots=True)
class Wanted:
    metadata: str = MINIMAL

    @property
    def has_context(self) -> bool:
        return self.metadata != NONE

    @property
    def media_type(self) -> str:
        return f"application/json;odata.metadata={self.metadata};IEEE754Compatible=false;charset=utf-8"


def refuse_other_versions(request: HttpRequest) -> None:
    """We speak 4.0; whoever can only hear an older one does not understand us. Raises `Problem`."""
    for header, is_wrong in (
        ("OData-Version", lambda version: version not in ("4.0", "4.01")),
        ("OData-MaxVersion", lambda version: version < "4.0"),
    ):
        asked = request.headers.get(header, "").strip()
        if asked and is_wrong(asked):
            raise Problem("not-understood", _("This feed speaks OData 4.0."), parameter=header)


def wanted_format(request: HttpRequest) -> Wanted:
    """Raises `Problem`. `$format` counts more than the header; full metadata may be asked for, and minimal is given."""
    asked = request.GET.get("$format", "")
    if asked:
        if asked == "json":
            return Wanted()
        # A plus sign or a semicolon in an address is written as such by some.
        kind, *parameters = asked.replace(" ", "").split(";")
        if kind != "application/json":
            raise Problem("other-format", _("Rows are given as JSON."), parameter="$format")
        return Wanted(_metadata(parameters))
    accepted = [one.strip().lower() for one in request.headers.get("Accept", "").split(",")]
    for one in accepted:
        kind, *parameters = one.replace(" ", "").split(";")
        if kind == "application/json":
            return Wanted(_metadata(parameters))
    if any(one.split(";")[0].strip() in ANY for one in accepted):
        return Wanted()
    raise Problem("other-format", _("Rows are given as JSON."), parameter="Accept")


def _metadata(parameters: list[str]) -> str:
    return NONE if "odata.metadata=none" in parameters else MINIMAL
