"""What the room brings with it: the words by which practices are found, the criteria of their review, and what institutions agree to.

After each migration what is missing is put in place; what an installation changed stays as it is.
"""

from datetime import date

from ...models import ConsentText, Criterion, Term

TERMS = (
    ("target", "children", "gyerekek", "children"),
    ("target", "youth", "fiatalok", "young people"),
    ("target", "families", "családok", "families"),
    ("target", "adults", "felnőttek", "adults"),
    ("target", "seniors", "idősek", "older people"),
    ("target", "newcomers", "beköltözők", "newcomers"),
    ("target", "roma", "roma közösségek", "Roma communities"),
    ("target", "disabled", "fogyatékossággal élők", "people with disabilities"),
    ("target", "disadvantaged", "hátrányos helyzetűek", "disadvantaged people"),
    ("target", "everybody", "az egész település", "the whole settlement"),
    ("partner", "school", "iskola, óvoda", "school, kindergarten"),
    ("partner", "library-partner", "könyvtár", "library"),
    ("partner", "museum-partner", "múzeum, tájház", "museum, country house"),
    ("partner", "culture-house", "művelődési ház", "house of culture"),
    ("partner", "municipality", "önkormányzat", "municipality"),
    ("partner", "association", "egyesület, civil szervezet", "association"),
    ("partner", "church-partner", "egyház", "church"),
    ("partner", "business-partner", "helyi vállalkozás", "local business"),
    ("partner", "social-care", "szociális intézmény", "social care"),
    ("partner", "alone", "partner nélkül", "without partners"),
)
CRITERIA = (
    (
        "evidence",
        "Az eredmény bizonyítéka",
        "Evidence of success",
        "Látszik-e, mi változott, és miből tudjuk? A résztvevők száma önmagában nem eredmény.",
        "Can one see what changed, and how that is known? The number of participants alone is no result.",
    ),
    (
        "transfer",
        "Átvehetőség",
        "Can be taken over",
        "Más településen, más emberekkel is elkezdhető-e ebből a leírásból?",
        "Could it be begun elsewhere, by other people, from this description?",
    ),
    (
        "participation",
        "Részvétel",
        "Participation",
        "Kik döntöttek, kik csinálták? A helyiek részesei vagy csak közönsége voltak?",
        "Who decided, who did it? Were the people of the place part of it, or its audience?",
    ),
    (
        "inclusion",
        "Esélyegyenlőség",
        "Equal opportunities",
        "Eljutott-e azokhoz, akik máskor kimaradnak?",
        "Did it reach those who are left out otherwise?",
    ),
    (
        "honesty",
        "Őszinteség",
        "Honesty",
        "Elmondja-e a nehézségeket, a költségeket és azt, amit másképp csinálnának?",
        "Does it tell the difficulties, the costs and what would be done otherwise?",
    ),
)
CONSENT_HU = (
    "Az intézmény nevében hozzájárulunk ahhoz, hogy ez a leírás és a hozzá adott képek a Mentorháló oldalán, nyomtatványain és"
    " nyílt adatai között megjelenjenek a megjelölt felhasználási engedéllyel, az intézmény megnevezésével. A leírást elolvastuk, a"
    " benne szereplő tények megfelelnek a valóságnak. A hozzájárulást ugyanezen a hivatkozáson bármikor vissza lehet vonni; a leírás"
    " akkor lekerül az oldalról. Évente egyszer megkérdezzük, igaz-e még."
)
CONSENT_EN = (
    "On behalf of the institution we agree that this description and its pictures appear on Mentorháló's pages, prints and open data"
    " under the licence named, with the name of the institution. We have read the description, and what it states is true. The"
    " consent can be taken back at any time by the same link; the description then leaves the site. Once a year we ask whether it"
    " still holds."
)


def ship_words() -> None:
    """Three queries; may run any number of times."""
    Term.objects.bulk_create(
        (
            Term(kind=kind, code=code, name_hu=hungarian, name_en=english, order=10 * number)
            for number, (kind, code, hungarian, english) in enumerate(TERMS, 1)
        ),
        ignore_conflicts=True,
    )
    Criterion.objects.bulk_create(
        (
            Criterion(
                code=code,
                name_hu=hungarian,
                name_en=english,
                hint_hu=hint,
                hint_en=english_hint,
                order=10 * number,
            )
            for number, (code, hungarian, english, hint, english_hint) in enumerate(CRITERIA, 1)
        ),
        ignore_conflicts=True,
    )
    ConsentText.objects.bulk_create(
        [ConsentText(number=1, text_hu=CONSENT_HU, text_en=CONSENT_EN, valid_from=date(2016, 1, 1))],
        ignore_conflicts=True,
    )
