"""The pages: what everybody reads, what the office writes, and that they ask few questions."""

import json
import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from mentorhalo import indicators
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.core.registry import SourceLink, registry
from mentorhalo.indicators.models import Definition, Indicator, Snapshot, Target
from mentorhalo.indicators.tests.journal import KNOWN, Journal
from mentorhalo.indicators.wording import FACTS
from mentorhalo.territory.tests.factories import CountyFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
INFORMED = "communities-informed"
CONTINUOUS = "communities-mentored-continuously"
DAY = "?as_of=2018-12-31"


@pytest.fixture
def journal(db):
    journal = Journal()
    journal.engage("a", "2018-01-01", closed="2018-09-30", county="02")
    journal.meet("a", "2018-03-02", "2018-05-01", "2018-09-22")
    journal.engage("b", "2018-01-01", informed=None, county="03")
    return journal


@pytest.fixture
def office(client, journal):
    client.force_login(holder(Role.OFFICE), backend=BACKEND)
    return client


def page(client, name, query="", **kwargs):
    response = client.get(reverse(f"indicators:{name}", kwargs=kwargs) + query)
    assert response.status_code == 200
    return response


def said(response):
    return response.content.decode()


# --- reading -------------------------------------------------------------------------------------


def test_the_list_shows_each_public_figure_with_its_value(client, journal):
    shown = page(client, "figures", DAY).context["shown"]

    values = {each["figure"].code: each["value"] for each in shown}
    assert (values[INFORMED], values[CONTINUOUS]) == (1, 0)
    assert "consortia-granted" not in values


def test_a_share_is_in_per_cent_wherever_it_stands(office, journal):
    CountyFactory(code="02", name="Baranya")
    for name, state in (("a", "mentor"), ("b", "unknown"), ("c", "mentor")):
        journal.record("week.joined", f"joiner:{name}", "2018-05-01", state=state, county="02")
    code = "week-share-through-mentors"
    office.post(reverse("indicators:take_snapshot", args=[code]), {"as_of": "2018-12-31"})
    office.post(reverse("indicators:targets", args=[code]), {"due_on": "2019-12-31", "value": 60})

    assert "<strong>66,7\u00a0%</strong>" in said(page(office, "figures", DAY))
    own = said(page(office, "figure", DAY, code=code))
    assert own.count(">66,7\u00a0%<") >= 3  # the value, its county, its snapshot
    assert ">0,7<" not in own
    assert ">1<" not in own
    assert "60&nbsp;%" in own
    snapshot = Snapshot.objects.get()
    assert "<strong>66,7\u00a0%</strong>" in said(page(office, "snapshot", pk=snapshot.pk))


def test_without_a_programme_the_list_says_so(client, db):
    response = page(client, "figures")

    assert response.context["programme"] is None
    assert "mh-empty" in said(response)


@pytest.mark.parametrize("code", ["mentors", "county-groups", "settlements-reached", INFORMED, CONTINUOUS])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_figure_has_its_page_in_both_languages(client, journal, code, prefix):
    journal.record("mandate.held", "mentor:m", "2018-01-01", group="group:x", county="02")
    journal.record("group.active", "group:x", "2018-01-01", county="02")
    journal.meet("a", "2018-03-02", place="10001", home="10001")

    assert client.get(f"{prefix}/figures/{code}/{DAY}").status_code == 200


def test_a_figure_shows_who_is_left_out_and_why(client, journal):
    response = page(client, "figure", DAY, code=CONTINUOUS)

    assert [each.reasons for each in response.context["excluded"]] == [
        ["144 nap szünet 2018. 05. 01. és 2018. 09. 22. között (legfeljebb 120 engedett)."],
        [
            "Nem kapott hozzáférést.",
            "Nem volt kétirányú kapcsolat ekkor: 2018. II. negyedév, 2018. III. negyedév, 2018. IV. negyedév.",
            "364 nap hallgatás 2018. 01. 01. óta, 2018. 12. 31. napjáig (legfeljebb 120 engedett).",
        ],
    ]


