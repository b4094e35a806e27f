"""Subscribers of the demonstration: how they agreed, what they wish, and what they do when a letter comes."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from mentorhalo.accounts.choices import Role
from mentorhalo.core.hungarian import fold
from mentorhalo.mentoring.models import Engagement
from mentorhalo.outreach.actions.acts import record_issue_act
from mentorhalo.outreach.actions.bounces import Report, record_bounce
from mentorhalo.outreach.actions.consents import ProvenConsent, Wish, record_consents
from mentorhalo.outreach.actions.leaving import leave
from mentorhalo.outreach.actions.subscribing import ask_to_subscribe, subscribe_member
from mentorhalo.outreach.choices import BounceKind, ConsentChannel, DeliveryState, Purpose, Withdrawal
from mentorhalo.outreach.models import Delivery, Issue
from mentorhalo.partners.actions import ContactDraft, add_contacts
from mentorhalo.programmes.models import Topic

from .plan import SEED, minted
from .site import Site
from .words import people

SUBSCRIBERS = 1_200
AT_FIRST = 0.3  # taken over with the first letter; the others come month by month
DEAD_ADDRESS = 0.012
PAPER = "belépési lap, {year}. évi szakmai nap, {number}. mappa"
TAKEN_OVER = "a korábbi szakmai hírlevél listája, {year}. évi nyilatkozatok"
DOMAINS = ("level.example", "posta.example", "kozosseg.example", "muvhaz.example", "konyvtar.example")
MEMBERS = (Role.OFFICE, Role.EDITOR, Role.EXPERT, Role.MENTOR, Role.REPRESENTATIVE, Role.AUDITOR)
CONTACTS = 30  # of the own communities of each mentor who writes county letters


class Readers:
    """Those who subscribe, a batch for each letter."""

    def __init__(self, site: Site, counties: list[str]) -> None:
        self.site, self.counties = site, counties
        self.random = Random(f"{SEED}/subscribers")
        self.names = people(self.random)
        self.topics = sorted(Topic.objects.values_list("code", flat=True))
        self.dead: set[str] = set()
        self.number = 0

    def join(self, on: date, share: float) -> None:
        """So large a part of all agrees on paper, or by the list of an earlier letter, until this day."""
        consents = [self._consent(on) for _number in range(self.site.size(SUBSCRIBERS * share))]
        record_consents(consents=consents, by=self.site.office, at=self.site.at(on, hour=7))

    def _consent(self, on: date) -> ProvenConsent:
        self.number += 1
        name = next(self.names)
        first, *rest = fold(name).split()
        email = f"{first}.{'.'.join(rest)}{self.number}@{self.random.choice(DOMAINS)}".replace("-", "")
        if self.random.random() < DEAD_ADDRESS:
            self.dead.add(email)
        is_paper = self.random.random() < 0.7
        given_on = on - timedelta(days=self.random.randint(1, 25))
        proof = PAPER if is_paper else TAKEN_OVER
        return ProvenConsent(
            email=email,
            name=name,
            language="en" if self.random.random() < 0.03 else "hu",
            purpose=Purpose.NEWSLETTER,
            given_at=self.site.at(given_on),
            channel=ConsentChannel.PAPER if is_paper else ConsentChannel.IMPORT,
            proof=proof.format(year=given_on.year, number=1 + self.number // 80),
            wishes=tuple(self._wishes()),
        )

    def _wishes(self) -> Iterator[Wish]:
        chance = self.random.random()
        if chance < 0.3:
            for topic in self.random.sample(self.topics, self.random.randint(1, 3)):
                yield Wish(topic=topic)
        elif chance < 0.5:
            yield Wish(county=self.random.choice(self.counties))

    def answer(self, issue: Issue, on: date) -> None:
        """What comes back: dead addresses, now and then somebody who leaves, rarely a complaint. Then the act says the new number."""
        at = self.site.at(on + timedelta(days=1))
        taken = Delivery.objects.of(issue.pk).filter(state=DeliveryState.SENT)
        for delivery in taken.filter(address__in=self.dead):
            report = Report(BounceKind.HARD, code="5.1.1", told="550 5.1.1 No such user here")
            record_bounce(
                delivery=delivery.pk,
                report=report,
                key=f"demo:{issue.slug}:{delivery.address}",
                source="mailbox",
                at=at,
            )
        rows = list(
            taken.exclude(subscriber=None).exclude(address__in=self.dead).filter(subscriber__user=None)[:400]
        )
        leaving = self.random.sample(rows, min(len(rows) // 80, 3))
        for delivery in leaving:
            way = self.random.choice((Withdrawal.ONE_CLICK, Withdrawal.PAGE, Withdrawal.MAIL))
            leave(delivery=delivery, way=way, at=at, why="too_many" if self.random.random() < 0.4 else "")
        if self.random.random() < 0.2 and len(rows) > 100:
            angry = self.random.choice([row for row in rows if row not in leaving])
            report = Report(BounceKind.COMPLAINT, is_final=False, told="abuse")
            record_bounce(
                delivery=angry.pk, report=report, key=f"demo:{issue.slug}:abuse", source="mailbox", at=at
            )
        record_issue_act(issue=issue, at=at)


def write_own_subscribers(readers: Readers) -> None:
    """Accounts that subscribe themselves, and addresses that have not confirmed yet."""
    site = readers.site
    for number, role in enumerate(MEMBERS):
        wishes = [Wish(topic=readers.topics[number])] if number % 2 else [Wish()]
        day = site.period.starts_on + timedelta(days=30 + 40 * number)
        subscribe_member(
            user=site.users[role],
            purposes=[Purpose.NEWSLETTER, Purpose.COUNTY_LETTER],
            wishes=wishes,
            language="hu",
            at=site.at(min(day, site.period.today)),
        )
    for number in range(min(8, site.size(80))):
        ask_to_subscribe(
            email=f"uj-olvaso{number}@{DOMAINS[number % len(DOMAINS)]}",
            name=next(readers.names),
            language="hu",
            purposes=[Purpose.NEWSLETTER],
            wishes=[Wish()],
            at=site.at(site.period.today - timedelta(days=number % 2), hour=6),
        )


def write_contacts(readers: Readers) -> None:
    """Who speaks for the communities whose mentors write county letters; three of four agreed to get them."""
    site = readers.site
    users = [site.users[Role.MENTOR], site.users[Role.GROUP_LEADER]]
    rows = Engagement.objects.filter(closed_on=None, community__merged_into=None).select_related("community")
    own = [
        row
        for user in users
        for row in rows.filter(mentor__user=user).order_by("opened_on", "pk")[: max(4, site.size(CONTACTS))]
    ]
    communities = list({row.community_id: row.community for row in own}.values())
    started = site.at(site.period.starts_on)
    drafts = [
        ContactDraft(
            id=minted("contact", community.pk),
            party=community,
            name=next(readers.names),
            role="head",
            email=f"kapcsolat{number}@kozosseg.example",
            phone=f"06 30 555 {2000 + number}",
            starts_on=site.period.starts_on,
            consent_given_at=started,
            consent_channel="személyesen",
        )
        for number, community in enumerate(communities)
    ]
    add_contacts(drafts=drafts, by=site.office, at=started)
    agreed = [
        ProvenConsent(
            email=draft.email,
            name=draft.name,
            purpose=Purpose.COUNTY_LETTER,
            given_at=started,
            channel=ConsentChannel.PAPER,
            proof="mentori első találkozó, hozzájáruló lap",
        )
        for number, draft in enumerate(drafts)
        if number % 4 != 3 or number == 3
    ]
    if agreed:
        record_consents(consents=agreed, by=site.office, at=started)
