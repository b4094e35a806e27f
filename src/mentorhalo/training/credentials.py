"""Open Badges 3.0: the credential of a certificate, signed with the course's key as `eddsa-jcs-2022` (W3C Data Integrity).

What is signed is canonical JSON (RFC 8785); ours holds text and whole numbers alone, for which sorted keys without blanks are that form.
Identity is a salted hash of the learner's address or name: the credential names nobody to whom the holder does not show it.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.core.sealing import box_of

from .models import Certificate, Course, SigningKey

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SUITE = "eddsa-jcs-2022"
PURPOSE = "mentorhalo course key"
ED25519 = b"\xed\x01"  # multicodec: a public key of Ed25519
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_key(course: Course, at: datetime) -> SigningKey:
    """Not saved yet."""
    private = Ed25519PrivateKey.generate()
    sealed = box_of(PURPOSE, course.pk).encrypt(private.private_bytes_raw()).decode()
    public = multibase(ED25519 + private.public_key().public_bytes_raw())
    return SigningKey(course=course, public=public, sealed=sealed, made_at=at)


def credential_of(certificate: Certificate, key: SigningKey) -> dict[str, Any]:
    """The whole signed credential. `certificate` comes with course, enrolment and cohort."""
    course, enrolment = certificate.course, certificate.enrolment
    issuer = issuer_address(course)
    outcomes = certificate.enrolment.cohort.version.modules.values_list("title", flat=True)
    salt = certificate.pk.hex
    credential: dict[str, Any] = {
        "@context": CONTEXTS,
        "id": f"urn:uuid:{certificate.pk}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": course.title,
        "issuer": {
            "id": issuer,
            "type": ["Profile"],
            "name": course.programme.name,
            "url": settings.SITE_URL,
        },
        "validFrom": _moment(certificate.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "emailAddress" if enrolment.email else "name",
                    "hashed": True,
                    "salt": salt,
                    "identityHash": identity_hash(enrolment.email or certificate.name, salt),
                }
            ],
            "achievement": {
                "id": f"{issuer}#achievement",
                "type": ["Achievement"],
                "achievementType": "Certificate",
                "name": course.title,
                "description": course.summary,
                "criteria": {"narrative": _criteria(certificate, list(outcomes))},
                "creditsAvailable": certificate.met["rule"]["hours"],
            },
            "creditsEarned": certificate.met["hours"],
        },
        "credentialStatus": {
            "id": f"{settings.SITE_URL}{_address('training:revocations', course)}",
            "type": "1EdTechRevocationList",
        },
        "evidence": [
            {
                "id": f"{settings.SITE_URL}{_in_default('training:certificate_state', certificate.number)}",
                "type": ["Evidence"],
                "name": certificate.number,
            }
        ],
    }
    return signed(credential, key, at=certificate.issued_at)


def signed(document: dict[str, Any], key: SigningKey, *, at: datetime) -> dict[str, Any]:
    """The document with its proof."""
    options = {
        "@context": document["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": _moment(at),
        "verificationMethod": method_address(key),
        "proofPurpose": "assertionMethod",
    }
    private = Ed25519PrivateKey.from_private_bytes(
        box_of(PURPOSE, key.course_id).decrypt(key.sealed.encode())
    )
    return {
        **document,
        "proof": {**options, "proofValue": multibase(private.sign(_digest(document, options)))},
    }


def is_genuine(credential: dict[str, Any], key: SigningKey) -> bool:
    """Whether this key signed exactly this."""
    document = {name: value for name, value in credential.items() if name != "proof"}
    options = {name: value for name, value in credential["proof"].items() if name != "proofValue"}
    try:
        public = Ed25519PublicKey.from_public_bytes(from_multibase(key.public)[2:])
        public.verify(from_multibase(credential["proof"]["proofValue"]), _digest(document, options))
    except (InvalidSignature, ValueError):
        return False
    return True


def issuer_profile(course: Course) -> dict[str, Any]:
    """Who signs, with every public key there ever was. One query."""
    issuer = issuer_address(course)
    return {
        "@context": [*CONTEXTS, "https://w3id.org/security/multikey/v1"],
        "id": issuer,
        "type": ["Profile"],
        "name": course.programme.name,
        "url": settings.SITE_URL,
        "assertionMethod": [
            {
                "id": method_address(key),
                "type": "Multikey",
                "controller": issuer,
                "publicKeyMultibase": key.public,
            }
            for key in course.keys.all()
        ],
    }


def revocation_list(course: Course) -> dict[str, Any]:
    """By the ids of the credentials; names nobody. One query."""
    revoked = Certificate.objects.filter(course=course, revoked_at__isnull=False).order_by("serial")
    return {
        "id": f"{settings.SITE_URL}{_address('training:revocations', course)}",
        "issuer": issuer_address(course),
        "revokedCredential": [
            {"id": f"urn:uuid:{one.pk}", "revoked": True, "revocationReason": one.revoke_reason}
            for one in revoked
        ],
    }


def issuer_address(course: Course) -> str:
    return f"{settings.SITE_URL}{_address('training:issuer', course)}"


def method_address(key: SigningKey) -> str:
    return f"{settings.SITE_URL}{_in_default('training:issuer', key.course_id)}#{key.public}"


def identity_hash(identity: str, salt: str) -> str:
    return "sha256$" + hashlib.sha256(f"{identity}{salt}".encode()).hexdigest()


def canonical(value: Any) -> bytes:
    """RFC 8785 for text, whole numbers, truth values, lists and objects with plain names."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def multibase(content: bytes) -> str:
    """base58btc."""
    number, text = int.from_bytes(content), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + text


def from_multibase(text: str) -> bytes:
    """Raises `ValueError` for what is not base58btc."""
    if not text.startswith("z"):
        raise ValueError(text)
    number = 0
    for char in text[1:]:
        number = number * 58 + ALPHABET.index(char)
    zeros = len(text) - 1 - len(text[1:].lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def _digest(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    parts = (canonical(options), canonical(document))
    return b"".join(hashlib.sha256(part).digest() for part in parts)


def _criteria(certificate: Certificate, outcomes: list[str]) -> str:
    rule = certificate.met["rule"]
    words = (
        f"{rule['hours']} óra / hours; jelenlét / attendance ≥ {rule['least_attendance']}%; "
        f"vizsga / exam ≥ {rule['least_exam']}%; portfólió / portfolio ≥ {rule['least_portfolio']}%."
    )
    return f"{words}\n" + "\n".join(outcomes)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _address(name: str, course: Course) -> str:
    return _in_default(name, course.pk)


def _in_default(name: str, argument: Any) -> str:
    """Signed addresses must not depend on who reads: those of the first language."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=[argument])