def test_what_a_figure_is_a_part_of_stands_beside_it_and_leads_back(client, journal):
    for number, state in enumerate(["by_mentor", "by_mentor", "by_others"]):
        journal.record(
            "questionnaire.accepted",
            f"thing:{number}",
            "2018-03-02",
            form="institution",
            state=state,
            context="wave:w",
        )
    part = page(client, "figure", DAY, code="institution-questionnaires")
    whole = page(client, "figure", DAY, code="institution-questionnaires-all")

    def values(figures: Any) -> list[tuple[str, Any]]:
        return [(one.code, one.value) for one in figures]

    assert part.context["value"] == 2
    assert values(part.context["related"].wholes) == [("institution-questionnaires-all", 3)]
    assert ("institution-questionnaires", 2) in values(whole.context["related"].parts)
    assert f"/figures/institution-questionnaires-all/{DAY}" in unescape(part.content.decode())
    assert [each.reasons for each in part.context["excluded"]] == [["Itt nem számít: nem mentor által."]]


def test_every_kind_of_fact_that_figures_count_has_words():
    shipped = json.loads((Path(indicators.__file__).parent / "shipped.json").read_text(encoding="utf-8"))
    kinds = {kind for one in shipped for kind in re.findall(r'"([a-z]+\.[a-z_]+)"', json.dumps(one["rule"]))}

    assert sorted(kinds - {"attributes.wave"} - set(FACTS)) == []


def test_a_figure_of_nothing_is_not_found(client, journal):
    assert client.get("/figures/nothing/").status_code == 302  # a stranger is asked to sign in


def test_the_rule_opens_in_place(client, journal):
    response = client.get(f"/figures/{CONTINUOUS}/rule/", headers={"HX-Request": "true"})

    assert "120 napnál több" in said(response)
    assert "<html" not in said(response)


def test_a_row_opens_down_to_its_facts(client, journal):
    response = page(client, "row", DAY, code=CONTINUOUS, unit="community:a")

    assert [each["fact"].occurred_on.isoformat() for each in response.context["facts"]] == [
        "2018-01-01",
        "2018-03-02",
        "2018-05-01",
        "2018-09-22",
    ]
    assert response.context["is_counted"] is False
    assert {each["url"] for each in response.context["facts"]} == {None}


def test_the_network_opens_the_journal_of_a_fact(office):
    response = page(office, "row", DAY, code=CONTINUOUS, unit="community:a")

    assert all(each["url"].startswith("/evidence/source/") for each in response.context["facts"])


def test_a_unit_that_is_not_in_the_figure_is_not_found(client, journal):
    assert client.get(reverse("indicators:row", args=[INFORMED, "community:nobody"])).status_code == 404


def test_only_the_network_looks_back(client, journal):
    journal.engage("c", "2018-01-01", at=KNOWN + timedelta(days=10))
    query = f"{DAY}&known_at=2020-01-02T00:00"

    assert page(client, "figure", query, code=INFORMED).context["figure"].value == 2
    client.force_login(holder(Role.MENTOR), backend=BACKEND)
    assert page(client, "figure", query, code=INFORMED).context["figure"].value == 1


def test_a_what_if_counts_on_this_page_alone(office):
    assert page(office, "figure", f"{DAY}&set_max_gap_days=150", code=CONTINUOUS).context["figure"].value == 1
    wrong = page(office, "figure", f"{DAY}&set_max_gap_days=many", code=CONTINUOUS)
    assert (wrong.context["figure"].value, bool(wrong.context["problem"])) == (0, True)


def test_a_figure_is_divided_by_what_is_asked_for(office, journal):
    CountyFactory(code="02")
    journal.engage("c", "2018-01-01", county="02", group="group:x", who="mentor:m")

    counties = page(office, "figure", DAY, code=INFORMED).context["divided"]
    assert sum(count for _code, _name, count in counties) == 2
    for by, key in (("group", "group:x"), ("mentor", "mentor:m")):
        ((shown, _name, count),) = page(office, "figure", f"{DAY}&by={by}", code=INFORMED).context["divided"]
        assert (shown, count) == (key, 1)
    office.logout()
    assert page(office, "figure", f"{DAY}&by=mentor", code=INFORMED).context["by"] == "county"


