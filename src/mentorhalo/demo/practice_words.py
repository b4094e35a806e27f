"""What the practices of the demonstration say beside their story, each sentence in Hungarian and English."""

from random import Random
from typing import Any

REASONS = {
    "consent_withdrawn": "Az intézmény megszűnt, utódja nem folytatja.",
    "rejected": "Ez terv, még nem gyakorlat: írjuk meg újra, ha lezajlott.",
    "returned": "Nem látszik, miből tudjuk, hogy bevált. Kérjük a számokat és egy történetet.",
    "duplicate": "Ugyanezt ugyanitt már elmondták.",
}
TRANSFER = (
    (
        "A beosztás, a felhívás szövege és a napló mintája bárhol használható.",
        "The rota, the words of the call and the pattern of the log can be used anywhere.",
    ),
    (
        "Az első beszélgetések kérdései és a szerepek leírása átvehető; a helyszínt mindenhol újra kell keresni.",
        "The questions of the first talks and the roles can be taken over; the place has to be found anew everywhere.",
    ),
)
NEEDED = (
    (
        "Egy ember, aki fél évig heti két órát szán rá, és három, aki segít neki.",
        "One person with two hours a week for half a year, and three who help.",
    ),
    (
        "Az önkormányzat jóindulata, egy kulcs, és valaki, aki ismeri a falut.",
        "The goodwill of the municipality, a key, and somebody who knows the village.",
    ),
)
MEASURED = (
    (
        "Jelenléti füzetből és a beiratkozások számából; évente egyszer beszélgetéssel a résztvevőkkel.",
        "By an attendance book and the number of new readers; once a year by talking with those who took part.",
    ),
    (
        "A résztvevők száma mellett azt néztük, hányan tértek vissza és hányan vállaltak feladatot.",
        "Beside how many came we looked at how many returned and how many took on a task.",
    ),
)
OPINIONS = (
    "Pontos, őszinte leírás; más településen is elkezdhető belőle.",
    "Jól látszik, ki mit vállalt. A nehézségek leírása különösen hasznos.",
    "Egyszerű és olcsó, az eredménye bizonyított.",
)
MARK_REASONS = ("A leírásból kiderül.", "Példával is alátámasztja.", "Lehetne bővebb, de elég.")
CHANGED = (
    "Nálunk nem hetente, hanem havonta tartjuk.",
    "A helyszín nálunk a tűzoltószertár.",
    "A fiatalokkal kezdtük, nem az idősekkel.",
    "A naplót közös táblázatban vezetjük.",
)
ADOPTERS = ("Összefogás Baráti Kör", "Faluszépítő Egyesület", "Őszidő Nyugdíjasklub", "Közös Kert Kör")
RESULTS = (
    "Az első évben harmincan vettek részt.",
    "Két új önkéntes csatlakozott, azóta ők vezetik.",
    "A tél előtt indultunk, tavasszal teltházas volt.",
)
TOLD = ("summary", "problem", "steps", "results", "difficulties", "otherwise")


def told(
    story: dict[str, Any], institution: str, place: str, number: int, random: Random
) -> tuple[dict[str, str], dict[str, str]]:
    """A story as one institution tells it, in Hungarian and, where it is written, in English (else nothing)."""
    volunteers = random.randint(4, 14)
    chosen = {
        "measured": random.choice(MEASURED),
        "transfer": random.choice(TRANSFER),
        "needed": random.choice(NEEDED),
    }
    hungarian = {
        **{name: story[name] for name in TOLD},
        **{name: words[0] for name, words in chosen.items()},
        "title": f"{story['titles'][number % len(story['titles'])]} – {place}",
        "audience": "Elsősorban azoknak, akik máskor nem jutnak el hozzánk; de senkit nem küldünk el.",
        "participants": f"A {institution} munkatársai, {volunteers} önkéntes és a partnereink.",
        "resources": "Heti néhány munkaóra, kölcsönkért eszközök, és annyi pénz, amennyi a feltételeknél szerepel.",
    }
    if "en" not in story:
        return hungarian, {}
    english = {
        **{name: story["en"][name] for name in TOLD},
        **{name: words[1] for name, words in chosen.items()},
        "title": f"{story['en']['title']} – {place}",
        "audience": "For those above all who do not find the way to us otherwise; but nobody is sent away.",
        "participants": f"The staff of {institution}, {volunteers} volunteers and our partners.",
        "resources": "Some hours of work a week, borrowed things, and as much money as the conditions say.",
    }
    return hungarian, english
