"""All that is told of a version beside its words: what its institution agrees to and its editor reviews, in one list."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mentorhalo.core.numbers import day

from ..choices import TermKind
from ..models import PracticeVersion
from .bands import conditions_of, ladders
from .methods import titles_of


def facts_of(version: PracticeVersion) -> list[tuple[str, str]]:
    """(what it is, what is told of it) in the reader's language; what was never said is left out. Six queries at most."""
    practice = version.practice
    terms = list(version.terms.all())
    told = [
        (_("Identifier"), practice.code),
        (_("Institution"), practice.institution_name),
        (_("Settlement"), practice.settlement.name),
        (_("Field"), practice.get_field_display()),
        (_("How it went"), _("a lesson from a failure") if practice.is_lesson else _("it worked")),
        (_("Practised"), _period(version)),
        *conditions_of(version, ladders()),
        (_("For whom"), _listed(term.name for term in terms if term.kind == TermKind.TARGET)),
        (_("With whom"), _listed(term.name for term in terms if term.kind == TermKind.PARTNER)),
        (_("Topics"), _listed(topic.name for topic in version.topics.all())),
        (
            _("Methods used"),
            _listed(name for name, _href in titles_of([one.pk for one in version.methods.all()])),
        ),
        (_("Licence"), version.get_licence_display()),
        (_("Name that may be shown publicly"), _contact(version)),
    ]
    return [(heading, words) for heading, words in told if words]


def _period(version: PracticeVersion) -> str:
    if version.starts_on is None:
        return ""
    first = day(version.starts_on, "short")
    if version.ends_on is None:
        return _("since %(first)s") % {"first": first}
    return _("%(first)s – %(last)s") % {"first": first, "last": day(version.ends_on, "short")}


def _contact(version: PracticeVersion) -> str:
    practice = version.practice
    if not (practice.contact_is_public and practice.contact_name):
        return ""
    return _("%(name)s, until %(day)s") % {
        "name": practice.contact_name,
        "day": day(practice.contact_until, "short"),
    }


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
