"""Small forms of our own, one by a workbook and one as other tools write them."""

from typing import Any

from mentorhalo.surveys.tests.xforms.books import survey

HOUSEHOLD_COLUMNS = (
    "type",
    "name",
    "label::Magyar (hu)",
    "label::English (en)",
    "hint::Magyar (hu)",
    "required",
    "relevant",
    "constraint",
    "constraint_message::Magyar (hu)",
    "calculation",
    "appearance",
    "choice_filter",
    "parameters",
    "repeat_count",
)


def _row(kind: str, name: str = "", label: str = "", english: str = "", **cells: str) -> list[Any]:
    columns = {
        "type": kind,
        "name": name,
        "label::Magyar (hu)": label,
        "label::English (en)": english or label,
        **{COLUMN.get(column, column): text for column, text in cells.items()},
    }
    return [columns.get(column) for column in HOUSEHOLD_COLUMNS]


COLUMN = {"hint": "hint::Magyar (hu)", "message": "constraint_message::Magyar (hu)"}

HOUSEHOLD_ROWS = [
    _row("start", "start"),
    _row("end", "end"),
    _row("deviceid", "deviceid"),
    _row("audit", "audit"),
    _row("begin group", "intro", "Bevezetés", "Introduction"),
    _row("text", "respondent_name", "Mi a **neve**?", "What is your **name**?", required="yes", hint="Teljes név"),
    _row("integer", "age", "${respondent_name} hány éves?", "How old is ${respondent_name}?",
         constraint=". >= 0 and . < 120", message="0 és 119 közt"),
    _row("end group"),
    _row("select_one county", "county", "Megye", "County"),
    _row("select_one settlement", "settlement", "Település", "Settlement", choice_filter="county = ${county}"),
    _row("select_multiple sources", "sources", "Honnan hallott rólunk?", "Where did you hear of us?"),
    _row("rank sources", "order", "Tegye sorba!", "Put them in order"),
    _row("select_one_from_file clubs.csv", "club", "Melyik klub?", "Which club?"),
    _row("range", "satisfaction", "Mennyire elégedett?", "How content are you?", parameters="start=0 end=10 step=1"),
    _row("begin repeat", "member", "Családtag", "Member", relevant="${age} > 17"),
    _row("text", "first", "Keresztnév", "First name"),
    _row("decimal", "weight", "Súly (kg)", "Weight (kg)"),
    _row("begin repeat", "visit", "Látogatás", "Visit", repeat_count="2"),
    _row("date", "on", "Mikor?", "When?"),
    _row("time", "at", "Hány órakor?", "At what time?"),
    _row("end repeat"),
    _row("end repeat"),
    _row("image", "picture", "Fénykép", "Picture", parameters="max-pixels=1024"),
    _row("image", "sign", "Aláírás", "Signature", appearance="signature"),
    _row("geopoint", "place", "Hol vagyunk?", "Where are we?"),
    _row("geotrace", "way", "Az út", "The way"),
    _row("dateTime", "when", "Mikor?", "When?"),
    _row("note", "thanks", "Köszönjük, ${respondent_name}!", "Thank you, ${respondent_name}!"),
    _row("calculate", "adult", calculation="if(${age} > 17, 1, 0)"),
    _row("acknowledge", "consent", "Hozzájárulok", "I agree"),
]  # fmt: skip

HOUSEHOLD = survey(
    *HOUSEHOLD_ROWS,
    columns=HOUSEHOLD_COLUMNS,
    choices=[
        ("list_name", "name", "label::Magyar (hu)", "label::English (en)", "county"),
        ("county", "vas", "Vas megye", "Vas county", None),
        ("county", "zala", "Zala megye", "Zala county", None),
        ("settlement", "1", "Szombathely", "Szombathely", "vas"),
        ("settlement", "2", "Zalaegerszeg", "Zalaegerszeg", "zala"),
        ("sources", "press", "Sajtó", "Press", None),
        ("sources", "friend", "Ismerős", "Friend", None),
        ("sources", "web", "Internet", "Web", None),
    ],
    settings=[
        ("form_title", "form_id", "version", "default_language", "instance_name"),
        ("Háztartás", "household", "2026-1", "Magyar (hu)", "concat(${respondent_name}, ' ', ${age})"),
    ],
)

# As older and other tools write them: relative references, no types, nested repeats without a label, inline choices.
FOREIGN = b"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
  <h:head>
    <h:title>Visit to a  club</h:title>
    <model>
      <instance>
        <visit xmlns="http://example.org/visit" xmlns:orx="http://openrosa.org/xforms" version="3">
          <orx:meta><orx:instanceID/></orx:meta>
          <began/>
          <club><name/><open>yes</open></club>
          <room jr:template=""><size/><shelf jr:template=""><books/></shelf></room>
          <room><size/><shelf><books/></shelf></room>
          <remark/>
          <photo/>
          <score/>
          <kind/>
        </visit>
      </instance>
      <bind id="remark_bind" nodeset="/visit/remark" required="true()"/>
      <bind nodeset="/visit/began" type="xsd:dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
      <bind nodeset="/visit/club" relevant="/visit/score &gt; 0">
        <bind nodeset="name" type="xsd:string"/>
      </bind>
      <bind nodeset="/visit/room/size" type="decimal"/>
      <bind nodeset="/visit/room/shelf/books" type="int"/>
      <bind nodeset="/visit/photo" type="binary"/>
      <bind nodeset="/visit/score" type="integer" constraint=". &lt; 6" jr:constraintMsg="At most five"/>
    </model>
  </h:head>
  <h:body class="pages">
    <group>
      <label>About the club</label>
      <group ref="/visit/club">
        <input ref="name"><label>Name of <output value="/visit/kind"/></label></input>
        <select1 ref="open">
          <label>Is it open?</label>
          <item><label>Yes</label><value>yes</value></item>
          <item><label>No</label><value>no</value></item>
        </select1>
      </group>
    </group>
    <group>
      <label>Rooms</label>
      <repeat nodeset="/visit/room">
        <input ref="size"><label>Size</label></input>
        <group><label>Shelf</label>
          <repeat nodeset="shelf" jr:count=" 2 "><input ref="books"><label>Books</label></input></repeat>
        </group>
      </repeat>
    </group>
    <textarea bind="remark_bind"><label>Remark</label></textarea>
    <upload ref="/visit/photo" mediatype="image/*"><label>Photo</label></upload>
    <input ref="/visit/score"><label>Score</label></input>
  </h:body>
</h:html>
"""
