"""Responses, flags and re-contacts: made the first time an address asks for one, so that tests that count begin with none."""

from mentorhalo.core.tests.access import (
    AUDITOR,
    GROUP_LEADER,
    INTERVIEWER,
    LEADERS,
    MENTOR,
    RESEARCHER,
    Access,
    Expectations,
    World,
)
from mentorhalo.surveys.actions.quality import run_checks
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import receive
from mentorhalo.surveys.actions.recontacts import (
    Chosen,
    assign_recontacts,
    choose_compared,
    draw_recontacts,
)
from mentorhalo.surveys.choices import Firmness
from mentorhalo.surveys.models import QualityFlag, QualityRule, Recontact, Response, SubmissionFile

from ..sendings import a_photo, a_sending
from .studies import KEEPERS, study, wave

# Of the first county, where the leader of the world's own group has a say.
REVIEWERS = KEEPERS | {GROUP_LEADER}


def a_response(world: World) -> Response:
    """The interviewer's, sent with a photo and changed once; checked, flagged, and drawn to be asked again by the mentor."""
    found = Response.objects.filter(submission__instance_id="uuid:second").first()
    return found or _make(world)


def _make(world: World) -> Response:
    interviewer, again = world.interviewers[INTERVIEWER], {"unit": "A0001", "visits": "3"}
    first = a_sending(interviewer, a_photo(), instance="uuid:first", unit="A0001", photo="hall.jpg")
    thread = receive(sending=first, at=world.now).submission.thread
    changed = a_sending(interviewer, instance="uuid:second", deprecated="uuid:first", **again)
    receive(sending=changed, at=world.now)
    read_waiting(at=world.now)
    _check(world, made := Response.objects.get(pk=thread))
    return made


def _check(world: World, made: Response) -> None:
    keeper = world.users[RESEARCHER]
    chosen = [Chosen("life/visits", Firmness.FACT), Chosen("life/belongs", Firmness.OPINION)]
    choose_compared(study=world.study, questions=chosen, by=keeper, at=world.now)
    draw_recontacts(wave=world.wave, by=keeper, at=world.now)
    drawn = Recontact.objects.get(response=made)
    assign_recontacts(recontacts=[drawn.pk], interviewer=world.interviewers[MENTOR], by=keeper, at=world.now)
    run_checks(wave=world.wave, at=world.now, pulse=lambda: None)
    rule = QualityRule.objects.get(study=world.study, code="short")
    details = {"minutes": 2.0, "median": 28.5}
    common = {"wave": world.wave, "rule": rule, "details": details, "found_at": world.now}
    QualityFlag.objects.create(response=made, **common)
    QualityFlag.objects.create(interviewer=world.interviewers[INTERVIEWER], **common)


def response(world: World) -> dict[str, object]:
    return {"pk": a_response(world).pk}


def checked_wave(world: World) -> dict[str, object]:
    a_response(world)
    return wave(world)


def at_work(world: World) -> dict[str, object]:
    return {**checked_wave(world), "interviewer": world.interviewers[INTERVIEWER].pk}


def recontact(world: World) -> dict[str, object]:
    return {"pk": a_response(world).recontact.pk}


def file(world: World) -> dict[str, object]:
    found = a_response(world)
    return {"pk": found.pk, "file": SubmissionFile.objects.get(submission__thread=found.pk).pk}


EXPECTATIONS: Expectations = {
    "surveys:responses": Access(KEEPERS | LEADERS | {AUDITOR}, kwargs=checked_wave),
    "surveys:decide_several": Access(
        KEEPERS | LEADERS,
        kwargs=checked_wave,
        method="post",
        data=lambda world: {"deed": "accept"},
        status=200,
        read=302,
    ),
    "surveys:accept_clean": Access(
        KEEPERS | LEADERS, kwargs=checked_wave, method="post", data=lambda world: {}
    ),
    "surveys:response": Access(REVIEWERS | {AUDITOR, INTERVIEWER}, kwargs=response),
    "surveys:decide": Access(
        REVIEWERS, kwargs=response, method="post", data=lambda world: {"deed": "accept"}
    ),
    "surveys:response_changes": Access(
        REVIEWERS | {AUDITOR, INTERVIEWER}, kwargs=response, query="?version=2"
    ),
    "surveys:response_file": Access(REVIEWERS | {AUDITOR, INTERVIEWER}, kwargs=file),
    "surveys:returned": Access({INTERVIEWER, MENTOR}),
    "surveys:flags": Access(KEEPERS | LEADERS, kwargs=checked_wave),
    "surveys:answer_several": Access(
        KEEPERS | LEADERS,
        kwargs=checked_wave,
        method="post",
        data=lambda world: {"state": "confirmed"},
        status=200,
        read=302,
    ),
    "surveys:checks": Access(KEEPERS, kwargs=checked_wave),
    "surveys:run_checks": Access(KEEPERS, kwargs=checked_wave, method="post", data=lambda world: {}),
    "surveys:stop_checks": Access(KEEPERS, kwargs=checked_wave, method="post", data=lambda world: {}),
    "surveys:quality_rule": Access(KEEPERS, kwargs=study, query="?rule=short"),
    "surveys:work": Access(KEEPERS | LEADERS, kwargs=checked_wave),
    "surveys:work_of": Access(REVIEWERS, kwargs=at_work),
    "surveys:recontacts": Access(KEEPERS | LEADERS, kwargs=checked_wave),
    "surveys:draw_recontacts": Access(KEEPERS, kwargs=checked_wave, method="post", data=lambda world: {}),
    "surveys:assign_recontacts": Access(
        KEEPERS | LEADERS,
        kwargs=checked_wave,
        method="post",
        data=lambda world: {},
        status=200,  # nothing is ticked
        read=302,
    ),
    "surveys:recontact": Access(REVIEWERS | {MENTOR}, kwargs=recontact),
    "surveys:my_recontacts": Access({INTERVIEWER, MENTOR}),
    "surveys:recontact_results": Access(KEEPERS, kwargs=checked_wave),
    "surveys:choose_compared": Access(KEEPERS, kwargs=study),
}
