"""Who may open the addresses of the room."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import get_language

from mentorhalo.core import imports
from mentorhalo.core.tests.access import (
    AUDITOR,
    EDITOR,
    GROUP_LEADER,
    LEADERS,
    MENTOR,
    MENTORS,
    NETWORK,
    OFFICE,
    PUBLIC,
    SIGNED_IN,
    Access,
    Foreign,
    World,
)
from mentorhalo.outreach.sealing import own_page_key

WRITERS = MENTORS | LEADERS | {OFFICE, EDITOR}
OF_NEWSLETTER = {OFFICE, EDITOR}
OF_COUNTY_LETTER = {MENTOR, GROUP_LEADER, OFFICE, EDITOR}


def of(name: str) -> Callable[[World], Mapping[str, Any]]:
    """The address of something in the world."""
    return lambda world: {"pk": getattr(world, name).pk}


LETTERS: Mapping[str, Access | Foreign] = {
    "outreach:issues": Access(WRITERS),
    "outreach:start_issue": Access(WRITERS),
    "outreach:suggest_pictures": Access(WRITERS),
    "outreach:issue": Access(OF_COUNTY_LETTER | {AUDITOR}, kwargs=of("county_letter")),
    "outreach:write": Access(OF_NEWSLETTER, kwargs=of("issue")),
    "outreach:drop_text": Access(
        OF_NEWSLETTER, kwargs=of("issue"), method="post", data=lambda world: {"language": "en"}
    ),
    "outreach:issue_settings": Access(OF_COUNTY_LETTER, kwargs=of("county_letter")),
    "outreach:copy_issue": Access(
        OF_COUNTY_LETTER, kwargs=of("county_letter"), method="post", data=lambda world: {}
    ),
    "outreach:discard_issue": Access(OF_COUNTY_LETTER, kwargs=of("county_letter")),
    "outreach:preview": Access(OF_NEWSLETTER | {AUDITOR}, kwargs=of("issue")),
    "outreach:preview_letter": Access(OF_NEWSLETTER | {AUDITOR}, kwargs=of("issue")),
    "outreach:audience": Access(OF_NEWSLETTER, kwargs=of("issue")),
    "outreach:trial": Access(OF_COUNTY_LETTER, kwargs=of("county_letter")),
    "outreach:letter": Access(
        PUBLIC, kwargs=lambda world: {"pk": world.sent_issue.pk, "language": get_language()}
    ),
    "outreach:archive": Access(PUBLIC),
    "outreach:archive_feed": Access(PUBLIC),
    "outreach:archive_feed_as": Access(PUBLIC, kwargs=lambda world: {"kind": "rss"}),
    "outreach:picture": Access(PUBLIC, kwargs=of("picture")),
    "outreach:archived": Access(PUBLIC, kwargs=lambda world: {"slug": world.sent_issue.slug}),
}
SENDERS = {MENTOR, GROUP_LEADER, OFFICE}
SENDING: Mapping[str, Access | Foreign] = {
    "outreach:sending": Access({OFFICE, AUDITOR}, kwargs=of("sent_issue")),
    "outreach:plan_sending": Access(SENDERS, kwargs=of("county_letter"), method="post"),
    "outreach:start_sending": Access(SENDERS, kwargs=of("county_letter"), method="post"),
    "outreach:pause_sending": Access(SENDERS, kwargs=of("county_letter"), method="post"),
    "outreach:resume_sending": Access(SENDERS, kwargs=of("county_letter"), method="post"),
    "outreach:stop_sending": Access(SENDERS, kwargs=of("county_letter"), method="post"),
    "outreach:call_off_plan": Access(SENDERS, kwargs=of("county_letter"), method="post"),
    "outreach:deliveries": Access({OFFICE, AUDITOR}, kwargs=of("issue")),
    "outreach:repeat_delivery": Access({OFFICE}, kwargs=of("delivery"), method="post", data=lambda world: {}),
    "outreach:provider_events": Access(PUBLIC, status=404, kwargs=lambda world: {"provider": "mailgun"}),
    "outreach:leave": Access(PUBLIC, kwargs=lambda world: {"token": world.delivery.token}),
}


def _table(world: World) -> Mapping[str, Any]:
    """A table that the office brought, with a row that is good and one without proof."""
    rows = "email;consented_on;how;proof\nzita@pelda.hu;2026-01-05;papír;12. ív, iroda\nzoli@pelda.hu;;;\n"
    file = SimpleUploadedFile("addresses.csv", rows.encode())
    return {"pk": imports.store_upload("addresses", file, by=world.users[OFFICE], at=world.now).pk}


def _own(world: World) -> Mapping[str, Any]:
    """The link to one's own subscriptions: whoever has it may open it."""
    return {"key": own_page_key(world.subscriber.pk, world.subscriber.email)}


SUBSCRIBING: Mapping[str, Access | Foreign] = {
    "outreach:subscribe": Access(PUBLIC),
    "outreach:subscribe_sent": Access(PUBLIC),
    "outreach:confirm": Access(PUBLIC, kwargs=lambda world: {"token": world.opt_in_token}),
    "outreach:decline": Access(PUBLIC, kwargs=lambda world: {"token": world.opt_in_token}),
    "outreach:mine": Access(SIGNED_IN),
    "outreach:ask_own_link": Access(PUBLIC),
    "outreach:own": Access(PUBLIC, kwargs=_own),
    "outreach:own_leave": Access(PUBLIC, kwargs=_own),
    "outreach:own_data": Access(PUBLIC, kwargs=_own, method="post"),
    "outreach:own_erase": Access(PUBLIC, kwargs=_own),
}
CONSENTS: Mapping[str, Access | Foreign] = {
    "outreach:consents": Access({OFFICE, AUDITOR}),
    "outreach:export_consents": Access({OFFICE, AUDITOR}, method="post"),
    "outreach:consent": Access({OFFICE, AUDITOR}, kwargs=of("consent")),
    "outreach:withdraw_consent": Access({OFFICE}, kwargs=of("consent")),
    "outreach:record_consent": Access({OFFICE, MENTOR, GROUP_LEADER}, kwargs=of("own_contact")),
    "outreach:import_addresses": Access({OFFICE}),
    "outreach:import_addresses_look": Access({OFFICE}, kwargs=_table),
    "outreach:import_addresses_errors": Access({OFFICE}, kwargs=_table),
}
ACTS: Mapping[str, Access | Foreign] = {
    "outreach:acts": Access(NETWORK),
    "outreach:log_act": Access(NETWORK - {AUDITOR}),
    "outreach:act": Access({MENTOR, GROUP_LEADER, OFFICE, AUDITOR}, kwargs=of("act")),
    "outreach:correct_act": Access({MENTOR, GROUP_LEADER, OFFICE}, kwargs=of("act")),
    "outreach:withdraw_act": Access({MENTOR, GROUP_LEADER, OFFICE}, kwargs=of("act")),
    "outreach:act_file": Access({MENTOR, GROUP_LEADER, OFFICE, AUDITOR}, kwargs=of("act")),
}


EXPECTATIONS = {**SUBSCRIBING, **CONSENTS, **ACTS, **LETTERS, **SENDING}
