"""The web-form engine, filled as people fill it: what they do becomes the XML that is sent."""

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from mentorhalo.surveys.engine import instance_xml
from tests.browser.looks import NARROW, assert_axe_clean, assert_fits
from tests.browser.surveys.conftest import OpenForm, ask, from_sheets
from tests.browser.surveys.forms import (
    CASCADE,
    EVERYTHING,
    FILES,
    LANGUAGES,
    PAGED_REPEATS,
    PAGES,
    PLACES,
    REPEATS,
    picture,
)

ALL = from_sheets(EVERYTHING)


def answers(page: Page) -> dict[str, str]:
    """Leaves of the XML as it would be sent, by path without the root; repeated names are joined."""
    root = etree.fromstring(ask(page, "q.xml()"))
    found: dict[str, str] = {}
    for node in root.iter():
        if len(node) == 0 and node.text:
            path = "/".join(
                etree.QName(one).localname for one in [*reversed(list(node.iterancestors())), node][1:]
            )
            found[path] = f"{found[path]}|{node.text}" if path in found else node.text
    return {path: text for path, text in found.items() if not path.startswith("meta/")}


def test_what_somebody_answers_is_what_is_sent(open_form: OpenForm) -> None:
    page = open_form(ALL)

    page.get_by_label("Név").fill("Kiss Éva")
    page.get_by_label("Életkor").fill("34")
    page.get_by_label("Jövedelem").fill("1234.5")
    page.get_by_label("Született").fill("1992-03-04")
    page.get_by_role("group", name="Tag?").get_by_label("Igen").check()
    page.get_by_label("Melyik klub?").fill("Olvasókör")
    topics = page.get_by_role("group", name="Témák")
    topics.get_by_role("checkbox", name="Könyvtár").check()
    topics.get_by_role("checkbox", name="Közösség").check()
    page.get_by_label("Történet").fill("Első sor\nMásodik sor")
    page.get_by_role("group", name="Első állítás").get_by_label("Nem").check()

    assert answers(page) == {
        "basic/name": "Kiss Éva",
        "basic/age": "34",
        "basic/income": "1234.5",
        "basic/born": "1992-03-04",
        "member": "yes",
        "club": "Olvasókör",
        "topics": "a c",
        "story": "Első sor\nMásodik sor",
        "grid/g1": "no",
    }


def test_a_link_leads_to_choices_from_a_list_too(open_form: OpenForm) -> None:
    page = open_form(ALL)
    root = etree.QName(etree.fromstring(ask(page, "q.xml()"))).localname

    ask(page, f"q.goTo('/{root}/member')")
    expect(page.get_by_role("group", name="Tag?").get_by_role("radio").first).to_be_focused()
    ask(page, f"q.goTo('/{root}/topics')")
    expect(page.get_by_role("group", name="Témák").get_by_role("checkbox").first).to_be_focused()


def test_what_does_not_apply_is_not_sent_and_comes_back_with_its_reason(open_form: OpenForm) -> None:
    page = open_form(ALL)
    member = page.get_by_role("group", name="Tag?")
    club = page.get_by_label("Melyik klub?")
    expect(club).to_be_hidden()

    member.get_by_label("Igen").check()
    club.fill("Olvasókör")
    member.get_by_label("Nem").check()
    expect(club).to_be_hidden()
    assert "club" not in answers(page)

    member.get_by_label("Igen").check()
    expect(club).to_have_value("Olvasókör")
    assert answers(page)["club"] == "Olvasókör"


def test_what_is_wrong_is_said_and_found(open_form: OpenForm) -> None:
    page = open_form(ALL)
    page.get_by_label("Életkor").fill("12")
    page.get_by_label("Jövedelem").focus()

    problems = ask(page, "q.validate()")

    assert problems == [
        {"name": "/data/basic/name", "label": "Név fontos", "message": "Erre a kérdésre válaszolni kell."},
        {"name": "/data/basic/age", "label": "Életkor", "message": "18 és 120 között"},
        {"name": "/data/member", "label": "Tag?", "message": "Erre a kérdésre válaszolni kell."},
    ]
    assert ask(page, "q.goToFirstProblem()") is True
    expect(page.get_by_label("Név")).to_be_focused()
    expect(page.get_by_label("Életkor")).to_have_attribute("aria-invalid", "true")

    page.get_by_label("Név").fill("Kiss Éva")
    page.get_by_label("Életkor").fill("40")
    page.get_by_role("group", name="Tag?").get_by_label("Nem").check()
    assert ask(page, "q.validate()") == []
    expect(page.get_by_label("Életkor")).not_to_have_attribute("aria-invalid", "true")


