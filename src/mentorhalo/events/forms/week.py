"""What joiners, mentors, the county group and the office fill in for the Week of Communities."""

from datetime import date, time
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import AtMost, ClientKeyField, DateInput, SuggestField, Suggestion
from mentorhalo.core.guard import Guarded
from mentorhalo.core.numbers import day
from mentorhalo.network.models import Mentor
from mentorhalo.territory.queries import settlement_chosen

from ..actions import EditionDraft, JoinerDraft, ProgrammeDraft
from ..choices import CountedBy, Heard, JoinerKind, ProgrammeKind
from ..hours import end, moment
from ..models import Edition, Invitation, WeekProgramme

HOUR = {"type": "time"}
LONGEST_THEME = 200  # as long as a programme's own


def _settlement() -> SuggestField:
    return SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
        label=_("Settlement"),
        help_text=_("A few letters are enough."),
    )


class JoinForm(Guarded, forms.Form):
    """Joining, on one page. Programmes come afterwards, on the joiner's own page."""

    kind = forms.ChoiceField(
        label=_("Who joins?"),
        choices=JoinerKind.choices,
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )
    name = forms.CharField(
        label=_("Name of the institution, organisation or community"), validators=[AtMost(200)]
    )
    settlement = _settlement()
    contact_name = forms.CharField(
        label=_("Your name"),
        validators=[AtMost(150)],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        max_length=254,
        label=_("Your e-mail address"),
        help_text=_(
            "We send a link to it: your own page, without a password. We write about the Week alone."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    heard = forms.ChoiceField(
        label=_("How did you hear of the Week?"), choices=Heard.choices, widget=forms.RadioSelect
    )
    mentor_named = forms.CharField(
        label=_("Which mentor?"),
        help_text=_("Only if you heard of it from one; the mentor is asked."),
        required=False,
        validators=[AtMost(150)],
    )
    key = ClientKeyField()

    def __init__(self, *args: Any, invitation: Invitation | None = None, **options: Any) -> None:
        if invitation is not None:
            options["initial"] = {
                "name": invitation.name,
                "settlement": Suggestion(invitation.settlement.pk, invitation.settlement.name),
                "heard": Heard.MENTOR,
                "mentor_named": invitation.mentor.name,
            }
        super().__init__(*args, **options)
        self.invitation = invitation

    def draft(self) -> JoinerDraft:
        said = self.cleaned_data
        return JoinerDraft(
            key=said["key"] or uuid4(),
            kind=said["kind"],
            name=said["name"],
            settlement=said["settlement"].pk,
            contact_name=said["contact_name"],
            email=said["email"],
            heard=said["heard"],
            mentor_named=said["mentor_named"],
            invitation=self.invitation.pk if self.invitation else None,
            language=(get_language() or settings.LANGUAGE_CODE)[:2],
        )


class ProgrammeForm(forms.Form):
    """A programme of the Week."""

    title = forms.CharField(label=_("Title"), validators=[AtMost(160)])
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ProgrammeKind.choices, widget=forms.RadioSelect(attrs={"class": "mh-chips"})
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    summary = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("What happens, and for whom it is."),
        validators=[AtMost(400)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = forms.ChoiceField(label=_("Day"))
    starts_hour = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs=HOUR, format="%H:%M"))
    ends_hour = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(attrs=HOUR, format="%H:%M"))
    place = forms.CharField(label=_("Address or room"), validators=[AtMost(300)])
    access = forms.CharField(
        label=_("Accessibility of the place"),
        help_text=_("For example: without steps, induction loop, sign language."),
        required=False,
        validators=[AtMost(200)],
    )
    fee = forms.CharField(
        label=_("Entrance"), help_text=_("Empty: free."), required=False, validators=[AtMost(100)]
    )
    key = ClientKeyField()

    def __init__(
        self, *args: Any, edition: Edition, programme: WeekProgramme | None = None, **options: Any
    ) -> None:
        if programme is not None:
            options.setdefault("initial", _initial(programme))
        super().__init__(*args, **options)
        self.fields["on"].choices = [(one.isoformat(), day(one)) for one in edition.days]  # type: ignore[attr-defined]
        themes = [(one, one) for one in edition.theme_list]
        self.fields["theme"].choices = [("", _("none of them")), *themes]  # type: ignore[attr-defined]
        if not themes:
            del self.fields["theme"]

    def draft(self) -> ProgrammeDraft:
        said = self.cleaned_data
        on = date.fromisoformat(said["on"])
        return ProgrammeDraft(
            title=said["title"],
            kind=said["kind"],
            theme=said.get("theme", ""),
            summary=said["summary"],
            starts_at=moment(on, said["starts_hour"]),
            ends_at=end(on, said["ends_hour"]),
            place=said["place"],
            access=said["access"],
            fee=said["fee"],
        )


