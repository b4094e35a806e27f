"""Those who came by themselves in the last year, and those who wait for an answer today."""

import secrets
from datetime import timedelta
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.mentoring.actions import (
    RegistrationDraft,
    accept_registration,
    ask_for_mentor,
    confirm_registration,
    decline_registration,
    register,
    remind_of_registrations,
    withdraw_registration,
)
from mentorhalo.mentoring.choices import Registrant
from mentorhalo.mentoring.models import Registration
from mentorhalo.partners.models import Community, Contact, Organisation

from .plan import SEED, minted
from .progress import told
from .site import Site
from .words import adjective, people

REGISTRATIONS = 40
WELCOME = "Köszönjük, hogy jelentkezett. A megyei mentor a napokban felhívja."
ANSWERS = (
    "A megadott cím nem a közösségé, és a vezetője nem tud a jelentkezésről.",
    "Ez a kör már szerepel, más néven.",
)
MESSAGES = (
    "Szívesen bekapcsolódnánk a programba, és mentort is kérünk.",
    "Új vezetőnk van, ezért kérjük az adataink átírását.",
    "Képzés érdekelne bennünket, elsősorban közösségi beszélgetések vezetéséről.",
    "A falunap szervezéséhez keresünk segítséget.",
)
NEW_NAMES = ("Kalákakör", "Fonóház Baráti Kör", "Kertmozi Csapat", "Harmonikaklub", "Tópart Védői")


def write_registrations(site: Site, counties: list[str]) -> None:
    writer = _Writer(site, counties)
    wanted = site.size(REGISTRATIONS)
    for number in told(range(wanted), _("registrations"), wanted, site.report, every=5):
        writer.write_answered(number)
    writer.write_waiting()
    remind_of_registrations(at=site.at(site.period.today, hour=23))


class _Writer:
    def __init__(self, site: Site, counties: list[str]) -> None:
        self.site = site
        self.random = Random(f"{SEED}/registrations")
        self.names = people(self.random)
        self.own = counties[0]
        taken = Contact.objects.exclude(community=None).values("community")
        free = (
            Community.objects.not_merged().exclude(pk__in=taken).select_related("settlement").order_by("pk")
        )
        self.communities = list(free.exclude(settlement__county=self.own)[: 4 * REGISTRATIONS : 3])
        self.own_communities = list(free.filter(settlement__county=self.own)[:12])
        organisations = Organisation.objects.not_merged().select_related("settlement").order_by("pk")
        self.organisations = list(organisations[: 5 * REGISTRATIONS : 5])
        on_record = Contact.objects.exclude(community=None).filter(user=None).exclude(email="")
        self.on_record = list(on_record.select_related("community__settlement").order_by("email")[:6])

    def write_answered(self, number: int) -> None:
        days_ago = 25 + number * 330 // REGISTRATIONS
        party: Any = self.communities[number % len(self.communities)]
        if number % 8 == 1 and self.on_record:
            contact = self.on_record.pop(0)
            self._take(number, days_ago, contact.community, name=contact.name, email=contact.email)
            return
        if number % 8 == 3:
            party = self.organisations[number % len(self.organisations)]
        if number % 8 == 5:
            party = None
        registration, token = self._take(number, days_ago, party, is_new=number % 16 == 5)
        at = self.site.at(self.site.period.today - timedelta(days=days_ago - 2), hour=15)
        if number % 13 == 9:
            withdraw_registration(token=token, at=at)
        elif number % 10 == 7:
            answer = ANSWERS[number % len(ANSWERS)]
            decline_registration(registration=registration, answer=answer, by=self.site.office, at=at)
        else:
            accept_registration(registration=registration, answer=WELCOME, by=self.site.office, at=at)

    def write_waiting(self) -> None:
        """Four in the county of the group that signs in, one of them too long; one whose sender has not confirmed."""
        site, today = self.site, self.site.period.today
        for number, days_ago in enumerate((12, 3, 2)):
            party = self.own_communities[number % len(self.own_communities)] if number < 2 else None
            self._take(100 + number, days_ago, party, is_new=party is None, is_own=True)
        user = site.users[Role.REPRESENTATIVE]
        ask_for_mentor(
            party=self.own_communities[-1],
            message="Közösségi interjúkat készítenénk a nyáron, ehhez kérünk segítséget.",
            client_key=minted("registration", "representative"),
            by=user,
            at=site.at(today - timedelta(days=1)),
        )
        register(
            draft=self._draft(200, self.own_communities[2 % len(self.own_communities)]),
            at=site.at(today, hour=6),
        )

    def _take(
        self,
        number: int,
        days_ago: int,
        party: Any,
        *,
        is_new: bool = False,
        is_own: bool = False,
        name: str = "",
        email: str = "",
    ) -> tuple[Registration, str]:
        """Registered and confirmed; the link's token was never in a letter."""
        day, token = self.site.period.today - timedelta(days=days_ago), secrets.token_urlsafe(24)
        draft = self._draft(number, party, is_new=is_new, is_own=is_own, name=name, email=email)
        register(draft=draft, at=self.site.at(day, hour=8), token=token)
        return confirm_registration(token=token, at=self.site.at(day, hour=9)), token

    def _draft(
        self,
        number: int,
        party: Any,
        *,
        is_new: bool = False,
        is_own: bool = False,
        name: str = "",
        email: str = "",
    ) -> RegistrationDraft:
        near = self.random.choice(self.own_communities if is_own else self.communities).settlement
        proposed = f"{adjective(near.name)} {NEW_NAMES[number % len(NEW_NAMES)]}" if is_new else ""
        if isinstance(party, Organisation):
            registrant = Registrant.INSTITUTION
        elif party is not None or is_new:
            registrant = Registrant.COMMUNITY
        else:
            registrant = Registrant.CITIZEN if number % 3 else Registrant.PROFESSIONAL
        return RegistrationDraft(
            client_key=minted("registration", number),
            registrant=registrant,
            settlement=party.settlement if party else near,
            name=name or next(self.names),
            email=email or f"jelentkezo{number}@mentorhalo.example",
            language="hu",
            party=party,
            proposed_name=proposed,
            proposed_kind="arts" if is_new else "",
            phone=f"06 30 555 {3000 + number}",
            role="head",
            may_show=number % 2 == 0,
            asks_mentor=number % 3 != 1,
            message=MESSAGES[number % len(MESSAGES)],
        )
