"""What is asked about a letter apart from its words: what it is, whom it is for, who tries it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_office
from mentorhalo.core.forms import ClientKeyField
from mentorhalo.core.registry import registry
from mentorhalo.network.models import CountyGroup, Mandate
from mentorhalo.network.queries import mentor_of
from mentorhalo.partners.choices import CommunityField, Sector
from mentorhalo.programmes.models import Topic
from mentorhalo.programmes.queries import current_programme

from ..actions.composing import IssueDraft
from ..choices import IssueKind, SegmentRole
from ..models import Issue
from ..segments import LONGEST_SILENCE, Segment

OWN = "own"
MOST_TESTERS = 5


@dataclass(frozen=True)
class Reach:
    """What one may write to by a county letter: the own communities, or those of a group."""

    value: str
    words: str
    segment: Segment
    group: CountyGroup


def reaches(user: User, day: date) -> list[Reach]:
    """Two queries. The office reaches every group at work."""
    found = []
    mentor = mentor_of(user)
    groups = CountyGroup.objects.on(day).select_related("county", "programme")
    mandates = Mandate.objects.on(day).filter(mentor=mentor) if mentor else Mandate.objects.none()
    serving = mandates.select_related("group__county", "group__programme").order_by("-starts_on", "pk")
    for mandate in serving[:1] if mentor else ():
        found.append(
            Reach(OWN, _("my communities"), Segment(own_of=mentor.pk if mentor else None), mandate.group)
        )
    if not is_office(user):
        groups = groups.filter(pk__in={*user.groups_led(day), *mandates.values_list("group", flat=True)})
    for group in groups.order_by("county__name_sort", "pk"):
        words = _("communities of the county group: %(group)s") % {"group": group}
        found.append(Reach(str(group.pk), words, Segment(group=group.pk), group))
    return found


class LetterForm(forms.ModelForm[Issue]):
    """What a letter is. Who writes no newsletters is not asked about its kind, topic and county."""

    key = ClientKeyField()
    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), widget=forms.RadioSelect)
    reach = forms.ChoiceField(label=gettext_lazy("To whom"), required=False)
    county = forms.ChoiceField(label=gettext_lazy("County"), required=False)

    class Meta:
        model = Issue
        fields = ["kind", "title", "reach", "topic", "county", "sender_name", "reply_to", "is_archived"]
        help_texts = {
            "title": gettext_lazy("Only those who write letters see it."),
            "reply_to": gettext_lazy("Answers of the readers arrive here."),
            "sender_name": gettext_lazy("Readers see it as the sender."),
        }

    def __init__(self, *args: Any, user: User, day: date, **options: Any) -> None:
        self.reaches = {reach.value: reach for reach in reaches(user, day)}
        super().__init__(*args, **options)
        self.fields["reach"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose one")),
            *((reach.value, reach.words) for reach in self.reaches.values()),
        ]
        self.fields["county"].choices = [("", _("the whole country")), *registry.choices["county"]()]  # type: ignore[attr-defined]
        self.fields["topic"].queryset = Topic.objects.in_use()  # type: ignore[attr-defined]
        self.fields["topic"].empty_label = _("no single topic")  # type: ignore[attr-defined]
        self._offer_kinds(user)
        if self.instance._state.adding:
            self._begin(user)
        else:
            del self.fields["key"]
            self.initial["reach"] = reach_of(self.instance)

    def _offer_kinds(self, user: User) -> None:
        kinds = [IssueKind.NEWSLETTER] if user.has_perm("outreach.compose_newsletter") else []
        kinds += [IssueKind.COUNTY_LETTER] if self.reaches else []
        if not self.instance._state.adding:
            kinds = [IssueKind(self.instance.kind)]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0]
            self.fields["kind"].widget = forms.HiddenInput()
        if IssueKind.NEWSLETTER not in kinds:
            del self.fields["topic"], self.fields["county"], self.fields["is_archived"]
        if IssueKind.COUNTY_LETTER not in kinds:
            del self.fields["reach"]
        elif IssueKind.NEWSLETTER in kinds:
            self.fields["reach"].help_text = _("Only for a county letter.")

    def _begin(self, user: User) -> None:
        """A mentor's letter is the mentor's own: their name, their address."""
        if not user.has_perm("outreach.compose_newsletter"):
            self.fields["sender_name"].initial = str(user)
            self.fields["reply_to"].initial = user.email
            self.fields["reach"].initial = next(iter(self.reaches), "")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind") == IssueKind.COUNTY_LETTER:
            if not said.get("reach"):
                self.add_error("reach", _("Say whose communities the letter goes to."))
            if not said.get("reply_to"):
                self.add_error("reply_to", _("A county letter needs somebody who gets the answers."))
        return said

    def _post_clean(self) -> None:
        """The record itself is made by the action; here nothing is put into it."""

    @property
    def chosen_reach(self) -> Reach | None:
        if self.cleaned_data["kind"] != IssueKind.COUNTY_LETTER:
            return None
        return self.reaches.get(self.cleaned_data["reach"])

    def draft(self) -> IssueDraft:
        said, reach = self.cleaned_data, self.chosen_reach
        programme = reach.group.programme if reach else current_programme()
        topic = said.get("topic")
        return IssueDraft(
            kind=said["kind"],
            title=said["title"],
            programme=programme.code if programme else "",
            topic=topic.pk if topic and not reach else "",
            county=reach.group.county_id if reach else said.get("county", ""),
            group=reach.group.pk if reach else None,
            sender_name=said["sender_name"],
            reply_to=said["reply_to"],
            is_archived=bool(said.get("is_archived")) and reach is None,
        )


def reach_of(issue: Issue) -> str:
    """What the form shows as chosen."""
    return OWN if "own_of" in issue.audience else str(issue.audience.get("group", ""))


class SegmentForm(forms.Form):
    """Whom a newsletter is for. Nothing chosen: everybody who subscribed."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who they are"),
        choices=SegmentRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing chosen: anybody who subscribed."),
    )
    counties = forms.MultipleChoiceField(
        label=gettext_lazy("Counties"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of institutions and communities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics they asked for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    not_heard_days = forms.IntegerField(
        label=gettext_lazy("Only who has not heard from the network for so many days"),
        required=False,
        min_value=0,
        max_value=LONGEST_SILENCE,
        help_text=gettext_lazy("Letters, entries of mentors and information acts count."),
    )

    def __init__(self, *args: Any, issue: Issue, **options: Any) -> None:
        self.kept = Segment.from_json(issue.audience)
        super().__init__(*args, **{"initial": issue.audience, **options})
        if issue.kind == IssueKind.COUNTY_LETTER:
            del self.fields["roles"], self.fields["topics"], self.fields["counties"]
        else:
            self.fields["counties"].choices = registry.choices["county"]()  # type: ignore[attr-defined]
            self.fields["topics"].choices = [  # type: ignore[attr-defined]
                (topic.pk, topic.name) for topic in Topic.objects.in_use()
            ]
        self.fields["kinds"].choices = _kinds(with_organisations="roles" in self.fields)  # type: ignore[attr-defined]

    def segment(self) -> Segment:
        said = self.cleaned_data
        return Segment(
            roles=tuple(said.get("roles", ())),
            counties=tuple(said.get("counties", ())),
            kinds=tuple(said["kinds"]),
            topics=tuple(said.get("topics", ())),
            not_heard_days=said["not_heard_days"] or 0,
            own_of=self.kept.own_of,
            group=self.kept.group,
        )


def _kinds(*, with_organisations: bool) -> list[tuple[str, str]]:
    communities = [(f"community:{field.value}", str(field.label)) for field in CommunityField]
    if not with_organisations:
        return communities
    sectors = [(f"organisation:{sector.value}", str(sector.label)) for sector in Sector]
    fields = [(code, _("community: %(field)s") % {"field": label}) for code, label in communities]
    return [*sectors, *fields]


class TrialForm(forms.Form):
    """Who gets the letter on trial: people with an account here only, so that nobody is written to unasked."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    addresses = forms.CharField(
        label=gettext_lazy("Addresses"),
        max_length=600,
        help_text=gettext_lazy("Commas between them, five at most. Only people with an account here."),
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        if len(languages) == 1:
            self.fields["language"].initial = languages[0][0]
            self.fields["language"].widget = forms.HiddenInput()

    def clean_addresses(self) -> list[User]:
        typed = [part.strip().lower() for part in self.cleaned_data["addresses"].split(",") if part.strip()]
        wanted = list(dict.fromkeys(typed))
        if not wanted:
            raise ValidationError(self.fields["addresses"].error_messages["required"])
        if len(wanted) > MOST_TESTERS:
            raise ValidationError(_("Five addresses at most."))
        for address in wanted:
            validate_email(address)
        known = {user.email.lower(): user for user in User.objects.filter(email__in=wanted, is_active=True)}
        unknown = [address for address in wanted if address not in known]
        if unknown:
            raise ValidationError(
                _("Nobody has an account by this address: %(address)s") % {"address": unknown[0]}
            )
        return [known[address] for address in wanted]
