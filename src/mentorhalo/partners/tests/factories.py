"""The least that is valid, written by the room's own actions, so that the journal knows of it."""

from datetime import UTC, date, datetime
from typing import Any

import factory

from mentorhalo.partners.actions import (
    CommunityDraft,
    ConsortiumDraft,
    ContactDraft,
    Coverage,
    Membership,
    OrganisationDraft,
    add_contact,
    register_community,
    register_consortium,
    register_organisation,
)
from mentorhalo.partners.models import Community, Consortium, Contact, Organisation, OrganisationKind
from mentorhalo.programmes.models import GrantCall, Programme
from mentorhalo.territory.tests.factories import SettlementFactory

ENTERED_AT = datetime(2023, 1, 9, 9, tzinfo=UTC)


class OrganisationKindFactory(factory.django.DjangoModelFactory):
    """A kind that is shipped, unless told otherwise: a house of culture."""

    class Meta:
        model = OrganisationKind
        django_get_or_create = ("sector", "code")

    sector = "community"
    code = "house"
    name_hu = "művelődési ház"
    name_en = "house of culture"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"{n}. Művelődési Ház")
    settlement = factory.SubFactory(SettlementFactory)
    kind = factory.SubFactory(OrganisationKindFactory)
    entered_at = ENTERED_AT

    @classmethod
    def _create(cls, model_class: type[Organisation], *args: Any, **fields: Any) -> Organisation:
        return register_organisation(draft=OrganisationDraft(**fields), by=None, at=ENTERED_AT)


class CommunityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Community

    name = factory.Sequence(lambda n: f"{n}. Hímzőkör")
    settlement = factory.SubFactory(SettlementFactory)
    field = "craft"
    entered_at = ENTERED_AT

    @classmethod
    def _create(cls, model_class: type[Community], *args: Any, **fields: Any) -> Community:
        return register_community(draft=CommunityDraft(**fields), by=None, at=ENTERED_AT)


class ConsortiumFactory(factory.django.DjangoModelFactory):
    """A grant of two years from 2023 on. `members` and `settlements` take records or (record, from, until)."""

    class Meta:
        model = Consortium

    programme = factory.LazyFunction(lambda: _programme())
    call = factory.LazyAttribute(lambda row: _call(row.programme))
    grant_id = factory.Sequence(lambda n: f"TOP-5.3.1-16-{n:05d}")
    title = factory.Sequence(lambda n: f"{n}. közösségi program")
    lead = factory.SubFactory(OrganisationFactory)
    starts_on = date(2023, 3, 1)
    ends_on = date(2025, 2, 28)

    @classmethod
    def _create(cls, model_class: type[Consortium], *args: Any, **fields: Any) -> Consortium:
        members = [Membership(*_parts(each)) for each in fields.pop("members", ())]
        settlements = [Coverage(*_parts(each)) for each in fields.pop("settlements", ())]
        draft = ConsortiumDraft(members=members, settlements=settlements, **fields)
        return register_consortium(draft=draft, by=None, at=fields.get("entered_at") or ENTERED_AT)


class ContactFactory(factory.django.DjangoModelFactory):
    """A contact of an organisation who agreed to being kept on the books, not to being shown."""

    class Meta:
        model = Contact

    party = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Minta Kapcsolat {n}")
    starts_on = date(2023, 2, 1)
    email = factory.Sequence(lambda n: f"kapcsolat{n}@pelda.hu")
    consent_given_at = datetime(2023, 2, 1, 9, tzinfo=UTC)
    consent_channel = "e-mail"

    @classmethod
    def _create(cls, model_class: type[Contact], *args: Any, **fields: Any) -> Contact:
        return add_contact(draft=ContactDraft(**fields), by=None, at=datetime(2023, 3, 1, 9, tzinfo=UTC))


def _programme() -> Programme:
    found, _created = Programme.objects.get_or_create(
        code="proba", defaults={"name_hu": "Próbaprogram", "starts_on": date(2023, 1, 1)}
    )
    return found


def _call(programme: Programme) -> GrantCall:
    found, _created = GrantCall.objects.get_or_create(
        programme=programme, code="TOP-5.3.1-16", defaults={"title_hu": "Közösségfejlesztés"}
    )
    return found


def _parts(each: Any) -> tuple[Any, ...]:
    return each if isinstance(each, tuple) else (each,)
