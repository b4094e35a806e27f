"""What in a question or an answer could tell who asked: found by rule, suggested with a replacement, decided by a person.

Nothing here is certain, and nothing is replaced by itself. A hint is a place in a text with the reason it was marked; the editor
takes or leaves it, and the second reader sees each change beside the original.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import pgettext

from .choices import Sensitivity

NAMES_FILE = Path(__file__).parent / "data" / "given_names.txt"

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
IBAN = re.compile(r"\bHU\d{2}(?:[ -]?\d{4}){6}\b")
ACCOUNT = re.compile(r"(?<!\d)\d{8}[ -]\d{8}(?:[ -]\d{8})?(?!\d)")
PHONE = re.compile(r"(?<![\d\w])(?:\+\s?36|06)(?:[ ()/-]{0,2}\d){8,9}(?!\d)")
PLACE_NUMBER = re.compile(r"\b[A-ZÁÉÍÓÖŐÚÜŰ][\wáéíóöőúüű]+ (?:utca|út|tér|köz|sor|u\.)\s?\d+[/\w]*\.?")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
TITLES = frozenset({"dr", "ifj", "id", "özv", "prof"})
# What begins a sentence right before a given name and is no family name.
NOT_FAMILY = """
itt ott egy már még csak mert most nem hogy szép kedves szent tisztelt drága amikor mivel viszont tehát majd vagy és azt ezt
nálunk szerintem aztán ugyanis például idén tavaly
"""
NO_NAMES = frozenset(NOT_FAMILY.split())
SPECIAL = re.compile(
    r"\b(?:beteg\w*|rák(?:os|ja|kal)\w*|fogyaték\w*|romák?\w*|cigány\w*|zsidó\w*|vallás\w*|pszichi\w*|depresszió\w*"
    r"|alkohol\w*|drog\w*|terhes\w*|mozgássérült\w*|leszbik\w*|meleg pár\w*)",
    re.IGNORECASE,
)
DISPUTE = re.compile(
    r"\b(?:feljelent\w*|vádol\w*|sikkaszt\w*|ellopt\w*|lop(?:ott|ás)\w*|hazud\w*|hazug\w*|csaló\w*|csalás\w*|bíróság\w*"
    r"|rendőrség\w*|zaklat\w*|megfenyeget\w*|korrup\w*)",
    re.IGNORECASE,
)
# Endings that a name takes in Hungarian.
ENDINGS = """
n on en ön an ra re ba be ban ben ból ből ról ről tól től hoz hez höz nál nél ig nak nek val vel t ot et öt at i ért ként
é éknak éknek ékkel ékhez ék éket né nének nénél nével néhez bal bel dal del gal gel kal kel lal lel mal mel nal nel ral rel
sal sel szal szel tal tel jal jel zal zel a e ja je ai ei iak ieknek iaknak
"""
ENDING = frozenset({"", *ENDINGS.split()})
LONG = {"á": "a", "é": "e"}


@dataclass(frozen=True)
class Hint:
    """A place in a text that may identify somebody. `replacement` is empty where only a person can reword it."""

    start: int
    end: int
    found: str
    reason: Sensitivity
    replacement: str


def hints_in(text: str, *, small_places: Collection[str] = (), people: Iterable[str] = ()) -> list[Hint]:
    """Every hint, in the order of the text, none within another.

    `small_places`: lower-case names of settlements whose very name identifies people; `people`: names known from elsewhere (the
    asker's), found also when they are written in part.
    """
    found = [
        *_by(EMAIL, text, Sensitivity.CONTACT, pgettext("in place of", "e-mail address")),
        *_by(IBAN, text, Sensitivity.CONTACT, pgettext("in place of", "account number")),
        *_by(ACCOUNT, text, Sensitivity.CONTACT, pgettext("in place of", "account number")),
        *_by(PHONE, text, Sensitivity.CONTACT, pgettext("in place of", "telephone number")),
        *_by(PLACE_NUMBER, text, Sensitivity.CONTACT, pgettext("in place of", "address")),
        *_people(text, people),
        *_places(text, small_places),
        *_by(SPECIAL, text, Sensitivity.HEALTH, ""),
        *_by(DISPUTE, text, Sensitivity.CONFLICT, ""),
    ]
    kept: list[Hint] = []
    for hint in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or hint.start >= kept[-1].end:
            kept.append(hint)
    return kept


def redacted(text: str, hints: Iterable[Hint]) -> str:
    """The text with every suggested replacement made; what has none stays for a person to reword."""
    parts, place = [], 0
    for hint in hints:
        if hint.replacement:
            parts += [text[place : hint.start], hint.replacement]
            place = hint.end
    return "".join([*parts, text[place:]])


def fingerprint(title: str, text: str, answer: str, links: object = ()) -> str:
    """SHA-256 of a public version: a verdict holds for exactly these words."""
    said = json.dumps([title, text, answer, links or []], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _by(pattern: re.Pattern[str], text: str, reason: Sensitivity, words: str) -> list[Hint]:
    replacement = f"[{words}]" if words else ""
    return [
        Hint(match.start(), match.end(), match.group(), reason, replacement)
        for match in pattern.finditer(text)
    ]


def _people(text: str, known: Iterable[str]) -> list[Hint]:
    """A family name before one or two given names, with titles; or a name known from elsewhere, also alone."""
    own = {part.casefold() for name in known for part in name.split() if len(part) > 2}
    names = given_names() | own
    words = list(WORD.finditer(text))
    found = []
    for place, word in enumerate(words):
        stem, ending = _name_in(word, names)
        if not stem:
            continue
        first = _family_name(text, words, place)
        if first is None and stem not in own:
            continue
        last = word
        if place + 1 < len(words) and text[word.end() : words[place + 1].start()] == " " and not ending:
            second, second_ending = _name_in(words[place + 1], names)
            if second:
                last, ending = words[place + 1], second_ending
        start = (first or word).start()
        found.append(
            _named(text, start, last.end(), ending, Sensitivity.PERSON, pgettext("in place of", "name"))
        )
    return found


def _name_in(word: re.Match[str], names: Collection[str]) -> tuple[str, str]:
    return _split(word.group(), names) if word.group()[0].isupper() else ("", "")


def _family_name(text: str, words: list[re.Match[str]], place: int) -> re.Match[str] | None:
    """The capitalised word right before the given name, or the titles before that."""
    if place == 0:
        return None
    family = words[place - 1]
    said = family.group()
    if text[family.end() : words[place].start()] != " " or not said[0].isupper():
        return None
    if len(said) < 3 or said.casefold() in NO_NAMES:
        return None
    first = family
    for title in reversed(words[max(0, place - 3) : place - 1]):
        if title.group().casefold() not in TITLES or text[title.end() : first.start()] not in (" ", ". "):
            break
        first = title
    return first


def _places(text: str, names: Collection[str]) -> list[Hint]:
    found = []
    for word in WORD.finditer(text):
        if not word.group()[0].isupper():
            continue
        stem, ending = _split(word.group(), names)
        if stem:
            words = pgettext("in place of", "settlement")
            found.append(_named(text, word.start(), word.end(), ending, Sensitivity.PLACE, words))
    return found


def _named(text: str, start: int, end: int, ending: str, reason: Sensitivity, words: str) -> Hint:
    return Hint(start, end, text[start:end], reason, f"[{words}]-{ending}" if ending else f"[{words}]")


def _split(word: str, names: Collection[str]) -> tuple[str, str]:
    """(name, ending) if the word is one of the names with one of the language's endings, else two empty words."""
    lower = word.casefold()
    for length in range(len(lower), 1, -1):
        stem, ending = lower[:length], lower[length:].lstrip("-")
        if ending not in ENDING:
            continue
        short = stem[:-1] + LONG[stem[-1]] if ending and stem[-1] in LONG else stem
        for name in (stem, short):
            if name in names:
                return name, ending
    return "", ""


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Common Hungarian given names in small letters."""
    lines = NAMES_FILE.read_text(encoding="utf-8").split()
    return frozenset(line.casefold() for line in lines)
