"""Signing in: after a challenge by Digest or Basic, or by the token in the address (T1, T2)."""

from base64 import b64encode

import pytest
from django.core.signing import TimestampSigner

from mentorhalo.surveys.devices import token_hash_of
from mentorhalo.surveys.models import Interviewer, Submission
from mentorhalo.surveys.openrosa import digest, signin
from mentorhalo.surveys.tests.sendings import household_xml

from .clients import SPOKEN, Collect, Digest, Enketo, said_by
from .conftest import CODE, PASSPHRASE, TOKEN
from .wire import InProcess

LIST = "/openrosa/formList"


def test_stranger_is_challenged_and_learns_how_to_sign_in(interviewer: Interviewer) -> None:
    for scheme, remote, ways in (
        ("https", "192.0.2.7", ["Digest", "Basic"]),
        ("http", "192.0.2.7", ["Digest"]),
        ("http", "127.0.0.1", ["Digest", "Basic"]),
    ):
        heard = InProcess(scheme=scheme, remote=remote).ask("GET", LIST, SPOKEN)
        assert heard.status == 401
        assert [line.split()[0] for line in heard.all("www-authenticate")] == ways
        assert heard.header("X-OpenRosa-Version") == "1.0"
        assert said_by(heard) == "Jelentkezzen be a telefon nevével és jelmondatával!"


def test_every_address_below_challenges(interviewer: Interviewer) -> None:
    wire = InProcess()

    assert wire.ask("HEAD", "/openrosa/submission", SPOKEN).status == 401
    assert wire.ask("POST", "/openrosa/submission", SPOKEN, b"anything").status == 401
    assert wire.ask("GET", "/openrosa/forms/household/1.xml", SPOKEN).status == 401


def test_phone_signs_in_by_digest_and_goes_on_under_one_nonce(typed_in: Collect) -> None:
    assert len(typed_in.forms()) == 1
    assert typed_in.digest is not None
    nonce = typed_in.digest.challenge["nonce"]

    typed_in.download(typed_in.forms()[0])
    typed_in.send(household_xml())
    assert typed_in.digest.challenge["nonce"] == nonce
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(("name", "passphrase"), [(CODE, "wrong"), ("K9999", PASSPHRASE), ("", "")])
def test_wrong_name_or_passphrase_is_challenged_again(
    interviewer: Interviewer, name: str, passphrase: str
) -> None:
    wire = InProcess(scheme="https")
    collect = Collect(wire, digest=Digest(name, passphrase))
    basic = b64encode(f"{name}:{passphrase}".encode()).decode()

    assert collect.ask("GET", f"{collect.server}/formList").status == 401
    assert wire.ask("GET", LIST, {**SPOKEN, "Authorization": f"Basic {basic}"}).status == 401


def test_interviewer_without_a_sign_in_cannot_use_an_empty_one(interviewer: Interviewer) -> None:
    Interviewer.objects.update(device_ha1="", token_hash="")
    basic = b64encode(f"{CODE}:".encode()).decode()

    heard = InProcess(scheme="https").ask("GET", LIST, {**SPOKEN, "Authorization": f"Basic {basic}"})
    assert heard.status == 401
    assert InProcess().ask("GET", "/openrosa/key/x/formList", SPOKEN).status == 403