class CopyForm(forms.Form):
    """The days on which the same programme is held once more."""

    days = forms.MultipleChoiceField(
        label=_("On which other days?"),
        help_text=_(
            "At the same hours and in the same place. Whatever is otherwise can be changed afterwards."
        ),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, programme: WeekProgramme, **options: Any) -> None:
        super().__init__(*args, **options)
        own = timezone.localdate(programme.starts_at)
        days = [one for one in programme.joiner.edition.days if one != own]
        self.fields["days"].choices = [(one.isoformat(), day(one)) for one in days]  # type: ignore[attr-defined]

    def chosen(self) -> list[date]:
        return [date.fromisoformat(one) for one in self.cleaned_data["days"]]


class ReportForm(forms.Form):
    attendance = forms.IntegerField(label=_("How many people came?"), min_value=0, max_value=1_000_000)
    counted_by = forms.ChoiceField(
        label=_("How were they counted?"),
        choices=CountedBy.choices,
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )
    quote = forms.CharField(
        label=_("A sentence of somebody who was there"),
        help_text=_("It stands on the page of the Week, without a name."),
        required=False,
        validators=[AtMost(300)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), validators=[AtMost(300)], widget=forms.Textarea(attrs={"rows": 3})
    )


class MentorForm(forms.Form):
    """Which mentor a joiner meant."""

    mentor = forms.ChoiceField(label=_("Which mentor?"), required=False)

    def __init__(self, *args: Any, mentors: list[Mentor], **options: Any) -> None:
        super().__init__(*args, **options)
        self.mentors = {str(one.pk): one for one in mentors}
        offered = [(pk, one.name) for pk, one in self.mentors.items()]
        self.fields["mentor"].choices = [("", _("none of them")), *offered]  # type: ignore[attr-defined]

    def chosen(self) -> Mentor | None:
        return self.mentors.get(self.cleaned_data["mentor"])


class InviteForm(forms.Form):
    name = forms.CharField(
        label=_("Whom do you invite?"),
        help_text=_("The name of the institution, organisation or community."),
        validators=[AtMost(200)],
    )
    settlement = _settlement()
    key = ClientKeyField()


class EditionForm(forms.Form):
    """A year's Week, as the office opens it."""

    name = forms.CharField(label=_("Name"), initial="Közösségek Hete", validators=[AtMost(120)])
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    motto = forms.CharField(label=_("Motto"), required=False, validators=[AtMost(200)])
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    call = forms.CharField(
        label=_("Call"),
        help_text=_("What the Week is, who may join, what is expected."),
        validators=[AtMost(6000)],
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    themes = forms.CharField(
        label=_("Themes"),
        help_text=_("One on each line."),
        required=False,
        validators=[AtMost(2000)],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    opens_on = forms.DateField(label=_("Joining from"), widget=DateInput())
    closes_on = forms.DateField(
        label=_("Joining until"), help_text=_("The end of this day."), widget=DateInput()
    )
    report_until = forms.DateField(label=_("Report until"), widget=DateInput())

    def __init__(self, *args: Any, edition: Edition | None = None, **options: Any) -> None:
        if edition is not None:
            names = ("name", "year", "motto", "starts_on", "ends_on", "call", "themes", "report_until")
            options["initial"] = {
                **{name: getattr(edition, name) for name in names},
                "opens_on": timezone.localdate(edition.opens_at),
                "closes_on": timezone.localdate(edition.closes_at),
            }
        super().__init__(*args, **options)

    def clean_themes(self) -> str:
        themes: str = self.cleaned_data["themes"]
        for line in themes.splitlines():
            if len(line.strip()) > LONGEST_THEME:
                raise forms.ValidationError(
                    _("A theme has at most %(most)s characters. Shorten this one: %(theme)s"),
                    params={"most": LONGEST_THEME, "theme": f"{line.strip()[:40]}…"},
                )
        return themes

    def draft(self) -> EditionDraft:
        said = dict(self.cleaned_data)
        opens_on, closes_on = said.pop("opens_on"), said.pop("closes_on")
        return EditionDraft(
            opens_at=moment(opens_on, time()), closes_at=moment(closes_on, time(23, 59, 59)), **said
        )


def _initial(programme: WeekProgramme) -> dict[str, Any]:
    starts, ends = timezone.localtime(programme.starts_at), timezone.localtime(programme.ends_at)
    names = ("title", "kind", "theme", "summary", "place", "access", "fee")
    return {
        **{name: getattr(programme, name) for name in names},
        "on": starts.date().isoformat(),
        "starts_hour": starts.time(),
        "ends_hour": ends.time(),
    }
