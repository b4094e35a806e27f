"""What the phone asks of a good practice: little is needed, the rest is completed on the website or by the institution."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.photos import PeopleShown, PhotoRights
from mentorhalo.knowledge.actions.practices import PracticeDraft
from mentorhalo.knowledge.models import Practice, PracticeText
from mentorhalo.knowledge.models.practices import FIELDS
from mentorhalo.partners.models import Organisation
from mentorhalo.partners.queries import organisation_called
from mentorhalo.territory.models import Settlement

from .entries import DIGEST

# What is told on the spot; the rest of the narrative stands folded below.
TOLD_FIRST = ("steps", "audience", "resources", "difficulties", "results")


class PracticePhoneForm(forms.Form):
    """Fields of the website's form, in the same words."""

    id = forms.UUIDField()
    edits = forms.IntegerField(min_value=0, required=False)
    title = forms.CharField(label=_("Title"), max_length=160)
    field = forms.ChoiceField(label=_("Field"), choices=FIELDS)
    is_lesson = forms.BooleanField(
        label=_("It did not work: this is a lesson for others"),
        help_text=_("Lessons from failures are welcome, and have a shelf of their own."),
        required=False,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.not_merged(),
        label=_("An institution you work with"),
        help_text=_("Choosing one fills in its name and place."),
        required=False,
    )
    institution_name = forms.CharField(
        label=_("Institution or community"),
        help_text=_("Its full name. One that is in our register is recognised by itself."),
        max_length=200,
    )
    settlement = forms.ModelChoiceField(
        Settlement.objects.filter(ended_on=None),
        label=_("Settlement"),
        help_text=_("A few letters are enough."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, organisations: list[Organisation] | None = None
    ) -> None:
        super().__init__(data)
        rest = [name for name in PracticeText.NARRATIVE if name not in TOLD_FIRST]
        for name in (*TOLD_FIRST, "summary", *rest):
            column = PracticeText._meta.get_field(name)
            label = _("In a few sentences") if name == "summary" else capfirst(str(column.verbose_name))  # type: ignore[union-attr]
            self.fields[name] = forms.CharField(
                label=label,
                max_length=column.max_length,  # type: ignore[union-attr]
                required=False,
                widget=forms.Textarea,
            )
        self.fields["contact_name"] = forms.CharField(
            label=_("Who can be asked at the institution"), max_length=150, required=False
        )
        self.fields["contact_email"] = forms.EmailField(
            label=_("The institution's e-mail address"),
            help_text=_(
                "We send a link there: the institution reads, mends and agrees before anything is published."
            ),
            required=False,
        )
        self.offered = {
            "organisation": [("", "–"), *((str(one.pk), str(one)) for one in organisations or [])]
        }

    def draft(self) -> PracticeDraft:
        said = self.cleaned_data
        settlement: Settlement = said["settlement"]
        name = said["institution_name"]
        return PracticeDraft(
            field=said["field"],
            settlement=settlement.pk,
            institution_name=name,
            organisation=said["organisation"] or organisation_called(f"{name}, {settlement.name}"),
            words={name: said[name] for name in ("title", "summary", *PracticeText.NARRATIVE)},
            language=(get_language() or "hu")[:2],
            is_lesson=said["is_lesson"],
            contact_name=said["contact_name"],
            contact_email=said["contact_email"],
        )


class PracticePhotoForm(forms.Form):
    """A photo for a practice that arrived before, with what must be known of it."""

    id = forms.UUIDField()
    practice = forms.ModelChoiceField(
        Practice.objects.all(),
        error_messages={"invalid_choice": _("The practice of this photo is not here any more.")},
    )
    alt = forms.CharField(max_length=300, required=False)
    credit = forms.CharField(max_length=120, required=False)
    rights = forms.ChoiceField(choices=PhotoRights.choices)
    people = forms.ChoiceField(choices=PeopleShown.choices)
    sha256 = forms.RegexField(DIGEST)
    file = forms.FileField()

    def described(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("alt", "credit", "rights", "people", "sha256")}

    @property
    def upload(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        return file
