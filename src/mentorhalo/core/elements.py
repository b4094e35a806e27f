"""The elements a page is put together from, and what a page may say to each of them.

An element is a template in `core/elements/` with a declared list of arguments. Whatever is not declared is refused at
once, so that a misspelt argument never ends in a silently empty place. README.md of this room shows each in use.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from mentorhalo.core import drawings

Values = dict[str, Any]

REQUIRED = object()

# Said to any element, these become attributes of its outermost tag: `hx_get=…` is written as `hx-get="…"`.
ATTRIBUTE_PREFIXES = ("aria_", "data_", "hx_")
ATTRIBUTES = frozenset(
    [
        "id",
        "lang",
        "form",
        "formaction",
        "formmethod",
        "formnovalidate",
        "rel",
        "target",
        "download",
        "disabled",
        "autofocus",
        "autocomplete",
        "accesskey",
        "hidden",
        "title_attribute",
        "role",
    ]
)


# Tones as pages say them -> colours of the theme.
TONES = {
    "": "",
    "neutral": "neutral",
    "main": "accent",
    "attention": "attention",
    "info": "info",
    "success": "success",
    "warning": "warning",
    "danger": "danger",
}


class UnknownArgument(TypeError):
    """A page said something to an element that the element does not know."""


def _as_given(values: Values) -> Values:
    return values


@dataclass(frozen=True)
class Element:
    """The arguments of one element with their defaults, and how they become what the template shows."""

    arguments: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[Values], Values] = _as_given

    def values(self, name: str, given: Mapping[str, Any]) -> Values:
        values: Values = dict(self.arguments)
        attributes: Values = {}
        for key, value in given.items():
            if key in self.arguments:
                values[key] = value
            elif key in ATTRIBUTES or key.startswith(ATTRIBUTE_PREFIXES):
                attributes[key.removesuffix("_attribute").replace("_", "-")] = value
            else:
                raise UnknownArgument(f"element {name!r} does not know {key!r}")
        missing = [key for key, value in values.items() if value is REQUIRED]
        if missing:
            raise UnknownArgument(f"element {name!r} needs {', '.join(missing)}")
        if "tone" in values:
            if values["tone"] not in TONES:
                raise UnknownArgument(
                    f"element {name!r} has no tone {values['tone']!r}; there are: {', '.join(TONES)}"
                )
            values["tone"] = TONES[values["tone"]]
        return self.prepare(values) | {"attrs": drawings.attributes(attributes)}


ELEMENTS: dict[str, Element] = {
    # deeds
    "button": Element(
        {"variant": "primary", "tone": "", "size": "", "type": "submit", "name": "", "value": ""},
    ),
    "link_button": Element({"href": REQUIRED, "variant": "secondary", "tone": "", "size": ""}),
    "actions": Element(),
    # forms
    "form": Element(
        {
            "form": None,
            "action": "",
            "method": "post",
            "submit": _("Save"),
            "cancel": "",
            "draft": "",
            "variant": "primary",
            "tone": "",
            "multipart": False,
        },
    ),
    "field": Element({"field": REQUIRED}),
    "errors": Element({"form": REQUIRED}),
    "search": Element(
        {
            "name": "q",
            "value": "",
            "label": _("Search"),
            "action": "",
            "hint": "",
            "hide_label": True,
            "submit": _("Search"),
        }
    ),
    # words around content
    "badge": Element({"tone": "neutral"}),
    "alert": Element({"tone": "info", "title": ""}),
    "details": Element({"summary": REQUIRED, "open": False}),
    "card": Element({"title": "", "href": "", "level": 2, "tone": "", "note": ""}),
    "cards": Element(),
    "empty_state": Element({"title": REQUIRED, "href": "", "action": ""}),
    "facts": Element({"items": REQUIRED}),
    "person": Element({"name": REQUIRED, "role": "", "href": "", "note": "", "mark": ""}),
    "files": Element({"items": REQUIRED, "empty": ""}),
    "date": Element({"value": REQUIRED, "style": "long"}),
    # ways
    "nav": Element({"items": REQUIRED, "label": REQUIRED}),
    "breadcrumb": Element({"items": REQUIRED}),
    "pagination": Element({"page": REQUIRED, "label": _("Pages"), "parameter": "page"}, drawings.pagination),
    "steps": Element({"items": REQUIRED, "label": _("Steps")}),
    # rows
    "table": Element(
        {
            "caption": REQUIRED,
            "hide_caption": False,
            "empty": "",
            "rows": None,
            "dense": False,
            "as_list": False,
        }
    ),
    "sort_header": Element({"field": REQUIRED, "label": REQUIRED, "parameter": "sort", "number": False}),
    "deeds": Element({"items": REQUIRED}),
    "agenda": Element({"items": REQUIRED, "label": ""}),
    "people": Element(),
    "results": Element({"items": REQUIRED, "label": _("Results"), "first": 1}),
    "difference": Element({"parts": REQUIRED}),
    "timeline": Element({"items": REQUIRED, "label": _("History")}),
    # figures
    "figures": Element({"label": ""}),
    "figure": Element(
        {
            "value": REQUIRED,
            "label": REQUIRED,
            "unit": "",
            "as_of": None,
            "href": "",
            "explain": "",
            "series": None,
            "note": "",
            "state": "exact",
            "target": None,
            "small": False,
        },
        drawings.figure,
    ),
    "progress": Element(
        {"value": REQUIRED, "target": REQUIRED, "label": REQUIRED, "unit": ""}, drawings.progress
    ),
    "stats": Element({"items": REQUIRED, "label": ""}),
    # maps and charts
    "county_map": Element(
        {
            "counties": REQUIRED,
            "title": REQUIRED,
            "view_box": REQUIRED,
            "unit": "",
            "table_id": "",
            "legend": True,
        },
        drawings.county_map,
    ),
    "map": Element(
        {
            "src": REQUIRED,
            "label": REQUIRED,
            "values": None,
            "detail_src": "",
            "object": "",
            "table_id": "",
            "accent": _("someone works here"),
        },
        drawings.map_values,
    ),
    "chart": Element({"label": REQUIRED, "kind": "line", "unit": "", "stacked": False}),
}
