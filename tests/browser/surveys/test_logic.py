"""What a form works out by itself: calculations, and what it notes when something is answered."""

from playwright.sync_api import expect

from mentorhalo.surveys.engine import instance_xml, prepare
from tests.browser.surveys.conftest import OpenForm, ask, from_sheets
from tests.browser.surveys.test_engine import answers

FUNCTIONS = """
| survey |
| | type      | name   | label | calculation                                            |
| | text      | who    | Ki?   |                                                        |
| | calculate | large  |       | upper-case(${who})                                     |
| | calculate | part   |       | substring-after(${who}, 'il ')                         |
| | calculate | held   |       | if(contains(${who}, 'Pat'), 'yes', 'no')               |
| | calculate | plain  |       | base64-decode('YWxtYQ==')                              |
| | calculate | inside |       | geofence('1 1 0 0', '0 0;0 2;2 2;2 0;0 0')             |
| | calculate | device |       | property('deviceid')                                   |
"""

NOTED = """
| survey |
| | type                | name  | label | trigger |
| | text                | who   | Ki?   |         |
| | background-geopoint | where |       | ${who}  |
| | select_one yesno    | yes   | Így?  |         |
| | background-geopoint | there |       | ${yes}  |
| choices |
| | list_name | name | label |
| | yesno     | yes  | Igen  |
"""

READ_ONLY = """
| survey |
| | type             | name | label  | readonly         |
| | select_one yesno | done | Kész?  |                  |
| | text             | name | Név    | ${done} = 'yes'  |
| | select_one moods | mood | Kedve? | ${done} = 'yes'  |
| choices |
| | list_name | name | label |
| | yesno     | yes  | Igen  |
| | yesno     | no   | Nem   |
| | moods     | good | Jó    |
"""

COUNTED_IN_A_GROUP = """
| survey |
| | type             | name   | label     | relevant         | repeat_count |
| | select_one yesno | alone  | Egyedül?  |                  |              |
| | text             | street | Utca      |                  |              |
| | begin_group      | others | Többiek   | ${alone} != 'yes' |             |
| | begin_repeat     | person | Személy   |                  | 3            |
| | text             | name   | Neve      |                  |              |
| | end_repeat       |        |           |                  |              |
| | end_group        |        |           |                  |              |
| choices |
| | list_name | name | label |
| | yesno     | yes  | Igen  |
| | yesno     | no   | Nem   |
"""

UNKNOWN = """
| survey |
| | type      | name | label::magyar (hu) | label::English (en) | calculation         | relevant     |
| | text      | name | Név                | Name                |                     |              |
| | calculate | old  |                    |                     | months-since(today()) |            |
| | note      | said | Már ${old}         | Already ${old}      |                     | ${old} != '' |
| settings |
| | form_id | default_language |
| | unknown | magyar (hu)      |
"""

OF_THE_SAME_NAME = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>t</h:title><model><instance><data id="x"><asked><age/></asked><kept><age/><old/></kept></data></instance>
<bind nodeset="/data/asked/age" type="int"/><bind nodeset="/data/kept/age" relevant="../../asked/age &gt; 17"
calculate="../../asked/age"/><bind nodeset="/data/kept/old" relevant="../../kept/age != ''"/></model></h:head><h:body>
<input ref="/data/asked/age"><label>Kora</label></input><input ref="/data/kept/old"><label>Munkahelye</label></input></h:body></h:html>"""

BROKEN = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>t</h:title><model><itext><translation lang="magyar (hu)" default="true()"><text id="/data/b:label"><value>Munkahelye</value>
</text></translation><translation lang="English (en)"><text id="/data/b:label"><value>Work</value></text></translation></itext>
<instance><data id="x"><a/><b/><c/></data></instance><bind nodeset="/data/a" constraint=". &gt; 1 &amp;&amp; . &lt; 3"/>
<bind nodeset="/data/b" relevant="(/data/a &gt; 17"/><bind nodeset="/data/c" calculate="/data/a +"/></model></h:head><h:body>
<input ref="/data/a"><label>Kora</label></input><input ref="/data/b"><label ref="jr:itext('/data/b:label')"/></input></h:body></h:html>"""

CHOICE_NAMES = """
| survey |
| | type           | name | label      | calculation |
| | text           | code | Kód        |             |
| | calculate      | copy |            | ${code}     |
| | select_one yn  | yes  | Igen?      |             |
| | note           | said | Ez: ${word}. |           |
| | calculate      | word |            | jr:choice-name(${code}, '${yes}') |
| choices |
| | list_name | name | label |
| | yn        | 1    | Igen  |
| | yn        | 0    | Nem   |
"""