def test_old_nonce_is_stale_and_the_phone_goes_on_by_itself(
    typed_in: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed_in.forms()
    assert typed_in.digest is not None
    old = typed_in.digest.challenge["nonce"]
    monkeypatch.setattr(digest, "NONCE_SECONDS", -1)

    heard = typed_in.wire.ask("GET", LIST, {**SPOKEN, **typed_in.digest.header("GET", LIST)})
    assert heard.status == 401
    assert "stale=true" in heard.header("WWW-Authenticate")
    monkeypatch.undo()
    assert len(typed_in.forms()) == 1
    assert typed_in.digest.challenge["nonce"] == old


def test_nonce_that_is_not_ours_is_stale(typed_in: Collect) -> None:
    typed_in.forms()
    assert typed_in.digest is not None
    typed_in.digest.challenge["nonce"] = TimestampSigner(salt="another").sign("mine")

    heard = typed_in.wire.ask("GET", LIST, {**SPOKEN, **typed_in.digest.header("GET", LIST)})
    assert (heard.status, "stale=true" in heard.header("WWW-Authenticate")) == (401, True)


def test_what_was_overheard_cannot_be_said_again(typed_in: Collect) -> None:
    typed_in.forms()
    assert typed_in.digest is not None
    overheard = typed_in.digest.header("GET", LIST)

    first, second = (typed_in.wire.ask("GET", LIST, {**SPOKEN, **overheard}) for _time in range(2))
    assert (first.status, second.status) == (200, 401)
    assert "stale=true" in second.header("WWW-Authenticate")


def test_answer_for_one_address_opens_no_other(typed_in: Collect) -> None:
    typed_in.forms()
    assert typed_in.digest is not None
    for method, uri in (("GET", "/openrosa/submission"), ("POST", LIST), ("GET", f"{LIST}?formID=x")):
        heard = typed_in.wire.ask("GET", LIST, {**SPOKEN, **typed_in.digest.header(method, uri)})
        assert heard.status == 401


@pytest.mark.parametrize(
    "said",
    [
        "Digest",
        "Digest username",
        'Digest username="K0042"',
        "Basic !!!",
        "Basic w7Y=",
        "Bearer abc",
        'Digest username="K0042", realm="Mentorhalo", nonce="x", uri="/", response="y"',
    ],
)
def test_what_is_no_sign_in_is_challenged(interviewer: Interviewer, said: str) -> None:
    assert InProcess(scheme="https").ask("GET", LIST, {**SPOKEN, "Authorization": said}).status == 401


def test_basic_is_for_where_nobody_listens(interviewer: Interviewer) -> None:
    header = {"Authorization": f"Basic {b64encode(f'{CODE}:{PASSPHRASE}'.encode()).decode()}"}

    assert InProcess(scheme="https").ask("GET", LIST, {**SPOKEN, **header}).status == 200
    assert InProcess(remote="127.0.0.1").ask("GET", LIST, {**SPOKEN, **header}).status == 200
    assert InProcess().ask("GET", LIST, {**SPOKEN, **header}).status == 401


def test_token_in_the_address_is_carried_on(collect: Collect) -> None:
    (form,) = collect.forms()

    assert form["downloadUrl"] == f"http://testserver/openrosa/key/{TOKEN}/forms/household/1.xml"


def test_foreign_token_is_refused_without_a_challenge(interviewer: Interviewer) -> None:
    wire = InProcess()

    for method, address in (("GET", "formList"), ("HEAD", "submission"), ("POST", "submission")):
        heard = wire.ask(method, f"/openrosa/key/{'x' * 64}/{address}", SPOKEN)
        assert (heard.status, heard.all("www-authenticate")) == (403, [])


def test_renewed_token_ends_the_former_one(collect: Collect, interviewer: Interviewer) -> None:
    assert len(collect.forms()) == 1
    interviewer.token_hash = token_hash_of("another")
    interviewer.save()

    heard = collect.ask("GET", f"{collect.server}/formList")
    assert heard.status == 403
    assert said_by(heard) == "Ez a cím már nem érvényes: új QR-kód kell."


def test_guessing_a_passphrase_ends_soon(interviewer: Interviewer) -> None:
    wire, other = InProcess(scheme="https"), InProcess(scheme="https", remote="198.51.100.9")
    wrong = {"Authorization": f"Basic {b64encode(f'{CODE}:wrong'.encode()).decode()}"}
    right = {"Authorization": f"Basic {b64encode(f'{CODE}:{PASSPHRASE}'.encode()).decode()}"}

    heard = [wire.ask("GET", LIST, {**SPOKEN, **wrong}).status for _try in range(11)]
    assert heard == [401] * 10 + [429]
    assert wire.ask("GET", LIST, {**SPOKEN, **right}).status == 429
    assert other.ask("GET", LIST, {**SPOKEN, **right}).status == 200


def test_guessing_a_token_ends_soon(
    collect: Collect, interviewer: Interviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signin, "MOST_WRONG", 3)

    heard = [collect.wire.ask("GET", f"/openrosa/key/{n}/formList", SPOKEN).status for n in range(4)]
    assert heard == [403, 403, 403, 429]
    assert len(collect.forms()) == 1


def test_enketo_looks_signs_in_and_submits(enketo: Enketo) -> None:
    assert enketo.authenticate().status == 200
    assert enketo.authenticate("/openrosa/submission").status == 204
    assert enketo.submit(household_xml()).status == 201
    assert Submission.objects.count() == 1


def test_enketo_without_credentials_learns_that_it_needs_some(interviewer: Interviewer) -> None:
    enketo = Enketo(InProcess(scheme="https"))

    heard = enketo.authenticate("/openrosa/submission")
    assert heard.status == 401
    assert any(line.startswith("Basic ") for line in heard.all("www-authenticate"))
