"""The columns that every export begins with: which response it is, how it came about, and what weights are made of."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from ..choices import ResponseState, Way
from ..xforms.nodes import Texts
from .order import LABELS, Order
from .speech import said
from .variables import Holds, Measure, Variable

LANGUAGES = ("hu", "en")
RESPONSE = "response_id"
PARENT = "parent_row"
ROW = "row"


def _texts(words: object) -> Texts:
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = str(words)
    return texts


def _codes(choices: list[tuple[str, object]]) -> Mapping[str, Texts]:
    return {code: _texts(words) for code, words in choices}


def design_variables(*, is_exact: bool) -> tuple[Variable, ...]:
    """In the order in which `queries.exports` gives their cells. `is_exact`: moments instead of days."""
    when = Holds.MOMENT if is_exact else Holds.DAY
    nominal, scale = Measure.NOMINAL, Measure.SCALE
    rows: list[tuple[str, Holds, Measure, object]] = [
        (RESPONSE, Holds.TEXT, nominal, _("Response (pseudonym)")),
        ("unit_code", Holds.TEXT, nominal, _("Unit of the sample")),
        ("stratum", Holds.TEXT, nominal, pgettext_lazy("sample", "Stratum")),
        ("stratum_population", Holds.WHOLE, scale, _("Population of the stratum")),
        ("settlement_code", Holds.TEXT, nominal, _("Settlement (KSH code)")),
        ("county_code", Holds.TEXT, nominal, _("County (KSH code)")),
        ("wave", Holds.WHOLE, Measure.ORDINAL, _("Number of the wave")),
        ("interviewer_code", Holds.TEXT, nominal, _("Code of the interviewer")),
        ("sent_by", Holds.TEXT, nominal, _("How it arrived")),
        ("form_version", Holds.TEXT, nominal, _("Version of the questionnaire")),
        ("revision", Holds.WHOLE, Measure.ORDINAL, _("How often it was sent")),
        ("state", Holds.TEXT, nominal, _("State of the response")),
        ("received", when, scale, _("When it arrived")),
        ("started", when, scale, _("When the interview began")),
        ("ended", when, scale, _("When the interview ended")),
        ("duration_minutes", Holds.REAL, scale, _("Duration in minutes")),
        ("active_minutes", Holds.REAL, scale, _("Minutes really spent on the questions")),
        ("latitude", Holds.REAL, scale, _("Latitude (degrees)")),
        ("longitude", Holds.REAL, scale, _("Longitude (degrees)")),
        ("misfits", Holds.TEXT, nominal, _("Questions whose answer is not of its type and is left out")),
    ]
    codes = {"sent_by": _codes(list(Way.choices)), "state": _codes(list(ResponseState.choices))}
    return tuple(
        Variable(name, holds, measure, labels=_texts(words), codes=codes.get(name, {}))
        for name, holds, measure, words in rows
    )


def link_variables() -> tuple[Variable, ...]:
    """What a row of a repeat begins with: its response, the row it lies in, and itself."""
    rows = [
        (RESPONSE, _("Response (pseudonym)")),
        (PARENT, _("Row of the table above it; empty: the response itself")),
        (ROW, _("Row within the response")),
    ]
    return tuple(Variable(name, Holds.TEXT, Measure.NOMINAL, labels=_texts(words)) for name, words in rows)


def labels_of_design(order: Order) -> Mapping[str, str]:
    """Code to label of the design columns' codes; empty where codes are asked for."""
    if order.values != LABELS:
        return {}
    return {
        code: said(texts, order.language)
        for variable in design_variables(is_exact=False)
        for code, texts in variable.codes.items()
    }
