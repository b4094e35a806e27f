"""What somebody asks for: an order of data, and a key for a program."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorhalo.core.forms import DateInput

from ..choices import ResponseState
from ..exporting.layout import Edition, languages_of
from ..exporting.order import CODES, DAY, EXACT, FULL, LABELS, NAMES, SHORT, Order
from ..exporting.writing import FORMATS
from ..models import Wave

CHIPS = {"class": "mh-chips"}


class OrderForm(forms.Form):
    """Filled by the address of the page: an order can be kept as a bookmark. What is absent is as it is by default."""

    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    versions = forms.MultipleChoiceField(
        label=_("Versions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all that were published."),
    )
    wave = forms.ChoiceField(label=_("Wave"), required=False)
    states = forms.MultipleChoiceField(
        label=_("State of the responses"),
        choices=ResponseState.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one state.")},
    )
    language = forms.ChoiceField(label=_("Language of labels"), required=False)
    values = forms.ChoiceField(
        label=_("In the cells"),
        choices=[(CODES, _("codes")), (LABELS, _("labels"))],
        widget=forms.RadioSelect(attrs=CHIPS),
        help_text=_("SPSS and Stata files hold both."),
    )
    headings = forms.ChoiceField(
        label=_("Above the columns"),
        choices=[(NAMES, _("short names")), (LABELS, _("questions"))],
        widget=forms.RadioSelect(attrs=CHIPS),
    )
    names = forms.ChoiceField(
        label=_("Names of columns"),
        choices=[(SHORT, _("the question's own name")), (FULL, _("with the names of its groups"))],
        widget=forms.RadioSelect(attrs=CHIPS),
    )
    times = forms.ChoiceField(
        label=_("Times of the interview"),
        choices=[(DAY, _("the day")), (EXACT, _("to the second"))],
        widget=forms.RadioSelect(attrs=CHIPS),
    )
    free_text = forms.BooleanField(
        label=_("Free texts, too"),
        required=False,
        help_text=_("Whatever people typed may name somebody: read them before passing them on."),
    )
    photos = forms.BooleanField(
        label=_("Photos and sounds, too"),
        required=False,
        help_text=_(
            "In a ZIP beside the table, without where and when they were taken. Faces and voices tell who somebody is: who took them and what for is written down."
        ),
    )
    identities = forms.BooleanField(
        label=_("Identities, too"),
        required=False,
        help_text=_("Names, addresses and exact places. Who took them and what for is written down."),
    )
    purpose = forms.CharField(
        label=_("What the identities, photos and sounds are needed for"), required=False, max_length=300
    )

    DEFAULTS: dict[str, Any] = {
        "format": "csv",
        "states": [ResponseState.ACCEPTED.value],
        "values": CODES,
        "headings": NAMES,
        "names": SHORT,
        "times": DAY,
    }

    def __init__(
        self, asked: Any, *, editions: Sequence[Edition], waves: Sequence[Wave], may_see_keys: bool
    ) -> None:
        super().__init__(_filled(asked, self.DEFAULTS))
        self._field("format").choices = [(name, f"{one.words} – {one.note}") for name, one in FORMATS.items()]
        self._field("versions").choices = [(str(edition.id), edition.label) for edition in editions]
        self._field("wave").choices = [
            ("", pgettext_lazy("export", "all")),
            *((str(wave.pk), wave.title) for wave in waves),
        ]
        languages = languages_of(editions)
        self._field("language").choices = [
            ("", _("the questionnaire's own")),
            *((one, one) for one in languages),
        ]
        for name, few in (
            ("versions", len(editions) < 2),
            ("wave", not waves),
            ("language", len(languages) < 2),
        ):
            if few:
                del self.fields[name]
        if not may_see_keys:
            del self.fields["identities"]

    def order(self) -> Order:
        """What was asked for; the form must be valid."""
        said = self.cleaned_data
        return Order(
            format=said["format"],
            versions=tuple(said.get("versions", ())),
            wave=said.get("wave", ""),
            states=tuple(said["states"]),
            language=said.get("language", ""),
            headings=said["headings"],
            values=said["values"],
            names=said["names"],
            times=said["times"],
            free_text=said["free_text"],
            files=said["photos"],
            identities=said.get("identities", False),
            purpose=said.get("purpose", ""),
        )

    def _field(self, name: str) -> Any:
        return self.fields[name]


class DataKeyForm(forms.Form):
    label = forms.CharField(
        label=_("What is it for?"),
        max_length=120,
        help_text=_("For example: Power BI on the office's computer."),
    )
    ends_on = forms.DateField(
        label=_("Valid until"), widget=DateInput(), help_text=_("A year from today at most.")
    )
    opens_files = forms.BooleanField(
        label=_("Photos and sounds, too"),
        required=False,
        help_text=_(
            "Without where and when they were taken, and never those of identity questions. Faces and voices tell who somebody is."
        ),
    )


def _filled(asked: Any, defaults: dict[str, Any]) -> Any:
    """With the defaults of what is absent. A form that was sent has all its radio buttons: what has no tick there was unticked."""
    filled = asked.copy()
    was_sent = all(name in filled for name in defaults if name != "states")
    for name, value in defaults.items():
        if name not in filled and not (was_sent and name == "states"):
            filled.setlist(name, value if isinstance(value, list) else [value])
    return filled
