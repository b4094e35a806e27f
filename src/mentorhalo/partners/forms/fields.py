"""Fields that stand for a settlement, an organisation, or several of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import SuggestField, Suggestion
from mentorhalo.territory.queries import settlement_chosen

from .. import queries
from ..models import Organisation


class SettlementField(SuggestField):
    """A settlement by name or KSH code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            url_name="territory:suggest",
            resolve=settlement_chosen,
            describe=lambda settlement: Suggestion(settlement.code, settlement.name),
            **{"label": _("Settlement"), **options},
        )


class OrganisationField(SuggestField):
    """An organisation on the books, written “Name, Settlement”."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            url_name="partners:suggest_organisations",
            resolve=_organisation,
            describe=lambda organisation: Suggestion(str(organisation.pk), organisation_words(organisation)),
            **options,
        )


class LinesField(forms.CharField):
    """Several records, one a line; a line that means none is named in the error."""

    def __init__(
        self, *, resolve: Callable[[str], Any], describe: Callable[[Any], str], **options: Any
    ) -> None:
        self.resolve = resolve
        self.describe = describe
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), **options)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(map(self.describe, value))

    def clean(self, value: Any) -> list[Any]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        found = {line: self.resolve(line) for line in lines}
        unknown = [line for line, record in found.items() if record is None]
        if unknown:
            raise ValidationError(
                _("Not known, or more than one: %(lines)s.") % {"lines": "; ".join(unknown)}
            )
        return list({record.pk: record for record in found.values()}.values())


def organisation_words(organisation: Organisation) -> str:
    return f"{organisation.name}, {organisation.settlement.name}"


def _organisation(value: str, words: str) -> Organisation | None:
    try:
        pk = UUID(value)
    except ValueError:
        return queries.organisation_called(words)
    chosen = Organisation.objects.not_merged().select_related("settlement").filter(pk=pk).first()
    if chosen is not None and words.startswith(chosen.name):
        return chosen
    return queries.organisation_called(words)
