"""Parts of a sample in which as many answered as are wanted: counted as the progress of the wave counts, and told before a visit."""

import pytest
from django.test import Client
from django.urls import reverse

from mentorhalo.core.tests.access import INTERVIEWER, RESEARCHER, World
from mentorhalo.surveys.choices import ResponseState
from mentorhalo.surveys.models import Quota, Response, Stratum
from mentorhalo.surveys.queries.quotas import FullPart, full_parts

from .factories import ResponseFactory, SampleUnitFactory, WaveFactory
from .pages import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


@pytest.fixture(autouse=True)
def _two_are_wanted_of_each(world: World) -> None:
    Response.objects.filter(wave=world.wave).delete()
    Stratum.objects.filter(pk=world.stratum.pk).update(target=2)
    Quota.objects.filter(wave=world.wave).delete()


def answered(world: World, state: ResponseState) -> None:
    unit = SampleUnitFactory(wave=world.wave, stratum=world.stratum, settlement=world.unit.settlement)
    ResponseFactory(wave=world.wave, unit=unit, settlement=None, state=state)


def test_a_stratum_is_full_when_that_many_answers_stand(world: World) -> None:
    answered(world, ResponseState.ACCEPTED)
    answered(world, ResponseState.REJECTED)
    assert full_parts([world.unit])[world.unit.pk] == []

    answered(world, ResponseState.RETURNED)
    assert full_parts([world.unit])[world.unit.pk] == [FullPart(world.stratum.name, 2, 2)]


def test_a_settlement_is_full_by_its_quota_in_this_wave_alone(world: World) -> None:
    Stratum.objects.filter(pk=world.stratum.pk).update(target=0)
    settlement = world.unit.settlement
    Quota.objects.create(wave=world.wave, settlement=settlement, target=1)
    elsewhere = WaveFactory(study=world.study, number=2)
    ResponseFactory(wave=elsewhere, unit=None, settlement=settlement)
    assert full_parts([world.unit])[world.unit.pk] == []

    answered(world, ResponseState.RECEIVED)
    assert full_parts([world.unit])[world.unit.pk] == [FullPart(settlement.name, 1, 1)]


def test_the_page_of_a_unit_says_it_before_the_visit(world: World, signed_in: SignedIn) -> None:
    address = reverse("surveys:unit", args=[world.unit.pk])
    words = "Kérdezze meg azt, akitől a címet kapta"
    assert words not in page(signed_in(INTERVIEWER), address)

    answered(world, ResponseState.ACCEPTED)
    answered(world, ResponseState.ACCEPTED)

    assert words in page(signed_in(INTERVIEWER), address)
    assert f"{world.stratum.name}: 2 / 2" in page(signed_in(RESEARCHER), address)
    assert words not in page(signed_in(RESEARCHER), address)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()
