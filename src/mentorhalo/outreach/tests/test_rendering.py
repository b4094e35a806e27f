"""What stands in a letter, whatever was typed."""

import re
from collections.abc import Iterator
from typing import Any

import nh3
import pytest
from django.utils import timezone

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.registry import LetterBlock, LetterItem, registry
from mentorhalo.outreach.actions.composing import store_picture
from mentorhalo.outreach.blocks import BlocksRefused, cleaned, moved, without
from mentorhalo.outreach.choices import IssueKind
from mentorhalo.outreach.models import IssueText
from mentorhalo.outreach.rendering import TOKENS, Personal, Rendering, render, words_of
from mentorhalo.outreach.rendering.letters import LONGEST_LINE
from mentorhalo.outreach.rendering.tokens import ADDRESS, MANAGE, UNSUBSCRIBE
from mentorhalo.outreach.tests.factories import IssueFactory, picture_file
from mentorhalo.programmes.tests.factories import ProgrammeFactory

pytestmark = pytest.mark.django_db

SITE = "https://mentorhalo.pelda.hu"


@pytest.fixture
def live() -> Iterator[None]:
    """A live block of another room: tells how many benches there are in the language of the letter."""
    from django.utils.translation import get_language  # late: what a room above would ask itself

    def fill(value: str) -> LetterItem | None:
        if value != "benches":
            return None
        title = "Padok" if get_language() == "hu" else "Benches"
        return LetterItem(title, figure="1234", href="/figures/", note="<b>ma</b>")

    registry.add_letter_block("bench", LetterBlock("Bench", lambda: [("benches", "Benches")], fill))
    yield
    del registry.letter_blocks["bench"]


def letter(*blocks: dict[str, Any], language: str = "hu", **of_issue: Any) -> IssueText:
    issue = IssueFactory(**of_issue)
    text = issue.texts.get(language="hu")
    text.language = language
    text.blocks = cleaned(blocks)
    return text


def made(*blocks: dict[str, Any], **more: Any) -> Rendering:
    return render(letter(*blocks, **more), base_url=SITE)


def test_every_kind_of_block_stands_in_both_parts() -> None:
    rendering = made(
        {"type": "heading", "text": "Új padok"},
        {"type": "text", "text": "Kedves {név}!\n\nEz **fontos**: [a figyelő](/figures/)."},
        {"type": "list", "text": "- egy\n- kettő"},
        {"type": "quote", "text": "Jó ott ülni.", "by": "Egy néni"},
        {"type": "divider"},
        {"type": "button", "text": "Megnézem", "href": "https://pelda.hu/pad"},
    )

    assert "<p>Kedves @@MH-NAME@@!</p>" in rendering.html
    assert "<strong>fontos</strong>" in rendering.html
    assert f'<a href="{SITE}/figures/">a figyelő</a>' in rendering.html
    assert "<li>kettő" in rendering.html
    assert "Egy néni" in rendering.html
    assert 'href="https://pelda.hu/pad"' in rendering.html
    assert "Kedves @@MH-NAME@@!" in rendering.plain
    assert "Ez fontos: a figyelő [1]." in rendering.plain
    assert f"[1] {SITE}/figures/" in rendering.plain
    assert "- egy\n- kettő" in rendering.plain
    assert "> Jó ott ülni.\n– Egy néni" in rendering.plain
    assert "Megnézem:\nhttps://pelda.hu/pad" in rendering.plain


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<mj-raw><script>alert(1)</script></mj-raw>",
        "</mj-text><mj-raw><script>alert(1)</script></mj-raw><mj-text>",
        "<img src=x onerror=alert(1)>",
        "<!-- --><iframe src=//gonosz.hu>",
        "[x](javascript:alert(1))",
        '[x](https://a.hu/"onmouseover="alert(1))',
        "[<script>alert(1)</script>](https://a.hu)",
        "**<svg onload=alert(1)>**",
        "https://a.hu/<script>alert(1)</script>",
        "\x01\x020\x03 ]]> <![CDATA[<script>alert(1)</script>",
        "{{ 7|add:7 }} {% include 'core/base.html' %} &lt;script&gt;",
    ],
)
@pytest.mark.parametrize("kind", ["heading", "text", "list", "quote", "button"])
def test_typed_html_is_shown_and_never_works(kind: str, typed: str) -> None:
    block = {"type": kind, "text": typed, "by": typed, "href": "https://pelda.hu/"}

    html = made(block).html

    for tag, attributes in tags_of(html):
        assert tag not in {"script", "iframe", "img", "svg", "mj-raw"}
        assert not re.search(r"\son\w+\s*=|javascript:", attributes, re.IGNORECASE)
    assert "14" not in re.sub(r"<[^>]*>", "", html.partition("<h1>")[2].partition("Unsubscribe")[0])


