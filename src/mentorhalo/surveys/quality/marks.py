"""Which choices of a list say that somebody does not know, does not answer, or means something else: by their labels."""

from collections.abc import Iterable
from unicodedata import combining, normalize

from .table import DONT_KNOW, REFUSED

# Beginnings of labels in Hungarian and English, without accents.
SAYS_DONT_KNOW = (
    "nem tudja",
    "nem tudom",
    "nt",
    "don't know",
    "dont know",
    "does not know",
    "do not know",
    "unsure",
)
SAYS_NO_ANSWER = (
    "nem valaszol", "valaszmegtagad", "megtagad", "nem kivan valaszolni", "nem akar valaszolni", "nv",
    "refus", "no answer", "prefer not", "rather not", "declin",
)  # fmt: skip
SAYS_OTHER = ("egyeb", "valami mas", "mas", "other", "something else")


def mark_of(labels: Iterable[str]) -> int | None:
    """`DONT_KNOW` or `REFUSED`, None for an answer like any other."""
    for label in map(_plain, labels):
        if _begins(label, SAYS_DONT_KNOW):
            return DONT_KNOW
        if _begins(label, SAYS_NO_ANSWER):
            return REFUSED
    return None


def means_other(labels: Iterable[str]) -> bool:
    return any(_begins(_plain(label), SAYS_OTHER) for label in labels)


def _begins(label: str, beginnings: tuple[str, ...]) -> bool:
    """A short beginning must be a word of its own: NT is not the beginning of "Nt. Kovács"."""
    return any(
        label == beginning or label.startswith(beginning + (" " if len(beginning) <= 3 else ""))
        for beginning in beginnings
    )


def _plain(label: str) -> str:
    spread = normalize("NFD", label.casefold().replace("’", "'"))
    return " ".join("".join(char for char in spread if not combining(char)).strip(" .,()").split())
