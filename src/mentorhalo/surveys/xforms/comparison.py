"""What changed between two versions of a form, and whether their answers still say the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.fuzz import ratio

from mentorhalo.surveys.xforms.form import Form, Placed, flatten
from mentorhalo.surveys.xforms.nodes import Choice, Question

HARMLESS = "harmless"
WORDING = "wording"
BREAKS = "breaks"

# Labels of one code that are less alike than this mean something else.
ALIKE = 70.0
# Kinds without an own way of asking: becoming one, or ceasing to be, changes where answers come from.
UNASKED = frozenset({"calculate", "hidden"})


@dataclass(frozen=True, slots=True)
class Change:
    """`path` is "" for the form itself; `before` and `after` are what stood there, as text for a page.

    `effect`: harmless, wording (the question is asked in other words: judge it), breaks (answers of the two versions cannot
    simply be put together).
    """

    path: str
    kind: str
    before: str
    after: str
    effect: str


def compare(old: Form, new: Form) -> list[Change]:
    """Every change: of the form, its headings and its order, then of its questions in the order of the new version, then what is gone."""
    before = {placed.question.path: placed for placed in flatten(old)}
    after = {placed.question.path: placed for placed in flatten(new)}
    moved = _moved(before, after)
    changes = [
        *_form_changes(old, new),
        *_heading_changes(old, new),
        *_order_changes(list(before), list(after)),
    ]
    for path, placed in after.items():
        origin = before.get(path) or before.get(moved.get(path, ""))
        if origin is None:
            changes.append(
                Change(path, "added", "", _title(placed.question, new), _weight(placed.question, HARMLESS))
            )
        else:
            changes.extend(_question_changes(path, origin, placed, old, new))
    gone = set(before) - set(after) - set(moved.values())
    for path, placed in before.items():
        if path in gone:
            changes.append(
                Change(path, "removed", _title(placed.question, old), "", _weight(placed.question, BREAKS))
            )
    return changes


def is_comparable(changes: list[Change]) -> bool:
    return all(change.effect != BREAKS for change in changes)


def _form_changes(old: Form, new: Form) -> Iterator[Change]:
    if old.form_id != new.form_id:
        yield Change("", "form-id", old.form_id, new.form_id, HARMLESS)
    if old.title != new.title:
        yield Change("", "title", old.title, new.title, HARMLESS)
    for language in new.languages:
        if language not in old.languages:
            yield Change("", "language-added", "", language, HARMLESS)
    for language in old.languages:
        if language not in new.languages:
            yield Change("", "language-removed", language, "", WORDING)
    if old.default_language != new.default_language:
        yield Change("", "default-language", old.default_language, new.default_language, WORDING)


def _heading_changes(old: Form, new: Form) -> Iterator[Change]:
    """Words above a group or a repeat that stands in both."""
    for path, now in new.by_path.items():
        was = old.by_path.get(path)
        if isinstance(now, Question) or was is None or isinstance(was, Question):
            continue
        for language in [name for name in new.languages if name in old.languages]:
            first, second = was.labels.get(language, ""), now.labels.get(language, "")
            if first != second:
                yield Change(path, "heading", first, second, WORDING)


def _order_changes(before: list[str], after: list[str]) -> Iterator[Change]:
    """Questions of both that are asked in another order."""
    old, new = set(before), set(after)
    first, second = [path for path in before if path in new], [path for path in after if path in old]
    if first == second:
        return
    stay = {
        path
        for block in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
        for path in first[block.a : block.a + block.size]
    }
    moved = [path for path in second if path not in stay]
    yield Change("", "order", _listed([path for path in first if path in moved]), _listed(moved), WORDING)


def _question_changes(
    path: str, old: Placed, new: Placed, old_form: Form, new_form: Form
) -> Iterator[Change]:
    was, now = old.question, new.question
    if was.path != now.path:
        stays = _repeat_paths(old) == _repeat_paths(new)
        yield Change(path, "moved", was.path, now.path, HARMLESS if stays else BREAKS)
    elif _repeat_paths(old) != _repeat_paths(new):
        yield Change(path, "repeated", _listed(_repeat_paths(old)), _listed(_repeat_paths(new)), BREAKS)
    if (was.kind, was.holds) != (now.kind, now.holds):
        effect = _weight(now, HARMLESS if was.holds == now.holds and was.kind not in UNASKED else BREAKS)
        yield Change(path, "type", was.kind, now.kind, effect)
    yield from _text_changes(path, was, now, old_form, new_form)
    yield from _condition_changes(path, old, new)
    yield from _choice_changes(path, was, now, old_form, new_form)


def _text_changes(path: str, was: Question, now: Question, old: Form, new: Form) -> Iterator[Change]:
    for kind, before, after, effect in (
        ("label", was.labels, now.labels, WORDING),
        ("hint", was.hints, now.hints, WORDING),
        ("guidance", was.guidance, now.guidance, WORDING),
        ("constraint-message", was.constraint_messages, now.constraint_messages, HARMLESS),
    ):
        for language in [name for name in new.languages if name in old.languages]:
            first, second = before.get(language, ""), after.get(language, "")
            if first != second:
                yield Change(path, kind, first, second, _weight(now, effect))
    if was.media != now.media:
        yield Change(path, "media", _files(was), _files(now), _weight(now, WORDING))


def _condition_changes(path: str, old: Placed, new: Placed) -> Iterator[Change]:
    was, now = old.question, new.question
    for kind, first, second, effect in (
        ("relevant", _reached(old), _reached(new), BREAKS),
        ("calculate", was.calculate, now.calculate, BREAKS),
        ("range", _bounds(was), _bounds(now), BREAKS),
        ("count", _counts(old), _counts(new), BREAKS),
        ("constraint", was.constraint, now.constraint, HARMLESS),
        ("required", was.required, now.required, HARMLESS),
        ("readonly", was.readonly, now.readonly, HARMLESS),
        ("default", was.default, now.default, WORDING),
        ("appearance", was.appearance, now.appearance, HARMLESS),
    ):
        if _expression(first) != _expression(second):
            yield Change(path, kind, _expression(first), _expression(second), _weight(now, effect))


def _choice_changes(path: str, was: Question, now: Question, old: Form, new: Form) -> Iterator[Change]:
    before, after = _by_value(was.choices), _by_value(now.choices)
    for value, choice in after.items():
        if value not in before:
            yield Change(path, "choice-added", "", _choice_title(choice, new), BREAKS)
    for value, choice in before.items():
        if value not in after:
            yield Change(path, "choice-removed", _choice_title(choice, old), "", BREAKS)
            continue
        yield from _relabelled(path, choice, after[value], old, new)
    kept = [[value for value in codes if value in before and value in after] for codes in (before, after)]
    if kept[0] != kept[1]:
        yield Change(path, "choice-order", _listed(kept[0]), _listed(kept[1]), WORDING)
    first, second = _list_source(was), _list_source(now)
    if first != second:
        yield Change(path, "choice-source", first, second, BREAKS)


def _relabelled(path: str, was: Choice, now: Choice, old: Form, new: Form) -> Iterator[Change]:
    for language in [name for name in new.languages if name in old.languages]:
        first, second = was.labels.get(language, ""), now.labels.get(language, "")
        if first == second:
            continue
        meant = not first or not second or ratio(first.casefold(), second.casefold()) >= ALIKE
        kind, effect = ("choice-label", WORDING) if meant else ("choice-meaning", BREAKS)
        yield Change(path, kind, f"{was.value} = {first}", f"{now.value} = {second}", effect)


def _moved(before: dict[str, Placed], after: dict[str, Placed]) -> dict[str, str]:
    """New path to old path of questions that kept name and kind of answer but stand in another group; only where it is certain."""
    gone = _by_name([placed for path, placed in before.items() if path not in after])
    come = _by_name([placed for path, placed in after.items() if path not in before])
    return {
        come[name][0].question.path: gone[name][0].question.path
        for name in come
        if len(come[name]) == 1
        and len(gone.get(name, ())) == 1
        and come[name][0].question.holds == gone[name][0].question.holds
    }


def _by_name(placed: list[Placed]) -> dict[str, list[Placed]]:
    named: dict[str, list[Placed]] = {}
    for one in placed:
        named.setdefault(one.question.name, []).append(one)
    return named


def _weight(question: Question, effect: str) -> str:
    """A note holds no answer: whatever becomes of it is at most wording around the others."""
    return WORDING if effect == BREAKS and question.kind in ("note", "acknowledge") else effect


def _title(question: Question, form: Form) -> str:
    return form.text(question.labels) or question.name


def _choice_title(choice: Choice, form: Form) -> str:
    label = form.text(choice.labels)
    return f"{choice.value} = {label}" if label else choice.value


def _by_value(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    return {choice.value: choice for choice in choices}


def _list_source(question: Question) -> str:
    itemset = question.itemset
    if itemset is None:
        return ""
    return " ".join(part for part in (itemset.file, _expression(itemset.predicate)) if part)


def _repeat_paths(placed: Placed) -> list[str]:
    return [repeat.path for repeat in placed.repeats]


def _reached(placed: Placed) -> str:
    conditions = placed.reached_if
    return conditions[0] if len(conditions) == 1 else " and ".join(f"({text})" for text in conditions)


def _bounds(question: Question) -> str:
    return " / ".join(question.parameters.get(name, "") for name in ("start", "end", "step")).strip(" /")


def _counts(placed: Placed) -> str:
    return _listed([repeat.count for repeat in placed.repeats if repeat.count])


def _files(question: Question) -> str:
    return _listed([file for texts in question.media.values() for file in dict.fromkeys(texts.values())])


def _expression(text: str) -> str:
    return " ".join(text.split())


def _listed(parts: list[str]) -> str:
    return ", ".join(parts)
