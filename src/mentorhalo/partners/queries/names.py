"""What is left of a name when spelling, abbreviations, ranks and the settlement's own name are taken away.

„Komlói Műv. Ház”, „Művelődési Ház” and „Faluház” of one settlement come out as the same words.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from mentorhalo.core.hungarian import fold

# Word for word, folded: what people shorten.
ABBREVIATIONS = {
    "alap": "alapitvany",
    "alapitv": "alapitvany",
    "alt": "altalanos",
    "egyes": "egyesulet",
    "egyhk": "egyhazkozseg",
    "evang": "evangelikus",
    "gyujt": "gyujtemeny",
    "hagy": "hagyomanyorzo",
    "isk": "iskola",
    "kat": "katolikus",
    "konyvt": "konyvtar",
    "kozm": "kozmuvelodesi",
    "kozp": "kozpont",
    "kozs": "kozsegi",
    "ktar": "konyvtar",
    "kult": "kulturalis",
    "kvt": "konyvtar",
    "kvtar": "konyvtar",
    "muv": "muvelodesi",
    "muvhaz": "muvelodesi haz",
    "muz": "muzeum",
    "nyugd": "nyugdijas",
    "onk": "onkormanyzat",
    "ref": "reformatus",
    "rk": "romai katolikus",
    "tanccsop": "tanccsoport",
    "ifj": "ifjusagi",
}

# Phrases that mean the same in one settlement; the longest first.
HOUSE, LIBRARY = "muvelodesihaz", "konyvtar"
PHRASES = {
    "integralt kozossegi es szolgaltato ter": HOUSE,
    "integralt kozossegi szinter": HOUSE,
    "konyvtari informacios es kozossegi hely": LIBRARY,
    "konyvtari szolgaltato hely": LIBRARY,
    "kulturalis es kozossegi": "kozossegi",
    "muvelodesi haz": HOUSE,
    "muvelodesi otthon": HOUSE,
    "muvelodesi kozpont": HOUSE,
    "kozmuvelodesi kozpont": HOUSE,
    "kulturalis kozpont": HOUSE,
    "kozossegi kozpont": HOUSE,
    "kozossegi haz": HOUSE,
    "kozossegi szinter": HOUSE,
    "kozossegi ter": HOUSE,
    "kulturalis haz": HOUSE,
    "kulturhaz": HOUSE,
    "kulturotthon": HOUSE,
    "faluhaz": HOUSE,
    "falu haza": HOUSE,
    "ikszt": HOUSE,
    "altalanos iskola": "altalanosiskola",
    "onkormanyzati hivatal": "onkormanyzatihivatal",
    "kozsegi onkormanyzat": "onkormanyzat",
    "polgarmesteri hivatal": "onkormanyzat",
    "nyugdijasok klubja": "nyugdijas klub",
    "nyugdijasok egyesulete": "nyugdijas egyesulet",
    "nyugdijasklub": "nyugdijas klub",
    "nyugdijas kor": "nyugdijas klub",
    "idosek klubja": "nyugdijas klub",
    "enekkar": "korus",
    "dalarda": "korus",
    "szakkor": "kor",
    "tancegyuttes": "tanccsoport",
    "tanc egyuttes": "tanccsoport",
    "tanc csoport": "tanccsoport",
    "hagyomanyorzo egyuttes": "hagyomanyorzo csoport",
    "egyesulete": "egyesulet",
    "alapitvanya": "alapitvany",
    "klubja": "klub",
    "kore": "kor",
    "csoportja": "csoport",
    "onkormanyzata": "onkormanyzat",
    "konyvtara": "konyvtar",
    "muzeuma": "muzeum",
    "iskolaja": "iskola",
}

# What says nothing of who it is.
_EMPTY = """a az es s kozseg kozsegi nagykozsegi varos varosi telepulesi telepules helyi falu falusi nonprofit kozhasznu
kft intezmeny intezmenye szam szamu sz jogu"""
STOP = frozenset(_EMPTY.split())

# Names of a kind: two parties that share these alone are the same only within one settlement.
_OF_A_KIND = f"""{HOUSE} {LIBRARY} altalanosiskola onkormanyzatihivatal onkormanyzat ovoda muzeum tajhaz nyugdijas klub
kor korus egyesulet alapitvany iskola polgaror polgarorseg sportegyesulet csoport egyhazkozseg reformatus romai katolikus
evangelikus asztalitars tuzolto onkentes nepdalkor dalkor pavakor himzo himzokor baba mama ifjusagi hagyomanyorzo
tanccsoport nepi gyujtemeny nemzetisegi nemet roma horvat szlovak falugondnoksag olvaso olvasokor horgasz kertbarat"""
GENERIC = frozenset(_OF_A_KIND.split())

_PHRASES = re.compile(
    r"\b(" + "|".join(re.escape(phrase) for phrase in sorted(PHRASES, key=len, reverse=True)) + r")\b"
)


@dataclass(frozen=True, slots=True)
class Essence:
    """A name boiled down: `words` sorted, the same `joined`, the `numbers` in it, and whether it is of a kind only."""

    words: str
    joined: str
    numbers: frozenset[str]
    is_generic: bool


@lru_cache(maxsize=65536)
def essence(name: str, settlement: str) -> Essence:
    """Boil a name down, given the name of its settlement."""
    words = " ".join(ABBREVIATIONS.get(word, word) for word in fold(name).split())
    words = _without_settlement(words, fold(settlement))
    words = _PHRASES.sub(lambda found: PHRASES[found[1]], words)
    kept = [word for word in words.split() if word not in STOP]
    kept = kept or words.split()
    return Essence(
        words=" ".join(sorted(kept)),
        joined="".join(kept),
        numbers=frozenset(word for word in kept if word.isdigit()),
        is_generic=all(word in GENERIC or word.isdigit() for word in kept),
    )


def _without_settlement(words: str, settlement: str) -> str:
    """Take away the settlement's name and its adjective: Komló, Komlói; Nyíregyháza, Nyíregyházi; Tamási."""
    if not settlement:
        return words
    forms = {settlement, f"{settlement}i"}
    if settlement[-1] in "ae":
        forms.add(f"{settlement[:-1]}i")
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    stripped = re.sub(rf"\b(?:{pattern})\b", " ", words)
    return " ".join(stripped.split()) or words
