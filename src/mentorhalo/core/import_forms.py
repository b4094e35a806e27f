"""Forms of the way in: the file, its columns, what is to be decided."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.imports import Importer, Question
from mentorhalo.core.tabular import Matching, Table


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Table"),
        help_text=_("An Excel workbook (.xlsx) or a CSV file; its first row holds the headings."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        allow_empty_file=True,
    )


class ColumnsForm(forms.Form):
    """Which heading of the file stands for which of our columns."""

    def __init__(self, importer: Importer, table: Table, matching: Matching, data: Any = None) -> None:
        super().__init__(data)
        headings = [("", _("– not in the file –"))] + [(words, words) for words in table.header if words]
        for spec in importer.columns:
            place = matching.mapping.get(spec.name)
            self.fields[spec.name] = forms.ChoiceField(
                label=str(spec.label),
                help_text=str(spec.help),
                required=spec.required,
                choices=headings,
                initial="" if place is None else table.header[place],
            )

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, Any] = super().clean() or {}
        used: dict[str, str] = {}
        for name, heading in chosen.items():
            if heading and heading in used:
                self.add_error(name, _("This heading is already taken by another column."))
            used[heading] = name
        return chosen


class DecisionsForm(forms.Form):
    """What is left to decide before writing."""

    def __init__(
        self,
        questions: Sequence[Question],
        *,
        can_create_missing: bool,
        create_missing: bool,
        has_refused: bool,
        data: Any = None,
    ) -> None:
        super().__init__(data)
        for question in questions:
            self.fields[f"decision-{question.key}"] = forms.ChoiceField(
                label=str(question.text), choices=question.options, initial=question.chosen, required=False
            )
        if can_create_missing:
            self.fields["create_missing"] = forms.BooleanField(
                label=_("Create the parties that are named but not known yet"),
                initial=create_missing,
                required=False,
            )
        if has_refused:
            self.fields["skip_refused"] = forms.BooleanField(
                label=_("Leave the refused rows out and write the others"), required=False
            )

    def decisions(self) -> dict[str, str]:
        prefix = "decision-"
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value
        }
