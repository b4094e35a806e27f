"""What is told of a practice: by a mentor, by somebody without an account, by its institution."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import AtMost, ClientKeyField, DateInput, SuggestField, Suggestion
from mentorhalo.core.guard import Guarded
from mentorhalo.partners.queries import organisation_called
from mentorhalo.programmes.models import Topic
from mentorhalo.territory.queries import settlement_chosen

from ..actions.practices import PracticeDraft
from ..choices import BandKind, Licence, TermKind
from ..models import Band, PracticeText, PracticeVersion, Term
from ..models.bands import COLUMNS
from ..models.practices import FIELDS
from ..queries.methods import method_choices

LONG = ("steps", "results")


class PracticeForm(forms.Form):
    """Everything that is told. What is missing may be put in later: it is asked for when the practice is handed in."""

    title = forms.CharField(label=_("Title"), validators=[AtMost(160)])
    summary = forms.CharField(
        label=_("In a few sentences"),
        required=False,
        validators=[AtMost(600)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field = forms.ChoiceField(
        label=_("Field"), choices=FIELDS, widget=forms.RadioSelect(attrs={"class": "mh-chips"})
    )
    is_lesson = forms.BooleanField(
        label=_("It did not work: this is a lesson for others"),
        help_text=_("Lessons from failures are welcome, and have a shelf of their own."),
        required=False,
    )
    institution_name = forms.CharField(
        label=_("Institution or community"),
        help_text=_("Its full name. One that is in our register is recognised by itself."),
        validators=[AtMost(200)],
    )
    settlement = SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
        label=_("Settlement"),
        help_text=_("A few letters are enough."),
    )
    starts_on = forms.DateField(label=_("Practised from"), required=False, widget=DateInput)
    ends_on = forms.DateField(
        label=_("Practised until"),
        help_text=_("Empty: it goes on to this day."),
        required=False,
        widget=DateInput,
    )
    settlement_size = forms.ChoiceField(required=False)
    staff_band = forms.ChoiceField(required=False)
    money_band = forms.ChoiceField(required=False)
    time_band = forms.ChoiceField(required=False)
    topics = forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "mh-chips"})
    )
    targets = forms.TypedMultipleChoiceField(
        label=_("For whom"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mh-chips"}),
    )
    partners = forms.TypedMultipleChoiceField(
        label=_("With whom"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mh-chips"}),
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods used"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mh-chips"}),
    )
    licence = forms.ChoiceField(label=_("How others may use it"), choices=Licence.choices)
    contact_name = forms.CharField(
        label=_("Who can be asked at the institution"), required=False, validators=[AtMost(150)]
    )
    contact_email = forms.EmailField(
        label=_("The institution's e-mail address"),
        help_text=_(
            "We send a link there: the institution reads, mends and agrees before anything is published."
        ),
        required=False,
    )
    contact_is_public = forms.BooleanField(
        label=_("The name of this person may be shown with the practice"), required=False
    )
    contact_until = forms.DateField(label=_("Until when it may be shown"), required=False, widget=DateInput)
    key = ClientKeyField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    PLACE = ("field", "is_lesson", "institution_name", "settlement")
    CONDITIONS = (
        "starts_on",
        "ends_on",
        "settlement_size",
        "staff_band",
        "money_band",
        "time_band",
        "topics",
        "targets",
        "partners",
        "methods",
    )
    CONTACT = ("contact_name", "contact_email", "contact_is_public", "contact_until", "licence")

    def __init__(self, *args: Any, version: PracticeVersion | None = None, **options: Any) -> None:
        self.version = version
        super().__init__(*args, **options)
        for name in PracticeText.NARRATIVE:
            self.fields[name] = _told(name)
            self.fields[f"why_{name}"] = forms.CharField(
                label=_("Why this cannot be told"), required=False, validators=[AtMost(300)]
            )
        bands = list(Band.objects.offered_to(version))
        for kind, name in COLUMNS.items():
            self.fields[name].label = capfirst(str(PracticeVersion._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            unsaid = _("by the settlement's population") if kind == BandKind.SIZE else _("not said yet")
            offered = [(band.code, band.name) for band in bands if band.kind == kind]
            self.fields[name].choices = [("", unsaid), *offered]  # type: ignore[attr-defined]
        words = list(Term.objects.offered_to(version))
        self.fields["targets"].choices = _offered(words, TermKind.TARGET)  # type: ignore[attr-defined]
        self.fields["partners"].choices = _offered(words, TermKind.PARTNER)  # type: ignore[attr-defined]
        self.fields["methods"].choices = method_choices()  # type: ignore[attr-defined]
        if not self.fields["methods"].choices:  # type: ignore[attr-defined]
            del self.fields["methods"]
        self.fields["topics"].choices = [  # type: ignore[attr-defined]
            (topic.pk, topic.name) for topic in Topic.objects.in_use().order_by("order", "code")
        ]
        if version is not None and version.number > 1:
            # What it is called, where and whose it is stays: a new version tells the same practice better.
            for name in self.PLACE:
                self.fields[name].disabled = True

    def place(self) -> list[BoundField]:
        return [self[name] for name in self.PLACE if name in self.fields]

    def conditions(self) -> list[BoundField]:
        return [self[name] for name in self.CONDITIONS if name in self.fields]

    def contact(self) -> list[BoundField]:
        return [self[name] for name in self.CONTACT if name in self.fields]

    def narrative(self) -> Iterator[tuple[BoundField, BoundField, bool]]:
        """(words, why there are none, whether that stands open)."""
        for name in PracticeText.NARRATIVE:
            why = self[f"why_{name}"]
            yield self[name], why, bool(why.value() or why.errors)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("It cannot end before it starts."))
        if cleaned.get("contact_is_public") and not cleaned.get("contact_until"):
            self.add_error("contact_until", _("Leave to show a person publicly needs a last day."))
        return cleaned

    def draft(self) -> PracticeDraft:
        said = self.cleaned_data
        settlement = said["settlement"]
        return PracticeDraft(
            field=said["field"],
            settlement=settlement.pk,
            institution_name=said["institution_name"],
            organisation=organisation_called(f"{said['institution_name']}, {settlement.name}"),
            words={name: said.get(name, "") for name in ("title", "summary", *PracticeText.NARRATIVE)},
            reasons={name: said.get(f"why_{name}", "") for name in PracticeText.NARRATIVE},
            language=self.version.language if self.version else said.get("language") or "hu",
            is_lesson=said["is_lesson"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            settlement_size=said["settlement_size"],
            staff_band=said["staff_band"],
            money_band=said["money_band"],
            time_band=said["time_band"],
            topics=tuple(said["topics"]),
            terms=(*said["targets"], *said["partners"]),
            methods=tuple(said.get("methods", ())),
            licence=said["licence"],
            contact_name=said["contact_name"],
            contact_email=said["contact_email"],
            contact_is_public=said["contact_is_public"],
            contact_until=said["contact_until"],
        )

    @classmethod
    def of(cls, version: PracticeVersion, text: PracticeText) -> dict[str, Any]:
        """The initial values of a version being mended. Two queries."""
        practice = version.practice
        terms = list(version.terms.all())
        narrative = {name: getattr(text, name) for name in PracticeText.NARRATIVE}
        reasons = {f"why_{name}": text.reasons.get(name, "") for name in PracticeText.NARRATIVE}
        same = {
            name: getattr(version, name)
            for name in (
                "starts_on",
                "ends_on",
                "settlement_size",
                "staff_band",
                "money_band",
                "time_band",
                "licence",
                "seen",
            )
        }
        kept = {
            name: getattr(practice, name)
            for name in (
                "field",
                "is_lesson",
                "institution_name",
                "settlement",
                "contact_name",
                "contact_email",
                "contact_is_public",
                "contact_until",
            )
        }
        return {
            **narrative,
            **reasons,
            **same,
            **kept,
            "title": text.title,
            "summary": text.summary,
            "topics": [topic.pk for topic in version.topics.all()],
            "methods": [str(method.pk) for method in version.methods.all()],
            "targets": [term.pk for term in terms if term.kind == TermKind.TARGET],
            "partners": [term.pk for term in terms if term.kind == TermKind.PARTNER],
        }


class OfferForm(Guarded, PracticeForm):
    """By somebody without an account: what they know; the institution and the mentor complete it."""

    offered_by_name = forms.CharField(
        label=_("Your name"), validators=[AtMost(150)], widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    offered_by_email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send a link for you to confirm, and tell you what becomes of it. We use it for nothing else."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=_("The language you write in"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = (get_language() or settings.LANGUAGE_CODE)[:2]
        self.fields["summary"].required = True
        self.fields["contact_email"].required = True


class ConsentForm(forms.Form):
    """Who agrees, on whose behalf."""

    name = forms.CharField(
        label=_("Your name"), validators=[AtMost(150)], widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    role = forms.CharField(label=_("Your position at the institution"), validators=[AtMost(120)])
    agrees = forms.BooleanField(
        label=_("I have read the description and agree to this on behalf of the institution")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    wording = forms.IntegerField(widget=forms.HiddenInput)

    def show_anew(self, **values: int) -> None:
        """After a refusal: what is to be read again, and agreed to anew; who it is stays."""
        told = {name: self.data[name] for name in self.data if name != "agrees"}
        told.update({name: str(value) for name, value in values.items()})
        self.data = told


class TranslationForm(forms.Form):
    """The words in another language, each beside its original."""

    title = forms.CharField(label=_("Title"), validators=[AtMost(160)])
    summary = forms.CharField(
        label=_("In a few sentences"),
        required=False,
        validators=[AtMost(600)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, original: PracticeText, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in PracticeText.NARRATIVE:
            if getattr(original, name):
                self.fields[name] = _told(name)


def _told(name: str) -> forms.CharField:
    column = PracticeText._meta.get_field(name)
    return forms.CharField(
        label=capfirst(str(column.verbose_name)),  # type: ignore[union-attr]
        required=False,
        validators=[AtMost(column.max_length or 6000)],  # type: ignore[union-attr]
        widget=forms.Textarea(attrs={"rows": 8 if name in LONG else 4}),
    )


def _offered(words: list[Term], kind: TermKind) -> list[tuple[int, str]]:
    return [(term.pk, term.name) for term in words if term.kind == kind]
