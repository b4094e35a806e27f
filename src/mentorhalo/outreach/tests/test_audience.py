"""Who gets a letter, who is left out and why."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.mentoring.tests.factories import EngagementFactory
from mentorhalo.network.tests.factories import CountyGroupFactory, MandateFactory
from mentorhalo.outreach.choices import DeliveryState, IssueKind, OmissionReason, Purpose, SubscriberState
from mentorhalo.outreach.models import OptIn, Subscriber, Subscription
from mentorhalo.outreach.queries.audience import audience, audience_of, confine
from mentorhalo.outreach.segments import Segment, SegmentRefused
from mentorhalo.outreach.tests.factories import (
    ConsentFactory,
    DeliveryFactory,
    InformationActFactory,
    IssueFactory,
    SubscriberFactory,
)
from mentorhalo.partners.tests.factories import CommunityFactory, ContactFactory, OrganisationFactory
from mentorhalo.programmes.models import Topic

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def newsletter(segment: Segment | None = None) -> Any:
    return audience(segment or Segment(), kind=IssueKind.NEWSLETTER, at=AT)


def reached(found: Any) -> list[str]:
    return [recipient.address for recipient in found.recipients]


def left_out(found: Any) -> list[tuple[str, str]]:
    return [(omission.label, omission.reason) for omission in found.omissions]


def test_everybody_who_subscribed_gets_the_newsletter_once() -> None:
    SubscriberFactory(email="b@pelda.hu", language="en")
    SubscriberFactory(email="a@pelda.hu", name="Anna")

    found = newsletter()

    assert [(one.address, one.language) for one in found.recipients] == [
        ("a@pelda.hu", "hu"),
        ("b@pelda.hu", "en"),
    ]
    assert found.omissions == []
    assert len(found) == 2


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (SubscriberState.PENDING, OmissionReason.NOT_CONFIRMED),
        (SubscriberState.LEFT, OmissionReason.LEFT),
        (SubscriberState.BOUNCING, OmissionReason.BOUNCING),
        (SubscriberState.COMPLAINED, OmissionReason.COMPLAINED),
    ],
)
def test_who_may_not_be_written_to_is_named_with_the_reason(state: str, reason: str) -> None:
    SubscriberFactory(name="Béla", state=state)

    found = newsletter()

    assert (reached(found), left_out(found)) == ([], [("Béla", reason)])


def test_who_withdrew_the_newsletter_but_not_the_county_letter_is_left_out() -> None:
    one = SubscriberFactory(name="Csaba", consents=(Purpose.COUNTY_LETTER,))
    ConsentFactory(subscriber=one, withdrawn_at=AT, withdrawn_by="page")

    assert left_out(newsletter()) == [("Csaba", OmissionReason.LEFT)]


def test_who_only_agreed_to_county_letters_is_no_matter_of_the_newsletter() -> None:
    SubscriberFactory(consents=(Purpose.COUNTY_LETTER,))

    assert newsletter() == type(newsletter())()


def test_wishes_narrow_and_a_wish_for_all_fits_every_topic_and_county() -> None:
    wanted: dict[str, list[tuple[str | None, str]]] = {
        "all@pelda.hu": [(None, "")],
        "grants@pelda.hu": [("funding", "")],
        "zala@pelda.hu": [(None, "20")],
        "other@pelda.hu": [("heritage", "03")],
    }
    for email, wishes in wanted.items():
        SubscriberFactory(email=email, wishes=[])
        _wish(email, wishes)

    found = newsletter(Segment(topics=("funding",), counties=("20",)))

    assert reached(found) == ["all@pelda.hu", "grants@pelda.hu", "zala@pelda.hu"]


def test_an_unconfirmed_wish_is_counted_where_it_fits() -> None:
    pending = SubscriberFactory(name="Dóra", state=SubscriberState.PENDING, wishes=[])
    OptIn.objects.create(
        subscriber=pending,
        token_hash="x",
        wishes=[{"topic": "", "county": "20"}],
        asked_at=AT,
        expires_at=AT + timedelta(days=2),
    )

    assert left_out(newsletter(Segment(counties=("20",)))) == [("Dóra", OmissionReason.NOT_CONFIRMED)]
    assert left_out(newsletter(Segment(counties=("03",)))) == []


def test_a_role_names_the_contacts_and_says_who_of_them_never_agreed() -> None:
    house = OrganisationFactory(name="Faluház")
    ContactFactory(party=house, name="Edit", email="Edit@pelda.hu")
    ContactFactory(party=house, name="Feri", email="feri@pelda.hu")
    ContactFactory(party=house, name="Gizi", email="")
    ContactFactory(party=CommunityFactory(), name="Hédi", email="hedi@pelda.hu")
    SubscriberFactory(email="edit@pelda.hu", name="Edit")
    SubscriberFactory(email="hedi@pelda.hu")

    found = newsletter(Segment(roles=("institution",)))

    assert reached(found) == ["edit@pelda.hu"]
    assert found.recipients[0].party == f"organisation:{house.pk}"
    assert left_out(found) == [
        ("Feri (Faluház)", OmissionReason.NO_CONSENT),
        ("Gizi (Faluház)", OmissionReason.NO_ADDRESS),
    ]


def test_a_kind_names_parties_of_that_kind_alone() -> None:
    ContactFactory(party=CommunityFactory(field="arts"), email="arts@pelda.hu")
    ContactFactory(party=CommunityFactory(field="sport"), email="sport@pelda.hu")
    ContactFactory(party=OrganisationFactory(), email="house@pelda.hu")
    for email in ("arts@pelda.hu", "sport@pelda.hu", "house@pelda.hu"):
        SubscriberFactory(email=email)

    assert reached(newsletter(Segment(kinds=("community:arts",)))) == ["arts@pelda.hu"]
    assert reached(newsletter(Segment(kinds=("organisation:community/house",)))) == ["house@pelda.hu"]
    assert reached(newsletter(Segment(kinds=("organisation:community", "community:sport")))) == [
        "house@pelda.hu",
        "sport@pelda.hu",
    ]


def test_mentors_and_experts_are_reached_by_their_role() -> None:
    mandate = MandateFactory(mentor__email="mentor@pelda.hu")
    expert = holder(Role.EXPERT)
    SubscriberFactory(email="mentor@pelda.hu")
    SubscriberFactory(email=expert.email)

    assert reached(newsletter(Segment(roles=("mentor",), counties=(mandate.group.county_id,)))) == [
        "mentor@pelda.hu"
    ]
    assert reached(newsletter(Segment(roles=("expert",)))) == [expert.email]


def test_the_same_address_gets_one_letter_and_is_named_twice() -> None:
    for name in ("Ilka", "Jenő"):
        ContactFactory(party=OrganisationFactory(name="Könyvtár"), name=name, email="kozos@pelda.hu")
    SubscriberFactory(email="kozos@pelda.hu", name="Közös")

    found = newsletter(Segment(roles=("institution",)))

    assert reached(found) == ["kozos@pelda.hu"]
    assert [reason for _label, reason in left_out(found)] == [OmissionReason.SAME_ADDRESS]


def test_a_letter_within_the_days_of_silence_is_heard() -> None:
    for email, days in (("lately@pelda.hu", 5), ("long@pelda.hu", 50)):
        one = SubscriberFactory(email=email, name=email)
        DeliveryFactory(subscriber=one, state=DeliveryState.SENT, sent_at=AT - timedelta(days=days))
    SubscriberFactory(email="never@pelda.hu")

    found = newsletter(Segment(not_heard_days=30))

    assert reached(found) == ["long@pelda.hu", "never@pelda.hu"]
    assert left_out(found) == [("lately@pelda.hu", OmissionReason.HEARD_LATELY)]


def test_an_information_act_in_its_place_is_heard_by_a_party_of_its_class() -> None:
    house, mine = OrganisationFactory(), CommunityFactory()
    for party, email in ((house, "house@pelda.hu"), (mine, "mine@pelda.hu")):
        ContactFactory(party=party, email=email)
        SubscriberFactory(email=email)
    InformationActFactory(audience="community", settlement=mine.settlement_id, given_on=date(2026, 5, 1))

    found = newsletter(Segment(roles=("community", "institution"), not_heard_days=30))

    assert reached(found) == ["house@pelda.hu"]


def test_a_county_letter_goes_to_consenting_contacts_of_own_communities_alone() -> None:
    mandate = MandateFactory()
    own = EngagementFactory(mentor=mandate.mentor, community__name="Saját Kör")
    other = EngagementFactory(community__name="Másé")
    silent = EngagementFactory(mentor=mandate.mentor, community__name="Néma Kör")
    for party, name, email in (
        (own.community, "Kati", "kati@pelda.hu"),
        (own.community, "Laci", "laci@pelda.hu"),
        (other.community, "Misi", "misi@pelda.hu"),
    ):
        ContactFactory(party=party, name=name, email=email)
    for email in ("kati@pelda.hu", "misi@pelda.hu"):
        SubscriberFactory(email=email, consents=(Purpose.COUNTY_LETTER,))
    SubscriberFactory(email="laci@pelda.hu")  # the newsletter is another purpose

    found = audience(Segment(own_of=mandate.mentor_id), kind=IssueKind.COUNTY_LETTER, at=AT)

    assert [(one.address, one.party) for one in found.recipients] == [
        ("kati@pelda.hu", f"community:{own.community_id}")
    ]
    assert left_out(found) == [
        ("Laci (Saját Kör)", OmissionReason.NO_CONSENT),
        ("Néma Kör", OmissionReason.NO_ADDRESS),
    ]
    assert silent.community_id


def test_a_contact_who_withdrew_is_not_written_to_though_the_address_subscribed() -> None:
    own = EngagementFactory(mentor=MandateFactory().mentor)
    contact = ContactFactory(party=own.community, email="kati@pelda.hu")
    contact.consent_withdrawn_at = AT
    contact.save()
    SubscriberFactory(email="kati@pelda.hu", consents=(Purpose.COUNTY_LETTER,))

    found = audience(Segment(own_of=own.mentor_id), kind=IssueKind.COUNTY_LETTER, at=AT)

    assert reached(found) == []


def test_a_county_letter_to_nobodys_communities_is_refused() -> None:
    with pytest.raises(SegmentRefused):
        audience(Segment(counties=("20",)), kind=IssueKind.COUNTY_LETTER, at=AT)


def test_a_mentor_reaches_own_communities_and_never_beyond_the_group() -> None:
    user = holder(Role.MENTOR)
    mandate = MandateFactory(mentor__user=user)
    stranger, other_group = MandateFactory(), CountyGroupFactory()

    def confined(**narrow: Any) -> Segment:
        return confine(Segment(**narrow), kind=IssueKind.COUNTY_LETTER, by=user, at=AT)

    assert confined() == Segment(own_of=mandate.mentor_id)
    assert confined(group=mandate.group_id) == Segment(group=mandate.group_id)
    for narrow in ({"own_of": stranger.mentor_id}, {"group": other_group.pk}):
        with pytest.raises(SegmentRefused):
            confined(**narrow)
    with pytest.raises(SegmentRefused):
        confine(Segment(), kind=IssueKind.NEWSLETTER, by=user, at=AT)


def test_a_former_mentor_reaches_nobody() -> None:
    user = UserFactory()
    mandate = MandateFactory(mentor__user=user, ends_on=date(2026, 4, 30))

    with pytest.raises(SegmentRefused):
        confine(Segment(own_of=mandate.mentor_id), kind=IssueKind.COUNTY_LETTER, by=user, at=AT)


def test_the_office_sends_an_issue_as_its_audience_says() -> None:
    SubscriberFactory(email="a@pelda.hu")

    found = audience_of(IssueFactory(audience={"roles": ["subscriber"]}), by=holder(Role.OFFICE), at=AT)

    assert reached(found) == ["a@pelda.hu"]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"rolls": ["mentor"]},
        {"roles": ["king"]},
        {"roles": "mentor"},
        {"counties": [1]},
        {"kinds": ["arts"]},
        {"not_heard_days": -1},
        {"not_heard_days": True},
        {"not_heard_days": "30"},
        {"own_of": "me"},
        {"group": 5},
    ],
)
def test_what_is_no_segment_is_refused(data: Any) -> None:
    with pytest.raises(SegmentRefused):
        Segment.from_json(data)


def test_a_segment_survives_being_kept() -> None:
    segment = Segment(("mentor",), ("20",), ("community:arts",), ("funding",), 30, uuid4(), uuid4())

    assert Segment.from_json(segment.to_json()) == segment
    assert Segment().to_json() == {}


@pytest.mark.parametrize("people", [1, 4])
def test_the_queries_do_not_grow_with_the_people(people: int) -> None:
    for number in range(people):
        party = EngagementFactory().community
        ContactFactory(party=party, email=f"k{number}@pelda.hu")
        SubscriberFactory(email=f"k{number}@pelda.hu")
    segment = Segment(
        roles=("subscriber", "community", "mentor", "expert"), counties=("20",), not_heard_days=30
    )

    with CaptureQueriesContext(connection) as asked:
        newsletter(segment)

    assert len(asked) == 11


def _wish(email: str, wishes: list[tuple[str | None, str]]) -> None:
    for topic, county in wishes:
        if topic:
            Topic.objects.get_or_create(code=topic, defaults={"name_hu": topic})
        Subscription.objects.create(
            subscriber=Subscriber.objects.get(email=email), topic_id=topic, county=county, since=AT
        )
