"""Which questions of a form probably ask who somebody is: a guess for a person to confirm, never without its reason."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mentorhalo.surveys.xforms.form import Form
from mentorhalo.surveys.xforms.identity_words import COUNTED, NOT_A_PERSON, WORDS
from mentorhalo.surveys.xforms.nodes import Question

# What may hold an identity of some sort: text that is typed, and for some sorts more.
TYPED = frozenset({"text"})
KINDS = {
    "phone": frozenset({"text", "integer", "barcode"}),
    "number": frozenset({"text", "integer", "barcode"}),
    "birth": frozenset({"text", "date", "datetime"}),
}
# A sum of a birth date is an age; a sum of these is still the person.
CARRIED_ON = frozenset({"name", "phone", "email", "address", "number"})

NOT_WORDS = re.compile(r"[^0-9a-z]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Guess:
    """Why a question is taken for one of identity.

    `sort`: name, phone, email, address, birth or number; `found_in`: appearance, name, label or calculate; `word`: what was
    found there.
    """

    sort: str
    found_in: str
    word: str


def identity_guesses(form: Form) -> dict[str, Guess]:
    """Path to the reason, of questions and of calculations that repeat them."""
    guesses: dict[str, Guess] = {}
    for question in form.questions():
        guess = _guess(question)
        if guess is not None:
            guesses[question.path] = guess
    for question in form.questions():
        for source, guess in list(guesses.items()) if question.calculate else ():
            if (
                question.path not in guesses
                and guess.sort in CARRIED_ON
                and _speaks_of(question.calculate, source)
            ):
                guesses[question.path] = Guess(guess.sort, "calculate", source)
    return guesses


def _guess(question: Question) -> Guess | None:
    if question.kind == "signature":
        return Guess("name", "appearance", "signature")
    if not question.is_asked:
        return None
    for found_in, texts in (("name", [CAMEL.sub(" ", question.name)]), ("label", question.labels.values())):
        for text in texts:
            guess = _guess_by(folded(text), found_in, question.kind)
            if guess is not None:
                return guess
    return None


def _guess_by(text: str, found_in: str, kind: str) -> Guess | None:
    if COUNTS.search(text):
        return None
    for sort, pattern in PATTERNS.items():
        found = pattern.search(text) if kind in KINDS.get(sort, TYPED) else None
        if found is not None and not (sort == "name" and OTHER.search(text)):
            return Guess(sort, found_in, found[0].strip())
    return None


def folded(text: str) -> str:
    """Small letters without accents, one space between and around the words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return f" {NOT_WORDS.sub(' ', bare).strip()} "


def _speaks_of(expression: str, path: str) -> bool:
    name = re.escape(path.rpartition("/")[2])
    return re.search(rf"/\s*{name}(?![\w.\-])", expression) is not None


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A star at the end of a word lets it go on, a star at its beginning lets it be the end of a longer one."""
    parts = [re.escape(word).replace(r"\*", r"[a-z0-9]*").replace(r"\ ", " ") for word in words]
    return re.compile("(?<= )(?:" + "|".join(parts) + ")(?= )")


PATTERNS = {sort: _pattern(words) for sort, words in WORDS.items()}
OTHER = _pattern(NOT_A_PERSON)
COUNTS = _pattern(COUNTED)
