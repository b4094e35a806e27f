"""The log form, and what is asked about an entry later."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import ClientKeyField, DateInput
from mentorhalo.network.models import Mentor
from mentorhalo.partners.models import Consortium

from ..actions import ActivityDraft
from ..choices import ActivityState, Channel, CountingMethod, EvidenceKind, Outcome
from ..models import Activity, ActivityKind, Engagement
from ..queries import Habits
from .fields import EvidenceField, organisation_field, settlement_field

MOST_USED = 6
NOTE_LENGTH = 10_000
CHIPS = {"class": "mh-chips"}
# What stands on the form at once, what behind “more”, what the three kinds of words are.
FIRST = (
    "engagement",
    "kind",
    "other_kind",
    "occurred_on",
    "channel",
    "settlement",
    "is_two_way",
    "participants",
)
WORDS = ("public_sentence",)
NOTES = ("group_note", "private_note")
METHODS = ("methods",)
MORE = (
    "minutes",
    "started_at",
    "counting_method",
    "new_participants",
    "organisation",
    "kept_organisations",
    "consortium",
    "other_mentors",
    "outcome",
    "next_step",
    "next_step_on",
    "topics",
    "travel_from",
    "travel_km",
)


class EntryForm(forms.Form):
    """An entry in the words of who was there. Only what was done and when must be said."""

    key = ClientKeyField()
    appointment = forms.UUIDField(required=False, widget=forms.HiddenInput)
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
        label=_("What was done?"),
        widget=forms.RadioSelect(attrs=CHIPS),
        error_messages={"required": _("Choose what was done.")},
    )
    other_kind = forms.ChoiceField(label=_("Or something else"), required=False)
    occurred_on = forms.DateField(label=_("When?"), widget=DateInput())
    channel = forms.ChoiceField(
        label=_("How?"),
        choices=Channel.choices,
        widget=forms.RadioSelect(attrs=CHIPS),
        initial=Channel.IN_PERSON,
    )
    settlement = settlement_field(
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
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    group_note = forms.CharField(
        label=_("Note for the county group"),
        help_text=_("Your group, its leader and the office read it."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    private_note = forms.CharField(
        label=_("Private note"),
        help_text=_("Sealed: nobody but you can ever read it."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence = EvidenceField(
        label=_("Attendance sheet, photo or other proof"),
        help_text=_("More than one may be chosen. Each gets a fingerprint on arrival."),
        required=False,
    )
    evidence_kind = forms.ChoiceField(
        label=_("What they are"), choices=EvidenceKind.choices, required=False, initial=EvidenceKind.SHEET
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=0, max_value=24 * 60, required=False)
    started_at = forms.TimeField(
        label=_("From when?"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    counting_method = forms.ChoiceField(
        label=_("How were they counted?"), choices=[("", "–"), *CountingMethod.choices], required=False
    )
    new_participants = forms.IntegerField(
        label=_("How many of them came first?"), min_value=0, required=False
    )
    organisation = organisation_field(label=_("Institution or organisation that took part"), required=False)
    kept_organisations = forms.MultipleChoiceField(
        label=_("Institutions named so far"), required=False, widget=forms.CheckboxSelectMultiple
    )
    consortium = forms.ChoiceField(label=_("Consortium supported"), required=False)
    other_mentors = forms.MultipleChoiceField(
        label=_("Other mentors who were there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods used"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The page of a method shows where it was used: to everybody the settlement and the day alone."
        ),
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=[("", "–"), *Outcome.choices], required=False
    )
    next_step = forms.CharField(label=_("Next step, and who takes it"), max_length=200, required=False)
    next_step_on = forms.DateField(label=_("Next step by"), widget=DateInput(), required=False)
    topics = forms.CharField(label=_("What was it about?"), max_length=200, required=False)
    travel_from = forms.CharField(label=_("Travelled from"), max_length=120, required=False)
    travel_km = forms.IntegerField(label=_("Kilometres"), min_value=0, max_value=2000, required=False)

    def __init__(
        self,
        *args: Any,
        habits: Habits,
        colleagues: Iterable[Engagement] = (),
        mentors: Iterable[Mentor] = (),
        consortia: Iterable[Consortium] = (),
        organisations: Iterable[tuple[str, str]] = (),
        methods: Iterable[tuple[str, str]] = (),
        author_writes: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.habits = habits
        self.fields["engagement"].choices = _engagements(habits.engagements, colleagues)  # type: ignore[attr-defined]
        chips, others = habits.kinds[:MOST_USED], habits.kinds[MOST_USED:]
        self.fields["kind"].choices = [(kind.code, kind.name) for kind in chips]  # type: ignore[attr-defined]
        self.fields["other_kind"].choices = [("", "–"), *((kind.code, kind.name) for kind in others)]  # type: ignore[attr-defined]
        if self.data.get(self.add_prefix("other_kind")):
            self.fields["kind"].required = False
        self._choose("other_mentors", [(str(one.pk), one.name) for one in mentors])
        self._choose("kept_organisations", list(organisations))
        self._choose("methods", list(methods))
        self._choose("consortium", [(str(one.pk), one.title) for one in consortia], empty=True)
        if not author_writes:  # somebody of the office mends it: the private note is not theirs
            del self.fields["private_note"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["kind"] = cleaned.get("other_kind") or cleaned.get("kind") or ""
        return cleaned

    def draft(self, *, mentor: UUID | None, pk: UUID, state: str) -> ActivityDraft:
        said = self.cleaned_data
        organisations = [UUID(pk) for pk in said.get("kept_organisations", ())]
        if said.get("organisation"):
            organisations.append(said["organisation"].pk)
        return ActivityDraft(
            id=pk,
            mentor=mentor,
            kind=said["kind"],
            occurred_on=said["occurred_on"],
            engagement=UUID(said["engagement"]) if said["engagement"] else None,
            consortium=UUID(said["consortium"]) if said.get("consortium") else None,
            organisations=tuple(dict.fromkeys(organisations)),
            other_mentors=tuple(UUID(pk) for pk in said.get("other_mentors", ())),
            methods=tuple(UUID(pk) for pk in said["methods"]) if "methods" in said else None,
            settlement=said["settlement"].pk if said["settlement"] else None,
            channel=said["channel"],
            is_two_way=said["is_two_way"],
            started_at=said["started_at"],
            minutes=said["minutes"],
            participants=said["participants"],
            counting_method=said["counting_method"],
            new_participants=said["new_participants"],
            public_sentence=said["public_sentence"],
            group_note=said["group_note"],
            private_note=said.get("private_note"),
            outcome=said["outcome"],
            next_step=said["next_step"],
            next_step_on=said["next_step_on"],
            topics=said["topics"],
            travel_from=said["travel_from"],
            travel_km=said["travel_km"],
            state=state,
        )

    @cached_property
    def first_fields(self) -> list[forms.BoundField]:
        return self._bound(FIRST)

    @cached_property
    def word_fields(self) -> list[forms.BoundField]:
        return self._bound(WORDS)

    @cached_property
    def file_fields(self) -> list[forms.BoundField]:
        return self._bound(("evidence", "evidence_kind"))

    @cached_property
    def more_fields(self) -> list[forms.BoundField]:
        return self._bound(MORE)

    @cached_property
    def note_fields(self) -> list[forms.BoundField]:
        return self._bound(NOTES)

    @cached_property
    def method_fields(self) -> list[forms.BoundField]:
        return self._bound(METHODS)

    @property
    def methods_are_needed(self) -> bool:
        return any(field.errors or _is_given(field.value()) for field in self.method_fields)

    @property
    def notes_are_needed(self) -> bool:
        """A note is written or wrong, so the notes stand open."""
        return any(field.errors or _is_given(field.value()) for field in self.note_fields)

    @property
    def more_is_needed(self) -> bool:
        """Something behind “more” is filled in or wrong, so it stands open."""
        return any(field.errors or _is_given(field.value()) for field in self.more_fields)

    def _bound(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def _choose(self, name: str, choices: list[tuple[str, str]], *, empty: bool = False) -> None:
        if not choices:
            del self.fields[name]
            return
        self.fields[name].choices = [("", "–"), *choices] if empty else choices  # type: ignore[attr-defined]


def _is_given(value: Any) -> bool:
    """A field of several parts, such as a suggestion, gives a list even where nothing was typed."""
    return any(value) if isinstance(value, list) else bool(value)


class CorrectionForm(EntryForm):
    """What should have been written, and why it was not."""

    reason = forms.CharField(label=_("Why is it corrected?"), max_length=200)
    is_annulment = forms.BooleanField(
        label=_("It never happened, or it stands twice: only take the original back"), required=False
    )

    @cached_property
    def reason_fields(self) -> list[forms.BoundField]:
        return self._bound(("reason", "is_annulment"))


class EvidenceForm(forms.Form):
    """Files for an entry that stands already."""

    evidence = EvidenceField(label=_("Files"), help_text=_("More than one may be chosen."))
    evidence_kind = forms.ChoiceField(
        label=_("What they are"), choices=EvidenceKind.choices, initial=EvidenceKind.SHEET
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What is missing?"),
        help_text=_("The author reads it and can send the entry in again."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class EntryFilter(forms.Form):
    """Which of the entries."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("all")), *ActivityState.choices], required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = forms.DateField(label=_("Since"), widget=DateInput(), required=False)
    until = forms.DateField(label=_("Until"), widget=DateInput(), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = ActivityKind.objects.all()
        self.fields["kind"].choices = [("", _("all")), *((kind.code, kind.name) for kind in kinds)]  # type: ignore[attr-defined]


def initial_of(activity: Activity, private_note: str = "") -> dict[str, Any]:
    """The form's fields as the entry has them."""
    names = [
        "occurred_on", "channel", "is_two_way", "participants", "public_sentence", "group_note", "minutes",
        "started_at", "counting_method", "new_participants", "outcome", "next_step", "next_step_on", "topics",
        "travel_from", "travel_km", "settlement",
    ]  # fmt: skip
    initial = {name: getattr(activity, name) for name in names}
    return initial | {
        "engagement": str(activity.engagement_id or ""),
        "consortium": str(activity.consortium_id or ""),
        "kind": activity.kind.code,
        "other_kind": activity.kind.code,
        "kept_organisations": [str(pk) for pk in activity.organisations.values_list("pk", flat=True)],
        "other_mentors": [str(pk) for pk in activity.other_mentors.values_list("pk", flat=True)],
        "methods": [str(pk) for pk in activity.methods.values_list("pk", flat=True)],
        "private_note": private_note,
    }


def _engagements(own: Iterable[Engagement], colleagues: Iterable[Engagement]) -> list[Any]:
    choices: list[Any] = [("", _("nobody in particular")), *((str(one.pk), _called(one)) for one in own)]
    others = [(str(one.pk), _called(one)) for one in colleagues]
    return [*choices, (_("Colleagues'"), others)] if others else choices


def _called(engagement: Engagement) -> str:
    return f"{engagement.community.name}, {engagement.community.settlement.name}"
