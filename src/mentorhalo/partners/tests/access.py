"""Who may open the addresses of the room."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core import imports
from mentorhalo.core.tests.access import (
    LEADERS,
    MENTORS,
    OFFICE,
    PUBLIC,
    REPRESENTATIVE,
    Access,
    World,
)

WRITERS = MENTORS | LEADERS | {OFFICE}
SETTLERS = LEADERS | {OFFICE}


def of(name: str) -> Callable[[World], Mapping[str, Any]]:
    """The address of something in the world."""
    return lambda world: {"pk": getattr(world, name).pk}


TABLES = {
    "organisations": "name;kind;settlement_code\nPróba Faluház;művelődési ház;26408\nValami;nincs ilyen;26408\n",
    "communities": "name;settlement_code;field\nPróba Fonó;26408;craft\nValami;99999;craft\n",
    "consortia": "grant_id;title;call;lead;starts_on\nX-1;Valami;nincs ilyen;Senki;2023-03-01\n",
}


def upload(what: str) -> Callable[[World], Mapping[str, Any]]:
    """A file that the office brought: nobody else sees it."""

    def brought(world: World) -> Mapping[str, Any]:
        file = SimpleUploadedFile(f"{what}.csv", TABLES[what].encode())
        return {"pk": imports.store_upload(what, file, by=world.users[OFFICE], at=world.now).pk}

    return brought


EXPECTATIONS = {
    "partners:home": Access(PUBLIC, status=302),
    "partners:organisations": Access(PUBLIC),
    "partners:communities": Access(PUBLIC),
    "partners:consortia": Access(PUBLIC),
    "partners:organisation": Access(PUBLIC, kwargs=of("organisation")),
    "partners:community": Access(PUBLIC, kwargs=of("community")),
    "partners:consortium": Access(PUBLIC, kwargs=of("consortium")),
    "partners:new_organisation": Access(WRITERS),
    "partners:new_community": Access(WRITERS),
    "partners:new_consortium": Access(WRITERS),
    "partners:revise_organisation": Access(WRITERS, kwargs=of("organisation")),
    "partners:revise_community": Access(WRITERS | {REPRESENTATIVE}, kwargs=of("community")),
    "partners:revise_consortium": Access(WRITERS, kwargs=of("consortium")),
    "partners:add_organisation_contact": Access(WRITERS, kwargs=of("organisation")),
    "partners:add_community_contact": Access(WRITERS, kwargs=of("community")),
    "partners:revise_contact": Access(WRITERS, kwargs=of("contact")),
    "partners:end_contact": Access(WRITERS, kwargs=of("contact")),
    "partners:give_contact_consent": Access(WRITERS | {REPRESENTATIVE}, kwargs=of("own_contact")),
    "partners:withdraw_contact_consent": Access(WRITERS | {REPRESENTATIVE}, kwargs=of("own_contact")),
    "partners:let_represent": Access(SETTLERS, kwargs=of("contact")),
    "partners:merge_organisation": Access(SETTLERS, kwargs=of("organisation")),
    "partners:merge_community": Access(SETTLERS, kwargs=of("community")),
    "partners:split_organisation": Access(SETTLERS, kwargs=of("organisation")),
    "partners:split_community": Access(SETTLERS, kwargs=of("community")),
    "partners:undo_merge": Access(SETTLERS, kwargs=of("merge")),
    "partners:undo_split": Access(SETTLERS, kwargs=of("split")),
    "partners:suggest_organisations": Access(WRITERS, query="?q=pr"),
    "partners:import_organisations": Access(SETTLERS),
    "partners:import_organisations_look": Access({OFFICE}, kwargs=upload("organisations")),
    "partners:import_organisations_errors": Access({OFFICE}, kwargs=upload("organisations")),
    "partners:import_communities": Access(SETTLERS),
    "partners:import_communities_look": Access({OFFICE}, kwargs=upload("communities")),
    "partners:import_communities_errors": Access({OFFICE}, kwargs=upload("communities")),
    "partners:import_consortia": Access(SETTLERS),
    "partners:import_consortia_look": Access({OFFICE}, kwargs=upload("consortia")),
    "partners:import_consortia_errors": Access({OFFICE}, kwargs=upload("consortia")),
}
