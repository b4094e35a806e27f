"""What came back, read: reports of mail servers (RFC 3464), of readers who pressed “spam” (ARF, RFC 5965), and free prose.

Nothing here is trusted: a report is written by whoever wants to.
"""

import re
from dataclasses import dataclass
from email.message import EmailMessage, Message

from flufl.bounce import all_failures

from ..choices import BounceKind

LONGEST_TOLD = 300
# Permanent by their number, yet not by their cause: a full mailbox, a sick server, a filter. They may end.
PASSING = ("5.2.2", "5.3.", "5.7.")
FINAL_ACTIONS = {"failed": True, "delayed": False}

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_LEAVE_LINK = re.compile(r"/u/([0-9a-f]{25,40})/")


@dataclass(frozen=True)
class Report:
    """`is_final`: the letter did not arrive and will not. `token`: as read from the letter that is enclosed, if it is."""

    kind: BounceKind
    is_final: bool = True
    code: str = ""
    told: str = ""
    token: str = ""


def read_report(message: EmailMessage) -> Report | None:
    """None for what is no report of a failure: good news, an answer of somebody on holiday."""
    token = _enclosed_token(message)
    complaint = _part(message, "message/feedback-report")
    if complaint is not None:
        is_abuse = "abuse" in _text(complaint).lower().partition("feedback-type:")[2].partition("\n")[0]
        return Report(BounceKind.COMPLAINT, is_final=False, token=token) if is_abuse else None
    status = _part(message, "message/delivery-status")
    if status is not None:
        return _of_status(status, token)
    try:
        passing, lasting = all_failures(message)
    except Exception:
        # A collection of heuristics over hostile text: whatever it stumbles over, the report is unknown.
        passing, lasting = frozenset(), frozenset()
    if not passing and not lasting and str(message.get("Auto-Submitted", "")).startswith("auto-replied"):
        return None
    told = _one_line(str(message.get("Subject", "")))
    return Report(BounceKind.HARD if lasting else BounceKind.SOFT, told=told, token=token)


def kind_of(code: str) -> BounceKind:
    """Of an enhanced status code (RFC 3463)."""
    return BounceKind.HARD if code.startswith("5.") and not code.startswith(PASSING) else BounceKind.SOFT


def _of_status(status: Message, token: str) -> Report | None:
    """The worst of what the report says of its recipients; ours has one."""
    found: list[Report] = []
    for block in _blocks(status):
        action = _one_line(block.get("action", "")).lower()
        if action not in FINAL_ACTIONS:
            continue
        told = _one_line(block.get("diagnostic-code", "").partition(";")[2] or block.get("status", ""))
        code = next(iter(_STATUS.findall(block.get("status", ""))), "")
        kind = kind_of(code) if action == "failed" else BounceKind.SOFT
        found.append(Report(kind, FINAL_ACTIONS[action], code, told, token))
    return max(found, key=lambda report: (report.kind == BounceKind.HARD, report.is_final), default=None)


def _blocks(status: Message) -> list[dict[str, str]]:
    """Groups of fields, names in lower case; folded lines joined."""
    text = re.sub(r"\r?\n[ \t]+", " ", _text(status).replace("\r\n", "\n"))
    blocks = []
    for group in text.split("\n\n"):
        pairs = (line.partition(":") for line in group.split("\n") if ":" in line)
        blocks.append({name.strip().lower(): value.strip() for name, _colon, value in pairs})
    return blocks


def _part(message: Message, content_type: str) -> Message | None:
    return next((part for part in message.walk() if part.get_content_type() == content_type), None)


def _text(part: Message) -> str:
    """A part's text, however the parser took it: reports are parsed as lists of headers, or not at all."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n\n".join(
            "\n".join(f"{name}: {value}" for name, value in inner.raw_items())
            + ("\n" + str(inner.get_payload()) if isinstance(inner.get_payload(), str) else "")
            for inner in payload
            if isinstance(inner, Message)
        )
    decoded = part.get_payload(decode=True)
    return decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else str(payload)


def _enclosed_token(message: EmailMessage) -> str:
    """From the enclosed letter's List-Unsubscribe: the only thing of it that nobody else could have made up."""
    for part in message.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            inner = part.get_payload(0) if part.is_multipart() else None
            text = str(inner.get("List-Unsubscribe", "")) if isinstance(inner, Message) else _text(part)
            if found := _LEAVE_LINK.search(re.sub(r"\s", "", text)):
                return found.group(1)
    return ""


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_TOLD]
