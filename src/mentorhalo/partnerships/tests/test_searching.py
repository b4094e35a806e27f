"""Partnerships in the search: found by title and party, by those alone who may read them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import SearchEntry
from mentorhalo.core.registry import registry
from mentorhalo.core.search import index_whole, search, tokens_of
from mentorhalo.partners.tests.factories import CommunityFactory, OrganisationFactory
from mentorhalo.partnerships import actions
from mentorhalo.partnerships.choices import SEARCH_KIND

from .factories import AT, opened

pytestmark = pytest.mark.django_db


def found(words, user):
    return [hit.title for hit in search(words, tokens=tokens_of(user)).hits]


def test_network_finds_a_partnership_by_its_title_and_its_parties_and_the_public_does_not():
    opened(parties=[OrganisationFactory(name="Kerek Könyvtár"), CommunityFactory(name="Pörge Táncosok")])
    index_whole(registry.search[SEARCH_KIND], at=timezone.now())

    for words in ("kórus könyvtár", "pörge"):
        assert "A kórus és a könyvtár" in found(words, holder(Role.MENTOR))
        assert "A kórus és a könyvtár" not in found(words, AnonymousUser())
        assert "A kórus és a könyvtár" not in found(words, holder(Role.REPRESENTATIVE))


def test_search_hears_of_what_is_said_otherwise(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        partnership = opened()
    with django_capture_on_commit_callbacks(execute=True):
        actions.end_partnership(
            partnership=partnership,
            ends_on=AT.date(),
            reason="Elköltöztek.",
            by=partnership.created_by,
            at=AT,
        )

    entries = SearchEntry.objects.filter(kind=SEARCH_KIND)
    assert [one.record for one in entries] == [str(partnership.pk)]