@pytest.mark.parametrize(
    "query", ["?as_of=yesterday", "?as_of=9999-12-31", "?county=99", "?settlement_type=x", "?page=x&left=-1"]
)
def test_filters_that_make_no_sense_are_left_out(client, journal, query):
    assert page(client, "figure", query, code=INFORMED).context["figure"].value == 1


def test_the_figure_page_asks_the_same_few_questions_however_many_rows(
    client, journal, django_assert_num_queries, django_assert_max_num_queries
):
    page(client, "figure", DAY, code=CONTINUOUS)  # what is read once and kept
    journal.engage("c", "2018-01-01")
    with django_assert_max_num_queries(78 if connection.vendor == "postgresql" else 72) as first:
        page(client, "figure", DAY, code=CONTINUOUS)
    for name in "defgh":
        journal.engage(name, "2018-01-01")
    with django_assert_num_queries(len(first)):
        page(client, "figure", DAY, code=CONTINUOUS)


# --- files ---------------------------------------------------------------------------------------


def test_rows_are_downloaded_without_formulas(client, journal, monkeypatch):
    odd = {"x": SourceLink("=1+1", None)}
    monkeypatch.setitem(registry.subjects, "odd", lambda request, ids: odd)
    journal.record("engagement.informed", "odd:x", "2018-01-01")
    text = b"".join(page(client, "download", f"{DAY}&format=csv", code=INFORMED).streaming_content).decode()

    assert text.startswith("\ufeffNév;")
    lines = text.splitlines()[1:]
    assert [line.split(";")[2] for line in lines if ";community:a;" in line] == ["igen"]
    assert [line.split(";")[0] for line in lines if ";odd:x;" in line] == ["'=1+1"]


def test_rows_are_downloaded_as_a_workbook(client, journal):
    response = page(client, "download", f"{DAY}&format=xlsx", code=INFORMED)

    rows = list(load_workbook(BytesIO(response.content))[INFORMED].values)
    assert [row[1] for row in rows] == ["Azonosító", "community:a", "community:b"]
    assert [row[2] for row in rows] == ["Beleszámít", "igen", "nem"]


# --- the desk ------------------------------------------------------------------------------------


def draft_data(draft, deed, **changed):
    rule = draft.rule
    data = {f"parameter_{name}": "" if value is None else value for name, value in rule["parameters"].items()}
    return {
        **data,
        "parameter_window": "quarter",
        "parameter_windows": "full",
        "parameter_two_way_only": "true",
        "sentence_hu": "Új.",
        "sentence_en": "New.",
        "change_note": "próba",
        "rule": json.dumps(rule),
        "deed": deed,
        **changed,
    }


@pytest.fixture
def draft(office):
    office.post(reverse("indicators:begin_definition", args=[CONTINUOUS]))
    return Definition.objects.get(state="draft")


def test_a_rule_is_drafted_previewed_saved_and_published(office, draft):
    address = reverse("indicators:definition", args=[CONTINUOUS])

    shown = office.post(address, draft_data(draft, "preview", parameter_max_gap_days="150"))
    assert (shown.context["preview"].value, shown.context["preview"].gained) == (1, 1)
    assert Definition.objects.get(pk=draft.pk).rule["parameters"]["max_gap_days"] == 120

    office.post(address, draft_data(draft, "save", parameter_max_gap_days="150", parameter_max_pauses=""))
    saved = Definition.objects.get(pk=draft.pk)
    assert saved.rule["parameters"] == draft.rule["parameters"] | {"max_gap_days": 150, "max_pauses": None}

    office.post(reverse("indicators:publish_definition", args=[CONTINUOUS]))
    published = page(office, "figure", DAY, code=CONTINUOUS)
    assert (published.context["figure"].value, published.context["figure"].rule_version) == (1, 2)
    assert published.context["versions"][0].changes == [
        ("parameters.max_gap_days", "120", "150"),
        ("parameters.max_pauses", "2", "null"),
    ]


