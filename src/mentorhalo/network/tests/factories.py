"""The least network: a mentor, a county group of a programme, a mandate in it. Written past the actions: no facts."""

from datetime import UTC, date, datetime

import factory

from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.network.choices import ConsentScope
from mentorhalo.network.models import CountyGroup, Leadership, Mandate, Mentor, PublicConsent, Supervisor
from mentorhalo.programmes.models import Programme, ProgrammeCounty
from mentorhalo.territory.tests.factories import CountyFactory

STARTS_ON = date(2024, 1, 1)


class MentorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mentor

    name = factory.Sequence(lambda n: f"Mentor Mária {n}")
    name_sort = factory.LazyAttribute(lambda mentor: sort_key(mentor.name))
    name_search = factory.LazyAttribute(lambda mentor: fold(mentor.name))


class CountyGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CountyGroup

    programme = factory.SubFactory("mentorhalo.programmes.tests.factories.ProgrammeFactory")
    county = factory.SubFactory("mentorhalo.territory.tests.factories.CountyFactory")
    starts_on = STARTS_ON


class MandateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mandate

    mentor = factory.SubFactory(MentorFactory)
    group = factory.SubFactory(CountyGroupFactory)
    programme = factory.SelfAttribute("group.programme")
    starts_on = STARTS_ON
    end_reason = factory.LazyAttribute(lambda mandate: "term" if getattr(mandate, "ends_on", None) else "")


class LeadershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Leadership

    group = factory.SubFactory(CountyGroupFactory)
    mentor = factory.SubFactory(MentorFactory)
    starts_on = STARTS_ON


class PublicConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublicConsent

    mentor = factory.SubFactory(MentorFactory)
    scope = ConsentScope.NAME
    given_at = datetime(2024, 1, 1, 8, tzinfo=UTC)


class SupervisorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Supervisor

    programme = factory.SubFactory("mentorhalo.programmes.tests.factories.ProgrammeFactory")
    user = factory.SubFactory("mentorhalo.accounts.tests.factories.UserFactory")
    starts_on = STARTS_ON


def programme_in(*counties: str, code: str = "halo") -> Programme:
    """A programme since 2024 that works in these counties (KSH codes)."""
    programme = Programme.objects.create(code=code, name_hu="Háló", starts_on=STARTS_ON)
    for county in counties:
        CountyFactory(code=county)
        ProgrammeCounty.objects.create(programme=programme, county_code=county)
    return programme