LOCKED_IN_VAIN = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>t</h:title><model><instance><data id="x"><a/></data></instance><bind nodeset="/data/a" readonly="frob(/data/a)"/>
</model></h:head><h:body><input ref="/data/a"><label>Mi?</label></input></h:body></h:html>"""

TIMES = """
| survey |
| | type     | name  | label  | default          | constraint  | constraint_message |
| | time     | since | Mettől | 08:00            |             |                    |
| | time     | until | Meddig |                  | . > ${since} | Később!            |
| | dateTime | seen  | Mikor  | 2026-02-03T10:20 |             |                    |
| | time     | zoned | Zónás  | 10:20:00.000+01:00 |           |                    |
"""

RECKONED_TIMES = """
| survey |
| | type      | name     | label  | default | calculation                                        |
| | time      | since    | Mettől | 08:00   |                                                    |
| | time      | until    | Meddig | 14:00   |                                                    |
| | calculate | hours    |        |         | round((${until} - ${since}) * 24, 2)               |
| | calculate | later    |        |         | ${until} > ${since} + 0.1                          |
| | calculate | midnight |        |         | if('00:00' and '00:00', 'yes', 'no')               |
"""

COUNTED_TIMES = """
| survey |
| | type         | name  | label  | default | repeat_count |
| | time         | since | Mettől | 08:00   |              |
| | integer      | n     | Hány?  |         |              |
| | begin_repeat | r     | Óra    |         | ${n}         |
| | time         | t     | Ekkor  | 10:00   |              |
| | begin_repeat | q     | Belső  |         |              |
| | time         | u     | Akkor  | 11:00   |              |
| | end_repeat   |       |        |         |              |
| | end_repeat   |       |        |         |              |
"""

TEMPLATE_ALONE = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="x">
<r jr:template=""><t>10:00</t></r></data></instance><bind nodeset="/data/r/t" type="time"/></model></h:head>
<h:body><group ref="/data/r"><label>R</label><repeat nodeset="/data/r"><input ref="/data/r/t"><label>Ekkor</label></input></repeat>
</group></h:body></h:html>"""

CASCADE = """
| survey |
| | type                | name   | label     | choice_filter      | appearance   |
| | select_one counties | county | Vármegye  |                    | minimal      |
| | select_one towns    | town   | Település | county = ${county} | autocomplete |
| choices |
| | list_name | name | label        | county |
| | counties  | zala | Zala         |        |
| | counties  | vas  | Vas          |        |
| | towns     | zeg  | Zalaegerszeg | zala   |
"""

NESTED = """
| survey |
| | type         | name   | label     | repeat_count | default |
| | integer      | many   | Hány?     |              | 2       |
| | begin_repeat | house  | Ház       | ${many}      |         |
| | begin_repeat | floor  | Emelet    |              |         |
| | begin_repeat | window | Ablak     | 2            |         |
| | text         | looks  | Hová néz? |              |         |
| | end_repeat   |        |           |              |         |
| | end_repeat   |        |           |              |         |
| | end_repeat   |        |           |              |         |
"""

SHOWN = """
| survey |
| | type | name  | label      | readonly | default      | calculation | trigger |
| | text | who   | Ki?        |          |              |             |         |
| | text | day   | Nap        | yes      | concat('ke', 'dd')  |       |         |
| | note | said  | Megjegyzés |          |              |             |         |
| | text | named | Neve       | yes      |              | ${who}      | ${who}  |
"""


def test_functions_that_devices_know_work_here_whatever_is_typed(open_form: OpenForm) -> None:
    page = open_form(from_sheets(FUNCTIONS), session={"deviceid": "phone-1"})

    page.get_by_label("Ki?").fill("""O'Neil "Pat\"""")

    assert answers(page) == {
        "who": """O'Neil "Pat\"""",
        "large": """O'NEIL "PAT\"""",
        "part": '"Pat"',
        "held": "yes",
        "plain": "alma",
        "inside": "true",
        "device": "phone-1",
    }


