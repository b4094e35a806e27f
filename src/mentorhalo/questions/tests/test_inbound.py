"""A reply's own words, as Outlook, Gmail, Thunderbird, Apple Mail and telephones send them, in Hungarian and English."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import uuid4

import pytest

from mentorhalo.questions.inbound import own_words, read_reply, text_of_html
from mentorhalo.questions.mail_tokens import question_of, token_of

OWN = "Kedves Kolléga!\n\nAz első lépés a bejárás.\n\nÜdvözlettel:\nKiss Éva"
MARK = "----- Válaszát e fölé a sor fölé írja. -----"


@pytest.mark.parametrize(
    "quoted",
    [
        pytest.param(
            "Mentorháló <answer+x@halo.hu> ezt írta (időpont: 2026. nov. 23., H, 9:15):\n\n> Kérdés\n> szövege",
            id="gmail hu",
        ),
        pytest.param(
            "Mentorháló <answer+hosszucim-hosszucim@mentorhalo.example.hu> ezt írta (időpont:\n2026. nov. 23., H, 9:15):\n\n> Kérdés",
            id="gmail hu, two lines",
        ),
        pytest.param(
            "On Mon, Nov 23, 2026 at 9:15 AM Mentorháló <answer+x@halo.hu> wrote:\n\n> Kérdés", id="gmail en"
        ),
        pytest.param(
            "On Mon, Nov 23, 2026 at 9:15 AM Mentorháló <answer+hosszucim@halo.hu>\nwrote:\n\n> Kérdés\n>\n> szövege",
            id="gmail en, two lines",
        ),
        pytest.param("2026. 11. 23. 9:15 keltezéssel, Mentorháló írta:\n> Kérdés", id="thunderbird hu"),
        pytest.param("On 11/23/2026 9:15 AM, Mentorháló wrote:\n> Kérdés\n> szövege", id="thunderbird en"),
        pytest.param("2026-11-23 09:15 időpontban Mentorháló ezt írta:\n> Kérdés", id="webmail hu"),
        pytest.param("On 23 Nov 2026, at 09:15, Mentorháló <x@halo.hu> wrote:\n\n> Kérdés", id="apple en"),
        pytest.param("Mentorháló <x@halo.hu> írta (2026. 11. 23. 9:15):\n\n> Kérdés", id="apple hu"),
        pytest.param(
            "________________________________\nFeladó: Mentorháló <x@halo.hu>\nElküldve: 2026. november 23., hétfő 9:15\n"
            "Címzett: Kiss Éva\nTárgy: Kérdés\n\nA kérdés szövege nem jelölve.",
            id="outlook web hu",
        ),
        pytest.param(
            "From: Mentorháló <x@halo.hu>\nSent: Monday, November 23, 2026 9:15 AM\nTo: Kiss Éva\nSubject: Kérdés\n\nA kérdés szövege.",
            id="outlook en",
        ),
        pytest.param(
            "*Feladó:* Mentorháló <x@halo.hu>\n*Dátum:* 2026. november 23.\n*Tárgy:* Kérdés\n\nA kérdés szövege.",
            id="outlook hu, bold",
        ),
        pytest.param(
            "-----Original Message-----\nFrom: Mentorháló\n\nA kérdés szövege.", id="old outlook en"
        ),
        pytest.param(
            "-----Eredeti üzenet-----\nFeladó: Mentorháló\n\nA kérdés szövege.", id="old outlook hu"
        ),
        pytest.param(f"> {MARK}\n> Kérdés", id="our own line, quoted"),
        pytest.param(f"{MARK}\nKérdés szövege nem jelölve.", id="our own line, bare"),
        pytest.param(
            f"On 11/23/2026 9:15 AM, Mentorháló wrote:\n\n{MARK}\nKérdés", id="our line under a heading"
        ),
    ],
)
def test_quoted_letter_is_cut(quoted: str) -> None:
    assert own_words(f"{OWN}\n\n{quoted}") == OWN


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nKiss Éva\nfőelőadó",
        "Sent from my iPhone",
        "Elküldve az iPhone-omról",
        "Get Outlook for Android",
        "Az Outlook letöltése iOS rendszerre",
    ],
)
def test_signature_is_cut(signature: str) -> None:
    assert own_words(f"{OWN}\n\n{signature}\n") == OWN


def test_answers_under_quoted_lines_are_kept() -> None:
    text = "Lásd lejjebb.\n\nOn 11/23/2026 9:15 AM, Mentorháló wrote:\n> Első kérdés?\n\nIgen.\n\n> Második?\n\nNem.\n"

    assert own_words(text) == "Lásd lejjebb.\n\n\nIgen.\n\n\nNem."


def test_answer_below_the_quoted_letter_is_kept() -> None:
    assert (
        own_words("2026. 11. 23. 9:15 keltezéssel, Mentorháló írta:\n> Kérdés\n\nAz első lépés.")
        == "Az első lépés."
    )


def test_sentence_that_tells_who_wrote_is_not_a_heading() -> None:
    text = "A jegyző azt mondta.\nA polgármester pedig írta:\nmenjünk."

    assert own_words(text) == text


def test_windows_line_ends_and_empty_text() -> None:
    assert own_words("Első.\r\n\r\nMásodik.\r\n") == "Első.\n\nMásodik."
    assert own_words("> csak idézet\n> semmi más") == ""
    assert own_words("") == ""


def test_html_is_turned_to_text() -> None:
    html = (
        "<html><head><style>p{color:red}</style></head><body><p>Kedves <b>Anna</b>!</p><p>Igen,<br>lehet &amp; kell.</p>"
        "<ul><li>egy</li><li>kettő</li></ul><script>alert(1)</script></body></html>"
    )

    assert text_of_html(html) == "Kedves Anna!\n\nIgen,\nlehet & kell.\n\n- egy\n- kettő"


@pytest.mark.parametrize(
    "html",
    [
        (
            '<div dir="ltr">Az első lépés.</div><br><div class="gmail_quote"><div class="gmail_attr">Mentorháló &lt;<a href="x">x@halo.hu</a>&gt; '
            "ezt írta (időpont: 2026. nov. 23., H, 9:15):<br></div><blockquote><div>Kérdés<br>szövege</div></blockquote></div>"
        ),
        (
            '<p class="MsoNormal">Az első lépés.</p><div style="border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Mentorháló<br><b>Sent:</b> Monday<br>'
            "<b>To:</b> Éva<br><b>Subject:</b> Kérdés</p></div><p>A kérdés szövege.</p>"
        ),
        (
            '<p>Az első lépés.</p><div class="moz-cite-prefix">2026. 11. 23. 9:15 keltezéssel, Mentorháló írta:<br></div>'
            '<blockquote type="cite"><pre>Kérdés</pre></blockquote>'
        ),
    ],
    ids=["gmail", "outlook", "thunderbird"],
)
def test_html_only_reply_of_each_program(html: str) -> None:
    message = EmailMessage()
    message["From"] = "Kiss Éva <Kiss.Eva@Pelda.hu>"
    message["Message-ID"] = "<1@pelda.hu>"
    message.set_content(html, subtype="html")

    reply = read_reply(message)

    assert (reply.text, reply.sender, reply.message_id) == (
        "Az első lépés.",
        "kiss.eva@pelda.hu",
        "<1@pelda.hu>",
    )


def test_attachments_are_named_and_not_read() -> None:
    message = EmailMessage()
    message["From"] = "eva@pelda.hu"
    message.set_content("Csatoltam.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="útmutató.pdf")

    reply = read_reply(message)

    assert (reply.text, reply.attachments) == ("Csatoltam.", ("útmutató.pdf",))


def test_unknown_letters_and_broken_mail_do_no_harm() -> None:
    raw = b"From: x\r\nContent-Type: text/plain; charset=no-such\r\n\r\nsz\xc3\xa9p \xff"

    assert read_reply(message_from_bytes(raw, policy=policy.default)).text == "szép \ufffd"


def test_token_names_its_question_and_cannot_be_forged() -> None:
    question = uuid4()
    token = token_of("answer", question)

    assert question_of("answer", token) == question
    assert question_of("answer", token.upper()) == question
    assert question_of("ask", token) is None
    assert question_of("answer", token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert question_of("answer", "") is None
    assert question_of("answer", "é" * 48) is None
    assert len(token) == 48


def test_what_no_database_keeps_is_left_out():
    message = EmailMessage()
    message.set_content("Igen\x00, lehet.", cte="base64")

    assert read_reply(message).text == "Igen, lehet."