def tags_of(html: str) -> list[tuple[str, str]]:
    """Tags as a browser would see them, after the frame's own head."""
    body = html[html.index("<body") :]
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    assert nh3.is_html(body)
    return [
        (found[1].lower(), found[2])
        for found in re.finditer(r"<([a-zA-Z][\w:-]*)((?:\"[^\"]*\"|[^>\"])*)>", body)
    ]


def test_subject_and_first_line_are_one_escaped_line_without_tokens() -> None:
    text = letter({"type": "text", "text": "x"})
    text.subject = "Hírek\r\nBcc: valaki@pelda.hu @@MH-NAME@@ <b>"
    text.preview = "</div><script>alert(1)</script>"

    rendering = render(text, base_url=SITE)

    assert rendering.subject == "Hírek Bcc: valaki@pelda.hu MH-NAME@@ <b>"
    assert "&lt;b&gt;" in rendering.html
    assert "<script" not in rendering.html


def test_typed_tokens_lose_their_mark() -> None:
    rendering = made({"type": "text", "text": "@@MH-UNSUBSCRIBE@@ és @@MH-ADDRESS@@"})

    assert rendering.html.count(UNSUBSCRIBE) == 1
    assert rendering.plain.count(ADDRESS) == 1


def test_each_part_says_why_how_to_leave_and_where_to_read_it() -> None:
    text = letter({"type": "text", "text": "x"})

    rendering = render(text, base_url=SITE)

    address = f"{SITE}/outreach/letter/{text.issue_id}/hu/"
    for part in (rendering.html, rendering.plain):
        assert all(place in part for place in (UNSUBSCRIBE, MANAGE, ADDRESS, address))
        assert "feliratkozott" in part


def test_county_letter_says_another_reason() -> None:
    rendering = made({"type": "text", "text": "x"}, kind=IssueKind.COUNTY_LETTER)

    assert "mentor" in rendering.plain.rpartition("-- ")[2].lower()


def test_the_programme_that_pays_and_the_operator_are_named(settings: Any) -> None:
    settings.OPERATOR_NAME, settings.OPERATOR_ADDRESS = "Próba Ház", "1011 Budapest, Próba tér 1."
    ProgrammeFactory(
        code="proba", name_hu="Próbaprogram", fund_hu="Európai Szociális Alap", project_code="X-1"
    )

    rendering = made({"type": "text", "text": "x"}, programme="proba")

    for part in (rendering.html, rendering.plain):
        assert "Próbaprogram" in part
        assert "Európai Szociális Alap" in part
        assert "Próba Ház, 1011 Budapest, Próba tér 1." in part


def test_nothing_is_fetched_from_elsewhere() -> None:
    html = made({"type": "text", "text": "x"}, {"type": "divider"}).html

    assert "fonts.googleapis" not in html
    assert "@import" not in html
    assert "<link" not in html
    assert "<img" not in html


def test_letter_is_ready_for_readers_by_ear_and_at_night() -> None:
    html = made({"type": "heading", "text": "Cím"}).html

    assert '<html lang="hu"' in html
    assert '<meta name="color-scheme" content="light dark"' in html
    assert "(prefers-color-scheme: dark)" in html
    assert html.count("<h1") == 1
    assert all('role="presentation"' in table for table in re.findall(r"<table[^>]*>", html))