def test_a_place_noted_unseen_leaves_its_question_as_it_is(open_form: OpenForm) -> None:
    position = {"latitude": 46.1912, "longitude": 18.2638, "accuracy": 12}
    page = open_form(from_sheets(NOTED), window={"geolocation": position, "permissions": ["geolocation"]})
    expect(page.get_by_role("button", name="A saját helyzet megadása")).to_have_count(0)

    page.get_by_role("textbox", name="Ki?").fill("Éva")
    page.get_by_role("group", name="Így?").get_by_label("Igen").check()

    page.wait_for_function(
        "async () => (await document.querySelector('mh-questionnaire').opened).xml().split('46.1912').length === 3"
    )
    assert {path: text[:7] for path, text in answers(page).items() if path in ("where", "there")} == {
        "where": "46.1912",
        "there": "46.1912",
    }


def test_what_may_only_be_read_for_now_cannot_be_changed(open_form: OpenForm) -> None:
    page = open_form(from_sheets(READ_ONLY))
    done, name, mood = (
        page.get_by_role("group", name="Kész?"),
        page.get_by_label("Név"),
        page.get_by_label("Jó"),
    )
    name.fill("Éva")
    expect(name).to_be_editable()

    done.get_by_label("Igen").check()

    expect(name).not_to_be_editable()
    expect(name).to_have_value("Éva")
    expect(mood).to_be_disabled()
    done.get_by_label("Nem").check()
    expect(name).to_be_editable()
    expect(mood).to_be_enabled()


def test_a_condition_that_cannot_be_evaluated_locks_nothing(open_form: OpenForm) -> None:
    page = open_form(prepare(LOCKED_IN_VAIN))

    page.get_by_label("Mi?").fill("ez")
    page.get_by_label("Mi?").blur()

    assert answers(page) == {"a": "ez"}