def test_a_number_that_is_none_is_refused(open_form: OpenForm) -> None:
    page = open_form(ALL)

    page.get_by_label("Életkor").fill("33.5")

    expect(page.get_by_text("Egész számot kell megadni.")).to_be_visible()
    assert "/data/basic/age" in [problem["name"] for problem in ask(page, "q.validate()")]


def test_languages_change_in_the_middle_and_the_answers_stay(open_form: OpenForm) -> None:
    page = open_form(from_sheets(LANGUAGES))
    page.get_by_label("Név").fill("Kiss Éva")
    page.get_by_label("Vármegye").select_option("zala")
    page.get_by_label("Igen").check()

    ask(page, "q.setLanguage('en')")

    expect(page.get_by_label("Name")).to_have_value("Kiss Éva")
    expect(page.get_by_label("County").locator("option:checked")).to_have_text("Zala county")
    expect(page.get_by_label("Yes")).to_be_checked()
    expect(page.get_by_role("button", name="Add another")).to_be_visible()
    expect(page.get_by_text("Thank you, Kiss Éva")).to_be_visible()
    assert ask(page, "q.language") == "en"
    assert answers(page)["county"] == "zala"


def test_begun_answers_go_on_under_the_same_id(open_form: OpenForm) -> None:
    page = open_form(from_sheets(REPEATS))
    page.get_by_label("Neve").fill("Anna")
    page.get_by_label("Kora").fill("7")
    page.get_by_role("button", name="További hozzáadása").click()
    page.get_by_label("Neve").nth(1).fill("Béla")
    page.get_by_label("Kora").nth(1).fill("40")
    page.get_by_label("Kora").nth(1).blur()
    page.get_by_role("group", name="Dolgozik?").get_by_label("Igen").check()
    kept, first_id = ask(page, "q.draft()"), ask(page, "q.instanceId")

    again = open_form(from_sheets(REPEATS), instance=kept)

    assert ask(again, "[q.instanceId, q.deprecatedId, q.hasChanged]") == [first_id, "", False]
    assert answers(again) == {
        "person/pname": "Anna|Béla",
        "person/page": "7|40",
        "person/pwork": "yes",
        "total": "47",
    }
    expect(again.get_by_label("Neve")).to_have_count(2)
    expect(again.get_by_text("Összesen 47 év")).to_be_visible()


def test_a_correction_of_what_was_sent_has_an_id_of_its_own(open_form: OpenForm) -> None:
    page = open_form(from_sheets(REPEATS))
    page.get_by_label("Neve").fill("Anna")
    sent, first_id = ask(page, "q.xml()"), ask(page, "q.instanceId")

    again = open_form(from_sheets(REPEATS), instance=sent, isSent=True)

    assert ask(again, "q.deprecatedId") == first_id
    assert ask(again, "q.instanceId") not in ("", first_id)
    assert f"deprecatedID>{first_id}<" in ask(again, "q.xml()")


def test_a_part_is_deleted_after_a_question(open_form: OpenForm) -> None:
    page = open_form(from_sheets(REPEATS))
    page.get_by_label("Neve").fill("Anna")
    page.get_by_role("button", name="További hozzáadása").click()
    page.get_by_label("Neve").nth(1).fill("Béla")

    page.get_by_role("button", name="1. törlése").click()
    page.get_by_role("dialog").get_by_role("button", name="Mégse").click()
    expect(page.get_by_label("Neve")).to_have_count(2)
    page.get_by_role("button", name="1. törlése").click()
    page.get_by_role("dialog").get_by_role("button", name="Törlés").click()

    expect(page.get_by_label("Neve")).to_have_count(1)
    expect(page.get_by_role("button", name="1. törlése")).to_be_visible()
    assert answers(page)["person/pname"] == "Béla"


