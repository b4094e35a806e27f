"""Why a unit is not counted, in words for a person. Codes are kept, sentences are made when they are read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mentorhalo.core import numbers
from mentorhalo.indicators.wording import STATES


def words(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a reason in the reader's language."""
    return SENTENCES[code](values) if code in SENTENCES else code


def by_language(texts: Mapping[str, Any]) -> str:
    """The text of the reader's language, else any."""
    language = (get_language() or "hu")[:2]
    return str(texts.get(language) or next(iter(texts.values()), ""))


def _day(iso: Any) -> str:
    return numbers.day(date.fromisoformat(str(iso)), "short")


def window_name(first_day: str, window: str) -> str:
    """“2018. III. negyedév”, “Q3 2018”, “2018. július”, “July 2018”."""
    day = date.fromisoformat(first_day)
    if window == "quarter":
        quarter = (_("Q1"), _("Q2"), _("Q3"), _("Q4"))[(day.month - 1) // 3]
        return _("{quarter} {year}").format(quarter=quarter, year=day.year)
    return _("{month} {year}").format(month=MONTHS[day.month], year=day.year)


def _silent_windows(values: Mapping[str, Any]) -> str:
    names = ", ".join(window_name(first, values["window"]) for first in values["first_days"])
    text = (
        _("No two-way contact in: {windows}.")
        if values.get("two_way_only")
        else _("No contact in: {windows}.")
    ).format(windows=names)
    if values.get("grace"):
        text += " " + ngettext(
            "{count} silent one would be forgiven.", "{count} silent ones would be forgiven.", values["grace"]
        ).format(count=values["grace"])
    return text


def _gap(values: Mapping[str, Any]) -> str:
    text = (
        _("Silent for {days} days since {first}, up to {last} (at most {limit} allowed).")
        if values.get("is_open")
        else _("A gap of {days} days between {first} and {last} (at most {limit} allowed).")
    )
    return text.format(
        days=values["days"], first=_day(values["from"]), last=_day(values["to"]), limit=values["limit"]
    )


def _few_windows(values: Mapping[str, Any]) -> str:
    if values.get("windows") == "full":
        text = (
            _("Only {found} full quarters, {needed} are needed.")
            if values.get("window") == "quarter"
            else _("Only {found} full months, {needed} are needed.")
        )
    else:
        text = (
            _("Only {found} quarters touched, {needed} are needed.")
            if values.get("window") == "quarter"
            else _("Only {found} months touched, {needed} are needed.")
        )
    return text.format(**values)


SENTENCES: dict[str, Any] = {
    "silent_windows": _silent_windows,
    "gap": _gap,
    "few_windows": _few_windows,
    "few_activities": lambda v: _("Only {found} activities, {needed} are needed.").format(**v),
    "too_short": lambda v: _("Lasted only {found} days, {needed} are needed.").format(**v),
    "restricted": lambda v: (
        by_language(v["otherwise"])
        if v.get("otherwise")
        else _("Not counted by the figure it stands on ({figure}).").format(figure=v["figure"])
    ),
    "merged": lambda v: _("Merged: counted as {into}.").format(into=v.get("into_label") or v["into"]),
    "waiting": lambda v: ngettext(
        "{count} entry is still waiting for approval.",
        "{count} entries are still waiting for approval.",
        v["count"],
    ).format(count=v["count"]),
    "no_entry": lambda v: _("No such entry so far."),
    "ended": lambda v: _("It ended on {day}.").format(day=_day(v["day"])),
    "too_early": lambda v: _("Only before the period, last on {day}.").format(day=_day(v["day"])),
    "few_facts": lambda v: _("Only {found} entries that count, {needed} are needed.").format(**v),
    "few_days": lambda v: _("Entries that count on only {found} days, {needed} are needed.").format(**v),
    "condition.is_two_way": lambda v: _("Only one-way contact."),
    "condition.channel": lambda v: _("Only by a channel that does not count here."),
    "condition.form": lambda v: _("Only kinds of entry that do not count here."),
    "condition.subject_class": lambda v: _("It belongs to a field that is not counted here."),
    "condition.state": lambda v: _state_words(v.get("found", "")),
    "condition.any": lambda v: _("Only contact that was not individual (one-way or mass messages)."),
    "condition.not": lambda v: _("Only contact that the rule leaves out."),
    "condition": lambda v: _("It does not meet a condition of the rule."),
}


def _state_words(found: str) -> str:
    """Of a state that has words: “not by a mentor”."""
    words = STATES.get(found)
    if words is None:
        return _("Its state does not count here.")
    return _("It does not count here: {state}.").format(state=words)


def cause_words(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a cause of a difference."""
    return CAUSES[code](values)


def _merge_words(values: Mapping[str, Any]) -> str:
    if "into" in values:
        return _("Merged: counted as {into} from then on.").format(
            into=values.get("into_label") or values["into"]
        )
    return _("{from_} was merged into it.").format(from_=values.get("from_label") or values["from"])


def _undo_words(values: Mapping[str, Any]) -> str:
    if "into" in values:
        return _("The merge into {into} was undone.").format(into=values.get("into_label") or values["into"])
    return _("The merge of {from_} into it was undone.").format(
        from_=values.get("from_label") or values["from"]
    )


CAUSES: dict[str, Any] = {
    "late": lambda v: _("Late entry, about {day}.").format(day=_day(v["day"])),
    "new": lambda v: _("New entry, about {day}.").format(day=_day(v["day"])),
    "approval": lambda v: _("An entry was approved."),
    "correction": lambda v: _("A record was corrected."),
    "withdrawn": lambda v: _("A record was withdrawn ({reason}).").format(reason=v.get("reason") or "–"),
    "merge": _merge_words,
    "undo": _undo_words,
    "restriction": lambda v: _("A figure it stands on changed."),
    "backdated": lambda v: _("Entered later, under an earlier moment."),
    "rule": lambda v: _("The rule changed (version {before} → {after}).").format(**v),
    "parameters": lambda v: _("The parameters of the rule were set otherwise."),
    "filters": lambda v: _("Other filters."),
    "as_of": lambda v: _("The day moved ({before} → {after}).").format(
        before=_day(v["before"]), after=_day(v["after"])
    ),
}
