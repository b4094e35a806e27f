"""What an organiser fills in."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import AtMost, ClientKeyField, DateInput, SuggestField, Suggestion
from mentorhalo.network.queries import groups_open_after
from mentorhalo.territory.queries import settlement_chosen

from ..actions import OccasionDraft
from ..choices import PLANNED_KINDS, QuestionKind
from ..hours import end, moment
from ..models import Occasion

HOUR = {"type": "time"}


class OccasionForm(forms.Form):
    """Everything of an occasion, in the order in which one thinks of it."""

    title = forms.CharField(label=_("Title"), validators=[AtMost(160)])
    kind = forms.ChoiceField(label=_("Kind"), choices=PLANNED_KINDS, widget=forms.RadioSelect)
    summary = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("Whom it is for, and what they take home."),
        validators=[AtMost(400)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    starts_hour = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs=HOUR, format="%H:%M"))
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Empty: it ends on the first day."),
        required=False,
        widget=DateInput(),
    )
    ends_hour = forms.TimeField(
        label=_("Ends at"),
        help_text=_("0:00 is the midnight at the end of the last day."),
        widget=forms.TimeInput(attrs=HOUR, format="%H:%M"),
    )
    settlement = SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
        label=_("Settlement"),
        help_text=_("A few letters are enough. Leave it empty for what is online only."),
        required=False,
    )
    place = forms.CharField(label=_("Address or room"), required=False, validators=[AtMost(300)])
    online_url = forms.URLField(
        label=_("Link for taking part online"),
        help_text=_("Only those who have a place see it."),
        required=False,
        max_length=500,
    )
    host = forms.CharField(label=_("Who holds it"), validators=[AtMost(200)])
    group = forms.ChoiceField(
        label=_("County group"),
        help_text=_("Its leader can manage the occasion, too."),
        required=False,
    )
    is_whole_network = forms.BooleanField(label=_("For mentors of the whole network"), required=False)
    is_public = forms.BooleanField(
        label=_("Open to everybody"),
        help_text=_("Without it only the network sees it."),
        required=False,
        initial=True,
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        help_text=_("Empty: as many as come. Whoever comes later waits on a list that moves up by itself."),
        required=False,
        min_value=1,
        max_value=5000,
    )
    closes_on = forms.DateField(
        label=_("Registration until"),
        help_text=_("The end of this day. Empty: until it begins."),
        required=False,
        widget=DateInput(),
    )
    agenda = forms.CharField(
        label=_("Programme"),
        help_text=_("One line for each item, for example: 9:30 Introductions"),
        required=False,
        validators=[AtMost(8000)],
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    key = ClientKeyField()

    def __init__(self, *args: Any, user: User, occasion: Occasion | None = None, **options: Any) -> None:
        options.setdefault("initial", _initial(occasion) if occasion else {})
        super().__init__(*args, **options)
        groups = groups_open_after(timezone.localdate())
        offered = [(str(one.pk), one.county.name) for one in groups]
        self.fields["group"].choices = [("", _("of no single county")), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        said = super().clean()
        if not self.errors:
            first, last = self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
            self.cleaned_data["ends_on"] = last or first
            self._ask_which_midnight(first, self.cleaned_data["ends_on"])
        return said

    def _ask_which_midnight(self, first: date, last: date) -> None:
        """Between the two days, or after the second?"""
        is_new = bool({"ends_on", "ends_hour"}.intersection(self.changed_data))
        if is_new and self.cleaned_data["ends_hour"] == time() and last == first + timedelta(days=1):
            self.add_error(
                "ends_hour",
                _(
                    "If it ends at midnight between the two days, leave the last day empty; "
                    "if it lasts all of the second day, write 23:59."
                ),
            )

    def draft(self) -> OccasionDraft:
        said = self.cleaned_data
        closes = said["closes_on"]
        return OccasionDraft(
            kind=said["kind"],
            title=said["title"],
            summary=said["summary"],
            host=said["host"],
            starts_at=moment(said["starts_on"], said["starts_hour"]),
            ends_at=end(said["ends_on"], said["ends_hour"]),
            agenda=said["agenda"],
            group=UUID(said["group"]) if said["group"] else None,
            is_whole_network=said["is_whole_network"],
            is_public=said["is_public"],
            settlement=said["settlement"].pk if said["settlement"] else "",
            place=said["place"],
            online_url=said["online_url"],
            capacity=said["capacity"],
            closes_at=moment(closes, datetime.max.time().replace(microsecond=0)) if closes else None,
        )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Everybody who registered reads it."),
        validators=[AtMost(300)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("Question"), validators=[AtMost(200)])
    kind = forms.ChoiceField(
        label=_("Kind of answer"),
        choices=QuestionKind.choices,
        initial=QuestionKind.TEXT,
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )
    options = forms.CharField(
        label=_("Choices"),
        help_text=_("One on each line, where one of several can be chosen."),
        required=False,
        validators=[AtMost(2000)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_required = forms.BooleanField(label=_("It has to be answered"), required=False)


class WalkInForm(forms.Form):
    name = forms.CharField(label=_("Name"), validators=[AtMost(150)])
    organisation = forms.CharField(
        label=_("Organisation or community"), required=False, validators=[AtMost(200)]
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("By it the certificate reaches them.")
    )
    key = ClientKeyField()


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"))
    is_public = forms.BooleanField(
        label=_("Everybody who sees the occasion may read it"), required=False, initial=True
    )


def _initial(occasion: Occasion) -> dict[str, Any]:
    starts, ends = timezone.localtime(occasion.starts_at), timezone.localtime(occasion.ends_at)
    copied = (
        "title",
        "kind",
        "summary",
        "place",
        "online_url",
        "host",
        "is_whole_network",
        "is_public",
        "capacity",
        "agenda",
        "settlement",
    )
    return {
        **{name: getattr(occasion, name) for name in copied},
        "starts_on": starts.date(),
        "starts_hour": starts.time(),
        "ends_on": occasion.ends_on,
        "ends_hour": ends.time(),
        "group": str(occasion.group_id or ""),
        "closes_on": timezone.localdate(occasion.closes_at) if occasion.closes_at else None,
    }