def test_a_settlement_is_found_without_accents_among_those_of_its_county(open_form: OpenForm) -> None:
    rows = "".join(f"x{at},Falu {at},vas\n" for at in range(3000))
    places = instance_xml(
        "places.csv", f"name,label,county\nkosz,Kőszeg,vas\nzeg,Zalaegerszeg,zala\n{rows}".encode()
    )
    page = open_form(from_sheets(CASCADE), externals={"places": places})
    town = page.get_by_role("combobox", name="Település")

    page.get_by_label("Vármegye").select_option("vas")
    town.press_sequentially("kosz")
    expect(page.get_by_role("listbox", name="Település").get_by_role("option")).to_have_text(["Kőszeg"])
    town.press("ArrowDown")
    town.press("Enter")
    expect(town).to_have_value("Kőszeg")
    assert answers(page) == {"county": "vas", "town": "kosz"}

    page.get_by_label("Vármegye").select_option("zala")
    expect(town).to_have_value("")
    assert answers(page) == {"county": "zala"}


def test_pages_turn_only_when_they_are_right(open_form: OpenForm) -> None:
    page = open_form(from_sheets(PAGES))
    following = page.get_by_role("button", name="Tovább")
    expect(page.get_by_text("1. oldal, összesen 3")).to_be_visible()
    expect(page.get_by_label("Második")).to_be_hidden()

    following.click()
    expect(page.get_by_text("Erre a kérdésre válaszolni kell.")).to_be_visible()
    expect(page.get_by_label("Második")).to_be_hidden()

    page.get_by_label("Első").fill("egy")
    following.click()
    expect(page.get_by_label("Második")).to_be_visible()
    expect(page.get_by_label("Első")).to_be_hidden()
    following.click()
    expect(page.get_by_text("3. oldal, összesen 3")).to_be_visible()
    expect(following).to_be_hidden()
    assert_axe_clean(page)

    page.get_by_role("button", name="Vissza").click()
    expect(page.get_by_label("Második")).to_be_visible()
    assert answers(page) == {"one": "egy"}


def test_on_pages_a_further_repetition_is_offered_at_the_end_of_one_and_led_to(open_form: OpenForm) -> None:
    page = open_form(from_sheets(PAGED_REPEATS))
    following = page.get_by_role("button", name="Tovább", exact=True)
    another = page.get_by_role("button", name="További hozzáadása")
    name, age = (
        page.get_by_label("Neve").locator("visible=true"),
        page.get_by_label("Kora").locator("visible=true"),
    )
    name.fill("Anna")
    expect(another).to_be_hidden()
    following.click()
    age.fill("34")

    another.press("Enter")

    expect(page.get_by_text("3. oldal, összesen 5")).to_be_visible()
    expect(name).to_be_focused()
    name.fill("Béla")
    expect(another).to_be_hidden()
    following.click()
    expect(another).to_be_visible()
    following.click()
    expect(page.get_by_label("Utolsó")).to_be_visible()
    expect(another).to_be_hidden()
    page.get_by_role("button", name="Vissza").click()
    expect(age).to_have_value("")
    assert answers(page) == {"person/pname": "Anna|Béla", "person/old": "34"}


def test_an_order_is_made_by_keyboard(open_form: OpenForm) -> None:
    page = open_form(ALL)
    rank = page.get_by_role("group", name="Rangsor")
    assert "order" not in answers(page)

    rank.get_by_role("button", name="Rangsorolás kezdése").press("Enter")
    assert answers(page)["order"] == "a b c"
    rank.get_by_role("button", name="Hátrébb: Könyvtár").press("Enter")
    assert answers(page)["order"] == "b a c"
    expect(rank.get_by_role("button", name="Hátrébb: Könyvtár")).to_be_focused()

    again = open_form(ALL, instance=ask(page, "q.draft()"))
    expect(again.get_by_role("group", name="Rangsor").get_by_role("listitem").first).to_contain_text("Múzeum")


