"""Hungarian endings without their accents, to find the bare word in one that was typed without accents or misspelt."""

import re
from functools import cache

_STAGES = (
    # of number and owner
    (
        " k ak ek ok i ai ei jai jei a e ja je m am em om im aim eim jaim jeim d ad ed od id aid eid unk nk ink aink eink jaink"
        " jeink uk juk jak jek ik aik eik jaik jeik tok tek otok etek itok itek aitok eitek e ei ek"
    ),
    # of case
    (
        " t at et ot nak nek ban ben ba be bol rol ra re tol hoz hez nal nel n on en an val vel ert ig kent va ve kor ul"
        " onkent ennent i beli nyi s as es os an en bel"
    ),
)
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxyz])\1[ae]l$")
_DOUBLED_DIGRAPH = re.compile(r"(?:ssz|ccs|ggy|nny|tty|lly|zzs)[ae]l$")
SHORTEST = 3
LONGEST = 9


@cache
def endings() -> frozenset[str]:
    numbers, cases = (("", *stage.split()) for stage in _STAGES)
    both = {number + case for number in numbers for case in cases}
    return frozenset(ending for ending in both if 0 < len(ending) <= LONGEST)


def bare_forms(word: str) -> list[str]:
    """What may be left of a word (small, without accents) when an ending falls off; the longest first, itself not among them."""
    found: list[str] = []
    if _DOUBLED_DIGRAPH.search(word):
        found.append(word[:-4] + word[-4 + 1 : -2])
    elif _DOUBLED.search(word):
        found.append(word[:-3])
    for cut in range(1, min(LONGEST, len(word) - SHORTEST) + 1):
        if word[-cut:] in endings():
            found.append(word[:-cut])
    return [form for form in dict.fromkeys(found) if len(form) >= SHORTEST]
