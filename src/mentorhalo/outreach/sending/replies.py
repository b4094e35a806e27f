"""What the mail server answered, and what that means for the letter, the address or the whole sending."""

import re
from dataclasses import dataclass
from enum import Enum

LONGEST_TOLD = 300

_ENHANCED = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})\b")
_ADDRESS_CODES = frozenset({"501", "550", "551", "552", "553", "555"})
_SENDER_DETAILS = frozenset(
    {"1.7", "1.8", "1.9"}
)  # RFC 3463 and 7505: something about the *sender's* address


class Verdict(Enum):
    SENT = "sent"
    DEFERRED = "deferred"  # this address, for now
    REFUSED = "refused"  # this address, for good
    DOUBTFUL = "doubtful"  # refused for good, and the cause may be the address, the letter or us
    RELAY_BUSY = "relay_busy"  # nothing goes for now
    RELAY_REFUSES = "relay_refuses"  # nothing of ours will go until somebody changes something
    UNCERTAIN = "uncertain"  # handed over, and no answer came


class Stage(Enum):
    """Which command was answered."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Reply:
    code: int
    text: str

    @property
    def is_positive(self) -> bool:
        return self.code < 400

    def __str__(self) -> str:
        told = "".join(sign if sign.isprintable() else " " for sign in f"{self.code} {self.text}")
        return " ".join(told.split())[:LONGEST_TOLD]


@dataclass(frozen=True, slots=True)
class Result:
    verdict: Verdict
    told: str = ""
    code: str = ""  # RFC 3463, "5.1.1", where the server gave one


SENT = Result(Verdict.SENT)


def judged(reply: Reply, stage: Stage) -> Result:
    """What a negative reply at a stage means."""
    return Result(_verdict(reply, stage), str(reply), enhanced_code(reply.text))


def enhanced_code(text: str) -> str:
    found = _ENHANCED.match(text)
    return found.group(0) if found else ""


def _verdict(reply: Reply, stage: Stage) -> Verdict:
    if reply.code == 421:
        return Verdict.RELAY_BUSY
    if reply.code < 500:
        return Verdict.RELAY_BUSY if stage is Stage.SENDER else Verdict.DEFERRED
    if stage is Stage.SENDER or reply.code in (530, 535):
        return Verdict.RELAY_REFUSES
    if stage is Stage.RECIPIENT and _is_about_the_address(reply):
        return Verdict.REFUSED
    return Verdict.DOUBTFUL


def _is_about_the_address(reply: Reply) -> bool:
    found = _ENHANCED.match(reply.text)
    if found is None:
        return str(reply.code) in _ADDRESS_CODES
    subject, detail = found.group(2), found.group(3)
    return subject in ("1", "2") and f"{subject}.{detail}" not in _SENDER_DETAILS
