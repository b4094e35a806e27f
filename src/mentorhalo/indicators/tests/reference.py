"""The rule of continuity once more, slowly and by another hand: it walks every day and knows no shortcuts."""

from datetime import date, timedelta
from itertools import pairwise

ONE = timedelta(days=1)


def holds_by_hand(parties, rule, as_of):
    """`parties`: (opened, closed or None, [contact days], [(first, last or None) reasoned pauses])."""
    return any(_spell_holds(spell, rule) for spell in _spells(parties, as_of))


def _walk(first, last):
    while first <= last:
        yield first
        first += ONE


def _spells(parties, as_of):
    """Engagements are in one spell if a chain of shared days joins them."""
    left = [
        {"days": set(_walk(opened, min(closed or as_of, as_of))), "of": [(opened, contacts, pauses)]}
        for opened, closed, contacts, pauses in parties
        if opened <= as_of
    ]
    joined = True
    while joined:
        joined = False
        for one in left:
            for other in left:
                if one is not other and one["days"] & other["days"]:
                    one["days"] |= other["days"]
                    one["of"] += other["of"]
                    left = [each for each in left if each is not other]
                    joined = True
                    break
            if joined:
                break
    return left


def _spell_holds(spell, rule):
    days = spell["days"]
    start, end = min(days), max(days)
    openings = [opened for opened, _contacts, _pauses in spell["of"]]
    activities = [each for _opened, contacts, _pauses in spell["of"] for each in contacts if each in days]
    pauses = sorted(
        (
            (first, last or end)
            for _opened, _contacts, of in spell["of"]
            for first, last in of
            if first <= end
        ),
    )
    if rule.max_pauses is not None:
        pauses = pauses[: rule.max_pauses]
    paused = {day for first, last in pauses for day in _walk(first, last)}
    contacts = set(openings) | set(activities)
    if rule.min_activities is not None and len(activities) < rule.min_activities:
        return False
    if rule.min_days is not None and len(days) < rule.min_days:
        return False
    if rule.max_gap_days is not None and not _no_long_gap(contacts, end, paused, rule.max_gap_days):
        return False
    if rule.window is None or rule.windows is None:
        return True
    windows = {}
    for day in _walk(date(start.year, 1, 1), date(end.year, 12, 31)):
        windows.setdefault(_window(day, rule.window), []).append(day)
    asked = [
        own
        for own in windows.values()
        if (all if rule.windows == "full" else any)(day in days and day not in paused for day in own)
    ]
    silent = [own for own in asked if not contacts & set(own)]
    return len(asked) >= (rule.min_windows or 0) and len(silent) <= (rule.grace_windows or 0)


def _window(day, window):
    return (day.year, (day.month - 1) // 3 if window == "quarter" else day.month)


def _no_long_gap(contacts, end, paused, limit):
    """Between a contact and the next (or the end), at most `limit` steps, those onto a paused day not counted."""
    turns = sorted(contacts | {end})
    for first, last in pairwise(turns):
        steps = 1 + sum(day not in paused for day in _walk(first + ONE, last - ONE))
        if steps > limit:
            return False
    return True