def test_a_value_that_is_only_to_be_read_is_shown_a_note_has_no_field(open_form: OpenForm) -> None:
    page = open_form(from_sheets(SHOWN))

    expect(page.get_by_label("Nap")).to_have_value("kedd")
    expect(page.get_by_text("Megjegyzés")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(3)

    page.get_by_label("Ki?").fill("Éva")
    page.get_by_label("Ki?").blur()
    expect(page.get_by_label("Neve")).to_have_value("Éva")


def test_times_are_compared_and_may_be_given_beforehand(open_form: OpenForm) -> None:
    # A zone without summer time: times of day are told with the difference of the day on which they are answered.
    page = open_form(from_sheets(TIMES), window={"timezone_id": "Africa/Lagos"})

    page.get_by_label("Meddig").fill("07:30")
    page.get_by_label("Meddig").blur()
    assert [problem["message"] for problem in ask(page, "q.validate()")] == ["Később!"]
    page.get_by_label("Meddig").fill("09:30")
    page.get_by_label("Meddig").blur()

    assert ask(page, "q.validate()") == []
    assert {path: text[:16] for path, text in answers(page).items()} == {
        "since": "08:00:00.000+01:",
        "until": "09:30:00.000+01:",
        "seen": "2026-02-03T10:20",
        "zoned": "10:20:00.000+01:",
    }


def test_times_are_reckoned_with_as_parts_of_a_day(open_form: OpenForm) -> None:
    page = open_form(from_sheets(RECKONED_TIMES))

    assert {name: text for name, text in answers(page).items() if name not in ("since", "until")} == {
        "hours": "6",
        "later": "true",
        "midnight": "yes",
    }


def test_a_changed_time_stays_when_repetitions_come(open_form: OpenForm) -> None:
    page = open_form(from_sheets(COUNTED_TIMES))
    page.get_by_label("Mettől").fill("09:30")
    page.get_by_label("Mettől").blur()

    page.get_by_label("Hány?").fill("2")
    page.get_by_label("Hány?").blur()

    expect(page.get_by_label("Ekkor")).to_have_count(2)
    shown = [
        field.input_value()[:5] for name in ("Ekkor", "Akkor") for field in page.get_by_label(name).all()
    ]
    assert shown == ["10:00", "10:00", "11:00", "11:00"]
    expect(page.get_by_label("Mettől")).to_have_value("09:30")
    assert answers(page)["since"][:5] == "09:30"


def test_a_repetition_made_of_a_template_alone_has_its_time(open_form: OpenForm) -> None:
    page = open_form(prepare(TEMPLATE_ALONE))

    expect(page.get_by_label("Ekkor")).to_have_value("10:00")
    assert ask(page, "q.validate()") == []


def test_an_answer_goes_with_the_last_of_its_choices(open_form: OpenForm) -> None:
    page = open_form(from_sheets(CASCADE))
    page.get_by_label("Vármegye").select_option("zala")
    page.get_by_role("combobox", name="Település").click()
    page.get_by_role("option", name="Zalaegerszeg").click()
    assert answers(page) == {"county": "zala", "town": "zeg"}

    page.get_by_label("Vármegye").select_option("vas")

    expect(page.get_by_role("combobox", name="Település")).to_have_value("")
    assert answers(page) == {"county": "vas"}


def test_every_repetition_holds_those_that_are_counted_inside_it(open_form: OpenForm) -> None:
    page = open_form(from_sheets(NESTED))
    expect(page.get_by_label("Hová néz?")).to_have_count(4)

    page.get_by_label("Hány?").fill("3")
    page.get_by_label("Hány?").blur()

    expect(page.get_by_label("Hová néz?")).to_have_count(6)


def test_counted_repetitions_come_back_with_the_group_around_them(open_form: OpenForm) -> None:
    page = open_form(from_sheets(COUNTED_IN_A_GROUP))
    page.get_by_label("Utca").fill("Fő utca")
    page.get_by_label("Neve").nth(1).fill("Nagy Pál")

    page.get_by_label("Igen").check()

    assert answers(page) == {"alone": "yes", "street": "Fő utca"}
    assert ask(page, "q.validate()") == []

    page.get_by_label("Nem").check()

    expect(page.get_by_label("Neve")).to_have_count(3)
    assert answers(page)["others/person/name"] == "Nagy Pál"


def test_a_form_opens_without_what_no_browser_knows_and_says_so(open_form: OpenForm) -> None:
    page = open_form(from_sheets(UNKNOWN))

    expect(page.get_by_text("amelyet a böngésző nem ismer (months-since)")).to_be_visible()
    page.get_by_label("Név").fill("Kiss Éva")

    assert answers(page) == {"name": "Kiss Éva"}
    assert ask(page, "q.validate()") == []

    ask(page, "q.setLanguage('en')")

    expect(page.get_by_text("what browsers do not know (months-since)")).to_be_visible()


def test_a_calculation_may_be_called_as_what_it_is_taken_from(open_form: OpenForm) -> None:
    page = open_form(prepare(OF_THE_SAME_NAME))
    field = page.get_by_label("Kora")

    field.fill("12")
    field.blur()

    expect(page.get_by_label("Munkahelye")).to_be_hidden()

    field.fill("21")
    field.blur()

    expect(page.get_by_label("Munkahelye")).to_be_visible()
    assert answers(page) == {"asked/age": "21", "kept/age": "21"}


def test_a_form_opens_without_what_cannot_be_read_and_says_where(open_form: OpenForm) -> None:
    page = open_form(prepare(BROKEN))
    expect(page.get_by_text("számítás áll, itt: „Kora”, „Munkahelye”, c.")).to_be_visible()

    page.get_by_label("Kora").fill("12")
    page.get_by_label("Munkahelye").fill("Könyvtár")

    assert answers(page) == {"a": "12", "b": "Könyvtár"}
    assert ask(page, "q.validate()") == []

    ask(page, "q.setLanguage('en')")

    expect(page.get_by_text("cannot be read, at: “Kora”, “Work”, c.")).to_be_visible()


def test_the_words_of_a_code_that_is_no_choice_are_none(open_form: OpenForm) -> None:
    page = open_form(from_sheets(CHOICE_NAMES))
    said = []

    for code in ("1", "7", "0", ""):
        page.get_by_label("Kód").fill(code)
        page.get_by_label("Kód").blur()
        said.append(page.get_by_text("Ez:").inner_text())

    assert said == ["Ez: Igen.", "Ez: .", "Ez: Nem.", "Ez: ."]


def test_choices_written_beside_a_table_are_offered_with_its_rows(open_form: OpenForm) -> None:
    sheets = """
| survey |
| | type           | name | label | appearance       |
| | select_one any | town | Hely  | search('places') |
| choices |
| | list_name | name | label         |
| | any       | 0    | Egyik sem     |
| | any       | code | title         |
| | any       | 99   | Nem mondja    |
"""
    places = instance_xml("places.csv", b"code,title\n1,Pusztina\n2,Klezse\n")
    page = open_form(from_sheets(sheets), externals={"places": places})
    town = page.get_by_role("group", name="Hely")

    assert town.get_by_role("radio").evaluate_all("all => all.map(one => one.value)") == ["1", "2", "0", "99"]
    town.get_by_label("Nem mondja").check()

    assert answers(page)["town"] == "99"