def test_a_slider_says_nothing_until_it_is_touched(open_form: OpenForm) -> None:
    page = open_form(ALL)
    slider = page.get_by_role("slider", name="Hangulat")
    assert "mood" not in answers(page)

    slider.press("ArrowRight")
    assert answers(page)["mood"] == "7"
    page.get_by_role("group", name="Hangulat").get_by_role("button", name="Törlés").click()
    assert "mood" not in answers(page)


def test_stars_are_given_and_taken_back(open_form: OpenForm) -> None:
    page = open_form(ALL)

    page.get_by_role("radio", name="4", exact=True).check()
    assert answers(page)["stars"] == "4"
    page.get_by_role("group", name="Csillagok").get_by_role("button", name="Törlés").click()
    assert "stars" not in answers(page)


def test_several_choices_take_the_room_of_one(open_form: OpenForm) -> None:
    page = open_form(ALL)
    several = page.get_by_role("group", name="Több téma", exact=True).first

    several.get_by_text("Nincs kiválasztva").click()
    several.get_by_label("Múzeum").check()
    several.get_by_label("Közösség").check()

    expect(several.locator("summary")).to_have_text("Múzeum, Közösség")
    assert answers(page)["many"] == "b c"


def test_a_month_is_kept_as_its_first_day(open_form: OpenForm) -> None:
    page = open_form(ALL)
    since = page.get_by_role("group", name="Mióta?")

    since.get_by_label("Év").fill("2019")
    since.get_by_label("Hónap").select_option("05")

    assert answers(page)["since"] == "2019-05-01"


def test_files_go_with_the_answers_that_name_them(open_form: OpenForm) -> None:
    page = open_form(from_sheets(FILES), maxFileSize=20_000)
    photo = page.get_by_label("Fénykép: Fénykép készítése vagy kiválasztása")
    photo.set_input_files({"name": "Kép 1.png", "mimeType": "image/png", "buffer": picture()})
    preview = page.get_by_role("img", name="előnézete")
    expect(preview).to_be_visible()
    preview.evaluate("image => image.decode()")  # what is below it moves once it is there
    box = page.get_by_role("img", name="Aláírás: Az aláírás helye").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()
    expect(page.locator("input[name='/data/sign']")).not_to_have_value("")

    files = ask(page, "q.files().map((file) => [file.name, file.type, file.size > 0])")
    assert sorted(name for name, _type, _size in files) == sorted(answers(page).values())
    assert {(kind, filled) for _name, kind, filled in files} == {("image/png", True)}

    page.get_by_role("group", name="Fénykép").get_by_role("button", name="A fájl eltávolítása").click()
    assert [name.split("-")[0] for name in answers(page).values()] == ["signature"]
    assert len(ask(page, "q.files()")) == 1
    photo.set_input_files({"name": "nagy.png", "mimeType": "image/png", "buffer": b"0" * 30_000})
    expect(page.get_by_text("Ez a fájl túl nagy")).to_be_visible()
    assert "photo" not in answers(page)


def test_a_file_that_was_sent_before_is_shown_and_stays(open_form: OpenForm) -> None:
    instance = '<data id="files"><photo>elso.png</photo><sign/><doc>irat.pdf</doc><meta><instanceID>uuid:1</instanceID></meta></data>'
    page = open_form(
        from_sheets(FILES),
        files={"elso.png": picture()},
        instance=instance,
        isSent=True,
        attachments={"elso.png": "/media/elso.png"},
    )

    expect(page.get_by_role("img", name="elso.png előnézete")).to_be_visible()
    expect(page.get_by_text("A fájl itt nem érhető el")).to_be_visible()
    assert answers(page) == {"photo": "elso.png", "doc": "irat.pdf"}
    assert ask(page, "q.files()") == []


