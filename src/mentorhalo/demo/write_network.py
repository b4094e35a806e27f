"""Mentors, county groups, mandates and leaders of the demonstration."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import revise_profile
from mentorhalo.accounts.choices import Role
from mentorhalo.network.actions import (
    GroupDraft,
    LeadershipDraft,
    MandateDraft,
    MentorDraft,
    NetworkPlan,
    establish_network,
)

from .plan import PlannedMentor, Seat, minted
from .site import Site


def write_network(site: Site, seats: list[Seat]) -> None:
    site.report(_("mentors and county groups"), 0, 1)
    counties = sorted({seat.county for seat in seats})
    first = [seat for seat in seats if seat.county == counties[0]]
    signing_in = {
        _today(first[0], site).id: site.users[Role.GROUP_LEADER],
        _today(first[1], site).id: site.users[Role.MENTOR],
    }
    mentors = {mandate.mentor.id: mandate.mentor for seat in seats for mandate in seat.mandates}
    plan = NetworkPlan(
        programme=site.programme,
        groups=[
            GroupDraft(id=_group(code), county=code, recorded_at=site.at(site.period.starts_on))
            for code in counties
        ],
        mentors=[
            MentorDraft(
                id=mentor.id,
                name=mentor.name,
                email=f"mentor{number}@mentorhalo.example",
                home=mentor.home,
                introduction_hu=_introduction(site, mentor.home),
                introduction_en="",
                user=signing_in.get(mentor.id),
                consents=_consents(site),
            )
            for number, mentor in enumerate(mentors.values(), 1)
        ],
        mandates=[
            MandateDraft(
                id=minted("mandate", mandate.mentor.id),
                mentor=mandate.mentor.id,
                group=_group(seat.county),
                starts_on=mandate.starts_on,
                ends_on=mandate.ends_on,
                end_reason=mandate.end_reason,
                working_time=mandate.working_time,
                capacity=mandate.working_time // 3,
                recorded_at=site.at(min(mandate.starts_on, site.period.today)),
            )
            for seat in seats
            for mandate in seat.mandates
        ],
        leaderships=[
            LeadershipDraft(
                group=_group(seat.county), mentor=seat.mandates[0].mentor.id, starts_on=site.period.starts_on
            )
            for position, seat in enumerate(seats)
            if position == 0 or seats[position - 1].county != seat.county
        ],
    )
    establish_network(plan, by=site.office, at=timezone.now())
    for mentor_id, user in signing_in.items():
        name = mentors[mentor_id].name
        revise_profile(user=user, name=name, language=user.language, by=user, at=timezone.now())
    site.report(_("mentors and county groups"), 1, 1)


def _group(county: str) -> UUID:
    return minted("group", county)


def _today(seat: Seat, site: Site) -> PlannedMentor:
    return seat.holder(site.period.today) or seat.mandates[-1].mentor


def _introduction(site: Site, home: str) -> str:
    return f"{site.settlements[home].name} környékén segíti a közösségeket."


def _consents(site: Site) -> tuple[str, ...]:
    if site.random.random() < 0.12:
        return ()
    return ("name", "introduction") if site.random.random() < 0.6 else ("name",)
