"""What the phone asks of an entry. Its description travels to the phone, which asks and checks by it without a signal."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput
from mentorhalo.knowledge.models import Method
from mentorhalo.mentoring.actions import ActivityDraft
from mentorhalo.mentoring.choices import ActivityState, Channel, CountingMethod, EvidenceKind, Outcome
from mentorhalo.mentoring.models import Activity, ActivityKind, Appointment, Engagement
from mentorhalo.partners.models import Organisation
from mentorhalo.territory.models import Settlement

from ..queries.mentors import Around

NOTE_LENGTH = 10_000
MOST_TRIED = 4
DIGEST = r"\A[0-9a-f]{64}\Z"  # SHA-256


class PhoneForm(forms.Form):
    """One field for each of the log form of `mentoring`, in the same words; places and institutions are named by their codes."""

    id = forms.UUIDField()
    edits = forms.IntegerField(min_value=0, required=False)
    seen = forms.IntegerField(min_value=1, required=False)  # the revision of the entry that is mended
    appointment = forms.ModelChoiceField(Appointment.objects.none(), required=False)
    engagement = forms.ChoiceField(
        label=_("With whom?"),
        required=False,
        error_messages={
            "invalid_choice": _(
                "Nothing can be logged there any more: this engagement is closed, or was handed over. Choose another one."
            )
        },
    )
    kind = forms.ChoiceField(
        label=_("What was done?"), error_messages={"required": _("Choose what was done.")}
    )
    occurred_on = forms.DateField(label=_("When?"), widget=DateInput())
    channel = forms.ChoiceField(label=_("How?"), choices=Channel.choices, initial=Channel.IN_PERSON)
    settlement = forms.ModelChoiceField(
        Settlement.objects.filter(ended_on=None),
        label=_("Where?"),
        help_text=_("Needed if you met in person. A few letters are enough."),
        required=False,
    )
    is_two_way = forms.BooleanField(
        label=_("They took part too: it was a two-way contact"), required=False, initial=True
    )
    participants = forms.IntegerField(label=_("How many took part?"), min_value=0, required=False)
    public_sentence = forms.CharField(
        label=_("Public sentence"),
        help_text=_("Anybody may read it: name nobody. 200 characters at most."),
        max_length=200,
        required=False,
        widget=forms.Textarea,
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=0, max_value=24 * 60, required=False)
    started_at = forms.TimeField(label=_("From when?"), required=False)
    counting_method = forms.ChoiceField(
        label=_("How were they counted?"), choices=[("", "–"), *CountingMethod.choices], required=False
    )
    new_participants = forms.IntegerField(
        label=_("How many of them came first?"), min_value=0, required=False
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.not_merged(),
        label=_("Institution or organisation that took part"),
        required=False,
    )
    consortium = forms.ChoiceField(label=_("Consortium supported"), required=False)
    other_mentors = forms.MultipleChoiceField(label=_("Other mentors who were there"), required=False)
    methods = forms.ModelMultipleChoiceField(
        Method.objects.filter(published_at__isnull=False),
        label=_("Methods used"),
        help_text=_(
            "The page of a method shows where it was used: to everybody the settlement and the day alone."
        ),
        required=False,
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=[("", "–"), *Outcome.choices], required=False
    )
    next_step = forms.CharField(label=_("Next step, and who takes it"), max_length=200, required=False)
    next_step_on = forms.DateField(label=_("Next step by"), widget=DateInput(), required=False)
    topics = forms.CharField(label=_("What was it about?"), max_length=200, required=False)
    travel_from = forms.CharField(label=_("Travelled from"), max_length=120, required=False)
    travel_km = forms.IntegerField(label=_("Kilometres"), min_value=0, max_value=2000, required=False)
    group_note = forms.CharField(
        label=_("Note for the county group"),
        help_text=_("Your group, its leader and the office read it."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea,
    )
    private_note = forms.CharField(
        label=_("Private note"),
        help_text=_("Sealed: nobody but you can ever read it."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, around: Around) -> None:
        super().__init__(data)
        self.around = around
        self.mentor = around.mentor
        appointments = Appointment.objects.filter(mentor=around.mentor)
        self.fields["appointment"].queryset = appointments  # type: ignore[attr-defined]
        self._offer("engagement", _engagements(around.habits.engagements, around.theirs))
        self._offer("kind", _kinds(around.habits.kinds))
        self._offer("other_mentors", [(str(one.pk), one.name) for one in around.colleagues])
        self._offer("consortium", [("", "–"), *((str(one.pk), one.title) for one in around.consortia)])
        self.offered: dict[str, list[Any]] = {
            "organisation": [("", "–"), *((str(one.pk), str(one)) for one in around.organisations)],
            "methods": list(around.methods),
        }

    def draft(self) -> ActivityDraft:
        said = self.cleaned_data
        same = {
            name: said[name]
            for name in said
            if name in ActivityDraft.__dataclass_fields__ and name not in POINTING
        }
        return ActivityDraft(
            **same,
            mentor=self.mentor.pk,
            engagement=_uuid(said["engagement"]),
            consortium=_uuid(said["consortium"]),
            organisations=(said["organisation"].pk,) if said["organisation"] else (),
            other_mentors=tuple(UUID(pk) for pk in said["other_mentors"]),
            # A phone that was not asked about methods or the sealed note says nothing of them.
            private_note=said["private_note"] if "private_note" in self.data else None,
            methods=tuple(one.pk for one in said["methods"]) if "methods" in self.data else None,
            settlement=said["settlement"].pk if said["settlement"] else None,
            state=ActivityState.SUBMITTED,
        )

    def tried(self) -> list[ActivityDraft]:
        """What the phone sent earlier of this entry without hearing an answer, each as JSON; without what cannot be so today."""
        said = [_opened(text) for text in (self.data.get("tried") or [])[:MOST_TRIED]]
        forms = [PhoneForm({**one, "id": self.data["id"]}, around=self.around) for one in said if one]
        return [form.draft() for form in forms if form.is_valid()]

    def _offer(self, name: str, choices: Iterable[Any]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


POINTING = ("engagement", "consortium", "settlement", "other_mentors", "methods", "private_note")


class PhotoForm(forms.Form):
    """A photo or another file for an entry; sent apart from it, under an identifier of its own."""

    id = forms.UUIDField()
    entry = forms.ModelChoiceField(
        Activity.objects.select_related("mentor", "kind"),
        error_messages={"invalid_choice": _("The entry of this photo is not here any more.")},
    )
    kind = forms.ChoiceField(label=_("What they are"), choices=EvidenceKind.choices)
    sha256 = forms.RegexField(DIGEST)
    file = forms.FileField()


def _opened(text: Any) -> dict[str, Any] | None:
    try:
        said = json.loads(text)
    except (TypeError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _engagements(own: Iterable[Engagement], colleagues: Iterable[Engagement]) -> list[Any]:
    choices: list[Any] = [("", _("nobody in particular")), *((str(one.pk), _called(one)) for one in own)]
    others = [(str(one.pk), _called(one)) for one in colleagues]
    return [*choices, (_("Colleagues'"), others)] if others else choices


def _called(engagement: Engagement) -> str:
    return f"{engagement.community.name}, {engagement.community.settlement.name}"


def _kinds(kinds: Iterable[ActivityKind]) -> list[tuple[str, str]]:
    return [(kind.code, kind.name) for kind in kinds]


def _uuid(value: str) -> UUID | None:
    return UUID(value) if value else None
