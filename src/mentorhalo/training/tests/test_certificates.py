"""The certificate: signed so that another program verifies it, refused after one changed byte, told without a name, revoked."""

import copy
import json
import re
import shutil
import subprocess
import zlib

import pytest
from django.urls import reverse

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.papers import PaperRefused, as_pdf
from mentorhalo.training import actions
from mentorhalo.training.actions import TrainingRefused
from mentorhalo.training.credentials import is_genuine
from mentorhalo.training.facts import facts_of_certificate
from mentorhalo.training.views import public

from . import factories
from .factories import NOW
from .test_courses import assert_journal_agrees

pytestmark = pytest.mark.django_db

# Another language, another library, its own canonical JSON and base58: `eddsa-jcs-2022` as the W3C writes it.
VERIFIER = r"""
const crypto = require("node:crypto");
const { credential, profile } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const jcs = (v) => Array.isArray(v) ? "[" + v.map(jcs).join(",") + "]"
  : v && typeof v === "object" ? "{" + Object.keys(v).sort().map((k) => JSON.stringify(k) + ":" + jcs(v[k])).join(",") + "}"
  : JSON.stringify(v);
const base58 = (text) => {
  const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let n = 0n;
  for (const c of text) n = n * 58n + BigInt(letters.indexOf(c));
  const hex = n.toString(16);
  const zeros = text.match(/^1*/)[0].length;
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? "0" + hex : hex, "hex")]);
};
const { proof, ...document } = credential;
const { proofValue, ...options } = proof;
const method = profile.assertionMethod.find((m) => m.id === proof.verificationMethod);
const raw = base58(method.publicKeyMultibase.slice(1)).subarray(2);
const key = crypto.createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
const sha = (v) => crypto.createHash("sha256").update(jcs(v)).digest();
const good = crypto.verify(null, Buffer.concat([sha(options), sha(document)]), key, base58(proofValue.slice(1)));
process.stdout.write(good && proof.cryptosuite === "eddsa-jcs-2022" ? "good" : "bad");
"""


def verdict(credential, profile):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    said = json.dumps({"credential": credential, "profile": profile})
    return subprocess.run(
        [node, "-e", VERIFIER], input=said, capture_output=True, text=True, check=True
    ).stdout


def test_another_program_verifies_the_badge_and_refuses_one_changed_byte(client):
    office, mentor = holder(Role.OFFICE), holder(Role.MENTOR)
    certificate = factories.certified(by=office, user=mentor)
    client.force_login(mentor)
    credential = client.get(reverse("training:credential", args=[certificate.enrolment_id])).json()
    profile = client.get(reverse("training:issuer", args=[certificate.course_id])).json()
    forged = copy.deepcopy(credential)
    forged["credentialSubject"]["creditsEarned"] = 121
    key = certificate.course.keys.get()

    assert credential == certificate.credential
    assert verdict(credential, profile) == "good"
    assert verdict(forged, profile) == "bad"
    assert (is_genuine(credential, key), is_genuine(forged, key)) == (True, False)

    assert credential["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert credential["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert credential["issuer"]["id"] == profile["id"]
    assert credential["credentialSubject"]["achievement"]["criteria"]["narrative"]
    said = json.dumps(credential, ensure_ascii=False)
    assert mentor.email not in said
    assert mentor.name not in said

    actions.renew_key(course=certificate.course, by=office, at=NOW)  # what the old key signed stays good
    profile = client.get(reverse("training:issuer", args=[certificate.course_id])).json()
    assert len(profile["assertionMethod"]) == 2
    assert verdict(credential, profile) == "good"


def test_verification_names_nobody_who_did_not_agree_and_tells_of_revocation(client):
    office, mentor = holder(Role.OFFICE), holder(Role.MENTOR)
    certificate = factories.certified(by=office, user=mentor)
    address = reverse("training:certificate_state", args=[certificate.number])

    looked_up = client.get(reverse("training:verify"), {"number": f" {certificate.number.upper()} "})
    assert looked_up.url == address
    assert mentor.name not in client.get(address).content.decode()
    assert client.get(reverse("training:certificate_state", args=["kfm-1999-0001"])).status_code == 404

    client.force_login(mentor)
    client.post(reverse("training:name", args=[certificate.enrolment_id]), {"shown": "yes"})
    client.logout()
    assert mentor.name in client.get(address).content.decode()

    with pytest.raises(TrainingRefused):
        actions.revoke_certificate(certificate=certificate, reason=" ", by=office, at=NOW)
    actions.revoke_certificate(certificate=certificate, reason="Téves óraszám.", by=office, at=NOW)
    certificate.refresh_from_db()
    assert "Téves óraszám." in client.get(address).content.decode()
    revoked = client.get(reverse("training:revocations", args=[certificate.course_id])).json()
    assert [one["id"] for one in revoked["revokedCredential"]] == [certificate.credential["id"]]
    assert facts_of_certificate(certificate) == []
    client.force_login(mentor)
    assert client.get(reverse("training:certificate", args=[certificate.enrolment_id])).status_code == 404

    again = actions.issue_certificate(enrolment=certificate.enrolment, by=office, at=NOW)
    assert again.number.endswith("-0002")
    assert again == actions.issue_certificate(enrolment=certificate.enrolment, by=office, at=NOW)
    own = client.get(reverse("training:own", args=[certificate.enrolment_id]))
    assert (own.context["certificate"], own.context["may_certify"]) == (again, False)
    assert_journal_agrees()


def test_numbers_are_not_looked_up_without_end(client, monkeypatch):
    monkeypatch.setattr(public, "LOOKED_UP_AN_HOUR", 1)
    answers = [client.get(reverse("training:verify"), {"number": "kfm-1999-0001"}) for _number in range(2)]
    assert [one.status_code for one in answers] == [200, 429]


def test_certificate_is_a_tagged_and_titled_pdf(client):
    try:
        as_pdf("core/paper.html", {})
    except PaperRefused as refusal:
        pytest.skip(str(refusal))
    mentor = holder(Role.MENTOR)
    certificate = factories.certified(by=holder(Role.OFFICE), user=mentor)
    client.force_login(mentor)

    pdf = client.get(reverse("training:certificate", args=[certificate.enrolment_id])).content

    parts = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    packed = [part.strip(b"\r\n") for part in parts if b"\x78" in part[:2]]
    whole = pdf + b"".join(zlib.decompress(part) for part in packed)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in whole
    assert certificate.number.encode("utf-16-be").hex() in whole.decode("latin-1").lower() or (
        certificate.number.encode() in whole
    )
