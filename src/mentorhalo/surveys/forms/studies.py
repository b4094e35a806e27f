"""Founding a study, planning its waves, naming who holds its keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput, validate_code
from mentorhalo.programmes.models import Programme

from ..actions.studies import StudyDraft, WaveDraft
from ..choices import StudyKind
from ..models import Study, Wave
from .fields import AccountField

LONG = {"rows": 3}


class StudyForm(forms.Form):
    title_hu = forms.CharField(label=_("Hungarian title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("Whom does it ask?"),
        choices=StudyKind.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Accepted questionnaires of institutions and of residents are counted in the programme's published figures; those of others "
            "in none. Choose others for a trial."
        ),
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("What shall be known in the end, and what for. Respondents may read it."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("On what ground personal data are handled, e.g. the respondent's consent."),
    )
    owner = forms.CharField(label=_("Who answers for it"), max_length=200)
    keys_end_on = forms.DateField(
        label=_("Identities are deleted on"),
        widget=DateInput(),
        help_text=_("On this day names, addresses and whatever else identifies a respondent are destroyed."),
    )

    def draft(self) -> StudyDraft:
        return StudyDraft(**{name: self.cleaned_data[name] for name in StudyDraft.__dataclass_fields__})

    @staticmethod
    def of(study: Study) -> dict[str, Any]:
        return {name: getattr(study, name) for name in StudyDraft.__dataclass_fields__}


class FoundStudyForm(StudyForm):
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.order_by("-starts_on", "code")
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        validators=[validate_code],
        help_text=_(
            "Letters without accents, digits, hyphens and underscores, no spaces. It stands in exports and never changes."
        ),
    )
    field_order = ["programme", "title_hu", "title_en", "code"]


class WaveForm(forms.Form):
    title_hu = forms.CharField(label=_("Hungarian title"), max_length=120)
    title_en = forms.CharField(label=_("English title"), max_length=120, required=False)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    attempts_needed = forms.IntegerField(
        label=_("Attempts before a substitute"),
        min_value=1,
        max_value=20,
        initial=3,
        help_text=_(
            "A unit may be replaced after so many attempts, or after a final result such as a refusal."
        ),
    )
    days_needed = forms.IntegerField(
        label=_("On so many different days"), min_value=1, max_value=20, initial=2
    )
    recontact_percent = forms.IntegerField(
        label=_("Asked again by somebody else, percent"),
        min_value=0,
        max_value=100,
        initial=10,
        help_text=_("A random share of the responses is checked by a second asking."),
    )

    def draft(self) -> WaveDraft:
        return WaveDraft(**{name: self.cleaned_data[name] for name in WaveDraft.__dataclass_fields__})

    @staticmethod
    def of(wave: Wave) -> dict[str, Any]:
        return {name: getattr(wave, name) for name in WaveDraft.__dataclass_fields__}


class CloseWaveForm(forms.Form):
    accept_open = forms.BooleanField(
        label=_("Close it all the same: what is open stays as it is."), required=False
    )


class KeyHolderForm(forms.Form):
    user = AccountField(
        label=_("Address of the account"), help_text=_("The e-mail address this person signs in with.")
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Until"),
        widget=DateInput(),
        required=False,
        help_text=_("The last day. Empty: until the identities are deleted."),
    )
    reason = forms.CharField(label=_("Why does this person need to see identities?"), max_length=200)


class EndKeyHolderForm(forms.Form):
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