def test_the_preview_is_a_part_of_the_same_page(office, draft):
    address = reverse("indicators:preview_definition", args=[CONTINUOUS])

    assert "<html" not in said(office.post(address, draft_data(draft, "", parameter_min_windows="none")))
    refused = said(office.post(address, draft_data(draft, "", rule='{"measure": "guess"}')))
    assert "measure: Ez itt ismeretlen." in refused


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{", "Ez nem JSON"),
        ('{"measure": "continuity"}', "contacts: Legalább egy tényfajtát meg kell nevezni."),
        (json.dumps({"measure": "ratio", "numerator": CONTINUOUS, "denominator": INFORMED}), "önmagára"),
    ],
)
def test_a_refused_rule_is_told_and_kept(office, draft, rule, words):
    response = office.post(
        reverse("indicators:definition", args=[CONTINUOUS]), draft_data(draft, "save", rule=rule)
    )

    assert words in said(response)
    assert response.context["form"]["rule"].value() == rule
    assert Definition.objects.get(pk=draft.pk).rule == draft.rule


def test_a_draft_is_begun_once_and_discarded(office, draft):
    office.post(reverse("indicators:begin_definition", args=[CONTINUOUS]))
    assert Definition.objects.filter(state="draft").count() == 1

    office.post(reverse("indicators:discard_definition", args=[CONTINUOUS]))
    assert Definition.objects.filter(state="draft").count() == 0
    office.post(reverse("indicators:publish_definition", args=[CONTINUOUS]))  # nothing to publish


def test_a_target_is_set_and_withdrawn(office):
    address = reverse("indicators:targets", args=[INFORMED])

    office.post(address, {"due_on": "2019-12-31", "value": "905", "source": "szerződés"})
    assert "905" in said(page(office, "figure", DAY, code=INFORMED))
    refused = office.post(address, {"due_on": "", "value": "-1"})
    assert set(refused.context["form"].errors) == {"due_on", "value"}

    office.post(reverse("indicators:withdraw_target", args=[Target.objects.get().pk]))
    assert Target.objects.count() == 0


def test_a_snapshot_is_taken_opened_and_compared(office, journal):
    take = reverse("indicators:take_snapshot", args=[INFORMED])
    office.post(take, {"as_of": "2018-12-31", "note": "jelentés"})
    journal.engage("c", "2018-02-01")
    office.post(take, {"as_of": "2018-12-31"})
    second, first = Snapshot.objects.all()

    opened = page(office, "snapshot", pk=first.pk)
    assert opened.context["check"].is_untouched
    compared = page(office, "compare", f"?first={first.pk}&second={second.pk}")
    assert [row["change"].unit for row in compared.context["page"]] == ["community:c"]


def test_a_snapshot_of_the_future_is_refused(office):
    office.post(reverse("indicators:take_snapshot", args=[INFORMED]), {"as_of": "2999-12-31"})

    assert Snapshot.objects.count() == 0


def test_runs_that_are_none_are_told(office):
    response = page(office, "compare", "?first=x&second=I6@2018-12-31")

    assert response.context["form"].errors.keys() == {"first"}
    other = page(office, "compare", "?first=I7@2018-12-31&second=I6@2018-12-31")
    assert other.context["form"].non_field_errors()


def test_the_figures_are_consistent(office):
    checks = page(office, "consistency").context["checks"]

    assert {each.code: each.holds for each in checks if each.figure == CONTINUOUS} == {
        "subset": True,
        "counties": True,
    }


def test_an_auditor_reads_a_draft_but_writes_none(client, office, draft):
    auditor = client.__class__()
    auditor.force_login(holder(Role.AUDITOR), backend=BACKEND)
    address = reverse("indicators:definition", args=[CONTINUOUS])

    assert auditor.get(address).status_code == 200
    assert auditor.post(address, draft_data(draft, "save")).status_code == 404
    assert auditor.post(reverse("indicators:targets", args=[INFORMED]), {}).status_code == 404


def test_a_figure_that_is_not_public_is_hidden_from_strangers(client, journal):
    client.force_login(UserFactory(), backend=BACKEND)

    assert Indicator.objects.get(code="consortia-granted").is_public is False
    assert client.get("/figures/consortia-granted/").status_code == 404
