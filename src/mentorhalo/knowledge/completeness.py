"""What is missing of a version before it can be handed in. Pure reading: the same list is shown while it is written."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .choices import TermKind
from .models import PracticeText, PracticeVersion

# What has to be told somehow: in words, or by saying why it cannot be.
SHORTEST_REASON = 5


def missing_in(version: PracticeVersion) -> list[str]:
    """Each thing that is missing, in words. Three queries."""
    text = version.texts.filter(language=version.language).first() or PracticeText()
    return [*_conditions(version), *_words(text)]


def _conditions(version: PracticeVersion) -> list[str]:
    missing = [
        str(version._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in ("starts_on", "settlement_size", "staff_band", "money_band", "time_band")
        if not getattr(version, name)
    ]
    kinds = set(version.terms.values_list("kind", flat=True))
    missing += [str(kind.label) for kind in TermKind if kind not in kinds]
    if not version.practice.contact_email:
        missing.append(_("an e-mail address of the institution, to ask for its consent"))
    return missing


def _words(text: PracticeText) -> list[str]:
    missing = [_label(name) for name in ("title", "summary") if not getattr(text, name)]
    return missing + [
        _("%(field)s (or why it cannot be said)") % {"field": _label(name)}
        for name in PracticeText.NARRATIVE
        if not getattr(text, name) and len(text.reasons.get(name, "")) < SHORTEST_REASON
    ]


def _label(name: str) -> str:
    return capfirst(str(PracticeText._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
