"""Subscribing, choosing anew, asking for the link to one's own subscriptions."""

from itertools import product
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.guard import Guarded
from mentorhalo.programmes.models import Topic
from mentorhalo.programmes.queries import county_names

from ..actions.consents import Wish, text_in_force
from ..choices import Purpose
from ..models import Subscriber

MOST_TOPICS = 40
LONGEST_ADDRESS = 254
NARROWING = ("topics", "counties")
CONSENTS = ("agree", "agree_county")


class ChoicesForm(forms.Form):
    """On what, about where, in which language. Nothing chosen means everything."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        help_text=_("The letter greets you by it."),
    )
    language = forms.ChoiceField(
        label=_("Language of the letters"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If none is chosen: all topics."),
    )
    counties = forms.MultipleChoiceField(
        label=_("Counties"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If none is chosen: the whole country."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = get_language()
        self.fields["topics"].choices = [(one.code, one.name) for one in Topic.objects.in_use()[:MOST_TOPICS]]  # type: ignore[attr-defined]
        self.fields["counties"].choices = list(county_names().items())  # type: ignore[attr-defined]
        if not self.fields["topics"].choices:  # type: ignore[attr-defined]
            del self.fields["topics"]

    def clean_name(self) -> str:
        """On one line: it stands in the heads of letters."""
        return " ".join(self.cleaned_data["name"].split())

    def narrowing_fields(self) -> list[forms.BoundField]:
        """Topics and counties: most people want everything, so these stand behind a fold."""
        return [self[name] for name in NARROWING if name in self.fields]

    def first_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in (*NARROWING, *CONSENTS)]

    def consent_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in CONSENTS if name in self.fields]

    def is_narrowed(self) -> bool:
        """A topic or county is chosen or wrong, so the fold stands open."""
        return any(field.value() or field.errors for field in self.narrowing_fields())

    def wishes(self) -> list[Wish]:
        """Each topic about each county."""
        topics = self.cleaned_data.get("topics") or [""]
        counties = self.cleaned_data.get("counties") or [""]
        return [Wish(topic, county) for topic, county in product(topics, counties)]


class ConsentsForm(ChoicesForm):
    """With the exact sentences agreed to. No box is ticked beforehand."""

    agree = forms.BooleanField(
        required=True,
        label=_("I agree to receive the newsletter"),
        error_messages={"required": _("Without this consent no letter may be sent.")},
    )
    agree_county = forms.BooleanField(
        required=False, label=_("I also agree to receive letters of my county's mentors")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "hu"
        self.fields["agree"].help_text = text_in_force(Purpose.NEWSLETTER, language).text
        self.fields["agree_county"].help_text = text_in_force(Purpose.COUNTY_LETTER, language).text

    def purposes(self) -> list[str]:
        county = [Purpose.COUNTY_LETTER] if self.cleaned_data["agree_county"] else []
        return [Purpose.NEWSLETTER, *county]


class SubscribeForm(Guarded, ConsentsForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("A letter with a link comes here; nothing is sent before it is confirmed."),
    )
    field_order = ("email", "name", "language", "topics", "counties", "agree", "agree_county")


class SmallSubscribeForm(Guarded):
    """Address and consent alone, for a corner of other pages: everything, the whole country, the page's language."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    agree = forms.BooleanField(label=_("I agree to receive the newsletter"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "subscribe_%s", **options})
        self.fields["agree"].help_text = text_in_force(Purpose.NEWSLETTER, get_language() or "hu").text


class OwnLinkForm(Guarded):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The address that receives the letters."),
    )


class OwnChoicesForm(ChoicesForm):
    """One's own choices as they are; `county_letter` says whether the mentor's letters come, too."""

    def __init__(self, *args: Any, subscriber: Subscriber, **options: Any) -> None:
        rows = list(subscriber.subscriptions.values_list("topic", "county"))
        initial = {
            "name": subscriber.name,
            "language": subscriber.language,
            "topics": sorted({topic for topic, _county in rows if topic}),
            "counties": sorted({county for _topic, county in rows if county}),
        }
        super().__init__(*args, initial=initial, **options)
        self.fields["language"].initial = subscriber.language


class LeaveForm(forms.Form):
    """Which letters shall end."""

    purpose = forms.ChoiceField(
        label=_("Which letters shall end?"),
        widget=forms.RadioSelect,
        choices=[("", pgettext_lazy("of letters", "all of them")), *Purpose.choices],
        required=False,
    )

    def purposes(self) -> tuple[str, ...]:
        chosen = self.cleaned_data["purpose"]
        return (chosen,) if chosen else tuple(Purpose.values)
