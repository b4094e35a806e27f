"""Addresses that carry a token: made for our letters, found again in what comes back."""

import re
import secrets
from collections.abc import Iterable

from django.conf import settings

# Mail servers may write an address small; a local part holds 64 characters.
_PREFIX = re.compile(r"[a-z0-9]{1,12}")
_TOKEN = re.compile(r"[a-z0-9_-]{1,48}")


def new_token() -> str:
    """What nobody guesses and no mail server changes: 128 bits in lower case."""
    return secrets.token_hex(16)


def reply_address(prefix: str, token: str) -> str:
    """The address whose mail the handler of `prefix` gets; "" where no mailbox is set, so nobody can be told one.

    `prefix+token@MAIL_DOMAIN` where a whole domain is ours, else `name+prefix-token@…` of the one address `MAIL_ADDRESS`.
    """
    if not _PREFIX.fullmatch(prefix) or not _TOKEN.fullmatch(token):
        raise ValueError(f"No address can be made of prefix {prefix!r} and this token: use lower case.")
    if settings.MAIL_DOMAIN:
        return f"{prefix}+{token}@{settings.MAIL_DOMAIN}"
    if settings.MAIL_ADDRESS:
        local, _, domain = settings.MAIL_ADDRESS.rpartition("@")
        return f"{local}+{prefix}-{token}@{domain}"
    return ""


def find_tokens(addresses: Iterable[str]) -> list[tuple[str, str]]:
    """(prefix, token) of those addresses that `reply_address` made; each once, in their order."""
    found: dict[tuple[str, str], None] = {}
    for address in addresses:
        local, _, domain = address.strip().lower().rpartition("@")
        if settings.MAIL_DOMAIN and domain == settings.MAIL_DOMAIN.lower():
            prefix, _, token = local.partition("+")
        elif settings.MAIL_ADDRESS and _is_ours(local, domain):
            prefix, _, token = local.rpartition("+")[2].partition("-")
        else:
            continue
        if _PREFIX.fullmatch(prefix) and _TOKEN.fullmatch(token):
            found[prefix, token] = None
    return list(found)


def _is_ours(local: str, domain: str) -> bool:
    own, _, own_domain = settings.MAIL_ADDRESS.lower().rpartition("@")
    return domain == own_domain and local.rpartition("+")[0] == own
