from django.test import RequestFactory

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
