"""What a phone signs in with: a name and a passphrase, or the token in its address. Neither is kept as it is."""

from hashlib import md5

from mentorhalo.core.throttle import keyed_hash

REALM = "Mentorhalo"  # part of what is kept: with another one nobody could sign in


def ha1_of(code: str, passphrase: str) -> str:
    """What HTTP Digest needs to know of a passphrase."""
    return md5(f"{code}:{REALM}:{passphrase}".encode(), usedforsecurity=False).hexdigest()


def token_hash_of(token: str) -> str:
    return keyed_hash(f"surveys.device:{token}")
