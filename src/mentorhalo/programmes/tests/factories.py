"""The least programme, with a call where one is asked for."""

from datetime import date

import factory

from mentorhalo.programmes.models import GrantCall, Programme, ProgrammeCounty


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"program-{n}")
    name_hu = factory.LazyAttribute(lambda programme: f"Próba {programme.code}")
    starts_on = date(2024, 1, 1)
    ends_on = date(2026, 12, 31)


class ProgrammeCountyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgrammeCounty

    programme = factory.SubFactory(ProgrammeFactory)
    county_code = "02"


class GrantCallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GrantCall

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"TOP-{n}")
    title_hu = factory.LazyAttribute(lambda call: f"Felhívás {call.code}")