def test_a_place_is_told_by_the_device_by_numbers_or_on_the_map(open_form: OpenForm) -> None:
    position = {"latitude": 46.1912, "longitude": 18.2638, "accuracy": 12}
    page = open_form(from_sheets(PLACES), window={"geolocation": position, "permissions": ["geolocation"]})
    where = page.get_by_role("group", name="Hol?")

    where.get_by_role("button", name="A saját helyzet megadása").click()
    expect(where.get_by_label("Szélesség")).to_have_value("46.191200")
    assert answers(page)["where"] == "46.191200 18.263800 0 12"

    where.get_by_label("Szélesség").fill("47.5")
    where.get_by_label("Szélesség").blur()
    assert answers(page)["where"] == "47.5 18.263800 0 12"
    where.get_by_label("Szélesség").fill("470")
    where.get_by_label("Szélesség").blur()
    assert "where" not in answers(page)

    way = page.get_by_role("group", name="Útvonal")
    for latitude in ("46.1", "46.2"):
        way.get_by_label("Szélesség").fill(latitude)
        way.get_by_label("Hosszúság").fill("18")
        way.get_by_role("button", name="A pont hozzáadása").click()
    assert answers(page)["way"] == "46.1 18 0 0;46.2 18 0 0"
    way.get_by_role("button", name="1. pont eltávolítása").click()
    assert answers(page)["way"] == "46.2 18 0 0"


@pytest.mark.parametrize(("first", "second"), [("Szélesség", "Hosszúság"), ("Hosszúság", "Szélesség")])
def test_half_a_place_waits_in_its_field_for_the_other_half(
    open_form: OpenForm, first: str, second: str
) -> None:
    page = open_form(from_sheets(PLACES))
    where = page.get_by_role("group", name="Hol?")

    where.get_by_label(first).focus()
    page.keyboard.type("45.9")
    page.keyboard.press("Tab")
    expect(where.get_by_label(first)).to_have_value("45.9")
    expect(where.get_by_text("a szélesség és a hosszúság is szükséges")).to_be_visible()
    assert "where" not in answers(page)

    where.get_by_label(second).focus()
    page.keyboard.type("18.1")
    page.keyboard.press("Tab")
    expect(where.get_by_text("a szélesség és a hosszúság is szükséges")).to_have_count(0)
    assert sorted(answers(page)["where"].split()[:2]) == ["18.1", "45.9"]


def test_a_device_that_does_not_tell_its_place_is_no_dead_end(open_form: OpenForm) -> None:
    page = open_form(from_sheets(PLACES))

    page.get_by_role("group", name="Hol?").get_by_role("button", name="A saját helyzet megadása").click()

    expect(page.get_by_text("Az eszköz nem adta meg a helyzetét.")).to_be_visible()


def test_another_questionnaire_follows_on_the_same_page(open_form: OpenForm) -> None:
    page = open_form(from_sheets(LANGUAGES))
    page.get_by_label("Név").fill("Kiss Éva")

    page.evaluate(
        """async () => {
        const old = document.querySelector("mh-questionnaire");
        const options = JSON.parse(document.getElementById("source").textContent);
        const fresh = document.createElement("mh-questionnaire");
        fresh.dataset.mhSource = "source";
        await old.opened;
        old.replaceWith(fresh);
        await fresh.opened;
        }"""
    )
    expect(page.get_by_label("Név")).to_have_value("")
    ask(page, "q.setLanguage('en')")
    expect(page.get_by_label("Name")).to_be_visible()
    expect(page.get_by_role("combobox", name="Town")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "sheets", [EVERYTHING, FILES, PLACES, LANGUAGES], ids=["all", "files", "places", "languages"]
)
def test_everybody_can_use_it(open_form: OpenForm, scheme: str, sheets: str) -> None:
    page = open_form(from_sheets(sheets), window={"color_scheme": scheme, "viewport": NARROW})
    assert_fits(page)
    assert_axe_clean(page)

    ask(page, "q.validate()")
    assert_fits(page)
    assert_axe_clean(page)


def test_a_questionnaire_that_is_only_shown_cannot_be_changed(open_form: OpenForm) -> None:
    page = open_form(from_sheets(REPEATS), isReadOnly=True)

    expect(page.get_by_label("Neve")).to_be_disabled()
    expect(page.get_by_role("button", name="További hozzáadása")).to_be_disabled()
