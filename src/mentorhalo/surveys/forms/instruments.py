from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import InstrumentVersion
from ..queries.instruments import form_of_version, questions_to_mark


class WorkbookForm(forms.Form):
    workbook = forms.FileField(
        label=_("Workbook"),
        help_text=_(
            "An XLSForm (.xlsx or .xls) or an XForm (.xml). Its form id says which questionnaire it is a version of."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xml"}),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("Its name must be the one the questionnaire asks for.")
    )


class KeysForm(forms.Form):
    """Which answers say who it is, which unit, which settlement."""

    identity_keys = forms.MultipleChoiceField(
        label=_("Answers that identify a person"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They are kept apart from the data, seen by key holders alone, and destroyed on the study's day - in every version of the "
            "questionnaire, also where an earlier one did not mark them. Those that look like it are marked already. Exact places need no "
            "mark: on that day they are made coarse to a kilometre."
        ),
    )
    unit_key = forms.ChoiceField(
        label=_("Answer with the code of the sample unit"),
        required=False,
        help_text=_("Ties the questionnaire to an address or institution of the sample."),
    )
    settlement_key = forms.ChoiceField(label=_("Answer with the KSH code of the settlement"), required=False)
    notes = forms.CharField(
        label=_("What changed in this version"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, version: InstrumentVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = questions_to_mark(form_of_version(version))
        self.fields["identity_keys"].choices = [(path, words) for path, words, _why in offered]  # type: ignore[attr-defined]
        for name in ("unit_key", "settlement_key"):
            none = [("", _("none"))]
            self.fields[name].choices = [*none, *((path, words) for path, words, _why in offered)]  # type: ignore[attr-defined]

    @staticmethod
    def of(version: InstrumentVersion) -> dict[str, Any]:
        return {
            "identity_keys": version.identity_keys,
            "unit_key": version.unit_key,
            "settlement_key": version.settlement_key,
            "notes": version.notes,
        }
