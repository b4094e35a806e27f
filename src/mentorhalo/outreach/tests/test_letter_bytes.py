"""Letters as bytes, read by parsers that are not ours, against the lists of what bulk mail owes."""

import time
from base64 import b64encode
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from urllib.parse import urlsplit

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorhalo.outreach.sending.dkim import Signer
from mentorhalo.outreach.sending.headers import ListLinks, Sender, fixed_headers
from mentorhalo.outreach.sending.mime import Places, Reader, Template, envelope_address
from mentorhalo.outreach.sending.pace import EVERYWHERE, Pace, paces, slots
from mentorhalo.outreach.sending.replies import Reply, Stage, Verdict, judged
from mentorhalo.outreach.sending.verp import delivery_of, token_of
from mentorhalo.outreach.sending.wire import stuffed

PLACES = Places("@@N@@", "@@A@@", "@@U@@", "@@M@@")
HTML = (
    "<p>Kedves @@N@@!</p>\n"
    + "<p>Árvíztűrő \t tükörfúrógép  </p>\n" * 30
    + ".\n<a href='@@U@@'>@@A@@</a>\n\n\n"
)
PLAIN = "Kedves @@N@@!\n\n.\n..\nFrom itt\n" + "x" * 3000 + "\n@@U@@ @@M@@   \n"
KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
PUBLIC = b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
)


def template(**fields: Any) -> Template:
    headers = fixed_headers(
        sender=Sender("Mentorháló", "hirlevel@pelda.hu"),
        reply_to="iroda@pelda.hu",
        subject="Hírek – ősz " + "ő" * 60,
        language="hu",
        list_name="A hálózat hírlevele",
        list_code="newsletter",
        site_url="https://pelda.hu",
        links=ListLinks("https://pelda.hu/s/", "https://pelda.hu/s/", "https://pelda.hu/a/"),
        feedback_id="1:newsletter:mentorhalo",
    )
    return Template(**{"headers": headers, "plain": PLAIN, "html": HTML, "places": PLACES, **fields})


def reader(name: str = "Kovács Őrs") -> Reader:
    token = token_of(7)
    return Reader(
        name=name,
        address="ors@pelda.hu",
        unsubscribe=f"https://pelda.hu/u/{token}/",
        unsubscribe_mail=f"leave+{token}@pelda.hu",
        message_id="7.abc@pelda.hu",
        greeting="Olvasónk",
        manage="https://pelda.hu/m/",
    )


def parsed(letter: bytes) -> EmailMessage:
    found = message_from_bytes(letter, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def signer() -> Signer:
    return Signer(domain="pelda.hu", selector="m1", key=PEM)


def is_signed(letter: bytes) -> bool:
    def key_in_dns(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"m1._domainkey.pelda.hu."
        return b"v=DKIM1; k=rsa; p=" + PUBLIC

    return bool(dkim.verify(letter, dnsfunc=key_in_dns))


def test_the_header_keeps_the_list_of_bulk_mail() -> None:
    letter = parsed(template().letter(reader(), now=time.time()))

    once = (
        "From To Reply-To Subject Date Message-ID MIME-Version Content-Type List-Id List-Help List-Archive "
        "List-Subscribe List-Unsubscribe List-Unsubscribe-Post Precedence Content-Language"
    )
    for name in once.split():
        assert len(letter.get_all(name, [])) == 1, name
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    addresses = [part.strip().strip("<>") for part in letter["List-Unsubscribe"].split(",")]
    assert [urlsplit(address).scheme for address in addresses] == ["https", "mailto"]
    assert str(letter["List-Id"]).endswith("<newsletter.pelda.hu>")
    assert letter["Precedence"] == "bulk"
    assert letter["Auto-Submitted"] is None
    assert letter["Subject"] == "Hírek – ősz " + "ő" * 60
    assert letter["Date"].datetime is not None


def test_lines_are_short_ascii_and_end_as_they_must() -> None:
    letter = template(signer=signer()).letter(reader("Ő" * 200), now=time.time())

    assert letter.isascii()
    assert b"\n" not in letter.replace(b"\r\n", b"")
    assert b"\r" not in letter.replace(b"\r\n", b"")
    assert max(map(len, letter.split(b"\r\n"))) <= 998
    assert max(map(len, letter.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78


def test_both_parts_say_what_was_written() -> None:
    letter = parsed(template().letter(reader(), now=time.time()))

    plain = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = letter.get_body(("html",)).get_content().replace("\r\n", "\n")
    address = f"https://pelda.hu/u/{token_of(7)}/"
    assert plain == PLAIN.replace("@@N@@", "Kovács Őrs").replace("@@U@@", address).replace(
        "@@M@@", "https://pelda.hu/m/"
    )
    assert html == HTML.replace("@@N@@", "Kovács Őrs").replace("@@U@@", address).replace(
        "@@A@@", "ors@pelda.hu"
    )


def test_a_reader_without_a_name_is_greeted_all_the_same() -> None:
    letter = parsed(template().letter(reader(" "), now=time.time()))

    assert letter.get_body(("plain",)).get_content().startswith("Kedves Olvasónk!")
    assert letter["To"] == "ors@pelda.hu"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_no_name_breaks_out_of_its_place(name: str) -> None:
    made = template(signer=signer()).letter(reader(name), now=time.time())
    letter = parsed(made)

    usual = {key.lower() for key in parsed(template(signer=signer()).letter(reader(), now=time.time()))}
    assert {key.lower() for key in letter} == usual
    assert len(letter.keys()) == len(usual)
    assert [one.addr_spec for one in letter["To"].addresses] == ["ors@pelda.hu"]
    html = letter.get_body(("html",)).get_content()
    assert html.partition("</p>")[0].count("<") == 1
    assert is_signed(made)


def test_an_independent_program_confirms_every_readers_signature() -> None:
    made = template(signer=signer())

    for name in ("Kovács Őrs", "", "  a \t b ", "Q=20=", ". pont"):
        letter = made.letter(reader(name), now=time.time())
        assert is_signed(letter)
        covered = letter.partition(b"h=")[2].partition(b";")[0]
        assert b"list-unsubscribe:list-unsubscribe-post" in covered
    assert not is_signed(letter.replace(b"One-Click", b"Two-Click"))
    assert not is_signed(letter.replace(b"Kedves", b"Nemkedves"))


def test_a_weak_or_wrong_key_stops_the_start() -> None:
    weak = rsa.generate_private_key(65537, 1024).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

    for key in (weak, b"no key"):
        with pytest.raises(ImproperlyConfigured):
            Signer(domain="pelda.hu", selector="m1", key=key)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a.b+c@pelda.hu", "a.b+c@pelda.hu"),
        ("a@őrség.hu", "a@xn--rsg-8la6r.hu"),
        ("a@b@pelda.hu", None),
        ("a b@pelda.hu", None),
        ("a>\r\nRCPT TO:<x@y.hu", None),
        ("őr@pelda.hu", None),
        ("a@pelda..hu", None),
        ("", None),
    ],
)
def test_only_what_is_an_address_gets_into_the_envelope(address: str, expected: str | None) -> None:
    if expected is not None and "xn--" in expected:
        expected = f"a@{address.partition('@')[2].encode('idna').decode()}"
    assert envelope_address(address) == expected


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60))
def test_dots_are_stuffed_and_nothing_else_changes(data: bytes) -> None:
    data = data.replace(b"\n", b"\r\n.")
    sent = stuffed(data)

    assert b"\r\n.\r\n" not in sent + b"x"
    back = sent.replace(b"\r\n..", b"\r\n.")
    assert (back[1:] if sent.startswith(b"..") else back) == data


