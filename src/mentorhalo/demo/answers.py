"""What people of the demonstration answer: invented, but as answers hang together in life. No database here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

type Answers = dict[str, Any]

VISITS = ("library", "house", "museum", "theatre", "feast", "church", "sport")
# How far each view goes along with liking the place; two are asked the other way round.
VIEWS = {"help": 1.0, "say": 0.7, "alone": -0.9, "proud": 1.1, "leave": -1.0, "young": 0.6}
TRUSTED = ("neighbours", "mayor", "council", "culture", "civil")
COMMUNITIES = ("choir", "dance", "craft", "sport", "pensioners", "tradition", "church", "civil")
WISHES = ("place", "youth", "culture", "transport", "jobs")
NEEDS = ("people", "money", "place", "training", "partners")
PARTNERS = ("school", "municipality", "library", "museum", "house", "church", "civil", "business")
PROGRAMMES = (
    "Falunap",
    "Szüreti mulatság",
    "Adventi készülődés",
    "Közös főzés",
    "Helytörténeti séta",
    "Kórustalálkozó",
)
MISSING = (
    "Egy hely, ahol esténként találkozhatunk.",
    "Több program a fiataloknak.",
    "Kevés a fiatal, aki vállalna valamit.",
    "Jó volna, ha újra lenne énekkar.",
    "Hétvégén semmi sincs nyitva.",
)
PROUD = (
    "Harminc éve minden héten összejön az énekkar.",
    "A helyiek maguk rendezték be a tájházat.",
    "A fiatalok saját klubot nyitottak nálunk.",
)


@dataclass(frozen=True, slots=True)
class Mood:
    """What colours all answers at a place: how lively it is, and how far mentoring has come."""

    liveliness: float
    mentored: float = 0.0


def of_resident(random: Random, mood: Mood, year: int, name: str) -> Answers:
    """Answers of one resident, keys as in the questionnaire."""
    if random.random() < 0.02:
        return {"consent": "2"}
    liking = random.gauss(mood.liveliness + 0.25 * mood.mentored, 0.8)
    age = int(random.triangular(15, 92, 52))
    education = _weighted(random, "12345", (5, 22, 26, 30, 17) if age < 65 else (18, 38, 20, 17, 7))
    answers: Answers = {
        "consent": "1",
        "person/sex": "2" if random.random() < 0.54 else "1",
        "person/birth_year": year - age,
        "person/education": education,
        "person/activity": "3" if age > 64 else _weighted(random, "12456", (66, 6, 12, 8, 8)),
        "person/household": min(7, 1 + int(random.expovariate(0.6))),
        "person/years_here": int(random.uniform(0, age)),
    }
    schooled = (int(education) - 3) * 0.25
    for number, place in enumerate(VISITS):
        answers[f"visits/{place}"] = _scale(random, 2.3 - 0.15 * number + 0.5 * liking + schooled)
    belongs = [one for one in COMMUNITIES if random.random() < 0.07 + 0.03 * max(0.0, liking + mood.mentored)]
    answers["belonging/member_of"] = belongs or ["none"]
    if belongs:
        answers["belonging/hours"] = max(1, int(random.gauss(6 * len(belongs), 4)))
    answers["belonging/volunteered"] = "1" if random.random() < 0.18 + 0.06 * liking else "2"
    answers["belonging/wishes"] = random.sample(WISHES, len(WISHES))
    answers["belonging/knows_mentor"] = "1" if random.random() < 0.15 + 0.35 * mood.mentored else "2"
    for view, weight in VIEWS.items():
        answers[f"views/{view}"] = _scale(random, 3.2 + 0.8 * weight * liking)
    for number, whom in enumerate(TRUSTED):
        answers[f"trust/{whom}"] = _scale(random, 3.6 - 0.2 * number + 0.5 * liking)
    answers["satisfaction"] = max(0, min(10, round(random.gauss(6 + liking, 1.6))))
    if random.random() < 0.2:
        answers["missing"] = random.choice(MISSING)
    if random.random() < 0.6:
        answers["contact/respondent_name"] = name
        answers["contact/respondent_phone"] = (
            f"+36 30 {random.randint(200, 999)} {random.randint(1000, 9999)}"
        )
    return answers


def of_institution(random: Random, mood: Mood, sector: str, name: str) -> Answers:
    """Answers of one institution, keys as in the questionnaire."""
    openness = random.gauss(mood.liveliness + 0.5 * mood.mentored, 0.7)
    staff = int(random.expovariate(0.5))
    answers: Answers = {
        "institution/sector": sector,
        "institution/maintainer": _weighted(
            random, ("municipality", "state", "civil", "church", "other"), (80, 4, 8, 5, 3)
        ),
        "institution/staff_full": staff,
        "institution/staff_part": int(random.expovariate(1.0)),
        "institution/volunteers": int(random.expovariate(0.15)),
        "institution/opening_hours": round(min(84.0, 4 + random.expovariate(0.05)), 1),
        "institution/accessible": "1" if random.random() < 0.45 else "2",
        "communities/hosted": max(0, int(random.gauss(4 + 2 * openness, 2))),
        "communities/partners": [one for one in PARTNERS if random.random() < 0.35 + 0.1 * openness],
        "communities/programme": [
            {
                "title": random.choice(PROGRAMMES),
                "kind": _weighted(
                    random,
                    ("feast", "club", "course", "exhibition", "action", "other"),
                    (30, 20, 10, 15, 15, 10),
                ),
                "participants": int(random.lognormvariate(4.2, 0.8)),
                "by_locals": "1" if random.random() < 0.4 + 0.15 * openness else "2",
            }
            for _each in range(random.choice((0, 1, 2, 2, 3)))
        ],
        "needs": random.sample(NEEDS, len(NEEDS)),
        "budget": _weighted(random, "12348", (35, 38, 15, 5, 7)),
        "respondent/respondent_name": name,
        "respondent/position": random.choice(("intézményvezető", "könyvtáros", "népművelő", "muzeológus")),
        "respondent/respondent_email": f"valaszado{random.randint(1, 99999)}@intezmeny.example",
    }
    for trait in ("plans", "decides", "keys", "survey", "reports"):
        answers[f"participation/{trait}"] = _scale(random, 2.9 + 0.8 * openness)
    if random.random() < 0.3:
        answers["proud_of"] = random.choice(PROUD)
    if not answers["communities/partners"]:
        del answers["communities/partners"]
    return answers


def straightened(answers: Mapping[str, Any]) -> Answers:
    """What an interviewer writes who asks nothing more: the same answer down every list."""
    return {
        key: "3" if key.startswith(("views/", "trust/", "visits/")) and isinstance(value, str) else value
        for key, value in answers.items()
    }


def copied(random: Random, earlier: Mapping[str, Any], own: Mapping[str, Any]) -> Answers:
    """An earlier interview once more, under another person: a few answers differ."""
    kept = {key: value for key, value in earlier.items() if not key.startswith(("contact/", "person/"))}
    changed = random.sample(sorted(kept), min(2, len(kept)))
    return {**own, **kept, **{key: own[key] for key in changed if key in own}}


def _scale(random: Random, centre: float) -> str:
    """An answer of five steps; now and then the person does not know or does not say."""
    if random.random() < 0.015:
        return random.choice("89")
    return str(max(1, min(5, round(random.gauss(centre, 0.9)))))


def _weighted(random: Random, codes: Sequence[str], weights: Sequence[float]) -> str:
    return random.choices(codes, weights)[0]
