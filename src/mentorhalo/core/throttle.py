"""How often one network address, or one mailbox, may ask for something; kept in the cache, under a hash that says nothing."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT = "mentorhalo.throttle"
COUNTERS = "counters"  # the cache that nothing else fills


def keyed_hash(text: str) -> str:
    """A hash only this installation can make: the same text gives the same one, and nobody reads the text from it."""
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()


def network_of(request: HttpRequest) -> str:
    """The keyed hash of the address a request comes from: an IPv4 address, or the /64 net of an IPv6 one."""
    written = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(written)
    except ValueError:
        return keyed_hash(written)
    if not isinstance(address, IPv6Address):
        return keyed_hash(str(address))
    return keyed_hash(str(address.ipv4_mapped or ip_network((address, 64), strict=False)))


def is_within(what: str, whose: str, *, most: int, seconds: int) -> bool:
    """Count this deed; whether it is still one of the `most` that `whose` may do in `seconds`. Counting begins with the first."""
    key = _key(what, whose)
    counters = caches[COUNTERS]
    counters.add(key, 0, seconds)
    try:
        return int(counters.incr(key)) <= most
    except ValueError:  # it ran out between the two
        return True


def is_used_up(what: str, whose: str, *, most: int) -> bool:
    """Whether `most` deeds were counted already; this asks only."""
    return int(caches[COUNTERS].get(_key(what, whose), 0)) >= most


def _key(what: str, whose: str) -> str:
    return f"throttle:{what}:{keyed_hash(whose)}"
