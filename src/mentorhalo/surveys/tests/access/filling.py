"""Drafts are their writer's alone; what a code opens, it opens to everybody who has it."""

from django.core.files.base import ContentFile

from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    INTERVIEWER,
    MENTOR,
    PUBLIC,
    RESEARCHER,
    Access,
    Expectations,
    World,
)
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import Sending, receive
from mentorhalo.surveys.choices import InvitationKind, ResponseState, Way
from mentorhalo.surveys.codes import hash_of
from mentorhalo.surveys.models import DraftFile, FormFile, Invitation, Response, WebDraft
from mentorhalo.surveys.tests.sendings import household_xml

from .studies import KEEPERS, READERS, wave

CODE, LINK = "ABCDEFGHJKMN", "PQRSTUVWXYZ23456"


def _draft_of(world: World, instance: str, **owner: object) -> WebDraft:
    found, _is_new = WebDraft.objects.get_or_create(
        instance_id=instance,
        defaults={
            "version": world.instrument_version,
            "xml": household_xml(instance=instance).decode(),
            "ready_xml": household_xml(instance=instance).decode(),
            "created_at": world.now,
            "changed_at": world.now,
            **owner,
        },
    )
    return found


def _own(world: World) -> WebDraft:
    return _draft_of(world, "uuid:own", interviewer=world.interviewers[INTERVIEWER])


def _guest(world: World) -> WebDraft:
    return _draft_of(world, "uuid:guest", invitation=_invitation(world), resume_hash=hash_of(CODE))


def _invitation(world: World) -> Invitation:
    found, _is_new = Invitation.objects.get_or_create(
        token_hash=hash_of(LINK),
        defaults={
            "wave": world.wave,
            "instrument": world.instrument,
            "kind": InvitationKind.PUBLIC,
            "created_at": world.now,
        },
    )
    return found


def _file_of(draft: WebDraft) -> DraftFile:
    found = draft.files.first()
    if found is not None:
        return found
    return DraftFile.objects.create(
        draft=draft,
        name="hall.jpg",
        file=ContentFile(b"a picture", "hall.jpg"),
        media_type="image/jpeg",
        size=9,
        added_at=draft.created_at,
    )


def _picture(world: World) -> FormFile:
    found = FormFile.objects.filter(version=world.instrument_version, name="map.png").first()
    if found is not None:
        return found
    content = ContentFile(b"a picture", "map.png")
    return FormFile.objects.create(
        version=world.instrument_version, name="map.png", file=content, media_type="image/png"
    )


def _returned(world: World) -> dict[str, object]:
    response = Response.objects.filter(submission__instance_id="uuid:returned").first()
    if response is None:
        sending = Sending(
            xml=household_xml(instance="uuid:returned"),
            way=Way.COLLECT,
            interviewer=world.interviewers[INTERVIEWER],
        )
        receive(sending=sending, at=world.now)
        read_waiting(at=world.now)
        response = Response.objects.get(submission__instance_id="uuid:returned")
        Response.objects.filter(pk=response.pk).update(state=ResponseState.RETURNED)
    return {"pk": response.pk}


def own(world: World) -> dict[str, object]:
    return {"pk": _own(world).pk}


def version(world: World) -> dict[str, object]:
    return {"pk": world.instrument_version.pk}


def guest(world: World) -> dict[str, object]:
    _guest(world)
    return {"code": CODE}


def link(world: World) -> dict[str, object]:
    _invitation(world)
    return {"code": LINK}


def nothing(_world: World) -> dict[str, object]:
    return {}


TRIERS = (READERS - {ADMINISTRATOR}) | {INTERVIEWER}

EXPECTATIONS: Expectations = {
    "filling:home": Access({INTERVIEWER, MENTOR}),
    "filling:begin": Access(
        {INTERVIEWER, MENTOR},
        kwargs=lambda world: {"instrument": world.instrument.pk},
        method="post",
        data=nothing,
    ),
    "filling:correct": Access({INTERVIEWER, RESEARCHER}, kwargs=_returned, method="post", data=nothing),
    "filling:preview": Access(TRIERS, kwargs=version),
    "filling:preview_package": Access(TRIERS, kwargs=version),
    "filling:preview_media": Access(
        TRIERS, kwargs=lambda world: {**version(world), "file": _picture(world).pk}
    ),
    "filling:links": Access(KEEPERS, kwargs=wave),
    "filling:unit_links": Access(KEEPERS, kwargs=wave),
    "filling:unit_link": Access(KEEPERS, kwargs=lambda world: {"pk": world.free_unit.pk}),
    "filling:unit_links_file": Access(KEEPERS, kwargs=wave, method="post", data=nothing),
    "filling:revoke_untouched": Access(KEEPERS, kwargs=wave, method="post", data=nothing, read=200),
    "filling:revoke": Access(
        KEEPERS, kwargs=lambda world: {"pk": _invitation(world).pk}, method="post", data=nothing, read=200
    ),
    "filling:fill": Access({INTERVIEWER}, kwargs=own),
    "filling:package": Access({INTERVIEWER}, kwargs=own),
    "filling:keep": Access({INTERVIEWER}, kwargs=own, method="post", data=nothing, status=400),
    "filling:file": Access({INTERVIEWER}, kwargs=own, method="post", data=nothing, status=400),
    "filling:draft_file": Access(
        {INTERVIEWER}, kwargs=lambda world: {**own(world), "file": _file_of(_own(world)).pk}
    ),
    "filling:media": Access({INTERVIEWER}, kwargs=lambda world: {**own(world), "file": _picture(world).pk}),
    "filling:review": Access({INTERVIEWER}, kwargs=own),
    "filling:send": Access({INTERVIEWER}, kwargs=own, method="post", data=nothing),
    "filling:discard": Access({INTERVIEWER}, kwargs=own),
    "answering:enter_code": Access(PUBLIC),
    "answering:sent": Access(PUBLIC),
    "answering:invitation": Access(PUBLIC, kwargs=link),
    "answering:fill": Access(PUBLIC, kwargs=guest),
    "answering:later": Access(PUBLIC, kwargs=guest),
    "answering:package": Access(PUBLIC, kwargs=guest),
    "answering:keep": Access(PUBLIC, kwargs=guest, method="post", data=nothing, status=400),
    "answering:file": Access(PUBLIC, kwargs=guest, method="post", data=nothing, status=400),
    "answering:draft_file": Access(
        PUBLIC, kwargs=lambda world: {**guest(world), "file": _file_of(_guest(world)).pk}
    ),
    "answering:media": Access(PUBLIC, kwargs=lambda world: {**guest(world), "file": _picture(world).pk}),
    "answering:review": Access(PUBLIC, kwargs=guest),
    "answering:send": Access(PUBLIC, kwargs=guest, method="post", data=nothing),
    "answering:discard": Access(PUBLIC, kwargs=guest),
}