def test_lines_stay_short_enough_for_every_mail_server() -> None:
    words = "árvíztűrő tükörfúrógép " * 400

    rendering = made(
        {"type": "text", "text": words}, {"type": "button", "text": "x", "href": f"https://a.hu/{'a' * 380}"}
    )

    assert max(len(line.encode()) for line in rendering.html.split("\n")) <= LONGEST_LINE + 20
    assert max(len(line.encode()) for line in rendering.plain.split("\n")) <= LONGEST_LINE


def test_tokens_stand_whole_in_their_lines() -> None:
    rendering = made({"type": "text", "text": "{name} " * 300})

    for part in (rendering.html, rendering.plain):
        assert all("@@MH-" not in re.sub("|".join(TOKENS), "", line) for line in part.split("\n"))


def test_live_block_is_filled_in_the_language_of_the_letter(live: None) -> None:
    hungarian = made({"type": "bench", "value": "benches"})
    english = made({"type": "bench", "value": "benches"}, language="en")

    assert "Padok" in hungarian.html
    assert "Padok: 1234 [1]" in hungarian.plain
    assert "Benches" in english.html
    assert "<b>ma</b>" not in hungarian.html


def test_live_block_that_is_gone_leaves_nothing(live: None) -> None:
    rendering = made({"type": "bench", "value": "tables"}, {"type": "text", "text": "Marad."})

    assert "Padok" not in rendering.html
    assert "Marad." in rendering.plain


def test_picture_stands_by_an_absolute_address_with_its_words() -> None:
    by = UserFactory()
    picture = store_picture(title="Pad", alt="Pad", file=picture_file(), by=by, at=timezone.now())

    rendering = made({"type": "picture", "image": str(picture.pk), "alt": 'Új "pad"', "caption": "A pad"})

    assert f'src="{SITE}/outreach/newsletter/pictures/{picture.pk}/"' in rendering.html
    assert 'alt="Új &quot;pad&quot;"' in rendering.html
    assert "A pad" in rendering.plain


def test_personal_words_are_escaped_in_html_and_stay_one_line() -> None:
    rendering = made({"type": "text", "text": "Kedves {név}!"})
    reader = Personal("<b>Éva</b>\r\nX", "eva@pelda.hu", f"{SITE}/u/1", f"{SITE}/m/1?a=1&b=2", "hu")

    html, plain = reader.in_html(rendering.html), reader.in_plain(rendering.plain)

    assert "Kedves &lt;b&gt;Éva&lt;/b&gt; X!" in html
    assert "Kedves <b>Éva</b> X!" in plain
    assert "?a=1&amp;b=2" in html
    assert "@@MH-" not in html + plain


def test_reader_without_a_name_is_greeted_as_reader() -> None:
    rendering = made({"type": "text", "text": "Kedves {név}!"})

    plain = Personal.nobody(language="hu", base_url=SITE).in_plain(rendering.plain)

    assert "Kedves Olvasónk!" in plain


def test_words_alone_have_neither_subject_nor_foot() -> None:
    text = letter({"type": "text", "text": "Csak ez."})

    assert words_of(text, base_url=SITE) == "Csak ez."


def test_unknown_kind_and_too_long_words_are_refused() -> None:
    with pytest.raises(BlocksRefused):
        cleaned([{"type": "script"}])
    with pytest.raises(BlocksRefused):
        cleaned([{"type": "heading", "text": "a" * 151}])
    with pytest.raises(BlocksRefused):
        cleaned([{"type": "divider"}] * 61)


def test_block_keeps_its_identity_and_known_fields_only() -> None:
    [first, second] = cleaned(
        [{"id": "a1", "type": "heading", "text": " Cím\n x ", "evil": "1"}, {"id": "a1", "type": "divider"}]
    )

    assert first == {"id": "a1", "type": "heading", "text": "Cím x"}
    assert second["id"] != "a1"


def test_blocks_move_and_go() -> None:
    blocks = cleaned([{"id": name, "type": "divider"} for name in "abc"])

    assert [one["id"] for one in moved(blocks, 0, 1)] == ["b", "a", "c"]
    assert moved(blocks, 0, -1) == blocks
    assert [one["id"] for one in without(blocks, 1)] == ["a", "c"]
