from django.conf import settings
from django.core.cache import cache
from django.test import RequestFactory
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from mentorhalo.core.throttle import is_within, network_of


def test_the_third_deed_is_one_too_many_for_this_address_only() -> None:
    assert [is_within("ask", "one@example.org", most=2, seconds=60) for _ in range(3)] == [True, True, False]
    assert is_within("ask", "other@example.org", most=2, seconds=60)
    assert is_within("subscribe", "one@example.org", most=2, seconds=60)


def test_a_network_is_known_by_a_hash_and_an_ipv6_one_by_its_half(rf: RequestFactory) -> None:
    at_home = network_of(rf.get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6"))

    assert at_home == network_of(rf.get("/", REMOTE_ADDR="2001:db8:1:2:ffff::1"))
    assert at_home != network_of(rf.get("/", REMOTE_ADDR="2001:db8:1:3::1"))
    assert "2001" not in at_home


def test_a_network_is_the_same_however_its_addresses_are_written(rf: RequestFactory) -> None:
    assert network_of(rf.get("/", REMOTE_ADDR="2001:db8::1")) == network_of(
        rf.get("/", REMOTE_ADDR="2001:db8::2")
    )
    assert network_of(rf.get("/", REMOTE_ADDR="::ffff:192.0.2.1")) == network_of(
        rf.get("/", REMOTE_ADDR="192.0.2.1")
    )
    assert network_of(rf.get("/", REMOTE_ADDR="192.0.2.1")) != network_of(
        rf.get("/", REMOTE_ADDR="192.0.2.2")
    )


def test_visitors_behind_the_proxy_are_told_apart_and_nobody_else_is_believed() -> None:
    seen = []

    def app(environ: dict[str, str], _start: object) -> list[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    wrapped = wrap_wsgi_with_proxy_headers(app, trusted_hosts=settings.TRUSTED_PROXIES)
    for address in ("127.0.0.1", "192.0.2.9"):
        wrapped({"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": "203.0.113.5, 198.51.100.7"}, None)

    assert seen == ["198.51.100.7", "192.0.2.9"]


def test_a_flood_of_kept_pages_sets_no_counter_back() -> None:
    for _ in range(3):
        is_within("ask", "one@example.org", most=2, seconds=60)
    for number in range(2000):
        cache.set(f"page:{number}", "x")

    assert not is_within("ask", "one@example.org", most=2, seconds=60)
