"""Codes that people write down, dictate and type: for links of invitation, and for going on elsewhere."""

import secrets

from mentorhalo.core.throttle import keyed_hash

# Without what looks like something else: 30 letters and digits, so 12 of them are guessed in 10^17 tries.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12
GROUP = 4


def new_code(length: int = LENGTH) -> str:
    return "".join(secrets.choice(LETTERS) for _at in range(length))


def plain(code: str) -> str:
    """As it was made, however it was typed."""
    return "".join(letter for letter in code.upper() if letter in LETTERS)


def shown(code: str) -> str:
    """In groups, for reading aloud."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def hash_of(code: str) -> str:
    return keyed_hash(plain(code))
