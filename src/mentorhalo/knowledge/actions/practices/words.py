"""What the room brings with it: the words and bands by which practices are found, the criteria of their review, and what institutions agree to.

After each migration what is missing is put in place; what an installation changed stays as it is.
"""

from datetime import date

from ...choices import BandKind
from ...models import Band, ConsentText, Criterion, Term

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
# Ladder, code, place (of a size: from how many people on), name in Hungarian and English.
BANDS = (
    (BandKind.SIZE, "00000", 0, "500 fő alatt", "under 500 people"),
    (BandKind.SIZE, "00500", 500, "500–999 fő", "500-999 people"),
    (BandKind.SIZE, "01000", 1_000, "1000–1999 fő", "1,000-1,999 people"),
    (BandKind.SIZE, "02000", 2_000, "2000–4999 fő", "2,000-4,999 people"),
    (BandKind.SIZE, "05000", 5_000, "5000–9999 fő", "5,000-9,999 people"),
    (BandKind.SIZE, "10000", 10_000, "10 000–49 999 fő", "10,000-49,999 people"),
    (BandKind.SIZE, "50000", 50_000, "50 000 fő vagy több", "50,000 people or more"),
    (BandKind.STAFF, "0", 10, "csak önkéntesek", "volunteers alone"),
    (BandKind.STAFF, "1", 20, "egy részmunkaidős munkatárs", "one part-time colleague"),
    (BandKind.STAFF, "2", 30, "egy teljes munkaidős munkatárs", "one full-time colleague"),
    (BandKind.STAFF, "3", 40, "két-három munkatárs", "two or three colleagues"),
    (BandKind.STAFF, "4", 50, "négy vagy több munkatárs", "four colleagues or more"),
    (BandKind.MONEY, "0", 10, "pénz nélkül", "no money"),
    (BandKind.MONEY, "1", 20, "legfeljebb 50 000 forint", "up to 50,000 forints"),
    (BandKind.MONEY, "2", 30, "legfeljebb 200 000 forint", "up to 200,000 forints"),
    (BandKind.MONEY, "3", 40, "legfeljebb 1 millió forint", "up to 1 million forints"),
    (BandKind.MONEY, "4", 50, "több mint 1 millió forint", "more than 1 million forints"),
    (BandKind.TIME, "0", 10, "egy hét", "a week"),
    (BandKind.TIME, "1", 20, "egy hónap", "a month"),
    (BandKind.TIME, "2", 30, "három hónap", "three months"),
    (BandKind.TIME, "3", 40, "fél év", "half a year"),
    (BandKind.TIME, "4", 50, "fél évnél több", "longer than half a year"),
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
    """Four queries; may run any number of times."""
    Term.objects.bulk_create(
        (
            Term(kind=kind, code=code, name_hu=hungarian, name_en=english, order=10 * number)
            for number, (kind, code, hungarian, english) in enumerate(TERMS, 1)
        ),
        ignore_conflicts=True,
    )
    Band.objects.bulk_create(
        (
            Band(kind=kind, code=code, rank=rank, name_hu=hungarian, name_en=english)
            for kind, code, rank, hungarian, english in BANDS
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
