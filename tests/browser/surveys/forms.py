"""Forms of the tests, as XLSForm tables; and a small picture."""

import struct
import zlib

EVERYTHING = """
| survey |
| | type                   | name   | label          | required | relevant         | constraint           | constraint_message | appearance | parameters |
| | begin_group            | basic  | Alapadatok     |          |                  |                      |                    |            |            |
| | text                   | name   | Név **fontos** | yes      |                  |                      |                    |            |            |
| | integer                | age    | Életkor        |          |                  | . >= 18 and . < 120  | 18 és 120 között   |            |            |
| | decimal                | income | Jövedelem      |          |                  |                      |                    |            |            |
| | date                   | born   | Született      |          |                  |                      |                    |            |            |
| | end_group              |        |                |          |                  |                      |                    |            |            |
| | select_one yesno       | member | Tag?           | yes      |                  |                      |                    |            |            |
| | text                   | club   | Melyik klub?   | yes      | ${member} = 'yes' |                     |                    |            |            |
| | select_multiple topics | topics | Témák          |          |                  |                      |                    |            |            |
| | select_multiple topics | many   | Több téma      |          |                  |                      |                    | minimal    |            |
| | rank topics            | order  | Rangsor        |          |                  |                      |                    |            |            |
| | range                  | mood   | Hangulat       |          |                  |                      |                    |            | start=1 end=10 step=1 |
| | range                  | stars  | Csillagok      |          |                  |                      |                    | rating     | start=1 end=5 step=1 |
| | date                   | since  | Mióta?         |          |                  |                      |                    | month-year |            |
| | text                   | story  | Történet       |          |                  |                      |                    | multiline  |            |
| | select_one yesno       | like   | Mosoly         |          |                  |                      |                    | likert     |            |
| | begin_group            | grid   | Rács           |          |                  |                      |                    | field-list |            |
| | select_one yesno       | head   | Állítások      |          |                  |                      |                    | label      |            |
| | select_one yesno       | g1     | Első állítás   |          |                  |                      |                    | list-nolabel |          |
| | select_one yesno       | g2     | Második állítás |         |                  |                      |                    | list-nolabel |          |
| | end_group              |        |                |          |                  |                      |                    |            |            |
| | acknowledge            | ok     | Elfogadom      |          |                  |                      |                    |            |            |
| choices |
| | list_name | name | label    |
| | yesno     | yes  | Igen     |
| | yesno     | no   | Nem      |
| | topics    | a    | Könyvtár |
| | topics    | b    | Múzeum   |
| | topics    | c    | Közösség |
"""

LANGUAGES = """
| survey |
| | type                | name   | label::magyar (hu) | label::English (en) | appearance   | choice_filter    |
| | text                | name   | Név                | Name                |              |                  |
| | select_one counties | county | Vármegye           | County              | minimal      |                  |
| | select_one towns    | town   | Település          | Town                | autocomplete | county=${county} |
| | select_one yesno    | yes    | Így van?           | Is it so?           |              |                  |
| | begin_repeat        | person | Személyek          | People              |              |                  |
| | text                | pname  | Neve               | Called              |              |                  |
| | end_repeat          |        |                    |                     |              |                  |
| | note                | thanks | Köszönjük, ${name} | Thank you, ${name}  |              |                  |
| choices |
| | list_name | name | label::magyar (hu) | label::English (en) | county |
| | yesno     | yes  | Igen               | Yes                 |        |
| | yesno     | no   | Nem                | No                  |        |
| | counties  | vas  | Vas vármegye       | Vas county          |        |
| | counties  | zala | Zala vármegye      | Zala county         |        |
| | towns     | zeg  | Zalaegerszeg       | Zalaegerszeg        | zala   |
| settings |
| | form_id   | version | default_language |
| | languages | 1       | magyar (hu)      |
"""

REPEATS = """
| survey |
| | type             | name   | label               | relevant      | calculation  |
| | begin_repeat     | person | Személyek           |               |              |
| | text             | pname  | Neve                |               |              |
| | integer          | page   | Kora                |               |              |
| | select_one yesno | pwork  | Dolgozik?           | ${page} > 15  |              |
| | end_repeat       |        |                     |               |              |
| | calculate        | total  |                     |               | sum(${page}) |
| | note             | said   | Összesen ${total} év |              |              |
| choices |
| | list_name | name | label |
| | yesno     | yes  | Igen  |
| | yesno     | no   | Nem   |
"""

CASCADE = """
| survey |
| | type                            | name   | label     | appearance   | choice_filter    |
| | select_one counties             | county | Vármegye  | minimal      |                  |
| | select_one_from_file places.csv | town   | Település | autocomplete | county=${county} |
| choices |
| | list_name | name | label |
| | counties  | vas  | Vas   |
| | counties  | zala | Zala  |
"""

PAGES = """
| survey |
| | type        | name  | label   | required | appearance |
| | text        | one   | Első    | yes      |            |
| | begin_group | group | Csoport |          | field-list |
| | text        | two   | Második |          |            |
| | text        | three | Harmadik |         |            |
| | end_group   |       |         |          |            |
| | text        | four  | Negyedik |         |            |
| settings |
| | form_id | style |
| | pages   | pages |
"""

PAGED_REPEATS = """
| survey |
| | type         | name   | label    |
| | begin_repeat | person | Személy  |
| | text         | pname  | Neve     |
| | integer      | old    | Kora     |
| | end_repeat   |        |          |
| | text         | last   | Utolsó   |
| settings |
| | form_id | style |
| | paged   | pages |
"""

FILES = """
| survey |
| | type  | name  | label   | appearance |
| | image | photo | Fénykép |            |
| | image | sign  | Aláírás | signature  |
| | file  | doc   | Irat    |            |
| settings |
| | form_id |
| | files   |
"""

PLACES = """
| survey |
| | type     | name  | label   |
| | geopoint | where | Hol?    |
| | geotrace | way   | Útvonal |
| | geoshape | area  | Terület |
"""


def picture(side: int = 40) -> bytes:
    """A green square as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\x20\x80\x50" * side for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