@settings(deadline=None, max_examples=60)
@given(st.integers(min_value=1, max_value=2**62))
def test_tokens_lead_back_and_cannot_be_made_up(number: int) -> None:
    token = token_of(number)

    assert delivery_of(token) == number
    assert token == token.lower()
    assert len(token) <= 48
    assert delivery_of(token_of(number + 1)[:24] + token[24:]) is None


@pytest.mark.parametrize(
    ("code", "text", "stage", "verdict"),
    [
        (550, "5.1.1 no such user", Stage.RECIPIENT, Verdict.REFUSED),
        (550, "no such user", Stage.RECIPIENT, Verdict.REFUSED),
        (550, "5.1.8 bad sender", Stage.RECIPIENT, Verdict.DOUBTFUL),
        (554, "5.7.1 relay access denied", Stage.RECIPIENT, Verdict.DOUBTFUL),
        (451, "4.7.1 greylisted", Stage.RECIPIENT, Verdict.DEFERRED),
        (421, "4.3.2 closing", Stage.RECIPIENT, Verdict.RELAY_BUSY),
        (451, "4.3.0 later", Stage.SENDER, Verdict.RELAY_BUSY),
        (550, "5.7.1 not you", Stage.SENDER, Verdict.RELAY_REFUSES),
        (530, "5.7.0 sign in first", Stage.RECIPIENT, Verdict.RELAY_REFUSES),
        (554, "5.6.0 looks like spam", Stage.CONTENT, Verdict.DOUBTFUL),
        (452, "4.2.2 mailbox full", Stage.CONTENT, Verdict.DEFERRED),
    ],
)
def test_what_an_answer_means(code: int, text: str, stage: Stage, verdict: Verdict) -> None:
    assert judged(Reply(code, text), stage).verdict is verdict


@pytest.mark.parametrize("setting", ["gmail.com=0/min", "gmail.com", "*=10/week", "a=1/s;b=2/s"])
def test_a_pace_that_cannot_be_read_stops_the_start(setting: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        paces(setting)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["gmail.com", "lassu.hu", "mas.hu", "egyeb.hu"]), min_size=1, max_size=120),
    st.integers(1, 50),
    st.integers(1, 80),
)
def test_no_window_ever_holds_more_than_its_pace(domains: list[str], own: int, common: int) -> None:
    limits = {"gmail.com": Pace(own, 60), EVERYWHERE: Pace(common, 60)}
    waiting = list(enumerate(domains))
    free_at: dict[str, float] = {}
    now, gone = 1000.0, []
    while waiting:
        found = slots(waiting, limits, free_at, now=now, horizon=2.0)
        taken = {slot.delivery for slot in found}
        gone += found
        waiting = [pair for pair in waiting if pair[0] not in taken]
        now += 2.0

    late = [(slot.until if slot.until and slot.delivery % 2 else slot.at, slot.domain) for slot in gone]
    for start, _domain in late:
        window = [domain for at, domain in late if start <= at < start + 60]
        assert len(window) <= common
        assert window.count("gmail.com") <= own
