"""Words and numbers for the living page of the look. Invented, and said so there."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorhalo.core.differences import compared
from mentorhalo.core.forms import ClientKeyField, DateInput, SuggestField, Suggestion

PLACES = {
    "07597": "Abádszalók",
    "17376": "Abda",
    "05661": "Ősagárd",
    "28316": "Őrimagyarósd",
    "10357": "Kömlő",
    "27094": "Komló",
    "13392": "Hódmezővásárhely",
    "09654": "Szentgotthárd",
}

# Four squares and a strip: enough of a map to look at tones, focus and words.
COUNTIES: list[dict[str, Any]] = [
    {"code": "18", "d": "M5 20L60 8L66 60L20 66Z", "name": "Vas", "value": 14, "active": True},
    {"code": "20", "d": "M22 70L66 64L74 118L28 110Z", "name": "Zala", "value": 31, "active": True},
    {"code": "19", "d": "M64 6L138 14L132 66L70 60Z", "name": "Veszprém", "value": 52, "active": True},
    {"code": "14", "d": "M70 64L132 70L150 124L78 120Z", "name": "Somogy", "value": 0, "active": False},
    {"code": "13", "d": "M142 14L200 24L196 84L136 68Z", "name": "Pest", "value": None, "active": False},
]


class VisitForm(forms.Form):
    key = ClientKeyField()
    place = SuggestField(
        label=_("Settlement"),
        help_text=_("A few letters are enough."),
        url_name="core:sample_places",
        resolve=lambda value, words: value or next((k for k, name in PLACES.items() if name == words), None),
        describe=lambda code: Suggestion(code, PLACES[code]),
    )
    happened_on = forms.DateField(label=_("Day of the visit"), widget=DateInput())
    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=[("visit", _("Visit")), ("talk", _("Phone call")), ("event", _("Occasion"))],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label=_("What was it about?"),
        choices=[
            ("plan", _("Community plan")),
            ("group", _("Forming a group")),
            ("money", _("Accounts of the grant")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    participants = forms.IntegerField(label=_("People there"), min_value=0, required=False)
    length = forms.ChoiceField(
        label=_("How long?"), choices=[("1", _("An hour")), ("2", _("Half a day"))], required=False
    )
    sentence = forms.CharField(
        label=_("What may be told in public?"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    sheet = forms.FileField(
        label=_("Attendance sheet"), help_text=_("A photo will do, 25 MB at most."), required=False
    )
    consent = forms.BooleanField(label=_("Those in the picture agreed to it"), required=False)


def shapes() -> dict[str, Any]:
    """The squares as GeoJSON, laid over the middle of the country."""
    features = []
    for county in COUNTIES:
        corners = [tuple(map(float, pair.split())) for pair in county["d"].strip("MZ").split("L")]
        ring = [[16.5 + x / 50, 48.5 - y / 75] for x, y in [*corners, corners[0]]]
        features.append(
            {
                "type": "Feature",
                "properties": {"code": county["code"], "name": county["name"]},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def map_values(href: str) -> dict[str, dict[str, Any]]:
    return {
        county["code"]: {"value": county["value"], "href": href, "active": county["active"]}
        for county in COUNTIES
        if county["value"] is not None
    }


def suggest(words: str) -> list[dict[str, str]]:
    typed = words.casefold()
    return [
        {"value": code, "label": name, "note": f"KSH {code}"}
        for code, name in PLACES.items()
        if typed and name.casefold().startswith(typed)
    ]


def content(request: HttpRequest) -> dict[str, Any]:
    months = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(22)]
    months_later = zip(
        months,
        [290, 301, 304, 312, 318, 325, 324, 338, 344, 351, 350, 362, 371, 377, 380, 384, 392],
        strict=False,
    )
    here = reverse("core:style")
    page = Paginator(list(PLACES.items()), 2).get_page(request.GET.get("page"))
    return {
        "trail": [(_("Home page"), "/"), (_("Network"), here), (_("Look of the pages"), "")],
        "ways": [
            (_("All"), here, True),
            (_("Waiting"), f"{here}?state=waiting", False),
            (_("Returned"), f"{here}?state=returned", False),
        ],
        "series": [*months_later, (date(2026, 11, 1), 419)],
        "as_of": date(2026, 11, 23),
        "units": {
            "communities": pgettext_lazy("unit", "communities"),
            "people": pgettext_lazy("unit", "people"),
            "settlements": pgettext_lazy("unit", "settlements"),
        },
        "counties": [{**county, "href": here if county["active"] else ""} for county in COUNTIES],
        "shapes": map_values(here),
        "page": page,
        "steps": [
            {"label": _("Choose a file"), "state": "done", "href": here},
            {"label": _("Match the columns"), "state": "current", "href": ""},
            {"label": _("Look it over"), "state": "todo", "href": ""},
        ],
        "difference": compared("A klub csütörtökön gyűlik össze.", "A klub minden csütörtökön összegyűlik."),
        "history": [
            {
                "at": date(2026, 11, 3),
                "title": _("Opened"),
                "body": _("The community asked for a mentor."),
                "href": "",
                "tone": "",
            },
            {"at": date(2026, 11, 12), "title": _("First visit"), "body": "", "href": here, "tone": "main"},
            {
                "at": date(2026, 11, 20),
                "title": _("Returned by the group leader"),
                "body": _("The attendance sheet is missing."),
                "href": "",
                "tone": "warning",
            },
        ],
        "files": [
            {
                "name": "jelenleti-iv.jpg",
                "href": here,
                "size": 1_482_113,
                "sha256": "9f2c41e07ab35d1c" * 4,
                "note": "",
            },
        ],
        "facts": [
            (_("Mentor since"), _("1 March 2025")),
            (_("Working time"), "60%"),
            (_("Lives in"), "Őrimagyarósd"),
        ],
        "stats": [(_("Communities"), 14), (_("Visits this month"), 9), (_("Missing sheets"), 2)],
    }
