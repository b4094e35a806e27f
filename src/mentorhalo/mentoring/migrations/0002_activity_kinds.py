"""The kinds of log entries that are shipped, with the spellings an import understands for each."""

from typing import Any

from django.db import migrations

# code, Hungarian name, English name, supports a consortium, individual contact, two-way, needs a sheet, aliases (folded)
KINDS: list[tuple[str, str, str, bool, bool, bool, bool, list[str]]] = [
    ("information_visit", "Tájékoztató látogatás", "Information visit", True, True, True, False,
     ["visit", "site visit", "information", "info visit", "in person visit", "tajekoztato", "latogatas", "helyszini latogatas",
      "terepi latogatas", "tajekoztatas", "szemelyes latogatas", "kiszallas"]),
    ("consultation", "Konzultáció", "Consultation", True, True, True, False,
     ["consult", "meeting", "call", "phone", "phone call", "telephone", "talk", "online meeting", "video call", "tanacsadas",
      "egyeztetes", "megbeszeles", "telefon", "telefonhivas", "telefonos egyeztetes", "szemelyes konzultacio", "advice", "mentoring",
      "mentoralas", "email", "e mail", "mail", "level"]),
    ("first_contact", "Kapcsolatfelvétel", "First contact", False, True, True, False,
     ["contact", "initial contact", "elso kapcsolat", "elso kapcsolatfelvetel", "elso talalkozas", "bemutatkozas", "opening"]),
    ("facilitation", "Közösségi beszélgetés vezetése", "Facilitation of a community discussion", True, True, True, True,
     ["facilitation", "community discussion", "discussion", "kozossegi beszelgetes", "facilitalas", "beszelgetes", "moderalas"]),
    ("event_support", "Esemény segítése", "Event support", True, True, True, True,
     ["event", "support of event", "program", "programme", "rendezveny", "esemeny", "rendezveny segitese", "program segitese",
      "kozossegi esemeny", "community event"]),
    ("action_plan_workshop", "Cselekvési terv műhely", "Action-plan workshop", True, True, True, True,
     ["workshop", "action plan", "planning", "muhely", "cselekvesi terv", "tervezes", "muhelymunka", "kozossegi tervezes"]),
    ("interview", "Közösségi interjú", "Community interview", False, True, True, False,
     ["interview", "interju", "community interview"]),
    ("survey_support", "Felmérés segítése", "Survey support", True, True, True, False,
     ["survey", "questionnaire support", "felmeres", "kozossegi felmeres", "kerdoiv segitese", "felmeres tamogatasa"]),
    ("partnership_brokering", "Partnerség építése", "Partnership brokering", True, True, True, False,
     ["partnership", "brokering", "partnerseg", "partnersegepites", "kapcsolatepites", "halozatepites"]),
    ("training", "Képzés, előadás", "Training or talk", False, False, True, True,
     ["training", "lecture", "course", "presentation", "kepzes", "eloadas", "trening", "tanfolyam"]),
    ("good_practice_interview", "Jó gyakorlat felvétele", "Good-practice interview", False, True, True, False,
     ["good practice", "best practice", "jo gyakorlat", "jo gyakorlat interju", "jo gyakorlat gyujtese"]),
    ("document_help", "Segítség iratok készítésében", "Help with documents", True, True, True, False,
     ["document", "documents", "document support", "dokumentum", "dokumentacio", "palyazati segitseg", "iratok", "beszamolo segitese"]),
    ("network_meeting", "Hálózati találkozó", "Network meeting", False, False, True, True,
     ["network", "professional day", "halozati talalkozo", "szakmai nap", "csoportmegbeszeles", "csoportertekezlet"]),
    ("research_fieldwork", "Kutatás, adatfelvétel", "Research fieldwork", False, False, False, False,
     ["research", "fieldwork", "questionnaire", "data collection", "kutatas", "adatfelvetel", "kerdoivezes", "kerdoiv"]),
    ("newsletter", "Körlevél, hírlevél", "Newsletter or mass mail", False, False, False, False,
     ["mass mail", "mass mailing", "mass email", "circular", "mailing", "bulk email", "hirlevel", "korlevel", "korlevel kuldese",
      "tomeges level"]),
    ("administration", "Adminisztráció", "Administration", False, False, False, False,
     ["admin", "office work", "adminisztracio", "irodai munka", "jelentes", "reporting"]),
    ("own_training", "Saját képzés", "Own training", False, False, False, False,
     ["own learning", "sajat kepzes", "onkepzes", "tovabbkepzes"]),
    ("supervision", "Szupervízió (csak óra)", "Supervision (hours only)", False, False, False, False,
     ["szupervizio", "szupervizios alkalom", "szupervizios tanacsadas"]),
    ("other", "Egyéb", "Other", False, True, True, False,
     ["egyeb", "mas", "misc", "miscellaneous", "activity", "tevekenyseg", "contact other"]),
]  # fmt: skip


def ship_kinds(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("mentoring", "ActivityKind")
    for place, (code, name_hu, name_en, support, individual, two_way, sheet, aliases) in enumerate(KINDS, 1):
        kinds.objects.update_or_create(
            code=code,
            defaults={
                "name_hu": name_hu,
                "name_en": name_en,
                "is_support": support,
                "is_individual": individual,
                "is_two_way": two_way,
                "needs_sheet": sheet,
                "aliases": aliases,
                "order": place * 10,
            },
        )


def take_back(apps: Any, schema_editor: Any) -> None:
    apps.get_model("mentoring", "ActivityKind").objects.filter(code__in=[kind[0] for kind in KINDS]).delete()


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0001_initial")]

    operations = [migrations.RunPython(ship_kinds, take_back)]
