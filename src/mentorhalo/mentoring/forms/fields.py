"""Fields that more than one form of this room asks by."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import SuggestField, Suggestion
from mentorhalo.core.hungarian import fold
from mentorhalo.core.uploads import ALLOWED, FileRefused, check_file
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.territory.queries import settlement_chosen


def settlement_field(**options: Any) -> SuggestField:
    return SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
        **{"label": _("Settlement"), "help_text": _("A few letters are enough."), **options},
    )


def community_field(**options: Any) -> SuggestField:
    return SuggestField(
        url_name="mentoring:suggest_communities",
        resolve=lambda value, words: _party(Community, value, words),
        describe=lambda community: Suggestion(str(community.pk), str(community)),
        **{"label": _("Community"), "help_text": _("A few letters are enough."), **options},
    )


def organisation_field(**options: Any) -> SuggestField:
    return SuggestField(
        url_name="mentoring:suggest_organisations",
        resolve=lambda value, words: _party(Organisation, value, words),
        describe=lambda organisation: Suggestion(str(organisation.pk), str(organisation)),
        **{"label": _("Institution or organisation"), **options},
    )


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Some files at once, each of a size and kind that can be kept."""

    widget = ManyFilesInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["accept"] = ",".join(["image/*", *ALLOWED])

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = data if isinstance(data, list | tuple) else [data]
        uploads = [upload for upload in uploads if upload]
        if self.required and not uploads:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        refused = []
        for upload in uploads:
            try:
                check_file(upload)
            except FileRefused as refusal:
                refused.append(str(refusal))
        if refused:
            raise forms.ValidationError(refused)
        return uploads


def show_refusal(form: forms.Form, refusal: Exception) -> None:
    """What an action refused, beside the field it is about (or above all of them)."""
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, str(refusal))


def _party[Party: (Community, Organisation)](model: type[Party], value: str, words: str) -> Party | None:
    standing = model.objects.not_merged()
    try:
        chosen = standing.filter(pk=UUID(value)).first() if value else None
    except ValueError:
        chosen = None
    if chosen is not None:
        return chosen
    named = list(standing.filter(name_search=fold(words))[:2])
    return named[0] if len(named) == 1 else None
