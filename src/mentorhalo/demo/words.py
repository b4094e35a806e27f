"""Invented names: people from frequent names, communities and institutions from the country's usual words."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from random import Random

COMMUNITY_NAMES: dict[str, tuple[str, ...]] = {
    "arts": (
        "Népdalkör",
        "Vegyeskar",
        "Színjátszó Kör",
        "Citerazenekar",
        "Fúvószenekar",
        "Bábcsoport",
        "Fotókör",
    ),
    "tradition": (
        "Hagyományőrző Csoport",
        "Pávakör",
        "Néptáncegyüttes",
        "Asszonykórus",
        "Betlehemező Csoport",
    ),
    "craft": ("Hímzőkör", "Csipkeverő Kör", "Fafaragó Kör", "Foltvarró Kör", "Kosárfonó Kör"),
    "learning": ("Tanulókör", "Szabadegyetem", "Nyelvklub", "Digitális Klub"),
    "reading": ("Olvasókör", "Könyvbarátok Köre", "Mesélő Kör"),
    "local_history": ("Helytörténeti Kör", "Faluvédő Kör", "Értékmentők Köre"),
    "youth": ("Ifjúsági Klub", "Ifjúsági Kör", "Diákszínpad"),
    "senior": ("Nyugdíjasklub", "Őszirózsa Klub", "Életet az Éveknek Klub"),
    "family": ("Baba-mama Klub", "Családi Kör", "Nagycsaládosok Köre"),
    "sport": ("Természetjáró Kör", "Íjászkör", "Sakk-kör"),
    "nature": ("Kertbarát Kör", "Borbarát Kör", "Méhészkör", "Zöld Kör"),
    "faith": ("Egyházi Kórus", "Bibliakör"),
    "minority": ("Német Nemzetiségi Kórus", "Roma Hagyományőrző Csoport", "Szlovák Klub"),
    "volunteer": ("Önkéntesek Köre", "Faluszépítők", "Polgárőr Baráti Kör"),
}

LIBRARIES = {
    "vil": "Községi Könyvtár",
    "tow": "Városi Könyvtár",
    "ksz": "Könyvtári Információs és Közösségi Hely",
}
HOUSES = {
    "house": "Művelődési Ház",
    "centre": "Művelődési Központ",
    "space": "Közösségi Színtér",
    "multi": "Könyvtár és Művelődési Ház",
    "integrated": "IKSZT",
}
MUSEUMS = {"exh": "Tájház", "col": "Helytörténeti Gyűjtemény", "ter": "Városi Múzeum"}

DONE: dict[str, tuple[str, ...]] = {
    "first_contact": ("Bemutatkoztunk egymásnak, és megbeszéltük a következő találkozót.",),
    "information_visit": ("Ismertettük a program lehetőségeit és a bekapcsolódás módját.",),
    "consultation": (
        "Áttekintettük az őszi tervet és a feladatok elosztását.",
        "A közösség a következő félév programjáról egyeztetett.",
        "A pályázati lehetőségeket vettük sorra.",
    ),
    "facilitation": ("Közösségi beszélgetést vezettünk a helyi értékekről.",),
    "interview": ("Közösségi interjú készült a település régi szokásairól.",),
    "survey_support": ("A közösségi felmérés kérdéseit állítottuk össze.",),
    "action_plan_workshop": ("Elkészült a helyi cselekvési terv első változata.",),
    "partnership_brokering": ("Összekötöttük az iskolát és a népdalkört egy közös programra.",),
    "event_support": ("A falunap közösségi programját készítettük elő.",),
    "document_help": ("A beszámoló mellékleteit rendeztük.",),
    "good_practice_interview": ("Jó gyakorlat leírásához gyűjtöttünk anyagot.",),
    "network_meeting": ("A megyei csoport havi megbeszélése.",),
    "newsletter": ("Körlevél a közösségeknek a tavaszi programokról.",),
    "administration": ("",),
    "own_training": ("",),
    "research_fieldwork": ("Intézményi kérdőív felvétele.",),
}

GROUP_NOTES = (
    "A polgármester támogatja, de a terem fűtése még kérdéses.",
    "A kapcsolattartó augusztusban nem elérhető.",
    "Érdemes a szomszéd falu körével összekötni őket.",
    "A könyvtáros egyedül viszi, segítség kellene.",
)

PAUSE_REASONS = (
    "a közösségi ház felújítása",
    "a vezető betegsége",
    "nyári szünet a fenntartó kérésére",
    "átszervezés az intézményben",
)
CLOSING_REASONS = ("a közösség önállóan folytatja", "a vállalt célok teljesültek", "a csoport megszűnt")


def adjective(place: str) -> str:
    """The "-i" form of a place's name: Komló, Komlói; Tamási, Tamási."""
    return place if place.endswith("i") else f"{place}i"


@cache
def _drawn_from() -> dict[str, tuple[list[str], list[float]]]:
    text = files(__package__).joinpath("data/names_hu.csv").read_text(encoding="utf-8")
    drawn: dict[str, tuple[list[str], list[float]]] = {}
    for row in csv.DictReader(text.splitlines()):
        names, weights = drawn.setdefault(row["kind"], ([], []))
        names.append(row["name"])
        weights.append(float(row["weight"]))
    return drawn


def people(random: Random) -> Iterator[str]:
    """Names of invented people, no two alike, as frequent names would give."""
    drawn, seen = _drawn_from(), set[str]()
    while True:
        given = "given_female" if random.random() < 0.72 else "given_male"
        name = " ".join(random.choices(*drawn[kind])[0] for kind in ("surname", given))
        if name not in seen:
            seen.add(name)
            yield name
