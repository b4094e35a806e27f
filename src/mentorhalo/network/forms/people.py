from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import DateInput, SuggestField, Suggestion
from mentorhalo.territory.models import County
from mentorhalo.territory.queries import all_counties, settlement_chosen

from ..choices import EndReason
from ..models import CountyGroup, Mandate, Mentor
from ..queries import groups_open_after, members_of


class GroupField(forms.ModelChoiceField):
    def label_from_instance(self, group: Any) -> str:
        return f"{group.county.name} – {group.programme.name_hu}"


class MentorForm(forms.Form):
    """A mentor's card as the office writes it."""

    name = forms.CharField(label=_("Name"), max_length=150)
    home = SuggestField(
        label=_("Home settlement"),
        required=False,
        help_text=_("Its name or its KSH code."),
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    introduction_hu = forms.CharField(
        label=_("Introduction in Hungarian"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    introduction_en = forms.CharField(
        label=_("Introduction in English"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    user = forms.EmailField(
        label=_("Address of the account"),
        required=False,
        help_text=_("The e-mail address the mentor signs in with. Their roles follow their mandates."),
    )

    def clean_user(self) -> User | None:
        email = self.cleaned_data["user"]
        if not email:
            return None
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise ValidationError(_("Nobody has an account with this address."))
        return user

    @staticmethod
    def of(mentor: Mentor) -> dict[str, Any]:
        """What the form shows of a mentor who has a card already."""
        return {
            "name": mentor.name,
            "home": mentor.home,
            "email": mentor.email,
            "phone": mentor.phone,
            "introduction_hu": mentor.introduction_hu,
            "introduction_en": mentor.introduction_en,
            "user": mentor.user.email if mentor.user else "",
        }


class OwnCardForm(forms.Form):
    """What a mentor writes on their own card."""

    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    introduction_hu = forms.CharField(
        label=_("Introduction in Hungarian"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    introduction_en = forms.CharField(
        label=_("Introduction in English"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class MandateForm(forms.Form):
    group = GroupField(queryset=CountyGroup.objects.none(), label=_("County group"))
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Until"),
        widget=DateInput(),
        required=False,
        help_text=_("The last day. Empty: until further notice."),
    )
    working_time = forms.IntegerField(
        label=_("Share of working time, percent"), min_value=1, max_value=100, initial=100
    )
    capacity = forms.IntegerField(
        label=_("Communities that can be mentored at once"), min_value=0, max_value=500, initial=20
    )

    def __init__(self, *args: Any, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].queryset = groups_open_after(today)  # type: ignore[attr-defined]


class ReviseMandateForm(MandateForm):
    """The same without the group: who moves gets a new mandate."""

    group = None  # type: ignore[assignment]
    end_reason = forms.ChoiceField(
        label=_("Reason of end"), required=False, choices=[("", "–"), *EndReason.choices]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        forms.Form.__init__(self, *args, **options)

    @staticmethod
    def of(mandate: Mandate) -> dict[str, Any]:
        names = ("starts_on", "ends_on", "end_reason", "working_time", "capacity")
        return {name: getattr(mandate, name) for name in names}


class EndMandateForm(forms.Form):
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *EndReason.choices])


class FormGroupForm(forms.Form):
    county = forms.ModelChoiceField(queryset=County.objects.order_by("name_sort"), label=_("County"))
    starts_on = forms.DateField(
        label=_("From"),
        widget=DateInput(),
        required=False,
        help_text=_("Empty: from the first day of the programme."),
    )


class DayForm(forms.Form):
    """A day to look at; without one, today."""

    day = forms.DateField(label=_("On this day"), widget=DateInput(), required=False)


class MentorFilter(DayForm):
    county = forms.ChoiceField(label=_("County"), required=False)
    everybody = forms.BooleanField(label=_("Former mentors as well"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        counties = [(county.code, county.name) for county in all_counties()]
        self.fields["county"].choices = [("", _("every county")), *counties]  # type: ignore[attr-defined]


class LeaderForm(forms.Form):
    mentor = forms.ModelChoiceField(queryset=Mentor.objects.none(), label=_("Mentor"))
    starts_on = forms.DateField(label=_("From"), widget=DateInput())

    def __init__(self, *args: Any, group: CountyGroup, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mentor"].queryset = members_of(group, today)  # type: ignore[attr-defined]


class EndForm(forms.Form):
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
