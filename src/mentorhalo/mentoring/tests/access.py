from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core import imports
from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    GROUP_LEADER,
    LEADERS,
    MENTOR,
    MENTORS,
    NETWORK,
    OFFICE,
    PUBLIC,
    REPRESENTATIVE,
    SUPERVISOR,
    Access,
    Expectations,
    World,
)

TABLES = {
    "engagements": "external_id,programme,community,settlement_code,opened_on,informed_on,closed_on\nE1,x,y,1,tegnap,,\n",
    "activities": "external_id,engagement,occurred_on,kind,channel,two_way,approved,participants,mentor\nA1,E1,tegnap,,,,,,\n",
}
WRITERS = MENTORS | LEADERS  # leaders are mentors of their group
DECIDERS = LEADERS | {OFFICE}
STEERERS = {MENTOR, GROUP_LEADER, OFFICE}
IMPORTERS = {OFFICE, ADMINISTRATOR}


def _entry(world: World) -> dict[str, object]:
    return {"pk": world.activity.pk}


def _share(world: World) -> dict[str, object]:
    return {"pk": world.shared_entry.pk}


def _engagement(world: World) -> dict[str, object]:
    return {"pk": world.engagement.pk}


def _upload(what: str) -> Callable[[World], dict[str, object]]:
    """A file that the office brought: nobody else sees it."""

    def brought(world: World) -> dict[str, object]:
        file = SimpleUploadedFile(f"{what}.csv", TABLES[what].encode())
        return {"pk": imports.store_upload(what, file, by=world.users[OFFICE], at=world.now).pk}

    return brought


def _party(world: World) -> dict[str, object]:
    return {"party_type": "community", "pk": world.community.pk}


EXPECTATIONS: Expectations = {
    "registration:start": Access(PUBLIC),
    "registration:citizen": Access(PUBLIC),
    "registration:professional": Access(PUBLIC),
    "registration:search": Access(PUBLIC, kwargs=lambda world: {"registrant": "community"}),
    "registration:new": Access(PUBLIC, kwargs=lambda world: {"registrant": "institution"}),
    "registration:claim": Access(
        PUBLIC, kwargs=lambda world: {"registrant": "community", "pk": world.community.pk}
    ),
    "registration:confirm": Access(PUBLIC, kwargs=lambda world: {"token": "nothing"}, status=404),
    "registration:agree": Access(PUBLIC, kwargs=lambda world: {"token": "nothing"}, status=404),
    "registration:ask_for_mentor": Access({REPRESENTATIVE}, kwargs=_party),
    "mentoring:registrations": Access(MENTORS | LEADERS | {OFFICE}),
    "mentoring:registration": Access(
        {MENTOR, GROUP_LEADER, OFFICE}, kwargs=lambda world: {"pk": world.registration.pk}
    ),
    "mentoring:log": Access(WRITERS),
    "mentoring:entries": Access(NETWORK),
    "mentoring:entry": Access(NETWORK, kwargs=_entry),
    "mentoring:saved": Access({MENTOR, OFFICE}, kwargs=_entry),
    "mentoring:edit_entry": Access({MENTOR, OFFICE}, kwargs=_entry),
    "mentoring:correct_entry": Access({MENTOR, OFFICE}, kwargs=_entry),
    "mentoring:submit_entry": Access({MENTOR, OFFICE}, kwargs=_entry, method="post", data=lambda world: {}),
    "mentoring:discard_entry": Access({MENTOR, OFFICE}, kwargs=_entry, method="post", data=lambda world: {}),
    "mentoring:attach": Access({MENTOR, OFFICE}, kwargs=_entry, method="post"),
    "mentoring:share_entry": Access({MENTOR}, kwargs=_entry),
    "mentoring:end_share": Access({MENTOR}, kwargs=_share, method="post", data=lambda world: {}),
    "mentoring:shared_entries": Access({SUPERVISOR}),
    "mentoring:shared_entry": Access({SUPERVISOR}, kwargs=_share),
    "mentoring:approve_entry": Access(
        {GROUP_LEADER, OFFICE}, kwargs=_entry, method="post", data=lambda world: {}
    ),
    "mentoring:return_entry": Access({GROUP_LEADER, OFFICE}, kwargs=_entry),
    "mentoring:evidence": Access(NETWORK, kwargs=lambda world: {"pk": world.evidence_file.pk}),
    "mentoring:inbox": Access(DECIDERS),
    "mentoring:approve_several": Access(DECIDERS, method="post", data=lambda world: {}),
    "mentoring:periods": Access({OFFICE}),
    "mentoring:engagements": Access(NETWORK),
    "mentoring:open_engagement": Access(WRITERS | {OFFICE}),
    "mentoring:engagement": Access(NETWORK, kwargs=_engagement),
    "mentoring:inform": Access(STEERERS, kwargs=_engagement),
    "mentoring:move": Access(STEERERS, kwargs=_engagement),
    "mentoring:pause": Access(STEERERS, kwargs=_engagement),
    "mentoring:resume": Access(STEERERS, kwargs=_engagement),
    "mentoring:close": Access(STEERERS, kwargs=_engagement),
    "mentoring:agreement": Access(STEERERS, kwargs=_engagement),
    "mentoring:assignments": Access(NETWORK),
    "mentoring:assign": Access(DECIDERS),
    "mentoring:end_assignment": Access(
        {GROUP_LEADER, OFFICE}, kwargs=lambda world: {"pk": world.assignment.pk}
    ),
    "mentoring:hand_over": Access(
        {GROUP_LEADER, OFFICE}, kwargs=lambda world: {"pk": world.mentors[MENTOR].pk}
    ),
    "mentoring:appointments": Access(WRITERS),
    "mentoring:plan": Access(WRITERS),
    "mentoring:call_off": Access(
        {MENTOR},
        kwargs=lambda world: {"pk": world.appointment.pk},
        method="post",
        data=lambda world: {},
    ),
    "mentoring:suggest_communities": Access(NETWORK),
    "mentoring:suggest_organisations": Access(NETWORK),
    "mentoring:import_engagements": Access(IMPORTERS),
    "mentoring:import_engagements_look": Access({OFFICE}, kwargs=_upload("engagements")),
    "mentoring:import_engagements_errors": Access({OFFICE}, kwargs=_upload("engagements")),
    "mentoring:import_activities": Access(IMPORTERS),
    "mentoring:import_activities_look": Access({OFFICE}, kwargs=_upload("activities")),
    "mentoring:import_activities_errors": Access({OFFICE}, kwargs=_upload("activities")),
}
